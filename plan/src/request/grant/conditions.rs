//! A grant's conditions.
//!
//! Must refuse a key that none of the grant's actions carries and that is not a global one.

use crate::catalog::{Catalog, Primitive};
use crate::document::{Form, Node, Value};
use crate::request::fields::{At, Errors, Fields};
use crate::request::typed::did_you_mean;
use crate::request::{Caller, Condition, Operator, Plane, RequestError};

/// Reads the conditions under a key, as IAM spells them.
pub(crate) fn read_conditions(fields: &mut Fields<'_>, key: &'static str) -> Vec<At<Condition>> {
    let errors = fields.errors();
    let Some(node) = fields.node(key) else {
        return Vec::new();
    };
    let base = fields.at(key);
    let mut all: Vec<At<Condition>> = Vec::new();
    let mut add = |path: String, operator: &str, key: &str, values: Vec<String>| {
        let Ok(operator) = operator.parse::<Operator>() else {
            let help = did_you_mean(operator, Operator::BASES.iter().copied());
            let message = "not a condition operator".to_owned();
            errors.push(
                RequestError::new(&path, "unknown-word", message, help).seen(operator.to_owned()),
            );
            return;
        };
        if values.is_empty() {
            errors.push(RequestError::new(
                &path,
                "missing",
                "a condition needs a value".to_owned(),
                "give at least one".to_owned(),
            ));
            return;
        }
        let same = all
            .iter_mut()
            .find(|c| c.value.operator == operator && c.value.key.eq_ignore_ascii_case(key));
        match same {
            Some(earlier) => earlier.value.values.extend(values),
            None => all.push(At {
                path,
                value: Condition {
                    operator,
                    key: key.to_owned(),
                    values,
                },
            }),
        }
    };
    match (&node.value, errors.form()) {
        (Value::List(rows), Form::Query) => {
            for (i, row) in rows.iter().enumerate() {
                let mut row = Fields::new(format!("{base}[{i}]"), row, errors);
                let (operator, key, values) = (
                    row.text("operator"),
                    row.verbatim("key"),
                    row.verbatim_list("value"),
                );
                let path = row.path().to_owned();
                row.finish();
                if let (Some(operator), Some(key)) = (&operator, &key) {
                    add(path, &operator.value, key, values.unwrap_or_default());
                } else if operator.is_some() || key.is_some() || values.is_some() {
                    errors.push(RequestError::new(
                        &path,
                        "missing",
                        "a condition needs an operator, a key and a value".to_owned(),
                        "fill in all three, or none".to_owned(),
                    ));
                }
            }
        }
        _ => {
            let operators = Fields::new(base.clone(), node, errors);
            for (operator, keys) in operators.entries() {
                let keys = Fields::new(format!("{base}.{operator}"), keys, errors);
                for (key, values) in keys.entries() {
                    let path = keys.at(key);
                    add(
                        path.clone(),
                        operator,
                        key,
                        condition_values(&path, values, errors),
                    );
                }
            }
        }
    }
    all
}

fn condition_values(path: &str, node: &Node, errors: &Errors) -> Vec<String> {
    let one = |node: &Node| match &node.value {
        Value::Text(t) | Value::Number(t) => Some(t.clone()),
        Value::Bool(b) => Some(b.to_string()),
        _ => {
            let message = format!(
                "expected a value or a list of values, found {}",
                node.kind()
            );
            errors.push(RequestError::new(
                path,
                "wrong-type",
                message,
                "write one value in quotes, or a list of them, as IAM does".to_owned(),
            ));
            None
        }
    };
    match &node.value {
        Value::List(items) => items.iter().filter_map(one).collect(),
        _ => one(node).into_iter().collect(),
    }
}

/// A key must be carried by an action of the grant, or be a global one.
pub(super) fn check_keys(
    conditions: &[At<Condition>],
    catalog: &Catalog,
    primitive: &Primitive,
    plane: Plane,
    actions: &[String],
    errors: &Errors,
) {
    for condition in conditions {
        let key = &condition.value.key;
        let carried = actions
            .iter()
            .filter_map(|name| primitive.action(plane, name))
            .any(|a| a.carries(key));
        if carried || catalog.global_key(key).is_some() {
            continue;
        }
        let mut known: Vec<&str> = catalog
            .global_condition_keys
            .iter()
            .map(|k| k.name.as_str())
            .collect();
        for action in actions
            .iter()
            .filter_map(|name| primitive.action(plane, name))
        {
            known.extend(action.condition_keys.iter().map(String::as_str));
        }
        let message = match catalog.service_key(key) {
            Some(_) => {
                "none of this grant's actions carries this key, so the condition would never be met"
            }
            None => "not a condition key that is known here",
        };
        let error = RequestError::new(
            &condition.path,
            "unknown-condition-key",
            message.to_owned(),
            did_you_mean(key, known),
        );
        errors.push(error.seen(key.clone()));
    }
}

/// A pattern of callers becomes `ArnLike` on `aws:PrincipalArn`; a statement has room for one.
pub(super) fn check_patterns(conditions: &[At<Condition>], callers: &[Caller], errors: &Errors) {
    if !callers.iter().any(|c| matches!(c, Caller::Pattern { .. })) {
        return;
    }
    let taken = |c: &&At<Condition>| {
        c.value.operator == Operator::ARN_LIKE
            && c.value.key.eq_ignore_ascii_case("aws:PrincipalArn")
    };
    for condition in conditions.iter().filter(taken) {
        let message = "a caller of this grant is a pattern, which is this very condition";
        let help = "give the patterns in callers or in the condition, not in both";
        errors.push(RequestError::new(
            &condition.path,
            "conflict",
            message.to_owned(),
            help.to_owned(),
        ));
    }
}
