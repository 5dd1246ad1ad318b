//! `forecast.md`: what scanners will say, what will be flagged first, and exceptions to paste.
//!
//! Must show every row, and never one that is not known as one that passes.

use askama::Template;
use askama::filters::Safe;

use super::{Artifact, RenderError};
use crate::catalog::Place;
use crate::forecast::{Exception, Expected, Forecast, Forecasts};
use crate::plan::Plan;

#[derive(Template)]
#[template(path = "forecast.md")]
struct Page<'a> {
    plan: &'a Plan,
    forecasts: &'a Forecasts,
    flagged: Vec<Row<'a>>,
    others: Vec<Row<'a>>,
    sections: Vec<Section<'a>>,
    /// Statements that pass and have a `*` all the same.
    stars: Vec<(String, &'a str)>,
}

struct Row<'a> {
    scanner: &'a str,
    check: &'a str,
    severity: &'a str,
    place: &'static str,
    subject: String,
    verdict: &'static str,
    why: &'a str,
}

struct Section<'a> {
    title: String,
    rows: Vec<&'a Forecast>,
    goes: &'a str,
    language: Safe<&'static str>,
    /// Comments of one line each and quoted strings, without a backtick.
    text: Safe<&'a str>,
}

/// The page.
pub(super) fn page(plan: &Plan) -> Result<Artifact, RenderError> {
    let forecasts = &plan.forecasts;
    let rows = |verdict| forecasts.of(verdict).map(|row| of(forecasts, row));
    let passing = forecasts.of(Expected::Passes).filter_map(|row| {
        let star = row.star.as_deref()?;
        Some((row.subject.to_string(), star))
    });
    let page = Page {
        plan,
        forecasts,
        flagged: rows(Expected::Flagged).collect(),
        others: rows(Expected::NotKnown)
            .chain(rows(Expected::Passes))
            .collect(),
        sections: forecasts
            .exceptions
            .iter()
            .map(|exception| section(forecasts, exception))
            .collect(),
        stars: passing.collect(),
    };
    Ok(Artifact::new(
        "forecast.md",
        "text/markdown",
        super::text(&page)?,
    ))
}

fn of<'a>(forecasts: &'a Forecasts, row: &'a Forecast) -> Row<'a> {
    Row {
        scanner: forecasts.scanner(&row.scanner),
        check: &row.check,
        severity: row.severity.as_deref().unwrap_or_default(),
        place: row.place.title(),
        subject: row.subject.to_string(),
        verdict: row.verdict.title(),
        why: &row.why,
    }
}

fn section<'a>(forecasts: &'a Forecasts, exception: &'a Exception) -> Section<'a> {
    Section {
        title: format!(
            "{} on {} in {}",
            forecasts.scanner(&exception.scanner),
            exception.subject,
            exception.place.title()
        ),
        rows: forecasts.behind(exception).collect(),
        goes: &exception.goes,
        language: Safe(match exception.place {
            Place::Terraform => "hcl",
            Place::Account | Place::Stack => "yaml",
        }),
        text: Safe(exception.text.trim_end()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::Catalog;
    use crate::request::Request;

    const REQUEST: &str = include_str!("../../tests/golden/three-doors.toml");

    fn text(request: &str) -> (Plan, String) {
        let catalog = Catalog::load().unwrap();
        let request = Request::parse(&catalog, request).unwrap();
        let plan = crate::plan(&catalog, None, &request);
        let text = page(&plan).unwrap().text;
        (plan, text)
    }

    #[test]
    fn every_row_stands_there_and_what_is_flagged_comes_first() {
        let (plan, text) = text(REQUEST);
        let rest = text.find("## What passes").unwrap();
        for row in &plan.forecasts.all {
            let check = row.check.replace('_', "\\_");
            let (before, after) = text.split_at(rest);
            let part = match row.verdict {
                Expected::Flagged => before,
                Expected::NotKnown | Expected::Passes => after,
            };
            assert!(part.contains(&format!("| {check} |")), "{check}");
        }
        for exception in &plan.forecasts.exceptions {
            assert!(text.contains(exception.text.trim_end()), "{exception:?}");
        }
        assert!(text.contains("not tried against Security Hub itself"));
    }

    #[test]
    fn a_tag_ends_neither_a_comment_nor_a_fence() {
        let hostile = "owner = \"x\\u2028```\\u2028# Owner: somebody else\"\n";
        let request = REQUEST.replace("team = \"platform\"\n", hostile);
        assert_ne!(request, REQUEST);
        let (plan, text) = text(&request);
        let fences = text.lines().filter(|l| l.starts_with("```")).count();
        assert_eq!(fences, 2 * plan.forecasts.exceptions.len());
        let owners = text.lines().filter(|l| l.starts_with("# Owner: "));
        assert_eq!(owners.count(), plan.forecasts.exceptions.len());
    }
}
