//! The headers of every answer, whatever it is.
//!
//! `Strict-Transport-Security` is left out on purpose: this server speaks plain http on a loopback
//! address, where browsers ignore it; a proxy that adds TLS adds the header too.

use axum::extract::{Request, State};
use axum::http::{HeaderName, HeaderValue, header};
use axum::middleware::Next;
use axum::response::Response;

use super::csp::ContentSecurityPolicy;

const ALWAYS: [(HeaderName, &str); 5] = [
    // The address of a page holds the request: it must not leave with a link.
    (header::REFERRER_POLICY, "no-referrer"),
    // A downloaded artifact is what its type says, never a page.
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    // No other site may hold a handle to our window, or load our answers into its page.
    (
        HeaderName::from_static("cross-origin-opener-policy"),
        "same-origin",
    ),
    (
        HeaderName::from_static("cross-origin-resource-policy"),
        "same-origin",
    ),
    // Of everything a browser offers, the pages write to the clipboard, and only that.
    (
        HeaderName::from_static("permissions-policy"),
        "camera=(), clipboard-read=(), clipboard-write=(self), display-capture=(), \
         geolocation=(), microphone=(), payment=(), usb=()",
    ),
];

pub(super) async fn add(
    State(csp): State<ContentSecurityPolicy>,
    request: Request,
    next: Next,
) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_SECURITY_POLICY, csp.value());
    for (name, value) in ALWAYS {
        headers.insert(name, HeaderValue::from_static(value));
    }
    // What says nothing of its own is a person's answers: it stays out of every cache.
    headers
        .entry(header::CACHE_CONTROL)
        .or_insert(HeaderValue::from_static("no-store"));
    response
}
