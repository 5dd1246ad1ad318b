//! The placement, and what differs for one endpoint.
//!
//! Must never fall back to the VPC's default group.

use std::collections::BTreeMap;

use super::{required, share, word_or};
use crate::catalog::Catalog;
use crate::document::{Node, Value};
use crate::id::{SecurityGroupId, SubnetId, VpcId};
use crate::request::draft::PlacementDraft;
use crate::request::fields::Fields;
use crate::request::{
    AllowFrom, EndpointKey, EndpointOverride, Grant, IpAddressType, PolicyMode, RequestError,
};

pub(super) fn read_placement(
    root: &mut Fields<'_>,
    catalog: &Catalog,
) -> (Option<VpcId>, PlacementDraft) {
    let errors = root.errors();
    let empty = Node {
        value: Value::Table(Vec::new()),
        span: None,
    };
    let mut fields = match root.table("placement") {
        Some(fields) => fields,
        None => Fields::new("placement".to_owned(), &empty, errors),
    };
    let vpc = required(
        &mut fields,
        "vpc",
        "give the VPC's id, for example vpc-0a1b2c3d4e5f60718",
    );
    let given = fields.node("subnets").is_some();
    let subnets: Vec<SubnetId> = fields.parsed_list("subnets").unwrap_or_default();
    if !given || (subnets.is_empty() && fields.texts("subnets").is_some_and(|t| t.is_empty())) {
        fields.missing("subnets", "give one subnet for each zone, at least one");
    }
    let groups_given =
        fields.node("security_groups").is_some() || fields.node("allow_from").is_some();
    let security_groups: Vec<SecurityGroupId> =
        fields.parsed_list("security_groups").unwrap_or_default();
    let allow_from: Vec<AllowFrom> = fields.parsed_list("allow_from").unwrap_or_default();
    let any_typed = |fields: &mut Fields<'_>, key| fields.texts(key).is_some_and(|t| !t.is_empty());
    if !groups_given
        || !(any_typed(&mut fields, "security_groups") || any_typed(&mut fields, "allow_from"))
    {
        let help = "list security_groups, or give allow_from to make a group that admits TCP 443 from there; the VPC's default group is never used silently";
        fields.missing("security_groups", help);
    }
    let most = catalog.quotas.security_groups_per_interface;
    if security_groups.len() + usize::from(!allow_from.is_empty()) > most {
        let message = format!(
            "an endpoint's interface takes at most {most} security groups, the new one counted"
        );
        errors.push(RequestError::new(
            &fields.at("security_groups"),
            "too-many",
            message,
            "list fewer groups".to_owned(),
        ));
    }
    let private_dns = fields.flag("private_dns").unwrap_or(true);
    let share_dns_with = share::read(&mut fields, vpc.as_ref());
    let ip_address_type = word_or(
        &mut fields,
        "ip_address_type",
        IpAddressType::WORDS,
        IpAddressType::Ipv4,
    );
    fields.finish();
    (
        vpc,
        PlacementDraft {
            subnets,
            security_groups,
            allow_from,
            private_dns,
            share_dns_with,
            ip_address_type,
        },
    )
}

pub(super) fn read_endpoints(
    root: &mut Fields<'_>,
    catalog: &Catalog,
    grants: &[Option<Grant>],
) -> BTreeMap<EndpointKey, EndpointOverride> {
    let errors = root.errors();
    let Some(mut table) = root.table("endpoints") else {
        return BTreeMap::new();
    };
    let all_right = grants.iter().all(Option::is_some);
    let needed: Vec<EndpointKey> = grants
        .iter()
        .flatten()
        .filter_map(|g| {
            catalog
                .primitive(&g.primitive)?
                .planes
                .get(&g.plane)
                .map(|o| o.endpoint)
        })
        .collect();
    let mut overrides = BTreeMap::new();
    for key in EndpointKey::ALL {
        let Some(mut fields) = table.table(key.as_str()) else {
            continue;
        };
        if all_right && !needed.contains(key) {
            let mut keys: Vec<&str> = needed.iter().map(|k| k.as_str()).collect();
            keys.dedup();
            let message = "no grant needs this endpoint".to_owned();
            let help = format!(
                "endpoints follow from the grants; these need {}",
                keys.join(", ")
            );
            errors.push(RequestError::new(
                fields.path(),
                "not-needed",
                message,
                help,
            ));
        }
        let subnets: Option<Vec<SubnetId>> = fields.parsed_list("subnets");
        let security_groups: Option<Vec<SecurityGroupId>> = fields.parsed_list("security_groups");
        for (list_key, empty) in [
            ("subnets", subnets.as_ref().is_some_and(Vec::is_empty)),
            (
                "security_groups",
                security_groups.as_ref().is_some_and(Vec::is_empty),
            ),
        ] {
            if empty {
                fields.missing(
                    list_key,
                    "an empty list is not possible here: name at least one, or leave the key out",
                );
            }
        }
        let most = catalog.quotas.security_groups_per_interface;
        if security_groups.as_ref().is_some_and(|g| g.len() > most) {
            let message = format!("an endpoint's interface takes at most {most} security groups");
            errors.push(RequestError::new(
                &fields.at("security_groups"),
                "too-many",
                message,
                "list fewer groups".to_owned(),
            ));
        }
        let over = EndpointOverride {
            subnets,
            security_groups,
            private_dns: fields.flag("private_dns"),
            ip_address_type: fields
                .node("ip_address_type")
                .is_some()
                .then(|| fields.word("ip_address_type", IpAddressType::WORDS))
                .flatten(),
            policy: fields
                .node("policy")
                .is_some()
                .then(|| fields.word("policy", PolicyMode::WORDS))
                .flatten(),
            existing: fields.parsed("existing"),
        };
        fields.finish();
        overrides.insert(*key, over);
    }
    table.finish();
    overrides
}
