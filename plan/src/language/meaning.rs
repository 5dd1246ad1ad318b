//! One line of plain English for a statement that somebody else may have written.
//!
//! Must say what the statement does, all of it; what it is good for is not known here.

use crate::language::{Actions, Principals, Statement, Who};
use crate::planner::explain::{principal, resource, series};
use crate::policy::{Effect, Scope};

/// How many of a list are said before the rest is counted.
const MOST: usize = 3;

/// The prefixes of calls through these endpoints, which go without saying.
const OWN: [&str; 2] = ["bedrock-agentcore", "agent-registry"];

impl Statement {
    /// What it does, in one sentence.
    pub fn meaning(&self) -> String {
        let may = match self.effect {
            Effect::Allow => "may",
            Effect::Deny => "may never",
        };
        let when = if self.conditions.is_empty() {
            String::new()
        } else {
            let all = self.conditions.iter().map(|c| {
                let values = series(c.values.clone(), MOST);
                format!("{} {} {values}", c.key, c.operator)
            });
            format!(", only if {}", series(all.collect(), MOST))
        };
        format!(
            "{} {may} call {} on {}{when}.",
            who(&self.who),
            what(&self.actions),
            on(&self.scope)
        )
    }
}

fn who(who: &Who) -> String {
    match who {
        Who::Principal(all) if all.anyone => {
            "Anyone in reach of the endpoint, signed or not,".to_owned()
        }
        Who::Principal(all) => capital(&named(all)),
        Who::NotPrincipal(all) => format!("Everyone but {}", named(all)),
    }
}

fn named(all: &Principals) -> String {
    let anyone = all.anyone.then(|| "anyone".to_owned());
    let aws = all.aws.iter().map(|arn| principal(arn));
    let others = all
        .others
        .iter()
        .map(|(kind, name)| format!("{kind} {name}"));
    series(anyone.into_iter().chain(aws).chain(others).collect(), MOST)
}

fn what(actions: &Actions) -> String {
    let short = |all: &[String]| {
        let names = all.iter().map(|action| match action.split_once(':') {
            _ if action == "*" => "anything".to_owned(),
            Some((prefix, "*")) => format!("anything of {prefix}"),
            Some((prefix, name)) if OWN.contains(&prefix) => name.to_owned(),
            // Under another prefix it is another call, whatever its name.
            _ => action.clone(),
        });
        series(names.collect(), MOST + 1)
    };
    match actions {
        Actions::Only(all) => short(all),
        Actions::AllBut(all) => format!("anything but {}", short(all)),
    }
}

fn on(scope: &Scope) -> String {
    let short = |all: &[String]| {
        let names = all.iter().map(|arn| match arn.as_str() {
            "*" => "any resource".to_owned(),
            arn => resource(arn),
        });
        series(names.collect(), MOST)
    };
    match scope {
        Scope::Resources(all) => short(all),
        Scope::NotResources(all) => format!("anything but {}", short(all)),
    }
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(chars).collect()
    })
}

#[cfg(test)]
mod tests {
    use crate::language::read;

    fn meaning(statement: &str) -> String {
        let text = format!("{{\"Version\": \"2012-10-17\", \"Statement\": [{statement}]}}");
        let reading = read(&text).unwrap();
        assert!(reading.faults.is_empty(), "{:?}", reading.faults);
        reading.document.statements[0].meaning()
    }

    #[test]
    fn every_element_is_said() {
        assert_eq!(
            meaning(
                r#"{"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111122223333:role/app"}, "Action": "bedrock-agentcore:*", "Resource": "*"}"#
            ),
            "Role app of account 111122223333 may call anything of bedrock-agentcore on any resource."
        );
        assert_eq!(
            meaning(
                r#"{"Effect": "Deny", "NotPrincipal": {"AWS": "111122223333"}, "NotAction": "bedrock-agentcore:InvokeGateway", "NotResource": "arn:aws:bedrock-agentcore:us-east-1:111122223333:gateway/*", "Condition": {"Bool": {"aws:SecureTransport": "false"}}}"#
            ),
            "Everyone but 111122223333 may never call anything but InvokeGateway on anything but every gateway of account 111122223333, only if aws:SecureTransport Bool false."
        );
    }

    #[test]
    fn a_call_of_another_service_keeps_its_prefix() {
        assert_eq!(
            meaning(
                r#"{"Effect": "Allow", "Principal": "*", "Action": ["bedrock:InvokeGateway", "agent-registry:InvokeRegistryMcp"], "Resource": "*"}"#
            ),
            "Anyone in reach of the endpoint, signed or not, may call bedrock:InvokeGateway and InvokeRegistryMcp on any resource."
        );
    }
}
