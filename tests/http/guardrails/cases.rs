//! The table: what is demanded, what is asked for, and the field that is stopped.
//!
//! Must stop at one field at most, so that every way has one thing to say.

/// A demand, where the request changes and to what, and the field that is stopped; nothing is
/// stopped where there is none.
pub(super) type Case = (
    &'static str,
    &'static [(&'static str, &'static str)],
    Option<&'static str>,
);

const OAUTH: &[(&str, &str)] = &[
    ("/grants/0/auth", "\"oauth\""),
    ("/grants/0/callers", "null"),
];

pub(super) const CASES: &[Case] = &[
    ("accounts = [\"444455556666\"]", &[], Some("account")),
    ("accounts = [\"111122223333\"]", &[], None),
    ("regions = [\"eu-west-1\"]", &[], Some("region")),
    ("regions = [\"us-east-1\"]", &[], None),
    (
        "vpcs = { ids = [\"vpc-0de30000000000002\"] }",
        &[],
        Some("placement.vpc"),
    ),
    (
        "vpcs = { tags = { network = \"public\" } }",
        &[],
        Some("placement.vpc"),
    ),
    ("vpcs = { tags = { network = \"priv*\" } }", &[], None),
    (
        "subnets = { tags = { network = \"public\" } }",
        &[],
        Some("placement.subnets[0]"),
    ),
    (
        "subnets = { ids = [\"subnet-0de30000000000012\"] }",
        &[],
        None,
    ),
    ("services = [\"gateway\"]", &[], Some("grants[0].primitive")),
    ("services = [\"data\"]", &[], None),
    (
        "primitives = [\"gateway\"]",
        &[],
        Some("grants[0].primitive"),
    ),
    ("primitives = [\"runtime\"]", &[], None),
    (
        "primitives = [\"runtime\"]",
        &[("/policy", "\"full-access\"")],
        Some("policy"),
    ),
    ("tags = { team = \"a*\" }", &[], Some("tags")),
    (
        "tags = { team = \"a*\" }",
        &[("/tags", "{\"team\": \"b\"}")],
        Some("tags"),
    ),
    (
        "tags = { team = \"a*\" }",
        &[("/tags", "{\"team\": \"ab\"}")],
        None,
    ),
    (
        "private_dns = true",
        &[("/placement/private_dns", "false")],
        Some("placement.private_dns"),
    ),
    ("private_dns = true", &[], None),
    (
        "most_zones = 1",
        &[(
            "/placement/subnets",
            "[\"subnet-0de30000000000011\", \"subnet-0de30000000000012\"]",
        )],
        Some("placement.subnets"),
    ),
    ("most_zones = 1", &[], None),
    ("most_monthly_usd = 7", &[], Some("cost")),
    ("most_monthly_usd = 7.30", &[], None),
    (
        "named_callers = true",
        &[("/grants/0/callers", "[\"*\"]")],
        Some("grants[0].callers[0]"),
    ),
    ("named_callers = true", OAUTH, None),
    (
        "conditions = { StringEquals = { \"aws:PrincipalOrgID\" = \"o-a1b2c3d4e5\" } }\noauth = \"nothing\"",
        &[],
        Some("grants[0].conditions"),
    ),
    (
        "conditions = { StringEquals = { \"aws:PrincipalOrgID\" = \"o-a1b2c3d4e5\" } }\noauth = \"nothing\"",
        OAUTH,
        None,
    ),
    (
        "conditions = { StringEquals = { \"aws:PrincipalOrgID\" = \"o-a1b2c3d4e5\" } }\noauth = { IpAddress = { \"aws:VpcSourceIp\" = \"10.0.0.0/8\" } }",
        OAUTH,
        Some("grants[0].conditions"),
    ),
    (
        "access = { presets = [\"read\"] }",
        &[],
        Some("grants[0].access"),
    ),
    ("access = { presets = [\"invoke\"] }", &[], None),
    (
        "forbidden_actions = \"*Command\"",
        &[("/grants/0/access", "\"all\"")],
        Some("grants[0].access"),
    ),
    ("forbidden_actions = \"*Command\"", &[], None),
    ("request_name = \"team-*\"", &[], Some("name")),
    ("request_name = \"agents-*\"", &[], None),
];
