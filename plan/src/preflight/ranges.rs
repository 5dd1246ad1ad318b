//! Sets of addresses, so that "part of it" can be said exactly.
//!
//! Must not know what a set is for.

use std::fmt;
use std::net::{Ipv4Addr, Ipv6Addr};

use crate::request::IpAddressType;

/// How many blocks are named.
const NAMED: usize = 4;

/// A set of IPv4 and IPv6 addresses.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Ranges {
    v4: Intervals,
    v6: Intervals,
}

/// First and last addresses of stretches that neither touch nor overlap, in order.
type Intervals = Vec<(u128, u128)>;

enum Block {
    V4(u128, u128),
    V6(u128, u128),
}

impl Ranges {
    /// All of these CIDR ranges; none where one of them is none.
    pub(super) fn read<'t>(cidrs: impl IntoIterator<Item = &'t str>) -> Option<Self> {
        let mut all = Self::default();
        for cidr in cidrs {
            match block(cidr)? {
                Block::V4(first, last) => all.v4.push((first, last)),
                Block::V6(first, last) => all.v6.push((first, last)),
            }
        }
        Some(Self {
            v4: joined(all.v4),
            v6: joined(all.v6),
        })
    }

    /// Those of these CIDR ranges that can be read.
    pub(super) fn readable<'t>(cidrs: impl IntoIterator<Item = &'t str>) -> Self {
        Self::read(cidrs.into_iter().filter(|c| block(c).is_some())).unwrap_or_default()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.v4.is_empty() && self.v6.is_empty()
    }

    pub(super) fn has_v4(&self) -> bool {
        !self.v4.is_empty()
    }

    pub(super) fn has_v6(&self) -> bool {
        !self.v6.is_empty()
    }

    /// What can talk to an address of this type.
    pub(super) fn of_type(&self, kind: IpAddressType) -> Self {
        let (v4, v6) = match kind {
            IpAddressType::Ipv4 => (self.v4.clone(), Vec::new()),
            IpAddressType::Ipv6 => (Vec::new(), self.v6.clone()),
            IpAddressType::Dualstack => (self.v4.clone(), self.v6.clone()),
        };
        Self { v4, v6 }
    }

    pub(super) fn union(&self, other: &Self) -> Self {
        let both = |a: &Intervals, b: &Intervals| joined(a.iter().chain(b).copied().collect());
        Self {
            v4: both(&self.v4, &other.v4),
            v6: both(&self.v6, &other.v6),
        }
    }

    /// What is in this and not in the other.
    pub(super) fn without(&self, other: &Self) -> Self {
        Self {
            v4: minus(&self.v4, &other.v4),
            v6: minus(&self.v6, &other.v6),
        }
    }

    /// What is in both.
    pub(super) fn within(&self, other: &Self) -> Self {
        self.without(&self.without(other))
    }
}

/// As CIDR ranges, the first few.
impl fmt::Display for Ranges {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut blocks: Vec<String> = Vec::new();
        for (intervals, width) in [(&self.v4, 32), (&self.v6, 128)] {
            for &(first, last) in intervals {
                // One more than is named tells that there are more.
                if blocks.len() <= NAMED {
                    split(first, last, width, &mut blocks);
                }
            }
        }
        let more = blocks.len() > NAMED;
        blocks.truncate(NAMED);
        f.write_str(&blocks.join(", "))?;
        if more {
            f.write_str(" and more")
        } else {
            Ok(())
        }
    }
}

/// The addresses of a CIDR range; bits beyond its prefix are not looked at.
fn block(cidr: &str) -> Option<Block> {
    let (address, length) = cidr.trim().split_once('/')?;
    let length: u32 = length.parse().ok()?;
    if let Ok(v4) = address.parse::<Ipv4Addr>() {
        let host = host_bits(32_u32.checked_sub(length)?);
        let first = u128::from(v4.to_bits()) & !host;
        return Some(Block::V4(first, first | host));
    }
    let v6: Ipv6Addr = address.parse().ok()?;
    let host = host_bits(128_u32.checked_sub(length)?);
    let first = v6.to_bits() & !host;
    Some(Block::V6(first, first | host))
}

/// So many ones at the end.
fn host_bits(count: u32) -> u128 {
    1_u128.checked_shl(count).map_or(u128::MAX, |bit| bit - 1)
}

/// In order, those that touch joined.
fn joined(mut intervals: Intervals) -> Intervals {
    intervals.sort_unstable();
    let mut out: Intervals = Vec::with_capacity(intervals.len());
    for (first, last) in intervals {
        match out.last_mut() {
            Some((_, end)) if first <= end.saturating_add(1) => *end = (*end).max(last),
            _ => out.push((first, last)),
        }
    }
    out
}

fn minus(these: &Intervals, those: &Intervals) -> Intervals {
    let mut out = Vec::new();
    let mut others = those.iter().peekable();
    for &(first, last) in these {
        let mut from = Some(first);
        // Both lists are in order: what ends before this stretch matters to no later one.
        while others.next_if(|(_, end)| *end < first).is_some() {}
        let mut ahead = others.clone();
        while let (Some(start), Some(&(cut, end))) = (from, ahead.next()) {
            if cut > last {
                break;
            }
            if cut > start {
                out.push((start, cut - 1));
            }
            from = end.checked_add(1).map(|next| next.max(start));
        }
        if let Some(start) = from.filter(|start| *start <= last) {
            out.push((start, last));
        }
    }
    out
}

/// A stretch as CIDR ranges, until there are more than are named.
fn split(first: u128, last: u128, width: u32, blocks: &mut Vec<String>) {
    let mut from = Some(first);
    while let Some(start) = from.filter(|start| *start <= last) {
        if blocks.len() > NAMED {
            return;
        }
        let aligned = start.trailing_zeros().min(width);
        let bits = (0..=aligned)
            .rev()
            .find(|bits| start | host_bits(*bits) <= last)
            .unwrap_or(0);
        let length = width - bits;
        blocks.push(match u32::try_from(start) {
            Ok(v4) if width == 32 => format!("{}/{length}", Ipv4Addr::from_bits(v4)),
            _ => format!("{}/{length}", Ipv6Addr::from_bits(start)),
        });
        from = (start | host_bits(bits)).checked_add(1);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(cidrs: &[&str]) -> Ranges {
        Ranges::read(cidrs.iter().copied()).unwrap()
    }

    #[test]
    fn parts_are_named() {
        for (these, those, left) in [
            (&["10.0.0.0/16"][..], &["10.0.0.0/8"][..], ""),
            (&["10.0.0.0/16"], &[], "10.0.0.0/16"),
            (&["10.0.0.0/16"], &["10.0.0.0/17"], "10.0.128.0/17"),
            (
                &["10.0.0.0/30"],
                &["10.0.0.1/32"],
                "10.0.0.0/32, 10.0.0.2/31",
            ),
            (&["0.0.0.0/0"], &["::/0"], "0.0.0.0/0"),
            (&["::/0"], &["8000::/1"], "::/1"),
            (
                &["0.0.0.0/0"],
                &["10.0.0.0/8"],
                "0.0.0.0/5, 8.0.0.0/7, 11.0.0.0/8, 12.0.0.0/6 and more",
            ),
            (&["10.0.0.0/24", "10.0.1.0/24"], &[], "10.0.0.0/23"),
        ] {
            assert_eq!(read(these).without(&read(those)).to_string(), left);
        }
    }

    #[test]
    fn what_is_no_range_is_not_read() {
        for bad in [
            "",
            "10.0.0.0",
            "10.0.0.0/33",
            "::/129",
            "a/8",
            "10.0.0.0/-1",
        ] {
            assert_eq!(Ranges::read([bad]), None, "{bad}");
            assert!(Ranges::readable([bad]).is_empty(), "{bad}");
        }
        assert_eq!(Ranges::readable(["x", "10.0.0.0/8"]), read(&["10.0.0.0/8"]));
    }

    /// A range within 10.0.0.0/24, as text and as the last bytes of its addresses.
    fn small() -> impl Strategy<Value = (String, std::ops::RangeInclusive<u32>)> {
        (0_u32..=255, 24_u32..=32).prop_map(|(byte, length)| {
            let host = (1 << (32 - length)) - 1;
            let first = byte & !host;
            (format!("10.0.0.{first}/{length}"), first..=first | host)
        })
    }

    proptest! {
        #[test]
        fn sets_are_what_each_address_says(
            these in prop::collection::vec(small(), 0..5),
            those in prop::collection::vec(small(), 0..5),
        ) {
            let set = |all: &[(String, std::ops::RangeInclusive<u32>)]| Ranges::read(all.iter().map(|(t, _)| t.as_str())).unwrap();
            let (a, b) = (set(&these), set(&those));
            for byte in 0_u32..=255 {
                let text = format!("10.0.0.{byte}/32");
                let one = Ranges::read([text.as_str()]).unwrap();
                let holds = |set: &Ranges| one.without(set).is_empty();
                let (in_a, in_b) = (these.iter().any(|(_, r)| r.contains(&byte)), those.iter().any(|(_, r)| r.contains(&byte)));
                prop_assert_eq!(holds(&a), in_a);
                prop_assert_eq!(holds(&a.union(&b)), in_a || in_b);
                prop_assert_eq!(holds(&a.without(&b)), in_a && !in_b);
                prop_assert_eq!(holds(&a.within(&b)), in_a && in_b);
            }
            prop_assert_eq!(a.without(&b).is_empty(), (0..=255).all(|x| !these.iter().any(|(_, r)| r.contains(&x)) || those.iter().any(|(_, r)| r.contains(&x))));
        }
    }
}
