//! Policies as `aws ec2 describe-vpc-endpoints` prints them: each with its endpoint.
//!
//! Must name an endpoint of another service rather than judge it.

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::{Report, lint};
use crate::catalog::Catalog;
use crate::request::EndpointKey;

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
}

impl Listed {
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
