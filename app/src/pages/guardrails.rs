//! The rules that hold on this server, each with its reason and whoever answers for it.
//!
//! Must show all of them, in the order of their document.

use leptos::prelude::*;
use postern_plan::guardrails::{Guardrails, Rule};

use super::run::links;
use crate::components::prose::Prose;
use crate::components::table::{Column, Table};
use crate::document::{Page, PageState};
use crate::href::Href;

/// The page.
pub fn guardrails(guardrails: &Guardrails) -> Page {
    let rows: Vec<Vec<AnyView>> = guardrails.rules().iter().map(row).collect();
    let rules = if rows.is_empty() {
        view! { <p>"Nobody set any: every request that AWS takes can be asked for here."</p> }
            .into_any()
    } else {
        let columns = ["Rule", "What it demands", "Why", "Who answers for it"];
        let columns = columns.into_iter().map(Column::words).collect();
        view! {
            <p class="lead">
                "What may be asked for here. The questions, the API and a run are judged by the same rules; a plan that breaks one is blocked, and says by which."
            </p>
            <Table caption="The rules that hold" columns rows />
        }
        .into_any()
    };
    let body = view! {
        <div class="stack stack--loose">
            <h1>"Guardrails"</h1>
            {rules}
        </div>
    };
    Page {
        title: "Guardrails".to_owned(),
        state: PageState::Clear,
        links: links(),
        body: body.into_any(),
    }
}

fn row(rule: &Rule) -> Vec<AnyView> {
    let link = rule
        .link
        .as_deref()
        .and_then(|link| link.parse::<Href>().ok());
    let more = link.map(|href| view! { " "<a href=href.to_string()>"Read more"</a> });
    vec![
        view! { <code>{rule.name.clone()}</code> }.into_any(),
        view! { <Prose text=rule.demand.says() /> }.into_any(),
        view! { <Prose text=rule.reason.clone() /> }.into_any(),
        view! { <span>{rule.owner.clone()}{more}</span> }.into_any(),
    ]
}
