//! The calls themselves, byte for byte.

use postern_server::pull_requests::Provider;
use serde_json::Value;

use super::{Opening, TOKEN, files, openings, text, wanted};

/// A call as it went over the wire: its first line, its headers, its body
fn written(call: &Value) -> String {
    let headers = call["headers"].as_object().unwrap().iter();
    let headers = headers.map(|(name, value)| format!("{name}: {}\n", text(value)));
    format!(
        "{} {}\n{}\n{}",
        text(&call["method"]),
        text(&call["path"]),
        headers.collect::<String>(),
        text(&call["body"])
    )
}

fn quoted(text: &str) -> String {
    serde_json::to_string(text).unwrap()
}

fn version() -> &'static str {
    env!("CARGO_PKG_VERSION")
}

/// One call that is meant
fn github(line: &str, body: &str) -> String {
    let kind = if body.is_empty() {
        ""
    } else {
        "content-type: application/json\n"
    };
    format!(
        "{line}\naccept: application/vnd.github+json\nauthorization: Bearer {TOKEN}\n{kind}user-agent: \
         postern/{}\nx-github-api-version: 2022-11-28\n\n{body}",
        version()
    )
}

fn gitlab(line: &str, body: &str) -> String {
    let kind = if body.is_empty() {
        ""
    } else {
        "content-type: application/json\n"
    };
    format!(
        "{line}\naccept: application/json\n{kind}private-token: {TOKEN}\nuser-agent: postern/{}\n\n{body}",
        version()
    )
}

fn compare(calls: &[Value], wanted: &[String]) {
    for (call, wanted) in calls.iter().zip(wanted) {
        assert_eq!(&written(call), wanted);
    }
    assert_eq!(calls.len(), wanted.len());
}

/// The tree of a commit, out of what the fake answered later calls with
fn of<'a>(calls: &'a [Value], start: &str, end: &str) -> &'a str {
    let found = calls.iter().find_map(|call| {
        let body = call["body"].as_str()?;
        let (_, rest) = body.split_once(start)?;
        rest.split_once(end).map(|(value, _)| value)
    });
    found.unwrap()
}

fn message(opening: &Opening) -> String {
    text(&opening.branch("postern/agents-prod")["message"])
}

#[tokio::test]
async fn every_call_is_as_it_is_meant() {
    for opening in openings("wire", TOKEN).await {
        let body = wanted();
        let base = text(&opening.branch("main")["head"]);
        opening.opened(&body).await;
        let calls = opening.forge.calls();
        let pull = &opening.pulls()[0];
        let (title, said) = (text(&pull["title"]), opening.body_of(pull));
        let message = message(&opening);
        assert!(message.starts_with("postern: plan "), "{message}");
        assert!(
            message.ends_with(
                " of agents-prod\n\nAccount 111122223333, us-east-1, vpc-0de30000000000001.\n"
            ),
            "{message}"
        );
        let ours = files(&body);
        // In the order of the bundle, which the calls have and a map has not.
        let order: Vec<String> = bundle(&body);
        match opening.provider {
            Provider::GitHub => {
                let repo = "/repos/example/network";
                let tree = of(&calls, "{\"base_tree\":\"", "\"").to_owned();
                let entries: Vec<String> = order
                    .iter()
                    .map(|path| {
                        let (mode, text) = (text(&ours[path]["mode"]), text(&ours[path]["text"]));
                        format!(
                            "{{\"path\":\"{path}\",\"mode\":\"{mode}\",\"type\":\"blob\",\"content\":{}}}",
                            quoted(&text)
                        )
                    })
                    .collect();
                let new_tree = of(&calls, "\"tree\":\"", "\"").to_owned();
                let head = text(&opening.branch("postern/agents-prod")["head"]);
                compare(
                    &calls,
                    &[
                        github(
                            &format!(
                                "GET {repo}/pulls?state=open&head=example%3Apostern%2Fagents-prod&base=main&per_page=100"
                            ),
                            "",
                        ),
                        github(&format!("GET {repo}/git/ref/heads/main"), ""),
                        github(&format!("GET {repo}/git/commits/{base}"), ""),
                        github(&format!("GET {repo}/git/trees/{tree}"), ""),
                        github(&format!("GET {repo}/git/commits/{base}"), ""),
                        github(
                            &format!("POST {repo}/git/trees"),
                            &format!(
                                "{{\"base_tree\":\"{tree}\",\"tree\":[{}]}}",
                                entries.join(",")
                            ),
                        ),
                        github(
                            &format!("POST {repo}/git/commits"),
                            &format!(
                                "{{\"message\":{},\"tree\":\"{new_tree}\",\"parents\":[\"{base}\"]}}",
                                quoted(&message)
                            ),
                        ),
                        github(&format!("GET {repo}/git/ref/heads/postern/agents-prod"), ""),
                        github(
                            &format!("POST {repo}/git/refs"),
                            &format!(
                                "{{\"ref\":\"refs/heads/postern/agents-prod\",\"sha\":\"{head}\"}}"
                            ),
                        ),
                        github(
                            &format!("POST {repo}/pulls"),
                            &format!(
                                "{{\"title\":{},\"head\":\"postern/agents-prod\",\"base\":\"main\",\"body\":{}}}",
                                quoted(&title),
                                quoted(&said)
                            ),
                        ),
                    ],
                );
            }
            Provider::GitLab => {
                let project = "/api/v4/projects/example%2Fnetwork";
                let actions: Vec<String> = order
                    .iter()
                    .flat_map(|path| {
                        let (mode, text) = (text(&ours[path]["mode"]), text(&ours[path]["text"]));
                        let create = format!(
                            "{{\"action\":\"create\",\"file_path\":\"{path}\",\"content\":{}}}",
                            quoted(&text)
                        );
                        let chmod = format!(
                            "{{\"action\":\"chmod\",\"file_path\":\"{path}\",\"execute_filemode\":true}}"
                        );
                        [Some(create), (mode == "100755").then_some(chmod)]
                    })
                    .flatten()
                    .collect();
                compare(
                    &calls,
                    &[
                        gitlab(
                            &format!(
                                "GET {project}/merge_requests?state=opened&source_branch=postern%2Fagents-prod&target_branch=main&per_page=100"
                            ),
                            "",
                        ),
                        gitlab(&format!("GET {project}/repository/branches/main"), ""),
                        gitlab(
                            &format!(
                                "GET {project}/repository/tree?path=postern%2Fagents-prod&ref={base}&recursive=true&per_page=100&page=1"
                            ),
                            "",
                        ),
                        gitlab(
                            &format!("POST {project}/repository/commits"),
                            &format!(
                                "{{\"branch\":\"postern/agents-prod\",\"commit_message\":{},\"start_sha\":\"{base}\",\"force\":true,\"actions\":[{}]}}",
                                quoted(&message),
                                actions.join(",")
                            ),
                        ),
                        gitlab(
                            &format!("POST {project}/merge_requests"),
                            &format!(
                                "{{\"source_branch\":\"postern/agents-prod\",\"target_branch\":\"main\",\"title\":{},\"description\":{}}}",
                                quoted(&title),
                                quoted(&said)
                            ),
                        ),
                    ],
                );
            }
        }
    }
}

fn bundle(body: &Value) -> Vec<String> {
    let catalog = postern_plan::catalog::Catalog::load().unwrap();
    let request = body.to_string();
    let request = postern_plan::request::Request::parse(&catalog, &request).unwrap();
    let plan = postern_plan::plan(&catalog, None, &request);
    let all = postern_plan::artifact::render(&plan, postern_plan::artifact::Format::All);
    let path = |file: postern_plan::artifact::Artifact| {
        format!("postern/{}/{}", plan.request.name, file.path)
    };
    all.unwrap().into_iter().map(path).collect()
}

#[tokio::test]
async fn what_changed_alone_is_sent_and_nothing_by_force() {
    for opening in openings("changes", TOKEN).await {
        let mut body = wanted();
        opening.opened(&body).await;
        body["placement"]["allow_from"] = serde_json::json!(["10.7.0.0/16"]);
        opening.called();
        let changed = opening.opened(&body).await;
        assert_eq!(changed["state"], "updated");
        let calls = opening.forge.calls();
        let sent: String = calls.iter().map(|call| text(&call["body"])).collect();
        assert!(sent.contains("10.7.0.0/16"));
        assert!(
            !sent.contains("policy-runtime.json\",\""),
            "it is as it was"
        );
        assert!(!sent.contains("\"force\":true"), "{sent}");
        let last = calls.last().map(written).unwrap();
        let start = match opening.provider {
            Provider::GitHub => {
                assert!(sent.contains("\"force\":false}"));
                "PATCH /repos/example/network/pulls/1\n"
            }
            Provider::GitLab => "PUT /api/v4/projects/example%2Fnetwork/merge_requests/1\n",
        };
        assert!(last.starts_with(start), "{last}");
    }
}
