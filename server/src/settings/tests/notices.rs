//! What must hold of those who are told.

use super::*;

const BASE: &str = "[server]\npublic_url = 'https://postern.example.org'\n\
    [apply]\nenabled = true\n";
const KEY: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const HOOK: &str = "[webhooks.chat]\nurl = 'https://chat.example.org/hook'\n";
const MAIL: &str = "[mail]\nhost = 'smtp.example.org'\nfrom = 'postern@example.org'\n";

fn with(text: &str, variables: &[(&str, &str)]) -> Vec<String> {
    match read(text, variables) {
        Ok(_) => Vec::new(),
        Err(wrong) => wrong.iter().map(|wrong| wrong.message.clone()).collect(),
    }
}

#[test]
fn a_webhook_has_a_key_that_nobody_sees() {
    let secret = [("POSTERN_WEBHOOKS__CHAT__SECRET", KEY)];
    let text = format!("{BASE}{HOOK}");
    let loaded = read(&text, &secret).unwrap();
    assert!(!format!("{loaded:?}").contains("MfKQ9r8G"));
    let weak = with(
        &text,
        &[("POSTERN_WEBHOOKS__CHAT__SECRET", "hunter2hunter2")],
    );
    assert_eq!(
        weak,
        ["webhooks.chat.secret cannot be used: this is not `whsec_` and 24 to 64 bytes in base64"]
    );
    assert_eq!(with(&text, &[]).len(), 1, "one without is wrong");
}

#[test]
fn whoever_is_told_can_follow_a_link_to_something() {
    let secret = [("POSTERN_WEBHOOKS__CHAT__SECRET", KEY)];
    assert_eq!(
        with(HOOK, &secret),
        [
            "server.public_url is missing: what is told links to the pages",
            "nothing is on record here, so there is nothing to tell"
        ]
    );
}

#[test]
fn mail_is_encrypted_and_told_to_somebody() {
    let text = format!("{BASE}{MAIL}");
    assert!(with(&text, &[]).is_empty());
    assert_eq!(
        with(&format!("{text}encryption = 'none'\n"), &[]),
        ["mail.encryption cannot be `none`: whoever is on the way would read every mail"]
    );
    let here = text.replace("smtp.example.org", "127.0.0.1");
    assert!(with(&format!("{here}encryption = 'none'\n"), &[]).is_empty());
    assert_eq!(
        with(&format!("{text}authors = false\n"), &[]),
        ["mail tells nobody: mail.to is empty, and mail.authors is false"]
    );
    assert_eq!(
        with(&format!("{text}user = 'postern'\n"), &[]),
        ["mail.user and mail.password belong together, and one of them is missing"]
    );
    let both = [("POSTERN_MAIL__PASSWORD", "s3cret")];
    assert!(with(&format!("{text}user = 'postern'\n"), &both).is_empty());
    for wrong in ["acts = ['looked-at']", "to = ['nobody']", "port = 0"] {
        assert_eq!(with(&format!("{text}{wrong}\n"), &[]).len(), 1, "{wrong}");
    }
}
