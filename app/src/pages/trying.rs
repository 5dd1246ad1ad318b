//! The Check step's "Try a call" and "Why was I refused?", on the plan.
//!
//! Must carry every answer, and must not become part of the request.

use leptos::prelude::*;
use postern_plan::attempt::{Route, Wrong, in_plan};
use postern_plan::plan::Plan;
use postern_plan::refusal::{Against, refusal};
use postern_plan::request::EndpointKey;

use super::report::Part;
use super::{attempt, why};
use crate::answers::Answers;
use crate::asides;
use crate::components::button::Button;
use crate::components::error_summary::ErrorSummary;
use crate::step::Step;

/// "Try a call".
pub(super) fn call(answers: &Answers<'_>, plan: &Plan) -> Part {
    let asides = answers.form.asides();
    let tried = asides
        .call()
        .map(|typed| in_plan(answers.catalog, plan, &typed));
    let (result, wrong): (Option<AnyView>, Vec<Wrong>) = match tried {
        None => (None, Vec::new()),
        Some(Ok(route)) => (Some(arrived(answers, route)), Vec::new()),
        Some(Err(wrong)) => (None, wrong),
    };
    let problems = attempt::problems(&wrong);
    let summary = (!problems.is_empty()).then(|| view! { <ErrorSummary problems /> });
    let endpoints: Vec<EndpointKey> = plan.endpoints.iter().map(|e| e.key).collect();
    let hidden = carried(answers, |name| !name.starts_with("try."));
    let method = if answers.fits_a_link() { "get" } else { "post" };
    let action = format!("{}#try", Step::Check.path().href());
    let view = view! {
            <p>"It is asked of the plan’s policy of the endpoint that carries the action. What nobody states is not known, and never taken for absent."</p>
            {summary}
            <form class="stack form" method=method action=action novalidate>
                {hidden}
                {attempt::fields(answers.catalog, &endpoints, asides, &wrong)}
                <div class="row">
                    <Button label="Try the call" />
                </div>
            </form>
            {result}
    };
    Part::new("try", "Try a call", view)
}

/// The way the call took.
fn arrived(answers: &Answers<'_>, route: Route<'_>) -> AnyView {
    match route {
        Route::Endpoint(endpoint, tried) => {
            attempt::result(&tried, &format!("The {} endpoint", endpoint.title))
        }
        Route::Absent(key) => {
            let title = answers
                .catalog
                .endpoint(key)
                .map_or_else(|| key.to_string(), |e| e.title.clone());
            view! {
                <div class="stack" id="try-result">
                    <p class="verdict">
                        {format!("The plan has no {title} endpoint, which carries this action.")}
                    </p>
                    <p>"No policy of the plan is asked. The call leaves by the public address, if the VPC lets it and the name still resolves."</p>
                    {attempt::elsewhere()}
                </div>
            }
            .into_any()
        }
        Route::Nowhere => view! {
            <div class="stack" id="try-result">
                <p class="verdict">"No AgentCore endpoint is known to carry this action."</p>
                {attempt::elsewhere()}
            </div>
        }
        .into_any(),
    }
}

/// "Why was I refused?".
pub(super) fn error(answers: &Answers<'_>, plan: &Plan) -> Part {
    let asides = answers.form.asides();
    let text = asides.value(asides::ERROR);
    let result = (!text.is_empty())
        .then(|| why::result(&refusal(answers.catalog, text, Against::Plan(plan))));
    // What is pasted may be longer than an address can be, and does not belong into one.
    let action = format!("{}#why", Step::Check.path().href());
    let view = view! {
            <p>"Paste what a caller saw, and see who answered: a policy, the token, DNS or the network."</p>
            <form class="stack form" method="post" action=action novalidate>
                {carried(answers, |_| true)}
                {why::field(asides)}
                <div class="row">
                    <Button label="Explain it" />
                </div>
            </form>
            {result}
    };
    Part::new("why", "Why was I refused?", view)
}

fn carried(answers: &Answers<'_>, rest: impl Fn(&str) -> bool) -> Vec<AnyView> {
    super::frame::hidden(answers, |name| !asides::is_aside(name) || rest(name))
}
