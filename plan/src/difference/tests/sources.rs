//! Sources that say just what the checked-in catalogue says.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::super::Reference;
use crate::catalog::{Catalog, Level, Owner};
use crate::inventory::{Inventory, Part, ServiceDetail};

/// A reference for each prefix of the catalogue.
pub(super) fn references() -> Vec<Reference> {
    let catalog = Catalog::load().unwrap();
    let texts = ["bedrock-agentcore", "agent-registry"].map(|prefix| {
        let text = reference(&catalog, prefix).to_string();
        Reference::parse(format!("{prefix}.json"), &text).unwrap()
    });
    texts.into()
}

fn reference(catalog: &Catalog, prefix: &str) -> Value {
    let mut actions: BTreeMap<&str, Value> = BTreeMap::new();
    for primitive in catalog.primitives.iter().filter(|p| p.prefix == prefix) {
        let own = primitive.actions.iter();
        for action in own.filter(|a| a.borrowed.is_none() && a.in_service_reference) {
            let types: BTreeSet<&String> = action.groups().iter().flat_map(|g| &g.any_of).collect();
            let types: Vec<Value> = types.into_iter().map(|t| json!({"Name": t})).collect();
            let is = |level| action.level == level;
            let writes = !is(Level::Read) && !is(Level::List);
            let entry = json!({
                "Name": action.name,
                "ActionConditionKeys": action.condition_keys,
                "Resources": types,
                "Annotations": {"Properties": {"IsList": is(Level::List), "IsWrite": writes,
                    "IsTaggingOnly": is(Level::Tagging), "IsPermissionManagement": is(Level::Permissions)}},
                "SupportedBy": {"IAM Access Analyzer Policy Generation": false},
            });
            actions.insert(&action.name, entry);
        }
    }
    let types = catalog
        .resource_types
        .iter()
        .filter(|t| t.service == prefix);
    let types = types.map(|t| {
        let account = match t.owner {
            Owner::Account => "${Account}",
            Owner::Aws => "aws",
        };
        let only = t.only.as_deref().filter(|o| *o != "default");
        let slot = only
            .filter(|_| t.owner == Owner::Account)
            .unwrap_or("${TheId}");
        let path = t
            .path
            .replace("{id}", slot)
            .replace("{parent}", "${Parent}");
        let path = path.replace("/default/", "/${Container}/");
        let arn = format!("arn:${{Partition}}:{prefix}:${{Region}}:{account}:{path}");
        json!({"Name": t.id, "ARNFormats": [arn], "ConditionKeys": ["aws:ResourceTag/${TagKey}"]})
    });
    let keys = catalog.service_condition_keys.iter().filter(|k| {
        let other = k.name.starts_with("agent-registry:");
        k.name.starts_with("aws:") || other == (prefix == "agent-registry")
    });
    let keys = keys.map(|k| json!({"Name": k.name, "Types": [k.kind]}));
    json!({
        "Name": prefix,
        "Version": "v1.4",
        "Actions": actions.values().collect::<Vec<_>>(),
        "Resources": types.collect::<Vec<_>>(),
        "ConditionKeys": keys.collect::<Vec<_>>(),
    })
}

/// What a Region offers that has every service of the catalogue.
pub(super) fn inventory(region: &str) -> Inventory {
    let catalog = Catalog::load().unwrap();
    let place = region.parse().unwrap();
    let services = catalog.endpoints.iter().map(|e| ServiceDetail {
        service_name: catalog.service_name(e.key, &place),
        zone_ids: vec!["use1-az1".to_owned()],
        ip_address_types: vec!["ipv4".to_owned()],
        private_dns_names: catalog.private_dns_names(e.key, &place),
        policy_supported: e.policy_supported,
        acceptance_required: e.acceptance_required,
        types: e.service_type.iter().cloned().collect(),
    });
    Inventory {
        version: 1,
        observed_at: Some("2026-11-30T12:00:00Z".to_owned()),
        region: Some(region.to_owned()),
        account: Some("111122223333".to_owned()),
        read: [Part::Services].into(),
        services: services.collect(),
        ..Inventory::default()
    }
}
