//! The values that condition operators compare: numbers, dates, addresses.
//!
//! Must not accept a text that AWS would not read as such a value.

use std::net::IpAddr;

/// A type of values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// `true` or `false`, in any case.
    Bool,
    /// An address or a range.
    Network,
    /// A decimal number.
    Number,
    /// A date.
    Date,
    /// Six parts between colons.
    Arn,
}

impl Kind {
    /// The word for it, as in a message.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Bool => "true or false",
            Self::Network => "address or range",
            Self::Number => "number",
            Self::Date => "date",
            Self::Arn => "ARN or pattern of one",
        }
    }

    /// The text is a value of the type, or a variable may make it one.
    pub(crate) fn reads(self, text: &str) -> bool {
        match self {
            Self::Bool => text.eq_ignore_ascii_case("true") || text.eq_ignore_ascii_case("false"),
            Self::Network => network(text).is_some(),
            Self::Number => number(text).is_some(),
            Self::Date => date(text).is_some(),
            Self::Arn => text.contains("${") || text.splitn(6, ':').count() == 6,
        }
    }
}

/// A decimal number, compared as a number.
pub(super) fn number(text: &str) -> Option<f64> {
    let shape = text.strip_prefix(['+', '-']).unwrap_or(text);
    let digits = !shape.is_empty()
        && shape.bytes().all(|b| b.is_ascii_digit() || b == b'.')
        && shape.bytes().any(|b| b.is_ascii_digit());
    digits.then(|| text.parse().ok()).flatten()
}

/// A date as milliseconds since 1970: ISO 8601 as the W3C note has it, or seconds since 1970.
/// Source: IAM User Guide, "Date condition operators".
pub(super) fn date(text: &str) -> Option<i64> {
    if !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit()) && text.len() != 4 {
        return text.parse::<i64>().ok()?.checked_mul(1000);
    }
    let (day, time) = match text.split_once('T') {
        Some((day, time)) => (day, Some(time)),
        None => (text, None),
    };
    let mut parts = day.split('-');
    let year = digits(parts.next()?, 4)?;
    let month = parts.next().map_or(Some(1), |m| digits(m, 2))?;
    let dom = parts.next().map_or(Some(1), |d| digits(d, 2))?;
    if parts.next().is_some() || !(1..=12).contains(&month) || !(1..=31).contains(&dom) {
        return None;
    }
    let midnight = days(year, month, dom) * 86_400_000;
    match time {
        Some(time) => Some(midnight + clock(time)?),
        None => Some(midnight),
    }
}

/// `10:00Z`, `10:00:00.5+02:00` as milliseconds of the day.
fn clock(text: &str) -> Option<i64> {
    let (clock, offset) = if let Some(clock) = text.strip_suffix('Z') {
        (clock, 0)
    } else {
        let at = text.rfind(['+', '-'])?;
        let (clock, zone) = (text.get(..at)?, text.get(at..)?);
        let sign = if zone.starts_with('-') { -1 } else { 1 };
        let (hours, minutes) = zone.get(1..)?.split_once(':')?;
        (
            clock,
            sign * (digits(hours, 2)? * 60 + digits(minutes, 2)?) * 60_000,
        )
    };
    let mut parts = clock.split(':');
    let hours = digits(parts.next()?, 2)?;
    let minutes = digits(parts.next()?, 2)?;
    let seconds = match parts.next() {
        None => 0,
        Some(text) => match text.split_once('.') {
            None => digits(text, 2)? * 1000,
            Some((whole, part)) => {
                let part = number(&format!("0.{part}"))?;
                #[allow(
                    clippy::cast_possible_truncation,
                    reason = "less than a thousand by construction"
                )]
                let millis = (part * 1000.0) as i64;
                digits(whole, 2)? * 1000 + millis
            }
        },
    };
    if parts.next().is_some() || hours > 24 || minutes > 59 || seconds >= 61_000 {
        return None;
    }
    Some((hours * 60 + minutes) * 60_000 + seconds - offset)
}

fn digits(text: &str, count: usize) -> Option<i64> {
    (text.len() == count && text.bytes().all(|b| b.is_ascii_digit()))
        .then(|| text.parse().ok())
        .flatten()
}

/// Days since 1970 of a day of the Gregorian calendar; months are counted from March, so that the
/// leap day is the last of its year.
fn days(year: i64, month: i64, dom: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let of_era = year.rem_euclid(400);
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + dom - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

/// A range of addresses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Network {
    address: IpAddr,
    bits: u32,
}

/// `10.0.0.0/8`, or one address alone.
pub(super) fn network(text: &str) -> Option<Network> {
    let (address, bits) = match text.split_once('/') {
        Some((address, bits)) => (address, Some(bits)),
        None => (text, None),
    };
    let address: IpAddr = address.parse().ok()?;
    let most = if address.is_ipv4() { 32 } else { 128 };
    let bits = match bits {
        None => most,
        Some(b) if b.len() <= 3 && b.bytes().all(|b| b.is_ascii_digit()) => b.parse().ok()?,
        Some(_) => return None,
    };
    (bits <= most).then_some(Network { address, bits })
}

/// Every address of the range `inner` lies in `outer`; never where either is no range.
pub(crate) fn is_within(inner: &str, outer: &str) -> bool {
    match (network(inner), network(outer)) {
        (Some(inner), Some(outer)) => outer.bits <= inner.bits && outer.holds(inner.address),
        _ => false,
    }
}

impl Network {
    /// The address lies in it.
    pub(super) fn holds(self, other: IpAddr) -> bool {
        match (self.address, other) {
            (IpAddr::V4(a), IpAddr::V4(b)) => {
                let shift = 32 - self.bits;
                u32::from(a).checked_shr(shift).unwrap_or(0)
                    == u32::from(b).checked_shr(shift).unwrap_or(0)
            }
            (IpAddr::V6(a), IpAddr::V6(b)) => {
                let shift = 128 - self.bits;
                u128::from(a).checked_shr(shift).unwrap_or(0)
                    == u128::from(b).checked_shr(shift).unwrap_or(0)
            }
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_lies_within_another() {
        for (inner, outer, within) in [
            ("10.1.0.0/16", "10.0.0.0/8", true),
            ("10.1.2.3", "10.0.0.0/8", true),
            ("10.0.0.0/8", "10.0.0.0/8", true),
            ("10.0.0.0/7", "10.0.0.0/8", false),
            ("11.0.0.0/16", "10.0.0.0/8", false),
            ("9.0.0.0/8", "0.0.0.0/0", true),
            ("2001:db8:1::/48", "2001:db8::/32", true),
            ("2001:db8::/31", "2001:db8::/32", false),
            ("10.0.0.0/8", "::/0", false),
            ("ten", "0.0.0.0/0", false),
        ] {
            assert_eq!(is_within(inner, outer), within, "{inner} in {outer}");
        }
    }

    #[test]
    fn dates_are_read_as_instants() {
        for (text, expected) in [
            ("1970-01-01T00:00:00Z", Some(0)),
            ("0", Some(0)),
            ("1767225600", Some(1_767_225_600_000)),
            ("2026-01-01", Some(1_767_225_600_000)),
            ("2026", Some(1_767_225_600_000)),
            ("2026-01-01T02:00+02:00", Some(1_767_225_600_000)),
            ("2025-12-31T19:00:00.500-05:00", Some(1_767_225_600_500)),
            ("2024-02-29T00:00Z", Some(1_709_164_800_000)),
            ("2026-13-01", None),
            ("2026-01-01T10:00", None),
            ("yesterday", None),
            ("", None),
        ] {
            assert_eq!(date(text), expected, "{text}");
        }
    }

    #[test]
    fn networks_hold_their_addresses() {
        for (net, address, expected) in [
            ("10.0.0.0/8", "10.255.0.1", true),
            ("10.0.0.0/8", "11.0.0.1", false),
            ("10.0.0.1", "10.0.0.1", true),
            ("0.0.0.0/0", "255.1.1.1", true),
            ("::/0", "fe80::1", true),
            ("2001:db8::/32", "2001:db8::1", true),
            ("::/0", "10.0.0.1", false),
        ] {
            assert_eq!(
                network(net).unwrap().holds(address.parse().unwrap()),
                expected,
                "{net} {address}"
            );
        }
        for bad in ["10.0.0.0/33", "10.0.0/8", "10.0.0.0/", "x"] {
            assert!(network(bad).is_none(), "{bad}");
        }
    }

    #[test]
    fn numbers_are_decimal() {
        assert_eq!(number("-1.50"), Some(-1.5));
        for bad in ["", "1e3", "abc", ".", "NaN", "1 "] {
            assert!(number(bad).is_none(), "{bad}");
        }
    }
}
