//! Names for other VPCs: what a hub costs beside a set of endpoints in each, and who makes the zones.
//!
//! Must not add up: the figures are the plan's.

use leptos::prelude::*;
use postern_plan::cost::HubCost;
use postern_plan::plan::Plan;

use crate::components::table::{Column, Table};

/// That a run makes no zones, as a row of what is done.
pub(super) fn by_hand(plan: &Plan) -> Option<Vec<AnyView>> {
    let shared = plan.shared_dns.as_ref()?;
    let names: Vec<&str> = shared.zones.iter().map(|zone| zone.name.as_str()).collect();
    Some(vec![
        "Names for other VPCs".into_any(),
        "Not made here: run share-dns/zones.sh of the bundle afterwards".into_any(),
        ().into_any(),
        view! { <code>{names.join(", ")}</code> }.into_any(),
    ])
}

/// The comparison.
pub(super) fn cost(hub: &HubCost) -> AnyView {
    let columns = vec![
        Column::words("Names for other VPCs"),
        Column::numbers("A month"),
    ];
    let money = |usd: &Option<String>| {
        usd.as_ref()
            .map_or("not known".to_owned(), |u| format!("${u}"))
    };
    let mut lines = vec![
        (
            format!("This hub, with {} hosted zones", hub.hosted_zones),
            money(&hub.monthly_usd),
        ),
        (
            format!("A set of endpoints in each of {} VPCs", hub.vpcs),
            money(&hub.each_monthly_usd),
        ),
        (
            "A Route 53 Profile, on top of the zones".to_owned(),
            format!("${}", hub.profile_monthly_usd),
        ),
    ];
    if hub.reused_monthly_usd.is_some() {
        lines.push((
            "Paid already, for endpoints that are there".to_owned(),
            money(&hub.reused_monthly_usd),
        ));
    }
    let rows = lines
        .into_iter()
        .map(|(what, usd)| vec![what.into_any(), usd.into_any()])
        .collect();
    view! {
        <Table caption="One hub beside a set in each VPC" columns rows />
        <p>{format!("Counted are {}.", hub.formula)}</p>
        <p class="source">{format!("Source: {}.", hub.source)}</p>
    }
    .into_any()
}
