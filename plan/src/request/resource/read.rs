//! What people type into a resource's ARN.
//!
//! Must refuse what cannot be meant, with the right form as the fix.

use super::path::id_in_path;
use super::{Place, ResourceError, Target};
use crate::arn::{Arn, Partition};
use crate::catalog::{Owner, ResourceType};
use crate::id::{AccountId, Region};
use crate::request::typed::did_you_mean;

pub(super) fn error(message: &str, help: &str) -> ResourceError {
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

pub(super) fn from_arn(text: &str, place: &Place<'_>) -> Result<Target, ResourceError> {
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

pub(super) fn from_id(text: &str, place: &Place<'_>) -> Result<Target, ResourceError> {
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
        &did_you_mean(head, unique),
    )
}
