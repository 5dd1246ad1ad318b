//! Addresses of the web and the colour of pages.
//!
//! Must take nothing that a header or a style sheet would read as more than a value.

use postern_app::accent::Accent;
use postern_app::href::Href;
use serde_json::{Value, json};
use toml::de::DeValue;
use url::Url;

use super::text::text;
use super::{Misfit, Setting, Shown};
use crate::web_address::WebAddress;

/// Where a collector takes traces: on the same network it is often not encrypted
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CollectorAddress(String);

/// A page that is linked to
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LinkAddress(Href);

/// The scheme, the host and the port of a web site
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WebOrigin(String);

impl CollectorAddress {
    /// The address
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl LinkAddress {
    /// The address
    pub fn href(&self) -> &Href {
        &self.0
    }
}

impl WebOrigin {
    /// The origin, without a slash at its end
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

text!(
    CollectorAddress,
    "an address that begins with http:// or https:// and has no user in it",
    "http://127.0.0.1:4318/v1/traces",
    |word| {
        let url: Url = word.parse().ok()?;
        let web = ["http", "https"].contains(&url.scheme()) && url.has_host();
        let bare = url.username().is_empty() && url.password().is_none();
        let plain = !word.contains(|c: char| c.is_whitespace() || c.is_control());
        (web && bare && plain).then(|| CollectorAddress(word.to_owned()))
    },
    |address| address.0.clone()
);
text!(
    Accent,
    "a colour of `#` and six hexadecimal digits",
    "#0b5964",
    |word| word.parse().ok(),
    ToString::to_string
);
text!(
    LinkAddress,
    "an address that begins with https://",
    "https://wiki.example.org/postern",
    |word| {
        let href: Href = word.parse().ok()?;
        word.starts_with("https://").then_some(LinkAddress(href))
    },
    |address| address.0.to_string()
);
text!(
    WebOrigin,
    "an origin: https:// and a host, with a port or without, and no path",
    "https://portal.example.org",
    |word| {
        let address: WebAddress = word.parse().ok()?;
        // Its end may be a slash; what is said to browsers has none.
        let origin = address.url().origin().ascii_serialization();
        (word.trim_end_matches('/') == origin).then_some(WebOrigin(origin))
    },
    |origin| origin.0.clone()
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_more_than_a_value_is_refused() {
        for wrong in [
            "https://a.example; script-src *",
            "https://a.example/b",
            "*",
            "https://",
        ] {
            assert!(WebOrigin::of_word(wrong).is_err(), "{wrong}");
        }
        for wrong in [
            "javascript:alert(1)",
            "http://a.example",
            "/path",
            "//a.example",
        ] {
            assert!(LinkAddress::of_word(wrong).is_err(), "{wrong}");
        }
        for wrong in [
            "ftp://a.example",
            "http://",
            "http://u:p@a.example/",
            "http://a .example/",
        ] {
            assert!(CollectorAddress::of_word(wrong).is_err(), "{wrong}");
        }
        let origin = WebOrigin::of_word("https://a.example:8443/").unwrap();
        assert_eq!(origin.as_str(), "https://a.example:8443");
    }
}
