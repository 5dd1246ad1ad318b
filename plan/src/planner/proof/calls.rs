//! The columns: every granted call on an endpoint, and calls next to them.
//!
//! Must keep together only calls that the same statements are about and the same grants promise:
//! one of them then answers for all.

use std::collections::{BTreeMap, BTreeSet};

use crate::arn::{Arn, instance, pattern_covers};
use crate::catalog::{self, Action, Catalog};
use crate::evaluate::Evaluator;
use crate::planner::reach::GrantReach;
use crate::proof::{ProofCall, ProofCell, Standing};
use crate::request::{Auth, EndpointKey, Request};

/// Calls with the same answers.
pub(super) struct Column {
    actions: Vec<String>,
    resources: Vec<String>,
    standing: Standing,
    /// The action that is asked about.
    pub(super) action: String,
    /// The resource that is asked about: a pattern with its wildcards filled in.
    pub(super) resource: String,
    /// The statements that are about these actions and resources.
    pub(super) statements: BTreeSet<usize>,
    /// The grants that promise them.
    pub(super) grants: BTreeSet<usize>,
}

impl Column {
    pub(super) fn call(self, endpoint: EndpointKey, cells: Vec<ProofCell>) -> ProofCall {
        ProofCall {
            endpoint,
            actions: self.actions,
            resources: self.resources,
            standing: self.standing,
            cells,
        }
    }
}

/// What makes calls the same.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Sameness {
    /// The statements about them.
    statements: BTreeSet<usize>,
    /// The grants that promise them.
    grants: BTreeSet<usize>,
    /// The keys that those statements look at and that the calls do not carry.
    lacking: BTreeSet<String>,
}

/// The columns of one endpoint.
pub(super) fn columns(
    catalog: &Catalog,
    request: &Request,
    reaches: &[&GrantReach<'_>],
    evaluator: &Evaluator,
) -> Vec<Column> {
    let mut seen = BTreeSet::new();
    let mut columns: Vec<Column> = Vec::new();
    for reach in reaches {
        let mut by_arns: BTreeMap<&BTreeSet<String>, Vec<String>> = BTreeMap::new();
        for one in &reach.actions {
            by_arns
                .entry(&one.arns)
                .or_default()
                .push(name(reach, one.action));
        }
        for (arns, actions) in by_arns {
            for (key, actions, resources) in groups(catalog, &actions, arns, reaches, evaluator) {
                if seen.insert((actions.clone(), resources.clone())) {
                    columns.extend(column(Standing::Granted, actions, resources, key));
                }
            }
        }
        if let Some((key, actions, resources)) =
            discovery(catalog, request, reach, reaches, evaluator)
            && seen.insert((actions.clone(), resources.clone()))
        {
            columns.extend(column(Standing::Granted, actions, resources, key));
        }
        let neighbours = next_resource(request, reach)
            .into_iter()
            .chain(outside(reach, reaches));
        for (action, arn) in neighbours {
            let grants = promising(&action, &arn, reaches);
            let resource = instance(&arn);
            let mut statements = evaluator.for_action(&action);
            let about = evaluator.for_resource(&resource);
            statements.retain(|s| about.contains(s));
            let (actions, resources) = (vec![action], vec![arn]);
            if grants.is_empty() && seen.insert((actions.clone(), resources.clone())) {
                let lacking = BTreeSet::new();
                let key = Sameness {
                    statements,
                    grants,
                    lacking,
                };
                columns.extend(column(Standing::Neighbour, actions, resources, key));
            }
        }
    }
    columns.sort_by_key(|c| c.standing);
    columns
}

/// The look-up by which a client without a token finds out where to get one: a grant for bearer
/// callers promises it.
fn discovery(
    catalog: &Catalog,
    request: &Request,
    reach: &GrantReach<'_>,
    reaches: &[&GrantReach<'_>],
    evaluator: &Evaluator,
) -> Option<(Sameness, Vec<String>, Vec<String>)> {
    let promises =
        |r: &GrantReach<'_>| r.grant.auth == Auth::Oauth && r.primitive.id == reach.primitive.id;
    let action = reach
        .primitive
        .actions_on(reach.grant.plane)
        .find(|a| a.unauthenticated && promises(reach))?;
    let types = action.groups().iter().flat_map(|g| &g.any_of);
    let resources: Vec<String> = types
        .filter_map(|id| catalog.resource_type(&reach.primitive.prefix, id))
        .flat_map(|t| t.every(&request.region, &request.account))
        .collect();
    let action = name(reach, action);
    let about = evaluator.for_resource(&instance(resources.first()?));
    let key = Sameness {
        statements: evaluator
            .for_action(&action)
            .intersection(&about)
            .copied()
            .collect(),
        grants: reaches
            .iter()
            .filter(|r| promises(r))
            .map(|r| r.index)
            .collect(),
        lacking: BTreeSet::new(),
    };
    Some((key, vec![action], resources))
}

fn name(reach: &GrantReach<'_>, action: &Action) -> String {
    format!("{}:{}", reach.primitive.prefix, action.name)
}

/// Actions on ARNs, taken apart where the answers may differ.
fn groups(
    catalog: &Catalog,
    actions: &[String],
    arns: &BTreeSet<String>,
    reaches: &[&GrantReach<'_>],
    evaluator: &Evaluator,
) -> Vec<(Sameness, Vec<String>, Vec<String>)> {
    let about: Vec<(&String, BTreeSet<usize>)> = actions
        .iter()
        .map(|a| (a, evaluator.for_action(a)))
        .collect();
    let mut found: BTreeMap<(Sameness, Vec<String>), Vec<String>> = BTreeMap::new();
    for arn in arns {
        let on = evaluator.for_resource(&instance(arn));
        let mut of_arn: BTreeMap<Sameness, Vec<String>> = BTreeMap::new();
        for (action, about) in &about {
            let statements: BTreeSet<usize> = about.intersection(&on).copied().collect();
            let key = Sameness {
                lacking: lacking(catalog, action, &evaluator.keys_of(&statements)),
                statements,
                grants: promising(action, arn, reaches),
            };
            of_arn.entry(key).or_default().push((*action).clone());
        }
        for (key, actions) in of_arn {
            found.entry((key, actions)).or_default().push(arn.clone());
        }
    }
    found
        .into_iter()
        .map(|((key, actions), resources)| (key, actions, resources))
        .collect()
}

fn column(
    standing: Standing,
    actions: Vec<String>,
    resources: Vec<String>,
    key: Sameness,
) -> Option<Column> {
    Some(Column {
        action: actions.first()?.clone(),
        resource: instance(resources.first()?),
        actions,
        resources,
        standing,
        statements: key.statements,
        grants: key.grants,
    })
}

/// The keys that calls of an action never carry.
fn lacking(catalog: &Catalog, action: &str, keys: &BTreeSet<&str>) -> BTreeSet<String> {
    let Some((prefix, name)) = action.split_once(':') else {
        return BTreeSet::new();
    };
    let services = keys.iter().filter(|key| catalog.service_key(key).is_some());
    services
        .filter(|key| !catalog.actions_named(prefix, name).any(|a| a.carries(key)))
        .map(|key| (*key).to_owned())
        .collect()
}

/// The grants that promise an action on an ARN or on all that a pattern covers.
fn promising(action: &str, arn: &str, reaches: &[&GrantReach<'_>]) -> BTreeSet<usize> {
    let bare = action.split_once(':').map_or(action, |(_, name)| name);
    let covers = |pattern: &String| match pattern.strip_suffix('*') {
        Some(head) if !head.contains(['*', '?']) => arn.starts_with(head),
        None if !pattern.contains('?') => pattern == arn,
        _ => pattern_covers(pattern, arn),
    };
    reaches
        .iter()
        .filter(|reach| {
            reach
                .actions
                .iter()
                .filter(|a| a.action.name == bare)
                .any(|a| a.arns.contains(arn) || a.arns.iter().any(covers))
        })
        .map(|reach| reach.index)
        .collect()
}

/// A resource that a grant does not name: the id with one more character, or the same in another
/// account where the grant is for all.
fn next_resource(request: &Request, reach: &GrantReach<'_>) -> Option<(String, String)> {
    let one = reach.actions.iter().find(|a| !a.arns.contains("*"))?;
    let action = name(reach, one.action);
    if let Some(arn) = one.arns.iter().find(|arn| !arn.contains(['*', '?', '$'])) {
        return Some((action, format!("{arn}0")));
    }
    let mut arn: Arn = one.arns.first()?.parse().ok()?;
    if arn.account != request.account.as_str() {
        return None;
    }
    arn.account = "999999999999".into();
    Some((action, arn.to_string()))
}

/// An action of the primitive that no grant on this endpoint has for the resource.
fn outside(reach: &GrantReach<'_>, reaches: &[&GrantReach<'_>]) -> Option<(String, String)> {
    let named = reach.actions.iter().find(|a| !a.arns.contains("*"))?;
    let arn = named.arns.first()?;
    let types: Vec<&String> = named
        .action
        .groups()
        .iter()
        .flat_map(|g| &g.any_of)
        .collect();
    let other = reach.primitive.actions_on(reach.grant.plane).find(|a| {
        a.client_callable
            && a.scope == catalog::Scope::Resources
            && !a.unauthenticated
            && a.groups()
                .iter()
                .flat_map(|g| &g.any_of)
                .any(|t| types.contains(&t))
            && promising(&a.name, arn, reaches).is_empty()
    })?;
    Some((name(reach, other), arn.clone()))
}
