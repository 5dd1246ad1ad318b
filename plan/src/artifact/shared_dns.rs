//! `share-dns/`: the scripts that give the endpoints' names to other VPCs, and how to do it with a
//! Route 53 Profile instead.
//!
//! Must not hold a zone's id: scripts look it up, and hand it over on the command line.

mod page;

use askama::Template;
use askama::filters::Safe;
use serde::Serialize;

use super::script::{self, About, Head};
use super::{Artifact, RenderError};
use crate::plan::{Change, Plan};
use crate::shared_dns::{SharedDns, SharedZone};

/// What zones.sh needs of the account.
pub(super) const PERMISSIONS: &str = "these credentials lack a permission: the script needs \
     ec2:DescribeVpcEndpoints, ec2:DescribeVpcs, route53:ListHostedZonesByName, route53:ListHostedZonesByVPC, \
     route53:CreateHostedZone, route53:GetHostedZone, route53:ListTagsForResource, route53:ChangeTagsForResource, \
     route53:ListResourceRecordSets, route53:ChangeResourceRecordSets, route53:AssociateVPCWithHostedZone, \
     route53:DisassociateVPCFromHostedZone, route53:DeleteHostedZone and, with other accounts, \
     route53:ListVPCAssociationAuthorizations, route53:CreateVPCAssociationAuthorization and route53:DeleteVPCAssociationAuthorization";

/// The zones as scripts write them.
pub(super) struct Names {
    pub(super) zones: Vec<Zone>,
    /// The other VPCs of the account, with a space between them.
    pub(super) spokes: String,
    pub(super) vpcs: Vec<String>,
    pub(super) others: Vec<Other>,
    /// `ACCOUNT:VPC` for each VPC of another account, with a space between them.
    pub(super) others_spelled: String,
    /// The VPCs of other accounts.
    pub(super) other_vpcs: Vec<String>,
    /// The records with their dot, as patterns of `case`.
    pub(super) records_pattern: Safe<String>,
    /// The VPCs that have the names, and the other accounts, likewise.
    pub(super) spokes_pattern: Safe<String>,
    pub(super) accounts_pattern: Safe<String>,
    /// The beginning of the zones' caller references.
    pub(super) reference: String,
    /// The shorthand for `--hosted-zone-config`.
    pub(super) config: String,
    /// The shorthand for `--vpc`: of the endpoints' VPC, the account's others, and those of others.
    pub(super) hub: String,
    pub(super) spoke_words: Vec<String>,
    pub(super) other_words: Vec<String>,
    /// Filters for the endpoints of the plan.
    pub(super) in_vpc: String,
    pub(super) of_request: String,
    pub(super) of_plan: String,
}

/// One zone.
pub(super) struct Zone {
    pub(super) name: String,
    pub(super) key: String,
    /// The endpoint's title, for a comment.
    pub(super) title: Safe<String>,
    pub(super) service: String,
    /// The id of an endpoint that is there already; empty for one that the plan makes.
    pub(super) id: String,
    pub(super) records: Vec<String>,
    pub(super) types: Vec<&'static str>,
    /// The JSON for `--add-tags`.
    pub(super) tags: String,
}

impl Zone {
    /// The change of each record, before and after what EC2 calls the endpoint.
    pub(super) fn changes(&self) -> Vec<[String; 3]> {
        let each = |name: &String| {
            self.types.iter().map(move |kind| {
                [
                    format!("{{\"Changes\":[{{\"Action\":\"UPSERT\",\"ResourceRecordSet\":{{\"Name\":\"{name}\",\"Type\":\"{kind}\",\"AliasTarget\":{{\"HostedZoneId\":\""),
                    "\",\"DNSName\":\"".to_owned(),
                    "\",\"EvaluateTargetHealth\":false}}}]}".to_owned(),
                ]
            }).collect::<Vec<_>>()
        };
        self.records.iter().flat_map(each).collect()
    }

    /// The filter for its endpoint's service.
    pub(super) fn of_service(&self) -> String {
        format!("Name=service-name,Values={}", self.service)
    }

    /// The zone's name, for a comment.
    pub(super) fn about(&self) -> Safe<String> {
        script::comment(&self.name)
    }
}

/// An account with VPCs.
pub(super) struct Other {
    pub(super) account: String,
    pub(super) vpcs: Vec<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Tag<'a> {
    key: &'a str,
    value: &'a str,
}

impl Names {
    /// The zones of a plan that shares names.
    pub(super) fn of(plan: &Plan) -> Result<Option<Self>, RenderError> {
        plan.shared_dns
            .as_ref()
            .map(|shared| Self::new(plan, shared))
            .transpose()
    }

    /// What a script needs that also makes the zones.
    pub(super) fn permissions(own: &str, names: Option<&Self>) -> String {
        match names {
            None => own.to_owned(),
            Some(_) => format!(
                "{own}. For the zones: {}",
                PERMISSIONS.replace("these credentials lack a permission: the script needs ", "")
            ),
        }
    }

    fn new(plan: &Plan, shared: &SharedDns) -> Result<Self, RenderError> {
        let others: Vec<Other> = shared
            .others
            .iter()
            .map(|(account, vpcs)| Other {
                account: account.to_string(),
                vpcs: vpcs.iter().map(ToString::to_string).collect(),
            })
            .collect();
        let spelled: Vec<String> = others
            .iter()
            .flat_map(|o| o.vpcs.iter().map(|vpc| format!("{}:{vpc}", o.account)))
            .collect();
        let vpcs: Vec<String> = shared.vpcs.iter().map(ToString::to_string).collect();
        let (name, own) = (&plan.request.name, &plan.request.placement.vpc);
        let at = |vpc: &str| format!("VPCRegion={},VPCId={vpc}", plan.request.region);
        let patterns: Vec<String> = shared
            .zones
            .iter()
            .flat_map(|zone| &zone.records)
            .map(|name| format!("'{name}.'"))
            .collect();
        Ok(Self {
            zones: shared
                .zones
                .iter()
                .map(|z| zone(plan, z))
                .collect::<Result<_, _>>()?,
            spokes: vpcs.join(" "),
            vpcs,
            others_spelled: spelled.join(" "),
            other_vpcs: shared
                .others
                .values()
                .flatten()
                .map(ToString::to_string)
                .collect(),
            others,
            records_pattern: Safe(patterns.join(" | ")),
            spokes_pattern: Safe(
                shared
                    .vpcs
                    .iter()
                    .chain(shared.others.values().flatten())
                    .map(ToString::to_string)
                    .collect::<Vec<_>>()
                    .join(" | "),
            ),
            accounts_pattern: Safe(
                shared
                    .others
                    .keys()
                    .map(ToString::to_string)
                    .collect::<Vec<_>>()
                    .join(" | "),
            ),
            reference: format!("postern/{name}/{own}/"),
            config: format!("Comment=AgentCore endpoints of {name},PrivateZone=true"),
            hub: at(own.as_str()),
            spoke_words: shared.vpcs.iter().map(|vpc| at(vpc.as_str())).collect(),
            other_words: shared
                .others
                .values()
                .flatten()
                .map(|vpc| at(vpc.as_str()))
                .collect(),
            in_vpc: format!("Name=vpc-id,Values={own}"),
            of_request: format!("Name=tag:postern:request,Values={name}"),
            of_plan: format!("Name=tag:postern:plan,Values={}", plan.id),
        })
    }
}

fn zone(plan: &Plan, zone: &SharedZone) -> Result<Zone, RenderError> {
    let endpoint = plan.endpoint(zone.endpoint);
    let tags: Vec<Tag<'_>> = zone
        .tags
        .iter()
        .map(|(key, value)| Tag { key, value })
        .collect();
    Ok(Zone {
        name: zone.name.clone(),
        key: zone.endpoint.to_string(),
        title: script::comment(endpoint.map_or("", |e| &e.title)),
        service: endpoint.map_or_else(String::new, |e| e.service_name.clone()),
        id: endpoint.map_or_else(String::new, |e| match &e.change {
            Change::Create => String::new(),
            Change::Modify(m) => m.id.to_string(),
            Change::Leave { id } => id.to_string(),
        }),
        records: zone.records.clone(),
        types: zone.types.iter().map(|t| t.as_str()).collect(),
        tags: serde_json::to_string(&tags)?,
    })
}

#[derive(Template)]
#[template(path = "share-dns/zones.sh")]
struct ZonesScript {
    about: About,
    head: Head,
    permissions: &'static str,
    s: Names,
}

#[derive(Template)]
#[template(path = "share-dns/account.sh")]
struct AccountScript {
    about: About,
    about_plan: About,
    head: Head,
    permissions: &'static str,
    spokes: String,
    vpcs_said: Safe<String>,
}

/// The files; none where the request shares no names.
pub(super) fn files(plan: &Plan) -> Result<Vec<Artifact>, RenderError> {
    let Some(names) = Names::of(plan)? else {
        return Ok(Vec::new());
    };
    let mut files = vec![page::page(plan, &names)?];
    let mut put = |path: String, text: String| {
        files.push(Artifact::new(path, "application/x-sh", text));
    };
    for other in &names.others {
        let path = format!("share-dns/{}.sh", other.account);
        put(path, super::text(&account(plan, other))?);
    }
    let text = match script::blocked(plan, "zones.sh") {
        Some(text) => text?,
        None => super::text(&ZonesScript {
            about: About::of(plan),
            head: Head::of(plan),
            permissions: PERMISSIONS,
            s: names,
        })?,
    };
    put("share-dns/zones.sh".to_owned(), text);
    Ok(files)
}

fn account(plan: &Plan, other: &Other) -> AccountScript {
    AccountScript {
        about: About {
            account: script::comment(&other.account),
            ..About::of(plan)
        },
        about_plan: About::of(plan),
        head: Head {
            account: other.account.clone(),
            ..Head::of(plan)
        },
        permissions: "these credentials lack a permission: the script needs ec2:DescribeVpcs, \
             route53:ListHostedZonesByVPC, route53:AssociateVPCWithHostedZone and route53:DisassociateVPCFromHostedZone",
        spokes: other.vpcs.join(" "),
        vpcs_said: script::comment(&other.vpcs.join(", ")),
    }
}
