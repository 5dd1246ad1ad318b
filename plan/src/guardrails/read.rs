//! The document of guardrails: every error at once, each with its place and what to do.
//!
//! Must not stop at the first error, and must not guess.

mod conditions;
mod values;

use super::Rule;
use super::demand::{Ceiling, Demand};
use crate::catalog::Catalog;
use crate::document::{self, Node, Value};
use crate::id::Name;
use crate::request::fields::{Errors, Fields};
use crate::request::{EndpointKey, Preset, RequestError, did_you_mean};
use values::{one_line, parsed_list, patterns, place, tags, words};

pub(super) use values::cents;

/// More rules than anybody keeps in mind; beyond it a document is refused unread.
const MOST_RULES: usize = 200;

/// The keys of which a rule has one.
const DEMANDS: [&str; 15] = [
    "accounts",
    "regions",
    "vpcs",
    "subnets",
    "services",
    "primitives",
    "tags",
    "private_dns",
    "most_zones",
    "most_monthly_usd",
    "named_callers",
    "conditions",
    "access",
    "forbidden_actions",
    "request_name",
];

pub(super) fn guardrails(catalog: &Catalog, text: &str) -> Result<Vec<Rule>, Vec<RequestError>> {
    let (form, node) = document::parse(text).map_err(|errors| {
        let help = "guardrails are a TOML file, or JSON when it begins with {";
        let syntax = |error| RequestError {
            help: help.to_owned(),
            ..RequestError::syntax(error)
        };
        errors.into_iter().map(syntax).collect::<Vec<_>>()
    })?;
    let errors = Errors::new(form);
    let mut root = Fields::new(String::new(), &node, &errors);
    version(&mut root);
    let rules = rules(&mut root, catalog);
    root.finish();
    let errors = errors.into_inner();
    if errors.is_empty() {
        Ok(rules)
    } else {
        Err(errors)
    }
}

fn version(root: &mut Fields<'_>) {
    let Some(node) = root.node("version") else {
        root.missing("version", "write version = 1");
        return;
    };
    if !matches!(&node.value, Value::Number(n) if n == "1") {
        let message = "only version 1 is known".to_owned();
        let help = "write version = 1".to_owned();
        let error = RequestError::new("version", "unsupported-version", message, help);
        root.errors().push(error.seen(node.shown()));
    }
}

fn rules(root: &mut Fields<'_>, catalog: &Catalog) -> Vec<Rule> {
    let errors = root.errors();
    let Some(node) = root.node("rules") else {
        root.missing("rules", "write [[rules]] before each rule");
        return Vec::new();
    };
    let Value::List(items) = &node.value else {
        let message = format!("expected a list of rules, found {}", node.kind());
        let help = "write [[rules]] before each".to_owned();
        errors.push(RequestError::new("rules", "wrong-type", message, help));
        return Vec::new();
    };
    if items.len() > MOST_RULES {
        let message = format!("at most {MOST_RULES} rules in one document");
        let help = "join those that say the same".to_owned();
        errors.push(RequestError::new("rules", "too-many", message, help));
        return Vec::new();
    }
    let mut names: Vec<Name> = Vec::new();
    let read = |(at, item): (usize, &Node)| {
        let mut fields = Fields::new(format!("rules[{at}]"), item, errors);
        let rule = rule(&mut fields, catalog, &mut names);
        fields.finish();
        rule
    };
    items.iter().enumerate().filter_map(read).collect()
}

/// One rule; none where something is wrong with it.
fn rule(fields: &mut Fields<'_>, catalog: &Catalog, names: &mut Vec<Name>) -> Option<Rule> {
    let name = name(fields, names);
    let reason = required(
        fields,
        "reason",
        "say why the rule is there: whoever is stopped by it reads this",
    );
    let owner = required(
        fields,
        "owner",
        "say who answers for the rule and can be asked",
    );
    let link = link(fields);
    let demand = demand(fields, catalog);
    Some(Rule {
        name: name?.to_string(),
        reason: reason?.trim_end_matches('.').to_owned(),
        owner: owner?,
        link,
        demand: demand?,
    })
}

fn name(fields: &mut Fields<'_>, names: &mut Vec<Name>) -> Option<Name> {
    if fields.node("name").is_none() {
        fields.missing("name", "give the rule a name, for example eu-only");
        return None;
    }
    let name: Name = fields.parsed("name")?;
    if names.contains(&name) {
        let message = "another rule has this name".to_owned();
        let help = "give each rule a name of its own".to_owned();
        let error = RequestError::new(&fields.at("name"), "duplicate", message, help);
        fields.errors().push(error.seen(name.to_string()));
        return None;
    }
    names.push(name.clone());
    Some(name)
}

fn required(fields: &mut Fields<'_>, key: &'static str, help: &str) -> Option<String> {
    if fields.node(key).is_none() {
        fields.missing(key, help);
        return None;
    }
    one_line(fields, key)
}

fn link(fields: &mut Fields<'_>) -> Option<String> {
    let text = fields.text("link")?;
    let rest = text.value.strip_prefix("https://");
    let plain = |c: char| c.is_ascii_graphic() && !"\"'<>`\\".contains(c);
    if rest.is_some_and(|rest| !rest.is_empty() && rest.len() <= 500 && rest.chars().all(plain)) {
        return Some(text.value);
    }
    let message = "not a link".to_owned();
    let help = "write an address that begins with https://, without spaces and quotes".to_owned();
    let error = RequestError::new(&text.path, "malformed", message, help);
    fields.errors().push(error.seen(text.value));
    None
}

/// The one demand of a rule.
fn demand(fields: &mut Fields<'_>, catalog: &Catalog) -> Option<Demand> {
    let mut said: Vec<&'static str> = Vec::new();
    for key in DEMANDS {
        if fields.node(key).is_some() {
            said.push(key);
        }
    }
    match said.as_slice() {
        [] => {
            // A misspelt demand is reported as an unknown key, with the nearest known one.
            let known = ["name", "reason", "owner", "link", "oauth"];
            let other = fields
                .entries()
                .iter()
                .any(|(key, _)| !known.contains(&key.as_str()));
            if !other {
                fields.missing(
                    "",
                    &format!("say what the rule demands: one of {}", DEMANDS.join(", ")),
                );
            }
            None
        }
        [key] => {
            let demand = of_key(fields, catalog, key);
            if *key != "conditions" && fields.node("oauth").is_some() {
                let help = "leave it out, or require conditions".to_owned();
                let message =
                    "this says what holds of conditions for calls with a token".to_owned();
                let error = RequestError::new(&fields.at("oauth"), "conflict", message, help);
                fields.errors().push(error);
            }
            demand
        }
        [_, second, ..] => {
            let message = format!("a rule demands one thing, and this one {}", said.len());
            let help = "make a rule of each, with its own reason".to_owned();
            let error = RequestError::new(&fields.at(second), "conflict", message, help);
            fields.errors().push(error);
            None
        }
    }
}

fn of_key(fields: &mut Fields<'_>, catalog: &Catalog, key: &str) -> Option<Demand> {
    Some(match key {
        "accounts" => Demand::Accounts(parsed_list(fields, "accounts")?),
        "regions" => Demand::Regions(parsed_list(fields, "regions")?),
        "vpcs" => Demand::Vpcs(place(fields, "vpcs")?),
        "subnets" => Demand::Subnets(place(fields, "subnets")?),
        "services" => Demand::Services(words(fields, "services", EndpointKey::WORDS)?),
        "primitives" => Demand::Primitives(primitives(fields, catalog)?),
        "tags" => Demand::Tags(tags(fields, "tags")?),
        "private_dns" => Demand::PrivateDns(fields.flag("private_dns")?),
        "most_zones" => Demand::MostZones(values::count(fields, "most_zones")?),
        "most_monthly_usd" => Demand::MostMonthlyCents(values::money(fields, "most_monthly_usd")?),
        "named_callers" => named_callers(fields)?,
        "conditions" => Demand::Conditions(conditions::required(fields, catalog)?),
        "access" => Demand::Access(ceiling(fields)?),
        "forbidden_actions" => Demand::ForbiddenActions(patterns(fields, "forbidden_actions")?),
        _ => Demand::RequestName(patterns(fields, "request_name")?),
    })
}

fn primitives(fields: &mut Fields<'_>, catalog: &Catalog) -> Option<Vec<String>> {
    let texts = values::texts(fields, "primitives")?;
    let mut right = Vec::new();
    let count = texts.len();
    for text in texts {
        if catalog.primitive(&text.value).is_some() {
            right.push(text.value);
            continue;
        }
        let known = catalog.primitives.iter().map(|p| p.id.as_str());
        let message = "not a primitive that is known here".to_owned();
        let help = did_you_mean(&text.value, known);
        let error = RequestError::new(&text.path, "unknown-word", message, help);
        fields.errors().push(error.seen(text.value));
    }
    (right.len() == count).then_some(right)
}

/// The one way to say it is `true`: without the rule anyone may be named.
fn named_callers(fields: &mut Fields<'_>) -> Option<Demand> {
    if fields.flag("named_callers")? {
        return Some(Demand::NamedCallers);
    }
    let message = "a rule that demands nothing".to_owned();
    let help = "write true, or leave the rule out".to_owned();
    let error = RequestError::new(&fields.at("named_callers"), "malformed", message, help);
    fields.errors().push(error);
    None
}

fn ceiling(fields: &mut Fields<'_>) -> Option<Ceiling> {
    let mut table = fields.table("access")?;
    let presets = if table.node("presets").is_some() {
        words(&mut table, "presets", Preset::WORDS)
    } else {
        Some(Vec::new())
    };
    let actions = if table.node("actions").is_some() {
        patterns(&mut table, "actions").map(Some)
    } else {
        Some(None)
    };
    if table.node("presets").is_none() && table.node("actions").is_none() {
        table.missing(
            "presets",
            "name the presets that may be asked for, or actions",
        );
        table.finish();
        return None;
    }
    table.finish();
    Some(Ceiling {
        presets: presets?,
        actions: actions?,
    })
}
