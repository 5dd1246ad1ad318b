//! Numbers, each with its bounds.
//!
//! Must not round what is out of them.

use std::num::{NonZeroU16, NonZeroU32};
use std::time::Duration;

use serde_json::{Value, json};
use toml::de::DeValue;

use super::{Misfit, Setting, Shown};

/// A time of a millisecond to a day
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Milliseconds(u64);

impl Milliseconds {
    const DAY: u64 = 24 * 60 * 60 * 1_000;

    /// None above a day, and none below a millisecond
    pub fn new(count: u64) -> Option<Self> {
        (1..=Self::DAY).contains(&count).then_some(Self(count))
    }

    /// The nearest that there is
    pub fn near(time: Duration) -> Self {
        let count = u64::try_from(time.as_millis()).unwrap_or(Self::DAY);
        Self(count.clamp(1, Self::DAY))
    }

    /// The same
    pub fn duration(self) -> Duration {
        Duration::from_millis(self.0)
    }
}

/// How many of a hundred, from 1 to 100
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Percent(u8);

impl Percent {
    /// All of them
    pub const ALL: Self = Self(100);

    /// None above a hundred, and none below one
    pub fn new(count: u64) -> Option<Self> {
        let count = u8::try_from(count).ok()?;
        (1..=100).contains(&count).then_some(Self(count))
    }

    /// The share, from 0 to 1
    pub fn share(self) -> f64 {
        f64::from(self.0) / 100.0
    }
}

impl Setting for Percent {
    fn what() -> String {
        "a whole number from 1 to 100".to_owned()
    }

    fn example() -> Value {
        json!(10)
    }

    fn of_toml(value: &DeValue<'_>) -> Result<Self, Misfit> {
        whole(value).and_then(Self::new).ok_or_else(Misfit::default)
    }

    fn of_word(word: &str) -> Result<Self, Misfit> {
        let count = word.parse().ok();
        count.and_then(Self::new).ok_or_else(Misfit::default)
    }

    fn shown(&self) -> Shown {
        Shown::Value(json!(self.0))
    }
}

impl Setting for Milliseconds {
    fn what() -> String {
        "a whole number of milliseconds from 1 to 86400000, which is a day".to_owned()
    }

    fn example() -> Value {
        json!(5000)
    }

    fn of_toml(value: &DeValue<'_>) -> Result<Self, Misfit> {
        whole(value).and_then(Self::new).ok_or_else(Misfit::default)
    }

    fn of_word(word: &str) -> Result<Self, Misfit> {
        let count = word.parse().ok();
        count.and_then(Self::new).ok_or_else(Misfit::default)
    }

    fn shown(&self) -> Shown {
        Shown::Value(json!(self.0))
    }
}

impl Setting for NonZeroU32 {
    fn what() -> String {
        "a whole number from 1 to 4294967295".to_owned()
    }

    fn example() -> Value {
        json!(4)
    }

    fn of_toml(value: &DeValue<'_>) -> Result<Self, Misfit> {
        let count = whole(value).and_then(|count| u32::try_from(count).ok());
        count.and_then(Self::new).ok_or_else(Misfit::default)
    }

    fn of_word(word: &str) -> Result<Self, Misfit> {
        word.parse().map_err(|_| Misfit::default())
    }

    fn shown(&self) -> Shown {
        Shown::Value(json!(self.get()))
    }
}

impl Setting for NonZeroU16 {
    fn what() -> String {
        "a port from 1 to 65535".to_owned()
    }

    fn example() -> Value {
        json!(587)
    }

    fn of_toml(value: &DeValue<'_>) -> Result<Self, Misfit> {
        let count = whole(value).and_then(|count| u16::try_from(count).ok());
        count.and_then(Self::new).ok_or_else(Misfit::default)
    }

    fn of_word(word: &str) -> Result<Self, Misfit> {
        word.parse().map_err(|_| Misfit::default())
    }

    fn shown(&self) -> Shown {
        Shown::Value(json!(self.get()))
    }
}

fn whole(value: &DeValue<'_>) -> Option<u64> {
    let number = value.as_integer()?;
    u64::from_str_radix(number.as_str(), number.radix()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn toml<T: Setting>(text: &str) -> Result<T, Misfit> {
        T::of_toml(DeValue::parse(text).unwrap().get_ref())
    }

    #[test]
    fn numbers_are_read_as_toml_writes_them() {
        for (text, count) in [("1_000", 1_000), ("0x10", 16), ("+5", 5)] {
            assert_eq!(
                toml::<Milliseconds>(text),
                Ok(Milliseconds(count)),
                "{text}"
            );
        }
    }

    #[test]
    fn what_is_out_of_bounds_is_refused() {
        for wrong in ["0", "-1", "86400001", "1.5", "'1'", "99999999999999999999"] {
            assert!(toml::<Milliseconds>(wrong).is_err(), "{wrong}");
        }
        assert!(toml::<NonZeroU32>("0").is_err());
        for wrong in ["0", "65536"] {
            assert!(toml::<NonZeroU16>(wrong).is_err(), "{wrong}");
        }
    }
}
