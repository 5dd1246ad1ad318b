//! Calls and answers as JSON lines, described for programs.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

/// One call and the policy that it meets
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CallLine {
    /// Anything; the answer repeats it as it is
    #[schema(value_type = Option<Value>)]
    pub id: Option<Value>,
    /// The endpoint policy, as an object or as its text
    #[schema(value_type = Value)]
    pub policy: Value,
    /// The call
    pub request: AskedCall,
}

/// A call: `principal`, or `anonymous: true`
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AskedCall {
    /// Who signed it: the ARN of a role, a session, a user, a federated user or an account
    pub principal: Option<String>,
    /// It carries a bearer token or nothing
    #[serde(default)]
    pub anonymous: bool,
    /// With its prefix, as in `bedrock-agentcore:InvokeGateway`
    pub action: String,
    /// The ARN that it is checked against; `*` where the action knows none
    pub resource: String,
    /// Condition keys with a value or a list of values; what is not here is absent
    #[serde(default)]
    #[schema(value_type = BTreeMap<String, Value>)]
    pub context: BTreeMap<String, Value>,
    /// Condition keys of which nothing is known
    #[serde(default)]
    pub unknown: Vec<String>,
}

/// The answer to a call, or why there is none
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(untagged)]
pub enum AnswerLine {
    /// The call was decided
    Decided {
        /// As it was sent
        #[schema(value_type = Option<Value>)]
        id: Option<Value>,
        /// What the policy says
        decision: DecisionWord,
        /// The statement that decided: its Sid, else `#` and its place from 0; null when none did
        statement: Option<String>,
        /// Why, in a sentence
        reason: String,
    },
    /// The line cannot be read
    Refused {
        /// As it was sent
        #[schema(value_type = Option<Value>)]
        id: Option<Value>,
        /// What is wrong
        error: String,
    },
}

/// What a policy says of a call
#[derive(Clone, Copy, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum DecisionWord {
    /// It passes
    Allowed,
    /// It does not
    Denied,
    /// It hangs on something that is not known
    Unknown,
}
