//! Statements that say the same in more words become one, without ever allowing more.
//!
//! Must only join where the result is exactly the union: two of the three lists are equal and the
//! third is united.

use std::collections::BTreeSet;

use crate::policy::{Effect, Principal};
use crate::request::Conditions;

/// A statement in the making.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Atom {
    /// What its Sid begins with.
    pub(super) stem: String,
    pub(super) effect: Effect,
    pub(super) principal: Principal,
    /// With their prefix.
    pub(super) actions: BTreeSet<String>,
    pub(super) arns: BTreeSet<String>,
    /// The ARNs are what is left out.
    pub(super) all_but: bool,
    pub(super) conditions: Conditions,
    /// The grants it comes from.
    pub(super) grants: BTreeSet<usize>,
}

/// Joins what can be joined, in the order in which the grants stand.
pub(super) fn merge(atoms: Vec<Atom>) -> Vec<Atom> {
    let mut done: Vec<Atom> = Vec::new();
    for atom in atoms {
        let mut atom = atom;
        // Joining may make two earlier ones joinable: take out, join, and try again.
        while let Some((at, joined)) = done
            .iter()
            .enumerate()
            .find_map(|(i, d)| join(d, &atom).map(|j| (i, j)))
        {
            done.remove(at);
            atom = joined;
        }
        let place = done
            .iter()
            .position(|d| d.grants.first() > atom.grants.first())
            .unwrap_or(done.len());
        done.insert(place, atom);
    }
    done
}

fn join(a: &Atom, b: &Atom) -> Option<Atom> {
    if a.effect != b.effect || a.conditions != b.conditions || a.all_but || b.all_but {
        return None;
    }
    let same_principal = a.principal == b.principal;
    let mut joined = a.clone();
    joined.grants.extend(&b.grants);
    if same_principal && b.actions.is_subset(&a.actions) && b.arns.is_subset(&a.arns) {
        return Some(joined);
    }
    if same_principal && a.actions.is_subset(&b.actions) && a.arns.is_subset(&b.arns) {
        joined.actions.clone_from(&b.actions);
        joined.arns.clone_from(&b.arns);
        return Some(joined);
    }
    if same_principal && a.arns == b.arns {
        joined.actions.extend(b.actions.iter().cloned());
        return Some(joined);
    }
    if same_principal && a.actions == b.actions && a.arns.contains("*") == b.arns.contains("*") {
        joined.arns.extend(b.arns.iter().cloned());
        return Some(joined);
    }
    if let (Principal::Aws(x), Principal::Aws(y)) = (&a.principal, &b.principal)
        && a.actions == b.actions
        && a.arns == b.arns
    {
        let both: BTreeSet<String> = x.iter().chain(y).cloned().collect();
        joined.principal = Principal::Aws(both.into_iter().collect());
        return Some(joined);
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn atom(principal: &[&str], actions: &[&str], arns: &[&str], grant: usize) -> Atom {
        let set = |t: &[&str]| {
            t.iter()
                .map(|s| (*s).to_owned())
                .collect::<BTreeSet<String>>()
        };
        Atom {
            stem: "S".to_owned(),
            effect: Effect::Allow,
            principal: Principal::Aws(principal.iter().map(|s| (*s).to_owned()).collect()),
            actions: set(actions),
            arns: set(arns),
            all_but: false,
            conditions: Conditions::default(),
            grants: BTreeSet::from([grant]),
        }
    }

    fn triples(atoms: &[Atom]) -> BTreeSet<(String, String, String)> {
        let mut all = BTreeSet::new();
        for atom in atoms {
            let Principal::Aws(principals) = &atom.principal else {
                continue;
            };
            for p in principals {
                for action in &atom.actions {
                    for arn in &atom.arns {
                        all.insert((p.clone(), action.clone(), arn.clone()));
                    }
                }
            }
        }
        all
    }

    #[test]
    fn equal_lists_join_and_others_stay() {
        let merged = merge(vec![
            atom(&["p"], &["a"], &["x"], 0),
            atom(&["p"], &["b"], &["x"], 1),
            atom(&["q"], &["c"], &["y"], 2),
        ]);
        assert_eq!(merged.len(), 2);
        assert_eq!(merged[0].grants, BTreeSet::from([0, 1]));
    }

    proptest! {
        #[test]
        fn merging_neither_adds_nor_loses(picks in proptest::collection::vec((0..3_usize, 0..7_usize, 0..7_usize), 0..8)) {
            let subset = |mask: usize, of: [&'static str; 3]| -> Vec<&'static str> {
                of.into_iter().enumerate().filter(|(i, _)| (mask + 1) & (1 << i) != 0).map(|(_, t)| t).collect()
            };
            let atoms: Vec<Atom> = picks.iter().enumerate().map(|(i, (p, a, r))| {
                atom(&[["p", "q", "r"][*p]], &subset(*a, ["a", "b", "c"]), &subset(*r, ["x", "y", "z"]), i)
            }).collect();
            let merged = merge(atoms.clone());
            prop_assert_eq!(triples(&merged), triples(&atoms));
            prop_assert!(merged.len() <= atoms.len());
        }
    }
}
