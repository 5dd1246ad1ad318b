//! A described call through the endpoints of a plan.
//!
//! Must send the call to the endpoint that carries it, to no other.

use super::typed::action;
use super::{Attempt, Typed, Wrong, attempt, call};
use crate::catalog::Catalog;
use crate::language::Document;
use crate::plan::{Plan, PlannedEndpoint};
use crate::request::EndpointKey;

/// Which way a call takes in a plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Route<'p> {
    /// Through an endpoint of the plan, whose policy answers.
    Endpoint(&'p PlannedEndpoint, Attempt),
    /// Through an endpoint that the plan does not have.
    Absent(EndpointKey),
    /// Through none: no client makes this call, or nothing is known of it.
    Nowhere,
}

/// Tries a call on a plan.
pub fn in_plan<'p>(
    catalog: &Catalog,
    plan: &'p Plan,
    typed: &Typed<'_>,
) -> Result<Route<'p>, Vec<Wrong>> {
    let endpoint = action(catalog, typed.action).ok().and_then(|action| {
        let (prefix, name) = action.split_once(':')?;
        let keys = || {
            catalog
                .actions_named(prefix, name)
                .filter_map(|a| a.endpoint)
        };
        let there = keys().find_map(|key| plan.endpoint(key));
        there.map(Ok).or_else(|| keys().next().map(Err))
    });
    let document = match endpoint {
        Some(Ok(endpoint)) => Document::from(&endpoint.policy),
        _ => Document::from(&crate::policy::Policy {
            statements: Vec::new(),
        }),
    };
    let call = call(catalog, &document, typed)?;
    Ok(match endpoint {
        Some(Ok(endpoint)) => Route::Endpoint(endpoint, attempt(&document, &call)),
        Some(Err(key)) => Route::Absent(key),
        None => Route::Nowhere,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::attempt::Credentials;
    use crate::evaluate::Verdict;
    use crate::request::Request;

    #[test]
    fn a_call_goes_to_the_endpoint_that_carries_it() {
        let catalog = Catalog::load().unwrap();
        let text = include_str!("../../tests/golden/runtime-invoke-oauth.toml");
        let plan = crate::plan(&catalog, None, &Request::parse(&catalog, text).unwrap());
        let through = |action: &str, resource: &str| {
            let typed = Typed {
                credentials: Credentials::Token,
                caller: "",
                action,
                resource,
                context: "",
            };
            in_plan(&catalog, &plan, &typed).unwrap()
        };
        let data = plan.endpoint(EndpointKey::Data).unwrap();
        let granted = data
            .policy
            .statements
            .iter()
            .find_map(|s| match &s.scope {
                crate::policy::Scope::Resources(arns) => arns.iter().find(|a| !a.contains('*')),
                crate::policy::Scope::NotResources(_) => None,
            })
            .unwrap();
        let Route::Endpoint(endpoint, attempt) = through("InvokeAgentRuntime", granted) else {
            panic!("no endpoint carries it");
        };
        assert_eq!(endpoint.key, EndpointKey::Data);
        assert_eq!(attempt.verdict, Verdict::Allowed, "{attempt:?}");
        assert_eq!(
            through("bedrock-agentcore:InvokeGateway", "*"),
            Route::Absent(EndpointKey::Gateway)
        );
        assert_eq!(through("s3:GetObject", "*"), Route::Nowhere);
    }
}
