//! What a page of ours may load and do: nothing, then one thing at a time.
//!
//! Only who may frame a page is up to the settings. There is no nonce and no `unsafe-inline`: style and script are files of this server, and a page
//! may not carry either in its text.

use axum::http::HeaderValue;

/// All but who may frame a page
const ALWAYS: &str = concat!(
    // Whatever is not named below is refused.
    "default-src 'none'; ",
    // The style sheet, from /assets/.
    "style-src 'self'; ",
    // The modules that add copy buttons and the live preview, from /assets/.
    "script-src 'self'; ",
    // The mark in the browser's tab and the logo, from /assets/.
    "img-src 'self'; ",
    // The live preview asks this server again.
    "connect-src 'self'; ",
    // Answers go to this server and nowhere else.
    "form-action 'self'; ",
    // No page needs <base>, and an injected one would redirect every relative link.
    "base-uri 'none'; ",
);

/// The value of `Content-Security-Policy` on every answer
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContentSecurityPolicy(HeaderValue);

impl ContentSecurityPolicy {
    /// The policy that lets pages of these origins frame ours. Nobody may where none is named: a
    /// click in a page creates something
    pub fn framed_by(ancestors: &[String]) -> Self {
        let who = if ancestors.is_empty() {
            "'none'".to_owned()
        } else {
            ancestors.join(" ")
        };
        let policy = format!("{ALWAYS}frame-ancestors {who}");
        // What cannot be said in a header lets nobody in.
        Self(
            HeaderValue::try_from(policy).unwrap_or(HeaderValue::from_static("default-src 'none'")),
        )
    }

    /// The value
    pub(super) fn value(&self) -> HeaderValue {
        self.0.clone()
    }
}

impl Default for ContentSecurityPolicy {
    fn default() -> Self {
        Self::framed_by(&[])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_policy_is_exactly_this() {
        let policy = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; \
             connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors";
        assert_eq!(
            ContentSecurityPolicy::default().value(),
            format!("{policy} 'none'")
        );
        let portal = ["https://portal.example.org".to_owned()];
        assert_eq!(
            ContentSecurityPolicy::framed_by(&portal).value(),
            format!("{policy} https://portal.example.org")
        );
    }
}
