//! The preflight: what creation would meet in the account.
//!
//! Must show what was not checked apart from what passes, in words.

use leptos::prelude::*;
use postern_plan::plan::Plan;
use postern_plan::preflight::{Row, Tally, Verdict};

use crate::components::disclosure::Disclosure;
use crate::components::table::{Column, Table};
use crate::components::tag::{Tag, Tone};
use crate::form::sentence;

/// The section of a page.
pub(super) fn view(plan: &Plan) -> AnyView {
    let tables: Vec<_> = Verdict::ALL
        .iter()
        .filter_map(|verdict| group(&plan.preflight, *verdict))
        .collect();
    view! {
        <section class="section" id="preflight">
            <h2>"What creation would meet in the account"</h2>
            <p class="figures">{format!("{}.", Tally::of(&plan.preflight).sentence())}</p>
            <p>
                "Only what AWS will refuse is blocked. What was not checked may be anything: the reason stands beside it."
            </p>
            {tables}
        </section>
    }
    .into_any()
}

/// The rows of one verdict; those that are nobody's concern are to be opened.
fn group(all: &[Row], verdict: Verdict) -> Option<AnyView> {
    let rows: Vec<&Row> = all.iter().filter(|r| r.verdict == verdict).collect();
    let number = rows.len();
    if number == 0 {
        return None;
    }
    let columns = [verdict.title(), "About", "Looked at", "Seen", "To do"]
        .map(Column::words)
        .to_vec();
    let caption = format!("{}, {number}", verdict.title());
    let rows = rows.into_iter().map(cells).collect();
    let table = view! { <Table caption columns rows /> }.into_any();
    Some(match verdict {
        Verdict::Pass => view! {
            <Disclosure id="preflight-pass" summary=format!("{number} passed")>
                {table}
            </Disclosure>
        }
        .into_any(),
        Verdict::Blocked | Verdict::Warning | Verdict::NotChecked => table,
    })
}

fn cells(row: &Row) -> Vec<AnyView> {
    let command = row.command.clone().map(|command| {
        view! {
            <details class="preflight__command">
                <summary>"Command"</summary>
                <code>{command}</code>
            </details>
        }
    });
    let fix = row
        .fix
        .as_deref()
        .map(|fix| view! { <span>{sentence("", None, fix, "")}</span> });
    vec![
        view! {
            <span class="preflight__check">
                <Tag text=row.verdict.title() tone=tone(row.verdict) />
                <code>{row.code.clone()}</code>
            </span>
        }
        .into_any(),
        view! { <code class="preflight__about">{row.subject.clone()}</code> }.into_any(),
        sentence("", None, &row.looked_at, "").into_any(),
        sentence("", None, &row.evidence, "").into_any(),
        view! {
            {fix}
            {command}
        }
        .into_any(),
    ]
}

/// What was not checked is plain, and never as good as what passes.
fn tone(verdict: Verdict) -> Tone {
    match verdict {
        Verdict::Pass => Tone::Good,
        Verdict::Warning => Tone::Caution,
        Verdict::Blocked => Tone::Bad,
        Verdict::NotChecked => Tone::Plain,
    }
}

#[cfg(test)]
mod tests {
    use postern_plan::catalog::Catalog;
    use postern_plan::request::Request;

    use super::*;
    use crate::document::fragment;

    #[test]
    fn what_was_not_checked_never_looks_like_what_passes() {
        let catalog = Catalog::load().unwrap();
        let text = include_str!("../../../plan/tests/golden/three-doors.toml");
        let plan = postern_plan::plan(&catalog, None, &Request::parse(&catalog, text).unwrap());
        let html = fragment(view(&plan));
        let tally = Tally::of(&plan.preflight);
        assert!(html.contains(&tally.sentence()), "{html}");
        for (tag, number) in [
            ("<span class=\"tag\">Not checked", tally.not_checked),
            ("<span class=\"tag tag--good\">Pass", tally.pass),
        ] {
            assert_eq!(html.matches(tag).count(), number, "{tag}");
        }
        let (open, folded) = html.split_once("preflight-pass").unwrap();
        assert!(
            !open.contains("tag--good") && !folded.contains("Not checked"),
            "{html}"
        );
    }
}
