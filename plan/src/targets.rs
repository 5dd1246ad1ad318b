//! One request for many accounts: a list of targets over one document, each of which makes a request
//! of its own.
//!
//! What differs from target to target stands with the target; everything else, the grants above all,
//! stands once. Must not merge by any other rule, and must not let two targets be the same place.

mod deploy;
#[cfg(test)]
mod tests;

use crate::catalog::Catalog;
use crate::document::{self, Form, Node, Value};
use crate::id::Name;
use crate::request::fields::{Errors, Fields};
use crate::request::{Request, RequestError, draft};

pub use deploy::deploy_script;

/// More than one page or one run of a command can show in earnest.
pub const MOST: usize = 100;

/// Where the targets stand, and what is wrong with them.
pub const LISTED: &str = "targets";

/// The keys that a target says itself; those of the common document are not used.
const OWN: [&str; 5] = ["account", "region", "placement", "endpoints", "workload"];

/// Those without which there is no target.
const NEEDED: [(&str, &str); 3] = [
    ("account", "give the twelve digits of the account"),
    ("region", "give the Region, for example us-east-1"),
    ("placement", "say where the endpoints go, as in a request"),
];

/// What stands for the account and the Region of a target in the common document.
const STANDS_FOR: [(&str, &str); 2] = [("{account}", "account"), ("{region}", "region")];

/// What a request is for one target.
#[derive(Clone, Debug, PartialEq)]
pub struct Targeted {
    /// What the target is called.
    pub name: Name,
    /// The request.
    pub request: Request,
}

/// The requests of all targets, or everything that is wrong: with the targets, as `targets[0].…`, or
/// with what all of them share, as in a request.
///
/// `common` is a request whose account, Region, placement and endpoints are not used; `{account}` and
/// `{region}` in its texts are those of each target. Both documents are TOML or JSON.
pub fn targeted(
    catalog: &Catalog,
    common: &str,
    targets: &str,
) -> Result<Vec<Targeted>, Vec<RequestError>> {
    let (common, listed) = match (read(common, ""), read(targets, LISTED)) {
        (Ok(common), Ok(listed)) => (common, listed),
        (common, listed) => {
            let wrong = common.err().into_iter().chain(listed.err());
            return Err(wrong.flatten().collect());
        }
    };
    let errors = Errors::new(Form::Toml);
    let mut root = Fields::new(String::new(), &listed, &errors);
    let items = listed_targets(&mut root);
    root.finish();
    let mut names: Vec<Name> = Vec::new();
    let mut all: Vec<Targeted> = Vec::new();
    for (at, item) in items.iter().enumerate() {
        let path = format!("targets[{at}]");
        let mut fields = Fields::new(path.clone(), item, &errors);
        let name = name(&mut fields, &mut names);
        let before = errors.count();
        for (key, help) in NEEDED {
            if fields.node(key).is_none() {
                fields.missing(key, help);
            }
        }
        let merged = merged(&common, &mut fields);
        fields.finish();
        if errors.count() > before {
            continue;
        }
        match draft(catalog, Form::Toml, &merged).finish() {
            Ok(request) => {
                if let Some(other) = all
                    .iter()
                    .find(|other| same_place(&other.request, &request))
                {
                    let message = format!("`{}` is in this VPC already", other.name);
                    let help = "keep one of them: a VPC has each private door once".to_owned();
                    errors.push(RequestError::new(&path, "duplicate", message, help));
                } else if let Some(name) = name {
                    all.push(Targeted { name, request });
                }
            }
            Err(wrong) => {
                for error in wrong {
                    errors.push(of_target(&path, error));
                }
            }
        }
    }
    let mut wrong: Vec<RequestError> = Vec::new();
    // What all of them share is wrong once, however many they are.
    for error in errors.into_inner() {
        if !wrong.contains(&error) {
            wrong.push(error);
        }
    }
    if wrong.is_empty() {
        Ok(all)
    } else {
        Err(wrong)
    }
}

/// A document; `path` is where what cannot be read of it is.
fn read(text: &str, path: &str) -> Result<Node, Vec<RequestError>> {
    let what = if path.is_empty() { "request" } else { path };
    let said = |error| {
        let error = RequestError::syntax(error);
        RequestError {
            path: path.to_owned(),
            message: format!("the {what}: {}", error.message),
            ..error
        }
    };
    let read = document::parse(text);
    read.map(|(_, node)| node)
        .map_err(|errors| errors.into_iter().map(said).collect())
}

fn listed_targets<'a>(root: &mut Fields<'a>) -> &'a [Node] {
    let errors = root.errors();
    let Some(node) = root.node(LISTED) else {
        root.missing(LISTED, "write [[targets]] before each target");
        return &[];
    };
    let Value::List(items) = &node.value else {
        let message = format!("expected a list of targets, found {}", node.kind());
        let help = "write [[targets]] before each".to_owned();
        errors.push(RequestError::new(LISTED, "wrong-type", message, help));
        return &[];
    };
    if items.is_empty() || items.len() > MOST {
        let message = format!("expected 1 to {MOST} targets, found {}", items.len());
        let help = "write as many documents as it takes".to_owned();
        errors.push(RequestError::new(LISTED, "too-many", message, help));
        return &[];
    }
    items
}

fn name(fields: &mut Fields<'_>, names: &mut Vec<Name>) -> Option<Name> {
    if fields.node("name").is_none() {
        fields.missing("name", "give the target a name, for example prod-eu");
        return None;
    }
    let name: Name = fields.parsed("name")?;
    if names.contains(&name) {
        let message = "another target has this name".to_owned();
        let help = "give each target a name of its own".to_owned();
        let error = RequestError::new(&fields.at("name"), "duplicate", message, help);
        fields.errors().push(error.seen(name.to_string()));
        return None;
    }
    names.push(name.clone());
    Some(name)
}

/// The common document with what the target says itself.
fn merged(common: &Node, target: &mut Fields<'_>) -> Node {
    let own: Vec<(String, Node)> = OWN
        .into_iter()
        .filter_map(|key| Some((key.to_owned(), target.node(key)?.clone())))
        .collect();
    let stands_for: Vec<(&str, String)> = STANDS_FOR
        .into_iter()
        .filter_map(|(mark, key)| match &target.node(key)?.value {
            Value::Text(text) => Some((mark, text.clone())),
            _ => None,
        })
        .collect();
    let Value::Table(entries) = &common.value else {
        return common.clone();
    };
    let shared = entries
        .iter()
        .filter(|(key, _)| !OWN.contains(&key.as_str()))
        .map(|(key, node)| (key.clone(), filled(node, &stands_for)));
    Node {
        value: Value::Table(shared.chain(own).collect()),
        span: None,
    }
}

fn filled(node: &Node, stands_for: &[(&str, String)]) -> Node {
    let value = match &node.value {
        Value::Text(text) => {
            let fill = |text: String, (mark, is): &(&str, String)| text.replace(mark, is);
            Value::Text(stands_for.iter().fold(text.clone(), fill))
        }
        Value::List(items) => {
            Value::List(items.iter().map(|item| filled(item, stands_for)).collect())
        }
        Value::Table(entries) => Value::Table(
            entries
                .iter()
                .map(|(key, node)| (key.clone(), filled(node, stands_for)))
                .collect(),
        ),
        other => other.clone(),
    };
    Node {
        value,
        span: node.span.clone(),
    }
}

/// An error of one request as one of the documents: what the target says itself has its path.
fn of_target(path: &str, error: RequestError) -> RequestError {
    let own = OWN.iter().any(|key| {
        let rest = error.path.strip_prefix(key);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
    });
    if own {
        RequestError {
            path: format!("{path}.{}", error.path),
            ..error
        }
    } else {
        error
    }
}

fn same_place(one: &Request, other: &Request) -> bool {
    (&one.account, &one.region, &one.placement.vpc)
        == (&other.account, &other.region, &other.placement.vpc)
}
