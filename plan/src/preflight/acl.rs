//! What a network ACL lets through: the entry with the lowest number that fits decides, and what
//! none fits is dropped.
//!
//! Must take an entry that cannot be read for one that lets nothing through.

use super::ports::covers;
use super::ranges::Ranges;
use crate::inventory::{AclEntry, AclVerdict, Direction};

/// The part of these addresses that the entries let through on a port of TCP.
pub(super) fn allowed(
    entries: &[AclEntry],
    direction: Direction,
    port: u16,
    addresses: &Ranges,
) -> Ranges {
    let mut fitting: Vec<&AclEntry> = entries
        .iter()
        .filter(|e| e.direction == direction)
        .filter(|e| covers(&e.protocol, e.from_port, e.to_port, i32::from(port)))
        .collect();
    fitting.sort_by_key(|e| e.number);
    let mut left = addresses.clone();
    let mut through = Ranges::default();
    for entry in fitting {
        match (Ranges::read([entry.cidr.as_str()]), entry.verdict) {
            (Some(there), AclVerdict::Allow) => {
                through = through.union(&left.within(&there));
                left = left.without(&there);
            }
            (Some(there), AclVerdict::Deny) => left = left.without(&there),
            (None, AclVerdict::Allow) => {}
            (None, AclVerdict::Deny) => return through,
        }
    }
    through
}

/// The part of these addresses that is let through on every port of a stretch, and the part that is
/// let through on one of them at least.
pub(super) fn allowed_on_all(
    entries: &[AclEntry],
    direction: Direction,
    ports: std::ops::RangeInclusive<u16>,
    addresses: &Ranges,
) -> (Ranges, Ranges) {
    let mut every = addresses.clone();
    let mut any = Ranges::default();
    for port in turns(entries, direction, ports) {
        let here = allowed(entries, direction, port, addresses);
        every = every.within(&here);
        any = any.union(&here);
    }
    (every, any)
}

/// The ports of a stretch at which another entry may begin to decide: between two of them, all
/// ports are alike.
fn turns(
    entries: &[AclEntry],
    direction: Direction,
    ports: std::ops::RangeInclusive<u16>,
) -> Vec<u16> {
    let edges = entries
        .iter()
        .filter(|e| e.direction == direction)
        .flat_map(|e| {
            let after = e.to_port.and_then(|to| to.checked_add(1));
            [e.from_port, after]
        });
    let mut turns: Vec<u16> = edges
        .flatten()
        .filter_map(|port| u16::try_from(port).ok())
        .filter(|port| ports.contains(port))
        .chain([*ports.start()])
        .collect();
    turns.sort_unstable();
    turns.dedup();
    turns
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// What the entries say of one address and port, read one by one.
    fn says(entries: &[AclEntry], direction: Direction, port: u16, byte: u32) -> bool {
        let mut all: Vec<&AclEntry> = entries
            .iter()
            .filter(|e| e.direction == direction)
            .collect();
        all.sort_by_key(|e| e.number);
        for e in all {
            let (address, length) = e.cidr.split_once('/').unwrap();
            let first: u32 = address.rsplit_once('.').unwrap().1.parse().unwrap();
            let size = 1_u32 << (32 - length.parse::<u32>().unwrap());
            let tcp = e.protocol == "-1" || e.protocol == "6";
            let on_port = e.protocol == "-1"
                || (e.from_port.unwrap() <= i32::from(port)
                    && i32::from(port) <= e.to_port.unwrap());
            if tcp && on_port && (first..first + size).contains(&byte) {
                return e.verdict == AclVerdict::Allow;
            }
        }
        false
    }

    fn entry() -> impl Strategy<Value = AclEntry> {
        let cidr = (0_u32..=255, 26_u32..=32).prop_map(|(byte, length)| {
            let first = byte & !((1 << (32 - length)) - 1);
            format!("10.0.0.{first}/{length}")
        });
        let protocol = prop::sample::select(vec!["-1", "6", "17"]);
        (
            1_i32..20,
            any::<bool>(),
            any::<bool>(),
            protocol,
            1020_i32..1030,
            0_i32..6,
            cidr,
        )
            .prop_map(|(number, inbound, allow, protocol, from, more, cidr)| {
                let ports = (protocol != "-1").then_some((from, from + more));
                AclEntry {
                    number,
                    direction: if inbound {
                        Direction::Inbound
                    } else {
                        Direction::Outbound
                    },
                    verdict: if allow {
                        AclVerdict::Allow
                    } else {
                        AclVerdict::Deny
                    },
                    protocol: protocol.to_owned(),
                    from_port: ports.map(|p| p.0),
                    to_port: ports.map(|p| p.1),
                    cidr,
                }
            })
    }

    /// Entries of one direction have numbers of their own, as EC2 wants it.
    fn entries() -> impl Strategy<Value = Vec<AclEntry>> {
        prop::collection::vec(entry(), 0..8).prop_map(|mut all| {
            for (i, entry) in all.iter_mut().enumerate() {
                entry.number = entry.number * 10 + i32::try_from(i).unwrap();
            }
            all
        })
    }

    proptest! {
        #[test]
        fn an_acl_says_what_it_says_of_each_packet(entries in entries(), port in 1018_u16..1036) {
            let all = Ranges::read(["10.0.0.0/24"]).unwrap();
            for direction in [Direction::Inbound, Direction::Outbound] {
                let through = allowed(&entries, direction, port, &all);
                let (every, any) = allowed_on_all(&entries, direction, 1018..=1036, &all);
                for byte in 0_u32..=255 {
                    let one = Ranges::read([format!("10.0.0.{byte}/32").as_str()]).unwrap();
                    let holds = |set: &Ranges| one.without(set).is_empty();
                    prop_assert_eq!(holds(&through), says(&entries, direction, port, byte));
                    let each = || (1018_u16..=1036).map(|p| says(&entries, direction, p, byte));
                    prop_assert_eq!(holds(&every), each().all(|x| x));
                    prop_assert_eq!(holds(&any), each().any(|x| x));
                }
            }
        }
    }

    #[test]
    fn the_lowest_number_decides_wherever_it_stands() {
        let entry = |number, verdict, cidr: &str| AclEntry {
            number,
            direction: Direction::Inbound,
            verdict,
            protocol: "-1".to_owned(),
            from_port: None,
            to_port: None,
            cidr: cidr.to_owned(),
        };
        let all = Ranges::read(["10.0.0.0/24"]).unwrap();
        let listed = [
            entry(200, AclVerdict::Allow, "0.0.0.0/0"),
            entry(100, AclVerdict::Deny, "10.0.0.0/25"),
        ];
        let through = allowed(&listed, Direction::Inbound, 443, &all);
        assert_eq!(through.to_string(), "10.0.0.128/25");
        assert!(allowed(&listed, Direction::Outbound, 443, &all).is_empty());
        let unreadable = [
            entry(1, AclVerdict::Deny, "?"),
            entry(2, AclVerdict::Allow, "0.0.0.0/0"),
        ];
        assert!(allowed(&unreadable, Direction::Inbound, 443, &all).is_empty());
    }
}
