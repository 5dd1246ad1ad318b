//! The call that undoes an alteration of an endpoint which was there.
//!
//! Must give back what was read before the run began, and nothing that the call did not alter.

use std::collections::BTreeMap;

use crate::inventory::{Endpoint, Inventory};
use crate::run::{Alteration, Call};

/// The call that gives an endpoint back what a call altered.
pub(super) fn back(inventory: &Inventory, call: &Call) -> Option<Call> {
    let former = |id: &str| inventory.endpoint(id);
    match call {
        Call::ModifyEndpoint {
            endpoint,
            alteration: there,
        } => {
            let former = former(endpoint)?;
            let there = there.clone();
            Some(Call::ModifyEndpoint {
                endpoint: endpoint.clone(),
                alteration: Alteration {
                    add_subnets: there.remove_subnets,
                    remove_subnets: there.add_subnets,
                    add_groups: there.remove_groups,
                    remove_groups: there.add_groups,
                    policy: there.policy.and(former.policy.clone()),
                    private_dns: there.private_dns.map(|_| former.private_dns),
                    ip_address_type: there.ip_address_type.and(former_type(former)),
                },
            })
        }
        Call::TagEndpoint { endpoint, tags } => {
            let former = &former(endpoint)?.tags;
            let had: BTreeMap<String, String> = tags
                .keys()
                .filter_map(|key| Some((key.clone(), former.get(key)?.clone())))
                .collect();
            let endpoint = endpoint.clone();
            Some(if had.is_empty() {
                let tags = tags.clone();
                Call::UntagEndpoint { endpoint, tags }
            } else {
                Call::TagEndpoint {
                    endpoint,
                    tags: had,
                }
            })
        }
        Call::AdmitToGroup { group, sources } => Some(Call::RevokeFromGroup {
            group: group.clone(),
            sources: sources.clone(),
        }),
        _ => None,
    }
}

/// The address type that an endpoint had, in the word that is sent.
fn former_type(former: &Endpoint) -> Option<String> {
    former.ip_address_type.as_ref().map(|t| t.to_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn account() -> Inventory {
        let mut inventory = Inventory::default();
        inventory.endpoints.push(Endpoint {
            id: "vpce-1".to_owned(),
            private_dns: true,
            ip_address_type: Some("IPV4".to_owned()),
            tags: [("Owner".to_owned(), "them".to_owned())].into(),
            ..Endpoint::default()
        });
        inventory
    }

    fn tag(key: &str) -> Call {
        Call::TagEndpoint {
            endpoint: "vpce-1".to_owned(),
            tags: [(key.to_owned(), "us".to_owned())].into(),
        }
    }

    #[test]
    fn a_tag_goes_where_there_was_none_and_gets_its_value_back_where_there_was() {
        let account = account();
        assert_eq!(
            back(&account, &tag("New")),
            Some(Call::UntagEndpoint {
                endpoint: "vpce-1".to_owned(),
                tags: [("New".to_owned(), "us".to_owned())].into(),
            })
        );
        assert_eq!(
            back(&account, &tag("Owner")),
            Some(Call::TagEndpoint {
                endpoint: "vpce-1".to_owned(),
                tags: [("Owner".to_owned(), "them".to_owned())].into(),
            })
        );
        assert_eq!(back(&Inventory::default(), &tag("New")), None);
    }

    #[test]
    fn only_what_was_switched_is_switched_back() {
        let modify = |alteration| Call::ModifyEndpoint {
            endpoint: "vpce-1".to_owned(),
            alteration,
        };
        let switched = Alteration {
            private_dns: Some(false),
            ip_address_type: Some("dualstack".to_owned()),
            ..Alteration::default()
        };
        let former = Alteration {
            private_dns: Some(true),
            ip_address_type: Some("ipv4".to_owned()),
            ..Alteration::default()
        };
        assert_eq!(back(&account(), &modify(switched)), Some(modify(former)));
        let nothing = modify(Alteration::default());
        assert_eq!(back(&account(), &nothing), Some(nothing));
    }
}
