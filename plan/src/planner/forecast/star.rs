//! Why a `*` stands in a statement, and what would be narrower.
//!
//! Must not excuse a `*` that nothing needs.

use crate::catalog::Catalog;
use crate::language::{Statement, Who};
use crate::plan::{Origin, Plan, PlannedEndpoint, Purpose};
use crate::policy::{self, Effect, Principal};
use crate::request::{Auth, Resource};

/// What there is to say of a statement's `*`.
#[derive(Default)]
pub(super) struct Stands {
    pub(super) star: Option<String>,
    pub(super) alternative: Option<String>,
}

const OAUTH: &str = "callers with bearer tokens have no AWS principal, and pass only where the principal is *; what limits them are the calls and resources that stand here, and each resource's own authoriser";
const LOOK_UP: &str = "the look-up of where to get a token is made before there is one and without a signature, and passes only where the principal is *";
const OPEN: &str =
    "the request grants calls that carry no identity, which pass only where the principal is *";
const ANYONE: &str = "the request lets anyone call (callers = [\"*\"]); nothing else needs it";
const FULL: &str = "the request asks for full access, which is AWS's own default policy";
const DENY: &str =
    "a Deny for * refuses everybody alike: it narrows what the Allow for look-ups lets through";
const OTHERS: &str = "others wrote this statement, or share it with this request: ask them";
const UNTYPED: &str = "AWS defines no resource type for these calls, so only * can stand for the resource; no check that is listed here reads the resources of an endpoint's policy";

const SHARED: &str = "private DNS makes this endpoint the way of everybody in the VPC, whose principals nobody here knows; what an agent may do is said by its execution role";
const BUCKETS: &str = "AgentCore itself and addresses that Amazon ECR signs are no principals of the account; what limits the statement are its buckets, calls and condition";

/// Why a `*` stands in a statement of an endpoint, and what would be narrower or would pass.
pub(super) fn stands(
    catalog: &Catalog,
    plan: &Plan,
    endpoint: &PlannedEndpoint,
    statement: &Statement,
) -> Stands {
    let same = |planned: &policy::Statement| {
        let bare = Statement {
            span: None,
            ..statement.clone()
        };
        Statement::from(planned) == bare
    };
    let statements = endpoint.policy.statements.iter();
    let ours = statements.zip(&endpoint.origins).find(|(s, _)| same(s));
    let Some((planned, origin)) = ours else {
        let anyone = matches!(&statement.who, Who::Principal(who) if who.anyone);
        let has_one = anyone || statement.scope.is_star();
        return Stands {
            star: has_one.then(|| OTHERS.to_owned()),
            alternative: None,
        };
    };
    match &planned.principal {
        Principal::Anyone => anyone(catalog, plan, planned, origin),
        Principal::Aws(arns) => named(plan, planned, arns),
    }
}

fn anyone(catalog: &Catalog, plan: &Plan, planned: &policy::Statement, origin: &Origin) -> Stands {
    if plan.purpose == Purpose::Workload {
        let star = if planned.scope.is_star() {
            SHARED
        } else {
            BUCKETS
        };
        return Stands {
            star: Some(star.to_owned()),
            alternative: None,
        };
    }
    let account = &plan.request.account;
    let grants = || {
        origin
            .grants
            .iter()
            .filter_map(|i| plan.request.grants.get(*i))
    };
    let looks_up = planned.actions.iter().all(|name| {
        let (prefix, name) = name.split_once(':').unwrap_or((name, ""));
        catalog
            .actions_named(prefix, name)
            .any(|a| a.unauthenticated)
    });
    let (star, alternative) = if planned.effect == Effect::Deny {
        (DENY, None)
    } else if looks_up {
        (LOOK_UP, None)
    } else if origin.grants.is_empty() {
        let narrower = "policy = \"restricted\" writes what the grants need and nothing more";
        (FULL, Some(narrower.to_owned()))
    } else if grants().any(|g| g.auth == Auth::Oauth) {
        let passing = format!("there is no principal to name; {}", quieted(plan));
        (OAUTH, Some(passing))
    } else if grants().any(|g| g.auth == Auth::None) {
        (OPEN, None)
    } else if planned.conditions.is_empty() {
        let narrower = format!(
            "name the callers: roles, users or the account itself; those of account {account} pass"
        );
        (ANYONE, Some(narrower))
    } else {
        let narrower = format!(
            "name the callers, and put StringEquals aws:PrincipalAccount = {account} beside the other conditions: where there are conditions the check goes by them"
        );
        (ANYONE, Some(narrower))
    };
    let wide = planned.effect == Effect::Allow
        && !looks_up
        && grants().any(|g| g.resources.contains(&Resource::All));
    let ids = "name ids in place of * for the resources; the check does not look at that, and it limits what is reached";
    let alternatives: Vec<String> = alternative
        .into_iter()
        .chain(wide.then(|| ids.to_owned()))
        .collect();
    Stands {
        star: Some(star.to_owned()),
        alternative: (!alternatives.is_empty()).then(|| alternatives.join("; ")),
    }
}

/// What makes Prowler pass a statement whoever may call.
fn quieted(plan: &Plan) -> String {
    format!(
        "the condition StringEquals aws:SourceVpc = {} on the grant makes this check pass and limits nothing, since whatever comes through the endpoint comes from its VPC",
        plan.request.placement.vpc
    )
}

fn named(plan: &Plan, planned: &policy::Statement, arns: &[String]) -> Stands {
    let account = plan.request.account.as_str();
    let own = arns
        .iter()
        .all(|arn| arn.split(':').nth(4) == Some(account));
    let alternative = match (own, planned.conditions.is_empty()) {
        (true, true) => None,
        (true, false) => Some(format!(
            "StringEquals aws:PrincipalAccount = {account} beside the other conditions makes this check pass, and is true of everybody whom the statement names"
        )),
        (false, true) => Some(
            "list the account in trusted_account_ids of Prowler's configuration; from then on Prowler asks every condition for every account of the list, and flags conditions that hold for one of them alone (prowler-cloud/prowler#12826)"
                .to_owned(),
        ),
        (false, false) => Some(quieted(plan)),
    };
    Stands {
        star: planned.scope.is_star().then(|| UNTYPED.to_owned()),
        alternative,
    }
}
