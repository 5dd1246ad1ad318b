//! `postern pull-request`: what it prints, and what it ends with.

use postern_server::pull_requests::Provider;
use postern_tests::{Ended, Forge, Run, Scratch, postern_bin, skip};
use serde_json::{Value, json};

use super::{TOKEN, wanted};

struct Command {
    scratch: Scratch,
}

impl Command {
    fn run(&self, request: &Value, token: Option<&str>, more: &[&str]) -> Ended {
        let request = self.scratch.write("request.json", request.to_string());
        let mut run = Run::new(postern_bin())
            .arg("pull-request")
            .arg(request)
            .arg("--config")
            .arg(self.scratch.path().join("postern.toml"))
            .args(more);
        if let Some(token) = token {
            run = run.env("POSTERN_PULL_REQUESTS__TOKEN", token);
        }
        let ended = run.end();
        for said in [&ended.stdout, &ended.stderr] {
            assert!(!said.contains("very-secret"), "{ended}");
        }
        ended
    }
}

#[test]
fn it_says_what_became_of_it_and_ends_as_it_should() {
    for provider in Provider::ALL {
        let word = provider.as_str();
        let Some(forge) = Forge::start(word, TOKEN) else {
            return skip("pull-request-command", "python3 is not installed");
        };
        let api = match provider {
            Provider::GitHub => forge.url(),
            Provider::GitLab => format!("{}/api/v4", forge.url()),
        };
        let scratch = Scratch::new(&format!("pull-request-{word}"));
        let settings = format!(
            "[pull_requests]\nprovider = \"{word}\"\nrepository = \"example/network\"\napi_url = \"{api}\"\n"
        );
        scratch.write("postern.toml", &settings);
        let command = Command { scratch };
        let mut request = wanted();
        let made = command.run(&request, Some(TOKEN), &[]);
        assert!(made.ok(), "{made}");
        let start = format!("created: https://{word}.example/example/network/");
        assert!(made.stdout.starts_with(&start), "{made}");
        let again = command.run(&request, Some(TOKEN), &[]);
        assert!(
            again.ok() && again.stdout.starts_with("unchanged: "),
            "{again}"
        );
        request["placement"]["allow_from"] = json!(["10.9.0.0/16"]);
        let other = command.run(&request, Some(TOKEN), &["--json"]);
        assert!(other.ok(), "{other}");
        let other: Value = serde_json::from_str(&other.stdout).unwrap();
        assert_eq!(
            (&other["state"], &other["number"]),
            (&json!("updated"), &json!(1))
        );

        let denied = command.run(&request, Some("glpat-very-secret"), &[]);
        assert_eq!(denied.code, Some(1), "{denied}");
        assert!(
            denied.stderr.contains("does not take the token"),
            "{denied}"
        );
        let none = command.run(&request, None, &[]);
        assert_eq!(none.code, Some(2), "{none}");
        assert!(
            none.stderr.contains("pull_requests.token is missing"),
            "{none}"
        );
        let broken = command.run(&request, Some("glpat\nvery-secret"), &[]);
        assert_eq!(broken.code, Some(2), "{broken}");
        let mut blocked = request.clone();
        blocked["grants"][0]["conditions"] = json!({ "StringEquals": { "aws:VpceAccount": "1" } });
        let blocked = command.run(&blocked, Some(TOKEN), &[]);
        assert_eq!(blocked.code, Some(1), "{blocked}");
        assert!(blocked.stderr.contains("this plan is blocked"), "{blocked}");
        let wrong = command.run(&json!({ "version": 1 }), Some(TOKEN), &[]);
        assert_eq!(wrong.code, Some(2), "{wrong}");
        command.scratch.write("postern.toml", "");
        let off = command.run(&request, None, &[]);
        assert_eq!(off.code, Some(2), "{off}");
        assert!(off.stderr.contains("no repository is set"), "{off}");
    }
}
