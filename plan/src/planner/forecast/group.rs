//! What checks say of the group that is made, which lets TCP 443 in and everything out.
//!
//! Must judge the group as it stands in the place: the files leave to EC2 what EC2 does by itself.

use std::net::IpAddr;

use super::Judged;
use crate::catalog::{Place, Scanners, Trigger};
use crate::forecast::Expected;
use crate::plan::PlannedGroup;
use crate::planner::explain::series;
use crate::request::AllowFrom;

/// The one port that the group lets in.
const HTTPS: u16 = 443;

/// What a check says of the group in a place.
pub(super) fn judge(
    scanners: &Scanners,
    trigger: &Trigger,
    group: &PlannedGroup,
    place: Place,
) -> Judged {
    let ranges: Vec<&str> = group.allow_from.iter().filter_map(range).collect();
    let open = ranges.iter().copied().find(|range| is_everything(range));
    let public = |range: &&str| is_public(scanners, range);
    let (holds, why) = match trigger {
        Trigger::OpenToWorld { ports } if ports.contains(&HTTPS) => lets_in(open, Port::LookedAt),
        Trigger::OpenToWorldExcept { ports } if !ports.contains(&HTTPS) => {
            lets_in(open, Port::LookedAt)
        }
        Trigger::OpenToWorld { .. } | Trigger::OpenToWorldExcept { .. } => {
            lets_in(open, Port::Other)
        }
        Trigger::OpenToWorldBeyondEndpoints if open.is_some() => (
            false,
            "it lets everybody in to TCP 443, which the check lets pass on interfaces of endpoints; it is on no others".to_owned(),
        ),
        Trigger::OpenToWorldBeyondEndpoints => lets_in(open, Port::Other),
        Trigger::PublicRange => {
            let narrow = ranges.iter().any(|range| !is_everything(range));
            let known: Vec<_> = ranges.iter().copied().filter(|r| public(r)).collect();
            let none = "every range that it admits is private, or is everything";
            let holds = narrow && !known.is_empty();
            let known = if holds { known } else { Vec::new() };
            named(&known, "it admits a public range and not only everything", none)
        }
        Trigger::WidePublicRange { bits } => {
            let wide = |range: &&str| {
                let length = length(range);
                range.contains('.') && length > 0 && length < *bits && public(range)
            };
            let known: Vec<_> = ranges.iter().copied().filter(|r| wide(r)).collect();
            let some = format!("it admits a public range wider than /{bits}");
            let none = format!("it admits no public range from /1 to /{}", bits.saturating_sub(1));
            named(&known, &some, &none)
        }
        Trigger::RuleWithoutDescription => {
            let why = match place {
                Place::Terraform => "the rules have no description; the group has one",
                Place::Account | Place::Stack => "its rules have no description",
            };
            (true, why.to_owned())
        }
        Trigger::NoEgressRule => (
            true,
            "it names no outbound rule, and EC2 then lets everything out".to_owned(),
        ),
        Trigger::EgressWithPortsToWorld => (
            false,
            "its outbound rule lets everything out and names no ports, and the check looks at rules that name ports".to_owned(),
        ),
        Trigger::RangeOfSeveral => {
            let several = |range: &&str| length(range) != if range.contains(':') { 128 } else { 32 };
            let known: Vec<_> = ranges.iter().copied().filter(|r| several(r)).collect();
            let some = "it admits ranges of more than one address";
            named(&known, some, "it admits no range of more than one address")
        }
        Trigger::OwnName => (true, "it has a name of its own".to_owned()),
        Trigger::NoTag => (group.tags.is_empty(), "it carries tags".to_owned()),
        Trigger::Unattached => (false, "the endpoints use it".to_owned()),
        Trigger::OutsiderMayCall
        | Trigger::FewerSubnetsThan { .. }
        | Trigger::ServiceAbsent { .. } => (false, "it is not about groups".to_owned()),
    };
    let verdict = if holds {
        Expected::Flagged
    } else {
        Expected::Passes
    };
    (verdict, why)
}

/// What would pass, or be narrower, where a check flags the group.
pub(super) fn alternative(trigger: &Trigger) -> Option<&'static str> {
    match trigger {
        Trigger::OpenToWorld { .. }
        | Trigger::OpenToWorldExcept { .. }
        | Trigger::PublicRange
        | Trigger::WidePublicRange { .. } => {
            Some("admit the clients' own ranges, or their security group")
        }
        Trigger::RangeOfSeveral => Some(
            "admit the clients' security group in place of a range; only single addresses and groups pass",
        ),
        Trigger::RuleWithoutDescription => {
            Some("give the rules a description in the file that you keep; they work the same")
        }
        Trigger::NoEgressRule => Some(
            "say in the file what EC2 does by itself, SecurityGroupEgress of every protocol to 0.0.0.0/0; another rule, W5 of cfn-nag, then speaks of that",
        ),
        _ => None,
    }
}

/// Whether a check looks at the one port.
enum Port {
    LookedAt,
    Other,
}

/// Whether everybody is let in to a port that is looked at.
fn lets_in(everything: Option<&str>, port: Port) -> (bool, String) {
    match (everything, port) {
        (Some(range), Port::LookedAt) => (true, format!("it lets {range} in to TCP 443")),
        (Some(range), Port::Other) => (
            false,
            format!("it lets {range} in to TCP 443, which this check does not look at"),
        ),
        (None, _) => (
            false,
            "it lets in whom the request names, and not everybody".to_owned(),
        ),
    }
}

/// Whether there are such ranges, and which.
fn named(ranges: &[&str], some: &str, none: &str) -> (bool, String) {
    if ranges.is_empty() {
        return (false, none.to_owned());
    }
    let ranges = ranges.iter().map(|r| (*r).to_owned()).collect();
    (true, format!("{some}: {}", series(ranges, usize::MAX)))
}

fn range(from: &AllowFrom) -> Option<&str> {
    match from {
        AllowFrom::Ipv4(_) | AllowFrom::Ipv6(_) => Some(from.as_str()),
        AllowFrom::Group(_) | AllowFrom::PrefixList(_) => None,
    }
}

fn is_everything(range: &str) -> bool {
    matches!(range, "0.0.0.0/0" | "::/0")
}

fn length(range: &str) -> u32 {
    let length = range.split_once('/').and_then(|(_, l)| l.parse().ok());
    length.unwrap_or_default()
}

/// Not within one of the ranges that are no public ones.
fn is_public(scanners: &Scanners, range: &str) -> bool {
    let Some((first, last)) = ends(range) else {
        return false;
    };
    let within =
        |(a, b): (IpAddr, IpAddr)| a.is_ipv4() == first.is_ipv4() && a <= first && last <= b;
    let mut others = scanners.not_public.ranges.iter().filter_map(|r| ends(r));
    !others.any(within)
}

/// The first and the last address of a range.
fn ends(range: &str) -> Option<(IpAddr, IpAddr)> {
    let (address, length) = range.split_once('/')?;
    let length: u32 = length.parse().ok()?;
    Some(match address.parse().ok()? {
        IpAddr::V4(first) => {
            let last = first.to_bits() | u32::MAX.checked_shr(length).unwrap_or(0);
            (IpAddr::V4(first), IpAddr::V4(last.into()))
        }
        IpAddr::V6(first) => {
            let last = first.to_bits() | u128::MAX.checked_shr(length).unwrap_or(0);
            (IpAddr::V6(first), IpAddr::V6(last.into()))
        }
    })
}
