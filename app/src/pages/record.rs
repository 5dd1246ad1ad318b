//! The record: who asked for what and what became of it, searched and taken away.
//!
//! Must show entries as they were written.

use leptos::prelude::*;

use super::run::links;
use crate::components::button::{Button, Emphasis};
use crate::components::empty_state::EmptyState;
use crate::components::field::{Field, Length, Typed};
use crate::components::link_button::{LinkButton, Opens};
use crate::components::question::Question;
use crate::components::select::{Select, SelectOption};
use crate::components::table::{Column, Table};
use crate::document::{Page, PageState};
use crate::record::{Kept, RecordLine, RecordPage, Search};
use crate::routes::{self, FixedPath};

/// The page.
pub fn record(shown: &RecordPage) -> Page {
    let body = view! {
        <div class="stack stack--loose">
            <h1>"Record"</h1>
            {match shown.kept {
                Kept::No => nothing_is_kept(),
                Kept::Yes => kept(shown),
            }}
        </div>
    };
    Page {
        title: "Record".to_owned(),
        state: PageState::Clear,
        links: links(),
        body: body.into_any(),
    }
}

fn nothing_is_kept() -> AnyView {
    view! {
        <EmptyState title="No record is kept" detail="Nobody has to sign in here and no plan is carried out: there is nothing to write down." />
    }
    .into_any()
}

fn kept(shown: &RecordPage) -> AnyView {
    let take = |path: FixedPath, label: &'static str, file: &str| {
        let href = path.link().with_query(&shown.query);
        view! { <LinkButton label=label href opens=Opens::Download(file.to_owned()) /> }
    };
    let older = shown.older.as_deref().map(|query| {
        let href = routes::RECORD.link().with_query(query);
        view! { <p><a href=href.to_string()>"Older entries"</a></p> }
    });
    view! {
        {form(shown)}
        {table(&shown.lines)}
        {older}
        <section class="section">
            <h2>"Take it away"</h2>
            <p>"All entries that were found, not only those on this page. Each holds the hash of the one before: "<code>"postern audit verify"</code>" proves that none was changed."</p>
            <div class="row">
                {take(routes::RECORD_CSV, "Download CSV", "postern-record.csv")}
                {take(routes::RECORD_JSON, "Download JSON lines", "postern-record.jsonl")}
            </div>
        </section>
    }
    .into_any()
}

fn form(shown: &RecordPage) -> AnyView {
    let Search {
        act,
        who,
        target,
        account,
        from,
        to,
    } = shown.search.clone();
    let option = |word: &&'static str| SelectOption {
        value: (*word).to_owned(),
        label: (*word).to_owned(),
    };
    let acts = shown.acts.iter().map(option).collect();
    let day = "As in 2026-11-23.";
    view! {
        <form class="stack" method="get" action=routes::RECORD.href()>
            <div class="abreast">
                <Select question=Question::new("act", "What was done") options=acts chosen=act prompt="Anything" />
                <Field question=Question::new("who", "By whom").hint("Part of a name or id.") value=who />
                <Field question=Question::new("target", "To what").hint("Part of a run or route.") value=target typed=Typed::Exact />
                <Field question=Question::new("account", "Account").hint("Twelve digits.") value=account typed=Typed::Digits length=Length::Short />
                <Field question=Question::new("from", "From").hint(day) value=from typed=Typed::Exact length=Length::Short />
                <Field question=Question::new("to", "Before").hint(day) value=to typed=Typed::Exact length=Length::Short />
            </div>
            <div class="row">
                <Button label="Search" emphasis=Emphasis::Primary />
            </div>
        </form>
    }
    .into_any()
}

fn table(lines: &[RecordLine]) -> AnyView {
    if lines.is_empty() {
        return view! { <EmptyState title="Nothing was found" detail="No entry is as you search for it." /> }
            .into_any();
    }
    let columns = vec![
        Column::numbers("Entry"),
        Column::words("When"),
        Column::words("By whom"),
        Column::words("What"),
        Column::words("To what"),
        Column::words("Account"),
        Column::words("More"),
    ];
    let rows = lines.iter().map(row).collect();
    view! { <Table caption="Entries, the newest first" columns rows /> }.into_any()
}

fn row(line: &RecordLine) -> Vec<AnyView> {
    let target = line.target.clone();
    let target = match line.href.clone() {
        Some(href) => view! { <a href=href><code>{target}</code></a> }.into_any(),
        None => view! { <code>{target}</code> }.into_any(),
    };
    let details: Vec<_> = line
        .details
        .iter()
        .map(|detail| view! { <li>{detail.clone()}</li> })
        .collect();
    let details = (!details.is_empty()).then(|| view! { <ul>{details}</ul> });
    vec![
        line.seq.to_string().into_any(),
        view! { <time datetime=line.at.clone()>{line.at.clone()}</time> }.into_any(),
        line.who.clone().into_any(),
        line.act.clone().into_any(),
        target,
        line.account.clone().into_any(),
        details.into_any(),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::components::tests::{HOSTILE, assert_same_structure};
    use crate::document::fragment;

    fn shown(word: &str) -> String {
        let say = |text: &str| format!("{text}{word}");
        let line = RecordLine {
            seq: 7,
            at: say("2026-11-23T00:00:00Z"),
            who: say("Ada (sub-1)"),
            act: say("began"),
            target: say("run-1"),
            account: say("111122223333"),
            details: vec![say("purpose: apply")],
            href: None,
        };
        let page = RecordPage {
            search: Search {
                who: say("ada"),
                ..Search::default()
            },
            acts: vec!["began"],
            lines: vec![line],
            query: "who=ada".to_owned(),
            older: Some("who=ada&before=7".to_owned()),
            kept: Kept::Yes,
        };
        fragment(record(&page).body)
    }

    #[test]
    fn hostile_words_change_no_structure() {
        for word in HOSTILE {
            assert_same_structure(&shown(""), &shown(word), word);
        }
    }
}
