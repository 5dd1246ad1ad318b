//! The repository of pull requests: what it takes, and that its token is never shown.

use super::*;

const SECTION: &str = "[pull_requests]\nprovider = 'github'\nrepository = 'example/network'\n";
const TOKEN: [(&str, &str); 1] = [("POSTERN_PULL_REQUESTS__TOKEN", "ghp-s3cret")];

#[test]
fn a_repository_and_a_token_are_enough() {
    let loaded = read(SECTION, &TOKEN).unwrap();
    let section = loaded.settings.pull_requests.as_ref().unwrap();
    assert_eq!(section.base.as_str(), "main");
    assert_eq!(section.token.reveal(), "ghp-s3cret");
    assert!(!format!("{loaded:?}").contains("s3cret"));
}

#[test]
fn what_cannot_be_a_repository_or_a_token_is_wrong() {
    let missing = wrongs(read(SECTION, &[]));
    assert_eq!(missing.len(), 1, "{missing:?}");
    assert!(
        missing[0].contains("pull_requests.token is missing"),
        "{missing:?}"
    );
    let deep = SECTION.replace("example/network", "a/b/c");
    let deep = wrongs(read(&deep, &TOKEN));
    assert!(
        deep[0].contains("pull_requests.repository cannot be `a/b/c`"),
        "{deep:?}"
    );
    let project = SECTION
        .replace("github", "gitlab")
        .replace("example", "a/b");
    assert!(read(&project, &TOKEN).is_ok());
    let broken = [("POSTERN_PULL_REQUESTS__TOKEN", "ghp s3cret")];
    let broken = wrongs(read(SECTION, &broken));
    assert!(
        broken[0].contains("pull_requests.token cannot be used"),
        "{broken:?}"
    );
    assert!(!broken[0].contains("s3cret"), "{broken:?}");
    let ours = format!("{SECTION}base = 'postern/x'\n");
    let ours = wrongs(read(&ours, &TOKEN));
    assert!(ours[0].contains("pull_requests.base cannot be"), "{ours:?}");
}

#[test]
fn nobody_unknown_opens_any() {
    let beyond = format!("[server]\nlisten = '0.0.0.0:1'\n{SECTION}");
    let beyond = wrongs(read(&beyond, &TOKEN));
    assert!(
        beyond[0].contains("cannot open pull requests on `0.0.0.0:1`"),
        "{beyond:?}"
    );
}
