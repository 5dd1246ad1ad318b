//! `preflight.md`: the plan's preflight as a table, the gravest first, and its commands.
//!
//! Must show every row, and never one that was not checked as one that passed.

use askama::Template;
use askama::filters::Safe;

use super::{Artifact, RenderError};
use crate::plan::Plan;
use crate::planner::explain::series;
use crate::preflight::{Row, Tally, Verdict};

#[derive(Template)]
#[template(path = "preflight.md")]
struct Page<'a> {
    plan: &'a Plan,
    tally: String,
    rows: Vec<Line<'a>>,
    commands: Vec<Command<'a>>,
}

struct Line<'a> {
    verdict: &'static str,
    code: &'a str,
    subject: &'a str,
    looked_at: &'a str,
    evidence: &'a str,
    fix: &'a str,
}

struct Command<'a> {
    about: String,
    /// Made of words that the shell's escaper wrote, without line breaks and backticks.
    line: Safe<&'a str>,
}

/// The page.
pub(super) fn page(plan: &Plan) -> Result<Artifact, RenderError> {
    let page = Page {
        plan,
        tally: Tally::of(&plan.preflight).sentence(),
        rows: sorted(&plan.preflight).map(line).collect(),
        commands: commands(&plan.preflight),
    };
    Ok(Artifact::new(
        "preflight.md",
        "text/markdown",
        super::text(&page)?,
    ))
}

/// The gravest first.
fn sorted(rows: &[Row]) -> impl Iterator<Item = &Row> {
    let of = |verdict: &Verdict| {
        let verdict = *verdict;
        rows.iter().filter(move |r| r.verdict == verdict)
    };
    Verdict::ALL.iter().flat_map(of)
}

fn line(row: &Row) -> Line<'_> {
    Line {
        verdict: row.verdict.title(),
        code: &row.code,
        subject: &row.subject,
        looked_at: &row.looked_at,
        evidence: &row.evidence,
        fix: row.fix.as_deref().unwrap_or_default(),
    }
}

/// The commands of rows that do not pass, each once.
fn commands(rows: &[Row]) -> Vec<Command<'_>> {
    let mut all: Vec<(&str, Vec<String>)> = Vec::new();
    for row in sorted(rows).filter(|r| r.verdict != Verdict::Pass) {
        let Some(command) = row.command.as_deref() else {
            continue;
        };
        let about = format!("{} of {}", row.code, row.subject);
        match all.iter_mut().find(|(line, _)| *line == command) {
            Some((_, abouts)) => abouts.push(about),
            None => all.push((command, vec![about])),
        }
    }
    all.into_iter()
        .map(|(line, abouts)| Command {
            about: series(abouts, usize::MAX),
            line: Safe(line),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::Catalog;
    use crate::request::Request;

    const REQUEST: &str = include_str!("../../tests/golden/three-doors.toml");

    #[test]
    fn every_row_stands_there_under_its_own_word() {
        let catalog = Catalog::load().unwrap();
        let plan = crate::plan(&catalog, None, &Request::parse(&catalog, REQUEST).unwrap());
        let text = page(&plan).unwrap().text;
        for verdict in Verdict::ALL {
            let start = format!("| {} |", verdict.title());
            let shown = text.lines().filter(|l| l.starts_with(&start)).count();
            let there = plan
                .preflight
                .iter()
                .filter(|r| r.verdict == *verdict)
                .count();
            assert_eq!(shown, there, "{verdict:?}\n{text}");
        }
        assert!(text.contains("```sh\naws ec2 describe-"), "{text}");
    }
}
