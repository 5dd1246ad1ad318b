//! Notes on how calls are signed, and what that lets through.
//!
//! Must not judge conditions but for the callers that they keep out.

use super::conditions::shuts_out_bearer;
use super::{Seen, at, keys, nth, some};
use crate::arn::{Arn, pattern_covers};
use crate::plan::Note;
use crate::planner::reach::GrantReach;
use crate::request::{Auth, Caller, EndpointKey, Plane, Resource, Target};

pub(super) fn notes(seen: &Seen<'_>) -> Vec<Note> {
    let mut notes = clashes(seen);
    for reach in seen.restricted() {
        notes.extend(star(seen, reach));
        notes.extend(foreign_discovery(seen, reach));
    }
    notes.extend(open_gateways(seen));
    notes.extend(signed_pass(seen));
    notes.extend(identity_provider(seen));
    notes.extend(gateway_discovery(seen));
    notes
}

/// One resource, or one within another's pattern, under two kinds of signature.
fn clashes(seen: &Seen<'_>) -> Vec<Note> {
    let mut notes = Vec::new();
    let data = |r: &&GrantReach<'_>| r.grant.plane == Plane::Data;
    for (i, a) in seen.reaches.iter().enumerate() {
        for b in seen
            .reaches
            .iter()
            .skip(i + 1)
            .filter(data)
            .filter(|_| data(&a))
        {
            if a.grant.auth == b.grant.auth {
                continue;
            }
            let both = format!(
                "{} is {} and {} is {}",
                nth(a.index),
                a.grant.auth,
                nth(b.index),
                b.grant.auth
            );
            let (same, overlap) = meet(seen, a, b);
            if !same.is_empty() {
                let detail = format!(
                    "{both} for {}; a resource accepts signed calls or bearer tokens, never both",
                    some(same)
                );
                let fix =
                    "keep the grant with the auth that the resource is configured for".to_owned();
                notes.push(seen.note("auth-conflict", &at(b), detail, fix));
            } else if let Some(overlap) = overlap {
                let fix = "nothing to do where one names an exception to the other; otherwise list the resources of each".to_owned();
                notes.push(seen.note(
                    "auth-overlap",
                    &at(b),
                    format!("{both}, and {overlap}"),
                    fix,
                ));
            }
        }
    }
    notes
}

/// What two grants both name, and otherwise how they overlap.
fn meet(
    seen: &Seen<'_>,
    one: &GrantReach<'_>,
    other: &GrantReach<'_>,
) -> (Vec<String>, Option<String>) {
    let (mut same, mut overlap) = (Vec::new(), None);
    for x in &one.grant.resources {
        for y in &other.grant.resources {
            match (x, y) {
                (Resource::All, _) | (_, Resource::All) => {
                    if one.primitive.id == other.primitive.id {
                        overlap.get_or_insert_with(|| "* covers what the other names".to_owned());
                    }
                }
                (Resource::One(x), Resource::One(y)) => {
                    let (p, q) = (root(seen, one, x), root(seen, other, y));
                    if p == q {
                        same.push(q);
                    } else if pattern_covers(&p, &q) || pattern_covers(&q, &p) {
                        overlap.get_or_insert_with(|| format!("{p} and {q} overlap"));
                    }
                }
            }
        }
    }
    same.dedup();
    (same, overlap)
}

/// The ARN of the resource that decides on the signature: a runtime for its endpoints.
fn root(seen: &Seen<'_>, reach: &GrantReach<'_>, target: &Target) -> String {
    let kind = target
        .kind
        .as_deref()
        .and_then(|k| seen.catalog.resource_type(&reach.primitive.prefix, k));
    let depth = kind.map_or(usize::MAX, |k| {
        let holes = k.path.split('/');
        match k.parent {
            Some(_) => holes.take_while(|h| *h != "{parent}").count() + 1,
            None => holes.count(),
        }
    });
    let resource: Vec<&str> = target.arn.resource.split('/').take(depth).collect();
    Arn {
        resource: resource.join("/"),
        ..target.arn.clone()
    }
    .to_string()
}

fn star(seen: &Seen<'_>, reach: &GrantReach<'_>) -> Option<Note> {
    let grant = reach.grant;
    if grant.auth != Auth::Sigv4 || !grant.callers.contains(&Caller::Anyone) {
        return None;
    }
    if !grant
        .conditions
        .iter()
        .any(|c| shuts_out_bearer(seen.catalog, c))
    {
        let detail = "the callers are * and no condition demands a signed principal: requests with a bearer token, or with nothing, pass this statement too".to_owned();
        let fix =
            "name roles or accounts, or add a condition such as StringEquals aws:PrincipalOrgID"
                .to_owned();
        return Some(seen.note("star-admits-bearer", &at(reach), detail, fix));
    }
    reach.actions.iter().any(|a| a.action.bearer).then(|| {
        let detail = "the condition on the principal is never met by a caller with a bearer token"
            .to_owned();
        let fix =
            "right where all calls are signed; give OAuth callers a grant of their own".to_owned();
        seen.note("org-condition-denies-bearer", &at(reach), detail, fix)
    })
}

fn open_gateways<'s>(seen: &'s Seen<'_>) -> impl Iterator<Item = Note> + 's {
    seen.reaches
        .iter()
        .filter(|r| r.grant.auth == Auth::None)
        .map(|reach| {
            let detail = format!(
                "whoever reaches the endpoint may call {} without any token or signature",
                some(typed(reach))
            );
            let fix =
                "give the gateway inbound authorisation, or admit only its callers to TCP 443"
                    .to_owned();
            seen.note("open-gateway", &at(reach), detail, fix)
        })
}

fn typed(reach: &GrantReach<'_>) -> Vec<String> {
    let one = |r: &Resource| match r {
        Resource::All => "every gateway of the account".to_owned(),
        Resource::One(t) => t.typed.clone(),
    };
    reach.grant.resources.iter().map(one).collect()
}

/// One note for each endpoint: the statements are alike.
fn signed_pass<'s>(seen: &'s Seen<'_>) -> impl Iterator<Item = Note> + 's {
    seen.plan.endpoints.iter().filter_map(|endpoint| {
        let grants: Vec<String> =
            seen.restricted().filter(|r| r.endpoint == endpoint.key && r.grant.auth != Auth::Sigv4).map(|r| nth(r.index)).collect();
        (!grants.is_empty()).then(|| {
            let detail = format!("the statements of {} are for *, which signed callers match as well", some(grants));
            let fix = "nothing to do: each resource's own authoriser refuses what is not for it, and identity policies limit your principals".to_owned();
            seen.note("oauth-star-admits-signed", endpoint.key.as_str(), detail, fix)
        })
    })
}

fn identity_provider(seen: &Seen<'_>) -> Option<Note> {
    let grants: Vec<String> = oauth(seen).map(|r| nth(r.index)).collect();
    (!grants.is_empty()).then(|| {
        let detail = format!("the callers of {} fetch their tokens from an identity provider, which none of these endpoints reaches", some(grants));
        let fix = "give the clients a route to it: a NAT gateway, a proxy or the provider's own private endpoint".to_owned();
        seen.note("idp-route", "grants", detail, fix)
    })
}

fn gateway_discovery(seen: &Seen<'_>) -> Option<Note> {
    let gateway = seen.plan.endpoint(EndpointKey::Gateway)?;
    oauth(seen).any(|r| r.endpoint == gateway.key).then(|| {
        let detail = "clients ask a gateway at /.well-known/oauth-protected-resource where to get a token; no IAM action is documented for that, so the policy cannot name it and the endpoint may refuse it".to_owned();
        let fix = "test the look-up through the endpoint; if it is refused, configure the clients with the token address".to_owned();
        seen.note("gateway-discovery-unknown", &keys([gateway]), detail, fix)
    })
}

fn oauth<'s>(seen: &'s Seen<'_>) -> impl Iterator<Item = &'s GrantReach<'s>> {
    seen.reaches.iter().filter(|r| r.grant.auth == Auth::Oauth)
}

/// The discovery statement is for the request's account only.
fn foreign_discovery(seen: &Seen<'_>, reach: &GrantReach<'_>) -> Option<Note> {
    let discovered = reach
        .primitive
        .actions_on(reach.grant.plane)
        .any(|a| a.unauthenticated);
    if reach.grant.auth != Auth::Oauth || !discovered {
        return None;
    }
    let own = seen.request.account.as_str();
    let foreign: Vec<String> = reach
        .grant
        .resources
        .iter()
        .filter_map(|r| match r {
            Resource::One(t) if t.arn.account != own => Some(t.typed.clone()),
            _ => None,
        })
        .collect();
    (!foreign.is_empty()).then(|| {
        let detail = format!(
            "clients may look up how to get a token for runtimes of account {own} only, not for {}",
            some(foreign)
        );
        let fix = "configure the clients of those runtimes with the token address".to_owned();
        seen.note("foreign-discovery", &at(reach), detail, fix)
    })
}
