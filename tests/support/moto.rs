//! moto: a stand-in for EC2 and CloudFormation, on the loopback interface.
//!
//! It is lax (any service name, any policy, no pending state), so a pass here says that the wire
//! is right, not that AWS would agree.

use std::io::{Read, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::os::unix::process::CommandExt;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use crate::run::{Run, cleaned, stop_group};
use crate::tool::tool;

/// How long moto may take to answer: it imports half of AWS first.
const START: Duration = Duration::from_mins(2);

/// A running `moto_server`, stopped on drop.
#[derive(Debug)]
pub struct Moto {
    child: Child,
    port: u16,
}

/// A port of 127.0.0.1 that nobody listened on a moment ago.
pub fn free_port() -> u16 {
    TcpListener::bind((Ipv4Addr::LOCALHOST, 0))
        .and_then(|listener| listener.local_addr())
        .expect("a free port on the loopback interface")
        .port()
}

impl Moto {
    /// Starts it and waits until it answers; [`None`] when the machine has no `moto_server`.
    ///
    /// # Panics
    ///
    /// When it ends at once or does not answer.
    pub fn start() -> Option<Self> {
        let program = tool("moto_server")?;
        let port = free_port();
        let mut command = Command::new(program);
        cleaned(&mut command);
        let child = command
            .args(["-H", "127.0.0.1", "-p", &port.to_string()])
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .process_group(0)
            .spawn()
            .expect("moto_server starts");
        let mut moto = Self { child, port };
        let started = Instant::now();
        while !moto.asked("GET", "/moto-api/data.json") {
            let ended = moto.child.try_wait().expect("a child to look at");
            assert!(ended.is_none(), "moto_server ended: {ended:?}");
            assert!(started.elapsed() < START, "moto_server does not answer");
            thread::sleep(Duration::from_millis(50));
        }
        Some(moto)
    }

    /// Where it listens, for `AWS_ENDPOINT_URL`.
    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// A run of `program` whose AWS calls go here.
    pub fn run(&self, program: impl AsRef<std::ffi::OsStr>) -> Run {
        Run::new(program).env("AWS_ENDPOINT_URL", self.url())
    }

    /// Forgets everything that was made here.
    pub fn reset(&self) {
        assert!(self.asked("POST", "/moto-api/reset"), "moto did not reset");
    }

    /// Whether it answers this with 200.
    fn asked(&self, method: &str, path: &str) -> bool {
        let Ok(mut stream) = TcpStream::connect((Ipv4Addr::LOCALHOST, self.port)) else {
            return false;
        };
        let host = format!("127.0.0.1:{}", self.port);
        let asked = format!(
            "{method} {path} HTTP/1.1\r\nHost: {host}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
        );
        let mut answer = String::new();
        stream.write_all(asked.as_bytes()).is_ok()
            && stream.read_to_string(&mut answer).is_ok()
            && answer.split(' ').nth(1) == Some("200")
    }
}

impl Drop for Moto {
    fn drop(&mut self) {
        stop_group(&mut self.child);
    }
}
