//! Whether what a call asks for is there: how a call of unknown outcome is found out.
//!
//! Must be true only where all of it is there.

use std::collections::BTreeMap;

use postern_plan::inventory::{Rule, SecurityGroup};

/// The port on which endpoints answer
pub(super) const PORT: i32 = 443;

/// Each of these sources has its rule for the endpoints' port
pub(super) fn is_admitting(group: &SecurityGroup, sources: &[String]) -> bool {
    let ours = |rule: &&Rule| {
        let protocol = rule.protocol.to_lowercase();
        ["tcp", "6"].contains(&protocol.as_str())
            && rule.from_port == Some(PORT)
            && rule.to_port == Some(PORT)
    };
    sources.iter().all(|source| {
        group.inbound.iter().filter(ours).any(|rule| {
            rule.cidrs.contains(source)
                || rule.groups.contains(source)
                || rule.prefix_lists.contains(source)
        })
    })
}

/// One of these sources has its rule for the endpoints' port
pub(super) fn is_admitting_one(group: &SecurityGroup, sources: &[String]) -> bool {
    let mut sources = sources.iter();
    sources.any(|source| is_admitting(group, std::slice::from_ref(source)))
}

/// These tags are among those
pub(super) fn is_tagged(
    there: &BTreeMap<String, String>,
    wanted: &BTreeMap<String, String>,
) -> bool {
    wanted
        .iter()
        .all(|(key, value)| there.get(key) == Some(value))
}

/// None of these tags is left with its value
pub(super) fn is_untagged(
    there: &BTreeMap<String, String>,
    taken: &BTreeMap<String, String>,
) -> bool {
    taken
        .iter()
        .all(|(key, value)| there.get(key) != Some(value))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(ids: &[&str]) -> Vec<String> {
        ids.iter().map(|id| (*id).to_owned()).collect()
    }

    #[test]
    fn every_source_needs_its_rule_for_that_port_alone() {
        let rule = |from, to, cidr: &str| Rule {
            protocol: "tcp".to_owned(),
            from_port: Some(from),
            to_port: Some(to),
            cidrs: list(&[cidr]),
            ..Rule::default()
        };
        let group = SecurityGroup {
            inbound: vec![rule(443, 443, "10.0.0.0/8"), rule(0, 65535, "192.0.2.0/24")],
            ..SecurityGroup::default()
        };
        assert!(is_admitting(&group, &list(&["10.0.0.0/8"])));
        assert!(!is_admitting(&group, &list(&["10.0.0.0/8", "sg-1"])));
        assert!(!is_admitting(&group, &list(&["192.0.2.0/24"])));
    }
}
