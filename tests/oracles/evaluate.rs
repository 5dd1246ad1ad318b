//! Postern's evaluator against iam-simulate, which nobody here wrote, on random cases.
//!
//! Where the two are known to differ and iam-simulate is wrong, `evaluate/disagreements.jsonl`
//! keeps a case of it, and the generator does not make that shape.

mod calls;
mod conditions;
mod generate;
mod random;
mod statements;
pub(crate) mod verdicts;

use std::fmt::Write as _;
use std::fs;
use std::io::{Write as _, stderr};
use std::path::PathBuf;

use postern_tests::{repository, skip};
use serde_json::{Value, json};

use generate::{ABSENT_KEY, Case, NOT_PRINCIPAL, UNKNOWN_KEY, UNSIGNED};
use verdicts::{Simulate, decided, postern};

/// How many cases a run makes, unless `POSTERN_CASES` says otherwise.
const CASES: u64 = 12_000;

/// How many cases are asked which statement decided.
const NAMED: usize = 2_000;

/// How many differing cases are shown, each with as few statements as will do.
const SHOWN: usize = 5;

/// The fixed cases are the first ones of this seed.
const FIXED: (u64, usize) = (1, 400);

#[test]
fn two_evaluators_agree() {
    let simulate = match Simulate::find() {
        Ok(simulate) => simulate,
        Err(missing) => return skip("evaluate-simulate", missing),
    };
    let seed = random::seed();
    let count = usize::try_from(random::number("POSTERN_CASES").unwrap_or(CASES)).unwrap();
    say(&format!(
        "{count} cases; POSTERN_SEED={seed} makes them again"
    ));
    let cases: Vec<Case> = (0..count)
        .map(|number| generate::case(seed, number))
        .collect();
    let (differing, said) = compared(&simulate, &cases);
    let shown: String = differing
        .iter()
        .take(SHOWN)
        .map(|case| told(&simulate, &smallest(&simulate, case)))
        .collect();
    assert!(
        differing.is_empty(),
        "{} of {count} cases differ; POSTERN_SEED={seed}\n{shown}",
        differing.len(),
    );
    shares(&cases, &said);
}

#[test]
fn the_statement_that_is_named_decides_alone() {
    let simulate = match Simulate::find() {
        Ok(simulate) => simulate,
        Err(missing) => return skip("evaluate-statement", missing),
    };
    let seed = random::seed();
    let cases: Vec<Case> = (0..NAMED)
        .map(|number| generate::case(seed, number))
        .collect();
    let lines: Vec<Value> = cases.iter().map(|case| case.line(&case.call)).collect();
    let (mut alone, mut expected) = (vec![], vec![]);
    for (case, answer) in cases.iter().zip(postern(&lines)) {
        let Some(name) = answer.statement.filter(|_| case.completions.is_empty()) else {
            continue;
        };
        let mut line = case.line(&case.call);
        let named = case.statement(&name);
        let open = json!({"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*"});
        line["policy"]["Statement"] = json!([named]);
        if answer.decision == "denied" {
            line["policy"]["Statement"] = json!([open, named]);
        }
        alone.push(line);
        expected.push(answer.decision);
    }
    assert!(alone.len() > NAMED / 3, "{} named statements", alone.len());
    for (line, (said, expected)) in alone
        .iter()
        .zip(simulate.decisions(&alone).iter().zip(&expected))
    {
        assert_eq!(said, expected, "POSTERN_SEED={seed}: {line}");
    }
}

#[test]
fn known_disagreements_are_as_they_are_kept() {
    let kept = lines(&repository().join("tests/oracles/evaluate/disagreements.jsonl"));
    for (case, said) in kept.iter().zip(decided(&asked(&kept))) {
        assert_eq!(case["postern"], json!(said), "Postern on {case}");
        for told in ["rule", "right", "why", "source"] {
            assert!(
                case[told].as_str().is_some_and(|t| !t.is_empty()),
                "{told} of {case}"
            );
        }
    }
    let simulate = match Simulate::find() {
        Ok(simulate) => simulate,
        Err(missing) => return skip("evaluate-disagreements", missing),
    };
    for (case, said) in kept.iter().zip(simulate.decisions(&asked(&kept))) {
        assert_eq!(case["simulate"], json!(said), "iam-simulate on {case}");
        assert_ne!(
            case["simulate"], case["postern"],
            "no disagreement any more: {case}"
        );
    }
}

/// The verdicts that the ordinary tests of the plan crate compare with are iam-simulate's.
/// `POSTERN_BLESS=1` writes the file anew.
#[test]
fn fixed_cases_hold_what_iam_simulate_says() {
    let simulate = match Simulate::find() {
        Ok(simulate) => simulate,
        Err(missing) => return skip("evaluate-fixed", missing),
    };
    let path = repository().join("plan/tests/evaluate/cases.jsonl");
    if std::env::var_os("POSTERN_BLESS").is_some() {
        let cases = (0..FIXED.1).map(|number| generate::case(FIXED.0, number));
        let known = cases.filter(|case| case.completions.is_empty());
        let asked: Vec<Value> = known.map(|case| case.line(&case.call)).collect();
        let mut text = String::new();
        for (line, said) in asked.iter().zip(simulate.decisions(&asked)) {
            let mut line = line.clone();
            line["decision"] = json!(said);
            writeln!(text, "{line}").unwrap();
        }
        fs::write(&path, text).unwrap();
    }
    let kept = lines(&path);
    assert!(kept.len() >= 300, "{} fixed cases", kept.len());
    for (case, said) in kept.iter().zip(simulate.decisions(&asked(&kept))) {
        assert_eq!(case["decision"], json!(said), "{case}");
    }
}

/// Says it past the test harness, which shows nothing of a test that passes.
fn say(text: &str) {
    let _ = stderr().write_all(format!("evaluate: {text}\n").as_bytes());
}

fn lines(path: &PathBuf) -> Vec<Value> {
    let text = fs::read_to_string(path).unwrap();
    text.lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

/// The lines as the programs take them, without what is kept beside.
fn asked(kept: &[Value]) -> Vec<Value> {
    kept.iter()
        .map(|case| json!({"id": case["id"], "policy": case["policy"], "request": case["request"]}))
        .collect()
}

/// The calls that iam-simulate is asked about, which knows no unknown keys.
fn calls(case: &Case) -> impl Iterator<Item = &calls::Call> {
    let whole = case.completions.is_empty().then_some(&case.call);
    whole.into_iter().chain(&case.completions)
}

/// The cases on which the two differ, and what Postern says of each.
fn compared<'c>(simulate: &Simulate, cases: &'c [Case]) -> (Vec<&'c Case>, Vec<String>) {
    let said = decided(
        &cases
            .iter()
            .map(|case| case.line(&case.call))
            .collect::<Vec<_>>(),
    );
    let asked: Vec<Value> = cases
        .iter()
        .flat_map(|case| calls(case).map(|call| case.line(call)))
        .collect();
    let mut simulated = simulate.decisions(&asked).into_iter();
    let differing = cases
        .iter()
        .zip(&said)
        .filter(|(case, said)| {
            let answers: Vec<_> = simulated.by_ref().take(calls(case).count()).collect();
            match said.as_str() {
                // Nothing is unknown to iam-simulate; to Postern only what the call says is.
                "unknown" => case.call.unknown.is_empty(),
                said => answers.iter().any(|answer| answer != said),
            }
        })
        .map(|(case, _)| case)
        .collect();
    (differing, said)
}

/// A case and what the two say of it.
fn told(simulate: &Simulate, case: &Case) -> String {
    let said = decided(&[case.line(&case.call)]).concat();
    let asked: Vec<Value> = calls(case).map(|call| case.line(call)).collect();
    let mut text = format!("Postern {said}: {}\n", case.line(&case.call));
    for (word, line) in simulate.decisions(&asked).iter().zip(&asked) {
        writeln!(text, "  iam-simulate {word}: {line}").unwrap();
    }
    text
}

/// The case with as few statements as still make the two differ.
fn smallest(simulate: &Simulate, case: &Case) -> Case {
    let smaller = case.smaller();
    if smaller.is_empty() {
        return case.clone();
    }
    match compared(simulate, &smaller).0.first() {
        Some(still) => smallest(simulate, still),
        None => case.clone(),
    }
}

/// The cases are worth asking: enough of every kind, and the answers neither all yes nor all no.
fn shares(cases: &[Case], said: &[String]) {
    let count = cases.len();
    let share = |of: usize| of * 100 / count.max(1);
    let answered = |word: &str| share(said.iter().filter(|s| *s == word).count());
    let (allowed, denied, unknown) = (answered("allowed"), answered("denied"), answered("unknown"));
    say(&format!(
        "{allowed} % allowed, {denied} % denied, {unknown} % unknown"
    ));
    assert!(allowed >= 30 && denied >= 30 && unknown >= 1);
    let text = |case: &Case| case.policy.to_string();
    let of = |holds: &dyn Fn(&Case) -> bool| share(cases.iter().filter(|case| holds(case)).count());
    // Shares are rounded down, and some cases have no key to forget.
    assert!(of(&|case| case.call.principal.is_none()) >= 100 / UNSIGNED - 1);
    assert!(of(&|case| text(case).contains("NotPrincipal")) >= 100 / NOT_PRINCIPAL - 1);
    assert!(of(&Case::lacks_a_key) >= 100 / ABSENT_KEY - 1);
    assert!(of(&|case| !case.call.unknown.is_empty()) >= 100 / UNKNOWN_KEY - 2);
    if count < 10_000 {
        return; // Too few to meet every operator in.
    }
    let all: String = cases.iter().map(text).collect();
    for base in postern_plan::request::Operator::BASES {
        let decorated = ["", "IfExists"].map(|end| {
            ["", "ForAllValues:", "ForAnyValue:"].map(|set| format!("\"{set}{base}{end}\""))
        });
        for operator in decorated
            .concat()
            .iter()
            .filter(|o| *base != "Null" || **o == "\"Null\"")
        {
            assert!(all.contains(operator), "no case has {operator}");
        }
    }
}
