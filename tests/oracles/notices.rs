//! Webhooks judged by the Standard Webhooks library, and mails by aiosmtpd.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};

use postern_server::notices::{Encryption, MailServer, Notices, Reached, Target, To, Webhook};
use postern_server::record::{Act, Entry};
use postern_server::store::{Store, Telling};
use postern_tests::{Scratch, python_with, skip};
use serde_json::Value;

const KEY: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

/// The receiver, stopped on drop
struct Receiver {
    child: Child,
    lines: BufReader<ChildStdout>,
}

impl Drop for Receiver {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Receiver {
    fn start(python: &Path) -> Self {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("oracles/notices.py");
        let mut child = Command::new(python)
            .arg(script)
            .arg(KEY)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap());
        Self { child, lines }
    }

    fn next(&mut self) -> Value {
        let mut line = String::new();
        self.lines.read_line(&mut line).unwrap();
        serde_json::from_str(&line).unwrap()
    }
}

fn text(value: &Value, key: &str) -> String {
    value[key].as_str().unwrap_or_default().to_owned()
}

#[tokio::test]
async fn what_happens_is_told_once_in_order_and_signed() {
    let Some(python) = python_with("standardwebhooks, aiosmtpd") else {
        return skip("notices", "standardwebhooks or aiosmtpd not installed");
    };
    let mut receiver = Receiver::start(&python);
    let ports = receiver.next();
    let http = format!("http://127.0.0.1:{}/hook", ports["http"]);
    let reached = Reached {
        host: "127.0.0.1",
        port: u16::try_from(ports["smtp"].as_u64().unwrap()).unwrap(),
        encryption: Encryption::None,
        credentials: None,
    };
    let server = MailServer::new(&reached, "postern@example.org".parse().unwrap()).unwrap();
    let webhook = Webhook::new(http.parse().unwrap(), KEY.parse().unwrap()).unwrap();
    let target = |name: &str, to| Target {
        name: name.to_owned(),
        acts: [Act::Approved, Act::Stood].into(),
        to,
    };
    let to = "team@example.org".parse().unwrap();
    let scratch = Scratch::new("notices");
    let store = Store::open(scratch.path()).await.unwrap();
    let record = async |act, target: &str| {
        let entry = Entry::new(act, "grace (Grace Höpper)", target)
            .in_account("111122223333")
            .with("name", "agents-prod");
        let now = postern_server::apply::now();
        store.record(&entry, &now).await.unwrap();
    };
    // What was before anybody wanted to know is not told.
    record(Act::Approved, "proposal-old").await;
    let notices = Notices::new(
        store.clone(),
        vec![
            target("webhook chat", To::Webhook(webhook)),
            target("mail team", To::Mailbox(server, to)),
        ],
        "https://postern.example.org".parse().unwrap(),
    );
    notices.look().await;
    record(Act::Approved, "proposal-new").await;
    record(Act::Looked, "us-east-1").await;
    record(Act::Stood, "run-01").await;
    notices.look().await;
    let (mut hooks, mut mails) = (Vec::new(), Vec::new());
    let sort = |value: Value, hooks: &mut Vec<Value>, mails: &mut Vec<Value>| {
        if text(&value, "kind") == "mail" {
            mails.push(value);
        } else {
            hooks.push(value);
        }
    };
    for _ in 0..3 {
        sort(receiver.next(), &mut hooks, &mut mails);
    }
    assert_eq!((hooks.len(), mails.len()), (1, 2), "a refused one waits");
    let waits = store.telling("webhook chat").await.unwrap();
    assert_eq!((waits.seq, waits.tries), (1, 1));
    notices.look().await;
    assert_eq!(
        store.telling("webhook chat").await.unwrap(),
        waits,
        "not yet"
    );
    let due = Telling { due: 0, ..waits };
    store.keep_telling("webhook chat", due).await.unwrap();
    notices.look().await;
    for _ in 0..2 {
        sort(receiver.next(), &mut hooks, &mut mails);
    }
    let ids: Vec<String> = hooks.iter().map(|hook| text(hook, "id")).collect();
    assert_eq!(ids[0], ids[1], "whoever has it already can tell");
    assert_ne!(ids[1], ids[2]);
    let types: Vec<String> = hooks
        .iter()
        .map(|hook| text(&hook["body"], "type"))
        .collect();
    assert_eq!(types, ["approved", "approved", "stood"]);
    for hook in &hooks {
        assert_eq!(hook["verified"], true, "{hook}");
        assert_eq!(hook["replayed"], false, "{hook}");
    }
    assert_eq!(hooks[0]["altered"], false, "{}", hooks[0]);
    assert_eq!(
        hooks[2]["body"]["data"]["url"],
        "https://postern.example.org/runs/run-01"
    );
    for mail in &mails {
        assert_eq!(mail["to"], serde_json::json!(["team@example.org"]));
        assert_eq!(text(mail, "sender"), "postern@example.org");
    }
    assert_eq!(
        text(&mails[0], "subject"),
        "Postern: grace (Grace Höpper) approves agents-prod, in account 111122223333"
    );
    assert!(text(&mails[1], "text").contains("https://postern.example.org/runs/run-01"));
    // Everything is told: nobody is told again.
    notices.look().await;
    let done = store.telling("webhook chat").await.unwrap();
    assert_eq!((done.seq, done.tries, done.due), (4, 0, 0));
}
