//! Reaches into the policy of each endpoint, every statement with its grants.
//!
//! Must not lose the way back: a statement always knows which grants made it.

use std::collections::{BTreeMap, BTreeSet};

use super::explain;
use super::merge::{Atom, merge};
use super::reach::GrantReach;
use crate::arn::Partition;
use crate::catalog::{Catalog, Primitive};
use crate::plan::Origin;
use crate::policy::{self, Effect, Policy, Principal, Scope, Statement};
use crate::request::{
    Access, Auth, Caller, Condition, Conditions, EndpointKey, Grant, Operator, Plane, PolicyMode,
    Preset, Request,
};

/// An endpoint's policy and where its statements come from.
pub(super) type Made = (Policy, Vec<Origin>);

/// The policy of every endpoint that the grants need.
pub(super) fn policies(
    catalog: &Catalog,
    request: &Request,
    reaches: &[GrantReach<'_>],
) -> BTreeMap<EndpointKey, Made> {
    let keys: BTreeSet<EndpointKey> = reaches.iter().map(|r| r.endpoint).collect();
    keys.into_iter()
        .map(|key| {
            let mine: Vec<&GrantReach<'_>> = reaches.iter().filter(|r| r.endpoint == key).collect();
            let mode = request
                .endpoints
                .get(&key)
                .and_then(|o| o.policy)
                .unwrap_or(request.policy);
            let made = match mode {
                PolicyMode::FullAccess => full_access(),
                PolicyMode::Restricted => restricted(catalog, request, key, &mine),
            };
            (key, made)
        })
        .collect()
}

fn full_access() -> Made {
    let meaning =
        "Anyone in reach of the endpoint may make every call: AWS's default policy.".to_owned();
    (
        Policy::full_access(),
        vec![Origin {
            grants: Vec::new(),
            meaning,
        }],
    )
}

fn restricted(
    catalog: &Catalog,
    request: &Request,
    key: EndpointKey,
    reaches: &[&GrantReach<'_>],
) -> Made {
    let mut atoms: Vec<Atom> = Vec::new();
    for reach in reaches {
        for (principal, conditions) in principals(reach.grant, request) {
            atoms.extend(atoms_of(reach, &principal, &conditions));
        }
    }
    let mut atoms = merge(atoms);
    atoms.extend(discovery(catalog, request, reaches));
    if request.guards.deny_foreign_discovery && key == EndpointKey::Data {
        atoms.extend(deny_foreign_discovery(catalog, request));
    }
    let mut used: BTreeSet<String> = BTreeSet::new();
    let mut statements = Vec::with_capacity(atoms.len());
    let mut origins = Vec::with_capacity(atoms.len());
    for atom in atoms {
        let grants = atom.grants.iter().copied().collect();
        let statement = statement(atom, &mut used);
        origins.push(Origin {
            grants,
            meaning: explain::meaning(&statement),
        });
        statements.push(statement);
    }
    (Policy { statements }, origins)
}

/// The statement of an atom, under a Sid that is not used yet.
pub(super) fn statement(atom: Atom, used: &mut BTreeSet<String>) -> Statement {
    Statement {
        sid: policy::free_sid(&atom.stem, used),
        effect: atom.effect,
        principal: atom.principal,
        actions: atom.actions.into_iter().collect(),
        scope: if atom.all_but {
            Scope::NotResources(atom.arns.into_iter().collect())
        } else {
            Scope::Resources(atom.arns.into_iter().collect())
        },
        conditions: atom.conditions,
    }
}

/// A grant's callers as principals: exact ones together, patterns by account with a condition.
pub(super) fn principals(grant: &Grant, request: &Request) -> Vec<(Principal, Conditions)> {
    let partition = Partition::of(&request.region);
    if grant.callers.contains(&Caller::Anyone) {
        return vec![(Principal::Anyone, grant.conditions.clone())];
    }
    let root = |account: &str| format!("arn:{partition}:iam::{account}:root");
    let mut exact: BTreeSet<String> = BTreeSet::new();
    let mut patterns: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for caller in &grant.callers {
        match caller {
            Caller::Anyone => {}
            Caller::Account(account) => {
                exact.insert(root(account.as_str()));
            }
            Caller::Principal { arn, .. } => {
                exact.insert(arn.clone());
            }
            Caller::Pattern { arn, account } => {
                patterns
                    .entry(root(account.as_str()))
                    .or_default()
                    .insert(arn.clone());
            }
        }
    }
    let mut all = Vec::new();
    if !exact.is_empty() {
        all.push((
            Principal::Aws(exact.into_iter().collect()),
            grant.conditions.clone(),
        ));
    }
    for (account, arns) in patterns {
        let matching = Condition {
            operator: Operator::ARN_LIKE,
            key: "aws:PrincipalArn".to_owned(),
            values: arns.into_iter().collect(),
        };
        all.push((
            Principal::Aws(vec![account]),
            grant.conditions.and(matching),
        ));
    }
    all
}

/// One atom for each set of ARNs.
pub(super) fn atoms_of(
    reach: &GrantReach<'_>,
    principal: &Principal,
    conditions: &Conditions,
) -> Vec<Atom> {
    let mut by_arns: BTreeMap<&BTreeSet<String>, BTreeSet<String>> = BTreeMap::new();
    for one in reach.actions.iter().filter(|a| !a.action.unauthenticated) {
        let name = format!("{}:{}", reach.primitive.prefix, one.action.name);
        by_arns.entry(&one.arns).or_default().insert(name);
    }
    // `*` sorts before every ARN; people read what is limited first.
    let (unscoped, scoped): (Vec<_>, Vec<_>) = by_arns
        .into_iter()
        .partition(|(arns, _)| arns.contains("*"));
    scoped
        .into_iter()
        .chain(unscoped)
        .map(|(arns, actions)| Atom {
            stem: stem(reach, arns.contains("*")),
            effect: Effect::Allow,
            principal: principal.clone(),
            actions,
            arns: arns.clone(),
            all_but: false,
            conditions: conditions.clone(),
            grants: BTreeSet::from([reach.index]),
        })
        .collect()
}

/// `RuntimeInvoke`, `MemoryManage`, `BrowserUseUnscoped`, `GatewayInvokeOauth`.
fn stem(reach: &GrantReach<'_>, unscoped: bool) -> String {
    let mut stem = camel(&reach.primitive.id);
    stem.push_str(match reach.grant.access {
        Access::Preset(Preset::Invoke) => "Invoke",
        Access::Preset(Preset::Use) => "Use",
        Access::Preset(Preset::Read) => "Read",
        Access::Preset(Preset::Write) => "Write",
        Access::Preset(Preset::Manage) => "Manage",
        Access::Preset(Preset::All) => "All",
        Access::Actions => "Actions",
    });
    if reach.grant.plane == Plane::Control && reach.grant.access != Access::Preset(Preset::Manage) {
        stem.push_str("Control");
    }
    stem.push_str(match reach.grant.auth {
        Auth::Sigv4 => "",
        Auth::Oauth => "Oauth",
        Auth::None => "Open",
    });
    stem.push_str(if unscoped { "Unscoped" } else { "" });
    stem
}

fn camel(id: &str) -> String {
    id.split(['_', '-'])
        .map(|word| {
            let mut chars = word.chars();
            chars
                .next()
                .map_or_else(String::new, |c| c.to_uppercase().chain(chars).collect())
        })
        .collect()
}

/// The one statement that lets clients find out how to get a token. Sources: the endpoint page's
/// discovery example; the request is unauthenticated, so it matches `*` only.
fn discovery(catalog: &Catalog, request: &Request, reaches: &[&GrantReach<'_>]) -> Option<Atom> {
    let asks = |reach: &GrantReach<'_>| {
        let exists = reach
            .primitive
            .actions_on(reach.grant.plane)
            .any(|a| a.unauthenticated);
        let named = reach.actions.iter().any(|a| a.action.unauthenticated);
        exists && (reach.grant.auth == Auth::Oauth || named)
    };
    let grants: BTreeSet<usize> = reaches
        .iter()
        .filter(|r| asks(r))
        .map(|r| r.index)
        .collect();
    let primitive = reaches.iter().find(|r| asks(r))?.primitive;
    Some(Atom {
        stem: "RuntimeDiscovery".to_owned(),
        effect: Effect::Allow,
        grants,
        ..discovery_atom(catalog, request, primitive)?
    })
}

/// The documented denial of look-ups of other accounts' runtimes.
fn deny_foreign_discovery(catalog: &Catalog, request: &Request) -> Option<Atom> {
    let primitive = catalog
        .primitives
        .iter()
        .find(|p| p.actions_on(Plane::Data).any(|a| a.unauthenticated))?;
    Some(Atom {
        stem: "DenyForeignDiscovery".to_owned(),
        effect: Effect::Deny,
        all_but: true,
        ..discovery_atom(catalog, request, primitive)?
    })
}

fn discovery_atom(catalog: &Catalog, request: &Request, primitive: &Primitive) -> Option<Atom> {
    let actions: Vec<_> = primitive
        .actions_on(Plane::Data)
        .filter(|a| a.unauthenticated)
        .collect();
    let types = actions
        .iter()
        .flat_map(|a| a.groups())
        .flat_map(|g| &g.any_of);
    let arns: BTreeSet<String> = types
        .filter_map(|id| catalog.resource_type(&primitive.prefix, id))
        .flat_map(|t| t.every(&request.region, &request.account))
        .collect();
    (!actions.is_empty()).then(|| Atom {
        stem: String::new(),
        effect: Effect::Allow,
        principal: Principal::Anyone,
        actions: actions
            .iter()
            .map(|a| format!("{}:{}", primitive.prefix, a.name))
            .collect(),
        arns,
        all_but: false,
        conditions: Conditions::default(),
        grants: BTreeSet::new(),
    })
}
