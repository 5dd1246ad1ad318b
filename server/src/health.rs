//! Liveness. It asks nothing of anybody: a slow neighbour must not restart this process.

use axum::http::header;
use axum::response::IntoResponse;

/// Says that the process answers
pub async fn get() -> impl IntoResponse {
    (
        [(header::CONTENT_TYPE, "text/plain; charset=utf-8")],
        "ok\n",
    )
}
