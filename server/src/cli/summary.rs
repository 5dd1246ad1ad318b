//! A plan as a person reads it in a terminal: 80 columns, nothing that has to be scrolled sideways
//! but names that are longer.
//!
//! Must not judge: what is said is the plan's.

mod hub;

use postern_plan::catalog::{Catalog, Severity};
use postern_plan::cost::Cost;
use postern_plan::id::SubnetId;
use postern_plan::plan::{Change, GroupRef, Note, Plan, PlannedEndpoint, PlannedGroup};
use postern_plan::preflight::{Row, Tally};
use postern_plan::request::AllowFrom;
use postern_plan::workload::{Standing, Workload};

use super::paint::Paint;
use super::visible::visible;

const COLUMNS: usize = 80;

/// The whole summary
pub(super) fn of(plan: &Plan, catalog: &Catalog, paint: Paint) -> String {
    let mut page = Page::new(paint);
    head(&mut page, plan);
    for endpoint in &plan.endpoints {
        self::endpoint(&mut page, plan, endpoint, catalog.quotas.policy_characters);
    }
    if let Some(group) = &plan.security_group {
        self::group(&mut page, group);
    }
    if let Some(workload) = &plan.workload {
        self::workload(&mut page, workload);
    }
    if let Some(shared) = &plan.shared_dns {
        hub::zones(&mut page, shared);
    }
    cost(&mut page, &plan.cost);
    preflight(&mut page, &plan.preflight);
    notes(&mut page, &plan.notes);
    page.text
}

fn head(page: &mut Page, plan: &Plan) {
    let request = &plan.request;
    page.heading(&format!("Plan {} of {}", plan.id, request.name));
    page.pair("account", request.account.as_str());
    page.pair("Region", request.region.as_str());
    page.pair("VPC", request.placement.vpc.as_str());
    page.pair(
        "rests on",
        &match &plan.fingerprint {
            Some(_) => format!("facts of {} and your inventory", plan.facts_date),
            None => format!(
                "facts of {}; without an inventory nothing in the account is judged",
                plan.facts_date
            ),
        },
    );
}

fn endpoint(page: &mut Page, plan: &Plan, endpoint: &PlannedEndpoint, limit: usize) {
    let change = match &endpoint.change {
        Change::Create => "create".to_owned(),
        Change::Modify(change) => format!("modify {}", change.id),
        Change::Leave { id } => format!("leave {id}, which is as planned"),
    };
    page.heading(&format!("Endpoint {}: {change}", endpoint.key));
    page.pair("service", &endpoint.service_name);
    let names = endpoint.private_dns_names.join(" ");
    let dns = if endpoint.private_dns {
        names
    } else if plan.resolves(endpoint) {
        format!("off: zones give {names} to the VPCs that share them")
    } else {
        format!("off: {names} keep their public addresses")
    };
    page.pair("private DNS", &dns);
    page.pair(
        "subnets",
        &joined(endpoint.subnets.iter().map(SubnetId::as_str)),
    );
    page.pair(
        "groups",
        &joined(endpoint.security_groups.iter().map(GroupRef::as_str)),
    );
    page.pair("addresses", endpoint.ip_address_type.as_str());
    page.pair(
        "policy",
        &format!(
            "{} of {} characters",
            grouped(endpoint.policy_chars()),
            grouped(limit)
        ),
    );
    for step in endpoint
        .extension()
        .map(|e| e.steps.as_slice())
        .unwrap_or_default()
    {
        page.paragraph(4, &format!("{}: {}", step.statement, step.detail));
    }
    for (statement, origin) in endpoint.policy.statements.iter().zip(&endpoint.origins) {
        let grants: Vec<String> = origin
            .grants
            .iter()
            .map(|i| format!("grants[{i}]"))
            .collect();
        let whence = if grants.is_empty() {
            String::new()
        } else {
            format!(" ({})", grants.join(", "))
        };
        page.paragraph(4, &format!("{}{whence}", statement.sid));
        page.paragraph(6, &origin.meaning);
    }
}

fn group(page: &mut Page, group: &PlannedGroup) {
    page.heading(&format!("Security group new: create {}", group.name));
    let sources = joined(group.allow_from.iter().map(AllowFrom::as_str));
    page.pair("admits", &format!("TCP 443 from {sources}"));
}

/// What agents need: what is made and what is there.
fn workload(page: &mut Page, workload: &Workload) {
    let plan = &workload.plan;
    page.heading(&format!("What agents also need: {}", plan.request.name));
    let made = workload.services.iter();
    let made = made.filter(|line| line.standing == Standing::Made);
    page.pair("create", &joined(made.map(|line| line.service.as_str())));
    for line in &workload.services {
        if let Standing::Reused(id) = &line.standing {
            page.pair("leave", &format!("{id} of {}", line.service));
        }
    }
    let month = plan.cost.monthly_usd.as_deref();
    page.pair(
        "a month",
        &month.map_or("unknown".to_owned(), |m| format!("about ${m}")),
    );
    page.paragraph(
        2,
        "workload/ of the bundle makes them; README.md there has what each is for, and what breaks without it",
    );
}

fn cost(page: &mut Page, cost: &Cost) {
    let month = match &cost.monthly_usd {
        Some(dollars) => format!("about ${dollars} a month"),
        None => "unknown".to_owned(),
    };
    page.heading(&format!("Cost: {month}"));
    page.paragraph(2, &cost.formula);
    page.paragraph(2, &cost.data);
    page.paragraph(2, &cost.source);
    if let Some(hub) = &cost.hub {
        hub::cost(page, hub);
    }
}

fn preflight(page: &mut Page, rows: &[Row]) {
    page.heading(&format!("Preflight: {}", Tally::of(rows).sentence()));
    page.paragraph(
        2,
        "preflight.md of the bundle and plan.preflight of --json have every row; what was not checked may be anything",
    );
}

fn notes(page: &mut Page, notes: &[Note]) {
    let count = |severity| {
        notes
            .iter()
            .filter(|note| note.severity == severity)
            .count()
    };
    page.heading(&format!(
        "Notes: {} blocked, {} warning, {} info",
        count(Severity::Blocked),
        count(Severity::Warning),
        count(Severity::Info)
    ));
    for note in notes {
        page.note(note);
    }
}

/// Lines for a terminal
pub(super) struct Page {
    text: String,
    paint: Paint,
}

impl Page {
    pub(super) fn new(paint: Paint) -> Self {
        Self {
            text: String::new(),
            paint,
        }
    }

    pub(super) fn heading(&mut self, text: &str) {
        if !self.text.is_empty() {
            self.text.push('\n');
        }
        self.text.push_str(&self.paint.heading(&visible(text)));
        self.text.push('\n');
    }

    /// A label in a column of its own, and what it names beside it
    fn pair(&mut self, label: &str, value: &str) {
        let head = format!("  {label:<13}");
        self.wrapped(&head, &" ".repeat(head.len()), value);
    }

    pub(super) fn paragraph(&mut self, indent: usize, text: &str) {
        let indent = " ".repeat(indent);
        self.wrapped(&indent, &indent, text);
    }

    fn note(&mut self, note: &Note) {
        let about = format!("{}, {}", note.code, note.subject);
        self.remark(note.severity, &about, &note.detail, &note.fix);
    }

    /// Something that was seen, how much it weighs, and what to do
    pub(super) fn remark(&mut self, severity: Severity, about: &str, detail: &str, fix: &str) {
        let severity = self.paint.severity(severity);
        for part in ["  ", &severity, " ", &visible(about), "\n"] {
            self.text.push_str(part);
        }
        self.paragraph(4, detail);
        self.wrapped("    fix: ", "         ", fix);
    }

    /// A text as it is, line by line
    pub(super) fn verbatim(&mut self, text: &str) {
        for line in text.lines() {
            self.text.push_str(&visible(line));
            self.text.push('\n');
        }
    }

    pub(super) fn into_text(self) -> String {
        self.text
    }

    fn wrapped(&mut self, first: &str, next: &str, text: &str) {
        let mut line = first.to_owned();
        let mut empty = true;
        for word in visible(text).split(' ').filter(|word| !word.is_empty()) {
            let length = line.chars().count() + usize::from(!empty) + word.chars().count();
            if !empty && length > COLUMNS {
                self.text.push_str(line.trim_end());
                self.text.push('\n');
                next.clone_into(&mut line);
                empty = true;
            }
            if !empty {
                line.push(' ');
            }
            line.push_str(word);
            empty = false;
        }
        self.text.push_str(line.trim_end());
        self.text.push('\n');
    }
}

fn joined<'a>(texts: impl Iterator<Item = &'a str>) -> String {
    texts.collect::<Vec<_>>().join(", ")
}

/// `20480` as `20,480`
fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_numbers_are_grouped() {
        for (number, text) in [
            (0, "0"),
            (999, "999"),
            (20_480, "20,480"),
            (1_000_000, "1,000,000"),
        ] {
            assert_eq!(grouped(number), text);
        }
    }

    #[test]
    fn lines_are_broken_between_words_and_steering_is_shown() {
        let mut page = Page {
            text: String::new(),
            paint: Paint::Plain,
        };
        let word = "x".repeat(100);
        page.pair("label", &format!("{} {word} \u{1b}[2J", "word ".repeat(15)));
        let lines: Vec<&str> = page.text.lines().collect();
        assert_eq!(lines.len(), 4, "{lines:?}");
        assert!(lines[0].starts_with("  label        word word"));
        assert_eq!(lines[2].trim_start(), word);
        assert!(lines[3].ends_with("\\u{1b}[2J"), "{lines:?}");
        for line in [lines[0], lines[1], lines[3]] {
            assert!(line.chars().count() <= COLUMNS, "{line}");
        }
    }

    #[test]
    fn only_colour_differs_between_the_two_ways() {
        let coloured = Paint::Coloured.severity(Severity::Blocked);
        assert_eq!(coloured, "\u{1b}[1;31mblocked\u{1b}[0m");
        assert_eq!(Paint::Plain.severity(Severity::Blocked), "blocked");
    }
}
