//! Errors of the SDK in domain words.
//!
//! Must not pass on more than AWS's own first line: what follows it can quote the request.

use std::error::Error;

use aws_credential_types::provider::error::CredentialsError;
use aws_sdk_ec2::error::{ProvideErrorMetadata, SdkError};
use postern_plan::inventory::{Gap, Part};
use postern_plan::run::{Cause, Trouble};

use super::assumed::NotAssumed;

/// The most characters of AWS's words that are kept
const LONGEST: usize = 600;

/// What went wrong with a call
pub(super) fn trouble<E, R>(error: &SdkError<E, R>) -> Trouble
where
    E: ProvideErrorMetadata + Error + Send + Sync + 'static,
    R: std::fmt::Debug + Send + Sync + 'static,
{
    let plain = |cause, message: &str| Trouble {
        cause,
        code: None,
        message: message.to_owned(),
    };
    if let Some(refused) = found::<NotAssumed>(error) {
        return Trouble {
            message: refused.to_string(),
            cause: match refused.trouble.cause {
                Cause::Denied => Cause::Role,
                cause => cause,
            },
            code: refused.trouble.code.clone(),
        };
    }
    if let Some(error) = no_credentials(error) {
        return plain(Cause::Credentials, error);
    }
    match error {
        SdkError::ServiceError(context) => {
            let error = context.err();
            match error.code().filter(|code| !code.is_empty()) {
                Some(code) => said(code, error.message().unwrap_or_default()),
                None => plain(Cause::Garbage, "the answer could not be read"),
            }
        }
        SdkError::ResponseError(_) => plain(Cause::Garbage, "the answer could not be read"),
        SdkError::TimeoutError(_) => plain(Cause::NoAnswer, "no answer came in time"),
        SdkError::DispatchFailure(failure) if failure.is_timeout() => {
            plain(Cause::NoAnswer, "no answer came in time")
        }
        SdkError::DispatchFailure(failure) => {
            let cause = failure.as_connector_error().map(|error| innermost(error));
            let cause = cause.unwrap_or_default();
            plain(Cause::NoAnswer, &format!("the connection failed: {cause}"))
        }
        SdkError::ConstructionFailure(_) => plain(Cause::Other, "the call could not be made up"),
        _ => plain(Cause::Other, "the call failed"),
    }
}

/// What AWS said, by its code and words
pub(super) fn said(code: &str, message: &str) -> Trouble {
    let line = message.lines().next().unwrap_or_default();
    Trouble {
        cause: Cause::of(code, message),
        code: Some(code.chars().take(80).collect()),
        message: line.chars().take(LONGEST).collect(),
    }
}

/// What is missing of an inventory, and why. The action is named where a part needs several
pub(super) fn gap(part: Part, action: Option<&str>, trouble: &Trouble) -> Gap {
    let action = action.unwrap_or(part.action());
    let code = trouble.code.as_deref();
    let refused = code.is_some_and(|code| code.eq_ignore_ascii_case("AuthFailure"));
    let reason = match (trouble.cause, code) {
        (Cause::Denied, _) => format!("{action} was denied"),
        _ if refused => format!("{action} was denied"),
        (_, Some(code)) => format!("{action} failed: {code}"),
        (_, None) => format!("{action} failed: {}", trouble.message),
    };
    Gap { part, reason }
}

fn no_credentials(error: &(dyn Error + 'static)) -> Option<&'static str> {
    Some(match found::<CredentialsError>(error)? {
        CredentialsError::CredentialsNotLoaded(_) => "there are no AWS credentials",
        CredentialsError::ProviderTimedOut(_) => "the AWS credentials took too long",
        CredentialsError::InvalidConfiguration(_) => {
            "the configuration of the AWS credentials cannot be used"
        }
        _ => "the AWS credentials could not be had",
    })
}

/// The first error of a kind among this one and what caused it
fn found<'a, E: Error + 'static>(error: &'a (dyn Error + 'static)) -> Option<&'a E> {
    let mut at = Some(error);
    while let Some(error) = at {
        if let Some(found) = error.downcast_ref() {
            return Some(found);
        }
        at = error.source();
    }
    None
}

fn innermost(error: &(dyn Error + 'static)) -> String {
    let mut at = error;
    while let Some(source) = at.source() {
        at = source;
    }
    at.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_first_line_of_what_aws_says_is_kept() {
        let trouble = said(
            "SignatureDoesNotMatch",
            "The signatures differ.\n\nThe Canonical String was\n'x-amz-security-token:planted'",
        );
        assert_eq!(trouble.message, "The signatures differ.");
        assert_eq!(trouble.cause, Cause::Credentials);
    }

    #[test]
    fn a_gap_says_which_action_was_denied() {
        let denied = said("UnauthorizedOperation", "no");
        assert_eq!(
            gap(Part::SecurityGroups, None, &denied).reason,
            "ec2:DescribeSecurityGroups was denied"
        );
        let slow = Trouble {
            cause: Cause::NoAnswer,
            code: None,
            message: "no answer came in time".to_owned(),
        };
        assert_eq!(
            gap(Part::Vpcs, None, &slow).reason,
            "ec2:DescribeVpcs failed: no answer came in time"
        );
    }
}
