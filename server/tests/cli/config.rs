//! `postern config`: what is wrong with the settings, and what they come to.

use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::{Value, json};

use crate::common::{Done, folder};

/// Runs `postern config` in a folder, with these variables
fn config(folder: &Path, words: &[&str], variables: &[(&str, &str)]) -> Done {
    let output = Command::new(env!("CARGO_BIN_EXE_postern"))
        .arg("config")
        .args(words)
        .current_dir(folder)
        .env_remove("POSTERN_CONFIG")
        .env_remove("POSTERN_LOG")
        .envs(variables.iter().copied())
        .output()
        .unwrap();
    Done {
        code: output.status.code().unwrap(),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

#[test]
fn all_that_is_wrong_is_said_at_once() {
    let folder = folder("config-wrong");
    let text = "[apply]\nenabled = 'yes'\n[server]\nlisten = 'localhost'\n";
    fs::write(folder.join("p.toml"), text).unwrap();
    let variables = [("POSTERN_AWS__READING_ATTEMPTS", "0")];
    let done = config(&folder, &["check", "--config", "p.toml"], &variables);
    assert_eq!((done.code, done.out.as_str()), (1, ""));
    assert_eq!(
        done.err,
        "error: p.toml:2:11: apply.enabled cannot be `'yes'`: it must be `true` or `false`\n\
         help: write it as in enabled = true\n\
         error: p.toml:4:10: server.listen cannot be `'localhost'`: it must be an IP address and a port\n\
         help: write it as in listen = \"127.0.0.1:3000\"\n\
         error: POSTERN_AWS__READING_ATTEMPTS: aws.reading_attempts cannot be `0`: \
         it must be a whole number from 1 to 4294967295\n\
         help: write it as in POSTERN_AWS__READING_ATTEMPTS=4\n"
    );
    let json = ["check", "--json", "--config", "p.toml"];
    let done = config(&folder, &json, &variables);
    let report: Value = serde_json::from_str(&done.out).unwrap();
    assert_eq!((done.code, report["file"].as_str()), (1, Some("p.toml")));
    assert_eq!(
        report["errors"][0],
        json!({
            "key": "apply.enabled",
            "where": { "file": "p.toml", "line": 2, "column": 11 },
            "message": "apply.enabled cannot be `'yes'`: it must be `true` or `false`",
            "help": "write it as in enabled = true",
        })
    );
    assert_eq!(
        report["errors"][2]["where"],
        json!({ "variable": "POSTERN_AWS__READING_ATTEMPTS" })
    );
}

#[test]
fn a_file_that_cannot_be_read_is_another_exit_code() {
    let folder = folder("config-missing");
    let done = config(&folder, &["check", "--config", "none.toml"], &[]);
    assert_eq!(done.code, 2);
    assert!(
        done.err
            .starts_with("error: none.toml: it cannot be read: "),
        "{}",
        done.err
    );
}

#[test]
fn a_file_that_merely_lies_there_is_not_read() {
    let folder = folder("config-unread");
    fs::write(folder.join("postern.toml"), "this is no TOML").unwrap();
    let done = config(&folder, &["check"], &[]);
    assert_eq!(
        (done.code, done.out.as_str(), done.err.as_str()),
        (
            0,
            "the settings are right: 0 keys set, without a file\n",
            "warning: `postern.toml` in this folder is not read, since nobody named it\n\
             help: read it, then name it with --config postern.toml or in POSTERN_CONFIG\n"
        )
    );
    let named = [("POSTERN_CONFIG", "postern.toml")];
    assert_eq!(config(&folder, &["check"], &named).code, 1);
}

#[test]
fn what_holds_is_shown_with_who_says_it() {
    let folder = folder("config-show");
    let text =
        "[server]\nlisten = '127.0.0.1:1'\nallow_hosts = ['a.example']\n[apply]\npoll_ms = 7\n";
    fs::write(folder.join("p.toml"), text).unwrap();
    let variables = [
        ("POSTERN_SERVER__LISTEN", "127.0.0.1:2"),
        ("POSTERN_LOG", "warn"),
        ("POSTERN_SERVER__ALLOW_HOSTS", "b.example,c.example"),
    ];
    let words = ["show", "--config", "p.toml", "--allow-host", "d.example"];
    let done = config(&folder, &words, &variables);
    assert_eq!((done.code, done.err.as_str()), (0, ""));
    for (value, origin) in [
        (
            "server.listen = \"127.0.0.1:2\" ",
            "# POSTERN_SERVER__LISTEN",
        ),
        ("server.allow_hosts = [\"d.example\"] ", "# --allow-host"),
        ("# server.state is not set ", "# default"),
        ("log.filter = \"warn\" ", "# POSTERN_LOG"),
        ("apply.poll_ms = 7 ", "# p.toml:5:11"),
        ("apply.enabled = false ", "# default"),
    ] {
        let line = done.out.lines().find(|line| line.starts_with(value));
        assert!(
            line.is_some_and(|line| line.ends_with(origin)),
            "{value}{origin}\n{}",
            done.out
        );
    }
    // What is shown is settings again.
    fs::write(folder.join("again.toml"), &done.out).unwrap();
    let again = config(&folder, &["check", "--config", "again.toml"], &[]);
    assert_eq!(again.code, 0, "{}", again.err);
    let json = ["show", "--json", "--config", "p.toml"];
    let done = config(&folder, &json, &[]);
    let shown: Value = serde_json::from_str(&done.out).unwrap();
    let listen = json!({
        "key": "server.listen",
        "set": true,
        "value": "127.0.0.1:1",
        "secret": false,
        "from": { "file": "p.toml", "line": 2, "column": 10 },
        "change": "restart",
    });
    assert_eq!(shown["settings"][0], listen);
}

#[test]
fn the_server_does_not_start_with_settings_that_are_wrong() {
    let folder = folder("config-serve");
    fs::write(folder.join("p.toml"), "[apply]\nenabled = true\n").unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_postern"))
        .args(["serve", "--config", "p.toml", "--listen", "0.0.0.0:0"])
        .current_dir(&folder)
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(
        String::from_utf8(output.stderr).unwrap(),
        "error: p.toml:2:11: cannot carry plans out on `0.0.0.0:0`: other machines reach it, and nobody has to sign in\n\
         help: listen on 127.0.0.1, set apply.enabled to false, or have people sign in\n"
    );
}
