//! The table of a lock: each caller asks for a call from inside, from outside and by a service.
//!
//! Must ask the policies as they will stand, the endpoint's and the resource's.

use super::vpc;
use crate::catalog::Catalog;
use crate::evaluate::{
    Call, Caller, Context, Decision, Evaluator, Values, Verdict, bearer_context,
};
use crate::extension::Extension;
use crate::language::{self, Document};
use crate::lockdown::{
    Answer, Asked, Granted, Lock, OwnPolicy, SOURCE_VPC, Spoken, VIA_SERVICE, together,
};
use crate::plan::PlannedEndpoint;
use crate::planner::proof::callers::{Row, rows};
use crate::planner::proof::witness;
use crate::planner::reach::GrantReach;
use crate::request::{Auth, Request};

/// Asks for every caller of the request.
pub(super) fn asked(
    catalog: &Catalog,
    request: &Request,
    reaches: &[GrantReach<'_>],
    of_lock: &[&GrantReach<'_>],
    endpoints: &[PlannedEndpoint],
    lock: &Lock,
) -> Vec<Asked> {
    let Some(endpoint) = of_lock
        .first()
        .and_then(|reach| endpoints.iter().find(|e| e.key == reach.endpoint))
    else {
        return Vec::new();
    };
    let there = endpoint.extension().map(|Extension { text, .. }| text);
    let there = there.and_then(|text| language::read(text).ok());
    let document = there.map_or_else(|| Document::from(&endpoint.policy), |read| read.document);
    let asker = Asker {
        catalog,
        request,
        endpoint: Evaluator::new(&document),
        resource: Evaluator::new(&Document::from(&lock.policy)),
        lock,
    };
    // What takes tokens refuses a signature before any policy is asked, and the other way round.
    let takes = |caller: &Caller| {
        let mut auths = of_lock.iter().map(|reach| reach.grant.auth);
        match caller {
            Caller::Anonymous => auths.any(|auth| auth != Auth::Sigv4),
            Caller::Signed(_) => auths.any(|auth| auth == Auth::Sigv4),
        }
    };
    rows(request, reaches)
        .iter()
        .filter(|row| row.callers.iter().all(takes))
        .filter_map(|row| asker.row(row, of_lock))
        .collect()
}

struct Asker<'a> {
    catalog: &'a Catalog,
    request: &'a Request,
    endpoint: Evaluator,
    resource: Evaluator,
    lock: &'a Lock,
}

/// Which way a call comes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    Inside,
    Outside,
    Service,
}

impl Asker<'_> {
    fn row(&self, row: &Row, of_lock: &[&GrantReach<'_>]) -> Option<Asked> {
        let granted = of_lock.iter().find(|r| row.grants.contains(&r.index));
        let allowed = self.lock.policy.statements.first()?;
        let reach = granted.or(of_lock.first())?;
        let action = reach.actions.iter().find_map(|one| {
            let action = format!("{}:{}", reach.primitive.prefix, one.action.name);
            allowed.actions.contains(&action).then_some(action)
        })?;
        let signs = row.callers.iter().all(|c| *c != Caller::Anonymous);
        let answer = |way| {
            let each = row.callers.iter();
            let each = each.map(|caller| self.answer(caller, reach, &action, way));
            // Whoever of the row gets furthest stands for it.
            each.reduce(|one, other| {
                if weight(other) > weight(one) {
                    other
                } else {
                    one
                }
            })
        };
        Some(Asked {
            who: row.label.clone(),
            granted: if granted.is_some() {
                Granted::Yes
            } else {
                Granted::No
            },
            inside: answer(Way::Inside)?,
            outside: answer(Way::Outside)?,
            service: if signs { answer(Way::Service) } else { None },
            action,
        })
    }

    fn answer(&self, caller: &Caller, reach: &GrantReach<'_>, action: &str, way: Way) -> Answer {
        let decide = |evaluator: &Evaluator| {
            let context = self.context(caller, reach, way);
            let call = Call::new(
                self.catalog,
                caller.clone(),
                action,
                &self.lock.arn,
                context,
            );
            // An ARN of a request is never too long, nor an action of the catalogue without a prefix.
            call.map_or(
                Decision {
                    verdict: Verdict::Denied,
                    statement: None,
                },
                |call| evaluator.decide(&call),
            )
        };
        let endpoint = (way == Way::Inside).then(|| decide(&self.endpoint).verdict);
        let resource = decide(&self.resource);
        let spoken = match resource.statement {
            Some(_) => Spoken::Yes,
            None => Spoken::No,
        };
        let own = match caller {
            Caller::Signed(signer) if signer.account() == self.request.account.as_str() => {
                OwnPolicy::SameAccount
            }
            Caller::Signed(_) | Caller::Anonymous => OwnPolicy::NotEnough,
        };
        together(endpoint, (resource.verdict, spoken), own)
    }

    fn context(&self, caller: &Caller, reach: &GrantReach<'_>, way: Way) -> Context {
        let mut context = match caller {
            Caller::Anonymous => bearer_context(self.catalog),
            Caller::Signed(_) => Context::default(),
        };
        witness::meet(self.catalog, caller, &reach.grant.conditions, &mut context);
        if way == Way::Inside {
            context.set(SOURCE_VPC, Values::One(vpc(self.request)));
        }
        if *caller != Caller::Anonymous {
            let by_service = (way == Way::Service).to_string();
            context.set(VIA_SERVICE, Values::One(by_service));
        }
        context
    }
}

fn weight(answer: Answer) -> u8 {
    match answer.verdict {
        Verdict::Denied => 0,
        Verdict::Unknown => 1,
        Verdict::Allowed => 2,
    }
}
