//! The settings as a whole: who is heard first, everything that is wrong at once, and no secrets.

mod notices;
mod pull_requests;
mod secrets;
mod sign_in;

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

use proptest::prelude::*;

use super::sources::{Given, Variable};
use super::value::Shown;
use super::*;

/// A folder that goes when the test ends
struct Folder(PathBuf);

impl Folder {
    fn new() -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let path =
            std::env::temp_dir().join(format!("postern-settings-{}-{count}", std::process::id()));
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    fn write(&self, name: &str, text: &str) -> PathBuf {
        let path = self.0.join(name);
        fs::write(&path, text).unwrap();
        path
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn sources(
    file: Option<&Path>,
    variables: &[(&str, &str)],
    options: &[(&'static str, &str)],
) -> Sources {
    let variable = |(name, text): &(&str, &str)| {
        let set = Variable {
            name: (*name).to_owned(),
            text: Some((*text).to_owned()),
        };
        ((*name).to_owned(), set)
    };
    let given = |(key, word): &(&'static str, &str)| Given {
        key,
        option: "--option",
        word: (*word).to_owned(),
    };
    Sources {
        file: file.map(Path::to_owned),
        variables: variables.iter().map(variable).collect(),
        options: options.iter().map(given).collect(),
    }
}

fn read(text: &str, variables: &[(&str, &str)]) -> Result<Loaded, Vec<Wrong>> {
    let folder = Folder::new();
    let file = folder.write("p.toml", text);
    Loaded::read(&sources(Some(&file), variables, &[]), Purpose::Serving)
}

/// Where each thing stands that is wrong, and what; the file without its folder
fn wrongs(result: Result<Loaded, Vec<Wrong>>) -> Vec<String> {
    let short = |wrong: &Wrong| {
        let said = wrong.to_string();
        match said.rsplit_once("/p.toml") {
            Some((_, rest)) => format!("p.toml{rest}"),
            None => said,
        }
    };
    result.unwrap_err().iter().map(short).collect()
}

#[test]
fn the_defaults_are_those_of_the_parts() {
    let settings = Loaded::read(&Sources::default(), Purpose::Serving)
        .unwrap()
        .settings;
    assert_eq!(settings.pace(), Pace::default());
    #[cfg(feature = "aws")]
    assert_eq!(
        format!("{:?}", settings.aws()),
        format!("{:?}", crate::endpoints::ec2::AwsConfig::default())
    );
}

#[test]
fn the_command_line_wins_over_the_environment_and_that_over_the_file() {
    let folder = Folder::new();
    let file = folder.write(
        "p.toml",
        "[apply]\npoll_ms = 1\n[server]\nlisten = '127.0.0.1:1'",
    );
    let all = |variables: &[(&str, &str)], options: &[(&'static str, &str)]| {
        let loaded = Loaded::read(&sources(Some(&file), variables, options), Purpose::Serving);
        let loaded = loaded.unwrap();
        let entry = loaded
            .entries
            .iter()
            .find(|entry| entry.key == "server.listen")
            .unwrap();
        (loaded.settings.server.listen.port(), entry.origin.clone())
    };
    let variable = [("POSTERN_SERVER__LISTEN", "127.0.0.1:2")];
    let option = [("server.listen", "127.0.0.1:3")];
    assert!(matches!(
        all(&[], &[]),
        (
            1,
            Origin::Line {
                line: 4,
                column: 10,
                ..
            }
        )
    ));
    let by_variable = Origin::Variable("POSTERN_SERVER__LISTEN".to_owned());
    assert_eq!(all(&variable, &[]), (2, by_variable));
    assert_eq!(all(&variable, &option), (3, Origin::Option("--option")));
}

#[test]
fn everything_that_is_wrong_is_said_at_once_with_its_place() {
    let text = "\
[server]
listen = 3000
allow_hosts = ['a', 'http://b']
lisen = 'x'
[aws]
reading_attempts = 0
[accounts.12]
role = 'x'
[accounts.444455556666]
external_id = 'door'
[aply]
enabled = true
";
    let variables = [
        ("POSTERN_APPLY__ENABLED", "yes"),
        ("POSTERN_APPLY__ENABLD", "true"),
        ("POSTERN_SERVER_STATE", "/x"),
        ("POSTERN_PORT", "tcp://10.0.0.1:3000"),
        ("POSTERN_ACCOUNTS__7__ROLE", "x"),
    ];
    assert_eq!(
        wrongs(read(text, &variables)),
        [
            "p.toml:2:10: server.listen cannot be `3000`: it must be an IP address and a port",
            "p.toml:3:15: server.allow_hosts cannot be `['a', 'http://b']`: number 2 of the list must be \
             a host name without scheme, port and path",
            "p.toml:4:1: [server] has no key `lisen`",
            "p.toml:6:20: aws.reading_attempts cannot be `0`: it must be a whole number from 1 to 4294967295",
            "p.toml:7:11: `12` below [accounts] is not an AWS account id, which has twelve digits",
            "p.toml:9:11: accounts.444455556666.role is missing: it must be the ARN of an IAM role",
            "p.toml:11:2: there is no section `aply`",
            "POSTERN_ACCOUNTS__7__ROLE: `7` below [accounts] is not an AWS account id, which has twelve digits",
            "POSTERN_APPLY__ENABLD: no key has this variable",
            "POSTERN_APPLY__ENABLED: apply.enabled cannot be `yes`: it must be `true` or `false`",
            "POSTERN_SERVER_STATE: no key has this variable",
        ]
    );
}

#[test]
fn each_help_says_what_to_write() {
    let all = read(
        "[server]\nlisten = 1\nlisen = 2\n[zzzzzzzz]\n",
        &[
            ("POSTERN_AWS__READING_ATTEMPTS", "x"),
            ("POSTERN_SERVER_STATE", "/x"),
        ],
    );
    let helps: Vec<String> = all
        .unwrap_err()
        .into_iter()
        .map(|wrong| wrong.help)
        .collect();
    assert_eq!(
        helps,
        [
            "write it as in listen = \"127.0.0.1:3000\"",
            "did you mean `listen`?",
            "the sections are server, store, sign_in, oidc, load_balancer, proxy, tokens, roles, environments, record, webhooks, mail, pages, links, metrics, traces, limits, log, aws, apply, guardrails, approvals, pull_requests, spokes, accounts",
            "write it as in POSTERN_AWS__READING_ATTEMPTS=4",
            "did you mean POSTERN_SERVER__STATE?",
        ]
    );
}

#[test]
fn what_is_no_toml_is_said_with_its_lines_and_beside_wrong_variables() {
    let all = wrongs(read(
        "[server\nlisten = 1\n[log]\nfilter = = 2\n",
        &[
            ("POSTERN_LOG__FILTER", "a=b=c"),
            ("POSTERN_ACCOUNTS__444455556666__EXTERNAL_ID", "x"),
        ],
    ));
    let starts = [
        "p.toml:1:8: this is not TOML: ",
        "p.toml:4:10: this is not TOML: ",
        "POSTERN_LOG__FILTER: ",
    ];
    assert_eq!(all.len(), starts.len(), "{all:?}");
    for (said, start) in all.iter().zip(starts) {
        assert!(said.starts_with(start), "{said}");
    }
}

#[test]
fn a_file_that_is_not_there_is_wrong() {
    let missing = sources(Some(Path::new("/nonexistent/p.toml")), &[], &[]);
    let wrong = Loaded::read(&missing, Purpose::Command).unwrap_err();
    assert_eq!(wrong.len(), 1);
    assert!(
        wrong[0]
            .to_string()
            .starts_with("/nonexistent/p.toml: it cannot be read: ")
    );
}

#[test]
fn a_value_stands_where_a_section_would() {
    assert_eq!(
        wrongs(read("server = 1\naccounts = 2\n[accounts2]\n", &[])),
        [
            "p.toml:1:1: server is a section and has no value of its own",
            "p.toml:2:1: accounts is a section and has no value of its own",
            "p.toml:3:2: there is no section `accounts2`",
        ]
    );
}

#[test]
fn plans_are_not_carried_out_where_other_machines_reach() {
    let text = "[apply]\nenabled = true\n[server]\nlisten = '0.0.0.0:1'\n";
    assert_eq!(
        wrongs(read(text, &[])),
        [
            "p.toml:2:11: cannot carry plans out on `0.0.0.0:1`: other machines reach it, and nobody has to sign in"
        ]
    );
    let folder = Folder::new();
    let file = folder.write("p.toml", text);
    assert!(Loaded::read(&sources(Some(&file), &[], &[]), Purpose::Command).is_ok());
}

#[test]
fn an_account_is_said_by_variables_alone() {
    let role = "arn:aws:iam::444455556666:role/postern";
    let loaded = read("", &[("POSTERN_ACCOUNTS__444455556666__ROLE", role)]).unwrap();
    let account = &loaded.settings.accounts[&"444455556666".parse().unwrap()];
    assert_eq!(account.role.as_str(), role);
}

/// A text that may be a file of settings, or nearly
fn nearly() -> impl Strategy<Value = String> {
    let word = prop_oneof![
        "server|listen|apply|enabled|accounts|444455556666|role|aws|poll_ms",
        "[a-z_.]{1,9}",
    ];
    let value = prop_oneof!["true|1|'x'|[0-9]{1,25}|\\[\\]|\\{\\}|\\['a'\\]|1979-05-27|\\PC{0,9}"];
    let line = prop_oneof![
        (word.clone(), value).prop_map(|(key, value)| format!("{key} = {value}")),
        word.prop_map(|word| format!("[{word}]")),
    ];
    prop::collection::vec(line, 0..8).prop_map(|lines| lines.join("\n"))
}

proptest! {
    #[test]
    fn every_place_is_in_the_file(text in nearly()) {
        if let Err(all) = read(&text, &[]) {
            prop_assert!(!all.is_empty());
            for wrong in all {
                prop_assert!(!wrong.help.is_empty());
                if let Origin::Line { line, column, .. } = wrong.origin {
                    let there = text.split('\n').nth(line - 1);
                    let length = there.map(|line| line.chars().count());
                    prop_assert!(length.is_some_and(|length| column <= length + 1), "{line}:{column}");
                }
            }
        }
    }

    #[test]
    fn what_is_shown_reads_the_same_again(
        port in any::<u16>(),
        hosts in prop::collection::vec("[a-z]{1,9}", 0..3),
        poll in 1_u64..86_400_000,
        enabled in any::<bool>(),
        state in "\\PC{1,20}",
    ) {
        let hosts = hosts.iter().map(|host| format!("'{host}'")).collect::<Vec<_>>().join(", ");
        let state = serde_json::json!(state);
        let text = format!(
            "server = {{ listen = '127.0.0.1:{port}', allow_hosts = [{hosts}], state = {state} }}\n\
             apply = {{ poll_ms = {poll}, enabled = {enabled} }}"
        );
        let first = read(&text, &[]).unwrap();
        let mut again = String::new();
        for entry in &first.entries {
            if let Shown::Value(value) = &entry.value {
                writeln!(again, "{} = {value}", entry.key).unwrap();
            }
        }
        prop_assert_eq!(read(&again, &[]).unwrap().settings, first.settings);
    }
}
