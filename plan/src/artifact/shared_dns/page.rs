//! `share-dns/README.md`: what the zones do, in which order, and a Route 53 Profile in their place.
//!
//! Must not recommend one of the two: what each costs and asks for is said.

use askama::Template;
use askama::filters::Safe;

use super::{Names, Other};
use crate::artifact::code::{fenced, word};
use crate::artifact::{Artifact, RenderError, text};
use crate::cost::HubCost;
use crate::plan::Plan;

#[derive(Template)]
#[template(path = "share-dns/readme.md")]
struct Page<'a> {
    plan: &'a Plan,
    names: &'a Names,
    vpc: &'a str,
    profile: Safe<String>,
    others: Vec<(&'a str, Safe<String>)>,
    cost: Option<&'a HubCost>,
}

/// The page.
pub(super) fn page(plan: &Plan, names: &Names) -> Result<Artifact, RenderError> {
    let page = Page {
        plan,
        names,
        vpc: plan.request.placement.vpc.as_str(),
        profile: fenced("sh", &profile(plan, names)),
        others: names
            .others
            .iter()
            .map(|other| (other.account.as_str(), fenced("sh", &accepted(plan, other))))
            .collect(),
        cost: plan.cost.hub.as_ref(),
    };
    Ok(Artifact::new(
        "share-dns/README.md",
        "text/markdown",
        text(&page)?,
    ))
}

/// The commands in the zones' account.
fn profile(plan: &Plan, names: &Names) -> Vec<String> {
    let region = word(plan.request.region.as_str());
    let name = plan.request.name.as_str();
    let mut lines = vec![format!(
        "profile=$(aws route53profiles create-profile --region {region} --name {} --query Profile.Id --output text)",
        word(name)
    )];
    for zone in &names.zones {
        lines.push(format!(
            "zone=$(aws route53 list-hosted-zones-by-vpc --vpc-id {} --vpc-region {region} --query \"HostedZoneSummaries[?Name=='{}.'].HostedZoneId\" --output text)",
            word(plan.request.placement.vpc.as_str()),
            zone.name
        ));
        lines.push(format!(
            "aws route53profiles associate-resource-to-profile --region {region} --profile-id \"$profile\" --name {} --resource-arn \"arn:{}:route53:::hostedzone/$zone\"",
            word(&format!("{name}-{}", zone.key)),
            plan.partition
        ));
    }
    lines.extend(names.vpcs.iter().map(|vpc| joined(plan, vpc)));
    if !names.others.is_empty() {
        let accounts: Vec<String> = names.others.iter().map(|o| word(&o.account)).collect();
        lines.push(format!(
            "arn=$(aws route53profiles get-profile --region {region} --profile-id \"$profile\" --query Profile.Arn --output text)"
        ));
        lines.push(format!(
            "aws ram create-resource-share --region {region} --name {} --resource-arns \"$arn\" --principals {}",
            word(name),
            accounts.join(" ")
        ));
        lines.push("printf '%s\\n' \"$profile\"".to_owned());
    }
    lines
}

/// The commands in another account, which the share is offered to.
fn accepted(plan: &Plan, other: &Other) -> Vec<String> {
    let region = word(plan.request.region.as_str());
    let mut lines = vec![
        format!(
            "invitation=$(aws ram get-resource-share-invitations --region {region} --query \"resourceShareInvitations[?resourceShareName=='{}' && status=='PENDING'].resourceShareInvitationArn\" --output text)",
            plan.request.name
        ),
        format!(
            "[ -z \"$invitation\" ] || aws ram accept-resource-share-invitation --region {region} --resource-share-invitation-arn \"$invitation\""
        ),
        "read -r -p 'The Profile that was printed: ' profile".to_owned(),
    ];
    lines.extend(other.vpcs.iter().map(|vpc| joined(plan, vpc)));
    lines
}

/// One VPC and the Profile.
fn joined(plan: &Plan, vpc: &str) -> String {
    format!(
        "aws route53profiles associate-profile --region {} --profile-id \"$profile\" --name {} --resource-id {}",
        word(plan.request.region.as_str()),
        word(plan.request.name.as_str()),
        word(vpc)
    )
}
