//! A call that a person describes, tried on a policy: who gets through, why, and what the caller
//! sees.
//!
//! Must not decide anything, `evaluate` does; and must not take for absent what nobody stated.

mod keys;
mod planned;
mod typed;

pub use planned::{Route, in_plan};
pub use typed::{Credentials, Field, Typed, Wrong, call};

use crate::evaluate::{Call, Caller, Evaluator, Trace, Verdict};
use crate::language::Document;
use crate::policy::Effect;

pub(crate) use keys::complete;
pub(crate) use typed::prefixed;

/// What became of a call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attempt {
    /// Whether the endpoint lets it through.
    pub verdict: Verdict,
    /// The place of the statement that decides; none when no statement is about the call.
    pub statement: Option<usize>,
    /// Why, in a sentence without a period.
    pub reason: String,
    /// The context keys that would have to be known, in lower case.
    pub missing: Vec<String>,
    /// Every statement in its order.
    pub views: Vec<View>,
    /// What the caller sees, in whole sentences.
    pub sees: &'static str,
}

/// How one statement sees the call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct View {
    /// Its Sid, else `#` and its place.
    pub name: String,
    /// Allow or Deny.
    pub effect: Effect,
    /// What it does, in plain English.
    pub meaning: String,
    /// Which of its parts fit the call.
    pub trace: Trace,
}

/// Tries a call on a policy.
pub fn attempt(document: &Document, call: &Call) -> Attempt {
    let evaluator = Evaluator::new(document);
    let decision = evaluator.decide(call);
    let missing = match decision.verdict {
        Verdict::Unknown => evaluator.missing(call),
        Verdict::Allowed | Verdict::Denied => Vec::new(),
    };
    let views = document
        .statements
        .iter()
        .zip(evaluator.trace(call))
        .enumerate()
        .map(|(index, (statement, trace))| View {
            name: statement.name(index),
            effect: statement.effect,
            meaning: statement.meaning(),
            trace,
        })
        .collect();
    Attempt {
        verdict: decision.verdict,
        statement: decision.statement,
        reason: evaluator.reason(call, &decision),
        missing,
        views,
        sees: sees(decision.verdict, decision.statement, &call.caller),
    }
}

/// What comes back to the caller.
/// Source: IAM User Guide, "Troubleshoot access denied error messages", for the wording of a 403;
/// AgentCore developer guide, runtime and gateway authentication, for the 401.
fn sees(verdict: Verdict, statement: Option<usize>, caller: &Caller) -> &'static str {
    match (verdict, caller, statement) {
        (Verdict::Allowed, Caller::Signed(_), _) => {
            "The endpoint lets the call through. A 403 can still come from what is asked besides: the caller's identity policy, a resource policy, a service control policy or a permissions boundary."
        }
        (Verdict::Allowed, Caller::Anonymous, _) => {
            "The endpoint lets the call through. A missing or wrong token is then a 401 from the runtime or gateway, not from the endpoint."
        }
        (Verdict::Denied, Caller::Signed(_), Some(_)) => {
            "A 403 from the endpoint: AccessDeniedException, `with an explicit deny in a VPC endpoint policy` where the service names the reason."
        }
        (Verdict::Denied, Caller::Signed(_), None) => {
            "A 403 from the endpoint: AccessDeniedException, `because no VPC endpoint policy allows` the action where the service names the reason."
        }
        (Verdict::Denied, Caller::Anonymous, _) => {
            "A 403 from the endpoint, before any token is looked at. A 401 would come from the runtime or gateway."
        }
        (Verdict::Unknown, _, _) => {
            "A 403 from the endpoint, or none: it depends on what is not known here."
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::Catalog;
    use crate::language;

    const RUNTIME: &str = "arn:aws:bedrock-agentcore:us-east-1:111122223333:runtime/a-AbCdEf1234";
    const ROLE: &str = "arn:aws:iam::111122223333:role/app";

    fn document() -> Document {
        let text = format!(
            r#"{{"Version": "2012-10-17", "Statement": [
                {{"Sid": "Org", "Effect": "Allow", "Principal": "*", "Action": "bedrock-agentcore:InvokeAgentRuntime", "Resource": "{RUNTIME}", "Condition": {{"StringEquals": {{"aws:PrincipalOrgID": "o-1"}}}}}},
                {{"Sid": "Never", "Effect": "Deny", "Principal": "*", "Action": "bedrock-agentcore:StopRuntimeSession", "Resource": "*"}}]}}"#
        );
        language::read(&text).unwrap().document
    }

    fn tried(credentials: Credentials, action: &str, context: &str) -> Attempt {
        let document = document();
        let typed = Typed {
            credentials,
            caller: match credentials {
                Credentials::Signature => ROLE,
                Credentials::Token => "",
            },
            action,
            resource: RUNTIME,
            context,
        };
        let call = call(&Catalog::load().unwrap(), &document, &typed).unwrap();
        attempt(&document, &call)
    }

    const INVOKE: &str = "bedrock-agentcore:InvokeAgentRuntime";

    #[test]
    fn what_nobody_stated_is_not_known() {
        let silent = tried(Credentials::Signature, INVOKE, "");
        assert_eq!(silent.verdict, Verdict::Unknown);
        assert_eq!(silent.missing, ["aws:principalorgid"]);
        let stated = tried(Credentials::Signature, INVOKE, "aws:PrincipalOrgID = o-1");
        assert_eq!(stated.verdict, Verdict::Allowed);
        assert_eq!(stated.statement, Some(0));
        let absent = tried(Credentials::Signature, INVOKE, "aws:PrincipalOrgID =");
        assert_eq!(absent.verdict, Verdict::Denied);
        let unknown = tried(Credentials::Signature, INVOKE, "aws:principalorgid = ?");
        assert_eq!(unknown, silent);
    }

    #[test]
    fn a_token_carries_no_organisation() {
        let token = tried(Credentials::Token, INVOKE, "");
        assert_eq!(token.verdict, Verdict::Denied);
        assert!(
            token.sees.contains("403 from the endpoint"),
            "{}",
            token.sees
        );
    }

    #[test]
    fn a_statement_that_denies_is_named() {
        let stop = tried(
            Credentials::Signature,
            "bedrock-agentcore:StopRuntimeSession",
            "",
        );
        assert_eq!(stop.verdict, Verdict::Denied);
        assert_eq!(stop.views[stop.statement.unwrap()].name, "Never");
        assert!(stop.sees.contains("explicit deny"), "{}", stop.sees);
        assert!(stop.views[1].meaning.contains("may never call"));
    }
}
