//! What a demand says of an answer.
//!
//! Must say nothing of an answer that it is not about, and must never pass what it cannot judge.

use std::collections::BTreeMap;

use super::demand::{Signs, any_of, dollars_of, tagged, written};
use super::{Answer, Ceiling, Demand, Patterns, Place, Required, Verdict};
use crate::catalog::Primitive;
use crate::evaluate::is_within;
use crate::request::{Auth, Caller, Condition, Conditions, Operator, Plane};

/// The tags of a VPC or subnet; none where they are not known.
type Tags<'a> = Option<&'a BTreeMap<String, String>>;

pub(super) fn verdict(demand: &Demand, answer: &Answer<'_>) -> Verdict {
    match (demand, answer) {
        (Demand::Accounts(ids), Answer::Account(id)) => {
            listed("account", id, ids.iter().map(crate::id::AccountId::as_str))
        }
        (Demand::Regions(ids), Answer::Region(id)) => {
            listed("Region", id, ids.iter().map(crate::id::Region::as_str))
        }
        (Demand::Services(keys), Answer::Service(key)) => {
            listed("endpoint", key.as_str(), keys.iter().map(|k| k.as_str()))
        }
        (Demand::Primitives(ids), Answer::Primitive(id)) => {
            listed("primitive", id, ids.iter().map(String::as_str))
        }
        (Demand::Vpcs(place), Answer::Vpc { id, tags }) => {
            placed("VPC", place, id, crate::id::VpcId::as_str, *tags)
        }
        (Demand::Subnets(place), Answer::Subnet { id, tags }) => {
            placed("subnet", place, id, crate::id::SubnetId::as_str, *tags)
        }
        (Demand::Tags(wanted), Answer::Tags(given)) => made_with(wanted, given),
        (Demand::PrivateDns(wanted), Answer::PrivateDns(on)) if on != wanted => {
            let word = |on| if on { "on" } else { "off" };
            broken(
                format!("private DNS is {}", word(*on)),
                format!("turn private DNS {}", word(*wanted)),
            )
        }
        (Demand::MostZones(most), Answer::Zones(zones)) => zones_of(*most, *zones),
        (Demand::MostMonthlyCents(most), Answer::MonthlyUsd(usd)) => cost(*most, *usd),
        (Demand::NamedCallers, Answer::Caller(Caller::Anyone)) => broken(
            "the caller is `*`, which is anyone".to_owned(),
            "name the roles, users or accounts that call".to_owned(),
        ),
        (
            Demand::Conditions(required),
            Answer::Conditions {
                auth,
                callers,
                conditions,
            },
        ) => conditioned(required, *auth, callers, conditions),
        (
            Demand::Access(ceiling),
            Answer::Actions {
                primitive,
                plane,
                actions,
            },
        ) => below(ceiling, primitive, *plane, actions),
        (Demand::ForbiddenActions(patterns), Answer::Actions { actions, .. }) => {
            forbidden(patterns, actions)
        }
        (Demand::RequestName(patterns), Answer::Name(name)) if !patterns.fits(name) => broken(
            format!("the name is `{name}`"),
            format!("call the request {}", patterns.listed()),
        ),
        (
            Demand::Primitives(_)
            | Demand::NamedCallers
            | Demand::Conditions(_)
            | Demand::Access(_)
            | Demand::ForbiddenActions(_),
            Answer::FullAccess,
        ) => broken(
            "AWS's default policy lets everybody do everything".to_owned(),
            "choose the restricted policy".to_owned(),
        ),
        _ => Verdict::Fine,
    }
}

fn broken(seen: String, fix: String) -> Verdict {
    Verdict::Broken { seen, fix }
}

fn listed<'t>(what: &str, given: &str, allowed: impl Iterator<Item = &'t str>) -> Verdict {
    let allowed: Vec<&str> = allowed.collect();
    if allowed.contains(&given) {
        return Verdict::Fine;
    }
    broken(
        format!("the {what} is `{given}`"),
        format!("choose {}", any_of(allowed.into_iter())),
    )
}

fn placed<T>(
    what: &str,
    place: &Place<T>,
    given: &str,
    id: impl Fn(&T) -> &str,
    tags: Tags<'_>,
) -> Verdict {
    if place.ids.iter().any(|allowed| id(allowed) == given) {
        return Verdict::Fine;
    }
    let ids = any_of(place.ids.iter().map(&id));
    if place.tags.is_empty() {
        return broken(format!("the {what} is `{given}`"), format!("choose {ids}"));
    }
    let wanted = tagged(&place.tags);
    let Some(tags) = tags else {
        return Verdict::Unknown {
            seen: format!("the tags of {what} `{given}` are not known"),
            fix: format!(
                "give an inventory with its tags, or choose a {what} that is allowed by its id"
            ),
        };
    };
    let has =
        |(key, patterns): (&String, &Patterns)| tags.get(key).is_some_and(|v| patterns.fits(v));
    if place.tags.iter().all(has) {
        return Verdict::Fine;
    }
    let fix = if place.ids.is_empty() {
        format!("choose a {what} with {wanted}")
    } else {
        format!("choose a {what} with {wanted}, or {ids}")
    };
    broken(format!("{what} `{given}` has not {wanted}"), fix)
}

fn made_with(wanted: &BTreeMap<String, Patterns>, given: &BTreeMap<String, String>) -> Verdict {
    let lacks = |(key, patterns): &(&String, &Patterns)| {
        given.get(*key).is_none_or(|value| !patterns.fits(value))
    };
    let lacking: Vec<_> = wanted.iter().filter(lacks).collect();
    if lacking.is_empty() {
        return Verdict::Fine;
    }
    let said = |(key, _): &(&String, &Patterns)| match given.get(*key) {
        Some(value) => format!("the tag `{key}` is `{value}`"),
        None => format!("the tag `{key}` is missing"),
    };
    let seen: Vec<String> = lacking.iter().map(said).collect();
    let give = |(key, patterns): &(&String, &Patterns)| format!("`{key}` as {}", patterns.listed());
    let fix: Vec<String> = lacking.iter().map(give).collect();
    broken(
        seen.join(", and "),
        format!("tag it with {}", fix.join(" and ")),
    )
}

fn zones_of(most: u64, zones: usize) -> Verdict {
    if u64::try_from(zones).is_ok_and(|zones| zones <= most) {
        return Verdict::Fine;
    }
    broken(
        format!("an endpoint is in {zones} zones"),
        format!("name at most {most} of the subnets"),
    )
}

fn cost(most: u64, usd: Option<&str>) -> Verdict {
    let Some(cents) = usd.and_then(super::read::cents) else {
        return Verdict::Unknown {
            seen: "what the endpoints cost in this Region is not known".to_owned(),
            fix: "choose a Region whose price is known".to_owned(),
        };
    };
    if cents <= most {
        return Verdict::Fine;
    }
    broken(
        format!("the endpoints cost about {} a month", dollars_of(cents)),
        format!("stay at {} with fewer zones or endpoints", dollars_of(most)),
    )
}

fn conditioned(
    required: &Required,
    auth: Auth,
    callers: &[Caller],
    conditions: &Conditions,
) -> Verdict {
    let signs = match auth {
        Auth::Sigv4 => Signs::Yes,
        Auth::Oauth | Auth::None => Signs::No,
    };
    let met = |wanted: &Condition| {
        conditions.iter().any(|given| as_strict(given, wanted))
            || patterns(callers).is_some_and(|given| as_strict(&given, wanted))
    };
    let lacking: Vec<Condition> = required
        .of(signs)
        .iter()
        .filter(|wanted| !met(wanted))
        .cloned()
        .collect();
    if lacking.is_empty() {
        return Verdict::Fine;
    }
    let lacking = written(&lacking);
    broken(
        format!("the grant lacks the condition {lacking}"),
        format!("add the condition {lacking}"),
    )
}

/// The condition that callers who are all patterns come to.
fn patterns(callers: &[Caller]) -> Option<Condition> {
    let arns = callers.iter().map(|caller| match caller {
        Caller::Pattern { arn, .. } => Some(arn.clone()),
        Caller::Anyone | Caller::Account(_) | Caller::Principal { .. } => None,
    });
    let values: Option<Vec<String>> = arns.collect();
    Some(Condition {
        operator: Operator::ARN_LIKE,
        key: "aws:PrincipalArn".to_owned(),
        values: values.filter(|values| !values.is_empty())?,
    })
}

/// Whoever meets the given condition meets the wanted one: the same operator on the same key, with
/// no more values, or no fewer where the values are those that are refused. A range of addresses is
/// no more than one that it lies in.
fn as_strict(given: &Condition, wanted: &Condition) -> bool {
    if given.operator != wanted.operator || !given.key.eq_ignore_ascii_case(&wanted.key) {
        return false;
    }
    let base = given.operator.base();
    let same = |one: &String, other: &String| match base {
        "IpAddress" | "NotIpAddress" => one == other || is_within(one, other),
        _ => one == other,
    };
    let within = |some: &[String], all: &[String]| {
        let listed = |value: &String| all.iter().any(|other| same(value, other));
        some.iter().all(listed)
    };
    if base.contains("Not") {
        within(&wanted.values, &given.values)
    } else {
        within(&given.values, &wanted.values)
    }
}

fn below(ceiling: &Ceiling, primitive: &Primitive, plane: Plane, actions: &[String]) -> Verdict {
    let offer = primitive.planes.get(&plane);
    let preset = |action: &String| {
        let sets = ceiling.presets.iter().filter_map(|p| offer?.presets.get(p));
        sets.flatten().any(|allowed| allowed == action)
    };
    let named = |action: &String| ceiling.actions.as_ref().is_some_and(|a| a.fits(action));
    let beyond: Vec<&str> = actions
        .iter()
        .filter(|action| !preset(action) && !named(action))
        .map(String::as_str)
        .collect();
    if beyond.is_empty() {
        return Verdict::Fine;
    }
    let offered = |p: &&crate::request::Preset| offer.is_some_and(|o| o.presets.contains_key(p));
    let presets: Vec<&str> = ceiling
        .presets
        .iter()
        .filter(offered)
        .map(|p| p.as_str())
        .collect();
    let fix = if presets.is_empty() {
        "ask for other actions".to_owned()
    } else {
        format!("ask for {}", any_of(presets.into_iter()))
    };
    broken(format!("the grant allows {}", some(&beyond)), fix)
}

fn forbidden(patterns: &Patterns, actions: &[String]) -> Verdict {
    let fits: Vec<&str> = actions
        .iter()
        .filter(|action| patterns.fits(action))
        .map(String::as_str)
        .collect();
    if fits.is_empty() {
        return Verdict::Fine;
    }
    broken(
        format!("the grant allows {}", some(&fits)),
        "leave these actions out: name the others, or choose a smaller preset".to_owned(),
    )
}

/// The first few, and how many there are besides.
fn some(actions: &[&str]) -> String {
    const SHOWN: usize = 4;
    let first: Vec<&str> = actions.iter().take(SHOWN).copied().collect();
    match actions.len().saturating_sub(SHOWN) {
        0 => first.join(", "),
        more => format!("{} and {more} more", first.join(", ")),
    }
}
