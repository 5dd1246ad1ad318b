//! The locks of a request, and both layers asked who gets through.
//!
//! Must name exact ARNs alone, must refuse nothing but ways to call, and must judge what it made
//! through the evaluator.

mod asked;

use std::collections::{BTreeMap, BTreeSet};

use super::reach::GrantReach;
use super::statements::principals;
use crate::catalog::{Action, Catalog, Primitive};
use crate::lockdown::{Lock, Lockdown, Locked, Open, SOURCE_VPC, VIA_SERVICE};
use crate::plan::PlannedEndpoint;
use crate::policy::{Effect, Policy, Principal, Scope, Statement, free_sid};
use crate::request::{Auth, Condition, Conditions, Operator, Plane, Request, Resource, Target};

const WILD: &str =
    "name each by its id, without wildcards: a resource policy is put on one resource";
const NO_POLICY: &str = "bind callers who sign by an identity policy or a service control policy: AWS documents no resource policy for it";
const CONTROL: &str = "bind it by an identity policy or a service control policy: it is management, which lock.sh needs to take the locks off again";

/// The endpoint that every runtime has. Source: the AgentCore guide on runtime versions.
const DEFAULT: &str = "DEFAULT";

/// What a request with `guards.lockdown` asks for; none without it.
pub(super) fn lockdown(
    catalog: &Catalog,
    request: &Request,
    reaches: &[GrantReach<'_>],
    endpoints: &[PlannedEndpoint],
) -> Option<Lockdown> {
    if !request.guards.lockdown {
        return None;
    }
    let mut resources: BTreeMap<(Locked, String), Vec<&GrantReach<'_>>> = BTreeMap::new();
    let mut open = Vec::new();
    for reach in reaches {
        for resource in &reach.grant.resources {
            match locked(reach, resource) {
                Ok(all) => {
                    for one in all {
                        resources.entry(one).or_default().push(reach);
                    }
                }
                Err(why) => open.push(Open {
                    grant: reach.index,
                    what: about(reach, resource),
                    why,
                }),
            }
        }
    }
    let locks: Vec<Lock> = resources
        .into_iter()
        .filter_map(|((kind, arn), mut reaches)| {
            reaches.dedup_by_key(|reach| reach.index);
            let policy = policy(request, kind, &arn, &reaches)?;
            let lock = Lock {
                name: name(kind, &arn),
                kind,
                policy,
                arn,
                asked: Vec::new(),
            };
            Some((lock, reaches))
        })
        .map(|(lock, of_lock)| Lock {
            asked: asked::asked(catalog, request, reaches, &of_lock, endpoints, &lock),
            ..lock
        })
        .collect();
    Some(Lockdown {
        denial: denial(request, reaches, &locks),
        locks,
        open,
    })
}

/// What bears a lock of a grant's resource.
fn locked(
    reach: &GrantReach<'_>,
    resource: &Resource,
) -> Result<Vec<(Locked, String)>, &'static str> {
    if reach.grant.plane == Plane::Control {
        return Err(CONTROL);
    }
    let lockable = ["runtime", "gateway", "memory"].contains(&reach.primitive.id.as_str());
    let target = match resource {
        _ if !lockable => return Err(NO_POLICY),
        Resource::All => return Err(WILD),
        Resource::One(target) => target,
    };
    let arn = target.arn.to_string();
    if arn.contains(['*', '?']) {
        return Err(WILD);
    }
    match target.kind.as_deref() {
        Some("runtime") => {
            let endpoint = format!("{arn}/runtime-endpoint/{DEFAULT}");
            Ok(vec![
                (Locked::Runtime, arn),
                (Locked::RuntimeEndpoint, endpoint),
            ])
        }
        Some("runtime-endpoint") => {
            let runtime = arn.split_once("/runtime-endpoint/");
            let runtime = runtime.map(|(runtime, _)| (Locked::Runtime, runtime.to_owned()));
            let endpoint = (Locked::RuntimeEndpoint, arn.clone());
            Ok(runtime.into_iter().chain([endpoint]).collect())
        }
        Some("gateway") => Ok(vec![(Locked::Gateway, arn)]),
        Some("memory") => Ok(vec![(Locked::Memory, arn)]),
        _ => Err(NO_POLICY),
    }
}

fn about(reach: &GrantReach<'_>, resource: &Resource) -> String {
    let of = match resource {
        Resource::All => "all resources".to_owned(),
        Resource::One(Target { typed, .. }) => typed.clone(),
    };
    format!("{}: {of}", reach.primitive.name)
}

/// `runtime-support-AbCdEf1234`.
fn name(kind: Locked, arn: &str) -> String {
    let path = arn.splitn(6, ':').last().unwrap_or(arn);
    let rest = path.split_once('/').map_or(path, |(_, rest)| rest);
    let rest: Vec<&str> = rest
        .split('/')
        .filter(|part| *part != "runtime-endpoint")
        .collect();
    format!("{}-{}", kind.as_str(), rest.join("-"))
}

/// The ways to call what bears the lock, all of them: a Deny on some would leave the others open.
/// Calls that nobody signs in to make are left out: what they tell is where tokens come from.
fn ways(primitive: &Primitive, kind: Locked) -> BTreeSet<String> {
    let checked = |action: &&Action| {
        let mut types = action.groups().iter().flat_map(|group| &group.any_of);
        types.any(|id| id == kind.as_str())
    };
    primitive
        .actions_on(Plane::Data)
        .filter(checked)
        .filter(|action| !action.unauthenticated)
        .map(|action| format!("{}:{}", primitive.prefix, action.name))
        .collect()
}

fn policy(
    request: &Request,
    kind: Locked,
    arn: &str,
    reaches: &[&GrantReach<'_>],
) -> Option<Policy> {
    let primitive = reaches.first()?.primitive;
    let ways = ways(primitive, kind);
    let scope = Scope::Resources(vec![arn.to_owned()]);
    let signed = reaches.iter().all(|r| r.grant.auth == Auth::Sigv4);
    let mut used = BTreeSet::new();
    let mut statements = vec![Statement {
        sid: free_sid("OnlyFromTheVpc", &mut used),
        effect: Effect::Deny,
        principal: Principal::Anyone,
        actions: ways.iter().cloned().collect(),
        scope: scope.clone(),
        conditions: if signed {
            elsewhere_by_itself(request)
        } else {
            elsewhere(request)
        },
    }];
    for reach in reaches {
        let actions: BTreeSet<String> = reach
            .actions
            .iter()
            .map(|one| format!("{}:{}", reach.primitive.prefix, one.action.name))
            .filter(|action| ways.contains(action))
            .collect();
        if actions.is_empty() {
            continue;
        }
        let bearer = reach.grant.auth != Auth::Sigv4;
        for (principal, conditions) in principals(reach.grant, request) {
            // `*` here would let in whoever signs anywhere: only from the VPC.
            let conditions = if bearer || principal == Principal::Anyone {
                conditions.and(condition("StringEquals", SOURCE_VPC, vpc(request)))
            } else {
                conditions
            };
            let sid = if bearer {
                "BearersFromTheVpc"
            } else {
                "Callers"
            };
            statements.push(Statement {
                sid: free_sid(sid, &mut used),
                effect: Effect::Allow,
                principal,
                actions: actions.iter().cloned().collect(),
                scope: scope.clone(),
                conditions,
            });
        }
    }
    Some(Policy { statements })
}

/// The condition of the Deny. A key that is absent is not equal, so calls by the internet are meant.
fn elsewhere(request: &Request) -> Conditions {
    Conditions::default().and(condition("StringNotEquals", SOURCE_VPC, vpc(request)))
}

/// The same, but for what a service calls in the name of a caller who signed: that comes from no VPC.
fn elsewhere_by_itself(request: &Request) -> Conditions {
    elsewhere(request).and(condition("Bool", VIA_SERVICE, "false".to_owned()))
}

fn vpc(request: &Request) -> String {
    request.placement.vpc.to_string()
}

fn condition(operator: &'static str, key: &str, value: String) -> Condition {
    Condition {
        operator: Operator::plain(operator),
        key: key.to_owned(),
        values: vec![value],
    }
}

/// The same Deny over everything that is locked, for policies of those who sign.
fn denial(request: &Request, reaches: &[GrantReach<'_>], locks: &[Lock]) -> Option<Statement> {
    let mut actions = BTreeSet::new();
    let mut arns = Vec::new();
    for lock in locks {
        let of = reaches.iter().filter(|r| {
            r.primitive
                .resource_types
                .iter()
                .any(|t| t == lock.kind.as_str())
        });
        actions.extend(of.flat_map(|r| ways(r.primitive, lock.kind)));
        arns.push(lock.arn.clone());
    }
    arns.sort_unstable();
    (!arns.is_empty()).then(|| Statement {
        sid: "OnlyFromTheVpc".to_owned(),
        effect: Effect::Deny,
        principal: Principal::Anyone,
        actions: actions.into_iter().collect(),
        scope: Scope::Resources(arns),
        conditions: elsewhere_by_itself(request),
    })
}
