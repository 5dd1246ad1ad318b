//! Refuses requests that are meant for another host.
//!
//! A site can point its own name at this machine and so read pages of a server that listens on
//! loopback only (DNS rebinding). It cannot choose the `Host` that the browser sends.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::header;
use axum::middleware::Next;
use axum::response::Response;

use crate::error::HttpError;
use crate::hosts::AllowedHosts;

pub(super) async fn check(
    State(hosts): State<Arc<AllowedHosts>>,
    request: Request,
    next: Next,
) -> Result<Response, HttpError> {
    let host = named(&request);
    if hosts.admits(&host) {
        Ok(next.run(request).await)
    } else {
        Err(HttpError::Misdirected { host })
    }
}

/// The host of the request's target if it has one (RFC 9112, 3.2.2), else its one `Host` header;
/// empty when there is none, or more than one
fn named(request: &Request) -> String {
    if let Some(authority) = request.uri().authority() {
        return authority.as_str().to_owned();
    }
    let mut hosts = request.headers().get_all(header::HOST).iter();
    match (hosts.next(), hosts.next()) {
        (Some(host), None) => host.to_str().unwrap_or_default().to_owned(),
        _ => String::new(),
    }
}
