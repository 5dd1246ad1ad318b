//! What an answer to a changing call comes to: done, refused, not now, or nobody can tell.
//!
//! Must call nothing refused that may have been done.

use std::error::Error;

use aws_sdk_ec2::config::http::HttpResponse;
use aws_sdk_ec2::error::{ProvideErrorMetadata, SdkError};
use aws_sdk_ec2::operation::RequestId;
use postern_plan::run::{Answer, Cause, Mode, Trouble};

use super::trouble::trouble;
use crate::endpoints::Answered;

/// EC2's word for a dry run that would have been done
const DRY_RUN: &str = "DryRunOperation";

/// What was made, told from an output
pub(super) enum Made {
    /// Nothing has an id
    Nothing,
    /// What has this id, where the answer told it
    Thing(Option<String>),
}

/// The answer to a call
pub(super) fn answered<O, E>(
    result: &Result<O, SdkError<E, HttpResponse>>,
    mode: Mode,
    made: impl FnOnce(&O) -> Made,
) -> Answered
where
    O: RequestId,
    E: ProvideErrorMetadata + Error + Send + Sync + 'static,
{
    let (answer, request_id) = match result {
        Ok(output) => (done(made(output), mode), output.request_id()),
        Err(error) => (failed(error, mode), error.request_id()),
    };
    Answered {
        answer,
        request_id: request_id.map(str::to_owned),
    }
}

fn done(made: Made, mode: Mode) -> Answer {
    match (made, mode) {
        (Made::Thing(Some(id)), _) => Answer::Done(Some(id)),
        (Made::Thing(None), _) => Answer::Unclear(Trouble {
            cause: Cause::Garbage,
            code: None,
            message: "the answer does not say what was made".to_owned(),
        }),
        (Made::Nothing, Mode::Real) => Answer::Done(None),
        (Made::Nothing, Mode::Rehearsal) => Answer::Refused(Trouble {
            cause: Cause::NotEc2,
            code: None,
            message: "a dry run was answered as if it had been done".to_owned(),
        }),
    }
}

fn failed<E>(error: &SdkError<E, HttpResponse>, mode: Mode) -> Answer
where
    E: ProvideErrorMetadata + Error + Send + Sync + 'static,
{
    let code = error.code().unwrap_or_default();
    if mode == Mode::Rehearsal && code.eq_ignore_ascii_case(DRY_RUN) {
        return Answer::WouldBeDone;
    }
    let status = error.raw_response().map(|raw| raw.status().as_u16());
    judged(trouble(error), status)
}

/// What a trouble means for the call, with the status of its answer where there was one
pub(super) fn judged(trouble: Trouble, status: Option<u16>) -> Answer {
    let server_failed = status.is_some_and(|status| status >= 500);
    match trouble.cause {
        Cause::Throttled => Answer::NotNow(trouble),
        Cause::Garbage | Cause::Other if server_failed => Answer::Unclear(Trouble {
            cause: Cause::Failed,
            ..trouble
        }),
        Cause::Failed | Cause::NoAnswer | Cause::Garbage => Answer::Unclear(trouble),
        _ => Answer::Refused(trouble),
    }
}

#[cfg(test)]
mod tests {
    use super::super::trouble::said;
    use super::*;

    #[test]
    fn an_unknown_code_is_refused_unless_the_server_failed() {
        let judged = |code, status| judged(said(code, ""), Some(status));
        assert!(matches!(judged("Strange", 400), Answer::Refused(_)));
        assert!(matches!(judged("Strange", 500), Answer::Unclear(_)));
        assert!(matches!(
            judged("RequestLimitExceeded", 503),
            Answer::NotNow(_)
        ));
        assert!(matches!(judged("InternalError", 500), Answer::Unclear(_)));
        assert!(matches!(judged("Unavailable", 503), Answer::Unclear(_)));
    }

    #[test]
    fn a_dry_run_that_was_done_is_never_passed_over() {
        assert!(matches!(
            done(Made::Nothing, Mode::Rehearsal),
            Answer::Refused(Trouble {
                cause: Cause::NotEc2,
                ..
            })
        ));
        assert!(matches!(
            done(Made::Thing(Some("vpce-1".to_owned())), Mode::Rehearsal),
            Answer::Done(Some(_))
        ));
        assert!(matches!(
            done(Made::Thing(None), Mode::Real),
            Answer::Unclear(_)
        ));
    }
}
