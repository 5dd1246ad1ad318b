//! "Audit a policy": what is wrong with a policy that exists, what it lets through, a call tried on
//! it.
//!
//! Must keep everything that was typed; nothing of it stands in an address.

use leptos::prelude::*;
use postern_plan::catalog::Catalog;
use postern_plan::request::EndpointKey;

use super::{attempt, found, why};
use crate::answers::Reach;
use crate::audit::{Audit, ENDPOINT, Found, POLICY, REGION};
use crate::components::button::{Button, Emphasis};
use crate::components::error_summary::{ErrorSummary, Problem};
use crate::components::field::{Field, Length, Typed};
use crate::components::question::Question;
use crate::components::select::{Select, SelectOption};
use crate::components::site_header::NavLink;
use crate::components::text_area::TextArea;
use crate::document::{Page, PageState};
use crate::href::Href;
use crate::painted::Paint;
use crate::routes::{self, FixedPath};

const HEADING: &str = "Audit a policy";

/// The page.
pub fn audit(catalog: &Catalog, audit: &Audit, reach: Reach, paint: &dyn Paint) -> Page {
    let problems = problems(audit);
    let summary = (!problems.is_empty()).then(|| view! { <ErrorSummary problems /> });
    let body = view! {
        <div class="stack stack--loose">
            {summary}
            <header class="stack stack--tight">
                <h1>{HEADING}</h1>
                <p>"Paste the policy of an AgentCore endpoint that exists. Nothing is stored or sent to AWS."</p>
            </header>
            {(reach == Reach::Own).then(|| look(audit))}
            {found::view(audit, paint)}
            {form(catalog, audit)}
        </div>
    };
    let link = |label: &str, to: FixedPath| NavLink::elsewhere(label, to.link());
    Page {
        title: HEADING.to_owned(),
        state: if audit.is_refused() {
            PageState::Refused
        } else {
            PageState::Clear
        },
        links: vec![
            link("Step by step", routes::HOME),
            link("All on one page", routes::EVERYTHING),
            NavLink::here(HEADING, routes::AUDIT.link()),
        ],
        body: body.into_any(),
    }
}

/// The endpoints of the account, in place of a listing that is pasted.
fn look(audit: &Audit) -> AnyView {
    let question = Question::new(REGION, "Region")
        .hint("Postern can list the AgentCore endpoints there with the credentials that it was started with. It only reads.")
        .error(audit.unseen.clone());
    let action = format!("{}#found", routes::AUDIT.href());
    view! {
        <form class="stack form" method="post" action=action novalidate>
            <Field question=question value=audit.region.clone() typed=Typed::Exact length=Length::Short />
            <div class="row">
                <Button label="List the account’s endpoints" name="do" value="look" />
            </div>
        </form>
    }
    .into_any()
}

fn problems(audit: &Audit) -> Vec<Problem> {
    if let Some(why) = &audit.unseen {
        return vec![Problem {
            text: why.clone(),
            href: Some(Href::fragment(REGION)),
        }];
    }
    match &audit.found {
        Found::Refused(slips) => slips
            .iter()
            .map(|slip| Problem {
                text: slip.text.to_owned(),
                href: Some(Href::fragment(slip.field)),
            })
            .collect(),
        Found::Unreadable(_) => vec![Problem {
            text: UNREADABLE.to_owned(),
            href: Some(Href::fragment(POLICY)),
        }],
        _ => attempt::problems(audit.wrong()),
    }
}

/// The words at the field and in the summary.
const UNREADABLE: &str =
    "The policy cannot be read as one. Mend what the findings name; no call is tried before that.";

fn form(catalog: &Catalog, audit: &Audit) -> AnyView {
    let unreadable = matches!(audit.found, Found::Unreadable(_)).then_some(UNREADABLE);
    let wrong = |field| audit.slip(field).or(unreadable.filter(|_| field == POLICY));
    let options = catalog
        .endpoints
        .iter()
        .map(|e| SelectOption {
            value: e.key.to_string(),
            label: e.title.clone(),
        })
        .collect();
    // An endpoint's actions once it is chosen, else every endpoint's.
    let keys: Vec<EndpointKey> = match audit.endpoint.parse() {
        Ok(key) => vec![key],
        Err(_) => catalog.endpoints.iter().map(|e| e.key).collect(),
    };
    let action = format!("{}#found", routes::AUDIT.href());
    view! {
        <form class="stack stack--loose form" method="post" action=action novalidate>
            <TextArea
                question=Question::new(POLICY, "Policy")
                    .hint("As JSON, or all that `aws ec2 describe-vpc-endpoints` printed.")
                    .error(wrong(POLICY).map(str::to_owned))
                value=audit.policy.clone()
                rows=16
            />
            <Select
                question=Question::new(ENDPOINT, "Endpoint")
                    .hint("Which service the endpoint is for. A listing says it itself.")
                    .error(wrong(ENDPOINT).map(str::to_owned))
                options
                chosen=audit.endpoint.clone()
                prompt="Choose an endpoint"
            />
            <div class="row">
                <Button label="Audit the policy" emphasis=Emphasis::Primary />
            </div>
            <section class="section" id="try">
                <h2>"Try a call"</h2>
                <p>"It is asked of this policy. What nobody states is not known, and never taken for absent."</p>
                {attempt::fields(catalog, &keys, &audit.asides, audit.wrong())}
                <div class="row">
                    <Button label="Try the call" />
                </div>
            </section>
            <section class="section" id="why">
                <h2>"Why was I refused?"</h2>
                {why::field(&audit.asides)}
                <div class="row">
                    <Button label="Explain it" />
                </div>
            </section>
        </form>
    }
    .into_any()
}
