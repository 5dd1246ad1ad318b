//! Pull requests on a fake of GitHub and of GitLab: opened, brought up to date, never doubled, and
//! refused without a word of the token.

mod command;
mod page;
mod refused;
mod wire;

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::http::StatusCode;
use postern_plan::artifact::{Format, render};
use postern_plan::catalog::Catalog;
use postern_plan::request::Request;
use postern_server::pull_requests::{Provider, PullRequests};
use postern_server::settings::secret::Secret;
use postern_server::settings::sections::PullRequestSettings;
use postern_server::settings::value::{BranchName, BundleFolder, Milliseconds};
use postern_server::state::Door;
use postern_tests::{Forge, skip};
use serde_json::{Value, json};

use crate::access::{PEER, app, peer};
use crate::apply::applying_door;
use crate::asked::{Answer, request, send};
use crate::machines::document;

pub(crate) const TOKEN: &str = "ghp_1234567890-very-secret";

/// A server with a repository, and the repository
pub(super) struct Opening {
    pub(super) forge: Forge,
    pub(super) provider: Provider,
    pub(super) app: Router,
    folder: PathBuf,
}

impl Drop for Opening {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

pub(crate) fn settings(forge: &Forge, provider: Provider, token: &str) -> PullRequestSettings {
    let api = match provider {
        Provider::GitHub => forge.url(),
        Provider::GitLab => format!("{}/api/v4", forge.url()),
    };
    PullRequestSettings {
        provider,
        api_url: Some(api.parse().unwrap()),
        repository: postern_server::settings::value::Setting::of_word("example/network").unwrap(),
        base: BranchName::main(),
        folder: BundleFolder::usual(),
        token: Secret::new(token),
        timeout_ms: Milliseconds::near(Duration::from_millis(1_500)),
    }
}

/// One for each provider; none where this machine has no Python
pub(super) async fn openings(name: &str, token: &str) -> Vec<Opening> {
    let mut all = Vec::new();
    for provider in Provider::ALL {
        let Some(forge) = Forge::start(provider.as_str(), TOKEN) else {
            skip("pull-requests", "python3 is not installed");
            return Vec::new();
        };
        let (door, folder) = applying_door(&format!("pulls-{name}-{}", provider.as_str())).await;
        let public = Some("https://postern.example.org".parse().unwrap());
        let opens = PullRequests::new(&settings(&forge, provider, token), public).unwrap();
        let door = Door {
            pull_requests: Some(Arc::new(opens)),
            ..door
        };
        all.push(Opening {
            forge,
            provider,
            app: app(door),
            folder,
        });
    }
    all
}

impl Opening {
    pub(super) async fn asks(&self, group: &str, path: &str, body: Option<&Value>) -> Answer {
        let asked = request(body.map_or("GET", |_| "POST"), path)
            .header("content-type", "application/json")
            .header("x-user", "ada")
            .header("x-groups", group);
        let body = body.map_or_else(String::new, ToString::to_string);
        send(
            self.app.clone(),
            peer(asked.body(body.into()).unwrap(), PEER),
        )
        .await
    }

    pub(super) async fn opens(&self, body: &Value) -> Answer {
        self.asks("author", "/api/v1/pull-requests", Some(body))
            .await
    }

    /// The same, done
    pub(super) async fn opened(&self, body: &Value) -> Value {
        let answer = self.opens(body).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
        answer.json()
    }

    pub(super) fn branch(&self, name: &str) -> Value {
        self.forge.control("branch", &json!({ "branch": name }))
    }

    pub(super) fn pulls(&self) -> Vec<Value> {
        let pulls = self.forge.control("pulls", &json!({}));
        pulls.as_array().unwrap().clone()
    }

    pub(super) fn close(&self, number: u64) {
        let state = json!({ "number": number, "state": "closed" });
        self.forge.control("pull", &state);
    }

    /// The methods and paths that were called since this was last asked
    pub(super) fn called(&self) -> Vec<String> {
        let line = |call: &Value| format!("{} {}", text(&call["method"]), text(&call["path"]));
        self.forge.calls().iter().map(line).collect()
    }

    pub(super) fn body_of(&self, pull: &Value) -> String {
        text(match self.provider {
            Provider::GitHub => &pull["body"],
            Provider::GitLab => &pull["description"],
        })
    }

    /// What the record says of pull requests
    pub(super) async fn recorded(&self) -> String {
        let page = self
            .asks("admin", "/record.json?act=pull-request", None)
            .await;
        page.text().to_owned()
    }
}

pub(super) fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

/// A request that is not blocked, as a program sends it
pub(super) fn wanted() -> Value {
    document()
}

/// The files of a body's plan, as they are to stand in the repository
pub(super) fn files(body: &Value) -> Value {
    let catalog = Catalog::load().unwrap();
    let request = Request::parse(&catalog, &body.to_string()).unwrap();
    let plan = postern_plan::plan(&catalog, None, &request);
    let name = request.name.to_string();
    let files = render(&plan, Format::All).unwrap().into_iter().map(|file| {
        let mode = if file.is_executable() {
            "100755"
        } else {
            "100644"
        };
        let path = format!("postern/{name}/{}", file.path);
        (path, json!({ "mode": mode, "text": file.text }))
    });
    Value::Object(files.collect())
}

/// The files of our folder in a branch
pub(super) fn below(branch: &Value, folder: &str) -> Value {
    let files = branch["files"].as_object().unwrap().iter();
    let ours = files.filter(|(path, _)| path.starts_with(folder));
    Value::Object(
        ours.map(|(path, file)| (path.clone(), file.clone()))
            .collect(),
    )
}

#[tokio::test]
async fn it_is_opened_found_again_brought_up_to_date_and_never_doubled() {
    for opening in openings("life", TOKEN).await {
        let mut body = wanted();
        let made = opening.opened(&body).await;
        assert_eq!(made["state"], "created", "{made}");
        assert_eq!(
            (&made["number"], &made["branch"]),
            (&json!(1), &json!("postern/agents-prod"))
        );
        let branch = opening.branch("postern/agents-prod");
        assert_eq!(made["commit"], branch["head"]);
        assert_eq!(below(&branch, "postern/"), files(&body));
        assert_eq!(branch["files"]["README.md"]["text"], "# Network\n");
        assert_eq!(
            opening.branch("main")["files"].as_object().unwrap().len(),
            1
        );
        let pull = &opening.pulls()[0];
        assert_eq!(
            pull["title"],
            "Postern: agents-prod in 111122223333, us-east-1"
        );
        let said = opening.body_of(pull);
        assert!(said.contains("## Who gets through"), "{said}");
        assert!(
            said.contains("](https://postern.example.org/review?"),
            "{said}"
        );

        opening.called();
        let again = opening.opened(&body).await;
        assert_eq!(again["state"], "unchanged");
        assert_eq!(
            (&again["url"], &again["commit"]),
            (&made["url"], &made["commit"])
        );
        let called = opening.called();
        assert!(
            called.iter().all(|call| call.starts_with("GET ")),
            "{called:?}"
        );

        // Somebody adds a file of their own beside the folder, and one in it; a script loses its bit.
        let script = files(&body)["postern/agents-prod/create.sh"]["text"].clone();
        let hand = json!({ "branch": "postern/agents-prod", "files": {
            "notes.md": { "text": "mine" },
            "postern/agents-prod/old.json": { "text": "{}" },
            "postern/agents-prod/create.sh": { "text": script, "mode": "100644" },
        }});
        let hand = opening.forge.control("put", &hand);
        body["grants"][0]["access"] = json!("all");
        let changed = opening.opened(&body).await;
        assert_eq!(
            (&changed["state"], &changed["number"]),
            (&json!("updated"), &json!(1))
        );
        let branch = opening.branch("postern/agents-prod");
        assert_eq!(branch["parents"], json!([hand]), "what others added stays");
        assert_eq!(below(&branch, "postern/"), files(&body));
        assert_eq!(branch["files"]["notes.md"]["text"], "mine");
        assert_eq!(opening.pulls().len(), 1);

        let recorded = opening.recorded().await;
        let came: Vec<String> = recorded
            .lines()
            .map(|line| {
                let entry: Value = serde_json::from_str(line).unwrap();
                assert_eq!(entry["account"], "111122223333");
                assert_eq!(
                    (&entry["who"], &entry["target"]),
                    (&json!("ada"), &json!("postern/agents-prod"))
                );
                text(&entry["details"]["came"])
            })
            .collect();
        let mut all = ["asked", "created", "asked", "unchanged", "asked", "updated"].to_vec();
        if recorded.find("updated") < recorded.find("created") {
            all.reverse();
        }
        assert_eq!(came, all);
    }
}

#[tokio::test]
async fn one_that_was_closed_is_over_and_another_begins_on_the_base_of_now() {
    for opening in openings("closed", TOKEN).await {
        let body = wanted();
        opening.opened(&body).await;
        opening.close(1);
        let newer = json!({ "branch": "main", "files": { "newer.md": { "text": "newer" } } });
        let base = opening.forge.control("put", &newer);
        let made = opening.opened(&body).await;
        assert_eq!(
            (&made["state"], &made["number"]),
            (&json!("created"), &json!(2)),
            "{made}"
        );
        let branch = opening.branch("postern/agents-prod");
        assert_eq!(branch["parents"], json!([base]), "the old branch is over");
        assert_eq!(branch["files"]["newer.md"]["text"], "newer");
    }
}

#[tokio::test]
async fn where_the_base_holds_it_already_nothing_is_asked_for() {
    for opening in openings("merged", TOKEN).await {
        let body = wanted();
        let merged = json!({ "branch": "main", "files": files(&body) });
        let base = opening.forge.control("put", &merged);
        let came = opening.opened(&body).await;
        assert_eq!(
            came,
            json!({ "state": "unchanged", "url": null, "number": null,
                "branch": "postern/agents-prod", "commit": base })
        );
        assert!(opening.pulls().is_empty());
        assert_eq!(opening.branch("postern/agents-prod"), Value::Null);
    }
}

#[tokio::test]
async fn what_a_plan_has_no_more_is_deleted_and_no_other_folder_is_touched() {
    for opening in openings("folders", TOKEN).await {
        let body = wanted();
        let others = json!({ "branch": "main", "files": {
            "postern/agents-prod/policy-gateway.json": { "text": "{}" },
            "postern/agents-prod/cdk/gone.ts": { "text": "" },
            "postern/agents-production/plan.json": { "text": "{}" },
            "postern/README.md": { "text": "all of them" },
        }});
        opening.forge.control("put", &others);
        opening.opened(&body).await;
        let branch = opening.branch("postern/agents-prod");
        assert_eq!(below(&branch, "postern/agents-prod/"), files(&body));
        for kept in ["postern/agents-production/plan.json", "postern/README.md"] {
            assert!(branch["files"][kept].is_object(), "{kept}");
        }
    }
}

#[tokio::test]
async fn a_branch_of_a_fork_is_somebody_elses() {
    for opening in openings("fork", TOKEN).await {
        let branch = "postern/agents-prod";
        let side = |name: &str, repo: &str| json!({ "ref": name, "repo": { "full_name": repo } });
        let theirs = match opening.provider {
            Provider::GitHub => {
                json!({ "number": 1, "state": "open", "title": "t", "body": "theirs",
                "html_url": "https://github.example/1",
                "head": side(branch, "example/fork"), "base": side("main", "example/network") })
            }
            Provider::GitLab => json!({ "iid": 1, "state": "opened", "title": "t",
                "description": "theirs", "web_url": "https://gitlab.example/1",
                "source_branch": branch, "target_branch": "main",
                "source_project_id": 8, "target_project_id": 7 }),
        };
        opening.forge.control("add", &theirs);
        let made = opening.opened(&wanted()).await;
        assert_eq!(
            (&made["state"], &made["number"]),
            (&json!("created"), &json!(2))
        );
        assert_eq!(opening.body_of(&opening.pulls()[0]), "theirs");
    }
}

#[tokio::test]
async fn hostile_names_arrive_as_they_are_and_mention_nobody() {
    for opening in openings("hostile", TOKEN).await {
        let mut body = wanted();
        let hostile = "closes #1 @org/team `|` <img src=x> https://github.com/o/r/issues/1 \u{202e}é\"\\\n```";
        body["tags"] = json!({ "note": hostile.replace(char::is_control, " ") });
        body["grants"][0]["conditions"] =
            json!({ "StringEquals": { "aws:PrincipalTag/team": hostile } });
        let made = opening.opens(&body).await;
        assert_eq!(made.status, StatusCode::OK, "{}", made.text());
        let branch = opening.branch("postern/agents-prod");
        assert_eq!(below(&branch, "postern/"), files(&body));
        let said = opening.body_of(&opening.pulls()[0]);
        for reading in ["@org", "#1 ", "<img", "://github.com/o", "\u{202e}"] {
            assert!(!said.contains(reading), "{reading}: {said}");
        }
    }
}
