//! Which actions a grant stands for: a preset's, or exact names.
//!
//! Must not let an action through that the auth cannot carry.

use crate::catalog::{PlaneOffer, Primitive};
use crate::request::fields::{At, Errors, Fields};
use crate::request::grant::Access;
use crate::request::typed::did_you_mean;
use crate::request::{Auth, Plane, Preset, RequestError};

pub(super) fn read_access(
    fields: &mut Fields<'_>,
    of: Option<(&Primitive, Plane)>,
    offer: Option<&PlaneOffer>,
    auth: Option<Auth>,
) -> Option<(Access, Vec<String>)> {
    let (preset_given, actions_given) = (
        fields.node("access").is_some(),
        fields.node("actions").is_some(),
    );
    match (preset_given, actions_given) {
        (true, true) => {
            let help = "a preset or exact action names, not both".to_owned();
            fields.errors().push(RequestError::new(
                &fields.at("actions"),
                "conflict",
                "both access and actions are given".to_owned(),
                help,
            ));
            None
        }
        (false, false) => {
            fields.missing(
                "access",
                "give a preset in access, or exact names in actions",
            );
            None
        }
        (true, false) => {
            let preset: Preset = fields.word("access", Preset::WORDS)?;
            let ((primitive, plane), offer) = of.zip(offer)?;
            let actions = preset_actions(fields, primitive, plane, offer, preset, auth?)?;
            Some((Access::Preset(preset), actions))
        }
        (false, true) => {
            let texts = fields.texts("actions")?;
            let (primitive, plane) = of?;
            let actions = named_actions(&texts, primitive, plane, auth?, fields.errors());
            (!actions.is_empty()).then_some((Access::Actions, actions))
        }
    }
}

fn preset_actions(
    fields: &Fields<'_>,
    primitive: &Primitive,
    plane: Plane,
    offer: &PlaneOffer,
    preset: Preset,
    auth: Auth,
) -> Option<Vec<String>> {
    let usable = |names: &Vec<String>| -> Vec<String> {
        names
            .iter()
            .filter(|name| {
                primitive
                    .action(plane, name)
                    .is_some_and(|a| auth == Auth::Sigv4 || a.bearer)
            })
            .cloned()
            .collect()
    };
    let actions = offer.presets.get(&preset).map(usable).unwrap_or_default();
    if !actions.is_empty() {
        return Some(actions);
    }
    let possible: Vec<&str> = offer
        .presets
        .iter()
        .filter(|(_, names)| !usable(names).is_empty())
        .map(|(p, _)| p.as_str())
        .collect();
    let message = format!(
        "{} has no such preset on this plane with this auth",
        primitive.name
    );
    let help = format!("possible here: {}", possible.join(", "));
    fields.errors().push(
        RequestError::new(&fields.at("access"), "not-offered", message, help)
            .seen(preset.to_string()),
    );
    None
}

/// Exact names, with or without their prefix, each checked against plane and auth.
fn named_actions(
    texts: &[At<String>],
    primitive: &Primitive,
    plane: Plane,
    auth: Auth,
    errors: &Errors,
) -> Vec<String> {
    let mut actions: Vec<String> = Vec::new();
    for text in texts {
        let typed = text.value.as_str();
        let name = typed.split_once(':').map_or(typed, |(prefix, name)| {
            if prefix == primitive.prefix {
                name
            } else {
                typed
            }
        });
        let fail = |code: &'static str, message: String, help: String| {
            errors.push(RequestError::new(&text.path, code, message, help).seen(typed.to_owned()));
        };
        if name.contains(['*', '?']) {
            let help = "name each action, or use a preset".to_owned();
            fail(
                "malformed",
                "action names take no wildcards here".to_owned(),
                help,
            );
            continue;
        }
        let Some(action) = primitive.action(plane, name) else {
            match primitive
                .actions
                .iter()
                .find(|a| a.name == name)
                .and_then(|a| a.endpoint)
            {
                Some(_) => fail(
                    "not-offered",
                    "this action is on the other plane".to_owned(),
                    format!("move it to a grant with plane = \"{}\"", other(plane)),
                ),
                None if primitive.actions.iter().any(|a| a.name == name) => {
                    fail(
                        "not-offered",
                        "no client makes this call: AWS services do among themselves".to_owned(),
                        "leave it out".to_owned(),
                    );
                }
                None => {
                    let help =
                        did_you_mean(name, primitive.actions_on(plane).map(|a| a.name.as_str()));
                    fail(
                        "unknown-word",
                        format!("not an action of {}", primitive.name),
                        help,
                    );
                }
            }
            continue;
        };
        if auth != Auth::Sigv4 && !action.bearer && !action.unauthenticated {
            let possible: Vec<&str> = primitive
                .actions_on(plane)
                .filter(|a| a.bearer)
                .map(|a| a.name.as_str())
                .collect();
            fail(
                "not-offered",
                "this call takes no bearer token".to_owned(),
                format!(
                    "use auth = \"sigv4\" for it; with a token: {}",
                    possible.join(", ")
                ),
            );
            continue;
        }
        if !actions.iter().any(|a| a == name) {
            actions.push(name.to_owned());
        }
    }
    // The catalogue's order, so that the order of typing does not matter.
    let order = |name: &String| primitive.actions.iter().position(|a| a.name == *name);
    actions.sort_by_key(order);
    actions
}

fn other(plane: Plane) -> Plane {
    match plane {
        Plane::Data => Plane::Control,
        Plane::Control => Plane::Data,
    }
}
