//! Statements: for whom, which actions, on what, under which conditions.
//!
//! Must not make the shapes that `disagreements.jsonl` keeps: rules `star-across-colons`,
//! `wildcard-in-type`, `short-arn-in-not-resource`, `arn-case` and `role-name-case`. Nor a wildcard
//! before the colon of an action, or an empty list: iam-simulate or Postern refuses such a policy.

use serde_json::{Map, Value, json};

use super::calls::{ACCOUNTS, Call, SIGNERS};
use super::conditions::{self, Aim, On, Variables, pattern, swapped};
use super::random::Random;

/// What a statement must have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Must {
    Nothing,
    NotPrincipal,
    AbsentKey,
}

/// One statement about a call; it may add keys to the call for its variables.
pub(crate) fn random(
    random: &mut Random,
    call: &mut Call,
    must: &[Must],
    variables: Variables,
) -> Value {
    // Most parts fit, or nearly nothing would be allowed.
    let mut aim = |percent| {
        if random.chance(percent) {
            Aim::Fit
        } else {
            Aim::Miss
        }
    };
    let (who, what, on, how) = (aim(90), aim(92), aim(90), aim(88));
    let mut statement = Map::new();
    let allow = random.chance(78);
    statement.insert("Effect".into(), json!(if allow { "Allow" } else { "Deny" }));
    let not = must.contains(&Must::NotPrincipal) || random.chance(6);
    let (name, named) = if not {
        ("NotPrincipal", principal(random, call, opposite(who)))
    } else {
        ("Principal", principal(random, call, who))
    };
    statement.insert(name.into(), named);
    let (name, aim) = not_or("Action", random.chance(15), what);
    statement.insert(name, list(random, call, aim, action));
    let (name, aim) = not_or("Resource", random.chance(15), on);
    let short = if name == "Resource" {
        Short::Allowed
    } else {
        Short::Never
    };
    let resource = move |random: &mut Random, call: &mut Call, aim| {
        resource(random, call, aim, (variables, short))
    };
    statement.insert(name, list(random, call, aim, resource));
    let mut all = Map::new();
    if must.contains(&Must::AbsentKey) {
        conditions::add(&mut all, random, call, (On::Absent, how, variables));
    }
    let more = [0, 0, 0, 1, 1, 1, 2, 2, 3, 4];
    for _ in 0..*random.pick(&more) {
        conditions::add(&mut all, random, call, (On::Any, how, variables));
    }
    if !all.is_empty() {
        statement.insert("Condition".into(), Value::Object(all));
    }
    Value::Object(statement)
}

fn opposite(aim: Aim) -> Aim {
    match aim {
        Aim::Fit => Aim::Miss,
        Aim::Miss => Aim::Fit,
    }
}

fn not_or(name: &str, not: bool, aim: Aim) -> (String, Aim) {
    if not {
        (format!("Not{name}"), opposite(aim))
    } else {
        (name.to_owned(), aim)
    }
}

/// One of them, or a list of which at most one fits.
fn list(
    random: &mut Random,
    call: &mut Call,
    aim: Aim,
    one: impl Fn(&mut Random, &mut Call, Aim) -> String,
) -> Value {
    let mut all = vec![one(random, call, aim)];
    for _ in 0..*random.pick(&[0, 0, 1, 2]) {
        all.push(one(random, call, Aim::Miss));
    }
    let start = random.below(all.len());
    all.rotate_left(start);
    match all.as_slice() {
        [one] if random.chance(50) => json!(one),
        many => json!(many),
    }
}

fn principal(random: &mut Random, call: &Call, aim: Aim) -> Value {
    let other = |random: &mut Random| {
        let own = call.principal.as_deref().unwrap_or_default();
        let shared = own.split(':').nth(4).unwrap_or_default();
        let strange: Vec<String> = [
            "AROAABCDEFGHIJKLMNOPQ",
            "AIDAABCDEFGHIJKLMNOPQ",
            "arn:aws:iam::111122223333:role/*",
            "arn:aws:iam::111122223333:role/a?p",
            "arn:aws:sts::111122223333:assumed-role/app/*",
            "arn:aws:iam::111122223333:group/app",
            "999999999999",
            "arn:aws:iam::999999999999:root",
        ]
        .map(str::to_owned)
        .to_vec();
        let mut all: Vec<String> = SIGNERS
            .iter()
            .filter(|s| **s != own)
            .map(|s| (*s).to_owned())
            .collect();
        all.extend(
            ACCOUNTS
                .iter()
                .filter(|a| **a != shared)
                .map(|a| (*a).to_owned()),
        );
        if random.chance(30) {
            random.pick(&strange).clone()
        } else {
            random.pick(&all).clone()
        }
    };
    let star = random.chance(35) || call.principal.is_none();
    if aim == Aim::Fit && star {
        let stars = [json!("*"), json!({"AWS": "*"}), json!({"AWS": ["*"]})];
        let with = json!({"AWS": [other(random), "*"]});
        return if random.chance(80) {
            random.pick(&stars).clone()
        } else {
            with
        };
    }
    let mut all = vec![];
    if aim == Aim::Fit {
        all.push(naming(random, call.principal.as_deref().expect("a signer")));
    }
    let most = if aim == Aim::Fit { 2 } else { 3 };
    for _ in 0..random.below(most) {
        all.push(other(random));
    }
    let mut kinds = Map::new();
    if all.is_empty() || random.chance(8) {
        kinds.insert("Service".into(), json!("lambda.amazonaws.com"));
    }
    if random.chance(4) {
        kinds.insert(
            "Federated".into(),
            json!(["cognito-identity.amazonaws.com", "*"]),
        );
    }
    match all.as_slice() {
        [] => {}
        [one] if random.chance(50) => {
            kinds.insert("AWS".into(), json!(one));
        }
        many => {
            kinds.insert("AWS".into(), json!(many));
        }
    }
    Value::Object(kinds)
}

/// A principal that names the signer, by itself, its role, or its account.
fn naming(random: &mut Random, arn: &str) -> String {
    let parts: Vec<&str> = arn.split(':').collect();
    let account = parts[4];
    let role = parts[5]
        .strip_prefix("assumed-role/")
        .and_then(|rest| rest.split_once('/'))
        .map(|(role, _)| role);
    match (role, random.below(5)) {
        (_, 0) => account.to_owned(),
        (_, 1) => format!("arn:aws:iam::{account}:root"),
        (Some(role), 2) => format!("arn:aws:iam::{account}:role/some/path/{role}"),
        (Some(role), 3) => format!("arn:aws:iam::{account}:role/{role}"),
        _ => arn.to_owned(),
    }
}

fn action(random: &mut Random, call: &mut Call, aim: Aim) -> String {
    let (service, name) = call
        .action
        .split_once(':')
        .expect("an action with its prefix");
    if aim == Aim::Miss {
        let near = [
            format!("{service}:{name}?"),
            format!("{service}:{name}x"),
            format!("{service}:Delete*"),
            format!("{service}:?{name}"),
            format!("bedrock:{name}"),
            "s3:*".to_owned(),
            format!("{service}:"),
        ];
        return random.pick(&near).clone();
    }
    match random.below(7) {
        0 => "*".to_owned(),
        1 => format!("{service}:*"),
        2 => swapped(&call.action),
        3 | 4 => format!("{service}:{}", pattern(random, name)),
        _ => call.action.clone(),
    }
}

/// Whether a pattern of fewer than six parts may stand beside the resource: rule
/// `short-arn-in-not-resource`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Short {
    Allowed,
    Never,
}

fn resource(
    random: &mut Random,
    call: &mut Call,
    aim: Aim,
    (variables, short): (Variables, Short),
) -> String {
    if call.resource == "*" {
        return match aim {
            Aim::Fit => "*".to_owned(),
            Aim::Miss => "arn:aws:bedrock-agentcore:us-east-1:111122223333:runtime/*".to_owned(),
        };
    }
    let parts: Vec<String> = call.resource.splitn(6, ':').map(str::to_owned).collect();
    let [_, _, service, region, account, last] = parts.as_slice() else {
        panic!("no ARN: {}", call.resource);
    };
    let (kind, id) = last.split_once('/').expect("a type and an id");
    let arn = |region: &str, account: &str, last: &str| {
        format!("arn:aws:{service}:{region}:{account}:{last}")
    };
    if aim == Aim::Miss {
        let near = [
            arn("ap-south-1", account, last),
            arn(region, "999999999999", last),
            arn(region, account, &format!("{kind}/{}", swapped(id))),
            arn(region, account, &format!("{}/{id}", swapped(kind))),
            arn(region, account, &format!("{kind}/{id}?")),
            arn(region, account, &format!("{kind}/x*")),
            arn("", account, last),
            arn(region, "", last),
            format!("arn:aws:s3:::{id}"),
        ];
        if short == Short::Allowed && random.chance(10) {
            return (*random.pick(&["arn:aws:s3:*", "arn:aws-cn:*"])).to_owned();
        }
        let mut missing = random.pick(&near).clone();
        if variables == Variables::Allowed && random.chance(5) {
            missing = arn(
                region,
                account,
                &format!("{kind}/${{aws:PrincipalTag/nothing}}"),
            );
        }
        return missing;
    }
    let region_pattern = pattern(random, region);
    match random.below(14) {
        0 => "*".to_owned(),
        1 => "arn:*".to_owned(),
        2 => format!("arn:aws:{service}:*"),
        3 => format!("arn:aws:{service}:{region}:*"),
        4 => format!("arn:aws:{service}:{region}:{}*", first(account)),
        5 => arn(&region_pattern, "*", &format!("{kind}/*")),
        6 => arn("*", account, last),
        7 => arn(region, account, "*"),
        8 => arn(region, account, &format!("{}*", first(kind))),
        9 if variables == Variables::Allowed => {
            const COPY: &str = "aws:PrincipalTag/copy";
            if call.principal.is_some() && !call.context.contains_key(COPY) {
                call.context.insert(COPY.to_owned(), json!(id));
            }
            arn(region, account, &format!("{kind}/${{{COPY}}}"))
        }
        10 if variables == Variables::Allowed => arn(
            region,
            account,
            &format!("{kind}/${{aws:PrincipalTag/nothing, '{id}'}}"),
        ),
        11 | 12 => arn(region, account, &format!("{kind}/{}", pattern(random, id))),
        _ => call.resource.clone(),
    }
}

fn first(text: &str) -> char {
    text.chars().next().expect("a text that is not empty")
}
