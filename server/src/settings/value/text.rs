//! Values that are written as text in quotes.
//!
//! Must take nothing that does not read the same again.

use std::net::SocketAddr;
use std::path::PathBuf;

use postern_plan::arn::Arn;
use serde_json::{Value, json};
use toml::de::DeValue;
use tracing_subscriber::EnvFilter;

use super::{Misfit, Setting, Shown};
use crate::hosts::HostName;

/// What is logged, in the notation of the log's filter
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogFilter(String);

/// The ARN of a role
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoleArn(String);

/// A text of one line that is not empty
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line(String);

impl LogFilter {
    /// What is logged unless told
    pub fn usual() -> Self {
        Self("info".to_owned())
    }

    /// The filter
    pub fn filter(&self) -> EnvFilter {
        EnvFilter::new(&self.0)
    }
}

impl RoleArn {
    /// The ARN
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Line {
    /// The text
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A type that is written as text in quotes: what it is, an example, and how a word is read
macro_rules! text {
    ($type:ty, $what:literal, $example:literal, $read:expr, $write:expr) => {
        impl Setting for $type {
            fn what() -> String {
                $what.to_owned()
            }

            fn example() -> Value {
                json!($example)
            }

            fn of_toml(value: &DeValue<'_>) -> Result<Self, Misfit> {
                match value {
                    DeValue::String(text) => Self::of_word(text),
                    _ => Err(Misfit::default()),
                }
            }

            fn of_word(word: &str) -> Result<Self, Misfit> {
                let read: fn(&str) -> Option<Self> = $read;
                read(word).ok_or_else(Misfit::default)
            }

            fn shown(&self) -> Shown {
                let write: fn(&Self) -> String = $write;
                Shown::Value(json!(write(self)))
            }
        }
    };
}

text!(
    SocketAddr,
    "an IP address and a port",
    "127.0.0.1:3000",
    |word| word.parse().ok(),
    ToString::to_string
);
text!(
    HostName,
    "a host name without scheme, port and path",
    "postern.example.org",
    |word| word.parse().ok(),
    ToString::to_string
);
text!(
    PathBuf,
    "a path",
    "/var/lib/postern",
    |word| (!word.is_empty() && !word.contains(char::is_control)).then(|| word.into()),
    |path| path.to_string_lossy().into_owned()
);
text!(
    LogFilter,
    "a log filter of `error`, `warn`, `info` and `debug`",
    "info,postern_server=debug",
    |word| EnvFilter::try_new(word)
        .ok()
        .map(|_| LogFilter(word.to_owned())),
    |filter| filter.0.clone()
);
text!(
    RoleArn,
    "the ARN of an IAM role",
    "arn:aws:iam::444455556666:role/postern",
    |word| {
        let arn: Arn = word.parse().ok()?;
        let role =
            arn.service == "iam" && arn.region.is_empty() && arn.resource.starts_with("role/");
        role.then(|| RoleArn(word.to_owned()))
    },
    |role| role.0.clone()
);
text!(
    Line,
    "a text of one line",
    "door",
    |word| (!word.is_empty() && !word.contains(char::is_control)).then(|| Line(word.to_owned())),
    |line| line.0.clone()
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_of_the_type_is_refused() {
        for wrong in ["", "3000", "localhost:1", "127.0.0.1"] {
            assert!(SocketAddr::of_word(wrong).is_err(), "{wrong}");
        }
        for wrong in ["", "arn:aws:iam::444455556666:user/a", "role/a"] {
            assert!(RoleArn::of_word(wrong).is_err(), "{wrong}");
        }
        assert!(LogFilter::of_word("a=b=c").is_err());
        assert!(Line::of_word("a\nb").is_err());
        assert!(PathBuf::of_word("").is_err());
    }
}
