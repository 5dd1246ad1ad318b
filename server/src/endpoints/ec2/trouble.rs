//! What went wrong with a call, told apart by whether it may have been done.
//!
//! Must never let a request's head, a credential or a token into a message.

use std::error::Error;

use aws_sdk_ec2::error::{ProvideErrorMetadata, SdkError};
use aws_sdk_ec2::operation::RequestId;
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use postern_plan::run::{Answer, Cause, Trouble};

/// How a call failed
#[derive(Clone, Debug)]
pub(super) struct Failure {
    /// What happened
    pub(super) trouble: Trouble,
    /// What became of the call
    pub(super) effect: Effect,
    /// AWS's id for the request
    pub(super) request_id: Option<String>,
}

/// What became of a call that failed
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Effect {
    /// Nothing, and nothing would
    None,
    /// Nothing, for now
    NotNow,
    /// It may have been done
    Unclear,
}

impl Failure {
    pub(super) fn of<E>(error: &SdkError<E, HttpResponse>) -> Self
    where
        E: ProvideErrorMetadata + Error + 'static,
        SdkError<E, HttpResponse>: RequestId,
    {
        let request_id = error.request_id().map(str::to_owned);
        let (cause, effect, code) = match error {
            SdkError::ServiceError(service) => match service.err().code() {
                Some(code) => {
                    let cause = Cause::of(code, service.err().message().unwrap_or_default());
                    (cause, effect(cause), Some(code.to_owned()))
                }
                None => (Cause::Garbage, Effect::Unclear, None),
            },
            SdkError::ResponseError(_) => (Cause::Garbage, Effect::Unclear, None),
            SdkError::ConstructionFailure(_) => (Cause::Other, Effect::None, None),
            // Without credentials nothing was sent.
            other if about_credentials(other) => (Cause::Credentials, Effect::None, None),
            _ => (Cause::NoAnswer, Effect::Unclear, None),
        };
        let said = match error {
            SdkError::ServiceError(service) => service.err().message().map(str::to_owned),
            _ => None,
        };
        let message = said.unwrap_or_else(|| chain(error));
        Self {
            trouble: Trouble {
                cause,
                code,
                message,
            },
            effect,
            request_id,
        }
    }

    pub(super) fn answer(self) -> Answer {
        match self.effect {
            Effect::None => Answer::Refused(self.trouble),
            Effect::NotNow => Answer::NotNow(self.trouble),
            Effect::Unclear => Answer::Unclear(self.trouble),
        }
    }
}

fn effect(cause: Cause) -> Effect {
    match cause {
        Cause::Throttled => Effect::NotNow,
        Cause::Failed => Effect::Unclear,
        _ => Effect::None,
    }
}

fn about_credentials(error: &(dyn Error + 'static)) -> bool {
    causes(error).any(|e| e.to_string().to_lowercase().contains("credential"))
}

/// The error and everything behind it
fn causes<'e>(error: &'e (dyn Error + 'static)) -> impl Iterator<Item = &'e (dyn Error + 'static)> {
    std::iter::successors(Some(error), |error: &&(dyn Error + 'static)| {
        (*error).source()
    })
}

/// The error and everything behind it, in words
fn chain(error: &(dyn Error + 'static)) -> String {
    let mut words: Vec<String> = causes(error).map(ToString::to_string).collect();
    words.dedup();
    words.join(": ")
}

/// An answer that says nothing one can use
pub(super) fn garbage(what: &str) -> Trouble {
    Trouble {
        cause: Cause::Garbage,
        code: None,
        message: format!("AWS answered with {what}"),
    }
}

impl Failure {
    /// What an answer of 200 says of something that was not done
    pub(super) fn said(code: &str, message: &str, request_id: Option<String>) -> Self {
        let cause = Cause::of(code, message);
        Self {
            trouble: Trouble {
                cause,
                code: Some(code.to_owned()),
                message: message.to_owned(),
            },
            effect: effect(cause),
            request_id,
        }
    }
}
