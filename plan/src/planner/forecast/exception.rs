//! Texts that say to a scanner what is accepted, with the owner and blanks for the dates.
//!
//! Must silence no more than what was flagged, and must put nothing of a person's into a program's
//! words but on a line of its own or as a JSON string.

use std::collections::BTreeMap;
use std::fmt::Write;

use crate::artifact::escape::is_unprintable;
use crate::catalog::Place;
use crate::forecast::{Exception, Expected, Forecast, Forecasts, Subject};
use crate::plan::{Change, Plan, PlannedEndpoint};

/// The tags that name an owner, the first that there is.
const OWNERS: [&str; 3] = ["owner", "Owner", "team"];

/// A date that a person fills in.
const DATE: &str = "____-__-__ (fill in)";

/// One exception for what each scanner flags of one thing in one place.
pub(super) fn exceptions(plan: &Plan, forecasts: &Forecasts) -> Vec<Exception> {
    let mut all: Vec<(&str, Place, Subject, Vec<&Forecast>)> = Vec::new();
    for row in forecasts.of(Expected::Flagged) {
        let whole = row.subject.whole();
        let same = all
            .iter_mut()
            .find(|(id, place, of, _)| *id == row.scanner && *place == row.place && *of == whole);
        match same {
            Some((_, _, _, rows)) => rows.push(row),
            None => all.push((&row.scanner, row.place, whole, vec![row])),
        }
    }
    all.into_iter()
        .map(|(scanner, place, subject, rows)| {
            let mut checks: Vec<String> = rows.iter().map(|r| r.check.clone()).collect();
            checks.dedup();
            let head = head(plan, forecasts, &subject, &rows);
            let (goes, body) = match (scanner, place) {
                ("prowler", _) => muted(plan, &subject, &checks),
                ("checkov", Place::Terraform) => comments(plan, &rows, &checks),
                ("checkov", _) => metadata(&skipped(plan, &checks)),
                ("cfn-nag", _) => metadata(&suppressed(plan, &checks)),
                ("cfn-guard", _) => metadata(&guarded(&checks)),
                _ => (
                    "the record that your auditors read".to_owned(),
                    String::new(),
                ),
            };
            Exception {
                scanner: scanner.to_owned(),
                place,
                subject,
                checks,
                goes,
                text: head + &body,
            }
        })
        .collect()
}

/// Whose exception it is, from when, until when and why; each on one line.
fn head(plan: &Plan, forecasts: &Forecasts, subject: &Subject, rows: &[&Forecast]) -> String {
    let scanner = rows.first().map_or("", |row| row.scanner.as_str());
    let known = forecasts.scanners.iter().find(|s| s.id == scanner);
    let (title, version) = known.map_or((scanner, ""), |s| (&s.title, &s.version));
    let mut lines = vec![
        format!("Exception for {title}: {subject} of {}", plan.request.name),
        format!(
            "Owner: {}",
            owner(plan).unwrap_or_else(|| "________ (fill in)".to_owned())
        ),
        format!("Written on: {DATE}"),
        format!("Review by: {DATE}"),
        format!(
            "Forecast of plan {}, from AWS facts of {}; {title}, {version}, read on {}",
            plan.id, plan.facts_date, forecasts.read
        ),
    ];
    lines.extend(rows.iter().map(|row| {
        let of = match &row.subject {
            Subject::Statement { sid, .. } => format!("{}, statement {sid}", row.check),
            _ => row.check.clone(),
        };
        let star = row.star.iter().map(|star| format!("; needed: {star}"));
        format!("{of}: {}{}", row.why, star.collect::<String>())
    }));
    let mut text = String::new();
    for line in lines {
        // Writing into memory cannot fail.
        let _ = writeln!(text, "# {}", plain(&line));
    }
    text
}

/// The owner, where a tag names one.
fn owner(plan: &Plan) -> Option<String> {
    let tags = &plan.request.tags;
    OWNERS.iter().find_map(|key| {
        let value = tags
            .get(*key)
            .map(|v| plain(v))
            .filter(|v| !v.trim().is_empty())?;
        Some(format!("{value} (tag {key})"))
    })
}

/// A text on one line that ends no comment and no fence.
fn plain(text: &str) -> String {
    let shown = |c| match c {
        '`' => '\'',
        c if is_unprintable(c) => ' ',
        c => c,
    };
    text.chars().map(shown).collect()
}

/// In short, for scanners that keep a reason themselves.
fn reason(plan: &Plan) -> String {
    let owner = owner(plan).unwrap_or_else(|| "________ (owner)".to_owned());
    plain(&format!("accepted by {owner}, review by ____-__-__"))
}

fn quoted(text: &str) -> String {
    serde_json::to_string(text).unwrap_or_default()
}

/// Prowler's list of what is muted, for one endpoint or the group.
fn muted(plan: &Plan, subject: &Subject, checks: &[String]) -> (String, String) {
    let request = &plan.request;
    let endpoint = match subject {
        Subject::Endpoint(key) | Subject::Statement { endpoint: key, .. } => plan.endpoint(*key),
        Subject::Group | Subject::Vpc => None,
    };
    let (resource, tags) = match (endpoint, &plan.security_group) {
        (Some(endpoint), _) => match there(endpoint) {
            Some(id) => (id, None),
            None => ("*".to_owned(), Some(&endpoint.tags)),
        },
        (None, group) => ("*".to_owned(), group.as_ref().map(|g| &g.tags)),
    };
    let mut text = format!(
        "Mutelist:\n  Accounts:\n    \"{}\":\n      Checks:\n",
        request.account
    );
    for check in checks {
        // Writing into memory cannot fail.
        let _ = write!(
            text,
            "        {}:\n          Regions:\n            - {}\n          Resources:\n            - {}\n",
            quoted(check),
            quoted(request.region.as_str()),
            quoted(&resource)
        );
        text.push_str(&tagged(tags));
        let _ = writeln!(text, "          Description: {}", quoted(&reason(plan)));
    }
    let goes = "the file that prowler aws --mutelist-file reads".to_owned();
    (goes, text)
}

/// The endpoint that is there already.
fn there(endpoint: &PlannedEndpoint) -> Option<String> {
    match &endpoint.change {
        Change::Create => None,
        Change::Modify(modification) => Some(modification.id.to_string()),
        Change::Leave { id } => Some(id.to_string()),
    }
}

/// The tags by which what is yet to be made is known; the plan's own changes with every plan.
fn tagged(tags: Option<&BTreeMap<String, String>>) -> String {
    let mut text = String::new();
    for key in ["Name", "postern:request"] {
        if let Some(value) = tags.and_then(|tags| tags.get(key)) {
            let tag = quoted(&format!("{key}={value}"));
            let _ = writeln!(text, "            - {tag}");
        }
    }
    if text.is_empty() {
        return text;
    }
    format!("          Tags:\n{text}")
}

/// Comments in the blocks of Terraform's resources.
fn comments(plan: &Plan, rows: &[&Forecast], checks: &[String]) -> (String, String) {
    let resources: Vec<&str> = rows
        .iter()
        .flat_map(|row| row.resources.iter().map(String::as_str))
        .collect();
    let goes = format!("terraform/main.tf, inside each of {}", resources.join(", "));
    let line = |check: &String| format!("#checkov:skip={check}:{}\n", reason(plan));
    (goes, checks.iter().map(line).collect())
}

/// Metadata of the group in `stack.yaml`.
fn metadata(body: &str) -> (String, String) {
    let goes = format!(
        "stack.yaml, under {}, beside Properties; one Metadata holds what every scanner wants",
        crate::artifact::GROUP_ID
    );
    (goes, format!("    Metadata:\n{body}"))
}

fn skipped(plan: &Plan, checks: &[String]) -> String {
    let each = |check: &String| {
        let (id, why) = (quoted(check), quoted(&reason(plan)));
        format!("          - id: {id}\n            comment: {why}\n")
    };
    let each: String = checks.iter().map(each).collect();
    format!("      checkov:\n        skip:\n{each}")
}

fn suppressed(plan: &Plan, checks: &[String]) -> String {
    let each = |check: &String| {
        let (id, why) = (quoted(check), quoted(&reason(plan)));
        format!("          - id: {id}\n            reason: {why}\n")
    };
    let each: String = checks.iter().map(each).collect();
    format!("      cfn_nag:\n        rules_to_suppress:\n{each}")
}

fn guarded(checks: &[String]) -> String {
    let mut text = "      guard:\n        SuppressedRules:\n".to_owned();
    for check in checks {
        // Writing into memory cannot fail.
        let _ = writeln!(text, "          - {}", quoted(check));
    }
    text
}
