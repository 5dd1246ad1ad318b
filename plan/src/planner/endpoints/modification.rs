//! What differs between an endpoint that is there and the one that is asked for.
//!
//! Must not switch what others may rely on unless the request says so for this very endpoint.

use crate::catalog::Catalog;
use crate::extension::extend;
use crate::id::{EndpointId, SecurityGroupId};
use crate::inventory::Endpoint;
use crate::plan::{Modification, PlannedEndpoint, PolicyChange, TagChange};
use crate::request::Request;

use super::REQUEST_TAG;

/// The change of an endpoint of which nothing is known.
pub(super) fn blind(id: EndpointId) -> Modification {
    Modification {
        id,
        add_subnets: Vec::new(),
        remove_subnets: Vec::new(),
        add_groups: Vec::new(),
        remove_groups: Vec::new(),
        policy: PolicyChange::Unknown,
        private_dns: None,
        ip_address_type: None,
        tags: Vec::new(),
    }
}

/// The change of an endpoint that was seen.
pub(super) fn of(
    catalog: &Catalog,
    request: &Request,
    there: &Endpoint,
    planned: &PlannedEndpoint,
    id: EndpointId,
) -> Modification {
    let said = request.endpoints.get(&planned.key);
    let wanted = |id: &str| planned.security_groups.iter().any(|g| g.as_str() == id);
    Modification {
        id,
        add_subnets: planned
            .subnets
            .iter()
            .filter(|s| !there.subnets.iter().any(|t| t == s.as_str()))
            .cloned()
            .collect(),
        remove_subnets: there
            .subnets
            .iter()
            .filter(|t| !planned.subnets.iter().any(|s| s.as_str() == *t))
            .filter_map(|t| t.parse().ok())
            .collect(),
        add_groups: planned
            .security_groups
            .iter()
            .filter(|g| !there.security_groups.iter().any(|t| t == g.as_str()))
            .cloned()
            .collect(),
        remove_groups: there
            .security_groups
            .iter()
            .filter(|t| !wanted(t))
            .filter_map(|t| t.parse::<SecurityGroupId>().ok())
            .collect(),
        policy: match there
            .policy
            .as_deref()
            .map(|text| extend(catalog, text, &planned.policy))
        {
            None => PolicyChange::Unknown,
            Some(Ok(extension)) => PolicyChange::Extended(extension),
            Some(Err(error)) => PolicyChange::Unreadable(error.to_string()),
        },
        private_dns: said
            .and_then(|s| s.private_dns)
            .filter(|on| *on != there.private_dns),
        ip_address_type: said.and_then(|s| s.ip_address_type).filter(|wanted| {
            let seen = there.ip_address_type.as_deref();
            seen.is_none_or(|seen| !seen.eq_ignore_ascii_case(wanted.as_str()))
        }),
        tags: tags(request, there),
    }
}

/// The request's tags that the endpoint lacks; where it was made for this request, those with
/// another value too.
fn tags(request: &Request, there: &Endpoint) -> Vec<TagChange> {
    let ours = there.tags.get(REQUEST_TAG).map(String::as_str) == Some(request.name.as_str());
    let change = |(key, value): (&String, &String)| {
        let former = there.tags.get(key).cloned();
        let differs = match &former {
            None => true,
            Some(former) => ours && former != value,
        };
        differs.then(|| TagChange {
            key: key.clone(),
            value: value.clone(),
            former,
        })
    };
    request.tags.iter().filter_map(change).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::Change;
    use crate::request::IpAddressType;

    const REQUEST: &str = r#"
version = 1
name = "agents"
region = "us-east-1"
account = "111122223333"
[placement]
vpc = "vpc-11111111"
subnets = ["subnet-11111111"]
security_groups = ["sg-11111111"]
[tags]
Owner = "team"
[endpoints.data]
existing = "vpce-33333333"
SAID
[[grants]]
primitive = "memory"
auth = "sigv4"
callers = ["111122223333"]
resources = ["m-AbCdEf1234"]
access = "use"
"#;

    fn changed(said: &str, tags: &[(&str, &str)]) -> Modification {
        let catalog = Catalog::load().unwrap();
        let request = Request::parse(&catalog, &REQUEST.replace("SAID", said)).unwrap();
        let mut inventory = crate::inventory::Inventory::parse("{\"version\":1}").unwrap();
        inventory.endpoints.push(Endpoint {
            id: "vpce-33333333".to_owned(),
            vpc: "vpc-11111111".to_owned(),
            service_name: "com.amazonaws.us-east-1.bedrock-agentcore".to_owned(),
            state: "available".to_owned(),
            ip_address_type: Some("IPV4".to_owned()),
            tags: tags
                .iter()
                .map(|(k, v)| ((*k).to_owned(), (*v).to_owned()))
                .collect(),
            ..Endpoint::default()
        });
        let plan = crate::plan(&catalog, Some(&inventory), &request);
        match plan.endpoints.into_iter().next().unwrap().change {
            Change::Modify(change) => *change,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn private_dns_and_address_type_change_only_where_the_endpoint_is_told_so() {
        let silent = changed("", &[]);
        assert_eq!((silent.private_dns, silent.ip_address_type), (None, None));
        let said = changed("private_dns = true\nip_address_type = \"dualstack\"", &[]);
        assert_eq!(said.private_dns, Some(true));
        assert_eq!(said.ip_address_type, Some(IpAddressType::Dualstack));
        let same = changed("private_dns = false\nip_address_type = \"ipv4\"", &[]);
        assert_eq!((same.private_dns, same.ip_address_type), (None, None));
    }

    #[test]
    fn a_tag_of_others_keeps_its_value_and_one_of_ours_does_not() {
        let tags = |tags: &[(&str, &str)]| changed("", tags).tags;
        let owner = |former: Option<&str>| TagChange {
            key: "Owner".to_owned(),
            value: "team".to_owned(),
            former: former.map(str::to_owned),
        };
        assert_eq!(tags(&[]), [owner(None)]);
        assert_eq!(tags(&[("Owner", "them")]), []);
        let ours = [("Owner", "old"), (REQUEST_TAG, "agents")];
        assert_eq!(tags(&ours), [owner(Some("old"))]);
        assert_eq!(tags(&[("Owner", "team"), (REQUEST_TAG, "agents")]), []);
    }
}
