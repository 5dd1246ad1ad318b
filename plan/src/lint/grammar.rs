//! Findings on the document: what its reader could not make sense of, its version, Sids and size.
//!
//! Must not look into what a statement means.

use std::collections::{BTreeMap, BTreeSet};

use super::correct::Correction;
use super::{Seen, Spot};
use crate::document::quoted;
use crate::language::{FaultKind, Version};

pub(super) fn look(seen: &mut Seen<'_>) {
    let reading = seen.reading;
    for fault in &reading.faults {
        let statement = fault.statement.map(|place| seen.statement_name(place));
        let offset = fault.span.as_ref().map_or(0, |s| s.start);
        let fix = Some(fault.fix.clone());
        seen.push(
            code(fault.kind),
            statement,
            fault.path.clone(),
            offset,
            fault.detail.clone(),
            fix,
        );
    }
    version(seen);
    sids(seen);
    let (most, has) = (
        seen.catalog.quotas.policy_characters,
        seen.text.chars().count(),
    );
    if has > most {
        let detail = format!("{has} characters, and EC2 takes {most}, white space included");
        seen.push("policy-size", None, String::new(), 0, detail, None);
    }
}

fn code(kind: FaultKind) -> &'static str {
    match kind {
        FaultKind::WrongType => "wrong-type",
        FaultKind::UnknownElement => "unknown-element",
        FaultKind::Missing => "missing-element",
        FaultKind::Conflict => "conflicting-elements",
        FaultKind::DuplicateKey => "duplicate-key",
        FaultKind::Version => "bad-version",
        FaultKind::Effect => "bad-effect",
        FaultKind::Principal => "bad-principal",
        FaultKind::Operator => "unknown-operator",
    }
}

fn version(seen: &mut Seen<'_>) {
    let wrong = seen
        .reading
        .faults
        .iter()
        .any(|f| f.kind == FaultKind::Version);
    let top = seen.reading.faults.iter().any(|f| f.path.is_empty());
    if wrong || top || seen.reading.document.version == Version::V2012 {
        return;
    }
    if seen.root.field("Version").is_some() {
        let detail = "version 2008-10-17 knows no variables: ${…} is text in it".to_owned();
        seen.push("version-old", None, "Version".to_owned(), 0, detail, None);
        return;
    }
    let detail =
        "without a Version the policy is read in the version of 2008, in which ${…} is text"
            .to_owned();
    seen.push(
        "version-missing",
        None,
        "Version".to_owned(),
        0,
        detail,
        None,
    );
    let at = seen.root.span.as_ref().map_or(0, |s| s.start) + 1;
    // With variables in it the newer version would change what the policy means.
    let statements = seen.root.field("Statement").is_some();
    if statements && !seen.text.contains("${") {
        seen.corrections.push(Correction {
            code: "version-missing".to_owned(),
            path: "Version".to_owned(),
            span: at..at,
            after: "\"Version\": \"2012-10-17\", ".to_owned(),
        });
    }
}

fn sids(seen: &mut Seen<'_>) {
    let reading = seen.reading;
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    let all = reading.document.statements.iter();
    let mut taken: BTreeSet<String> = all.filter_map(|s| s.sid.clone()).collect();
    for (index, statement) in reading.document.statements.iter().enumerate() {
        let place = reading.places.get(index).copied().unwrap_or(index);
        let Some(sid) = statement.sid.as_deref() else {
            continue;
        };
        if sid.is_empty() || !sid.bytes().all(|b| b.is_ascii_alphanumeric()) {
            seen.find(
                "bad-sid",
                place,
                Spot::Element("Sid"),
                format!("`{sid}` is not letters and digits alone"),
            );
            continue;
        }
        let count = counts.entry(sid).or_default();
        *count += 1;
        if *count > 1 {
            let other = format!("{sid}{count}");
            seen.find(
                "duplicate-sid",
                place,
                Spot::Element("Sid"),
                format!("`{sid}` names another statement too"),
            );
            if taken.insert(other.clone()) {
                seen.mend("duplicate-sid", place, Spot::Element("Sid"), quoted(&other));
            }
        }
    }
}
