//! Policies as `aws ec2 describe-vpc-endpoints` prints them: each with its endpoint.
//!
//! Must name an endpoint of another service rather than judge it.

use serde::{Deserialize, Deserializer, Serialize};
use serde_json::json;
use serde_json::value::RawValue;

use super::{Report, lint};
use crate::catalog::Catalog;
use crate::inventory::Inventory;
use crate::language;
use crate::request::EndpointKey;
use crate::started::{Started, request_from};

/// One endpoint of such a listing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Described {
    /// Its id.
    pub id: String,
    /// Its service name.
    pub service_name: String,
    /// Which AgentCore service that is; none for another service.
    pub endpoint: Option<EndpointKey>,
    /// The findings in its policy; none for another service, and where no policy is printed.
    #[serde(flatten)]
    pub report: Option<Report>,
    /// Its policy as it was printed.
    #[serde(skip)]
    pub policy: Option<String>,
    /// The request that would change it: where it stands, and the grants that its policy expresses;
    /// none for another service.
    #[serde(skip)]
    pub started: Option<Started>,
}

#[derive(Deserialize)]
struct Listing {
    #[serde(rename = "VpcEndpoints")]
    endpoints: Vec<Listed>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Listed {
    #[serde(default)]
    vpc_endpoint_id: String,
    #[serde(default)]
    service_name: String,
    policy_document: Option<Box<RawValue>>,
    #[serde(default)]
    vpc_id: String,
    #[serde(default)]
    subnet_ids: Vec<String>,
    #[serde(default)]
    groups: Vec<ListedGroup>,
    private_dns_enabled: Option<bool>,
    ip_address_type: Option<String>,
    #[serde(default, deserialize_with = "or_empty")]
    owner_id: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct ListedGroup {
    #[serde(default)]
    group_id: String,
}

fn or_empty<'de, D: Deserializer<'de>>(from: D) -> Result<String, D::Error> {
    Ok(Option::deserialize(from)?.unwrap_or_default())
}

impl Listed {
    fn id(&self) -> String {
        self.vpc_endpoint_id.clone()
    }

    /// The policy's text: AWS prints it as a string, and other tools the document itself.
    fn policy(&self) -> Option<String> {
        let raw = self.policy_document.as_deref()?.get();
        Some(serde_json::from_str(raw).unwrap_or_else(|_| raw.to_owned()))
    }
}

/// The endpoints of a listing; none when the text is no listing.
pub fn described(catalog: &Catalog, text: &str) -> Option<Vec<Described>> {
    let listing: Listing = serde_json::from_str(text).ok()?;
    let one = |listed: Listed| {
        let endpoint = key(catalog, &listed.service_name);
        let policy = listed.policy();
        Described {
            started: endpoint.map(|key| started(catalog, &listed, key, policy.as_deref())),
            report: endpoint
                .zip(policy.as_deref())
                .map(|(key, policy)| lint(catalog, policy, key)),
            id: listed.vpc_endpoint_id,
            service_name: listed.service_name,
            endpoint,
            policy,
        }
    };
    Some(listing.endpoints.into_iter().map(one).collect())
}

/// A request that would change a listed endpoint.
fn started(catalog: &Catalog, listed: &Listed, key: EndpointKey, policy: Option<&str>) -> Started {
    let document = policy.and_then(|text| language::read(text).ok());
    let document = document.filter(|reading| reading.faults.is_empty());
    let mut started = match document {
        Some(reading) => request_from(catalog, &reading.document, key),
        None => Started {
            fields: Vec::new(),
            left_out: vec![
                "Its policy cannot be read, so nothing of it is granted yet.".to_owned(),
            ],
        },
    };
    let place = place(listed, key);
    // What the listing says of the place is certain; what the policy names may be elsewhere.
    started
        .fields
        .retain(|(name, _)| !place.iter().any(|(said, _)| said == name));
    if place.iter().any(|(name, _)| name == "region") {
        started
            .left_out
            .retain(|what| !what.contains("no Region and account"));
    }
    started.fields.extend(place);
    started
}

/// Where a listed endpoint stands, as fields of a request.
fn place(listed: &Listed, key: EndpointKey) -> Vec<(String, String)> {
    let mut fields = Vec::new();
    let mut put = |name: &str, value: &str| {
        if !value.is_empty() {
            fields.push((name.to_owned(), value.to_owned()));
        }
    };
    let mut labels = listed.service_name.split('.');
    put("region", labels.nth(2).unwrap_or_default());
    put("account", &listed.owner_id);
    put("placement.vpc", &listed.vpc_id);
    for subnet in &listed.subnet_ids {
        put("placement.subnets", subnet);
    }
    for group in &listed.groups {
        put("placement.security_groups", &group.group_id);
    }
    let dns = listed.private_dns_enabled.map(|on| on.to_string());
    put("placement.private_dns", dns.as_deref().unwrap_or_default());
    let kind = listed.ip_address_type.as_deref().map(str::to_lowercase);
    put(
        "placement.ip_address_type",
        kind.as_deref().unwrap_or_default(),
    );
    put(&format!("endpoints.{key}.existing"), &listed.id());
    fields
}

/// The AgentCore endpoints of an inventory, as `aws ec2 describe-vpc-endpoints` prints them.
pub fn listing(catalog: &Catalog, inventory: &Inventory) -> String {
    let endpoints: Vec<_> = inventory
        .endpoints
        .iter()
        .filter(|e| key(catalog, &e.service_name).is_some() && e.is_alive())
        .map(|e| {
            let groups: Vec<_> = e
                .security_groups
                .iter()
                .map(|id| json!({ "GroupId": id }))
                .collect();
            json!({
                "VpcEndpointId": e.id,
                "VpcId": e.vpc,
                "ServiceName": e.service_name,
                "OwnerId": inventory.account,
                "PolicyDocument": e.policy,
                "SubnetIds": e.subnets,
                "Groups": groups,
                "PrivateDnsEnabled": e.private_dns,
                "IpAddressType": e.ip_address_type,
            })
        })
        .collect();
    format!("{:#}", json!({ "VpcEndpoints": endpoints }))
}

/// `com.amazonaws.us-east-1.bedrock-agentcore` is the data endpoint's.
fn key(catalog: &Catalog, service_name: &str) -> Option<EndpointKey> {
    let suffix = service_name
        .strip_prefix("com.amazonaws.")?
        .split_once('.')?
        .1;
    catalog
        .endpoints
        .iter()
        .find(|e| e.service_suffix == suffix)
        .map(|e| e.key)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_endpoint_is_judged_as_what_it_is() {
        let catalog = Catalog::load().unwrap();
        let policy = r#"{\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":\"*\",\"Action\":\"bedrock:InvokeGateway\",\"Resource\":\"*\"}]}"#;
        let text = format!(
            r#"{{"VpcEndpoints": [
              {{"VpcEndpointId": "vpce-1", "ServiceName": "com.amazonaws.us-east-1.bedrock-agentcore.gateway", "PolicyDocument": "{policy}"}},
              {{"VpcEndpointId": "vpce-2", "ServiceName": "com.amazonaws.us-east-1.logs", "PolicyDocument": "{policy}"}},
              {{"VpcEndpointId": "vpce-3", "ServiceName": "com.amazonaws.us-gov-west-1.bedrock-agentcore"}}]}}"#
        );
        let all = described(&catalog, &text).unwrap();
        let keys: Vec<_> = all.iter().map(|d| d.endpoint).collect();
        assert_eq!(
            keys,
            [Some(EndpointKey::Gateway), None, Some(EndpointKey::Data)]
        );
        let first = all[0].report.as_ref().unwrap();
        assert!(first.findings.iter().any(|f| f.code == "wrong-prefix"));
        assert!(all[1].report.is_none() && all[2].report.is_none());
        assert_eq!(all[2].policy, None);
        assert!(described(&catalog, "{}").is_none() && described(&catalog, "[").is_none());
    }

    #[test]
    fn an_endpoint_of_an_inventory_is_opened_as_the_request_that_changes_it() {
        let catalog = Catalog::load().unwrap();
        let text = include_str!("../../tests/golden/existing-shared.inventory.json");
        let inventory = Inventory::parse(text).unwrap();
        let all = described(&catalog, &listing(&catalog, &inventory)).unwrap();
        let started = all[0].started.as_ref().unwrap();
        let value = |name: &str| {
            let found = started.fields.iter().find(|(key, _)| key == name);
            found.map(|(_, value)| value.as_str())
        };
        assert_eq!(value("region"), Some("us-east-1"));
        assert_eq!(value("account"), inventory.account.as_deref());
        assert_eq!(value("endpoints.data.existing"), Some(all[0].id.as_str()));
        assert_eq!(value("placement.vpc"), Some("vpc-0a1b2c3d4e5f60718"));
        let subnets = started
            .fields
            .iter()
            .filter(|(k, _)| k == "placement.subnets");
        assert_eq!(subnets.count(), inventory.endpoints[0].subnets.len());
        assert!(value("grants.0.primitive").is_some(), "{started:#?}");
    }

    #[test]
    fn a_policy_printed_as_an_object_is_a_policy_too() {
        let catalog = Catalog::load().unwrap();
        let policy = "{\n \"Version\": \"2012-10-17\",\n \"Statement\": [{\"Effect\": \"Allow\", \"Principal\": \"*\", \"Action\": \"bedrock:InvokeGateway\", \"Resource\": \"*\"}]}";
        let listing = |policy: &str| {
            format!(
                r#"{{"VpcEndpoints": [{{"ServiceName": "com.amazonaws.us-east-1.bedrock-agentcore.gateway", "PolicyDocument": {policy}}}]}}"#
            )
        };
        let as_object = described(&catalog, &listing(policy)).unwrap();
        assert_eq!(as_object[0].policy.as_deref(), Some(policy));
        let as_text = described(&catalog, &listing(&crate::document::quoted(policy))).unwrap();
        assert_eq!(as_object, as_text);
        let report = as_object[0].report.as_ref().unwrap();
        let prefix = report.findings.iter().find(|f| f.code == "wrong-prefix");
        assert_eq!(prefix.unwrap().line, 3);
        assert_eq!(
            described(&catalog, &listing("null")).unwrap()[0].policy,
            None
        );
        let number = described(&catalog, &listing("5")).unwrap();
        assert!(number[0].report.as_ref().unwrap().is_blocked());
    }
}
