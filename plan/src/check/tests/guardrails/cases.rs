//! The requests and inventories that break each demand, and those that keep to it.
//!
//! Must hold one demand each, so that a note can come from nowhere else.

use crate::check::tests::examples::{Edits, NO_GATEWAY};

const TAGGED: (&str, &str) = (
    "\"dns_hostnames\": true",
    "\"dns_hostnames\": true, \"tags\": {\"tier\": \"private-a\"}",
);

const OPEN: (&str, &str) = (
    "\"dns_hostnames\": true",
    "\"dns_hostnames\": true, \"tags\": {}",
);

const SUBNETS: (&str, &str) = (
    "\"owner\": \"111122223333\"",
    "\"owner\": \"111122223333\", \"tags\": {\"tier\": \"private-a\"}",
);

const ORG: &str = "conditions = { StringEquals = { \"aws:PrincipalOrgID\" = [\"o-a1b2c3d4e5\", \"o-other12345\"] } }\n\
                   oauth = { IpAddress = { \"aws:VpcSourceIp\" = \"10.0.0.0/8\" } }";

const WITH_ORG: (&str, &str) = (
    "access = \"invoke\"",
    "access = \"invoke\"\nconditions = { StringEquals = { \"aws:principalorgid\" = \"o-a1b2c3d4e5\" } }",
);

const OAUTH: &[(&str, &str)] = &[
    NO_GATEWAY,
    (
        "auth = \"sigv4\"\ncallers = [\"arn:aws:iam::111122223333:role/app\"]",
        "auth = \"oauth\"",
    ),
];

const OAUTH_NARROW: &[(&str, &str)] = &[
    NO_GATEWAY,
    (
        "auth = \"sigv4\"\ncallers = [\"arn:aws:iam::111122223333:role/app\"]",
        "auth = \"oauth\"",
    ),
    (
        "access = \"invoke\"",
        "access = \"invoke\"\nconditions = { IpAddress = { \"aws:VpcSourceIp\" = [\"10.1.0.0/16\", \"10.2.3.4\"] } }",
    ),
];

const OAUTH_WIDE: &[(&str, &str)] = &[
    NO_GATEWAY,
    (
        "auth = \"sigv4\"\ncallers = [\"arn:aws:iam::111122223333:role/app\"]",
        "auth = \"oauth\"",
    ),
    (
        "access = \"invoke\"",
        "access = \"invoke\"\nconditions = { IpAddress = { \"aws:VpcSourceIp\" = [\"10.1.0.0/16\", \"10.0.0.0/7\"] } }",
    ),
];

const OAUTH_SOURCE: &[(&str, &str)] = &[
    NO_GATEWAY,
    (
        "auth = \"sigv4\"\ncallers = [\"arn:aws:iam::111122223333:role/app\"]",
        "auth = \"oauth\"",
    ),
    (
        "access = \"invoke\"",
        "access = \"invoke\"\nconditions = { IpAddress = { \"aws:VpcSourceIp\" = \"10.0.0.0/8\" } }",
    ),
];

pub(super) const FULL: Edits = &[("policy = \"restricted\"", "policy = \"full-access\"")];

const STAR: Edits = &[("[\"arn:aws:iam::111122223333:role/app\"]", "[\"*\"]")];

/// A demand; changes of the request that break it, the inventory, and where it is said; the same
/// that keep to it.
pub(super) type Case = (
    &'static str,
    Edits,
    Option<Edits>,
    &'static str,
    Edits,
    Option<Edits>,
);

pub(super) const CASES: &[Case] = &[
    (
        "accounts = [\"444455556666\"]",
        &[],
        None,
        "account",
        &[("\"111122223333\"\npolicy", "\"444455556666\"\npolicy")],
        None,
    ),
    (
        "regions = [\"eu-central-1\", \"eu-west-1\"]",
        &[],
        None,
        "region",
        &[("us-east-1", "eu-west-1")],
        None,
    ),
    (
        "vpcs = { ids = [\"vpc-22222222\"] }",
        &[],
        None,
        "placement.vpc",
        &[("vpc-11111111", "vpc-22222222")],
        None,
    ),
    (
        "vpcs = { tags = { tier = \"private*\" } }",
        &[],
        Some(&[OPEN]),
        "placement.vpc",
        &[],
        Some(&[TAGGED]),
    ),
    (
        "vpcs = { ids = [\"vpc-11111111\"], tags = { tier = \"*\" } }",
        &[("vpc-11111111", "vpc-22222222")],
        Some(&[("vpc-11111111", "vpc-22222222"), OPEN]),
        "placement.vpc",
        &[],
        None,
    ),
    (
        "subnets = { ids = [\"subnet-11111111\"] }",
        &[],
        None,
        "placement.subnets[1]",
        &[(", \"subnet-22222222\"", "")],
        None,
    ),
    (
        "subnets = { ids = [\"subnet-11111111\", \"subnet-22222222\"] }",
        &[("# end", "[endpoints.data]\nsubnets = [\"subnet-33333333\"]")],
        None,
        "endpoints.data.subnets[0]",
        &[],
        None,
    ),
    (
        "subnets = { ids = [\"subnet-11111111\", \"subnet-22222222\"] }",
        &[(
            "# end",
            "[workload]\nendpoints = [\"logs\"]\nsubnets = [\"subnet-33333333\"]",
        )],
        None,
        "workload.subnets[0]",
        &[("# end", "[workload]\nendpoints = [\"logs\"]")],
        None,
    ),
    (
        "most_monthly_usd = 30",
        &[("# end", "[workload]\nendpoints = [\"logs\"]")],
        None,
        "cost",
        &[(
            "# end",
            "[workload]\nendpoints = [\"s3\"]\nroute_tables = [\"rtb-11111111\"]",
        )],
        None,
    ),
    (
        "named_callers = true",
        &[(
            "# end",
            "[workload]\nendpoints = [\"s3\"]\nroute_tables = [\"rtb-11111111\"]\npolicy = \"full-access\"",
        )],
        None,
        "workload.policy",
        &[(
            "# end",
            "[workload]\nendpoints = [\"s3\", \"logs\"]\nroute_tables = [\"rtb-11111111\"]",
        )],
        None,
    ),
    (
        "subnets = { tags = { tier = [\"x\", \"private-?\"] } }",
        &[],
        Some(&[(
            "\"owner\": \"111122223333\"",
            "\"owner\": \"111122223333\", \"tags\": {\"tier\": \"public\"}",
        )]),
        "placement.subnets[0]",
        &[],
        Some(&[SUBNETS]),
    ),
    (
        "services = [\"data\"]",
        &[],
        None,
        "grants[1].primitive",
        &[NO_GATEWAY],
        None,
    ),
    (
        "primitives = [\"runtime\"]",
        &[],
        None,
        "grants[1].primitive",
        &[NO_GATEWAY],
        None,
    ),
    (
        "primitives = [\"runtime\", \"gateway\"]",
        FULL,
        None,
        "policy",
        &[],
        None,
    ),
    (
        "tags = { team = \"*\", \"cost-center\" = \"cc-????\" }",
        &[("# end", "[tags]\nteam = \"a\"\ncost-center = \"cc-1\"")],
        None,
        "tags",
        &[("# end", "[tags]\nteam = \"a\"\ncost-center = \"cc-1234\"")],
        None,
    ),
    (
        "private_dns = true",
        &[("private_dns = true", "private_dns = false")],
        None,
        "placement.private_dns",
        &[],
        None,
    ),
    (
        "private_dns = true",
        &[("# end", "[endpoints.data]\nprivate_dns = false")],
        None,
        "endpoints.data.private_dns",
        &[],
        None,
    ),
    (
        "most_zones = 1",
        &[],
        None,
        "placement.subnets",
        &[(", \"subnet-22222222\"", "")],
        None,
    ),
    (
        "most_monthly_usd = 29.19",
        &[],
        None,
        "cost",
        &[NO_GATEWAY],
        None,
    ),
    (
        "named_callers = true",
        STAR,
        None,
        "grants[0].callers[0]",
        OAUTH,
        None,
    ),
    ("named_callers = true", FULL, None, "policy", &[], None),
    (
        "named_callers = true",
        &[("# end", "[endpoints.data]\npolicy = \"full-access\"")],
        None,
        "endpoints.data.policy",
        &[],
        None,
    ),
    (ORG, &[], None, "grants[0].conditions", &[WITH_ORG], None),
    (ORG, OAUTH, None, "grants[0].conditions", OAUTH_SOURCE, None),
    (
        ORG,
        OAUTH_WIDE,
        None,
        "grants[0].conditions",
        OAUTH_NARROW,
        None,
    ),
    (
        "conditions = { ArnLike = { \"aws:PrincipalArn\" = \"arn:aws:iam::*:role/app-*\" } }\noauth = \"nothing\"",
        &[],
        None,
        "grants[1].conditions",
        OAUTH,
        None,
    ),
    (
        "conditions = { StringNotEquals = { \"aws:PrincipalAccount\" = [\"1\", \"2\"] } }\noauth = \"nothing\"",
        &[(
            "access = \"invoke\"",
            "access = \"invoke\"\nconditions = { StringNotEquals = { \"aws:PrincipalAccount\" = \"1\" } }",
        )],
        None,
        "grants[0].conditions",
        &[(
            "access = \"invoke\"",
            "access = \"invoke\"\nconditions = { StringNotEquals = { \"aws:PrincipalAccount\" = [\"3\", \"2\", \"1\"] } }",
        )],
        None,
    ),
    (
        "access = { presets = [\"invoke\", \"use\", \"read\"] }",
        &[(
            "access = \"invoke\"\n# runtime",
            "access = \"all\"\n# runtime",
        )],
        None,
        "grants[0].access",
        &[(
            "access = \"invoke\"\n# runtime",
            "actions = [\"InvokeAgentRuntime\"]\n# runtime",
        )],
        None,
    ),
    (
        "access = { presets = [\"read\"], actions = [\"Invoke*\"] }",
        &[(
            "access = \"invoke\"\n# runtime",
            "actions = [\"StopRuntimeSession\"]\n# runtime",
        )],
        None,
        "grants[0].actions",
        &[(
            "access = \"invoke\"\n# runtime",
            "actions = [\"InvokeAgentRuntime\"]\n# runtime",
        )],
        None,
    ),
    (
        "forbidden_actions = [\"*Command\", \"*ForUser\"]",
        &[(
            "access = \"invoke\"\n# runtime",
            "access = \"all\"\n# runtime",
        )],
        None,
        "grants[0].access",
        &[],
        None,
    ),
    (
        "request_name = [\"team-*\", \"shared\"]",
        &[],
        None,
        "name",
        &[("name = \"agents\"", "name = \"team-x\"")],
        None,
    ),
];

/// A demand whose subject cannot be judged without an inventory, or with one that does not say.
pub(super) const UNKNOWN: &[(&str, Edits, Option<Edits>, &str)] = &[
    (
        "vpcs = { tags = { tier = \"*\" } }",
        &[],
        None,
        "placement.vpc",
    ),
    (
        "vpcs = { tags = { tier = \"*\" } }",
        &[],
        Some(&[]),
        "placement.vpc",
    ),
    (
        "vpcs = { ids = [\"vpc-22222222\"], tags = { tier = \"*\" } }",
        &[],
        Some(&[]),
        "placement.vpc",
    ),
    (
        "subnets = { tags = { tier = \"*\" } }",
        &[],
        None,
        "placement.subnets[0]",
    ),
    (
        "subnets = { tags = { tier = \"*\" } }",
        &[],
        Some(&[]),
        "placement.subnets[1]",
    ),
    (
        "most_monthly_usd = 1000",
        &[
            ("us-east-1", "us-gov-west-1"),
            ("arn:aws:", "arn:aws-us-gov:"),
        ],
        None,
        "cost",
    ),
];
