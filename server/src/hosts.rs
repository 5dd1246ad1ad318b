//! Which host names the server answers to.
//!
//! Must only judge names; who says them is in the settings.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::str::FromStr;

use axum::http::uri::Authority;
use thiserror::Error;

/// Where the server listens unless told: this machine only
pub const DEFAULT_LISTEN: SocketAddr = SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 3000);

/// The names under which the server may be addressed
///
/// A page elsewhere can point a name of its own at this machine (DNS rebinding); the browser then
/// sends that name as `Host`, and it is not among these.
#[derive(Clone, Debug)]
pub struct AllowedHosts {
    listen: IpAddr,
    names: Vec<HostName>,
}

/// A host name without a port, in lower case
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HostName(String);

/// Text that is not a host name
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error(
    "`{0}` is not a host name: write it without scheme, port and path, as in postern.example.org"
)]
pub struct HostNameError(String);

impl AllowedHosts {
    /// Loopback names, the address listened on, and `names`
    pub fn new(listen: IpAddr, names: Vec<HostName>) -> Self {
        Self { listen, names }
    }

    /// Whether a request for `authority` (a `Host` header) is meant for this server
    ///
    /// The port is ignored: rebinding is about names. A server that listens on every address
    /// answers to every address, since no name can be pointed at an address written in digits.
    pub fn admits(&self, authority: &str) -> bool {
        let Ok(authority) = authority.parse::<Authority>() else {
            return false;
        };
        if authority.as_str().contains('@') {
            return false;
        }
        let host = authority.host();
        let bare = host
            .strip_prefix('[')
            .and_then(|host| host.strip_suffix(']'))
            .unwrap_or(host);
        match bare.parse::<IpAddr>() {
            Ok(ip) => ip.is_loopback() || ip == self.listen || self.listen.is_unspecified(),
            Err(_) => bare
                .parse::<HostName>()
                .is_ok_and(|name| name.0 == "localhost" || self.names.contains(&name)),
        }
    }
}

impl FromStr for HostName {
    type Err = HostNameError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let name = text.strip_suffix('.').unwrap_or(text).to_ascii_lowercase();
        let plain = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
        let right = name
            .split('.')
            .all(|label| !label.is_empty() && label.chars().all(plain));
        if right && name.len() <= 253 {
            Ok(Self(name))
        } else {
            Err(HostNameError(text.to_owned()))
        }
    }
}

impl fmt::Display for HostName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hosts(listen: &str) -> AllowedHosts {
        let names = vec!["postern.example.org".parse().unwrap()];
        AllowedHosts::new(listen.parse().unwrap(), names)
    }

    #[test]
    fn admits_loopback_and_configured_names_only() {
        let hosts = hosts("127.0.0.1");
        for right in [
            "localhost",
            "localhost:3000",
            "LOCALHOST.:1",
            "127.0.0.1:3000",
            "[::1]:3000",
            "postern.example.org",
            "Postern.Example.org:443",
        ] {
            assert!(hosts.admits(right), "{right}");
        }
        for wrong in [
            "",
            "evil.example",
            "localhost.evil.example",
            "xpostern.example.org",
            "10.0.0.5:3000",
            "0.0.0.0:3000",
            "user@localhost",
            "localhost/",
            "local host",
        ] {
            assert!(!hosts.admits(wrong), "{wrong}");
        }
    }

    #[test]
    fn admits_the_address_listened_on() {
        assert!(hosts("10.0.0.5").admits("10.0.0.5:3000"));
        assert!(!hosts("10.0.0.5").admits("10.0.0.6:3000"));
        assert!(hosts("0.0.0.0").admits("10.0.0.6:3000"));
        assert!(!hosts("0.0.0.0").admits("evil.example"));
    }

    #[test]
    fn a_host_name_has_no_port_scheme_or_path() {
        for wrong in ["", "a:1", "http://a", "a/b", "a..b", ".", "a b"] {
            assert!(wrong.parse::<HostName>().is_err(), "{wrong}");
        }
    }
}
