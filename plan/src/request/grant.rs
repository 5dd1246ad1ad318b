//! A grant: who may do what, to which resources, signed how.
//!
//! Must not be built but from a document: whatever stands here fits the catalogue.

mod access;
mod conditions;

use self::access::read_access;
pub(crate) use self::conditions::read_conditions;
use self::conditions::{check_keys, check_patterns};
use super::condition::Conditions;
use super::fields::Fields;
use super::resource::Place;
use super::typed::did_you_mean;
use super::{Auth, Caller, Plane, Preset, RequestError, Resource};
use crate::arn::Partition;
use crate::catalog::{Catalog, PlaneOffer, Primitive};
use crate::document::Value;
use crate::id::{AccountId, Region};

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

/// More grants than any policy has room for; beyond it a document is refused unread.
const MOST_GRANTS: usize = 200;

/// Reads every grant; `None` where one is not right.
pub(super) fn read_all(
    root: &mut Fields<'_>,
    catalog: &Catalog,
    region: &Region,
    account: &AccountId,
) -> Vec<Option<Grant>> {
    let errors = root.errors();
    let Some(node) = root.node("grants") else {
        root.missing("grants", "say at least one grant: who may do what");
        return Vec::new();
    };
    let Value::List(items) = &node.value else {
        let message = format!("expected a list of grants, found {}", node.kind());
        errors.push(RequestError::new(
            "grants",
            "wrong-type",
            message,
            "write [[grants]] before each".to_owned(),
        ));
        return Vec::new();
    };
    if items.is_empty() {
        root.missing("grants", "say at least one grant: who may do what");
    }
    if items.len() > MOST_GRANTS {
        let message = format!("at most {MOST_GRANTS} grants in one request");
        let help = "no policy has room for more; split the request".to_owned();
        errors.push(RequestError::new("grants", "too-many", message, help));
        return Vec::new();
    }
    items
        .iter()
        .enumerate()
        .map(|(i, item)| {
            read(
                Fields::new(format!("grants[{i}]"), item, errors),
                catalog,
                region,
                account,
            )
        })
        .collect()
}

/// Reads one grant. Errors go into the fields' own list.
fn read(
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
    let conditions = read_conditions(&mut fields, "conditions");
    if let (Some((primitive, plane)), Some((_, actions))) = (primitive.zip(plane), &chosen) {
        check_keys(&conditions, catalog, primitive, plane, actions, errors);
    }
    check_patterns(&conditions, callers.as_deref().unwrap_or_default(), errors);
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
        "calls of {} on this plane cannot be signed this way",
        primitive.name
    );
    let help = format!("possible here: {}", possible.join(", "));
    fields.errors().push(
        RequestError::new(&fields.at("auth"), "not-offered", message, help).seen(auth.to_string()),
    );
    None
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
