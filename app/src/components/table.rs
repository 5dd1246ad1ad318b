//! A table; each row begins with what it is about.

use leptos::prelude::*;

/// How a column is aligned.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Align {
    /// Words: at the start.
    #[default]
    Words,
    /// Numbers: at the end, in figures of equal width.
    Numbers,
}

impl Align {
    fn class(self) -> Option<&'static str> {
        match self {
            Self::Words => None,
            Self::Numbers => Some("table__numbers"),
        }
    }
}

/// A column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// Its heading.
    pub heading: String,
    /// How it is aligned.
    pub align: Align,
}

impl Column {
    /// A column of words.
    pub fn words(heading: impl Into<String>) -> Self {
        Self {
            heading: heading.into(),
            align: Align::Words,
        }
    }

    /// A column of numbers.
    pub fn numbers(heading: impl Into<String>) -> Self {
        Self {
            heading: heading.into(),
            align: Align::Numbers,
        }
    }
}

/// A table. On a narrow screen it scrolls sideways by itself.
#[component]
pub fn Table(
    /// What the table shows.
    #[prop(into)]
    caption: String,
    /// The columns, in order.
    columns: Vec<Column>,
    /// The rows; each has one cell for each column, and its first cell names it.
    rows: Vec<Vec<AnyView>>,
) -> impl IntoView {
    let classes: Vec<_> = columns.iter().map(|column| column.align.class()).collect();
    let headings: Vec<_> = columns
        .into_iter()
        .map(|column| view! { <th scope="col" class=column.align.class()>{column.heading}</th> })
        .collect();
    let rows: Vec<_> = rows
        .into_iter()
        .map(|cells| {
            let cells: Vec<_> = cells
                .into_iter()
                .zip(classes.iter().copied())
                .enumerate()
                .map(|(at, (cell, class))| match at {
                    0 => view! { <th scope="row" class=class>{cell}</th> }.into_any(),
                    _ => view! { <td class=class>{cell}</td> }.into_any(),
                })
                .collect();
            view! { <tr>{cells}</tr> }
        })
        .collect();
    let label = caption.clone();
    view! {
        <div class="table" tabindex="0" role="region" aria-label=label>
            <table class="table__grid">
                <caption class="table__caption">{caption}</caption>
                <thead>
                    <tr>{headings}</tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
}

#[cfg(any(test, debug_assertions))]
pub(crate) fn samples(say: super::samples::Say<'_>) -> Vec<AnyView> {
    let columns = vec![
        Column::words(say("Endpoint")),
        Column::words(say("Service")),
        Column::numbers(say("Zones")),
        Column::numbers(say("USD a month")),
    ];
    let row = |key: &str, service: &str, zones: &str, cost: &str| {
        vec![
            say(key).into_any(),
            view! { <code>{say(service)}</code> }.into_any(),
            say(zones).into_any(),
            say(cost).into_any(),
        ]
    };
    let rows = vec![
        row(
            "data",
            "com.amazonaws.us-east-1.bedrock-agentcore",
            "2",
            "14.60",
        ),
        row(
            "gateway",
            "com.amazonaws.us-east-1.bedrock-agentcore.gateway",
            "1",
            "7.30",
        ),
    ];
    vec![view! { <Table caption=say("Estimated cost") columns rows /> }.into_any()]
}
