//! Runs another program: with a deadline, and without this machine's settings.

use std::env;
use std::ffi::OsStr;
use std::io::{Read, Write};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use crate::tool::folders;

/// How long a program may take before it is stopped, unless [`Run::deadline`] says otherwise.
const DEADLINE: Duration = Duration::from_mins(2);

/// A program about to run.
///
/// It sees `PATH` (the tests' Python environment first), `HOME`, a UTF-8 locale, dummy AWS
/// credentials for us-east-1, and nothing else of the caller's environment: no proxy, no AWS
/// profile, no instance metadata.
#[derive(Debug)]
pub struct Run {
    command: Command,
    input: Vec<u8>,
    deadline: Duration,
}

/// How a program ended and what it said.
#[derive(Debug, Clone)]
pub struct Ended {
    /// The program and its arguments, for messages.
    pub line: String,
    /// The exit code; [`None`] when a signal ended it.
    pub code: Option<i32>,
    /// Standard output; bytes that are not UTF-8 become `U+FFFD`.
    pub stdout: String,
    /// Standard error, likewise.
    pub stderr: String,
}

impl Run {
    /// A run of `program`, found in `PATH` when it is a bare name.
    pub fn new(program: impl AsRef<OsStr>) -> Self {
        let mut command = Command::new(program);
        cleaned(&mut command);
        Self {
            command,
            input: vec![],
            deadline: DEADLINE,
        }
    }

    /// Adds an argument.
    #[must_use]
    pub fn arg(mut self, argument: impl AsRef<OsStr>) -> Self {
        self.command.arg(argument);
        self
    }

    /// Adds arguments.
    #[must_use]
    pub fn args<A: AsRef<OsStr>>(mut self, arguments: impl IntoIterator<Item = A>) -> Self {
        self.command.args(arguments);
        self
    }

    /// Sets an environment variable.
    #[must_use]
    pub fn env(mut self, name: &str, value: impl AsRef<OsStr>) -> Self {
        self.command.env(name, value);
        self
    }

    /// Runs in this directory.
    #[must_use]
    pub fn within(mut self, directory: &Path) -> Self {
        self.command.current_dir(directory);
        self
    }

    /// Gives this on standard input, which is empty otherwise.
    #[must_use]
    pub fn input(mut self, input: impl Into<Vec<u8>>) -> Self {
        self.input = input.into();
        self
    }

    /// Stops the program after this time, in the place of two minutes.
    #[must_use]
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.deadline = deadline;
        self
    }

    /// Runs it to its end.
    ///
    /// # Panics
    ///
    /// When it cannot be started, or is not done before the deadline; it is stopped then, with
    /// everything it started.
    pub fn end(mut self) -> Ended {
        let line = format!("{:?}", self.command);
        let mut child = self
            .command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .process_group(0)
            .spawn()
            .unwrap_or_else(|error| panic!("cannot start {line}: {error}"));
        let mut stdin = child.stdin.take().expect("a piped standard input");
        let stdout = collect(child.stdout.take().expect("a piped standard output"));
        let stderr = collect(child.stderr.take().expect("a piped standard error"));
        let input = self.input;
        // A program that does not read its input closes the pipe; that is its right.
        let writer = thread::spawn(move || drop(stdin.write_all(&input)));

        let ended = wait(&mut child, self.deadline);
        if ended.is_none() {
            stop_group(&mut child);
        }
        writer.join().expect("the writer");
        let stdout = stdout.join().expect("the reader of standard output");
        let stderr = stderr.join().expect("the reader of standard error");
        let status = ended.unwrap_or_else(|| {
            panic!(
                "not done in {:?}: {line}\n{stdout}\n{stderr}",
                self.deadline
            )
        });
        Ended {
            line,
            code: status.code(),
            stdout,
            stderr,
        }
    }

    /// Runs it to its end, which must be a success; gives standard output.
    ///
    /// # Panics
    ///
    /// As [`Run::end`], and when the exit code is not zero.
    pub fn stdout(self) -> String {
        let ended = self.end();
        assert!(ended.ok(), "{ended}");
        ended.stdout
    }
}

impl Ended {
    /// Whether it ended with exit code zero.
    pub fn ok(&self) -> bool {
        self.code == Some(0)
    }
}

impl std::fmt::Display for Ended {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self {
            line,
            code,
            stdout,
            stderr,
        } = self;
        write!(
            out,
            "{line} ended with {code:?}\nstdout:\n{stdout}\nstderr:\n{stderr}"
        )
    }
}

/// Takes everything of the caller's environment away and puts the tests' own in.
pub(crate) fn cleaned(command: &mut Command) {
    command
        .env_clear()
        .env(
            "PATH",
            env::join_paths(folders()).expect("folders that fit in PATH"),
        )
        .env("LANG", "C.UTF-8")
        .env("AWS_ACCESS_KEY_ID", "testing")
        .env("AWS_SECRET_ACCESS_KEY", "testing")
        .env("AWS_SESSION_TOKEN", "testing")
        .env("AWS_EC2_METADATA_DISABLED", "true")
        .env("AWS_REGION", "us-east-1")
        .env("AWS_DEFAULT_REGION", "us-east-1")
        .env("AWS_CONFIG_FILE", "/dev/null")
        .env("AWS_SHARED_CREDENTIALS_FILE", "/dev/null")
        .env("AWS_PAGER", "");
    for kept in ["HOME", "TMPDIR", "PYENV_VERSION"] {
        if let Some(value) = env::var_os(kept) {
            command.env(kept, value);
        }
    }
}

/// Stops a child started in a process group of its own, and all of that group.
pub(crate) fn stop_group(child: &mut Child) {
    // The standard library cannot signal a group; `kill` can.
    let group = format!("-{}", child.id());
    let _ = Command::new("kill")
        .args(["-KILL", "--", &group])
        .stderr(Stdio::null())
        .status();
    let _ = child.kill();
    let _ = child.wait();
}

fn wait(child: &mut Child, deadline: Duration) -> Option<ExitStatus> {
    let started = Instant::now();
    while started.elapsed() < deadline {
        if let Some(status) = child.try_wait().expect("a child to wait for") {
            return Some(status);
        }
        thread::sleep(Duration::from_millis(10));
    }
    None
}

fn collect(mut from: impl Read + Send + 'static) -> JoinHandle<String> {
    thread::spawn(move || {
        let mut bytes = vec![];
        let _ = from.read_to_end(&mut bytes);
        String::from_utf8_lossy(&bytes).into_owned()
    })
}
