//! A grant: who may do what, to which resources, signed how.
//!
//! Must not be built but from a document: whatever stands here fits the catalogue.

use crate::arn::Partition;
use crate::catalog::{Catalog, PlaneOffer, Primitive};
use crate::id::{AccountId, Region};

use super::condition::{Condition, Conditions, Operator};
use super::fields::{At, Errors, Fields, did_you_mean};
use super::resource::Place;
use super::{Auth, Caller, Plane, Preset, RequestError, Resource};
use crate::document::{Form, Node, Value};

/// One grant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grant {
    /// The primitive's id in the catalogue.
    pub primitive: String,
    /// The plane of the calls.
    pub plane: Plane,
    /// How they are signed.
    pub auth: Auth,
    /// Who calls; `*` alone for calls without a signature.
    pub callers: Vec<Caller>,
    /// What about; at least one.
    pub resources: Vec<Resource>,
    /// What was asked for.
    pub access: Access,
    /// The actions that stands for, as the auth allows, in the catalogue's order.
    pub actions: Vec<String>,
    /// Conditions on every statement of the grant.
    pub conditions: Conditions,
}

/// What was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Access {
    /// A ready set of actions.
    Preset(Preset),
    /// Exact names.
    Actions,
}

/// Reads one grant. Errors go into the fields' own list.
pub(super) fn read(
    mut fields: Fields<'_>,
    catalog: &Catalog,
    region: &Region,
    account: &AccountId,
) -> Option<Grant> {
    let errors = fields.errors();
    let primitive = read_primitive(&mut fields, catalog);
    let plane = read_plane(&mut fields, primitive);
    let offer = primitive
        .zip(plane)
        .and_then(|(p, plane)| p.planes.get(&plane));
    let auth = read_auth(&mut fields, primitive, offer);
    let chosen = read_access(&mut fields, primitive.zip(plane), offer, auth);
    let callers = read_callers(&mut fields, auth, Partition::of(region));
    let resources = read_resources(
        &mut fields,
        primitive.map(|primitive| Place {
            catalog,
            primitive,
            region,
            account,
        }),
    );
    let conditions = read_conditions(&mut fields);
    if let (Some((primitive, plane)), Some((_, actions))) = (primitive.zip(plane), &chosen) {
        check_keys(&conditions, catalog, primitive, plane, actions, errors);
    }
    fields.finish();
    let (access, actions) = chosen?;
    Some(Grant {
        primitive: primitive?.id.clone(),
        plane: plane?,
        auth: auth?,
        callers: callers?,
        resources: resources?,
        access,
        actions,
        conditions: Conditions::new(conditions.into_iter().map(|c| c.value).collect()),
    })
}

fn read_primitive<'c>(fields: &mut Fields<'_>, catalog: &'c Catalog) -> Option<&'c Primitive> {
    let Some(text) = fields.text("primitive") else {
        if !fields
            .entries()
            .iter()
            .any(|(k, n)| k == "primitive" && !matches!(n.value, Value::Text(_)))
        {
            fields.missing("primitive", "name the primitive, for example runtime");
        }
        return None;
    };
    let found = catalog.primitive(&text.value);
    if found.is_none() {
        let help = did_you_mean(
            &text.value,
            catalog.primitives.iter().map(|p| p.id.as_str()),
        );
        let message = "not a primitive that is known here".to_owned();
        fields
            .errors()
            .push(RequestError::new(&text.path, "unknown-word", message, help).seen(text.value));
    }
    found
}

fn read_plane(fields: &mut Fields<'_>, primitive: Option<&Primitive>) -> Option<Plane> {
    let said = fields.node("plane").is_some();
    let plane: Plane = if said {
        fields.word("plane", Plane::WORDS)?
    } else {
        Plane::Data
    };
    let primitive = primitive?;
    if primitive.planes.contains_key(&plane) {
        return Some(plane);
    }
    let offered: Vec<&str> = primitive.planes.keys().map(|p| p.as_str()).collect();
    let message = format!("{} has no {plane} plane for clients", primitive.name);
    let help = format!("write plane = \"{}\"", offered.join("\" or \""));
    fields.errors().push(
        RequestError::new(&fields.at("plane"), "not-offered", message, help)
            .seen(plane.to_string()),
    );
    None
}

fn read_auth(
    fields: &mut Fields<'_>,
    primitive: Option<&Primitive>,
    offer: Option<&PlaneOffer>,
) -> Option<Auth> {
    if fields.node("auth").is_none() {
        fields.missing("auth", "say how the calls are signed: sigv4, oauth or none");
        return None;
    }
    let auth: Auth = fields.word("auth", Auth::WORDS)?;
    let (primitive, offer) = primitive.zip(offer)?;
    if offer.auth.contains(&auth) {
        return Some(auth);
    }
    let possible: Vec<&str> = offer.auth.iter().map(|a| a.as_str()).collect();
    let message = format!(
        "calls of {} on this plane cannot be signed so",
        primitive.name
    );
    let help = format!("possible here: {}", possible.join(", "));
    fields.errors().push(
        RequestError::new(&fields.at("auth"), "not-offered", message, help).seen(auth.to_string()),
    );
    None
}

fn read_access(
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
                    let help = did_you_mean(
                        name,
                        primitive
                            .actions_on(plane)
                            .map(|a| a.name.as_str())
                            .collect::<Vec<_>>()
                            .into_iter(),
                    );
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

fn read_callers(
    fields: &mut Fields<'_>,
    auth: Option<Auth>,
    partition: Partition,
) -> Option<Vec<Caller>> {
    let texts = fields.texts("callers");
    let given = texts.as_ref().is_some_and(|t| !t.is_empty());
    let mut callers: Vec<Caller> = Vec::new();
    let mut wrong = false;
    for text in texts.unwrap_or_default() {
        match Caller::parse(&text.value, partition) {
            Ok(caller) if callers.contains(&caller) => {}
            Ok(caller) => callers.push(caller),
            Err(e) => {
                wrong = true;
                fields.errors().push(
                    RequestError::new(&text.path, "malformed", e.message, e.help).seen(text.value),
                );
            }
        }
    }
    match auth? {
        Auth::Sigv4 if !given => {
            fields.missing(
                "callers",
                "name the roles, users or accounts that call; * means anyone",
            );
            None
        }
        Auth::Sigv4 => (!wrong).then_some(callers),
        Auth::Oauth | Auth::None => {
            if callers.iter().any(|c| *c != Caller::Anyone) {
                let message = "callers without a signature have no AWS principal".to_owned();
                let help = "leave callers out: an endpoint policy cannot tell one bearer token from another; limit the grant by resource and action".to_owned();
                fields.errors().push(RequestError::new(
                    &fields.at("callers"),
                    "not-offered",
                    message,
                    help,
                ));
                return None;
            }
            (!wrong).then(|| vec![Caller::Anyone])
        }
    }
}

fn read_resources(fields: &mut Fields<'_>, place: Option<Place<'_>>) -> Option<Vec<Resource>> {
    let texts = fields.texts("resources").unwrap_or_default();
    if texts.is_empty() {
        fields.missing(
            "resources",
            "name the resources by id or ARN, or \"*\" for all of this account",
        );
        return None;
    }
    let place = place?;
    let mut resources: Vec<Resource> = Vec::new();
    let mut wrong = false;
    for text in texts {
        match Resource::parse(&text.value, &place) {
            Ok(resource) if resources.contains(&resource) => {}
            Ok(resource) => resources.push(resource),
            Err(e) => {
                wrong = true;
                fields.errors().push(
                    RequestError::new(&text.path, "malformed", e.message, e.help).seen(text.value),
                );
            }
        }
    }
    (!wrong).then_some(resources)
}

fn read_conditions(fields: &mut Fields<'_>) -> Vec<At<Condition>> {
    let errors = fields.errors();
    let Some(node) = fields.node("conditions") else {
        return Vec::new();
    };
    let base = fields.at("conditions");
    let mut all: Vec<At<Condition>> = Vec::new();
    let mut add = |path: String, operator: &str, key: &str, values: Vec<String>| {
        let Ok(operator) = operator.parse::<Operator>() else {
            let help = did_you_mean(operator, Operator::BASES.iter().copied());
            let message = "not a condition operator".to_owned();
            errors.push(
                RequestError::new(&path, "unknown-word", message, help).seen(operator.to_owned()),
            );
            return;
        };
        if values.is_empty() {
            errors.push(RequestError::new(
                &path,
                "missing",
                "a condition needs a value".to_owned(),
                "give at least one".to_owned(),
            ));
            return;
        }
        let same = all
            .iter_mut()
            .find(|c| c.value.operator == operator && c.value.key.eq_ignore_ascii_case(key));
        match same {
            Some(earlier) => earlier.value.values.extend(values),
            None => all.push(At {
                path,
                value: Condition {
                    operator,
                    key: key.to_owned(),
                    values,
                },
            }),
        }
    };
    match (&node.value, errors.form()) {
        (Value::List(rows), Form::Query) => {
            for (i, row) in rows.iter().enumerate() {
                let mut row = Fields::new(format!("{base}[{i}]"), row, errors);
                let (operator, key, values) =
                    (row.text("operator"), row.text("key"), row.texts("value"));
                let path = row.path().to_owned();
                row.finish();
                if let (Some(operator), Some(key)) = (&operator, &key) {
                    add(
                        path,
                        &operator.value,
                        &key.value,
                        values
                            .unwrap_or_default()
                            .into_iter()
                            .map(|v| v.value)
                            .collect(),
                    );
                } else if key.is_some() || values.is_some() {
                    errors.push(RequestError::new(
                        &path,
                        "missing",
                        "a condition needs an operator, a key and a value".to_owned(),
                        "fill all three, or none".to_owned(),
                    ));
                }
            }
        }
        _ => {
            let operators = Fields::new(base.clone(), node, errors);
            for (operator, keys) in operators.entries() {
                let keys = Fields::new(format!("{base}.{operator}"), keys, errors);
                for (key, values) in keys.entries() {
                    let path = keys.at(key);
                    add(
                        path.clone(),
                        operator,
                        key,
                        condition_values(&path, values, errors),
                    );
                }
            }
        }
    }
    all
}

fn condition_values(path: &str, node: &Node, errors: &Errors) -> Vec<String> {
    let one = |node: &Node| match &node.value {
        Value::Text(t) | Value::Number(t) => Some(t.clone()),
        Value::Bool(b) => Some(b.to_string()),
        _ => {
            let message = format!(
                "expected a value or a list of values, found {}",
                node.kind()
            );
            errors.push(RequestError::new(
                path,
                "wrong-type",
                message,
                "write it as IAM does".to_owned(),
            ));
            None
        }
    };
    match &node.value {
        Value::List(items) => items.iter().filter_map(one).collect(),
        _ => one(node).into_iter().collect(),
    }
}

/// A key must be carried by an action of the grant, or be a global one.
fn check_keys(
    conditions: &[At<Condition>],
    catalog: &Catalog,
    primitive: &Primitive,
    plane: Plane,
    actions: &[String],
    errors: &Errors,
) {
    for condition in conditions {
        let key = &condition.value.key;
        let carried = actions
            .iter()
            .filter_map(|name| primitive.action(plane, name))
            .any(|a| a.carries(key));
        if carried || catalog.global_key(key).is_some() {
            continue;
        }
        let mut known: Vec<&str> = catalog
            .global_condition_keys
            .iter()
            .map(|k| k.name.as_str())
            .collect();
        for action in actions
            .iter()
            .filter_map(|name| primitive.action(plane, name))
        {
            known.extend(action.condition_keys.iter().map(String::as_str));
        }
        let message = match catalog.service_key(key) {
            Some(_) => {
                "none of this grant's actions carries this key, so the condition would never be met"
            }
            None => "not a condition key that is known here",
        };
        let error = RequestError::new(
            &condition.path,
            "unknown-condition-key",
            message.to_owned(),
            did_you_mean(key, known.into_iter()),
        );
        errors.push(error.seen(key.clone()));
    }
}
