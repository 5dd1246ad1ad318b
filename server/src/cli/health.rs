//! `postern health`: is the server on this machine alive? An image without a shell and without
//! curl needs it for its health check. It says nothing unless the answer is no.

use std::io::{self, Read, Write};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpStream};
use std::time::Duration;

use clap::Args;

use super::{CliError, usage};
use crate::hosts::DEFAULT_LISTEN;
use crate::routes::HEALTHZ;
use crate::settings::Reading;
use crate::settings::sources::Sources;

const PATIENCE: Duration = Duration::from_secs(3);

/// Which server is asked
#[derive(Debug, Args)]
pub(super) struct HealthArgs {
    /// Where the server listens
    #[arg(long, value_name = "ADDR:PORT", value_parser = usage::socket)]
    listen: Option<std::net::SocketAddr>,
}

pub(super) fn run(args: &HealthArgs) -> Result<(), CliError> {
    let address = reachable(args.listen.unwrap_or_else(set));
    match status_line(address) {
        Ok(line) if line.starts_with("HTTP/1.1 200 ") => Ok(()),
        Ok(line) => Err(CliError::refused(format!("`{address}` answers `{line}`"))),
        Err(error) => Err(CliError::refused(format!(
            "`{address}` does not answer: {error}"
        ))),
    }
}

/// Where the settings say that the server listens
///
/// Settings that went wrong while the server runs do not make it less alive: what can be read of
/// them is enough.
fn set() -> SocketAddr {
    let settings = Reading::of(&Sources::of_process(None)).settings;
    settings.map_or(DEFAULT_LISTEN, |settings| settings.server.listen)
}

/// A server that listens on every address is reached on loopback
fn reachable(mut address: SocketAddr) -> SocketAddr {
    if address.ip().is_unspecified() {
        address.set_ip(match address {
            SocketAddr::V4(_) => IpAddr::V4(Ipv4Addr::LOCALHOST),
            SocketAddr::V6(_) => IpAddr::V6(Ipv6Addr::LOCALHOST),
        });
    }
    address
}

fn status_line(address: SocketAddr) -> io::Result<String> {
    let mut stream = TcpStream::connect_timeout(&address, PATIENCE)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    let path = HEALTHZ.as_str();
    let asked = format!("GET {path} HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\n\r\n");
    stream.write_all(asked.as_bytes())?;
    let mut answer = Vec::new();
    stream.take(64 * 1024).read_to_end(&mut answer)?;
    let text = String::from_utf8_lossy(&answer);
    Ok(text.lines().next().unwrap_or_default().to_owned())
}

#[cfg(test)]
mod tests {
    use std::io::{BufRead, BufReader};
    use std::net::TcpListener;
    use std::thread;

    use super::*;

    /// What the command says about a server that gives one answer
    fn asked(answer: &'static str) -> Result<(), String> {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let args = HealthArgs {
            listen: Some(listener.local_addr().unwrap()),
        };
        let server = thread::spawn(move || {
            let (mut stream, _) = listener.accept().unwrap();
            let mut lines = BufReader::new(&stream).lines().map(Result::unwrap);
            assert_eq!(lines.next().unwrap(), "GET /healthz HTTP/1.1");
            assert!(lines.any(|line| line.is_empty()));
            stream.write_all(answer.as_bytes()).unwrap();
        });
        let result = run(&args).map_err(|error| error.to_string());
        server.join().unwrap();
        result
    }

    #[test]
    fn only_200_is_alive() {
        asked("HTTP/1.1 200 OK\r\n\r\nok\n").unwrap();
        let refused = asked("HTTP/1.1 503 Service Unavailable\r\n\r\n").unwrap_err();
        assert!(
            refused.ends_with("answers `HTTP/1.1 503 Service Unavailable`"),
            "{refused}"
        );
    }

    #[test]
    fn every_address_means_loopback() {
        for (listen, asked) in [
            ("0.0.0.0:3000", "127.0.0.1:3000"),
            ("[::]:3000", "[::1]:3000"),
            ("10.0.0.5:3000", "10.0.0.5:3000"),
        ] {
            assert_eq!(reachable(listen.parse().unwrap()), asked.parse().unwrap());
        }
    }
}
