//! The fields of "try a call" into a call.
//!
//! Must name every field that cannot be read, all at once.

use std::collections::{BTreeMap, BTreeSet};

use super::keys::complete;
use crate::catalog::Catalog;
use crate::evaluate::{Call, CallError, Caller, Context, Values, bearer_context};
use crate::language::Document;

/// What a caller carries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Credentials {
    /// A signature of AWS credentials.
    Signature,
    /// A bearer token, or nothing: IAM sees no identity.
    Token,
}

/// A call as a person types it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Typed<'t> {
    /// What the caller carries.
    pub credentials: Credentials,
    /// The principal who signs; not read for a token.
    pub caller: &'t str,
    /// The action with its prefix, or the name of one that the catalogue has.
    pub action: &'t str,
    /// An ARN; may be empty where the action knows no resource.
    pub resource: &'t str,
    /// `key = value` on a line; `?` is not known, nothing is not there, a key again is one value more.
    pub context: &'t str,
}

/// One of the fields.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Field {
    /// The principal.
    Caller,
    /// The action.
    Action,
    /// The resource.
    Resource,
    /// The context.
    Context,
}

/// What is wrong with a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wrong {
    /// Which.
    pub field: Field,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub help: &'static str,
}

/// The call, with the keys that this policy asks for and nobody stated marked as unknown.
pub fn call(catalog: &Catalog, document: &Document, typed: &Typed<'_>) -> Result<Call, Vec<Wrong>> {
    let mut wrong = Vec::new();
    let caller = caller(typed).map_err(|e| wrong.push(e)).ok();
    let action = action(catalog, typed.action)
        .map_err(|e| wrong.push(e))
        .ok();
    let resource = resource(catalog, typed.resource.trim(), action.as_deref())
        .map_err(|e| wrong.push(e))
        .ok();
    let stated = stated(typed.context).map_err(|e| wrong.push(e)).ok();
    let (Some(caller), Some(action), Some(resource), Some(stated)) =
        (caller, action, resource, stated)
    else {
        return Err(wrong);
    };
    let mut context = match caller {
        Caller::Signed(_) => Context::default(),
        Caller::Anonymous => bearer_context(catalog),
    };
    let keys: BTreeSet<String> = stated.keys().cloned().collect();
    for (key, mut values) in stated {
        values.retain(|v| !v.is_empty());
        match values.as_slice() {
            [] => {}
            all if all.iter().any(|v| v == "?") => context.set_unknown(&key),
            [one] => context.set(&key, Values::One(one.clone())),
            all => context.set(&key, Values::Many(all.to_vec())),
        }
    }
    let context = complete(catalog, document, &caller, context, &keys);
    Call::new(catalog, caller, &action, &resource, context).map_err(|e| {
        let field = match &e {
            CallError::Principal(_) => Field::Caller,
            CallError::Action(_) => Field::Action,
            CallError::TooLong(_) => Field::Context,
        };
        vec![Wrong {
            field,
            message: e.to_string(),
            help: "shorten it",
        }]
    })
}

fn caller(typed: &Typed<'_>) -> Result<Caller, Wrong> {
    let wrong = |message: String| Wrong {
        field: Field::Caller,
        message,
        help: "give the ARN of a role, user or session, or an account's twelve digits; for a token choose “A bearer token, or nothing”",
    };
    match (typed.credentials, typed.caller.trim()) {
        (Credentials::Token, _) => Ok(Caller::Anonymous),
        (Credentials::Signature, "") => Err(wrong("nobody is named who signs the call".to_owned())),
        (Credentials::Signature, text) => text.parse().map_err(|e: CallError| wrong(e.to_string())),
    }
}

/// The action with its prefix.
pub(super) fn action(catalog: &Catalog, text: &str) -> Result<String, Wrong> {
    let text = text.trim();
    let wrong = |message: String| Wrong {
        field: Field::Action,
        message,
        help: "give a prefix and a name, as in `bedrock-agentcore:InvokeAgentRuntime`",
    };
    match text.split_once(':') {
        _ if text.is_empty() => Err(wrong("no action is named".to_owned())),
        Some((prefix, name)) if !prefix.is_empty() && !name.is_empty() => Ok(text.to_owned()),
        Some(_) => Err(wrong(format!("`{text}` is not an action"))),
        None => prefixed(catalog, text).ok_or_else(|| {
            wrong(format!(
                "`{text}` has no prefix and is not an action that is known"
            ))
        }),
    }
}

/// A bare name with the prefix of the first primitive that has it.
pub(crate) fn prefixed(catalog: &Catalog, name: &str) -> Option<String> {
    catalog.primitives.iter().find_map(|p| {
        let action = p.actions.iter().find(|a| a.name == name)?;
        Some(format!("{}:{}", p.prefix, action.name))
    })
}

fn resource(catalog: &Catalog, text: &str, action: Option<&str>) -> Result<String, Wrong> {
    if !text.is_empty() {
        return Ok(text.to_owned());
    }
    let starred = action
        .and_then(|a| a.split_once(':'))
        .is_some_and(|(prefix, name)| {
            let mut all = catalog.actions_named(prefix, name).peekable();
            all.peek().is_some() && all.all(|a| a.groups().is_empty())
        });
    // Without an action nobody can say whether a resource is needed.
    if starred || action.is_none() {
        return Ok("*".to_owned());
    }
    Err(Wrong {
        field: Field::Resource,
        message: "no resource is named".to_owned(),
        help: "give the ARN that is called",
    })
}

fn stated(text: &str) -> Result<BTreeMap<String, Vec<String>>, Wrong> {
    let mut all: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for line in text.lines().map(str::trim).filter(|l| !l.is_empty()) {
        let parts = line.split_once('=').map(|(k, v)| (k.trim(), v.trim()));
        let Some((key, value)) = parts.filter(|(key, _)| key.contains(':')) else {
            return Err(Wrong {
                field: Field::Context,
                message: format!("`{line}` is not a key with a value"),
                help: "write `key = value` on each line, as in `aws:PrincipalOrgID = o-1`; `?` for a value that is not known",
            });
        };
        all.entry(key.to_lowercase())
            .or_default()
            .push(value.to_owned());
    }
    Ok(all)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Version;

    fn read(typed: &Typed<'_>) -> Result<Call, Vec<Wrong>> {
        let nothing = Document {
            version: Version::V2012,
            id: None,
            statements: Vec::new(),
        };
        call(&Catalog::load().unwrap(), &nothing, typed)
    }

    #[test]
    fn every_wrong_field_is_named() {
        let wrong = read(&Typed {
            credentials: Credentials::Signature,
            caller: "me",
            action: "Fly",
            resource: "",
            context: "aws:x",
        })
        .unwrap_err();
        let fields: Vec<Field> = wrong.iter().map(|w| w.field).collect();
        assert_eq!(fields, [Field::Caller, Field::Action, Field::Context]);
    }

    #[test]
    fn a_resource_is_needed_where_the_action_has_one() {
        let typed = |action| Typed {
            credentials: Credentials::Token,
            caller: "not read",
            action,
            resource: "",
            context: "",
        };
        assert_eq!(read(&typed("ListBrowserSessions")).unwrap().resource, "*");
        let wrong = read(&typed("bedrock-agentcore:InvokeGateway")).unwrap_err();
        assert_eq!(wrong[0].field, Field::Resource);
    }

    #[test]
    fn a_key_again_is_one_value_more() {
        let call = read(&Typed {
            credentials: Credentials::Token,
            caller: "",
            action: "InvokeGateway",
            resource: "*",
            context: "aws:TagKeys = a\r\naws:tagkeys=b = c\n\n",
        })
        .unwrap();
        let keys: Vec<_> = call.context.known().collect();
        assert!(
            keys.contains(&(
                "aws:tagkeys",
                &Values::Many(vec!["a".into(), "b = c".into()])
            )),
            "{keys:?}"
        );
    }
}
