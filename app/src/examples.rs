//! Real situations to start from: answers to the first two steps, as links into the wizard.
//!
//! Must leave the place to whoever starts: which VPC it is nobody else knows.

/// One situation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Example {
    /// What it is, in a few words.
    pub title: &'static str,
    /// Who has it and what comes of it, in a sentence.
    pub about: &'static str,
    /// The answers.
    pub fields: &'static [(&'static str, &'static str)],
}

/// All of them, the most common first.
pub const EXAMPLES: [Example; 5] = [
    Example {
        title: "A private runtime for one role",
        about: "One agent, signed calls, and one role that may invoke it.",
        fields: &[
            ("name", "support-agent"),
            ("region", "us-east-1"),
            ("account", "111122223333"),
            ("grants.0.primitive", "runtime"),
            ("grants.0.auth", "sigv4"),
            ("grants.0.callers", "arn:aws:iam::111122223333:role/app"),
            ("grants.0.resources", "support-AbCdEf1234"),
            ("grants.0.access", "invoke"),
        ],
    },
    Example {
        title: "A public agent with tokens beside an internal one with roles",
        about: "Bearer tokens carry no principal, so the policy keeps the two apart by their resources.",
        fields: &[
            ("name", "two-agents"),
            ("region", "us-east-1"),
            ("account", "111122223333"),
            ("grants.0.primitive", "runtime"),
            ("grants.0.auth", "oauth"),
            ("grants.0.resources", "customers-AbCdEf1234"),
            ("grants.0.access", "invoke"),
            ("grants.1.primitive", "runtime"),
            ("grants.1.auth", "sigv4"),
            (
                "grants.1.callers",
                "arn:aws:iam::111122223333:role/back-office",
            ),
            ("grants.1.resources", "internal-AbCdEf1234"),
            ("grants.1.access", "invoke"),
        ],
    },
    Example {
        title: "A gateway with tools for the whole organisation",
        about: "Everybody of one AWS Organization who signs, from any account, and nobody else.",
        fields: &[
            ("name", "shared-tools"),
            ("region", "us-east-1"),
            ("account", "111122223333"),
            ("grants.0.primitive", "gateway"),
            ("grants.0.auth", "sigv4"),
            ("grants.0.callers", "*"),
            ("grants.0.resources", "tools-abcdef1234"),
            ("grants.0.access", "invoke"),
            ("grants.0.conditions.0.operator", "StringEquals"),
            ("grants.0.conditions.0.key", "aws:PrincipalOrgID"),
            ("grants.0.conditions.0.value", "o-a1b2c3d4e5"),
        ],
    },
    Example {
        title: "A platform team that may read everything",
        about: "Every runtime, memory, gateway, browser and code interpreter of the account can be looked at, and nothing changed.",
        fields: &[
            ("name", "platform-read"),
            ("region", "us-east-1"),
            ("account", "111122223333"),
            ("grants.0.primitive", "runtime"),
            ("grants.0.plane", "control"),
            ("grants.0.auth", "sigv4"),
            (
                "grants.0.callers",
                "arn:aws:iam::111122223333:role/platform",
            ),
            ("grants.0.resources", "*"),
            ("grants.0.access", "read"),
            ("grants.1.primitive", "memory"),
            ("grants.1.plane", "control"),
            ("grants.1.auth", "sigv4"),
            (
                "grants.1.callers",
                "arn:aws:iam::111122223333:role/platform",
            ),
            ("grants.1.resources", "*"),
            ("grants.1.access", "read"),
            ("grants.2.primitive", "gateway"),
            ("grants.2.plane", "control"),
            ("grants.2.auth", "sigv4"),
            (
                "grants.2.callers",
                "arn:aws:iam::111122223333:role/platform",
            ),
            ("grants.2.resources", "*"),
            ("grants.2.access", "read"),
            ("grants.3.primitive", "browser"),
            ("grants.3.plane", "control"),
            ("grants.3.auth", "sigv4"),
            (
                "grants.3.callers",
                "arn:aws:iam::111122223333:role/platform",
            ),
            ("grants.3.resources", "*"),
            ("grants.3.access", "read"),
            ("grants.4.primitive", "code_interpreter"),
            ("grants.4.plane", "control"),
            ("grants.4.auth", "sigv4"),
            (
                "grants.4.callers",
                "arn:aws:iam::111122223333:role/platform",
            ),
            ("grants.4.resources", "*"),
            ("grants.4.access", "read"),
        ],
    },
    Example {
        title: "GovCloud",
        about: "The same in another partition: its ARNs, its Region, and the primitives that it has.",
        fields: &[
            ("name", "gov-agent"),
            ("region", "us-gov-west-1"),
            ("account", "111122223333"),
            ("grants.0.primitive", "runtime"),
            ("grants.0.auth", "sigv4"),
            (
                "grants.0.callers",
                "arn:aws-us-gov:iam::111122223333:role/app",
            ),
            ("grants.0.resources", "support-AbCdEf1234"),
            ("grants.0.access", "invoke"),
        ],
    },
];

#[cfg(test)]
mod tests {
    use postern_plan::catalog::{Catalog, Severity};
    use postern_plan::request::Request;

    use super::*;

    #[test]
    fn each_makes_a_plan_with_nothing_in_the_way_once_it_has_a_place() {
        let catalog = Catalog::load().unwrap();
        for example in EXAMPLES {
            let place = [
                ("placement.vpc", "vpc-0a1b2c3d4e5f60718"),
                ("placement.subnets", "subnet-00000000000000a00"),
                ("placement.subnets", "subnet-00000000000000a01"),
                ("placement.allow_from", "10.0.0.0/16"),
            ];
            let fields = example.fields.iter().chain(&place);
            let pairs: Vec<(String, String)> = fields
                .map(|(key, value)| ((*key).to_owned(), (*value).to_owned()))
                .collect();
            let request = Request::parse_query(&catalog, &pairs);
            let request = request.unwrap_or_else(|e| panic!("{}: {e:#?}", example.title));
            let plan = postern_plan::plan(&catalog, None, &request);
            let blocked = plan.notes.iter().find(|n| n.severity == Severity::Blocked);
            assert_eq!(blocked, None, "{}", example.title);
            assert!(!plan.endpoints.is_empty());
        }
    }
}
