//! Names for other VPCs in the summary of a plan, and what they cost.
//!
//! Must not add up: the figures are the plan's

use postern_plan::cost::HubCost;
use postern_plan::id::VpcId;
use postern_plan::shared_dns::SharedDns;

use super::{Page, joined};

/// The zones and the VPCs that have them
pub(super) fn zones(page: &mut Page, shared: &SharedDns) {
    page.heading("Names for other VPCs");
    page.pair(
        "zones",
        &joined(shared.zones.iter().map(|z| z.name.as_str())),
    );
    if !shared.vpcs.is_empty() {
        page.pair("VPCs", &joined(shared.vpcs.iter().map(VpcId::as_str)));
    }
    for (account, vpcs) in &shared.others {
        page.pair(account.as_str(), &joined(vpcs.iter().map(VpcId::as_str)));
    }
}

/// One hub beside a set of endpoints in each VPC
pub(super) fn cost(page: &mut Page, hub: &HubCost) {
    let money = |usd: Option<&str>| usd.map_or("unknown".to_owned(), |usd| format!("${usd}"));
    page.paragraph(
        2,
        &format!(
            "one hub with its zones: {} a month; a set in each of {} VPCs: {} a month",
            money(hub.monthly_usd.as_deref()),
            hub.vpcs,
            money(hub.each_monthly_usd.as_deref())
        ),
    );
    if let Some(usd) = &hub.reused_monthly_usd {
        page.paragraph(
            2,
            &format!("of that ${usd} is paid already, for endpoints that are there"),
        );
    }
    page.paragraph(2, &hub.formula);
    page.paragraph(2, &hub.source);
}
