//! One call that reaches an endpoint: who makes it, which action, on what, in which context.
//!
//! Must not add to the context what AWS would not.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::str::FromStr;

use crate::arn::Arn;
use crate::catalog::{BearerValue, Catalog};

/// The longest text that is compared, in bytes: AWS's longest ARN has 2,048.
const LONGEST: usize = 8_192;

/// One call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Call {
    /// Who makes it.
    pub caller: Caller,
    /// The IAM action, with its prefix.
    pub action: String,
    /// The ARN that it is checked against; `*` where the action knows no resource.
    pub resource: String,
    /// What else is known about it.
    pub context: Context,
}

/// Who makes a call.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Caller {
    /// A principal who signed it.
    Signed(Signer),
    /// A bearer token, or nothing at all: IAM sees no identity.
    Anonymous,
}

/// A principal who signs.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Signer {
    arn: Arn,
    kind: Kind,
}

/// What kind of principal it is.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    /// The account itself.
    Root,
    /// A user.
    User,
    /// A role, whatever its session is called.
    Role,
    /// One session of a role.
    Session {
        /// The role's name, without its path.
        role: String,
    },
    /// A federated user.
    Federated,
}

/// Why a text is no call.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CallError {
    /// The principal is none that can sign.
    #[error("`{0}` is no principal that can sign a call")]
    Principal(String),
    /// The action has no prefix.
    #[error(
        "`{0}` is no action: it needs a prefix and a name, as in bedrock-agentcore:InvokeGateway"
    )]
    Action(String),
    /// A text is too long to be compared.
    #[error("{0} is longer than {LONGEST} bytes")]
    TooLong(&'static str),
}

/// The context keys of a call. A key that is not there is absent; one that is only known to be
/// there, or not even that, is unknown.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Context {
    known: BTreeMap<String, Values>,
    unknown: BTreeSet<String>,
}

/// The values of a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Values {
    /// One value.
    One(String),
    /// A key that holds several.
    Many(Vec<String>),
}

/// What a context says of a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Found<T> {
    /// Its values.
    Known(T),
    /// It may have any, or none.
    Unknown,
    /// It is not there.
    Absent,
}

impl Values {
    /// The values as a list.
    pub(super) fn as_slice(&self) -> &[String] {
        match self {
            Self::One(one) => std::slice::from_ref(one),
            Self::Many(many) => many,
        }
    }
}

impl Context {
    /// Sets a key's values; case does not count in names of keys.
    pub fn set(&mut self, key: &str, values: Values) {
        self.known.insert(key.to_lowercase(), values);
    }

    /// Says that nothing is known of a key.
    pub fn set_unknown(&mut self, key: &str) {
        self.unknown.insert(key.to_lowercase());
    }

    /// The keys and values that are known; keys in lower case.
    pub fn known(&self) -> impl Iterator<Item = (&str, &Values)> {
        self.known.iter().map(|(k, v)| (k.as_str(), v))
    }

    /// The key, in lower case.
    pub(super) fn get(&self, key: &str) -> Found<&Values> {
        if self.unknown.contains(key) {
            return Found::Unknown;
        }
        self.known.get(key).map_or(Found::Absent, Found::Known)
    }

    /// The key's one value, for a variable.
    pub(super) fn single(&self, key: &str) -> Found<&str> {
        match self.get(key) {
            Found::Known(Values::One(one)) => Found::Known(one),
            Found::Known(Values::Many(_)) | Found::Absent => Found::Absent,
            Found::Unknown => Found::Unknown,
        }
    }

    fn set_if_absent(&mut self, key: &str, value: &str) {
        if !self.unknown.contains(key) {
            self.known
                .entry(key.to_owned())
                .or_insert_with(|| Values::One(value.to_owned()));
        }
    }
}

impl Call {
    /// A call with what AWS adds to its context: the keys of a signed principal. Keys of the
    /// service that the action does not carry are dropped, since AWS never fills them there.
    pub fn new(
        catalog: &Catalog,
        caller: Caller,
        action: &str,
        resource: &str,
        mut context: Context,
    ) -> Result<Self, CallError> {
        for (what, text) in [("the action", action), ("the resource", resource)] {
            if text.len() > LONGEST {
                return Err(CallError::TooLong(what));
            }
        }
        let values = context.known.values().flat_map(Values::as_slice);
        if context
            .known
            .keys()
            .chain(values)
            .any(|t| t.len() > LONGEST)
        {
            return Err(CallError::TooLong("a context key or value"));
        }
        if !action
            .split_once(':')
            .is_some_and(|(prefix, name)| !prefix.is_empty() && !name.is_empty())
        {
            return Err(CallError::Action(action.to_owned()));
        }
        drop_foreign_keys(catalog, action, &mut context);
        give_shape(catalog, &mut context);
        if let Caller::Signed(signer) = &caller {
            context.set_if_absent("aws:principalarn", &signer.principal_arn());
            context.set_if_absent("aws:principalaccount", signer.account());
            context.set_if_absent("aws:principaltype", signer.principal_type());
        }
        Ok(Self {
            caller,
            action: action.to_owned(),
            resource: resource.to_owned(),
            context,
        })
    }
}

/// The context of a call that carries a bearer token or nothing, as the catalogue has it: some
/// keys about the principal hold the word `anonymous`.
pub fn bearer_context(catalog: &Catalog) -> Context {
    let mut context = Context::default();
    for key in &catalog.global_condition_keys {
        if key.bearer == BearerValue::Anonymous {
            context.set(&key.name, Values::One("anonymous".to_owned()));
        }
    }
    context
}

/// Prefixes of keys that tell about the caller or the network and come with calls of any service.
/// Keys of identity providers have a host name for a prefix, with dots.
/// Source: IAM User Guide, "AWS global condition context keys" and "IAM and AWS STS condition keys".
const COMMON_PREFIXES: &[&str] = &["aws", "ec2", "saml", "sts"];

/// A key of a service, which only some actions carry.
fn is_service_key(key: &str) -> bool {
    key.split_once(':').is_some_and(|(prefix, _)| {
        !prefix.contains('.')
            && !COMMON_PREFIXES
                .iter()
                .any(|c| c.eq_ignore_ascii_case(prefix))
    })
}

fn drop_foreign_keys(catalog: &Catalog, action: &str, context: &mut Context) {
    let mut keys = context.known.keys().chain(&context.unknown);
    if !keys.any(|key| is_service_key(key)) {
        return;
    }
    let Some((prefix, name)) = action.split_once(':') else {
        return;
    };
    let actions: Vec<_> = catalog.actions_named(prefix, name).collect();
    if actions.is_empty() {
        return;
    }
    let foreign = |key: &str| is_service_key(key) && !actions.iter().any(|a| a.carries(key));
    context.known.retain(|key, _| !foreign(key));
    context.unknown.retain(|key| !foreign(key));
}

/// One value of a key that holds several is a list of one, and a list of one for a key that holds
/// one is that value.
fn give_shape(catalog: &Catalog, context: &mut Context) {
    for (key, values) in &mut context.known {
        let global = catalog.global_key(key).map(|k| &k.kind);
        let Some(kind) = global.or_else(|| catalog.service_key(key).map(|k| &k.kind)) else {
            continue;
        };
        let several = kind.starts_with("ArrayOf");
        match values {
            Values::One(one) if several => *values = Values::Many(vec![std::mem::take(one)]),
            Values::Many(many) if !several => {
                if let [one] = many.as_mut_slice() {
                    *values = Values::One(std::mem::take(one));
                }
            }
            _ => {}
        }
    }
}

impl FromStr for Caller {
    type Err = CallError;

    /// A principal as it is written in a policy: an ARN, or the twelve digits of an account.
    fn from_str(text: &str) -> Result<Self, CallError> {
        let not = || CallError::Principal(text.to_owned());
        if text.len() > LONGEST {
            return Err(CallError::TooLong("the principal"));
        }
        let arn = if is_account(text) {
            format!("arn:aws:iam::{text}:root")
        } else {
            text.to_owned()
        };
        let arn: Arn = arn.parse().map_err(|_| not())?;
        let (head, rest) = arn.resource.split_once('/').unwrap_or((&arn.resource, ""));
        let kind = match (arn.service.as_str(), head, rest.split_once('/')) {
            ("iam", "root", None) if rest.is_empty() => Kind::Root,
            ("iam", "user", _) if !rest.is_empty() => Kind::User,
            ("iam", "role", _) if !rest.is_empty() => Kind::Role,
            ("sts", "assumed-role", Some((role, session)))
                if !role.is_empty() && !session.is_empty() =>
            {
                Kind::Session {
                    role: role.to_owned(),
                }
            }
            ("sts", "federated-user", _) if !rest.is_empty() => Kind::Federated,
            _ => return Err(not()),
        };
        if !is_account(&arn.account) || arn.resource.contains(['*', '?']) {
            return Err(not());
        }
        Ok(Self::Signed(Signer { arn, kind }))
    }
}

/// Twelve digits.
pub(crate) fn is_account(text: &str) -> bool {
    text.len() == 12 && text.bytes().all(|b| b.is_ascii_digit())
}

impl Signer {
    /// Its ARN.
    pub fn arn(&self) -> &Arn {
        &self.arn
    }

    /// Its account.
    pub fn account(&self) -> &str {
        &self.arn.account
    }

    pub(super) fn kind(&self) -> &Kind {
        &self.kind
    }

    /// `aws:PrincipalArn`: for a session the role's, whose path a session does not tell.
    /// Source: IAM User Guide, "aws:PrincipalArn".
    fn principal_arn(&self) -> String {
        match &self.kind {
            Kind::Session { role } => {
                format!(
                    "arn:{}:iam::{}:role/{role}",
                    self.arn.partition, self.arn.account
                )
            }
            _ => self.arn.to_string(),
        }
    }

    /// `aws:PrincipalType`.
    fn principal_type(&self) -> &'static str {
        match self.kind {
            Kind::Root => "Account",
            Kind::User => "User",
            Kind::Role | Kind::Session { .. } => "AssumedRole",
            Kind::Federated => "FederatedUser",
        }
    }
}

impl fmt::Display for Caller {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Signed(signer) => signer.arn.fmt(f),
            Self::Anonymous => f.write_str("a caller without a signature"),
        }
    }
}
