//! Calls: who, what, on what, in which context.
//!
//! Must give iam-simulate only calls that it knows: its data lacks AgentCore's newest actions.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::random::Random;

/// The accounts that callers and resources are of.
pub(crate) const ACCOUNTS: [&str; 2] = ["111122223333", "444455556666"];

/// What a key holds, and so which operators compare it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Text,
    Arn,
    Number,
    Date,
    Bool,
    Address,
    /// Base64.
    Bytes,
    /// Several texts.
    Texts,
}

/// A condition key and values that it may have.
pub(crate) struct Key {
    pub(crate) name: &'static str,
    pub(crate) kind: Kind,
    pub(crate) values: &'static [&'static str],
}

/// An action and what it is done on; `{r}` and `{a}` are the Region and the account.
struct Subject {
    action: &'static str,
    resource: &'static str,
    keys: &'static [&'static str],
}

/// A call about to be asked.
#[derive(Debug, Clone)]
pub(crate) struct Call {
    /// None for a caller without a signature.
    pub(crate) principal: Option<String>,
    pub(crate) action: String,
    pub(crate) resource: String,
    pub(crate) context: BTreeMap<String, Value>,
    pub(crate) unknown: Vec<String>,
}

#[rustfmt::skip]
pub(crate) const KEYS: &[Key] = &[
    Key { name: "aws:PrincipalOrgID", kind: Kind::Text, values: &["o-aaaaaaaaaa", "o-bbbbbbbbbb"] },
    Key { name: "aws:PrincipalTag/team", kind: Kind::Text, values: &["blue", "Blue", "red", "a*b", "a?b", "dark blue", "x.y+z", "é", ""] },
    Key { name: "aws:PrincipalTag/copy", kind: Kind::Text, values: &["blue", "red", "app", "support-AbCdEf1234", "*"] },
    Key { name: "aws:SourceVpce", kind: Kind::Text, values: &["vpce-0123456789abcdef0", "vpce-0fedcba9876543210"] },
    Key { name: "aws:SourceVpc", kind: Kind::Text, values: &["vpc-0a1b2c3d4e5f60718", "vpc-00000000000000001"] },
    Key { name: "aws:ResourceAccount", kind: Kind::Text, values: &ACCOUNTS },
    Key { name: "aws:PrincipalAccount", kind: Kind::Text, values: &["111122223333", "444455556666", "anonymous"] },
    Key { name: "aws:PrincipalType", kind: Kind::Text, values: &["AssumedRole", "User", "anonymous"] },
    Key { name: "aws:RequestTag/team", kind: Kind::Text, values: &["blue", "red"] },
    Key { name: "aws:ResourceTag/team", kind: Kind::Text, values: &["blue", "red"] },
    Key { name: "aws:PrincipalTag/level", kind: Kind::Number, values: &["5", "5.0", "4", "6.25", "-5", "0", "five"] },
    Key { name: "aws:PrincipalTag/blob", kind: Kind::Bytes, values: &["QUJD", "QUJE", "qujd"] },
    Key { name: "aws:PrincipalArn", kind: Kind::Arn, values: &["arn:aws:iam::111122223333:role/app", "arn:aws:iam::444455556666:user/ann"] },
    Key { name: "aws:SourceArn", kind: Kind::Arn, values: &["arn:aws:sns:us-east-1:111122223333:topic:a", "arn:aws:s3:::bucket", "arn:aws:lambda:eu-west-1:444455556666:function/f", "no-arn"] },
    Key { name: "aws:MultiFactorAuthAge", kind: Kind::Number, values: &["300", "0", "3600", "299.5"] },
    Key { name: "aws:CurrentTime", kind: Kind::Date, values: &["2026-01-01T00:00:00Z", "2025-06-30T12:30:00Z", "2026-01-01T01:00:00+01:00", "2026-11-23"] },
    Key { name: "aws:TokenIssueTime", kind: Kind::Date, values: &["2026-01-01T00:00:00.500Z", "2025-12-31T23:59:59Z", "yesterday"] },
    Key { name: "aws:SecureTransport", kind: Kind::Bool, values: &["true", "false"] },
    Key { name: "aws:ViaAWSService", kind: Kind::Bool, values: &["false", "true", "FALSE"] },
    Key { name: "aws:MultiFactorAuthPresent", kind: Kind::Bool, values: &["true", "yes"] },
    Key { name: "aws:VpcSourceIp", kind: Kind::Address, values: &["10.0.0.7", "10.1.2.3", "192.168.4.4", "2001:db8::7"] },
    Key { name: "aws:SourceIp", kind: Kind::Address, values: &["203.0.113.9", "2001:db8:1::9", "elsewhere"] },
    Key { name: "aws:PrincipalOrgPaths", kind: Kind::Texts, values: &["o-a/r-1/ou-1/", "o-a/r-1/ou-2/", "o-b/r-1/ou-1/", "blue"] },
    Key { name: "aws:TagKeys", kind: Kind::Texts, values: &["team", "cost", "Team", "stage"] },
    Key { name: "bedrock-agentcore:actorId", kind: Kind::Text, values: &["ann", "bob", "Ann"] },
    Key { name: "bedrock-agentcore:sessionId", kind: Kind::Text, values: &["s-1", "s-2"] },
    Key { name: "bedrock-agentcore:namespace", kind: Kind::Text, values: &["/facts/ann", "/facts/bob", "/notes"] },
    Key { name: "bedrock-agentcore:strategyId", kind: Kind::Text, values: &["facts", "notes"] },
    Key { name: "bedrock-agentcore:InboundJwtClaim/iss", kind: Kind::Text, values: &["https://a.example", "https://b.example"] },
    Key { name: "bedrock-agentcore:InboundJwtClaim/aud", kind: Kind::Texts, values: &["app", "web", "cli"] },
    Key { name: "bedrock-agentcore:KmsKeyArn", kind: Kind::Arn, values: &["arn:aws:kms:us-east-1:111122223333:key/1", "arn:aws:kms:us-east-1:444455556666:key/2"] },
    Key { name: "bedrock-agentcore:RuntimeAuthorizerType", kind: Kind::Text, values: &["AWS_IAM", "CUSTOM_JWT"] },
    Key { name: "bedrock-agentcore:subnets", kind: Kind::Texts, values: &["subnet-1", "subnet-2", "subnet-3"] },
    Key { name: "bedrock-agentcore:securityGroups", kind: Kind::Texts, values: &["sg-1", "sg-2"] },
];

const RUNTIME: &str = "arn:aws:bedrock-agentcore:{r}:{a}:runtime/support-AbCdEf1234";
const MEMORY: &str = "arn:aws:bedrock-agentcore:{r}:{a}:memory/notes-AbCdEf1234";
const GATEWAY: &str = "arn:aws:bedrock-agentcore:{r}:{a}:gateway/tools-abcdefghij";
const IDENTITY: &str =
    "arn:aws:bedrock-agentcore:{r}:{a}:workload-identity-directory/default/workload-identity/app";

#[rustfmt::skip]
const SUBJECTS: &[Subject] = &[
    Subject { action: "bedrock-agentcore:InvokeAgentRuntime", resource: RUNTIME, keys: &[] },
    Subject { action: "bedrock-agentcore:InvokeAgentRuntime", resource: "arn:aws:bedrock-agentcore:{r}:{a}:runtime/support-AbCdEf1234/runtime-endpoint/DEFAULT", keys: &[] },
    Subject { action: "bedrock-agentcore:InvokeAgentRuntimeForUser", resource: RUNTIME, keys: &[] },
    Subject { action: "bedrock-agentcore:StopRuntimeSession", resource: RUNTIME, keys: &[] },
    Subject { action: "bedrock-agentcore:GetAgentCard", resource: RUNTIME, keys: &[] },
    Subject { action: "bedrock-agentcore:InvokeHarness", resource: "arn:aws:bedrock-agentcore:{r}:{a}:harness/plan-AbCdEf1234", keys: &[] },
    Subject { action: "bedrock-agentcore:InvokeGateway", resource: GATEWAY, keys: &[] },
    Subject { action: "bedrock-agentcore:GetGateway", resource: GATEWAY, keys: &[] },
    Subject { action: "bedrock-agentcore:CreateEvent", resource: MEMORY, keys: &["bedrock-agentcore:actorId", "bedrock-agentcore:sessionId"] },
    Subject { action: "bedrock-agentcore:RetrieveMemoryRecords", resource: MEMORY, keys: &["bedrock-agentcore:namespace", "bedrock-agentcore:strategyId"] },
    Subject { action: "bedrock-agentcore:GetMemory", resource: MEMORY, keys: &[] },
    Subject { action: "bedrock-agentcore:StartBrowserSession", resource: "arn:aws:bedrock-agentcore:{r}:aws:browser/aws.browser.v1", keys: &[] },
    Subject { action: "bedrock-agentcore:InvokeCodeInterpreter", resource: "arn:aws:bedrock-agentcore:{r}:{a}:code-interpreter-custom/sums-AbCdEf1234", keys: &[] },
    Subject { action: "bedrock-agentcore:GetWorkloadAccessTokenForJWT", resource: IDENTITY, keys: &["bedrock-agentcore:InboundJwtClaim/iss", "bedrock-agentcore:InboundJwtClaim/aud"] },
    Subject { action: "bedrock-agentcore:UpdateAgentRuntime", resource: RUNTIME, keys: &["bedrock-agentcore:RuntimeAuthorizerType", "bedrock-agentcore:subnets", "bedrock-agentcore:securityGroups"] },
    Subject { action: "bedrock-agentcore:TagResource", resource: RUNTIME, keys: &["aws:TagKeys", "aws:RequestTag/team"] },
    Subject { action: "bedrock-agentcore:CreateAgentRuntime", resource: "*", keys: &["bedrock-agentcore:RuntimeAuthorizerType", "bedrock-agentcore:subnets", "aws:TagKeys"] },
    Subject { action: "bedrock-agentcore:CreateMemory", resource: "*", keys: &["bedrock-agentcore:KmsKeyArn"] },
    Subject { action: "bedrock-agentcore:ListAgentRuntimes", resource: "*", keys: &[] },
    Subject { action: "agent-registry:GetRegistry", resource: "arn:aws:agent-registry:{r}:{a}:registry/shared-AbCdEf1234", keys: &[] },
];

/// Callers who sign, in the first account and in the second.
/// Rule `federated-name-of-a-user`: no federated user is named like a user.
pub(crate) const SIGNERS: &[&str] = &[
    "arn:aws:sts::111122223333:assumed-role/app/s-1",
    "arn:aws:sts::111122223333:assumed-role/app/s-2",
    "arn:aws:sts::111122223333:assumed-role/ops/s-1",
    "arn:aws:iam::111122223333:role/app",
    "arn:aws:iam::111122223333:role/team/blue/app",
    "arn:aws:iam::111122223333:user/ann",
    "arn:aws:iam::111122223333:user/staff/ann",
    "arn:aws:sts::111122223333:federated-user/carol",
    "arn:aws:iam::111122223333:root",
    "arn:aws:sts::444455556666:assumed-role/app/s-1",
    "arn:aws:iam::444455556666:user/ann",
];

/// Whether the caller signs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Signature {
    Signed,
    Unsigned,
}

impl Call {
    /// A call with a context of a few keys.
    pub(crate) fn random(random: &mut Random, signature: Signature) -> Self {
        let subject = random.pick(SUBJECTS);
        let region = random.pick(&["us-east-1", "eu-west-1"]);
        let account = random.pick(&ACCOUNTS);
        let mut call = Self {
            principal: (signature == Signature::Signed).then(|| (*random.pick(SIGNERS)).to_owned()),
            action: subject.action.to_owned(),
            resource: subject
                .resource
                .replace("{r}", region)
                .replace("{a}", account),
            context: BTreeMap::new(),
            unknown: vec![],
        };
        if signature == Signature::Unsigned && random.chance(80) {
            // Neither program derives these; AWS gives them to a bearer caller.
            for key in ["aws:PrincipalAccount", "aws:PrincipalType"] {
                call.context.insert(key.to_owned(), json!("anonymous"));
            }
        }
        for name in subject.keys {
            if random.chance(70) {
                call.fill(random, key(name));
            }
        }
        for _ in 0..random.below(7) {
            let key = random.pick(KEYS);
            // Who the caller is follows from the caller.
            if !key.name.starts_with("aws:Principal") || signature == Signature::Signed {
                call.fill(random, key);
            }
        }
        call
    }

    /// Gives the key a value, but for those that follow from the caller.
    pub(crate) fn fill(&mut self, random: &mut Random, key: &Key) {
        if derived(key.name) {
            return;
        }
        let one = |random: &mut Random| json!(random.pick(key.values));
        let value = match (key.kind, random.below(10)) {
            (Kind::Texts, 0) => json!([]),
            (Kind::Texts, 1) => one(random),
            (Kind::Texts, more) => {
                let mut all: Vec<_> = (0..=more % 3).map(|_| *random.pick(key.values)).collect();
                all.sort_unstable();
                all.dedup();
                json!(all)
            }
            _ => one(random),
        };
        self.context.insert(key.name.to_owned(), value);
    }

    /// The values that the call has for a key.
    pub(crate) fn values(&self, name: &str) -> Vec<String> {
        match self.context.get(name) {
            Some(Value::Array(all)) => all
                .iter()
                .filter_map(Value::as_str)
                .map(str::to_owned)
                .collect(),
            Some(value) => value.as_str().map(str::to_owned).into_iter().collect(),
            None => self.principal_key(name).into_iter().collect(),
        }
    }

    /// What both programs derive from the caller.
    fn principal_key(&self, name: &str) -> Option<String> {
        let arn = self.principal.as_deref()?;
        let parts: Vec<&str> = arn.split(':').collect();
        let (kind, rest) = parts[5].split_once('/').unwrap_or((parts[5], ""));
        match name {
            "aws:PrincipalAccount" => Some(parts[4].to_owned()),
            "aws:PrincipalType" => Some(
                match kind {
                    "user" => "User",
                    "root" => "Account",
                    "federated-user" => "FederatedUser",
                    _ => "AssumedRole",
                }
                .to_owned(),
            ),
            "aws:PrincipalArn" if kind == "assumed-role" => {
                let role = rest.split('/').next()?;
                Some(format!("arn:aws:iam::{}:role/{role}", parts[4]))
            }
            "aws:PrincipalArn" => Some(arn.to_owned()),
            _ => None,
        }
    }

    /// The call as both programs read it.
    pub(crate) fn json(&self) -> Value {
        let mut call = Map::new();
        match &self.principal {
            Some(principal) => call.insert("principal".into(), json!(principal)),
            None => call.insert("anonymous".into(), json!(true)),
        };
        call.insert("action".into(), json!(self.action));
        call.insert("resource".into(), json!(self.resource));
        call.insert("context".into(), json!(self.context));
        if !self.unknown.is_empty() {
            call.insert("unknown".into(), json!(self.unknown));
        }
        Value::Object(call)
    }
}

/// The key of this name.
pub(crate) fn key(name: &str) -> &'static Key {
    KEYS.iter()
        .find(|k| k.name == name)
        .expect("a key of the table")
}

/// Both programs are given it, from the caller.
pub(crate) fn derived(name: &str) -> bool {
    [
        "aws:PrincipalArn",
        "aws:PrincipalAccount",
        "aws:PrincipalType",
    ]
    .contains(&name)
}
