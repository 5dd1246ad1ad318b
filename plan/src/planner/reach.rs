//! What each grant reaches: for every action, the ARNs it is granted on, and why.
//!
//! Must not make statements: it only says what belongs to a grant.

use std::collections::BTreeSet;

use crate::catalog::{Action, Catalog, Primitive, Scope};
use crate::request::{EndpointKey, Grant, Request, Resource, Target};

/// What one grant reaches.
#[derive(Debug, Clone)]
pub(crate) struct GrantReach<'a> {
    /// The grant's place in the request.
    pub(crate) index: usize,
    /// The grant.
    pub(crate) grant: &'a Grant,
    /// The primitive it is about.
    pub(crate) primitive: &'a Primitive,
    /// The endpoint that carries its calls.
    pub(crate) endpoint: EndpointKey,
    /// Each of its actions.
    pub(crate) actions: Vec<ActionReach<'a>>,
}

/// What one action of a grant reaches.
#[derive(Debug, Clone)]
pub(crate) struct ActionReach<'a> {
    /// The action.
    pub(crate) action: &'a Action,
    /// What it is granted on: ARNs and patterns, or `*` alone.
    pub(crate) arns: BTreeSet<String>,
    /// Types that the list does not name and that are granted for the account.
    pub(crate) widened: BTreeSet<String>,
    /// What the widening added.
    added: BTreeSet<String>,
    /// The list names no resource of any type that the action is checked against.
    pub(crate) unnamed: bool,
}

impl GrantReach<'_> {
    /// The grant is for every resource.
    pub(crate) fn is_all(&self) -> bool {
        self.grant.resources.contains(&Resource::All)
    }
}

/// Resolves every grant.
pub(crate) fn resolve<'a>(catalog: &'a Catalog, request: &'a Request) -> Vec<GrantReach<'a>> {
    request
        .grants
        .iter()
        .enumerate()
        .filter_map(|(index, grant)| {
            let primitive = catalog.primitive(&grant.primitive)?;
            let endpoint = primitive.planes.get(&grant.plane)?.endpoint;
            let mut actions: Vec<_> = grant
                .actions
                .iter()
                .filter_map(|name| primitive.action(grant.plane, name))
                .map(|action| reach(catalog, request, primitive, grant, action))
                .collect();
            share_widened(&mut actions);
            Some(GrantReach {
                index,
                grant,
                primitive,
                endpoint,
                actions,
            })
        })
        .collect()
}

fn reach<'a>(
    catalog: &Catalog,
    request: &Request,
    primitive: &Primitive,
    grant: &Grant,
    action: &'a Action,
) -> ActionReach<'a> {
    let mut found = ActionReach {
        action,
        arns: BTreeSet::new(),
        widened: BTreeSet::new(),
        added: BTreeSet::new(),
        unnamed: false,
    };
    if action.scope != Scope::Resources || action.groups().is_empty() {
        found.arns.insert("*".to_owned());
        return found;
    }
    let all = grant.resources.contains(&Resource::All);
    let mut any_named = false;
    // An action none of whose groups is marked as required is still checked against one of them.
    let none_required = action.groups().iter().all(|g| !g.required);
    for group in action.groups() {
        let types: Vec<_> = group
            .any_of
            .iter()
            .filter_map(|id| catalog.resource_type(&primitive.prefix, id))
            .collect();
        // `runtime/*` covers the runtimes and, since `*` crosses slashes, all that stands below them.
        let roots = types.iter().map(|t| {
            t.parent
                .as_deref()
                .and_then(|p| catalog.resource_type(&primitive.prefix, p))
                .unwrap_or(*t)
        });
        let every = || {
            roots
                .clone()
                .flat_map(|t| t.every(&request.region, &request.account))
        };
        if all {
            found.arns.extend(every());
            any_named = true;
            continue;
        }
        let mut named = false;
        let mut implied = false;
        for resource in &grant.resources {
            let Resource::One(target) = resource else {
                continue;
            };
            for kind in &types {
                let arns = target.arns_for(kind);
                // A fixed container such as the default directory is implied, not named.
                let container =
                    kind.only.is_some() && target.kind.as_deref().is_some_and(|own| own != kind.id);
                named |= !arns.is_empty() && !container;
                implied |= !arns.is_empty() && container;
                if !arns.is_empty() && !container {
                    found.arns.insert(target.arn.to_string());
                    found.arns.extend(children(catalog, primitive, target));
                }
                found.arns.extend(arns);
            }
        }
        any_named |= named;
        if !named && (group.required || none_required) {
            found.widened.extend(types.iter().map(|t| t.id.clone()));
            if !implied {
                found.added.extend(every());
            }
        }
    }
    found.arns.extend(found.added.iter().cloned());
    found.unnamed = !any_named;
    found
}

/// Calls that were widened share what was added, so that they need one statement: fetching an API
/// key and a token is granted on both kinds of provider. Each call is checked against its own
/// types only, so nothing more is allowed.
fn share_widened(actions: &mut [ActionReach<'_>]) {
    let takes = |a: &ActionReach<'_>| !a.unnamed && !a.added.is_empty();
    let shared: BTreeSet<String> = actions
        .iter()
        .filter(|a| takes(a))
        .flat_map(|a| a.added.iter().cloned())
        .collect();
    for action in actions.iter_mut().filter(|a| takes(a)) {
        action.arns.extend(shared.iter().cloned());
    }
}

/// An id brings what stands below it, so that one list of ARNs serves every call on it.
fn children(catalog: &Catalog, primitive: &Primitive, target: &Target) -> Vec<String> {
    primitive
        .resource_types
        .iter()
        .filter_map(|id| catalog.resource_type(&primitive.prefix, id))
        .filter(|kind| kind.parent.is_some() && kind.parent == target.kind)
        .flat_map(|kind| target.arns_for(kind))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn resolved(grant: &str, check: impl Fn(&GrantReach<'_>)) {
        let catalog = Catalog::load().unwrap();
        let text = format!(
            "version = 1\nname = \"a\"\nregion = \"us-east-1\"\naccount = \"111122223333\"\n[placement]\nvpc = \"vpc-11111111\"\n\
             subnets = [\"subnet-11111111\"]\nallow_from = [\"10.0.0.0/8\"]\n[[grants]]\nauth = \"sigv4\"\ncallers = [\"111122223333\"]\n{grant}"
        );
        let request = Request::parse(&catalog, &text).unwrap();
        check(&resolve(&catalog, &request)[0]);
    }

    fn arns(reach: &GrantReach<'_>, action: &str) -> Vec<String> {
        let one = reach
            .actions
            .iter()
            .find(|a| a.action.name == action)
            .unwrap();
        one.arns
            .iter()
            .map(|a| a.replace("arn:aws:bedrock-agentcore:us-east-1:111122223333:", ""))
            .collect()
    }

    #[test]
    fn a_runtime_is_granted_with_its_endpoints() {
        resolved(
            "primitive = \"runtime\"\nresources = [\"a-AbCdEf1234\"]\naccess = \"invoke\"",
            |r| {
                assert_eq!(
                    arns(r, "InvokeAgentRuntime"),
                    [
                        "runtime/a-AbCdEf1234",
                        "runtime/a-AbCdEf1234/runtime-endpoint/*"
                    ]
                );
                assert!(r.actions.iter().all(|a| a.widened.is_empty()));
            },
        );
    }

    #[test]
    fn one_endpoint_of_a_runtime_brings_its_runtime_and_no_other_endpoint() {
        resolved(
            "primitive = \"runtime\"\nresources = [\"a-AbCdEf1234/runtime-endpoint/prod\"]\naccess = \"invoke\"",
            |r| {
                assert_eq!(
                    arns(r, "InvokeAgentRuntime"),
                    [
                        "runtime/a-AbCdEf1234",
                        "runtime/a-AbCdEf1234/runtime-endpoint/prod"
                    ]
                );
            },
        );
        resolved(
            "primitive = \"runtime\"\nresources = [\"*\"]\naccess = \"invoke\"",
            |r| {
                assert_eq!(arns(r, "InvokeAgentRuntime"), ["runtime/*"]);
            },
        );
    }

    #[test]
    fn identity_takes_the_directory_vault_and_providers_with_it() {
        resolved(
            "primitive = \"identity\"\nresources = [\"my-agent\"]\naccess = \"use\"",
            |r| {
                assert_eq!(
                    arns(r, "GetResourceOauth2Token"),
                    [
                        "token-vault/default",
                        "token-vault/default/apikeycredentialprovider/*",
                        "token-vault/default/oauth2credentialprovider/*",
                        "workload-identity-directory/default",
                        "workload-identity-directory/default/workload-identity/my-agent"
                    ]
                );
                let one = r
                    .actions
                    .iter()
                    .find(|a| a.action.name == "GetResourceOauth2Token")
                    .unwrap();
                let widened: Vec<_> = one.widened.iter().map(String::as_str).collect();
                assert_eq!(
                    widened,
                    [
                        "oauth2credentialprovider",
                        "token-vault",
                        "workload-identity-directory"
                    ]
                );
                assert!(!one.unnamed);
            },
        );
    }

    #[test]
    fn everything_includes_what_aws_owns() {
        resolved(
            "primitive = \"browser\"\nresources = [\"*\"]\naccess = \"use\"",
            |r| {
                assert_eq!(
                    arns(r, "GetBrowserSession"),
                    [
                        "browser-custom/*",
                        "arn:aws:bedrock-agentcore:us-east-1:aws:browser/aws.browser.v1"
                    ]
                );
                assert_eq!(arns(r, "ConnectBrowserAutomationStream"), ["*"]);
            },
        );
        resolved(
            "primitive = \"browser\"\nresources = [\"b-AbCdEf1234\"]\naccess = \"use\"",
            |r| {
                assert_eq!(
                    arns(r, "StartBrowserSession"),
                    ["browser-custom/b-AbCdEf1234"]
                );
                assert_eq!(
                    arns(r, "SaveBrowserSessionProfile"),
                    ["browser-custom/b-AbCdEf1234", "browser-profile/*"]
                );
            },
        );
    }

    #[test]
    fn a_type_the_list_does_not_name_at_all_is_marked() {
        resolved(
            "primitive = \"runtime\"\nplane = \"control\"\nresources = [\"a-AbCdEf1234\"]\naccess = \"manage\"",
            |r| {
                let one = r
                    .actions
                    .iter()
                    .find(|a| a.action.name == "DeleteCapacityProvider")
                    .unwrap();
                assert!(one.unnamed && one.widened.contains("capacity-provider"));
                assert_eq!(
                    arns(r, "TagResource"),
                    [
                        "runtime/a-AbCdEf1234",
                        "runtime/a-AbCdEf1234/runtime-endpoint/*"
                    ]
                );
            },
        );
    }
}
