//! Locks on the public door: who is locked out, what stays open, and who gets through both policies.
//!
//! Must put who is locked out first, and must not let what is open look like what is refused.

use leptos::prelude::*;
use postern_plan::evaluate::Verdict;
use postern_plan::lockdown::{Answer, Asked, Granted, Layer, Lock, Lockdown, Locked};
use postern_plan::plan::Plan;

use super::report::Part;
use crate::components::table::{Column, Table};
use crate::components::tag::{Tag, Tone};
use crate::form::sentence;
use crate::routes;

/// The part of the page; none where the request asks for no locks.
pub(super) fn part(plan: &Plan) -> Option<Part> {
    let lockdown = plan.lockdown.as_ref()?;
    let vpc = plan.request.placement.vpc.to_string();
    // An endpoint that is answered as its runtime is stands for nothing of its own.
    let tables: Vec<_> = lockdown
        .locks
        .iter()
        .filter(|lock| {
            let mut runtimes = lockdown.locks.iter().filter(|l| l.kind == Locked::Runtime);
            lock.kind != Locked::RuntimeEndpoint || !runtimes.any(|l| l.asked == lock.asked)
        })
        .map(table)
        .collect();
    let view = view! {
        <p>
            "Once lockdown/lock.sh of the bundle has run, whatever does not come through an endpoint in "
            <code>{vpc}</code>
            " is refused: the console and laptops outside, pipelines that run elsewhere, other VPCs. Postern itself locks nothing. "
            <a href=routes::explain("locking") target="_blank" rel="noopener">"Read more"</a>
        </p>
        {open(lockdown)}
        {tables}
        <p class="hint">"Open is where the resource's policy is silent and the caller's own policy allows: AWS's page says of that both that it passes and that it does not."</p>
    };
    Some(Part::new("public-door", "The public door", view))
}

fn open(lockdown: &Lockdown) -> Option<AnyView> {
    let items: Vec<_> = lockdown
        .open
        .iter()
        .map(|open| {
            let stays = format!("{} stays open", open.what);
            view! { <li>{sentence("", None, &stays, open.why)}</li> }
        })
        .collect();
    (!items.is_empty()).then(|| view! { <ul>{items}</ul> }.into_any())
}

fn table(lock: &Lock) -> AnyView {
    let columns = [
        "Who",
        "A grant",
        "Through the endpoint",
        "From outside",
        "By an AWS service in their name",
    ];
    let columns = columns.into_iter().map(Column::words).collect();
    let rows = lock.asked.iter().map(row).collect();
    let action = lock.asked.first().map(|asked| asked.action.clone());
    let caption = format!("{} on {}", action.unwrap_or_default(), lock.name);
    view! { <Table caption=caption columns rows /> }.into_any()
}

fn row(asked: &Asked) -> Vec<AnyView> {
    vec![
        asked.who.clone().into_any(),
        match asked.granted {
            Granted::Yes => "yes",
            Granted::No => "none",
        }
        .into_any(),
        answer(asked.inside),
        answer(asked.outside),
        asked.service.map(answer).into_any(),
    ]
}

fn answer(answer: Answer) -> AnyView {
    let (word, tone, by) = match (answer.verdict, answer.by) {
        (Verdict::Allowed, _) => ("passes", Tone::Good, ""),
        (Verdict::Denied, Layer::Endpoint) => ("refused", Tone::Plain, "by the endpoint's policy"),
        (Verdict::Denied, _) => ("refused", Tone::Plain, "by the resource's policy"),
        (Verdict::Unknown, Layer::Identity) => ("open", Tone::Caution, ""),
        (Verdict::Unknown, _) => ("hangs on conditions", Tone::Caution, ""),
    };
    view! {
        <Tag text=word tone=tone />
        " "
        {by}
    }
    .into_any()
}
