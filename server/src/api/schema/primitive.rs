//! A primitive as the API shows it: its planes, presets and actions.

use std::collections::BTreeMap;

use postern_plan::catalog::{Action, Group, Level, PlaneOffer, Primitive};
use postern_plan::request::{Auth, EndpointKey, Plane, Preset};
use serde::Serialize;
use utoipa::ToSchema;

use super::words::{AuthWord, EndpointKeyWord, PlaneWord, PresetWord};

/// One AgentCore primitive
#[derive(Debug, Serialize, ToSchema)]
pub struct PrimitiveDocument {
    /// The word for it in a request
    id: String,
    /// Its name for people
    name: String,
    /// One sentence on what it is
    summary: String,
    /// The IAM prefix of its actions and ARNs
    prefix: String,
    /// AWS's PrivateLink page names it
    documented: bool,
    /// Its resource types
    resource_types: Vec<String>,
    /// What it offers on each plane
    #[schema(value_type = BTreeMap<PlaneWord, PlaneDocument>)]
    planes: BTreeMap<Plane, PlaneDocument>,
    /// Its actions, with those of others that its calls need
    actions: Vec<ActionDocument>,
}

/// What a primitive offers on one plane
#[derive(Debug, Serialize, ToSchema)]
pub struct PlaneDocument {
    /// The endpoint that carries it
    #[schema(value_type = EndpointKeyWord)]
    endpoint: EndpointKey,
    /// How its calls may be signed
    #[schema(value_type = Vec<AuthWord>)]
    auth: Vec<Auth>,
    /// The presets, and the actions that they stand for
    #[schema(value_type = BTreeMap<PresetWord, Vec<String>>)]
    presets: BTreeMap<Preset, Vec<String>>,
}

/// One action
#[derive(Debug, Serialize, ToSchema)]
pub struct ActionDocument {
    /// The name without its prefix
    name: String,
    /// The endpoint that carries the call; null for what AWS services call among themselves
    #[schema(value_type = Option<EndpointKeyWord>, required)]
    endpoint: Option<EndpointKey>,
    /// `read`, `list`, `write`, `permissions` or `tagging`
    #[schema(value_type = String)]
    level: Level,
    /// The groups of resource types that the call is checked against; empty when no resource can
    /// be named, so that only `*` matches
    groups: Vec<ActionGroupDocument>,
    /// The call may carry a bearer token
    bearer: bool,
    /// The call carries no identity at all
    unauthenticated: bool,
    /// The Service Authorization Reference has it
    in_service_reference: bool,
    /// A client can make this call
    client_callable: bool,
    /// Condition keys that the call carries besides the global ones
    condition_keys: Vec<String>,
    /// What makes it worth a warning; null when nothing does
    #[schema(required)]
    risk: Option<String>,
    /// Other actions that the call is also checked for
    needs: Vec<String>,
}

/// Resource types of which one is checked
#[derive(Debug, Serialize, ToSchema)]
pub struct ActionGroupDocument {
    /// Any of these satisfies the group
    any_of: Vec<String>,
    /// The group is always checked
    required: bool,
}

impl From<&Primitive> for PrimitiveDocument {
    fn from(primitive: &Primitive) -> Self {
        let planes = primitive.planes.iter();
        Self {
            id: primitive.id.clone(),
            name: primitive.name.clone(),
            summary: primitive.summary.clone(),
            prefix: primitive.prefix.clone(),
            documented: primitive.documented,
            resource_types: primitive.resource_types.clone(),
            planes: planes
                .map(|(plane, offer)| (*plane, offer.into()))
                .collect(),
            actions: primitive.actions.iter().map(Into::into).collect(),
        }
    }
}

impl From<&PlaneOffer> for PlaneDocument {
    fn from(offer: &PlaneOffer) -> Self {
        Self {
            endpoint: offer.endpoint,
            auth: offer.auth.clone(),
            presets: offer.presets.clone(),
        }
    }
}

impl From<&Action> for ActionDocument {
    fn from(action: &Action) -> Self {
        Self {
            name: action.name.clone(),
            endpoint: action.endpoint,
            level: action.level,
            groups: action.groups().iter().map(Into::into).collect(),
            bearer: action.bearer,
            unauthenticated: action.unauthenticated,
            in_service_reference: action.in_service_reference,
            client_callable: action.client_callable,
            condition_keys: action.condition_keys.clone(),
            risk: action.risk.clone(),
            needs: action.needs.clone(),
        }
    }
}

impl From<&Group> for ActionGroupDocument {
    fn from(group: &Group) -> Self {
        Self {
            any_of: group.any_of.clone(),
            required: group.required,
        }
    }
}
