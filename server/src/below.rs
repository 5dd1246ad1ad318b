//! Paths as they come in where the front of this server has something before all of them.
//!
//! A front may take it away or leave it: both are answered. Must change nothing but the path, and
//! must do so before anything is routed.

use axum::Router;
use axum::extract::Request;
use axum::http::Uri;
use axum::http::uri::PathAndQuery;
use tower::ServiceExt;

/// The same application, which answers below `base` as well; `base` is empty or as in `/tools/postern`
pub fn answering(base: &'static str, app: Router) -> Router {
    if base.is_empty() {
        return app;
    }
    Router::new().fallback_service(app.map_request(move |mut request: Request| {
        if let Some(uri) = without(base, request.uri()) {
            *request.uri_mut() = uri;
        }
        request
    }))
}

/// The address without what stands before all paths; none where that does not stand there
fn without(base: &str, uri: &Uri) -> Option<Uri> {
    let rest = uri.path().strip_prefix(base)?;
    let path = match rest {
        "" => "/",
        rest if rest.starts_with('/') => rest,
        // It is another path that begins alike.
        _ => return None,
    };
    let path = match uri.query() {
        Some(query) => format!("{path}?{query}"),
        None => path.to_owned(),
    };
    let mut parts = uri.clone().into_parts();
    parts.path_and_query = Some(PathAndQuery::try_from(path).ok()?);
    Uri::from_parts(parts).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_stands_before_all_paths_is_taken_away() {
        let without = |uri: &str| {
            let uri = without("/tools/postern", &uri.parse().unwrap());
            uri.map(|uri| uri.to_string())
        };
        for (uri, path) in [
            ("/tools/postern", "/"),
            ("/tools/postern/", "/"),
            ("/tools/postern/who?a=%2F&b=?", "/who?a=%2F&b=?"),
            ("/tools/postern?z=1", "/?z=1"),
            ("/tools/postern/tools/postern/who", "/tools/postern/who"),
            ("http://a.example/tools/postern/who", "http://a.example/who"),
        ] {
            assert_eq!(without(uri).as_deref(), Some(path), "{uri}");
        }
        for uri in ["/", "/who", "/tools/posterns/who", "/Tools/postern/who"] {
            assert_eq!(without(uri), None, "{uri}");
        }
        // Two slashes are a path, and never another host.
        assert_eq!(
            without("/tools/postern//evil.example").as_deref(),
            Some("//evil.example")
        );
    }
}
