//! One statement as grants.
//!
//! Must not grant what the statement does not allow.

use std::collections::{BTreeMap, BTreeSet};

use super::resources;
use crate::arn::Arn;
use crate::catalog::{Action, Catalog, Primitive, Scope as ActionScope};
use crate::evaluate::Pattern;
use crate::language::{Actions, Document, Principals, Statement, Who, account_named};
use crate::policy::Scope;
use crate::request::{Condition, EndpointKey, Plane};

/// What a statement comes to.
pub(super) struct Expressed {
    /// The fields of each grant, without their number.
    pub(super) grants: Vec<Vec<(String, String)>>,
    /// Clauses about what is not said.
    pub(super) left_out: Vec<String>,
}

/// An action as one primitive sees it.
type Named<'a> = (&'a Primitive, Plane, &'a Action);

/// How many actions each primitive has of those that are named.
#[derive(Default)]
pub(super) struct Tally(BTreeMap<(String, Plane), usize>);

impl Tally {
    /// Of a whole document.
    pub(super) fn of_all(catalog: &Catalog, document: &Document, endpoint: EndpointKey) -> Self {
        let mut tally = Self::default();
        for statement in &document.statements {
            if let Actions::Only(texts) = &statement.actions {
                for text in texts {
                    tally.count(named(catalog, text, endpoint).iter().flatten());
                }
            }
        }
        tally
    }

    fn count<'a>(&mut self, all: impl Iterator<Item = &'a Named<'a>>) {
        for (primitive, plane, _) in all {
            *self.0.entry((primitive.id.clone(), *plane)).or_default() += 1;
        }
    }

    fn of(&self, (primitive, plane, _): &Named<'_>) -> usize {
        let found = self.0.get(&(primitive.id.clone(), *plane));
        found.copied().unwrap_or_default()
    }
}

/// The grants of an Allow, or why it makes none.
pub(super) fn grants(
    catalog: &Catalog,
    statement: &Statement,
    endpoint: EndpointKey,
    whole: &Tally,
) -> Result<Expressed, String> {
    let Who::Principal(principals) = &statement.who else {
        return Err("a request cannot say everyone but a few".to_owned());
    };
    let Actions::Only(texts) = &statement.actions else {
        return Err("a request cannot say every action but a few".to_owned());
    };
    let Scope::Resources(arns) = &statement.scope else {
        return Err("a request cannot say everything but a few resources".to_owned());
    };
    let mut left_out = Vec::new();
    let mut candidates: Vec<Vec<Named<'_>>> = Vec::new();
    for text in texts {
        let found = named(catalog, text, endpoint);
        if found.is_empty() {
            left_out.push(format!("`{text}` is no call through this endpoint"));
        } else if text.contains(['*', '?']) {
            left_out.push(format!(
                "`{text}` became the {} actions that it stands for today",
                found.len()
            ));
        }
        candidates.extend(found);
    }
    let mut by_primitive: BTreeMap<(&str, Plane), (&Primitive, BTreeSet<&str>)> = BTreeMap::new();
    for (primitive, plane, action) in shared_out(catalog, candidates, arns, whole) {
        let entry = by_primitive.entry((&primitive.id, plane));
        entry
            .or_insert_with(|| (primitive, BTreeSet::new()))
            .1
            .insert(&action.name);
    }
    let mut grants = Vec::new();
    for ((id, plane), (primitive, actions)) in by_primitive {
        let mut fields = vec![
            ("primitive".to_owned(), id.to_owned()),
            ("plane".to_owned(), plane.to_string()),
        ];
        fields.extend(callers(
            primitive,
            plane,
            &actions,
            principals,
            &mut left_out,
        ));
        fields.extend(
            resources::named(catalog, primitive, arns, &mut left_out)
                .into_iter()
                .map(|r| ("resources".to_owned(), r)),
        );
        fields.extend(access(primitive, plane, &actions));
        fields.extend(conditions(&statement.conditions));
        grants.push(fields);
    }
    if arns.iter().any(|r| r == "*")
        && grants.iter().any(|g| !g.is_empty())
        && !star_only(catalog, texts)
    {
        left_out
            .push("`*` reaches into every account; in a request it means this account".to_owned());
    }
    Ok(Expressed { grants, left_out })
}

/// The actions that a text stands for on an endpoint, each as every primitive sees it that has it.
fn named<'a>(catalog: &'a Catalog, text: &str, endpoint: EndpointKey) -> Vec<Vec<Named<'a>>> {
    let pattern = Pattern::new(&text.to_lowercase());
    // A wildcard means calls; what is named may be a permission that no call has the name of.
    let wild = text.contains(['*', '?']);
    let mut found: BTreeMap<&str, Vec<Named<'a>>> = BTreeMap::new();
    for primitive in &catalog.primitives {
        for (plane, _) in primitive
            .planes
            .iter()
            .filter(|(_, o)| o.endpoint == endpoint)
        {
            for action in primitive.actions_on(*plane) {
                let full = format!("{}:{}", primitive.prefix, action.name).to_lowercase();
                if (action.client_callable || !wild) && pattern.fits(&full) {
                    found
                        .entry(&action.name)
                        .or_default()
                        .push((primitive, *plane, action));
                }
            }
        }
    }
    found.into_values().collect()
}

/// Each action as one primitive sees it: as one whose resources are listed, and of those as the one
/// that most of the statement is about.
fn shared_out<'a>(
    catalog: &Catalog,
    candidates: Vec<Vec<Named<'a>>>,
    arns: &[String],
    whole: &Tally,
) -> Vec<Named<'a>> {
    let mut own = Tally::default();
    own.count(candidates.iter().flatten());
    let meets = |(primitive, _, action): &Named<'a>| {
        let types = action.groups().iter().flat_map(|g| &g.any_of);
        types
            .filter(|id| primitive.resource_types.contains(id))
            .filter_map(|id| catalog.resource_type(&primitive.prefix, id))
            .any(|kind| {
                let fixed = kind.path.split('{').next().unwrap_or_default();
                arns.iter().any(|arn| {
                    let resource = arn.splitn(6, ':').nth(5);
                    resource.is_some_and(|r| r.starts_with(fixed))
                })
            })
    };
    let near = |n: &Named<'a>| (meets(n), own.of(n), whole.of(n), n.2.borrowed.is_none());
    let one = |all: Vec<Named<'a>>| all.into_iter().max_by_key(|n| near(n));
    candidates.into_iter().filter_map(one).collect()
}

fn star_only(catalog: &Catalog, texts: &[String]) -> bool {
    texts
        .iter()
        .filter_map(|t| t.split_once(':'))
        .all(|(prefix, name)| {
            let mut all = catalog.actions_named(prefix, name).peekable();
            all.peek().is_some() && all.all(|a| a.scope == ActionScope::Star)
        })
}

fn callers(
    primitive: &Primitive,
    plane: Plane,
    actions: &BTreeSet<&str>,
    principals: &Principals,
    left_out: &mut Vec<String>,
) -> Vec<(String, String)> {
    let bearer = actions.iter().all(|name| {
        primitive
            .action(plane, name)
            .is_some_and(|a| a.bearer || a.unauthenticated)
    });
    let field = |key: &str, value: &str| (key.to_owned(), value.to_owned());
    for (kind, text) in &principals.others {
        left_out.push(format!("{kind} `{text}` is no caller of AgentCore"));
    }
    if principals.anyone && bearer {
        return vec![field("auth", "oauth")];
    }
    let mut fields = vec![field("auth", "sigv4")];
    if principals.anyone {
        fields.push(field("callers", "*"));
    }
    for text in &principals.aws {
        match (account_named(text), text.parse::<Arn>()) {
            (Some(account), _) => fields.push(field("callers", account)),
            (None, Ok(arn)) if !arn.resource.starts_with("assumed-role/") => {
                fields.push(field("callers", text));
            }
            _ => left_out.push(format!("`{text}` cannot stand in a request")),
        }
    }
    fields
}

/// A preset where the actions are exactly its, else their names.
fn access(primitive: &Primitive, plane: Plane, actions: &BTreeSet<&str>) -> Vec<(String, String)> {
    let offer = primitive.planes.get(&plane);
    let preset = offer
        .into_iter()
        .flat_map(|o| &o.presets)
        .find(|(_, names)| {
            let names: BTreeSet<&str> = names.iter().map(String::as_str).collect();
            names == *actions
        });
    match preset {
        Some((preset, _)) => vec![("access".to_owned(), preset.to_string())],
        None => actions
            .iter()
            .map(|a| ("actions".to_owned(), (*a).to_owned()))
            .collect(),
    }
}

fn conditions(all: &[Condition]) -> Vec<(String, String)> {
    let mut fields = Vec::new();
    for (index, condition) in all.iter().enumerate() {
        let field =
            |key: &str, value: &str| (format!("conditions.{index}.{key}"), value.to_owned());
        fields.push(field("operator", &condition.operator.to_string()));
        fields.push(field("key", &condition.key));
        fields.extend(condition.values.iter().map(|v| field("value", v)));
    }
    fields
}
