//! Values that are written as text in quotes.
//!
//! Must take nothing that does not read the same again.

use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;

use axum::http::HeaderName;
use ipnet::IpNet;
use postern_plan::arn::Arn;
use postern_plan::id::{AccountId, Region};
use serde_json::{Value, json};
use toml::de::DeValue;
use tracing_subscriber::EnvFilter;

use super::{Misfit, Setting, Shown};
use crate::hosts::HostName;
use crate::notices::{Encryption, Mailbox};
use crate::record::Act;
use crate::web_address::WebAddress;

/// What is logged, in the notation of the log's filter
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogFilter(String);

/// Whom the lines of the log are for
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogFormat {
    /// People
    Text,
    /// Programs: an object of JSON on each line
    Json,
}

impl LogFormat {
    const ALL: [Self; 2] = [Self::Text, Self::Json];

    /// The word for it
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Json => "json",
        }
    }
}

/// The ARN of a role
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoleArn(String);

/// The ARN of a role with [`ACCOUNT`] where an account's id goes
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RolePattern(String);

/// Stands for the id of an account in the ARN of a role
pub const ACCOUNT: &str = "{account}";

/// The ARN of an Application Load Balancer
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LoadBalancerArn {
    text: String,
    region: String,
}

/// A text of one line that is not empty
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line(String);

/// A group as the identity provider names it
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GroupName(String);

impl GroupName {
    /// The name
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl LogFilter {
    /// What is logged unless told
    pub fn usual() -> Self {
        // One says that tables are there already, the other warns of every cookie whose session ended.
        Self("info,sqlx=warn,tower_sessions_core=error".to_owned())
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

impl RolePattern {
    /// The ARN, with [`ACCOUNT`] where an account's id goes
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl LoadBalancerArn {
    /// The ARN
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Where the public keys of its Region are, without the id of a key and without a slash at the
    /// end (Elastic Load Balancing, "Authenticate users using an Application Load Balancer")
    pub fn keys(&self) -> String {
        let region = &self.region;
        if region.starts_with("us-gov-") {
            format!("https://s3-{region}.amazonaws.com/aws-elb-public-keys-prod-{region}")
        } else {
            format!("https://public-keys.auth.elb.{region}.amazonaws.com")
        }
    }
}

impl Line {
    /// The text
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A line that a default says
pub fn line(text: &'static str) -> Line {
    Line(text.to_owned())
}

/// Lines that a default says
pub fn lines(texts: &[&'static str]) -> Vec<Line> {
    texts.iter().copied().map(line).collect()
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

pub(super) use text;

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
    |word| {
        // The filter's own reader does not take white space at the ends of a part for granted.
        let parts: Vec<&str> = word.split(',').map(str::trim).collect();
        let word = parts.join(",");
        EnvFilter::try_new(&word).ok().map(|_| LogFilter(word))
    },
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
    RolePattern,
    "the ARN of an IAM role with `{account}` in place of the account's id",
    "arn:aws:iam::{account}:role/postern",
    |word| {
        // Any account will do to see whether it is the ARN of a role.
        let with = word.replacen(&format!("::{ACCOUNT}:"), "::111122223333:", 1);
        let right = with != word && !with.contains(['{', '}']) && RoleArn::of_word(&with).is_ok();
        right.then(|| RolePattern(word.to_owned()))
    },
    |role| role.0.clone()
);
text!(
    WebAddress,
    "an address that begins with https://, or with http:// on this machine",
    "https://login.example.org",
    |word| word.parse().ok(),
    ToString::to_string
);
text!(
    AccountId,
    "an AWS account id, which has twelve digits",
    "444455556666",
    |word| word.parse().ok(),
    ToString::to_string
);
text!(
    IpNet,
    "a network as in 10.0.0.0/16, or one address",
    "10.0.0.0/16",
    |word| word
        .parse()
        .ok()
        .or_else(|| word.parse::<IpAddr>().ok().map(IpNet::from))
        .map(|net: IpNet| net.trunc()),
    ToString::to_string
);
text!(
    HeaderName,
    "the name of a header",
    "x-forwarded-user",
    |word| word.parse().ok(),
    ToString::to_string
);
text!(
    LoadBalancerArn,
    "the ARN of an Application Load Balancer",
    "arn:aws:elasticloadbalancing:us-east-1:444455556666:loadbalancer/app/postern/0123456789abcdef",
    |word| {
        let arn: Arn = word.parse().ok()?;
        // Where the keys of other partitions are is not documented.
        let balancer = ["aws", "aws-us-gov"].contains(&arn.partition.as_str())
            && arn.service == "elasticloadbalancing"
            && arn.region.parse::<Region>().is_ok()
            && arn.resource.starts_with("loadbalancer/app/");
        balancer.then(|| LoadBalancerArn {
            text: word.to_owned(),
            region: arn.region,
        })
    },
    |balancer| balancer.text.clone()
);
text!(
    GroupName,
    "the name of a group, or `*` for everybody who signed in",
    "platform",
    |word| (!word.is_empty() && !word.contains(char::is_control))
        .then(|| GroupName(word.to_owned())),
    |group| group.0.clone()
);
text!(
    Act,
    "an act of the record, such as `approved`",
    "approved",
    |word| Act::ALL.into_iter().find(|act| act.as_str() == word),
    ToString::to_string
);
text!(
    Encryption,
    "`starttls`, `tls` or `none`",
    "starttls",
    |word| Encryption::ALL.into_iter().find(|one| one.as_str() == word),
    |one| one.as_str().to_owned()
);
text!(
    Mailbox,
    "a mail address",
    "postern@example.org",
    |word| word.parse().ok(),
    ToString::to_string
);
text!(
    LogFormat,
    "`text` or `json`",
    "json",
    |word| LogFormat::ALL.into_iter().find(|one| one.as_str() == word),
    |one| one.as_str().to_owned()
);
text!(
    Line,
    "a text of one line",
    "postern",
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
        // What made the filter's reader cut a character in two.
        assert_eq!(LogFilter::of_word("\u{a0}0="), LogFilter::of_word("0="));
        assert_eq!(
            LogFilter::of_word(" info,\u{a0}a=warn "),
            LogFilter::of_word("info,a=warn")
        );
        assert!(Line::of_word("a\nb").is_err());
        assert!(PathBuf::of_word("").is_err());
    }
}
