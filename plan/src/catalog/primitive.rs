//! A primitive: what people say they use.
//!
//! Must not know endpoints beyond their keys.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::Action;
use crate::request::{Auth, EndpointKey, Plane, Preset};

/// One AgentCore primitive.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Primitive {
    /// The word for it in a request.
    pub id: String,
    /// Its name for people.
    pub name: String,
    /// One sentence on what it is.
    pub summary: String,
    /// The IAM prefix of its actions and ARNs.
    pub prefix: String,
    /// AWS's PrivateLink page names it.
    pub documented: bool,
    /// Its resource types.
    pub resource_types: Vec<String>,
    /// The Region feature it depends on, where the Region table has one.
    #[serde(default)]
    pub region_feature: Option<String>,
    /// The type that a bare id means; without one a type must be said.
    #[serde(default)]
    pub bare: Option<String>,
    /// The type that a bare id beginning with `aws.` means.
    #[serde(default)]
    pub bare_aws: Option<String>,
    /// What it offers on each plane.
    pub planes: BTreeMap<Plane, PlaneOffer>,
    /// Its actions, with those of others that its calls need.
    pub actions: Vec<Action>,
}

/// What a primitive offers on one plane.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlaneOffer {
    /// The endpoint that carries it.
    pub endpoint: EndpointKey,
    /// How its calls may be signed.
    pub auth: Vec<Auth>,
    /// The presets and the actions they stand for.
    pub presets: BTreeMap<Preset, Vec<String>>,
}

impl Primitive {
    /// The action of this name on a plane; the name is exact.
    pub fn action(&self, plane: Plane, name: &str) -> Option<&Action> {
        self.actions_on(plane).find(|a| a.name == name)
    }

    /// Every action on a plane.
    pub fn actions_on(&self, plane: Plane) -> impl Iterator<Item = &Action> {
        let endpoint = self.planes.get(&plane).map(|o| o.endpoint);
        self.actions
            .iter()
            .filter(move |a| endpoint.is_some() && a.endpoint == endpoint)
    }
}
