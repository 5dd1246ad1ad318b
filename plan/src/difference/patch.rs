//! A unified diff from edits, as `git apply` and `patch -p1` take it, below a summary that both
//! skip.
//!
//! Must change no line that an edit does not change.

use std::fmt::Write as _;
use std::ops::Range;

use super::Difference;
use super::edit::{Replacement, apply};
use super::found::Found;
use crate::catalog::Catalog;

/// Lines that stay around what changes.
const AROUND: usize = 3;

/// Some lines, and what stands in their place.
struct Lines<'t> {
    old: Range<usize>,
    new: Vec<&'t str>,
}

/// The diff of a text and its edits; empty where nothing changes.
pub(super) fn unified(text: &str, edits: &[Replacement], file: &str, summary: &[String]) -> String {
    let old: Vec<&str> = text.split_inclusive('\n').collect();
    let groups = groups(text, &old, edits);
    let changed: Vec<Lines<'_>> = groups
        .iter()
        .filter_map(|(first, text)| lines(&old, first.clone(), text))
        .collect();
    if changed.is_empty() {
        return String::new();
    }
    let mut out = String::new();
    for line in summary {
        let shown: String = line
            .chars()
            .map(|c| if c.is_control() { ' ' } else { c })
            .collect();
        out.push_str(format!("# {shown}").trim_end());
        out.push('\n');
    }
    // Writing into a text in memory does not fail.
    let _ = writeln!(out, "--- a/{file}\n+++ b/{file}");
    let mut shift = 0_usize;
    let mut taken = 0_usize;
    let mut rest = changed.as_slice();
    while let Some(first) = rest.first() {
        let mut count = 1;
        let mut end = first.old.end;
        while let Some(next) = rest.get(count).filter(|n| n.old.start <= end + 2 * AROUND) {
            (count, end) = (count + 1, next.old.end);
        }
        let (hunk, others) = rest.split_at_checked(count).unwrap_or((rest, &[]));
        let range = first.old.start.saturating_sub(AROUND)..(end + AROUND).min(old.len());
        let (gone, come) = one(&mut out, &old, hunk, range, (shift, taken));
        (shift, taken, rest) = (shift + come, taken + gone, others);
    }
    out
}

/// One hunk; gives how many lines went and came.
fn one(
    out: &mut String,
    old: &[&str],
    hunk: &[Lines<'_>],
    range: Range<usize>,
    (come_before, gone_before): (usize, usize),
) -> (usize, usize) {
    let gone: usize = hunk.iter().map(|l| l.old.len()).sum();
    let come: usize = hunk.iter().map(|l| l.new.len()).sum();
    let (old_count, new_count) = (range.len(), range.len() + come - gone);
    let new_start = range.start + come_before - gone_before;
    // A range of no lines is named by the line before it.
    let start = |start: usize, count: usize| if count == 0 { start } else { start + 1 };
    let _ = writeln!(
        out,
        "@@ -{},{old_count} +{},{new_count} @@",
        start(range.start, old_count),
        start(new_start, new_count),
    );
    let mut at = range.start;
    for lines in hunk {
        put(out, ' ', old.get(at..lines.old.start));
        put(out, '-', old.get(lines.old.clone()));
        put(out, '+', Some(&lines.new));
        at = lines.old.end;
    }
    put(out, ' ', old.get(at..range.end));
    (gone, come)
}

fn put(out: &mut String, sign: char, lines: Option<&[&str]>) {
    for line in lines.unwrap_or_default() {
        out.push(sign);
        out.push_str(line);
        if !line.ends_with('\n') {
            out.push_str("\n\\ No newline at end of file\n");
        }
    }
}

/// The edits by the lines that they touch, those that share a line together: the lines, and what
/// they become.
fn groups(text: &str, old: &[&str], edits: &[Replacement]) -> Vec<(Range<usize>, String)> {
    let mut ends = Vec::with_capacity(old.len());
    let mut end = 0;
    for line in old {
        end += line.len();
        ends.push(end);
    }
    let last = old.len().saturating_sub(1);
    // The line that holds the byte at an offset.
    let line = |offset: usize| ends.partition_point(|end| *end <= offset).min(last);
    let start = |line: usize| line.checked_sub(1).and_then(|l| ends.get(l)).copied();
    let mut groups: Vec<(Range<usize>, Vec<Replacement>)> = Vec::new();
    for edit in edits {
        let touched = line(edit.range.start)..line(edit.range.end) + 1;
        match groups.last_mut() {
            Some((lines, together)) if touched.start < lines.end => {
                lines.end = lines.end.max(touched.end);
                together.push(edit.clone());
            }
            _ => groups.push((touched, vec![edit.clone()])),
        }
    }
    let made = |(lines, mut edits): (Range<usize>, Vec<Replacement>)| {
        let from = start(lines.start).unwrap_or_default();
        let to = start(lines.end).unwrap_or(text.len());
        for edit in &mut edits {
            edit.range = edit.range.start.saturating_sub(from)..edit.range.end.saturating_sub(from);
        }
        let new = apply(text.get(from..to).unwrap_or_default(), &edits);
        (lines, new)
    };
    groups.into_iter().map(made).collect()
}

/// A group without the lines that it leaves as they are at its ends.
fn lines<'t>(old: &[&str], range: Range<usize>, new: &'t str) -> Option<Lines<'t>> {
    let mut new: Vec<&str> = new.split_inclusive('\n').collect();
    let was = old.get(range.clone()).unwrap_or_default();
    let same = was.iter().zip(&new).take_while(|(a, b)| a == b).count();
    new.drain(..same);
    let was = was.get(same..).unwrap_or_default();
    let pairs = was.iter().rev().zip(new.iter().rev());
    let tail = pairs.take_while(|(a, b)| a == b).count();
    new.truncate(new.len() - tail);
    let old = range.start + same..range.end - tail;
    (!old.is_empty() || !new.is_empty()).then_some(Lines { old, new })
}

/// What stands above the diff: the sources, and each difference that it mends.
pub(super) fn summary(catalog: &Catalog, found: &Found) -> Vec<String> {
    let mut lines = vec![format!("The catalogue of {} against:", catalog.facts_date)];
    lines.extend(found.sources.iter().map(|source| format!("  {source}")));
    lines.push(String::new());
    let mended = |d: &&Difference| d.patched;
    for difference in found.differences.iter().filter(mended) {
        lines.push(format!("{difference}"));
        lines.push(format!("  {}", difference.path));
    }
    lines.push(String::new());
    lines
}
