//! What a grant is about: `*`, an id, `type/id`, or a full ARN.
//!
//! Must not decide what an action is granted on: the planner asks a target which ARN it gives for
//! a resource type.

use crate::arn::{Arn, Partition};
use crate::catalog::{Catalog, Owner, Primitive, ResourceType};
use crate::id::{AccountId, Region};

use super::fields::did_you_mean;

/// One entry of a grant's resources.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Resource {
    /// Every resource of the types concerned, in the request's account and Region.
    All,
    /// One resource, or a pattern.
    One(Target),
}

/// A resource by its ARN.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    /// As it was typed.
    pub typed: String,
    /// The ARN, or a pattern.
    pub arn: Arn,
    /// The resource type; `None` for a pattern over all types.
    pub kind: Option<String>,
    /// The id alone, for checks of its shape; empty for a pattern over all types.
    pub id: String,
}

/// Why a text names no resource of the primitive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct ResourceError {
    pub(super) message: String,
    pub(super) help: String,
}

/// Where a resource is read: a primitive, in an account and Region.
pub(super) struct Place<'a> {
    pub(super) catalog: &'a Catalog,
    pub(super) primitive: &'a Primitive,
    pub(super) region: &'a Region,
    pub(super) account: &'a AccountId,
}

impl Resource {
    /// Reads one entry.
    pub(super) fn parse(text: &str, place: &Place<'_>) -> Result<Self, ResourceError> {
        if text == "*" {
            return Ok(Self::All);
        }
        if text.is_empty() || text.chars().any(|c| c.is_control() || c.is_whitespace()) {
            return Err(error(
                "a resource holds no white space",
                "use an id, `type/id`, a full ARN or *",
            ));
        }
        if place.primitive.resource_types.is_empty() {
            return Err(error(
                "calls of this primitive cannot be limited to a resource",
                "use *",
            ));
        }
        let target = if text.starts_with("arn:") {
            from_arn(text, place)?
        } else {
            from_id(text, place)?
        };
        Ok(Self::One(target))
    }
}

impl Target {
    /// The ARNs this target gives for a resource type, none when it has nothing to do with it.
    pub fn arns_for(&self, kind: &ResourceType) -> Vec<String> {
        let whole = self.arn.to_string();
        let Some(own) = &self.kind else {
            return vec![whole];
        };
        if *own == kind.id {
            let mut arns = vec![whole];
            if kind.parts && !self.arn.resource.ends_with('*') {
                arns.push(format!("{}/*", self.arn));
            }
            if kind.also_aws_owned && self.arn.account != "aws" {
                arns.push(
                    Arn {
                        account: "aws".to_owned(),
                        ..self.arn.clone()
                    }
                    .to_string(),
                );
            }
            return arns;
        }
        if kind.parent.as_deref() == Some(own) {
            return vec![match child_path(&kind.path, &self.arn.resource) {
                // A trailing `*` crosses slashes, so it covers the children too.
                Some(path) if !self.arn.resource.ends_with('*') => Arn {
                    resource: path,
                    ..self.arn.clone()
                }
                .to_string(),
                _ => whole,
            }];
        }
        ancestor_path(&kind.path, &self.arn.resource)
            .map(|resource| {
                vec![
                    Arn {
                        resource,
                        ..self.arn.clone()
                    }
                    .to_string(),
                ]
            })
            .unwrap_or_default()
    }
}

fn error(message: &str, help: &str) -> ResourceError {
    ResourceError {
        message: message.to_owned(),
        help: help.to_owned(),
    }
}

fn types<'a>(place: &Place<'a>) -> impl Iterator<Item = &'a ResourceType> + Clone {
    let (catalog, primitive) = (place.catalog, place.primitive);
    primitive
        .resource_types
        .iter()
        .filter_map(|id| catalog.resource_type(&primitive.prefix, id))
}

fn from_arn(text: &str, place: &Place<'_>) -> Result<Target, ResourceError> {
    let prefix = &place.primitive.prefix;
    let arn: Arn = text
        .parse()
        .map_err(|_| error("not an ARN", "an ARN has six parts between colons"))?;
    let partition = Partition::of(place.region);
    if arn.partition != partition.as_str() {
        return Err(error(
            "this ARN is of another partition",
            &format!("in this Region ARNs begin with arn:{partition}:"),
        ));
    }
    if arn.service != *prefix {
        return Err(error(
            "this ARN is of another service",
            &format!("ARNs of {} have the service {prefix}", place.primitive.name),
        ));
    }
    if let Some(kind) = types(place).find(|t| built_in(t, place.region, &arn)) {
        let id = arn.resource.split('/').next_back().unwrap_or("").to_owned();
        return Ok(Target {
            typed: text.to_owned(),
            kind: Some(kind.id.clone()),
            id,
            arn,
        });
    }
    if arn.region != place.region.as_str() {
        let help = format!(
            "one request is one Region; use {} or another request",
            place.region
        );
        return Err(error("this ARN is of another Region", &help));
    }
    let account_is_right =
        arn.account == "*" || arn.account == "aws" || arn.account.parse::<AccountId>().is_ok();
    if !account_is_right {
        return Err(error(
            "the account part of an ARN is twelve digits or *",
            "an id with wildcards in it is not allowed there",
        ));
    }
    if arn.resource == "*" {
        return Ok(Target {
            typed: text.to_owned(),
            kind: None,
            id: String::new(),
            arn,
        });
    }
    let Some((kind, id)) =
        types(place).find_map(|t| id_in_path(t, &arn.resource).map(|id| (t, id)))
    else {
        return Err(unknown_type(&arn.resource, place));
    };
    check_owner(kind, &arn, place)?;
    Ok(Target {
        typed: text.to_owned(),
        kind: Some(kind.id.clone()),
        id,
        arn,
    })
}

fn built_in(kind: &ResourceType, region: &Region, arn: &Arn) -> bool {
    let id = arn.resource.split('/').next_back().unwrap_or("");
    kind.built_in_arn(region, id)
        .is_some_and(|known| known == arn.to_string())
}

/// AWS-owned types stand under account `aws`, the others never do.
fn check_owner(kind: &ResourceType, arn: &Arn, place: &Place<'_>) -> Result<(), ResourceError> {
    match kind.owner {
        Owner::Aws if arn.account != "aws" => {
            let own = place.primitive.bare.as_deref().unwrap_or("");
            let help = format!(
                "your own ones are `{own}/ID`; AWS's own one is {}",
                kind.arn(
                    place.region,
                    place.account,
                    None,
                    kind.only.as_deref().unwrap_or("*")
                )
            );
            Err(error(
                &format!("`{}` is AWS's own resource, not an account's", kind.id),
                &help,
            ))
        }
        Owner::Account if arn.account == "aws" && !kind.also_aws_owned => Err(error(
            "this type is never owned by account aws",
            "write the twelve-digit account",
        )),
        _ => Ok(()),
    }
}

fn from_id(text: &str, place: &Place<'_>) -> Result<Target, ResourceError> {
    let primitive = place.primitive;
    let by_type = || {
        let (head, rest) = text.split_once('/')?;
        let kind = types(place).find(|t| t.id == head && t.parent.is_none())?;
        (!rest.is_empty() && (kind.parts || !rest.contains('/'))).then(|| (kind, rest.to_owned()))
    };
    let by_path = |path: &str| types(place).find_map(|t| id_in_path(t, path).map(|id| (t, id)));
    if !text.contains('/') {
        if let Some((kind, arn)) =
            types(place).find_map(|t| t.built_in_arn(place.region, text).map(|a| (t, a)))
        {
            let arn = arn
                .parse()
                .map_err(|_| error("not an ARN", "report this: the catalogue is wrong"))?;
            return Ok(Target {
                typed: text.to_owned(),
                kind: Some(kind.id.clone()),
                id: text.to_owned(),
                arn,
            });
        }
        let bare = if text.starts_with("aws.") {
            primitive.bare_aws.as_ref().or(primitive.bare.as_ref())
        } else {
            primitive.bare.as_ref()
        };
        let kind = bare.and_then(|id| place.catalog.resource_type(&primitive.prefix, id));
        let Some(kind) = kind else {
            let forms: Vec<String> = types(place).map(|t| format!("{}/ID", t.id)).collect();
            return Err(error(
                &format!(
                    "{} has several resource types: say which one",
                    primitive.name
                ),
                &format!("write one of {}", forms.join(", ")),
            ));
        };
        return target(text, kind, text, kind.path.replace("{id}", text), place);
    }
    if let Some((kind, id)) = by_type() {
        if let Some(arn) = kind.built_in_arn(place.region, &id).filter(|_| id != "*") {
            let arn = arn
                .parse()
                .map_err(|_| error("not an ARN", "report this: the catalogue is wrong"))?;
            return Ok(Target {
                typed: text.to_owned(),
                kind: Some(kind.id.clone()),
                id,
                arn,
            });
        }
        return target(text, kind, &id, kind.path.replace("{id}", &id), place);
    }
    if let Some((kind, id)) = by_path(text) {
        return target(text, kind, &id, text.to_owned(), place);
    }
    // `ID/runtime-endpoint/NAME`: the bare type's path stands before it.
    let bare_path = primitive
        .bare
        .as_ref()
        .and_then(|id| place.catalog.resource_type(&primitive.prefix, id))
        .and_then(|t| t.path.strip_suffix("{id}"))
        .map(|head| format!("{head}{text}"));
    if let Some(path) = bare_path
        && let Some((kind, id)) = by_path(&path)
    {
        return target(text, kind, &id, path, place);
    }
    Err(unknown_type(text, place))
}

fn target(
    text: &str,
    kind: &ResourceType,
    id: &str,
    path: String,
    place: &Place<'_>,
) -> Result<Target, ResourceError> {
    let account = match kind.owner {
        Owner::Account => place.account.to_string(),
        Owner::Aws => "aws".to_owned(),
    };
    let arn = Arn {
        partition: Partition::of(place.region).as_str().to_owned(),
        service: kind.service.clone(),
        region: place.region.to_string(),
        account,
        resource: path,
    };
    check_owner(kind, &arn, place)?;
    Ok(Target {
        typed: text.to_owned(),
        arn,
        kind: Some(kind.id.clone()),
        id: id.to_owned(),
    })
}

fn unknown_type(text: &str, place: &Place<'_>) -> ResourceError {
    let head = text.split('/').next().unwrap_or(text);
    let names: Vec<&str> = types(place)
        .map(|t| t.path.split('/').next().unwrap_or(t.id.as_str()))
        .chain(types(place).map(|t| t.id.as_str()))
        .collect();
    let mut unique: Vec<&str> = Vec::new();
    for name in names {
        if !unique.contains(&name) {
            unique.push(name);
        }
    }
    error(
        &format!("not a resource type of {}", place.primitive.name),
        &did_you_mean(head, unique.into_iter()),
    )
}

/// The id in a resource path of this type, when it is one. A fixed container such as `default`
/// may be another one in a full path.
fn id_in_path(kind: &ResourceType, path: &str) -> Option<String> {
    let mut segments = path.split('/');
    let mut holes = kind.path.split('/').peekable();
    let mut id = String::new();
    while let Some(hole) = holes.next() {
        let segment = segments.next().filter(|s| !s.is_empty())?;
        match hole {
            "{id}" => segment.clone_into(&mut id),
            "{parent}" | "default" => {}
            literal if literal == segment => {}
            _ => return None,
        }
        // `runtime/*`: a trailing wildcard stands for the rest of the path.
        if segment.ends_with('*') && holes.peek().is_none() {
            return segments.next().is_none().then_some(id);
        }
    }
    let rest: Vec<&str> = segments.collect();
    match (rest.is_empty(), kind.parts) {
        (true, _) => Some(id),
        (false, true) => Some(format!("{id}/{}", rest.join("/"))),
        (false, false) => None,
    }
}

/// `runtime/ID` and `runtime/{parent}/runtime-endpoint/{id}` → `runtime/ID/runtime-endpoint/*`.
fn child_path(template: &str, parent: &str) -> Option<String> {
    let (_, tail) = template.split_once("{parent}")?;
    Some(format!("{parent}{}", tail.replace("{id}", "*")))
}

/// The beginning of a path that is a resource of the template's type, when the path goes on below it.
fn ancestor_path(template: &str, path: &str) -> Option<String> {
    let count = template.split('/').count();
    let segments: Vec<&str> = path.split('/').collect();
    let head = segments.get(..count).filter(|_| segments.len() > count)?;
    template
        .split('/')
        .zip(head)
        .all(|(hole, segment)| hole == *segment || hole == "{id}")
        .then(|| head.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(primitive: &str, text: &str) -> Result<Resource, ResourceError> {
        let catalog = Catalog::load().unwrap();
        let place = Place {
            catalog: &catalog,
            primitive: catalog.primitive(primitive).unwrap(),
            region: &"us-east-1".parse().unwrap(),
            account: &"111122223333".parse().unwrap(),
        };
        Resource::parse(text, &place)
    }

    fn arns(primitive: &str, text: &str, kind: &str) -> Vec<String> {
        let catalog = Catalog::load().unwrap();
        let prefix = catalog.primitive(primitive).unwrap().prefix.clone();
        let Resource::One(target) = parse(primitive, text).unwrap() else {
            panic!("one")
        };
        target
            .arns_for(catalog.resource_type(&prefix, kind).unwrap())
            .into_iter()
            .map(|a| a.replace("arn:aws:bedrock-agentcore:us-east-1:", ""))
            .collect()
    }

    #[test]
    fn an_id_gives_the_arns_of_its_type_its_children_and_its_container() {
        for (primitive, text, kind, expect) in [
            (
                "runtime",
                "a-AbCdEf1234",
                "runtime",
                "111122223333:runtime/a-AbCdEf1234",
            ),
            (
                "runtime",
                "a-AbCdEf1234",
                "runtime-endpoint",
                "111122223333:runtime/a-AbCdEf1234/runtime-endpoint/*",
            ),
            (
                "runtime",
                "a-AbCdEf1234/runtime-endpoint/prod",
                "runtime-endpoint",
                "111122223333:runtime/a-AbCdEf1234/runtime-endpoint/prod",
            ),
            (
                "runtime",
                "runtime/a-AbCdEf1234/runtime-endpoint/prod",
                "runtime",
                "111122223333:runtime/a-AbCdEf1234",
            ),
            (
                "runtime",
                "supp*",
                "runtime-endpoint",
                "111122223333:runtime/supp*",
            ),
            (
                "runtime",
                "capacity-provider/c",
                "capacity-provider",
                "111122223333:capacity-provider/c",
            ),
            (
                "browser",
                "aws.browser.v1",
                "browser",
                "aws:browser/aws.browser.v1",
            ),
            (
                "browser",
                "mine-AbCdEf1234",
                "browser-custom",
                "111122223333:browser-custom/mine-AbCdEf1234",
            ),
            (
                "identity",
                "my-agent",
                "workload-identity",
                "111122223333:workload-identity-directory/default/workload-identity/my-agent",
            ),
            (
                "identity",
                "my-agent",
                "workload-identity-directory",
                "111122223333:workload-identity-directory/default",
            ),
            (
                "identity",
                "oauth2credentialprovider/github",
                "token-vault",
                "111122223333:token-vault/default",
            ),
            (
                "identity",
                "token-vault/other/apikeycredentialprovider/k",
                "token-vault",
                "111122223333:token-vault/other",
            ),
            (
                "evaluations",
                "Builtin.Helpfulness",
                "evaluator",
                "arn:aws:bedrock-agentcore:::evaluator/Builtin.Helpfulness",
            ),
            (
                "runtime",
                "arn:aws:bedrock-agentcore:us-east-1:999999999999:runtime/*",
                "runtime-endpoint",
                "999999999999:runtime/*",
            ),
            (
                "policy",
                "e-AbCdEf1234",
                "policy-generation",
                "111122223333:policy-engine/e-AbCdEf1234/policy-generation/*",
            ),
        ] {
            assert_eq!(
                arns(primitive, text, kind),
                [expect],
                "{primitive} {text} {kind}"
            );
        }
        assert_eq!(
            arns("payments", "pm-1", "payment-manager"),
            [
                "111122223333:payment-manager/pm-1",
                "111122223333:payment-manager/pm-1/*"
            ]
        );
        assert!(arns("runtime", "a-AbCdEf1234", "capacity-provider").is_empty());
        assert_eq!(arns("web_search", "web-search.v1", "web-search").len(), 2);
    }

    #[test]
    fn what_cannot_be_meant_is_refused_with_a_fix() {
        for (primitive, text, help) in [
            ("runtime", "runtme/a", "runtime"),
            ("runtime", "runtime-endpoint/prod", "known here"),
            (
                "runtime",
                "arn:aws:bedrock-agentcore:eu-west-1:111122223333:runtime/a",
                "one request is one Region",
            ),
            (
                "runtime",
                "arn:aws-us-gov:bedrock-agentcore:us-east-1:111122223333:runtime/a",
                "arn:aws:",
            ),
            (
                "runtime",
                "arn:aws:bedrock:us-east-1:111122223333:runtime/a",
                "bedrock-agentcore",
            ),
            (
                "runtime",
                "arn:aws:bedrock-agentcore:us-east-1:11112222*:runtime/a",
                "wildcards",
            ),
            (
                "browser",
                "arn:aws:bedrock-agentcore:us-east-1:111122223333:browser/mine",
                "browser-custom/ID",
            ),
            ("evaluations", "x", "evaluator/ID"),
            ("insights", "x", "use *"),
            ("memory", "a b", "full ARN"),
        ] {
            let error = parse(primitive, text).unwrap_err();
            assert!(error.help.contains(help), "{text}: {error:?}");
        }
    }
}
