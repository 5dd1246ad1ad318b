//! The refusals that every operation has, described for programs.
//!
//! Must name what stands before the handlers, and nothing that a handler decides.

use utoipa::IntoResponses;

use crate::error::Problem;

/// What stands before every handler
#[derive(IntoResponses)]
#[expect(dead_code, reason = "its variants are read by the macro alone")]
pub(super) enum Refusals {
    /// Nobody is signed in, and no token is beside the request that is good here
    #[response(status = 401, content_type = "application/problem+json")]
    SignedOut(#[to_schema] Problem),
    /// Whoever asks may not do this, or a page of another site asks
    #[response(status = 403, content_type = "application/problem+json")]
    MayNot(#[to_schema] Problem),
    /// The request or its answer was not complete in time
    #[response(status = 408, content_type = "application/problem+json")]
    TimedOut(#[to_schema] Problem),
    /// The request is meant for another host
    #[response(status = 421, content_type = "application/problem+json")]
    Misdirected(#[to_schema] Problem),
    /// More was asked in somebody's name than this server takes of one person; `Retry-After` says how
    /// many seconds to wait
    #[response(status = 429, content_type = "application/problem+json")]
    AskedTooOften(#[to_schema] Problem),
    /// A fault of this server
    #[response(status = 500, content_type = "application/problem+json")]
    Fault(#[to_schema] Problem),
}

/// What stands before every handler that takes a body of JSON
#[derive(IntoResponses)]
#[expect(dead_code, reason = "its variants are read by the macro alone")]
pub(super) enum BodyRefusals {
    /// The body is not JSON, or the key beside it is none
    #[response(status = 400, content_type = "application/problem+json")]
    Malformed(#[to_schema] Problem),
    /// The body is too large
    #[response(status = 413, content_type = "application/problem+json")]
    TooLarge(#[to_schema] Problem),
    /// The body is not declared as JSON
    #[response(status = 415, content_type = "application/problem+json")]
    Unsupported(#[to_schema] Problem),
    /// The body is JSON, and what it says is wrong or cannot be done: everything that is wrong is listed
    #[response(status = 422, content_type = "application/problem+json")]
    Invalid(#[to_schema] Problem),
    /// It is right, and not as things are now: the account changed, another run works there, an
    /// approval is missing, or what was asked under the same key is under way
    #[response(status = 409, content_type = "application/problem+json")]
    Conflict(#[to_schema] Problem),
    /// More is kept or asked than this server takes
    #[response(status = 503, content_type = "application/problem+json")]
    Full(#[to_schema] Problem),
}
