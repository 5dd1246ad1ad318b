//! The document of guardrails: what is right in it, and every fault with its place.

use proptest::prelude::*;

use super::*;

const GOOD: &str = r#"version = 1
[[rules]]
name = "eu-only"
reason = "customer data stays in Europe."
owner = "data protection"
regions = ["eu-central-1"]
"#;

fn parse(text: &str) -> Result<Guardrails, Vec<(String, &'static str)>> {
    Guardrails::parse(&Catalog::load().unwrap(), text)
        .map_err(|errors| errors.into_iter().map(|e| (e.path, e.code)).collect())
}

#[test]
fn a_right_document_is_read() {
    let rails = parse(GOOD).unwrap();
    let [rule] = rails.rules() else {
        panic!("{rails:?}");
    };
    assert_eq!(rule.reason, "customer data stays in Europe");
    assert_eq!(rule.demand.says(), "the Region is `eu-central-1`");
    assert_eq!(rule.whom_to_ask(), "data protection");
    let json = r#"{"version": 1, "rules": [{"name": "eu-only", "reason": "customer data stays in Europe",
        "owner": "data protection", "regions": ["eu-central-1"]}]}"#;
    assert_eq!(parse(json).unwrap(), rails);
    assert_eq!(parse(json).unwrap().digest(), rails.digest());
    assert!(!rails.digest().is_empty());
    assert_ne!(
        parse(&GOOD.replace("stays", "is")).unwrap().digest(),
        rails.digest()
    );
    assert_eq!(Guardrails::default().digest(), "");
}

#[test]
fn each_fault_names_its_place() {
    let demand = |text: &str| GOOD.replace("regions = [\"eu-central-1\"]", text);
    for (text, path, code) in [
        (
            GOOD.replace("version = 1", "version = 2"),
            "version",
            "unsupported-version",
        ),
        (GOOD.replace("version = 1\n", ""), "version", "missing"),
        ("version = 1".to_owned(), "rules", "missing"),
        ("version = 1\nrules = 1".to_owned(), "rules", "wrong-type"),
        (
            GOOD.replace("eu-only", "EU only"),
            "rules[0].name",
            "malformed",
        ),
        (
            GOOD.replace("name = \"eu-only\"\n", ""),
            "rules[0].name",
            "missing",
        ),
        (
            GOOD.replace("reason", "reson"),
            "rules[0].reson",
            "unknown-key",
        ),
        (
            GOOD.replace("reason", "reson"),
            "rules[0].reason",
            "missing",
        ),
        (
            GOOD.replace("customer data stays in Europe.", " "),
            "rules[0].reason",
            "malformed",
        ),
        (
            GOOD.replace("data protection", "a\\nb"),
            "rules[0].owner",
            "malformed",
        ),
        (
            GOOD.replace("owner = \"data protection\"\n", ""),
            "rules[0].owner",
            "missing",
        ),
        (
            format!("{GOOD}link = \"http://example.com\""),
            "rules[0].link",
            "malformed",
        ),
        (
            format!("{GOOD}link = \"https://a b\""),
            "rules[0].link",
            "malformed",
        ),
        (
            format!("{GOOD}accounts = [\"111122223333\"]"),
            "rules[0].regions",
            "conflict",
        ),
        (
            format!("{GOOD}oauth = \"nothing\""),
            "rules[0].oauth",
            "conflict",
        ),
        (demand(""), "rules[0].", "missing"),
        (
            demand("region = [\"eu-central-1\"]"),
            "rules[0].region",
            "unknown-key",
        ),
        (demand("regions = []"), "rules[0].regions", "missing"),
        (
            demand("regions = [\"europe\"]"),
            "rules[0].regions[0]",
            "malformed",
        ),
        (
            demand("accounts = [\"1\"]"),
            "rules[0].accounts[0]",
            "malformed",
        ),
        (
            demand("vpcs = [\"vpc-11111111\"]"),
            "rules[0].vpcs",
            "wrong-type",
        ),
        (demand("vpcs = {}"), "rules[0].vpcs.ids", "missing"),
        (
            demand("subnets = { tags = {} }"),
            "rules[0].subnets.tags",
            "missing",
        ),
        (
            demand("subnets = { tags = { a = 1 } }"),
            "rules[0].subnets.tags.a",
            "malformed",
        ),
        (
            demand("services = [\"dta\"]"),
            "rules[0].services[0]",
            "unknown-word",
        ),
        (
            demand("primitives = [\"runtme\"]"),
            "rules[0].primitives[0]",
            "unknown-word",
        ),
        (
            demand("private_dns = \"on\""),
            "rules[0].private_dns",
            "wrong-type",
        ),
        (demand("most_zones = 0"), "rules[0].most_zones", "malformed"),
        (
            demand("most_monthly_usd = \"1\""),
            "rules[0].most_monthly_usd",
            "malformed",
        ),
        (
            demand("named_callers = false"),
            "rules[0].named_callers",
            "malformed",
        ),
        (demand("access = {}"), "rules[0].access.presets", "missing"),
        (
            demand("access = { presets = [\"invok\"] }"),
            "rules[0].access.presets[0]",
            "unknown-word",
        ),
        (
            demand("request_name = \"\""),
            "rules[0].request_name[0]",
            "malformed",
        ),
        (demand("conditions = {}"), "rules[0].conditions", "missing"),
    ] {
        let errors = parse(&text).expect_err(&text);
        assert!(
            errors.contains(&(path.to_owned(), code)),
            "{text}\n{errors:?}"
        );
    }
}

#[test]
fn nothing_is_demanded_of_tokens_that_they_never_carry() {
    let errors = |demand: &str| {
        let text = GOOD.replace("regions = [\"eu-central-1\"]", demand);
        parse(&text).map(|_| ()).unwrap_err()
    };
    let org = "conditions = { StringEquals = { \"aws:PrincipalOrgID\" = \"o-1\" } }";
    assert_eq!(errors(org), [("rules[0].oauth".to_owned(), "missing")]);
    let both = format!("{org}\noauth = {{ StringLike = {{ \"aws:PrincipalArn\" = \"*\" }} }}");
    let path = "rules[0].oauth.StringLike.aws:PrincipalArn".to_owned();
    assert_eq!(errors(&both), [(path, "oauth-lacks-key")]);
    for key in [
        "aws:SourceIp",
        "aws:SourceVpcArn",
        "aws:Nothing",
        "bedrock-agentcore:actorId",
    ] {
        let text = format!(
            "conditions = {{ StringEquals = {{ \"{key}\" = \"x\" }} }}\noauth = \"nothing\""
        );
        let path = format!("rules[0].conditions.StringEquals.{key}");
        assert_eq!(errors(&text), [(path, "unusable-key")]);
    }
}

#[test]
fn all_faults_come_at_once_and_names_differ() {
    let second = GOOD
        .replace("version = 1\n", "")
        .replace("eu-central-1", "x");
    let errors = parse(&format!("{GOOD}{second}")).unwrap_err();
    assert_eq!(
        errors,
        [
            ("rules[1].name".to_owned(), "duplicate"),
            ("rules[1].regions[0]".to_owned(), "malformed")
        ]
    );
    let many = format!("version = 1\n{}", "[[rules]]\n".repeat(201));
    assert_eq!(
        parse(&many).unwrap_err(),
        [("rules".to_owned(), "too-many")]
    );
    let errors = Guardrails::parse(&Catalog::load().unwrap(), "version =").unwrap_err();
    assert!(
        errors[0].help.starts_with("guardrails are a TOML file"),
        "{errors:?}"
    );
}

#[test]
fn the_rules_of_two_documents_hold_together() {
    let (one, other) = (
        parse(GOOD).unwrap(),
        parse(&GOOD.replace("eu-only", "again")).unwrap(),
    );
    let both = one.clone().and(other);
    assert_eq!(both.rules().len(), 2);
    assert_ne!(both.digest(), one.digest());
    assert_eq!(one.clone().and(Guardrails::default()), one);
}

proptest! {
    #[test]
    fn no_text_panics(text in "\\PC{0,200}") {
        let _ = parse(&text);
        let _ = parse(&format!("{GOOD}{text}"));
    }

    #[test]
    fn no_value_panics(
        key in "(accounts|regions|vpcs|subnets|tags|most_zones|most_monthly_usd|conditions|oauth|access|request_name|link)",
        value in "(-?[0-9.]{1,30}|\"\\PC{0,20}\"|\\[\"?[a-z*?-]{0,9}\"?\\]|\\{ ?[a-z]{1,4} = (\"x\"|\\{\\}|\\[\\]) ?\\})",
    ) {
        let _ = parse(&GOOD.replace("regions = [\"eu-central-1\"]", &format!("{key} = {value}")));
    }

    #[test]
    fn no_answer_panics(text in "\\PC{0,60}", count in 0_usize..9) {
        let rails = parse(GOOD).unwrap();
        let tags = std::collections::BTreeMap::from([(text.clone(), text.clone())]);
        for answer in [
            Answer::Name(&text), Answer::Account(&text), Answer::Region(&text),
            Answer::Vpc { id: &text, tags: Some(&tags) }, Answer::Primitive(&text),
            Answer::Zones(count), Answer::MonthlyUsd(Some(&text)), Answer::Tags(&tags),
        ] {
            for rule in rails.rules() {
                let _ = rule.against(&answer);
            }
        }
    }
}
