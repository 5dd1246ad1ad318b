//! Our fake of EC2, on the loopback interface: what moto lacks (`tests/support/ec2`).
//!
//! It says what the tests were told to expect, so a pass here says that the run is safe, not that
//! the wire is right: moto and botocore judge that.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, TcpStream};
use std::os::unix::process::CommandExt;
use std::process::{Child, Command, Stdio};

use serde_json::Value;

use crate::repository;
use crate::run::{Run, cleaned, stop_group};
use crate::tool::tool;

/// A running fake, stopped on drop.
#[derive(Debug)]
pub struct Ec2 {
    child: Child,
    port: u16,
}

impl Ec2 {
    /// Starts it and waits until it listens; [`None`] when the machine has no Python.
    ///
    /// # Panics
    ///
    /// When it ends at once.
    pub fn start() -> Option<Self> {
        let mut command = Command::new(tool("python3")?);
        cleaned(&mut command);
        let mut child = command
            .arg(repository().join("tests/support/ec2"))
            .arg("--die-with-stdin")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .process_group(0)
            .spawn()
            .expect("the fake starts");
        let mut line = String::new();
        let out = child.stdout.as_mut().expect("a piped output");
        BufReader::new(out)
            .read_line(&mut line)
            .expect("the fake says where it listens");
        let port = line
            .trim_end()
            .strip_prefix("listening on 127.0.0.1:")
            .and_then(|port| port.parse().ok())
            .unwrap_or_else(|| panic!("the fake said `{line}`"));
        Some(Self { child, port })
    }

    /// Where it listens, for `AWS_ENDPOINT_URL`.
    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// A run of `program` whose AWS calls go here.
    pub fn run(&self, program: impl AsRef<std::ffi::OsStr>) -> Run {
        Run::new(program).env("AWS_ENDPOINT_URL", self.url())
    }

    /// Begins anew, with these keys of the world replaced.
    pub fn reset(&self, world: &Value) {
        self.tell("reset", world);
    }

    /// Replaces keys of the world.
    pub fn set(&self, world: &Value) {
        self.tell("world", world);
    }

    /// Orders faults (`faults.py` says which).
    pub fn faults(&self, faults: &Value) {
        self.tell("faults", faults);
    }

    /// From now on a changing call is refused unless this query of the journal says a number.
    pub fn journal(&self, path: &std::path::Path, sql: &str) {
        self.tell("journal", &serde_json::json!({"path": path, "sql": sql}));
    }

    /// Every call so far.
    pub fn calls(&self) -> Vec<Value> {
        match self.ask("GET", "calls", "") {
            Value::Array(calls) => calls,
            other => panic!("the fake answered {other}"),
        }
    }

    /// Everything that is there.
    pub fn world(&self) -> Value {
        self.ask("GET", "world", "")
    }

    /// Changing calls that came before their step was journalled.
    pub fn violations(&self) -> Value {
        self.ask("GET", "violations", "")
    }

    fn tell(&self, what: &str, value: &Value) {
        self.ask("POST", what, &value.to_string());
    }

    fn ask(&self, method: &str, what: &str, body: &str) -> Value {
        let mut stream =
            TcpStream::connect((Ipv4Addr::LOCALHOST, self.port)).expect("the fake listens");
        write!(
            stream,
            "{method} /_fake/{what} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
            body.len()
        )
        .expect("the fake reads");
        let mut answer = String::new();
        stream
            .read_to_string(&mut answer)
            .expect("the fake answers");
        let (_, body) = answer.split_once("\r\n\r\n").expect("a head and a body");
        serde_json::from_str(body).unwrap_or_else(|_| panic!("the fake answered {answer}"))
    }
}

impl Drop for Ec2 {
    fn drop(&mut self) {
        stop_group(&mut self.child);
    }
}
