//! Who may reach the endpoints: an address range, another group, or a prefix list.
//!
//! Must not widen what was typed: host bits set in a range are an error, not a guess.

use std::fmt;
use std::net::{Ipv4Addr, Ipv6Addr};
use std::str::FromStr;

use crate::id::{IdError, PrefixListId, SecurityGroupId};

/// One entry of `allow_from`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum AllowFrom {
    /// An IPv4 range in CIDR form.
    Ipv4(String),
    /// An IPv6 range in CIDR form.
    Ipv6(String),
    /// Members of a security group.
    Group(SecurityGroupId),
    /// A managed prefix list.
    PrefixList(PrefixListId),
}

const ERROR: IdError = IdError {
    expected: "not an address range, security group or prefix list",
    help: "use a CIDR range such as 10.0.0.0/16, an `sg-…` or a `pl-…`",
};

impl AllowFrom {
    /// As it was typed.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Ipv4(cidr) | Self::Ipv6(cidr) => cidr,
            Self::Group(id) => id.as_str(),
            Self::PrefixList(id) => id.as_str(),
        }
    }
}

impl fmt::Display for AllowFrom {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for AllowFrom {
    type Err = IdError;

    fn from_str(text: &str) -> Result<Self, IdError> {
        if text.starts_with("sg-") {
            return text.parse().map(Self::Group);
        }
        if text.starts_with("pl-") {
            return text.parse().map(Self::PrefixList);
        }
        let (address, length) = text.split_once('/').ok_or(ERROR)?;
        if length.is_empty() || length.len() > 3 || !length.bytes().all(|b| b.is_ascii_digit()) {
            return Err(ERROR);
        }
        let length: u32 = length.parse().map_err(|_| ERROR)?;
        if let Ok(v4) = address.parse::<Ipv4Addr>() {
            check_prefix(u128::from(v4.to_bits()), length, 32)?;
            return Ok(Self::Ipv4(format!("{v4}/{length}")));
        }
        let v6: Ipv6Addr = address.parse().map_err(|_| ERROR)?;
        check_prefix(v6.to_bits(), length, 128)?;
        Ok(Self::Ipv6(format!("{v6}/{length}")))
    }
}

/// The length fits the family and no bit stands beyond it.
fn check_prefix(bits: u128, length: u32, width: u32) -> Result<(), IdError> {
    if length > width {
        return Err(IdError {
            expected: "not an address range: its prefix is too long",
            help: ERROR.help,
        });
    }
    let host_bits = width - length;
    let mask = if host_bits == 128 {
        u128::MAX
    } else {
        (1_u128 << host_bits) - 1
    };
    if bits & mask != 0 {
        return Err(IdError {
            expected: "not an address range: bits are set beyond its prefix",
            help: "write the first address of the range, for example 10.0.0.0/16 and not 10.0.0.1/16",
        });
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_groups_and_lists_are_told_apart() {
        for (text, shown) in [
            ("10.0.0.0/16", "10.0.0.0/16"),
            ("0.0.0.0/0", "0.0.0.0/0"),
            ("2001:DB8::/32", "2001:db8::/32"),
            ("::/0", "::/0"),
            ("sg-0dddddddddddddddd", "sg-0dddddddddddddddd"),
            ("pl-0eeeeeeeeeeeeeeee", "pl-0eeeeeeeeeeeeeeee"),
        ] {
            assert_eq!(text.parse::<AllowFrom>().unwrap().to_string(), shown);
        }
        for bad in [
            "10.0.0.1/16",
            "10.0.0.0",
            "10.0.0.0/33",
            "10.0.0.0/+8",
            "::1/64",
            "sg-x",
            "10.0.0/8",
            "a/8",
            "/8",
        ] {
            assert!(bad.parse::<AllowFrom>().is_err(), "{bad}");
        }
    }
}
