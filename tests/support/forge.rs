//! Our fake of GitHub and GitLab, on the loopback interface (`tests/support/forge`).
//!
//! It says what their documentation says, and is strict about what it is asked: a pass here says that
//! the calls are those that were meant.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, TcpStream};
use std::process::{Child, Command, Stdio};

use serde_json::{Value, json};

use crate::repository;
use crate::run::cleaned;
use crate::tool::tool;

/// A running fake, stopped on drop.
#[derive(Debug)]
pub struct Forge {
    child: Child,
    port: u16,
}

impl Forge {
    /// Starts a `github` or a `gitlab` that takes this token; [`None`] when the machine has no Python.
    ///
    /// # Panics
    ///
    /// When it ends at once.
    pub fn start(provider: &str, token: &str) -> Option<Self> {
        let mut command = Command::new(tool("python3")?);
        cleaned(&mut command);
        let mut child = command
            .arg(repository().join("tests/support/forge"))
            // A bundle has more files than one page then.
            .args([
                provider,
                "--token",
                token,
                "--page",
                "20",
                "--die-with-stdin",
            ])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
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

    /// Where it listens.
    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// What was called since this was last asked.
    pub fn calls(&self) -> Vec<Value> {
        let calls = self.control("calls", &json!({}));
        calls.as_array().expect("a list of calls").clone()
    }

    /// Asks the side door.
    ///
    /// # Panics
    ///
    /// When it is not answered.
    pub fn control(&self, what: &str, body: &Value) -> Value {
        let body = body.to_string();
        let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, self.port)).expect("the fake");
        let head = format!(
            "POST /_fake/{what} HTTP/1.1\r\nHost: fake\r\nConnection: close\r\nContent-Length: {}\r\n\r\n",
            body.len()
        );
        stream
            .write_all((head + &body).as_bytes())
            .expect("it listens");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).expect("it answers");
        let (head, body) = answer.split_once("\r\n\r\n").expect("a head and a body");
        assert!(head.starts_with("HTTP/1.1 200 "), "{what}: {answer}");
        serde_json::from_str(body).expect("JSON")
    }
}

impl Drop for Forge {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
