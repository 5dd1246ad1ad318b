//! A statement in two: actions that know no resource stand on `*`, the rest as it stood.
//!
//! Must not move an action that may also be meant for one of the resources.

use std::collections::BTreeSet;
use std::ops::Range;

use super::Seen;
use super::correct::{Correction, mended};
use crate::document::{Node, Value, quoted};
use crate::language::statements_of;
use crate::policy::free_sid;

/// The finding that it mends.
const CODE: &str = "star-only-scoped";

/// What a statement is split by.
pub(super) struct Split {
    pub(super) place: usize,
    /// The items of its Action that know no resource; some, and not all.
    pub(super) star: BTreeSet<usize>,
}

/// Adds the corrections of every split to those that are known.
pub(super) fn apply(seen: &mut Seen<'_>) {
    let splits = std::mem::take(&mut seen.splits);
    let listed = seen.root.field("Statement");
    let listed = listed.is_some_and(|n| matches!(n.value, Value::List(_)));
    let statements = statements_of(seen.root);
    let Some(end) = statements.last().and_then(|s| s.span.clone()) else {
        return;
    };
    let mut taken = sids(seen);
    let mut more = Vec::new();
    for (count, split) in splits.iter().enumerate() {
        let Some(parts) = statements.get(split.place).and_then(Parts::of) else {
            return;
        };
        let path = format!("Statement[{}].Action", split.place);
        let cuts = parts.cuts(|item| split.star.contains(&item));
        more.extend(cuts.into_iter().map(|(item, span)| Correction {
            code: CODE.to_owned(),
            path: format!("{path}[{item}]"),
            span,
            after: String::new(),
        }));
        let gap = gap(seen.text, parts.whole.start);
        let new = parts.copy(seen, split, &mut taken);
        more.push(Correction {
            code: CODE.to_owned(),
            path: format!("Statement[{}]", statements.len() + count),
            span: end.end..end.end,
            after: format!("{gap}{new}"),
        });
    }
    if !listed && !more.is_empty() {
        for (at, bracket) in [(end.start, "["), (end.end, "]")] {
            more.push(Correction {
                code: CODE.to_owned(),
                path: "Statement".to_owned(),
                span: at..at,
                after: bracket.to_owned(),
            });
        }
    }
    seen.corrections.extend(more);
}

/// Where the elements of a statement stand that the two differ in.
struct Parts {
    whole: Range<usize>,
    sid: Option<(String, Range<usize>)>,
    actions: Vec<Range<usize>>,
    action: Range<usize>,
    resource: Range<usize>,
}

impl Parts {
    fn of(statement: &Node) -> Option<Self> {
        let element = |name: &str| statement.field(name)?.span.clone();
        let action = statement.field("Action")?;
        let Value::List(items) = &action.value else {
            return None;
        };
        let sid = statement.field("Sid").and_then(|node| match &node.value {
            Value::Text(text) => Some((text.clone(), node.span.clone()?)),
            _ => None,
        });
        Some(Self {
            whole: statement.span.clone()?,
            sid,
            actions: items
                .iter()
                .map(|i| i.span.clone())
                .collect::<Option<_>>()?,
            action: action.span.clone()?,
            resource: element("Resource")?,
        })
    }

    /// What goes when some items of the list go, each with the comma beside it.
    fn cuts(&self, goes: impl Fn(usize) -> bool) -> Vec<(usize, Range<usize>)> {
        let last = (0..self.actions.len()).rev().find(|item| !goes(*item));
        let cut = |(item, span): (usize, &Range<usize>)| {
            let next = self.actions.get(item + 1);
            let before = item.checked_sub(1).and_then(|i| self.actions.get(i));
            // Behind the last that stays it is the comma before that goes.
            let span = match (next, before) {
                (Some(next), _) if last.is_some_and(|last| item < last) => span.start..next.start,
                (_, Some(before)) => before.end..span.end,
                _ => span.clone(),
            };
            (item, span)
        };
        let all = self.actions.iter().enumerate();
        all.filter(|(item, _)| goes(*item)).map(cut).collect()
    }

    /// The statement once more, with these actions alone, on everything, and a Sid of its own.
    fn copy(&self, seen: &Seen<'_>, split: &Split, taken: &mut BTreeSet<String>) -> String {
        let own = [Some(&self.action), Some(&self.resource)];
        let own: Vec<&Range<usize>> = own
            .into_iter()
            .chain([self.sid.as_ref().map(|(_, span)| span)])
            .flatten()
            .collect();
        let elsewhere = |c: &&Correction| {
            !own.iter()
                .any(|s| s.start <= c.span.start && c.span.end <= s.end)
        };
        let mut all: Vec<Correction> = seen.corrections.iter().filter(elsewhere).cloned().collect();
        let put = |span: Range<usize>, after: String| Correction {
            code: CODE.to_owned(),
            path: String::new(),
            span,
            after,
        };
        let cuts = self.cuts(|item| !split.star.contains(&item));
        all.extend(cuts.into_iter().map(|(_, span)| put(span, String::new())));
        all.push(put(self.resource.clone(), quoted("*")));
        if let Some((sid, span)) = &self.sid {
            let plain: String = sid.chars().filter(char::is_ascii_alphanumeric).collect();
            let new = free_sid(&format!("{plain}Unscoped"), taken);
            all.push(put(span.clone(), quoted(&new)));
        }
        mended(seen.text, self.whole.clone(), all).0
    }
}

/// The Sids that stand in the policy, and those that it gets.
fn sids(seen: &Seen<'_>) -> BTreeSet<String> {
    let there = seen.reading.document.statements.iter();
    let new = seen
        .corrections
        .iter()
        .filter(|c| c.code == "duplicate-sid");
    there
        .filter_map(|s| s.sid.clone())
        .chain(new.map(|c| c.after.trim_matches('"').to_owned()))
        .collect()
}

/// The comma before a new statement, and a new line where the statement begins one.
fn gap(text: &str, start: usize) -> String {
    let before = text.get(..start).unwrap_or_default();
    let indent = before.rsplit('\n').next().unwrap_or_default();
    if indent.len() < before.len() && indent.bytes().all(|b| b.is_ascii_whitespace()) {
        return format!(",\n{indent}");
    }
    ", ".to_owned()
}
