//! Work that keeps a thread busy, away from the threads that answer.
//!
//! A usual request is planned and rendered in about a millisecond, and one of thousands of grants
//! in a good part of a second: nobody's health check waits for it.

use tracing::Span;

use crate::error::HttpError;

/// Does `work` elsewhere; what it logs belongs to the request at hand
pub(crate) async fn elsewhere<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, HttpError> + Send + 'static,
) -> Result<T, HttpError> {
    let span = Span::current();
    let done = tokio::task::spawn_blocking(move || span.in_scope(work)).await;
    // The panic is in the log already, written where it happened.
    done.unwrap_or(Err(HttpError::Panicked))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn an_answer_an_error_and_a_panic_come_back() {
        assert_eq!(elsewhere(|| Ok(7)).await.unwrap(), 7);
        let refused = elsewhere(|| Err::<(), _>(HttpError::NotFound)).await;
        assert!(matches!(refused, Err(HttpError::NotFound)));
        let panicked = elsewhere(|| -> Result<(), HttpError> { panic!("on purpose") }).await;
        assert!(matches!(panicked, Err(HttpError::Panicked)));
    }
}
