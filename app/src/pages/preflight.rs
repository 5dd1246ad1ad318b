//! The preflight: what creation would meet in the account.
//!
//! Must show what was not checked apart from what passes, in words.

use leptos::prelude::*;
use postern_plan::plan::Plan;
use postern_plan::preflight::{Row, Tally, Verdict};

use super::report::Part;
use crate::components::disclosure::{Disclosure, Opened};
use crate::components::table::{Column, Table};
use crate::components::tag::{Tag, Tone};
use crate::form::sentence;
use crate::wording;

/// The part of a page.
pub(super) fn part(plan: &Plan) -> Part {
    let tables: Vec<_> = Verdict::ALL
        .iter()
        .filter_map(|verdict| group(plan, *verdict))
        .collect();
    let view = view! {
        <p class="figures">{format!("{}.", Tally::of(&plan.preflight).sentence())}</p>
        <p>
            "Only what AWS will refuse, or what cannot work, is blocked. What was not checked may be anything: the reason stands beside it."
        </p>
        {tables}
    };
    Part::new("preflight", "What creation would meet in the account", view)
}

/// The rows of one verdict. What passes is to be opened, and so is the list of everything that was
/// not checked where nothing was.
fn group(plan: &Plan, verdict: Verdict) -> Option<AnyView> {
    let rows: Vec<&Row> = plan
        .preflight
        .iter()
        .filter(|r| r.verdict == verdict)
        .collect();
    let number = rows.len();
    if number == 0 {
        return None;
    }
    let columns = ["Check", "Looked at", "Seen", "To do"]
        .map(Column::words)
        .to_vec();
    let caption = format!("{}, {number}", verdict.title());
    let rows = rows.into_iter().map(cells).collect();
    let table = view! { <Table caption columns rows /> }.into_any();
    let (summary, opened) = match verdict {
        Verdict::Blocked | Verdict::Warning => return Some(table),
        Verdict::NotChecked if plan.fingerprint.is_none() => (
            format!("{number} not checked, since there is no inventory of the account"),
            Opened::No,
        ),
        Verdict::NotChecked => (format!("{number} not checked"), Opened::Yes),
        Verdict::Pass => (format!("{number} passed"), Opened::No),
    };
    let id = format!("preflight-{}", verdict.as_str());
    Some(
        view! {
            <Disclosure id summary opened>
                {table}
            </Disclosure>
        }
        .into_any(),
    )
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
                " "
                <code>{row.code.clone()}</code>
                " "
                <span class="preflight__subject">{wording::subject(&row.subject)}</span>
            </span>
        }
        .into_any(),
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
        let html = fragment(part(&plan).section());
        let tally = Tally::of(&plan.preflight);
        assert!(html.contains(&tally.sentence()), "{html}");
        for (tag, number) in [
            ("<span class=\"tag\">Not checked", tally.not_checked),
            ("<span class=\"tag tag--good\">Pass", tally.pass),
        ] {
            assert_eq!(html.matches(tag).count(), number, "{tag}");
        }
        let (open, folded) = html.split_once("id=\"preflight-pass\"").unwrap();
        assert!(
            !open.contains("tag--good") && !folded.contains("Not checked"),
            "{html}"
        );
    }
}
