//! SIGHUP: a running server takes new settings up whole, or refuses them whole.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::os::unix::process::ExitStatusExt;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::Duration;

use crate::common::folder;

/// How long anything may take before the test gives up
const PATIENCE: Duration = Duration::from_mins(1);

const OFF: &str = "This Postern does not carry plans out";

/// A running server, stopped when the test ends
struct Server {
    child: Child,
    address: String,
    log: Receiver<String>,
}

impl Server {
    fn start(folder: &Path, words: &[&str]) -> Self {
        // Tests that are started with nohup hand on that SIGHUP is ignored.
        let mut child = Command::new("env")
            .args(["--default-signal=HUP", env!("CARGO_BIN_EXE_postern")])
            .args(["serve", "--listen", "127.0.0.1:0"])
            .args(words)
            .current_dir(folder)
            .env_remove("POSTERN_CONFIG")
            .env_remove("POSTERN_LOG")
            .env("AWS_ACCESS_KEY_ID", "testing")
            .env("AWS_SECRET_ACCESS_KEY", "testing")
            .env("AWS_EC2_METADATA_DISABLED", "true")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let (said, log) = channel();
        let lines = BufReader::new(child.stderr.take().unwrap()).lines();
        thread::spawn(move || {
            lines
                .map_while(Result::ok)
                .try_for_each(|line| said.send(line))
        });
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap())
            .read_line(&mut line)
            .unwrap();
        let address = line.trim().rsplit_once("http://").unwrap().1.to_owned();
        Self {
            child,
            address,
            log,
        }
    }

    fn hang_up(&self) {
        let id = self.child.id().to_string();
        let sent = Command::new("kill").args(["-HUP", &id]).status().unwrap();
        assert!(sent.success());
    }

    /// All that is logged up to the line that has `end` in it
    fn logged(&self, end: &str) -> String {
        let mut all = String::new();
        while !all.contains(end) {
            let line = self.log.recv_timeout(PATIENCE);
            let line = line.unwrap_or_else(|error| panic!("{error}: no `{end}` in\n{all}"));
            all.push_str(&line);
            all.push('\n');
        }
        all
    }

    fn ask(&self, path: &str, host: &str) -> String {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        write!(
            stream,
            "GET {path} HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\n\r\n"
        )
        .unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    }

    fn is_off(&self) -> bool {
        let answer = self.ask("/apply", "localhost");
        assert!(answer.starts_with("HTTP/1.1 200 "), "{answer}");
        answer.contains(OFF)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn new_settings_are_taken_up_whole_or_refused_whole() {
    let folder = folder("reload");
    let file = folder.join("p.toml");
    let write = |text: &str| fs::write(&file, text).unwrap();
    write("[apply]\nenabled = false\n");
    let server = Server::start(&folder, &["--config", "p.toml", "--state", "state"]);
    assert!(server.is_off());

    write("[apply]\nenabled = true\n");
    server.hang_up();
    server.logged("settings taken up: apply.enabled");
    assert!(!server.is_off());

    // Wrong in two places: the right change between them is not taken up either.
    write("[apply]\nenabled = false\npoll_ms = 0\n[servr]\n");
    server.hang_up();
    let log = server.logged("settings not taken up, since 2 things are wrong");
    assert!(
        log.contains("p.toml:3:11: apply.poll_ms cannot be `0`"),
        "{log}"
    );
    assert!(
        log.contains("p.toml:4:2: there is no section `servr`"),
        "{log}"
    );
    assert!(!server.is_off());

    server.hang_up();
    server.logged("settings not taken up, since 2 things are wrong");
    write("[apply]\nenabled = true\n");
    server.hang_up();
    server.logged("settings read again: nothing changed");
}

#[test]
fn hosts_and_the_log_change_and_the_folder_waits_for_the_next_start() {
    let folder = folder("reload-hosts");
    let file = folder.join("p.toml");
    let write = |text: &str| fs::write(&file, text).unwrap();
    write("");
    let server = Server::start(&folder, &["--config", "p.toml"]);
    let status = || {
        let answer = server.ask("/healthz", "postern.example");
        answer.get(..12).unwrap().to_owned()
    };
    assert_eq!(status(), "HTTP/1.1 421");

    write(
        "[server]\nallow_hosts = ['postern.example']\nstate = 'elsewhere'\nlisten = '127.0.0.1:1'\n",
    );
    server.hang_up();
    let log = server.logged("hold from the next start on: server.state");
    assert!(
        log.contains("settings taken up: server.allow_hosts"),
        "{log}"
    );
    assert!(
        !log.contains("server.listen"),
        "the command line says that: {log}"
    );
    assert_eq!(status(), "HTTP/1.1 200");

    write("[log]\nfilter = 'error'\n");
    server.hang_up();
    let quiet = || status() == "HTTP/1.1 421";
    while !quiet() {
        thread::sleep(Duration::from_millis(10));
    }
    write("[log]\nfilter = 'a=b=c'\n");
    server.hang_up();
    server.logged("settings not taken up, since 1 thing is wrong");
    assert_eq!(status(), "HTTP/1.1 421");
    server.hang_up();
    let log = server.logged("settings not taken up, since 1 thing is wrong");
    assert!(!log.contains("INFO"), "{log}");
}

#[test]
fn a_server_without_a_file_is_ended_by_it() {
    let folder = folder("reload-none");
    let mut server = Server::start(&folder, &["--demo"]);
    server.hang_up();
    let ended = server.child.wait().unwrap();
    assert_eq!(ended.signal(), Some(1));
}

#[test]
fn the_demo_stays_the_demo() {
    let folder = folder("reload-demo");
    let file = folder.join("p.toml");
    fs::write(&file, "").unwrap();
    let server = Server::start(&folder, &["--demo", "--config", "p.toml"]);
    assert!(!server.is_off());
    fs::write(&file, "[aws]\nreading_attempts = 1\n").unwrap();
    server.hang_up();
    server.logged("settings taken up: aws.reading_attempts");
    assert!(!server.is_off());
}

#[test]
fn new_rules_are_taken_up_whole_or_refused_whole() {
    let folder = folder("reload-guardrails");
    let (file, rules) = (folder.join("p.toml"), folder.join("rules.toml"));
    let rule = |name: &str, demand: &str| {
        let text = format!(
            "version = 1\n[[rules]]\nname = \"{name}\"\nreason = \"r\"\nowner = \"o\"\n{demand}\n"
        );
        fs::write(&rules, text).unwrap();
    };
    fs::write(&file, "[guardrails]\nfile = \"rules.toml\"\n").unwrap();
    rule("first", "private_dns = true");
    let server = Server::start(&folder, &["--config", "p.toml"]);
    assert!(server.ask("/guardrails", "localhost").contains("first"));
    rule("second", "most_zones = 2");
    server.hang_up();
    server.logged("settings taken up: guardrails.file");
    let page = server.ask("/guardrails", "localhost");
    assert!(page.contains("second") && !page.contains("first"), "{page}");
    rule("third", "most_zones = 0");
    server.hang_up();
    let log = server.logged("what held before holds on");
    assert!(log.contains("rules[0].most_zones"), "{log}");
    assert!(server.ask("/guardrails", "localhost").contains("second"));
}

#[test]
fn lines_for_programs_are_objects_that_name_their_request() {
    let folder = folder("log-json");
    fs::write(folder.join("p.toml"), "[log]\nformat = 'json'\n").unwrap();
    let server = Server::start(&folder, &["--config", "p.toml", "--demo"]);
    let answer = server.ask("/who?name=secret-plans", "localhost");
    let logged = server.logged("answered");
    let (_, id) = answer.split_once("x-request-id: ").unwrap();
    let id = id.split("\r\n").next().unwrap();
    let last: serde_json::Value = serde_json::from_str(logged.lines().last().unwrap()).unwrap();
    assert_eq!(last["message"], "answered");
    assert_eq!(last["level"], "INFO");
    assert_eq!(last["path"], "/who");
    assert_eq!(last["status"], 200);
    assert_eq!(last["span"]["id"], id);
    assert!(
        !logged.contains("secret-plans") && !logged.contains('\u{1b}'),
        "{logged}"
    );
    for line in logged.lines() {
        let _: serde_json::Value = serde_json::from_str(line).unwrap();
    }
}
