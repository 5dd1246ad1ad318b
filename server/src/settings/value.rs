//! What the value of one key may be, in the file and as a word of the environment or a command.
//!
//! Must know nothing of keys: a type reads and shows itself the same wherever it is used.

mod number;
mod repository;
mod text;
mod web;

use std::fmt;
use std::str::FromStr;

use postern_plan::id::AccountId;
use serde_json::{Value, json};
use toml::de::DeValue;

use super::secret::Secret;
use crate::notices::WebhookName;
use crate::roles::EnvironmentName;

pub use number::{Milliseconds, Percent};
pub use repository::{BranchName, BundleFolder, RepositoryPath};
pub use text::{
    ACCOUNT, GroupName, Line, LoadBalancerArn, LogFilter, LogFormat, RoleArn, RolePattern, line,
    lines,
};
pub use web::{CollectorAddress, LinkAddress, WebOrigin};

/// The type of a key's value
pub trait Setting: Clone + PartialEq + Sized {
    /// Whether it may be seen
    const SECRECY: Secrecy = Secrecy::Open;
    /// What a value is, as in "an IP address and a port"
    fn what() -> String;
    /// A right one
    fn example() -> Value;
    /// Reads it as it stands in the file
    fn of_toml(value: &DeValue<'_>) -> Result<Self, Misfit>;
    /// Reads it from a word
    fn of_word(word: &str) -> Result<Self, Misfit>;
    /// As it may be shown
    fn shown(&self) -> Shown;
}

/// Whether a value may be seen
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Secrecy {
    /// It may
    Open,
    /// It may not, and does not stand in the file either
    Secret,
}

/// A value as it may be shown
#[derive(Clone, Debug, PartialEq)]
pub enum Shown {
    /// There is none
    Unset,
    /// There is one; as TOML it reads the same
    Value(Value),
    /// There is one, and nobody may see it
    Secret(Secret),
}

/// A value is not of the type
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Misfit {
    /// Why, where there is more to say than what it must be
    pub why: Option<String>,
}

/// The name of a section of which there may be many
pub trait Named: Ord + Clone + std::fmt::Display + std::str::FromStr {
    /// What stands for it where it is spoken of
    const PLACEHOLDER: &'static str;
    /// A right one
    const EXAMPLE: &'static str;
    /// What it is
    const WHAT: &'static str;
}

impl Named for AccountId {
    const PLACEHOLDER: &'static str = "ACCOUNT";
    const EXAMPLE: &'static str = "444455556666";
    const WHAT: &'static str = "an AWS account id, which has twelve digits";
}

impl Named for EnvironmentName {
    const PLACEHOLDER: &'static str = "ENVIRONMENT";
    const EXAMPLE: &'static str = "prod";
    const WHAT: &'static str =
        "a name of lower-case letters, digits and hyphens that begins with a letter";
}

/// The name of a link at the foot of pages: lower-case letters, digits and hyphens
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct LinkName(EnvironmentName);

impl FromStr for LinkName {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        text.parse().map(Self)
    }
}

impl fmt::Display for LinkName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl Named for LinkName {
    const PLACEHOLDER: &'static str = "LINK";
    const EXAMPLE: &'static str = "help";
    const WHAT: &'static str = EnvironmentName::WHAT;
}

impl Named for WebhookName {
    const PLACEHOLDER: &'static str = "WEBHOOK";
    const EXAMPLE: &'static str = "chat";
    const WHAT: &'static str = EnvironmentName::WHAT;
}

impl Setting for Secret {
    const SECRECY: Secrecy = Secrecy::Secret;

    fn what() -> String {
        "a secret".to_owned()
    }

    fn example() -> Value {
        json!("/run/secrets/postern")
    }

    fn of_toml(_: &DeValue<'_>) -> Result<Self, Misfit> {
        Err(Misfit::default())
    }

    fn of_word(word: &str) -> Result<Self, Misfit> {
        if word.is_empty() {
            return Err(Misfit::default());
        }
        Ok(Self::new(word))
    }

    fn shown(&self) -> Shown {
        Shown::Secret(self.clone())
    }
}

impl Setting for bool {
    fn what() -> String {
        "`true` or `false`".to_owned()
    }

    fn example() -> Value {
        json!(true)
    }

    fn of_toml(value: &DeValue<'_>) -> Result<Self, Misfit> {
        value.as_bool().ok_or_else(Misfit::default)
    }

    fn of_word(word: &str) -> Result<Self, Misfit> {
        word.parse().map_err(|_| Misfit::default())
    }

    fn shown(&self) -> Shown {
        Shown::Value(json!(self))
    }
}

impl<T: Setting> Setting for Option<T> {
    const SECRECY: Secrecy = T::SECRECY;

    fn what() -> String {
        T::what()
    }

    fn example() -> Value {
        T::example()
    }

    fn of_toml(value: &DeValue<'_>) -> Result<Self, Misfit> {
        T::of_toml(value).map(Some)
    }

    fn of_word(word: &str) -> Result<Self, Misfit> {
        T::of_word(word).map(Some)
    }

    fn shown(&self) -> Shown {
        self.as_ref().map_or(Shown::Unset, Setting::shown)
    }
}

/// In the file a list; as a word, with commas between
impl<T: Setting> Setting for Vec<T> {
    fn what() -> String {
        format!("a list, each of it {}", T::what())
    }

    fn example() -> Value {
        json!([T::example()])
    }

    fn of_toml(value: &DeValue<'_>) -> Result<Self, Misfit> {
        let list = value.as_array().ok_or_else(Misfit::default)?;
        let mut all = Self::new();
        for (index, item) in list.iter().enumerate() {
            all.push(T::of_toml(item.get_ref()).map_err(|_| misfit::<T>(index))?);
        }
        Ok(all)
    }

    fn of_word(word: &str) -> Result<Self, Misfit> {
        let words = word
            .split(',')
            .map(str::trim)
            .filter(|word| !word.is_empty());
        let mut all = Self::new();
        for (index, word) in words.enumerate() {
            all.push(T::of_word(word).map_err(|_| misfit::<T>(index))?);
        }
        Ok(all)
    }

    fn shown(&self) -> Shown {
        let values = self.iter().filter_map(|item| match item.shown() {
            Shown::Value(value) => Some(value),
            Shown::Unset | Shown::Secret(_) => None,
        });
        Shown::Value(values.collect())
    }
}

fn misfit<T: Setting>(index: usize) -> Misfit {
    let why = format!("number {} of the list must be {}", index + 1, T::what());
    Misfit { why: Some(why) }
}

#[cfg(test)]
mod tests {
    use std::net::SocketAddr;
    use std::num::NonZeroU32;
    use std::path::PathBuf;

    use axum::http::HeaderName;
    use ipnet::IpNet;
    use proptest::prelude::*;

    use super::*;
    use crate::hosts::HostName;
    use crate::web_address::WebAddress;

    fn toml<T: Setting>(text: &str) -> Result<T, Misfit> {
        T::of_toml(DeValue::parse(text).unwrap().get_ref())
    }

    /// What is shown reads as the same again, in the file
    fn again<T: Setting + std::fmt::Debug>(value: &T) {
        let Shown::Value(shown) = value.shown() else {
            panic!("{value:?} shows nothing")
        };
        assert_eq!(toml::<T>(&shown.to_string()).as_ref(), Ok(value), "{shown}");
    }

    #[test]
    fn every_type_reads_its_own_example() {
        fn check<T: Setting + std::fmt::Debug>() {
            let value: T = toml(&T::example().to_string()).unwrap();
            again(&value);
        }
        check::<SocketAddr>();
        check::<HostName>();
        check::<PathBuf>();
        check::<LogFilter>();
        check::<RoleArn>();
        check::<RolePattern>();
        check::<Line>();
        check::<bool>();
        check::<Milliseconds>();
        check::<NonZeroU32>();
        check::<Option<Line>>();
        check::<WebAddress>();
        check::<AccountId>();
        check::<IpNet>();
        check::<HeaderName>();
        check::<LoadBalancerArn>();
        check::<Vec<HostName>>();
    }

    #[test]
    fn what_is_of_another_type_is_refused() {
        assert!(toml::<SocketAddr>("3000").is_err());
        assert!(toml::<SocketAddr>("'localhost:1'").is_err());
        assert!(toml::<bool>("'true'").is_err());
        assert!(bool::of_word("yes").is_err());
        assert!(Secret::of_word("").is_err());
        assert!(toml::<Secret>("'x'").is_err());
    }

    #[test]
    fn a_list_says_which_of_it_is_wrong() {
        let why = Vec::<HostName>::of_word("a, http://b").unwrap_err().why;
        let why = why.unwrap();
        assert!(
            why.starts_with("number 2 of the list must be a host name"),
            "{why}"
        );
        assert_eq!(Vec::<HostName>::of_word(" , ").unwrap(), []);
    }

    proptest! {
        #[test]
        fn every_line_reads_again_as_it_is_shown(text in "\\PC{1,40}") {
            again(&Line::of_word(&text).unwrap());
            again(&PathBuf::from(text));
        }

        #[test]
        fn no_word_makes_a_type_panic(word in "\\PC{0,40}") {
            let _ = SocketAddr::of_word(&word);
            let _ = LogFilter::of_word(&word);
            let _ = RoleArn::of_word(&word);
            let _ = Vec::<Milliseconds>::of_word(&word);
        }
    }
}
