//! One line of plain English for a statement: what it lets through.
//!
//! Must say what the statement does, not what was meant.

use crate::arn::Arn;
use crate::policy::{Effect, Principal, Scope, Statement};

/// The meaning of a statement.
pub(super) fn meaning(statement: &Statement) -> String {
    let who = match &statement.principal {
        Principal::Anyone => "Anyone in reach of the endpoint, signed or not,".to_owned(),
        Principal::Aws(arns) => series(arns.iter().map(|a| principal(a)).collect(), 3),
    };
    let may = match statement.effect {
        Effect::Allow => "may",
        Effect::Deny => "may never",
    };
    let what = series(
        statement
            .actions
            .iter()
            .map(|a| {
                a.split_once(':')
                    .map_or(a.as_str(), |(_, name)| name)
                    .to_owned()
            })
            .collect(),
        4,
    );
    let on = match &statement.scope {
        scope if scope.is_star() => {
            "on any resource (these calls cannot be limited to one)".to_owned()
        }
        Scope::Resources(arns) => format!(
            "on {}",
            series(arns.iter().map(|a| resource(a)).collect(), 3)
        ),
        Scope::NotResources(arns) => format!(
            "on anything but {}",
            series(arns.iter().map(|a| resource(a)).collect(), 3)
        ),
    };
    let when = if statement.conditions.is_empty() {
        String::new()
    } else {
        let all = statement
            .conditions
            .iter()
            .map(|c| format!("{} {} {}", c.key, c.operator, series(c.values.clone(), 3)))
            .collect();
        format!(", only if {}", series(all, 3))
    };
    format!("{who} {may} call {what} {on}{when}.")
}

/// `a`, `a and b`, `a, b and 5 more`.
pub(crate) fn series(mut items: Vec<String>, most: usize) -> String {
    let total = items.len();
    if total > most {
        items.truncate(most - 1);
        let left = total - items.len();
        return format!("{} and {left} more", items.join(", "));
    }
    match items.pop() {
        Some(last) if items.is_empty() => last,
        Some(last) => format!("{} and {last}", items.join(", ")),
        None => String::new(),
    }
}

pub(crate) fn principal(arn: &str) -> String {
    match arn.parse::<Arn>() {
        Ok(a) if a.resource == "root" => format!("any principal of account {}", a.account),
        Ok(a) => format!(
            "{} of account {}",
            a.resource.replacen('/', " ", 1),
            a.account
        ),
        Err(_) => arn.to_owned(),
    }
}

pub(crate) fn resource(arn: &str) -> String {
    match arn.parse::<Arn>() {
        Ok(a) if a.resource.ends_with("/*") && a.resource.matches('/').count() == 1 => {
            format!(
                "every {} of account {}",
                a.resource.trim_end_matches("/*"),
                a.account
            )
        }
        Ok(a) => a.resource,
        Err(_) => arn.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::request::Conditions;

    #[test]
    fn a_statement_is_said_in_one_line() {
        let statement = Statement {
            sid: "S".into(),
            effect: Effect::Allow,
            principal: Principal::Aws(vec![
                "arn:aws:iam::111122223333:role/app".into(),
                "arn:aws:iam::444455556666:root".into(),
            ]),
            actions: vec![
                "bedrock-agentcore:InvokeAgentRuntime".into(),
                "bedrock-agentcore:StopRuntimeSession".into(),
            ],
            scope: Scope::Resources(vec![
                "arn:aws:bedrock-agentcore:us-east-1:111122223333:runtime/*".into(),
            ]),
            conditions: Conditions::default(),
        };
        assert_eq!(
            meaning(&statement),
            "role app of account 111122223333 and any principal of account 444455556666 may call InvokeAgentRuntime and \
             StopRuntimeSession on every runtime of account 111122223333."
        );
    }

    #[test]
    fn long_lists_are_cut() {
        let items: Vec<String> = (1..=6).map(|i| i.to_string()).collect();
        assert_eq!(series(items, 3), "1, 2 and 4 more");
    }
}
