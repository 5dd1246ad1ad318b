//! What is wrong with an endpoint policy that exists, what is wider than it looks, and the policy
//! with the slips mended.
//!
//! Must not stop at the first fault, and must not change the meaning of what it cannot be sure of.

mod actions;
mod arns;
mod conditions;
mod correct;
mod described;
mod grammar;
mod operators;
mod place;
mod principals;
mod reach;
mod resources;
mod split;

pub use described::{Described, described, listing};

use serde::Serialize;

use crate::catalog::{Action, Catalog, Severity};
use crate::document::{Node, parse_json};
use crate::language::{Actions, Reading, Statement, read_node};
use crate::request::EndpointKey;

use correct::Correction;
use place::{Lines, node_at};
use split::Split;

/// The longest policy that is looked at, in bytes: 50 times what EC2 takes.
pub const MOST_BYTES: usize = 1024 * 1024;

/// More findings than anybody reads; the rest is counted.
const MOST_FINDINGS: usize = 200;

/// So many words are compared with the known ones, since each costs hundreds of comparisons.
const MOST_NEAREST: usize = 50;

/// Beyond so many times what EC2 takes only the grammar is looked at.
const FAR_TOO_LONG: usize = 10;

/// What was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Report {
    /// The findings, the gravest first, then by place.
    pub findings: Vec<Finding>,
    /// The policy with its slips mended; none when nothing was mended.
    pub corrected: Option<String>,
    /// What was mended.
    pub changes: Vec<Change>,
}

/// One thing that is wrong or worth knowing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// The code in the catalogue.
    pub code: String,
    /// How much it weighs.
    pub severity: Severity,
    /// The statement: its Sid, else `#` and its place from 0; none for the document.
    pub statement: Option<String>,
    /// Where: `Statement[0].Action[1]`.
    pub path: String,
    /// The line, from 1.
    pub line: usize,
    /// The column in characters, from 1.
    pub column: usize,
    /// What was seen.
    pub detail: String,
    /// What to do.
    pub fix: String,
}

/// One thing that was mended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Change {
    /// Where.
    pub path: String,
    /// What stood there; empty where something was added.
    pub before: String,
    /// What stands there now; empty where something went.
    pub after: String,
    /// The code of the finding that it mends.
    pub code: String,
    /// Why: what is wrong with what stood there.
    pub reason: String,
}

impl Change {
    /// What was done, as a clause.
    pub fn told(&self) -> String {
        let Self {
            path,
            before,
            after,
            ..
        } = self;
        match (before.is_empty(), after.is_empty()) {
            (true, _) => format!("`{path}`: `{after}` is added"),
            (_, true) => format!("`{path}`: `{before}` goes"),
            _ => format!("`{path}`: `{before}` becomes `{after}`"),
        }
    }
}

impl Report {
    /// Something in the policy does not do what it says.
    pub fn is_blocked(&self) -> bool {
        self.findings
            .iter()
            .any(|f| f.severity == Severity::Blocked)
    }
}

/// Looks at the policy of an endpoint.
pub fn lint(catalog: &Catalog, text: &str, endpoint: EndpointKey) -> Report {
    let lines = Lines::of(text);
    if text.len() > MOST_BYTES {
        return alone(
            catalog,
            "not-json",
            1,
            1,
            format!("the text is longer than {MOST_BYTES} bytes"),
        );
    }
    let root = match parse_json(text) {
        Ok(root) => root,
        Err(e) => return alone(catalog, "not-json", e.line, e.column, e.message),
    };
    let reading = read_node(&root);
    let mut seen = Seen {
        catalog,
        endpoint,
        text,
        root: &root,
        reading: &reading,
        lines,
        found: Vec::new(),
        corrections: Vec::new(),
        splits: Vec::new(),
        nearest_left: MOST_NEAREST,
    };
    grammar::look(&mut seen);
    if text.len() > FAR_TOO_LONG * catalog.quotas.policy_characters {
        seen.partly("the text is far too long for EC2: only its grammar was looked at");
        return seen.report();
    }
    for (index, statement) in reading.document.statements.iter().enumerate() {
        let place = reading.places.get(index).copied().unwrap_or(index);
        let at = At { place, statement };
        let known = actions::look(&mut seen, &at);
        resources::look(&mut seen, &at, &known);
        principals::look(&mut seen, &at);
        conditions::look(&mut seen, &at, &known);
        reach::look(&mut seen, &at);
    }
    reach::look_for_discovery(&mut seen);
    reach::look_across(&mut seen);
    seen.report()
}

fn alone(catalog: &Catalog, code: &str, line: usize, column: usize, detail: String) -> Report {
    let rule = catalog.finding(code);
    Report {
        findings: vec![Finding {
            code: code.to_owned(),
            severity: rule.map_or(Severity::Blocked, |r| r.severity),
            statement: None,
            path: String::new(),
            line,
            column,
            detail,
            fix: rule.map(|r| r.fix.clone()).unwrap_or_default(),
        }],
        corrected: None,
        changes: Vec::new(),
    }
}

/// A statement and its place in the text.
struct At<'a> {
    place: usize,
    statement: &'a Statement,
}

impl At<'_> {
    /// The actions that the statement names; none where it names all but some.
    fn actions(&self) -> &[String] {
        match &self.statement.actions {
            Actions::Only(all) => all,
            Actions::AllBut(_) => &[],
        }
    }
}

/// An action of a statement that the catalogue knows.
struct Known<'a> {
    /// Its place in the statement's list.
    item: usize,
    action: &'a Action,
    prefix: &'a str,
    /// The statement names it without a wildcard.
    exact: bool,
}

struct Seen<'a> {
    catalog: &'a Catalog,
    endpoint: EndpointKey,
    text: &'a str,
    root: &'a Node,
    reading: &'a Reading,
    lines: Lines<'a>,
    /// Each with the byte that it is about.
    found: Vec<(usize, Finding)>,
    corrections: Vec<Correction>,
    splits: Vec<Split>,
    nearest_left: usize,
}

/// Where in a statement: an element, and an item of its list.
#[derive(Clone, Copy)]
enum Spot<'s> {
    Whole,
    Element(&'s str),
    Item(&'s str, usize),
    /// A principal of a kind: the element, the kind and the item of its list.
    Principal(&'s str, &'s str, usize),
    /// A key under an operator.
    Key(&'s str, &'s str),
}

impl Seen<'_> {
    fn statement_name(&self, place: usize) -> String {
        let index = self.reading.places.binary_search(&place).ok();
        let statement = index.and_then(|i| self.reading.document.statements.get(i));
        statement.map_or_else(|| format!("#{place}"), |s| s.name(place))
    }

    /// Notes a finding about a place in a statement.
    fn find(&mut self, code: &str, place: usize, spot: Spot<'_>, detail: String) {
        let (path, node) = node_at(self.root, place, spot);
        let offset = node.and_then(|n| n.span.as_ref()).map_or(0, |s| s.start);
        let statement = Some(self.statement_name(place));
        self.push(code, statement, path, offset, detail, None);
    }

    fn push(
        &mut self,
        code: &str,
        statement: Option<String>,
        path: String,
        offset: usize,
        detail: String,
        fix: Option<String>,
    ) {
        let rule = self.catalog.finding(code);
        let finding = Finding {
            code: code.to_owned(),
            severity: rule.map_or(Severity::Warning, |r| r.severity),
            statement,
            path,
            // Counted when it is known which findings are shown.
            line: 1,
            column: 1,
            detail,
            fix: fix
                .or_else(|| rule.map(|r| r.fix.clone()))
                .unwrap_or_default(),
        };
        self.found.push((offset, finding));
    }

    /// Says that something was not looked at.
    fn partly(&mut self, detail: &str) {
        let detail = detail.to_owned();
        self.push("partly-looked-at", None, String::new(), 0, detail, None);
    }

    /// Whether one more word may be compared with the known ones.
    fn may_compare(&mut self) -> bool {
        let may = self.nearest_left > 0;
        self.nearest_left = self.nearest_left.saturating_sub(1);
        may
    }

    /// Notes how a finding is mended: the text at a place becomes another.
    fn mend(&mut self, code: &str, place: usize, spot: Spot<'_>, after: String) {
        let (path, node) = node_at(self.root, place, spot);
        if let Some(span) = node.and_then(|n| n.span.clone()) {
            self.corrections.push(Correction {
                code: code.to_owned(),
                path,
                span,
                after,
            });
        }
    }

    fn report(mut self) -> Report {
        split::apply(&mut self);
        self.found
            .sort_by(|(at, a), (of, b)| (a.severity, at, &a.code).cmp(&(b.severity, of, &b.code)));
        self.found.dedup();
        let more = self.found.len().saturating_sub(MOST_FINDINGS);
        if more > 0 {
            self.found.truncate(MOST_FINDINGS);
            self.push(
                "more-findings",
                None,
                String::new(),
                0,
                format!("{more} more findings are not shown"),
                None,
            );
        }
        let findings = self.found.into_iter().map(|(offset, mut finding)| {
            (finding.line, finding.column) = self.lines.position(offset);
            finding
        });
        let findings = findings.collect();
        let (corrected, changes) = correct::apply(self.catalog, self.text, self.corrections);
        Report {
            findings,
            corrected,
            changes,
        }
    }
}
