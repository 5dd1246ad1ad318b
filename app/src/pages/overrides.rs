//! What differs for one endpoint.
//!
//! Must offer only the endpoints that the grants need; others that were typed stay to be mended.

use leptos::prelude::*;
use postern_plan::request::{EndpointKey, IpAddressType, PolicyMode};

use super::there;
use crate::answers::Answers;
use crate::components::field::{Field, Length, Typed};
use crate::components::prose::Prose;
use crate::components::question::Question;
use crate::components::select::{Select, SelectOption};
use crate::components::text_area::TextArea;
use crate::wording;

/// The questions, for every endpoint there is a reason to ask about.
pub(super) fn questions(answers: &Answers<'_>) -> Vec<AnyView> {
    EndpointKey::ALL
        .iter()
        .filter(|key| is_shown(answers, **key))
        .map(|key| endpoint(answers, *key))
        .collect()
}

/// Whether there is a reason to ask about an endpoint.
pub(super) fn is_shown(answers: &Answers<'_>, key: EndpointKey) -> bool {
    let planned = answers
        .sketch
        .as_ref()
        .is_some_and(|s| s.plan.endpoint(key).is_some());
    let prefix = format!("endpoints.{key}.");
    planned
        || answers
            .form
            .pairs()
            .iter()
            .any(|(name, _)| name.starts_with(&prefix))
}

fn endpoint(answers: &Answers<'_>, key: EndpointKey) -> AnyView {
    let form = &answers.form;
    let title = answers
        .catalog
        .endpoint(key)
        .map_or(key.as_str(), |e| e.title.as_str());
    let name = |field: &str| format!("endpoints.{key}.{field}");
    let ask = |field: &str, label: &str| {
        Question::new(name(field), label)
            .optional()
            .error(form.error(&name(field)))
    };
    let option = |value: &str, label: &str| SelectOption {
        value: value.to_owned(),
        label: label.to_owned(),
    };
    let dns = vec![option("true", "On"), option("false", "Off")];
    let kinds = IpAddressType::ALL
        .iter()
        .map(|t| option(t.as_str(), wording::ip_address_type(*t)))
        .collect();
    let modes = PolicyMode::ALL
        .iter()
        .map(|m| option(m.as_str(), wording::policy_mode(*m)))
        .collect();
    let error = form
        .error(&format!("endpoints.{key}"))
        .map(|text| view! { <p class="question__error"><Prose text /></p> });
    let chosen = form.value(&name("existing"));
    let listed = answers.inventory.is_some_and(|inventory| {
        let service = answers.sketch.as_ref().and_then(|s| s.plan.endpoint(key));
        service.is_some_and(|planned| {
            there::candidates(answers, inventory, &planned.service_name).any(|e| e.id == chosen)
        })
    });
    // One that is listed is chosen there, and typed nowhere.
    let typed = if listed { String::new() } else { chosen };
    let existing =
        ask("existing", "Existing endpoint").hint("Its id: this one is changed, none is made.");
    view! {
        <fieldset class="entry" id=format!("endpoints.{key}") tabindex="-1">
            <legend class="entry__title">{format!("{title} endpoint")}</legend>
            {error}
            <div class="abreast">
                <TextArea question=ask("subnets", "Subnets") value=form.value(&name("subnets")) rows=2 />
                <TextArea question=ask("security_groups", "Security groups, in place of all others") value=form.value(&name("security_groups")) rows=2 />
            </div>
            <div class="abreast">
                <Select question=ask("private_dns", "Private DNS") options=dns chosen=form.value(&name("private_dns")) prompt="As above" />
                <Select question=ask("ip_address_type", "Address type") options=kinds chosen=form.value(&name("ip_address_type")) prompt="As above" />
                <Select question=ask("policy", "Policy") options=modes chosen=form.value(&name("policy")) prompt="As above" />
            </div>
            <Field question=existing value=typed typed=Typed::Exact length=Length::Medium />
        </fieldset>
    }
    .into_any()
}
