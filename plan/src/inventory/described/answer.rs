//! One document of a pasted text: which output it is, told by its keys.
//!
//! Must pass over what it does not know: a page of a terminal holds other things too.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::value::RawValue;

use super::gathered::Gathered;
use super::words::{self, Command};
use super::{acls, caller, endpoints, groups, links, lists, places, services};
use crate::inventory::{Inventory, Part};

/// The key by which a document of our own script is known.
const OURS: &str = "postern_inventory";

/// How deep an output may stand in an object that gathers several.
const DEEPEST: usize = 2;

type Fields<'t> = BTreeMap<String, &'t RawValue>;

/// What our own script prints around each output.
#[derive(Deserialize)]
#[serde(bound(deserialize = "'de: 't"))]
struct Wrapped<'t> {
    region: Option<String>,
    vpc: Option<String>,
    observed_at: Option<String>,
    part: Option<Part>,
    prefix_list: Option<String>,
    error: Option<String>,
    #[serde(borrow)]
    answer: Option<&'t RawValue>,
}

/// Reads one document.
pub(super) fn take(gathered: &mut Gathered<'_>, document: &RawValue, command: &Command) {
    take_at(gathered, document, command, 0);
}

fn take_at(gathered: &mut Gathered<'_>, document: &RawValue, command: &Command, depth: usize) {
    let Ok(fields) = serde_json::from_str::<Fields<'_>>(document.get()) else {
        return;
    };
    if fields.contains_key(OURS) {
        match serde_json::from_str::<Wrapped<'_>>(document.get()) {
            Ok(wrapped) => unwrapped(gathered, wrapped),
            Err(error) => gathered.fault(document.get(), format!("cannot be read: {error}")),
        }
    } else if fields.contains_key("version") {
        if let Ok(inventory) = Inventory::parse(document.get()) {
            gathered.merge(inventory);
        }
    } else if !recognised(gathered, &fields, command) && depth < DEEPEST {
        for inner in fields.values().filter(|raw| raw.get().starts_with('{')) {
            take_at(gathered, inner, command, depth + 1);
        }
    }
}

fn unwrapped(gathered: &mut Gathered<'_>, wrapped: Wrapped<'_>) {
    if let Some(region) = wrapped.region {
        gathered.region(&region);
        gathered.header.region.get_or_insert(region);
    }
    gathered.header.vpc = wrapped.vpc.or_else(|| gathered.header.vpc.take());
    if wrapped.observed_at.is_some() {
        gathered.header.observed_at = wrapped.observed_at;
    }
    if let Some((part, error)) = wrapped.part.zip(wrapped.error.as_deref()) {
        let (part, reason) = words::refusal(error).unwrap_or_else(|| (part, failed(part, error)));
        gathered.gap(part, reason);
    }
    if let Some(answer) = wrapped.answer {
        let command = Command {
            prefix_list: wrapped.prefix_list,
            ..Command::default()
        };
        take_at(gathered, answer, &command, DEEPEST);
    }
}

/// An error in other words than those of the API, as the CLI has for missing credentials.
fn failed(part: Part, error: &str) -> String {
    let words: String = error.trim().chars().take(160).collect();
    format!("{} failed: {words}", part.action())
}

/// Reads each output that stands under a key of its own.
fn recognised(gathered: &mut Gathered<'_>, fields: &Fields<'_>, command: &Command) -> bool {
    let mut any = false;
    let cut = fields.contains_key("NextToken") || fields.contains_key("NextMarker");
    for (key, raw) in fields {
        let Some(part) = kind(gathered, key, raw, fields, command) else {
            continue;
        };
        any = true;
        if cut {
            gathered.cut(part);
        }
        if let Some(region) = &command.region {
            gathered.region(region);
        }
    }
    any
}

fn kind(
    gathered: &mut Gathered<'_>,
    key: &str,
    raw: &RawValue,
    fields: &Fields<'_>,
    command: &Command,
) -> Option<Part> {
    let part = match key {
        "Vpcs" => places::vpcs(gathered, raw),
        "Subnets" => places::subnets(gathered, raw),
        "EnableDnsSupport" | "EnableDnsHostnames" => {
            let vpc = text(fields, "VpcId")?;
            places::attribute(gathered, key, &vpc, raw)
        }
        "SecurityGroups" => groups::groups(gathered, raw),
        "SecurityGroupRules" => groups::rules(gathered, raw),
        "PrefixLists" => lists::lists(gathered, raw),
        // A network ACL has entries too.
        "Entries" if !fields.contains_key("NetworkAclId") => {
            lists::entries(gathered, raw, command.prefix_list.as_deref())
        }
        "NetworkAcls" => acls::acls(gathered, raw),
        "DhcpOptions" => places::dhcp_options(gathered, raw),
        "VpcPeeringConnections" => links::peerings(gathered, raw),
        "TransitGatewayVpcAttachments" => links::transit_gateways(gathered, raw),
        "VpnGateways" => links::vpn_gateways(gathered, raw),
        "VpcEndpoints" => endpoints::endpoints(gathered, raw),
        "ServiceDetails" => services::details(gathered, raw),
        // The names stand beside the details once more.
        "ServiceNames" if !fields.contains_key("ServiceDetails") => services::names(gathered, raw),
        "Account" if fields.contains_key("Arn") && fields.contains_key("UserId") => {
            caller::caller(gathered, &text(fields, "Account")?, text(fields, "Arn"))
        }
        "Quota" => caller::quota(gathered, raw)?,
        _ => return None,
    };
    gathered.printed(part, command);
    Some(part)
}

fn text(fields: &Fields<'_>, key: &str) -> Option<String> {
    serde_json::from_str(fields.get(key)?.get()).ok()
}

/// The items of a list. One that cannot be read is a fault, and the part is not whole.
pub(super) fn items<T: DeserializeOwned>(
    gathered: &mut Gathered<'_>,
    part: Part,
    raw: &RawValue,
) -> Vec<T> {
    let Ok(list) = serde_json::from_str::<Vec<&RawValue>>(raw.get()) else {
        gathered.fault(raw.get(), "not a list".to_owned());
        gathered.cut(part);
        return Vec::new();
    };
    let mut items = Vec::with_capacity(list.len());
    for item in list {
        match serde_json::from_str(item.get()) {
            Ok(item) => items.push(item),
            Err(error) => {
                let words = error.to_string();
                let words = words.split(" at line ").next().unwrap_or_default();
                gathered.fault(item.get(), format!("this one cannot be read: {words}"));
                gathered.cut(part);
            }
        }
    }
    gathered.saw(part, items.len());
    items
}

/// A tag, as every listing has them.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Tag {
    pub(super) key: String,
    #[serde(default)]
    pub(super) value: String,
}

/// Every tag; one without a value has an empty one.
pub(super) fn tags(tags: &[Tag]) -> BTreeMap<String, String> {
    let pairs = tags.iter().map(|t| (t.key.clone(), t.value.clone()));
    pairs.collect()
}

/// The value of the tag `Name`.
pub(super) fn name(tags: Vec<Tag>) -> Option<String> {
    let name = tags.into_iter().find(|t| t.key == "Name")?.value;
    (!name.is_empty()).then_some(name)
}
