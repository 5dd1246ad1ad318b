//! Where a link may lead.
//!
//! Leptos escapes an `href` but does not look at its scheme, so a `javascript:` address would pass.
//! Every link of Postern's is an [`Href`], and no `Href` has such a scheme.

use core::fmt;
use core::str::FromStr;

/// An address that is safe to link to: a path, query or fragment of this site, or an `https` page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Href(String);

/// Why an address is not an [`Href`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HrefError;

impl Href {
    /// An address written in this program. Never called with text from outside.
    pub fn fixed(address: &'static str) -> Self {
        Self(address.to_owned())
    }

    /// A path of this server, with what stands before all of them
    pub(crate) fn below(path: &'static str) -> Self {
        Self(crate::routes::below(path))
    }

    /// The element with this `id` on the same page.
    pub fn fragment(id: &str) -> Self {
        Self(format!("#{id}"))
    }

    /// The same address with this query string, already percent-encoded and without its `?`.
    /// An earlier query and fragment are dropped; an empty query adds nothing.
    #[must_use]
    pub fn with_query(&self, query: &str) -> Self {
        let path = self.0.split(['?', '#']).next().unwrap_or_default();
        if query.is_empty() {
            Self(path.to_owned())
        } else {
            Self(format!("{path}?{query}"))
        }
    }

    /// The same address, at the element with this `id`. An earlier fragment is dropped.
    #[must_use]
    pub fn with_fragment(&self, id: &str) -> Self {
        let rest = self.0.split('#').next().unwrap_or_default();
        Self(format!("{rest}#{id}"))
    }

    /// The address as written in the attribute.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Href {
    type Err = HrefError;

    /// Accepts `/path`, `?query`, `#fragment` and `https://host…`; refuses other schemes, an address
    /// of another host without a scheme (`//host`), and control characters, which browsers drop.
    fn from_str(address: &str) -> Result<Self, HrefError> {
        if address.chars().any(char::is_control) {
            return Err(HrefError);
        }
        let elsewhere = address.starts_with("//") || address.starts_with("/\\");
        let here = address.starts_with(['/', '?', '#']) && !elsewhere;
        let secure = address
            .strip_prefix("https://")
            .is_some_and(|rest| !rest.is_empty());
        if here || secure {
            Ok(Self(address.to_owned()))
        } else {
            Err(HrefError)
        }
    }
}

impl fmt::Display for Href {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Display for HrefError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not an address that a page may link to")
    }
}

impl core::error::Error for HrefError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_this_site_and_https_are_linked() {
        for good in [
            "/",
            "/where?region=us-east-1",
            "?z=abc",
            "#placement.vpc",
            "https://a.test/b",
        ] {
            assert_eq!(
                good.parse::<Href>().map(|href| href.to_string()),
                Ok(good.to_owned())
            );
        }
        for bad in [
            "",
            "javascript:alert(1)",
            "JaVaScRiPt:alert(1)",
            "java\nscript:alert(1)",
            "\tjavascript:alert(1)",
            "/\t/evil.test",
            "data:text/html,x",
            "http://a.test",
            "https://",
            "//evil.test",
            "/\\evil.test",
            "where",
            " /",
        ] {
            assert_eq!(bad.parse::<Href>(), Err(HrefError), "{bad:?}");
        }
    }

    #[test]
    fn query_and_fragment_replace_what_was_there() {
        let step = Href::fixed("/where?region=us-east-1#top");
        assert_eq!(step.with_query("name=a").as_str(), "/where?name=a");
        assert_eq!(step.with_query("").as_str(), "/where");
        assert_eq!(
            step.with_fragment("placement.vpc").as_str(),
            "/where?region=us-east-1#placement.vpc"
        );
        assert_eq!(Href::fragment("name").as_str(), "#name");
    }
}
