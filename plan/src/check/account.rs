//! Notes on the account: the preflight's rows that warn or block.
//!
//! Must not judge anything itself, so that a note and a row never differ.

use super::{Seen, some};
use crate::catalog::Severity;
use crate::plan::Note;
use crate::preflight::{Row, Verdict};

pub(super) fn notes(seen: &Seen<'_>) -> Vec<Note> {
    of_rows(&seen.plan.preflight)
}

/// Rows that say the same of several subjects are one note.
pub(super) fn of_rows(rows: &[Row]) -> Vec<Note> {
    let mut told: Vec<(&Row, Severity, Vec<&str>)> = Vec::new();
    for row in rows {
        let Some(severity) = severity(row.verdict) else {
            continue;
        };
        let same = told.iter_mut().find(|(first, ..)| {
            (&first.code, first.verdict, &first.evidence, &first.fix)
                == (&row.code, row.verdict, &row.evidence, &row.fix)
        });
        match same {
            Some((_, _, subjects)) => subjects.push(&row.subject),
            None => told.push((row, severity, vec![&row.subject])),
        }
    }
    told.into_iter()
        .map(|(row, severity, subjects)| {
            let fix = row.fix.clone().unwrap_or_default();
            Seen::note_as(
                severity,
                &row.code,
                &some(subjects),
                row.evidence.clone(),
                fix,
            )
        })
        .collect()
}

fn severity(verdict: Verdict) -> Option<Severity> {
    match verdict {
        Verdict::Blocked => Some(Severity::Blocked),
        Verdict::Warning => Some(Severity::Warning),
        Verdict::Pass | Verdict::NotChecked => None,
    }
}
