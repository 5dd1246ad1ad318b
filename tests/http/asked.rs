//! Asking the application, and reading the whole answer.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use axum::Router;
use axum::body::Body;
use axum::http::request::Builder;
use axum::http::{HeaderMap, Request, StatusCode};
use http_body_util::BodyExt;
use postern_plan::catalog::Catalog;
use postern_server::api::ApiDocuments;
use postern_server::assets::Assets;
use postern_server::hosts::AllowedHosts;
use postern_server::middleware;
use postern_server::route_table::RouteTable;
use postern_server::router;
use postern_server::state::AppState;
use tower::ServiceExt;

use crate::log;

/// An answer, read to its end
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    /// The value of a header; empty when it is not there
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .map_or("", |value| value.to_str().unwrap())
    }

    /// The body as text
    pub(crate) fn text(&self) -> &str {
        std::str::from_utf8(&self.body).unwrap()
    }

    /// The body as JSON
    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.body).unwrap()
    }
}

/// The application as the product builds it, on a loopback address
pub(crate) fn app() -> Router {
    router::app(state())
}

/// Routes of a test's own inside the product's layers
pub(crate) fn layered(table: RouteTable<AppState>) -> Router {
    let state = state();
    middleware::wrap(table.into_router(), &state).with_state(state)
}

/// The files that the application of these tests serves
pub(crate) fn files() -> Assets {
    let file = |name: &str, text: &str| (name.to_owned(), text.as_bytes().to_vec());
    let styles = BTreeMap::from([
        file(
            "main.css",
            "@layer base;\n@import \"base.css\" layer(base);\n",
        ),
        file("base.css", &"p { margin: 0 }\n".repeat(50)),
    ]);
    let public = BTreeMap::from([
        file("js/main.js", &"export const one = 1;\n".repeat(50)),
        file("tiny.txt", "x"),
    ]);
    Assets::new(&styles, public).unwrap()
}

/// A request for `path` of this host
pub(crate) fn request(method: &str, path: &str) -> Builder {
    Request::builder()
        .method(method)
        .uri(path)
        .header("host", "localhost:3000")
}

/// Sends a request without a body
pub(crate) async fn ask(app: Router, request: Builder) -> Answer {
    send(app, request.body(Body::empty()).unwrap()).await
}

/// Sends a request
pub(crate) async fn send(app: Router, request: Request<Body>) -> Answer {
    log::start();
    let (parts, body) = app.oneshot(request).await.unwrap().into_parts();
    Answer {
        status: parts.status,
        headers: parts.headers,
        body: body.collect().await.unwrap().to_bytes().to_vec(),
    }
}

/// Whether whoever asked may not, or has to say who they are
pub(crate) fn is_refusal(status: StatusCode) -> bool {
    [StatusCode::UNAUTHORIZED, StatusCode::FORBIDDEN].contains(&status)
}

/// A path of the table with its parameters filled in
pub(crate) fn filled(path: &str) -> String {
    let asset = files().href("js/main.js").unwrap();
    path.replace("/assets/{build}/{*file}", &asset)
        .replace("{run}", "run-01ARZ3NDEKTSV4RRFFQ69G5FAV")
        .replace("{page}", "oauth")
        .replace("{proposal}", "proposal-01ARZ3NDEKTSV4RRFFQ69G5FAV")
}

/// Sends `GET path`
pub(crate) async fn get(path: &str) -> Answer {
    ask(app(), request("GET", path)).await
}

/// Sends `POST path` with a body of JSON
pub(crate) async fn post_json(path: &str, body: impl Into<Body>) -> Answer {
    let request = request("POST", path).header("content-type", "application/json");
    send(app(), request.body(body.into()).unwrap()).await
}

/// Put together once: reading the catalogue for each request of each test takes most of the time
pub(crate) fn state() -> AppState {
    static STATE: LazyLock<AppState> = LazyLock::new(|| {
        let catalog = Catalog::load().unwrap();
        let documents = ApiDocuments::of(&catalog).unwrap();
        let listen = "127.0.0.1".parse().unwrap();
        AppState::new(
            files(),
            catalog,
            documents,
            AllowedHosts::new(listen, Vec::new()),
        )
    });
    STATE.clone()
}
