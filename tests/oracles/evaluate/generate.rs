//! Cases: a policy of one to four statements and a call near to it.
//!
//! Must keep the shares that the test asserts.

use serde_json::{Map, Value, json};

use super::calls::{Call, Key, Signature, derived, key};
use super::conditions::{self, Variables};
use super::random::Random;
use super::statements::{self, Must};

/// Of so many cases one: unsigned callers, statements with NotPrincipal, conditions on keys that
/// are absent, and keys that are not known.
pub(crate) const UNSIGNED: usize = 4;
pub(crate) const NOT_PRINCIPAL: usize = 5;
pub(crate) const ABSENT_KEY: usize = 3;
pub(crate) const UNKNOWN_KEY: usize = 7;

/// One case.
#[derive(Debug, Clone)]
pub(crate) struct Case {
    pub(crate) id: String,
    pub(crate) policy: Value,
    pub(crate) call: Call,
    /// The call with each of its unknown keys filled in one way or another.
    pub(crate) completions: Vec<Call>,
}

/// The case of this number.
pub(crate) fn case(seed: u64, number: usize) -> Case {
    let mut random = Random::of(seed, number);
    let signature = if number.is_multiple_of(UNSIGNED) {
        Signature::Unsigned
    } else {
        Signature::Signed
    };
    let mut call = Call::random(&mut random, signature);
    // Rule `old-version-variables`: to iam-simulate every version has variables.
    let (version, variables) = match random.below(10) {
        0 => (Some("2008-10-17"), Variables::Literal),
        1 => (None, Variables::Literal),
        _ => (Some("2012-10-17"), Variables::Allowed),
    };
    let count = *random.pick(&[1, 1, 1, 2, 2, 3, 4]);
    let marked = random.below(count);
    let statements: Vec<Value> = (0..count)
        .map(|at| {
            let must = |share: usize, must| {
                if at == marked && number.is_multiple_of(share) {
                    must
                } else {
                    Must::Nothing
                }
            };
            let must = [
                must(NOT_PRINCIPAL, Must::NotPrincipal),
                must(ABSENT_KEY, Must::AbsentKey),
            ];
            let mut statement = statements::random(&mut random, &mut call, &must, variables);
            if random.chance(60) {
                statement["Sid"] = json!(format!("S{at}"));
            }
            statement
        })
        .collect();
    let completions = if number.is_multiple_of(UNKNOWN_KEY) {
        forget(&mut random, &mut call, &statements)
    } else {
        vec![]
    };
    let mut policy = Map::new();
    if let Some(version) = version {
        policy.insert("Version".into(), json!(version));
    }
    let alone = statements.len() == 1 && random.chance(20);
    let statements = if alone {
        statements[0].clone()
    } else {
        json!(statements)
    };
    policy.insert("Statement".into(), statements);
    Case {
        id: format!("{seed}-{number}"),
        policy: Value::Object(policy),
        call,
        completions,
    }
}

/// Makes a key of the conditions unknown, and gives the calls that it might have been.
fn forget(random: &mut Random, call: &mut Call, statements: &[Value]) -> Vec<Call> {
    let conditions = statements.iter().map(|s| &s["Condition"]);
    let mut keys: Vec<&Key> = conditions.flat_map(conditions::keys).collect();
    if json!(statements)
        .to_string()
        .contains("${aws:PrincipalTag/copy}")
        || keys.is_empty()
    {
        keys.push(key("aws:PrincipalTag/copy"));
    }
    keys.retain(|key| !derived(key.name));
    let Some(key) = (!keys.is_empty()).then(|| random.pick::<&Key>(&keys)) else {
        return vec![];
    };
    let name = key.name;
    let known = call.clone();
    let mut without = call.clone();
    without.context.remove(name);
    let mut completions = vec![known, without.clone()];
    for _ in 0..3 {
        let mut other = without.clone();
        other.fill(random, key);
        completions.push(other);
    }
    call.context.remove(name);
    call.unknown.push(name.to_owned());
    completions
}

impl Case {
    /// The case as both programs read it.
    pub(crate) fn line(&self, call: &Call) -> Value {
        json!({"id": self.id, "policy": self.policy, "request": call.json()})
    }

    /// A condition is on a key that the call has not.
    pub(crate) fn lacks_a_key(&self) -> bool {
        let conditions = self.statements().iter().map(|s| &s["Condition"]);
        let mut keys = conditions.flat_map(conditions::keys);
        keys.any(|key| !conditions::present(&self.call, key))
    }

    fn statements(&self) -> &[Value] {
        match &self.policy["Statement"] {
            Value::Array(all) => all.as_slice(),
            one => std::slice::from_ref(one),
        }
    }

    /// The statement of this name: its Sid, or `#` and its place.
    pub(crate) fn statement(&self, name: &str) -> &Value {
        let all = self.statements();
        let by_sid = all.iter().find(|s| s["Sid"] == name);
        let at = || name.strip_prefix('#')?.parse::<usize>().ok();
        by_sid
            .or_else(|| all.get(at()?).filter(|s: &&Value| s["Sid"].is_null()))
            .unwrap_or_else(|| panic!("no statement {name} in {}", self.policy))
    }

    /// The same case with one statement fewer, in each way.
    pub(crate) fn smaller(&self) -> Vec<Self> {
        let Some(all) = self.policy["Statement"]
            .as_array()
            .filter(|all| all.len() > 1)
        else {
            return vec![];
        };
        (0..all.len())
            .map(|gone| {
                let mut fewer = all.clone();
                fewer.remove(gone);
                let mut smaller = self.clone();
                smaller.policy["Statement"] = json!(fewer);
                smaller
            })
            .collect()
    }
}
