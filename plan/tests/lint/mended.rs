//! The mended policy: what is changed is what is listed, and what is not sure stays.

use super::*;

const PRINCIPALS: [&str; 4] = [
    r#""*""#,
    r#"{"AWS": "arn:aws:iam::111122223333:role/app"}"#,
    r#"{"AWS": ["111122223333", "arn:aws::iam::111122223333:role/app"]}"#,
    r#"{"AWS": "role/app"}"#,
];
const ACTIONS: [&str; 8] = [
    "bedrock-agentcore:InvokeAgentRuntime",
    "bedrock-agentcore:InvokeAgentRuntme",
    "bedrock:GetAgentCard",
    "bedrock-agentcore:ConnectBrowserAutomationStream",
    "bedrock-agentcore:ListBrowserSessions",
    "bedrock-agentcore:Get*",
    "s3:GetObject",
    "*",
];
const RESOURCES: [&str; 7] = [
    "*",
    "arn:aws:bedrock-agentcore:us-east-1:111122223333:runtime/a-AbCdEf1234",
    "arn:aws::bedrock-agentcore:us-east-1:111122223333:runtime/b-AbCdEf1234",
    "arn::bedrock-agentcore:us-east-1:111122223333:memory/*",
    "arn:aws:bedrock-agentcore:us-east-1:111122223333:browser/c-AbCdEf1234",
    "arn:aws::bedrock-agentcore:us-east-1::runtime/d-AbCdEf1234",
    "nonsense",
];

/// A list of one may stand as text.
fn listed(all: &[&str], one_as_text: bool) -> String {
    match all {
        [one] if one_as_text => format!("\"{one}\""),
        _ => format!("[\"{}\"]", all.join("\",\n \"")),
    }
}

/// The statements' elements, and the document's own.
fn elements(text: &str) -> BTreeMap<String, serde_json::Value> {
    let document: serde_json::Value = serde_json::from_str(text).unwrap();
    let mut all = BTreeMap::new();
    for (key, value) in document.as_object().unwrap() {
        if key != "Statement" {
            all.insert(key.clone(), value.clone());
        }
    }
    for (place, one) in document
        .get("Statement")
        .unwrap()
        .as_array()
        .unwrap()
        .iter()
        .enumerate()
    {
        for (key, value) in one.as_object().unwrap() {
            all.insert(format!("Statement[{place}].{key}"), value.clone());
        }
    }
    all
}

proptest! {
    /// What differs between the text and the mended one is what the changes name, and nothing else.
    #[test]
    fn the_changes_are_those_listed(
        version in any::<bool>(),
        as_text in any::<bool>(),
        statements in vec((
            select(&PRINCIPALS[..]), vec(select(&ACTIONS[..]), 1..4), vec(select(&RESOURCES[..]), 1..4), select(&["A", "B"][..]),
        ), 1..5),
    ) {
        let catalog = Catalog::load().unwrap();
        let all: Vec<String> = statements.iter().map(|(who, actions, resources, sid)| format!(
            r#"{{"Sid": "{sid}", "Effect": "Allow", "Principal": {who}, "Action": {}, "Resource": {}}}"#,
            listed(actions, as_text), listed(resources, as_text)
        )).collect();
        let version = if version { r#""Version": "2012-10-17", "# } else { "" };
        let text = format!("{{{version}\"Statement\": [{}]}}", all.join(",\n"));
        let report = lint(&catalog, &text, EndpointKey::Data);
        let mended = report.corrected.clone().unwrap_or_else(|| text.clone());
        let (before, after) = (elements(&text), elements(&mended));
        let keys: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
        let differs: BTreeSet<String> = keys.into_iter().filter(|k| before.get(*k) != after.get(*k))
            .map(|k| k.split_once('.').filter(|(place, _)| is_new(place, statements.len())).map_or(k.as_str(), |(place, _)| place).to_owned())
            .collect();
        let named: BTreeSet<String> = report.changes.iter().map(|change| {
            let mut parts = change.path.split('.');
            let head = parts.next().unwrap();
            match parts.next() {
                Some(element) => format!("{head}.{}", element.split('[').next().unwrap()),
                None => head.to_owned(),
            }
        }).collect();
        prop_assert_eq!(differs, named, "{}", text);
        for change in &report.changes {
            prop_assert!(report.findings.iter().any(|f| f.code == change.code));
        }
        prop_assert!(language::read(&mended).unwrap().faults.is_empty());
        // Nothing that can be told apart is left on ARNs that it never meets.
        let again = lint(&catalog, &mended, EndpointKey::Data);
        prop_assert!(again.findings.iter().all(|f| f.code != "star-only-scoped"), "{}", mended);
    }
}

/// A statement that was not there before.
fn is_new(place: &str, there: usize) -> bool {
    let index = place
        .strip_prefix("Statement[")
        .and_then(|rest| rest.strip_suffix(']'));
    index.is_some_and(|index| index.parse::<usize>().unwrap() >= there)
}

/// The statement keeps its layout, and its copy has all that it says but the actions, the
/// resources and the Sid.
#[test]
fn a_statement_of_both_kinds_of_action_becomes_two() {
    let catalog = Catalog::load().unwrap();
    let one = r#"{
  "Sid": "Browse it",
  "Effect": "Allow",
  "Principal": {"AWS": "arn:aws::iam::111122223333:role/app"},
  "Action": ["bedrock-agentcore:ListBrowserSessions", "bedrock-agentcore:GetBrowserSession",
    "bedrock-agentcore:StopBrowserSession", "bedrock-agentcore:listbrowsersessions",
    "bedrock-agentcore:ConnectBrowserLiveViewStream"],
  "Resource": "arn:aws:bedrock-agentcore:us-east-1:111122223333:browser/b-AbCdEf1234",
  "Condition": {"StringEquals": {"aws:PrincipalOrgID": "o-abcdefghij"}}
 }"#;
    let mended = r#"{
  "Sid": "Browse it",
  "Effect": "Allow",
  "Principal": {"AWS": "arn:aws:iam::111122223333:role/app"},
  "Action": ["bedrock-agentcore:GetBrowserSession",
    "bedrock-agentcore:StopBrowserSession"],
  "Resource": "arn:aws:bedrock-agentcore:us-east-1:111122223333:browser-custom/b-AbCdEf1234",
  "Condition": {"StringEquals": {"aws:PrincipalOrgID": "o-abcdefghij"}}
 }"#;
    let copy = r#"{
  "Sid": "BrowseitUnscoped",
  "Effect": "Allow",
  "Principal": {"AWS": "arn:aws:iam::111122223333:role/app"},
  "Action": ["bedrock-agentcore:ListBrowserSessions", "bedrock-agentcore:listbrowsersessions",
    "bedrock-agentcore:ConnectBrowserLiveViewStream"],
  "Resource": "*",
  "Condition": {"StringEquals": {"aws:PrincipalOrgID": "o-abcdefghij"}}
 }"#;
    let document = |statement: String| {
        format!(
            "{{\"Version\": \"2012-10-17\", \"Statement\":
 {statement}}}"
        )
    };
    for (before, after) in [
        (
            format!(
                "[
 {one}
 ]"
            ),
            format!(
                "[
 {mended},
 {copy}
 ]"
            ),
        ),
        (
            one.to_owned(),
            format!(
                "[{mended},
 {copy}]"
            ),
        ),
    ] {
        let report = lint(&catalog, &document(before), EndpointKey::Data);
        assert_eq!(report.corrected, Some(document(after)));
        let told: Vec<String> = report.changes.iter().map(Change::told).collect();
        assert!(
            told.contains(
                &"`Statement[0].Action[0]`: `\"bedrock-agentcore:ListBrowserSessions\"` goes"
                    .to_owned()
            )
        );
        let said: Vec<(&str, &str)> = report
            .changes
            .iter()
            .filter(|c| c.code == "star-only-scoped" && c.path != "Statement")
            .map(|c| (c.path.as_str(), c.before.as_str()))
            .collect();
        assert_eq!(
            said,
            [
                (
                    "Statement[0].Action[0]",
                    "\"bedrock-agentcore:ListBrowserSessions\""
                ),
                (
                    "Statement[0].Action[3]",
                    "\"bedrock-agentcore:listbrowsersessions\""
                ),
                (
                    "Statement[0].Action[4]",
                    "\"bedrock-agentcore:ConnectBrowserLiveViewStream\""
                ),
                ("Statement[1]", ""),
            ]
        );
        assert!(
            report
                .changes
                .iter()
                .any(|c| c.path == "Statement[1]" && c.after == copy && !c.reason.is_empty())
        );
    }
}

/// A correction that cannot be sure is not made.
#[test]
fn what_is_not_sure_is_not_mended() {
    let catalog = Catalog::load().unwrap();
    for (action, endpoint) in [
        ("secretsmanager:GetResourcePolicy", EndpointKey::Control),
        ("s3:ListTagsForResource", EndpointKey::Control),
    ] {
        let text = format!(
            r#"{{"Version": "2012-10-17", "Statement": [{{"Effect": "Allow", "Principal": "*", "Action": "{action}", "Resource": "*"}}]}}"#
        );
        let report = lint(&catalog, &text, endpoint);
        assert_eq!(report.changes, [], "{action}");
        assert!(report.findings.iter().any(|f| f.code == "foreign-action"));
    }
    assert_eq!(lint(&catalog, "{}", EndpointKey::Data).corrected, None);
}

/// The action of the endpoint, where two services have one of the name.
#[test]
fn the_prefix_is_that_of_the_endpoint() {
    let catalog = Catalog::load().unwrap();
    for (action, endpoint, right) in [
        (
            "bedrock:GetRegistry",
            EndpointKey::RegistryControl,
            "agent-registry:GetRegistry",
        ),
        (
            "bedrock:GetRegistry",
            EndpointKey::Control,
            "bedrock-agentcore:GetRegistry",
        ),
        (
            "bedrock-agentcore:SearchDiscoverableRegistryRecords",
            EndpointKey::RegistryData,
            "agent-registry:SearchDiscoverableRegistryRecords",
        ),
    ] {
        let text = format!(
            r#"{{"Version": "2012-10-17", "Statement": [{{"Effect": "Allow", "Principal": "*", "Action": "{action}", "Resource": "*"}}]}}"#
        );
        let report = lint(&catalog, &text, endpoint);
        let after: Vec<&str> = report.changes.iter().map(|c| c.after.as_str()).collect();
        assert_eq!(after, [format!("\"{right}\"")]);
    }
}
