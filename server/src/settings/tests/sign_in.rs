//! What must hold between the sections that have people sign in, and those that say what they may.

use super::*;
use crate::approvals::Required;
use postern_app::person::Role;
use postern_plan::proposal::OwnWord;

const OIDC: &str = "[server]\npublic_url = 'https://postern.example.org'\n\
    [oidc]\nissuer = 'https://login.example.org'\nclient_id = 'postern'\n";
const ROLES: &str = "[roles]\nviewer = ['*']\n";

fn wrong(text: &str) -> Vec<String> {
    wrongs(read(text, &[]))
}

#[test]
fn people_sign_in_and_have_the_roles_of_their_groups() {
    let text = format!(
        "{OIDC}{ROLES}[environments.prod]\naccounts = ['444455556666']\napplier = ['cn=ops,dc=x']\n"
    );
    let secret = [("POSTERN_OIDC__CLIENT_SECRET", "s3cret")];
    let loaded = read(&text, &secret).unwrap();
    assert!(loaded.settings.signs_in());
    assert!(!format!("{loaded:?}").contains("s3cret"));
    let groups = ["cn=ops,dc=x".to_owned()].into();
    let held = loaded.settings.roles().of(&groups);
    assert!(held.may_in(Role::Applier, "444455556666"));
    assert!(!held.may_in(Role::Applier, "111122223333"));
    assert!(held.may_in(Role::Viewer, "111122223333"));
    let public = loaded.settings.server.public_url.as_ref();
    let hosts = loaded.settings.hosts("10.0.0.5".parse().unwrap(), public);
    assert!(hosts.admits("postern.example.org"));
    assert!(!hosts.admits("login.example.org"));
}

#[test]
fn plans_are_carried_out_for_whoever_signed_in() {
    let beyond = OIDC.replace("[oidc]", "listen = '0.0.0.0:1'\n[oidc]");
    let text = format!("{beyond}{ROLES}[apply]\nenabled = true\n");
    assert!(read(&text, &[]).is_ok());
}

#[test]
fn what_would_let_everybody_in_or_nobody_is_wrong() {
    assert_eq!(
        wrong(ROLES),
        ["p.toml:2:10: roles are given, and nobody signs in: everybody may do everything"]
    );
    let environment = "[environments.prod]\naccounts = ['444455556666']\nadmin = ['ops']\n";
    assert_eq!(
        wrong(environment),
        ["p.toml:2:12: roles are given, and nobody signs in: everybody may do everything"]
    );
    assert_eq!(
        wrong(OIDC),
        ["p.toml:4:10: people sign in, and nobody may do anything: no group has a role"]
    );
}

#[test]
fn what_cannot_be_true_at_once_is_wrong() {
    let proxy = "[proxy]\npeers = ['10.0.0.0/16', '10.1.0.1']\n";
    assert_eq!(
        wrong(&format!("{OIDC}{ROLES}{proxy}")),
        ["p.toml:9:9: people cannot sign in in 2 ways at once: oidc, proxy"]
    );
    let nowhere = OIDC.replace("public_url", "#");
    assert_eq!(
        wrong(&format!("{nowhere}{ROLES}")),
        [
            "p.toml:4:10: server.public_url is missing: the identity provider sends people back to it"
        ]
    );
    let twice = "[environments.a]\naccounts = ['444455556666']\nviewer = ['a']\n\
        [environments.b]\naccounts = ['444455556666']\nviewer = ['b']\n";
    assert_eq!(
        wrong(&format!("{OIDC}{ROLES}{twice}")),
        ["p.toml:12:12: account 444455556666 is in a already"]
    );
}

#[test]
fn what_lets_anybody_say_to_be_anybody_is_wrong() {
    let proxy = format!("[proxy]\npeers = ['0.0.0.0/0']\n{ROLES}");
    assert_eq!(
        wrong(&proxy),
        [
            "p.toml:2:9: proxy.peers cannot hold `0.0.0.0/0`: whoever reaches the port could say to be anybody"
        ]
    );
    let below = OIDC.replace("postern.example.org", "postern.example.org/a/b%20c");
    assert_eq!(
        wrong(&format!("{below}{ROLES}")),
        [
            "p.toml:2:14: server.public_url cannot be `https://postern.example.org/a/b%20c`: its path has more in it than letters, digits, `-`, `.`, `_` and `~`"
        ]
    );
}

#[test]
fn what_is_not_encrypted_is_not_believed() {
    let plain = OIDC.replace("https://login", "http://login");
    let all = wrong(&format!("{plain}{ROLES}"));
    assert_eq!(all.len(), 1, "{all:?}");
    assert!(all[0].contains("oidc.issuer cannot be `'http://login.example.org'`"));
    let balancer = "[load_balancer]\nsigners = ['arn:aws:iam::444455556666:role/a']\n\
        issuer = 'https://login.example.org'\nclient_id = 'postern'\n";
    let all = wrong(&format!("{balancer}{ROLES}"));
    assert!(
        all[0].contains("number 1 of the list must be the ARN of an Application Load Balancer"),
        "{all:?}"
    );
}

#[test]
fn a_secret_does_not_stand_in_the_file() {
    let all = wrong(&format!("{OIDC}client_secret = 's3cret'\n{ROLES}"));
    assert_eq!(all.len(), 1, "{all:?}");
    assert!(!all[0].contains("s3cret"), "{all:?}");
}

#[test]
fn what_the_page_on_signing_in_shows_is_right() {
    let page = include_str!("../../../../docs/SIGN_IN.md");
    let examples = page.split("```toml\n").skip(1);
    let mut read_well = 0;
    for example in examples {
        let text = example.split("```").next().unwrap();
        assert!(wrong_of(text).is_empty(), "{text}: {:?}", wrong_of(text));
        read_well += 1;
    }
    assert_eq!(read_well, 3);
    for role in Role::ALL {
        let line = format!("| {role} | {} |", role.may());
        assert!(page.contains(&line), "{line}");
    }
}

fn wrong_of(text: &str) -> Vec<String> {
    match read(text, &[]) {
        Ok(_) => Vec::new(),
        Err(all) => all.iter().map(ToString::to_string).collect(),
    }
}

#[test]
fn an_approval_that_nobody_can_give_is_wrong() {
    let required = "[approvals]\nrequired = true\n";
    let applies = "[apply]\nenabled = true\n";
    assert_eq!(
        wrong(required),
        [
            "p.toml:2:12: approvals.required is set, and nobody signs in, so nobody can be told from anybody"
        ]
    );
    let approver = format!("{ROLES}approver = ['leads']\n");
    assert_eq!(
        wrong(&format!("{OIDC}{approver}{required}")),
        [
            "p.toml:10:12: approvals.required is set, and no plan is carried out here, as long as apply.enabled is false"
        ]
    );
    assert_eq!(
        wrong(&format!("{OIDC}{ROLES}{applies}{required}")),
        ["p.toml:11:12: approvals.required is set, and nobody may approve anything there"]
    );
    let there = "[environments.prod]\naccounts = ['444455556666']\napproval_required = true\n";
    assert_eq!(
        wrong(&format!("{OIDC}{ROLES}{applies}{there}")),
        [
            "p.toml:12:21: environments.prod.approval_required is set, and nobody may approve anything there"
        ]
    );
    for right in [
        format!("{OIDC}{approver}{applies}{required}"),
        format!("{OIDC}{approver}{applies}{there}"),
        format!("{OIDC}{ROLES}{applies}{there}approver = ['leads']\n"),
    ] {
        assert!(read(&right, &[]).is_ok(), "{right}");
    }
}

#[test]
fn an_environment_says_what_its_approvals_take() {
    let text = format!(
        "{OIDC}{ROLES}admin = ['ops']\n[apply]\nenabled = true\n\
         [approvals]\nneeded = 2\nown = true\nvalid_hours = 8\n\
         [environments.prod]\naccounts = ['444455556666']\napproval_required = true\n\
         approvals_needed = 3\n"
    );
    let approvals = read(&text, &[]).unwrap().settings.approvals();
    let (prod, other) = (approvals.of("444455556666"), approvals.of("111122223333"));
    assert_eq!(
        (prod.required, other.required),
        (Required::Yes, Required::No)
    );
    assert_eq!((prod.terms.needed.get(), other.terms.needed.get()), (3, 2));
    assert_eq!(prod.terms.own, OwnWord::Counted);
    assert_eq!(prod.valid.as_hours(), 8);
}
