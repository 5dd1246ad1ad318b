//! What scanners will say of a plan: what is flagged and not known first, and exceptions to paste.
//!
//! Must not let "not known" look like "passes", nor hide how far a scanner was tried.

use leptos::prelude::*;
use postern_plan::forecast::{Expected, Forecast, Forecasts};
use postern_plan::plan::Plan;

use super::report::Part;
use crate::components::code_block::CodeBlock;
use crate::components::disclosure::Disclosure;
use crate::components::explain::{Explain, Explanation};
use crate::components::prose::Prose;
use crate::components::table::{Column, Table};
use crate::components::tag::{Tag, Tone};
use crate::form::sentence;
use crate::routes;

/// The part of the page.
pub(super) fn part(plan: &Plan) -> Part {
    let forecasts = &plan.forecasts;
    let count = |verdict| forecasts.of(verdict).count();
    let tally = format!(
        "{} flagged, {} not known, {} pass. forecast.md in the bundle has all of it.",
        count(Expected::Flagged),
        count(Expected::NotKnown),
        count(Expected::Passes),
    );
    let rows: Vec<_> = [Expected::Flagged, Expected::NotKnown]
        .into_iter()
        .flat_map(|verdict| forecasts.of(verdict))
        .map(|row| told(forecasts, row))
        .collect();
    let columns = ["About", "Scanner", "Check", "Verdict", "Why"];
    let columns = columns.into_iter().map(Column::words).collect();
    let table = (!rows.is_empty())
        .then(|| view! { <Table caption="What scanners will say" columns rows /> });
    let view = view! {
        <div><Explain id="explain-scanners" text=explanation(forecasts) /></div>
        <p>{tally}</p>
        {table}
        {exceptions(forecasts)}
        {sure(forecasts)}
    };
    Part::new("scanners", "What scanners will say", view)
}

fn explanation(forecasts: &Forecasts) -> Explanation {
    let sources: Vec<_> = forecasts
        .scanners
        .iter()
        .map(|scanner| format!("{} ({})", scanner.title, scanner.version))
        .collect();
    Explanation {
        title: "what scanners will say".to_owned(),
        paragraphs: vec![
            "A scanner reports a `*` and cannot tell whether anything else would work. Callers with tokens have no AWS principal, look-ups are not signed, and some calls have no resource type: there the `*` is needed.".to_owned(),
            "What can be narrowed is said beside each; for the rest there is an exception to paste, with the owner from your tags and blanks for the dates.".to_owned(),
        ],
        source: sources.join(", "),
        date: forecasts.read.clone(),
        more: routes::explain("scanners").parse().ok(),
    }
}

/// A row of the table.
fn told(forecasts: &Forecasts, row: &Forecast) -> Vec<AnyView> {
    let tone = match row.verdict {
        Expected::Flagged => Tone::Caution,
        Expected::NotKnown | Expected::Passes => Tone::Plain,
    };
    let star = row
        .star
        .as_ref()
        .map(|star| sentence("", None, &format!("Why the * stands there: {star}"), ""));
    let narrower = row
        .alternative
        .as_ref()
        .map(|text| sentence("", None, &format!("In its place: {text}"), ""));
    let about = format!("{}, in {}", row.subject, row.place.title());
    let why = view! {
        <p><Prose text=sentence("", None, &row.why, "") /></p>
        {star.map(|text| view! { <p><Prose text /></p> })}
        {narrower.map(|text| view! { <p><Prose text /></p> })}
    };
    vec![
        about.into_any(),
        forecasts.scanner(&row.scanner).to_owned().into_any(),
        view! { <code>{row.check.clone()}</code> }.into_any(),
        view! { <Tag text=row.verdict.title() tone=tone /> }.into_any(),
        why.into_any(),
    ]
}

/// Each exception, to be opened and copied.
fn exceptions(forecasts: &Forecasts) -> AnyView {
    forecasts
        .exceptions
        .iter()
        .enumerate()
        .map(|(at, exception)| {
            let scanner = forecasts.scanner(&exception.scanner);
            let place = exception.place.title();
            let summary = format!(
                "An exception for {scanner}: {} in {place}",
                exception.subject
            );
            let goes = sentence("", None, &format!("It goes into {}", exception.goes), "");
            let file = format!("exception for {scanner}, {} in {place}", exception.subject);
            let text = exception.text.clone();
            view! {
                <Disclosure id=format!("exception-{at}") summary>
                    <p>{goes}</p>
                    <CodeBlock file text />
                </Disclosure>
            }
        })
        .collect::<Vec<_>>()
        .into_any()
}

/// How far each scanner was tried.
fn sure(forecasts: &Forecasts) -> AnyView {
    let rows = forecasts
        .scanners
        .iter()
        .map(|scanner| {
            vec![
                scanner.title.clone().into_any(),
                scanner.version.clone().into_any(),
                scanner.on_policies.clone().into_any(),
                scanner.how.clone().into_any(),
            ]
        })
        .collect();
    let columns = ["Scanner", "Version", "On endpoint policies", "Tried"];
    let columns = columns.into_iter().map(Column::words).collect();
    view! {
        <Disclosure id="scanners-tried" summary="How sure this is">
            <Table caption="How far each scanner was tried" columns rows />
        </Disclosure>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use postern_plan::catalog::Catalog;
    use postern_plan::request::Request;

    use super::*;
    use crate::document::fragment;

    #[test]
    fn what_is_flagged_or_not_known_is_told_and_every_exception_is_there() {
        let text = include_str!("../../../plan/tests/golden/three-doors.toml");
        let catalog = Catalog::load().unwrap();
        let request = Request::parse(&catalog, text).unwrap();
        let plan = postern_plan::plan(&catalog, None, &request);
        let html = fragment(part(&plan).section());
        for row in plan.forecasts.of(Expected::Flagged) {
            assert!(html.contains(&row.check), "{}", row.check);
        }
        assert_eq!(
            html.matches(">not known<").count(),
            plan.forecasts.of(Expected::NotKnown).count()
        );
        assert_eq!(
            html.matches("An exception for ").count(),
            plan.forecasts.exceptions.len()
        );
        assert!(html.contains("not tried against Security Hub itself"));
    }
}
