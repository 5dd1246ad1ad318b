//! An address of the web that may be believed: encrypted, or on this machine.
//!
//! Must only judge the address; who is there is another question.

use std::fmt;
use std::str::FromStr;

use thiserror::Error;
use url::{Host, Url};

/// An address that begins with `https://`, or with `http://` and a loopback host, without a user,
/// a password, a query and a fragment
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WebAddress {
    url: Url,
    text: String,
}

/// Text that is no such address
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("this is not an address that begins with https://, or with http:// on this machine")]
pub struct WebAddressError;

impl WebAddress {
    /// As it was written: what is compared byte by byte must stay as it is
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// As an address
    pub fn url(&self) -> &Url {
        &self.url
    }

    /// The host name; none where it is an address in digits
    pub fn domain(&self) -> Option<&str> {
        self.url.domain()
    }

    /// Its path, without a slash at the end; none where it has none
    pub fn base(&self) -> Option<&str> {
        let path = self.url.path().trim_end_matches('/');
        (!path.is_empty()).then_some(path)
    }

    /// This address with `path` behind it, however many slashes there are between
    pub fn below(&self, path: &str) -> String {
        let above = self.text.trim_end_matches('/');
        format!("{above}/{}", path.trim_start_matches('/'))
    }
}

impl FromStr for WebAddress {
    type Err = WebAddressError;

    fn from_str(text: &str) -> Result<Self, WebAddressError> {
        let url: Url = text.parse().map_err(|_| WebAddressError)?;
        let here = match url.host() {
            Some(Host::Domain(name)) => name == "localhost",
            Some(Host::Ipv4(ip)) => ip.is_loopback(),
            Some(Host::Ipv6(ip)) => ip.is_loopback(),
            None => return Err(WebAddressError),
        };
        let carried = url.scheme() == "https" || (url.scheme() == "http" && here);
        let bare = url.username().is_empty()
            && url.password().is_none()
            && url.query().is_none()
            && url.fragment().is_none();
        // The parser takes blanks away; what was written must be what is compared.
        let plain = !text.contains(|c: char| c.is_whitespace() || c.is_control());
        if carried && bare && plain {
            Ok(Self {
                url,
                text: text.to_owned(),
            })
        } else {
            Err(WebAddressError)
        }
    }
}

impl fmt::Display for WebAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_encrypted_stays_on_this_machine() {
        for right in [
            "https://login.example.org",
            "https://login.example.org/realms/a/",
            "http://localhost:3000",
            "http://127.0.0.1:9",
            "http://[::1]:9",
        ] {
            assert_eq!(right.parse::<WebAddress>().unwrap().as_str(), right);
        }
        for wrong in [
            "",
            "login.example.org",
            "http://login.example.org",
            "http://localhost.evil.example",
            "ftp://localhost",
            "https://a:b@login.example.org",
            "https://login.example.org?a",
            "https://login.example.org#a",
            " https://login.example.org",
            "https://login.exa\nmple.org",
            "https://",
            "javascript:alert(1)",
        ] {
            assert!(wrong.parse::<WebAddress>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_path_goes_behind_it() {
        let address: WebAddress = "https://a.example/b/".parse().unwrap();
        assert_eq!(address.below("/c"), "https://a.example/b/c");
    }
}
