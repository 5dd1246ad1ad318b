//! The page that says what went wrong and offers a way out.

use axum::response::{IntoResponse, Response};

use super::shell::{document, escape};
use crate::assets::Assets;
use crate::error::{ErrorEntry, HttpError};
use crate::middleware::RequestId;
use crate::routes::HOME;

/// `error` as a page; a fault shows the request's id and nothing else
pub(crate) fn page(error: &HttpError, request: &RequestId, assets: &Assets) -> Response {
    let title = error.title();
    let what = if error.status().is_server_error() {
        format!(
            "<p>Request id: <code>{}</code></p>",
            escape(request.as_str())
        )
    } else {
        error.entries().iter().map(paragraph).collect()
    };
    let home = HOME.href();
    let main = format!(
        "<h1>{}</h1>\n{what}\n<p><a href=\"{home}\">Go to the first page</a></p>",
        escape(title)
    );
    (error.status(), document(title, &main, assets)).into_response()
}

fn paragraph(entry: &ErrorEntry) -> String {
    let place = match entry.path.as_str() {
        "" => String::new(),
        path => format!("<code>{}</code>: ", escape(path)),
    };
    let text = match &entry.text {
        Some(text) => format!(": <code>{}</code>", escape(text)),
        None => String::new(),
    };
    let message = if place.is_empty() {
        capitalised(&entry.message)
    } else {
        entry.message.clone()
    };
    format!(
        "<p>{place}{}{text}.</p>\n<p>{}</p>\n",
        escape(&message),
        escape(&entry.help)
    )
}

fn capitalised(text: &str) -> String {
    let mut rest = text.chars();
    let first = rest.next().into_iter().flat_map(char::to_uppercase);
    first.chain(rest.clone()).collect()
}
