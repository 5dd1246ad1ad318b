//! What a page of ours may load and do: nothing, then one thing at a time.
//!
//! There is no nonce and no `unsafe-inline`: style and script are files of this server, and a page
//! may not carry either in its text.

/// The value of `Content-Security-Policy` on every answer
pub const CONTENT_SECURITY_POLICY: &str = concat!(
    // Whatever is not named below is refused.
    "default-src 'none'; ",
    // The style sheet, from /assets/.
    "style-src 'self'; ",
    // The modules that add copy buttons and the live preview, from /assets/.
    "script-src 'self'; ",
    // The mark in the browser's tab, from /assets/.
    "img-src 'self'; ",
    // The live preview asks this server again.
    "connect-src 'self'; ",
    // Answers go to this server and nowhere else.
    "form-action 'self'; ",
    // No page needs <base>, and an injected one would redirect every relative link.
    "base-uri 'none'; ",
    // Nobody may frame a page in which a click creates something.
    "frame-ancestors 'none'",
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_policy_is_exactly_this() {
        assert_eq!(
            CONTENT_SECURITY_POLICY,
            "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; \
             connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
        );
    }
}
