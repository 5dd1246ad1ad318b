//! Texts of every kind come out of YAML, HCL and TypeScript as they went in, read by PyYAML,
//! hcl-rs, Terraform and Node. bash and PowerShell have oracles of their own.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use postern_tests::{Run, Scratch, python_with, skip, tool};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use serde_json::{Value, json};

use crate::cases::Case;
use crate::made;

/// Requests that are made up, and tags and condition values in each.
const REQUESTS: usize = 12;
const TEXTS: usize = 40;

/// What texts are made of.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Alphabet {
    Ascii,
    All,
}

#[test]
fn pyyaml_reads_every_text_back() {
    let Some(python) = python_with("yaml") else {
        return skip("escapers-yaml", "PyYAML not found");
    };
    let program = "import json, sys, yaml\n\
                   json.dump([yaml.safe_load(t) for t in json.load(sys.stdin)], sys.stdout)";
    let cases = hostile(Alphabet::All);
    let texts: Vec<&str> = cases.iter().map(|c| c.file("stack.yaml")).collect();
    let run = Run::new(python)
        .args(["-c", program])
        .input(json!(texts).to_string());
    let read: Vec<Value> = serde_json::from_str(&run.stdout()).unwrap();
    for (case, read) in cases.iter().zip(read) {
        let planned = made::document(&case.json("plan.json"), &["create"]);
        assert_eq!(made::template(&read), planned);
    }
}

#[test]
fn hcl_rs_reads_every_text_back() {
    for case in hostile(Alphabet::All) {
        let planned = made::document(&case.json("plan.json"), &["create"]);
        assert_eq!(made::configuration(case.file("terraform/main.tf")), planned);
    }
}

/// The tags of the group, cut out of the configuration; in ASCII, since Terraform composes accents.
#[test]
fn terraform_reads_every_text_back() {
    let Some(terraform) = tool("terraform") else {
        return skip("escapers-terraform", "terraform not found");
    };
    let scratch = Scratch::new("escapers");
    let cases = hostile(Alphabet::Ascii);
    let mut outputs = String::new();
    for (i, case) in cases.iter().enumerate() {
        let tags = between(case.file("terraform/main.tf"), "  tags = {\n", "\n  }\n");
        write!(
            outputs,
            "output \"t{i}\" {{\n  value = {{\n{tags}\n  }}\n}}\n"
        )
        .unwrap();
    }
    scratch.write("main.tf", outputs);
    let run = |args: &[&str]| {
        Run::new(&terraform)
            .args(args)
            .env("TF_CLI_CONFIG_FILE", "/dev/null")
            .within(scratch.path())
            .stdout()
    };
    run(&["apply", "-auto-approve", "-no-color"]);
    let read: Value = serde_json::from_str(&run(&["output", "-json", "-no-color"])).unwrap();
    for (i, case) in cases.iter().enumerate() {
        let planned = &case.json("plan.json")["plan"]["security_group"]["tags"];
        assert_eq!(read[format!("t{i}")]["value"], *planned);
    }
}

#[test]
fn node_reads_every_text_back() {
    let Some(node) = tool("node") else {
        return skip("escapers-node", "node not found");
    };
    let cases = hostile(Alphabet::All);
    let sources: Vec<_> = cases
        .iter()
        .map(|case| {
            let source = case.file("cdk/lib/endpoints-stack.ts");
            let tags = between(source, "      tags: [\n", "\n      ],\n");
            let policy = between(source, "      policyDocument: ", ",\n");
            format!("[[{tags}], {policy}]")
        })
        .collect();
    let program = "const read = JSON.parse(require('fs').readFileSync(0)).map(s => eval(s));\n\
                   console.log(JSON.stringify(read));";
    let run = Run::new(node)
        .args(["-e", program])
        .input(json!(sources).to_string());
    let read: Vec<(Value, Value)> = serde_json::from_str(&run.stdout()).unwrap();
    for (case, (tags, policy)) in cases.iter().zip(read) {
        let plan = &case.json("plan.json")["plan"];
        let text = |v: &Value| v.as_str().unwrap().to_owned();
        let tags = tags.as_array().unwrap().iter();
        let tags: BTreeMap<_, _> = tags.map(|t| (text(&t["key"]), text(&t["value"]))).collect();
        assert_eq!(json!(tags), plan["security_group"]["tags"]);
        assert_eq!(policy, plan["endpoints"][0]["policy"]);
    }
}

fn between<'t>(text: &'t str, start: &str, end: &str) -> &'t str {
    text.split_once(start).unwrap().1.split_once(end).unwrap().0
}

/// Requests whose tags and conditions hold texts of every kind; the same in every run.
fn hostile(alphabet: Alphabet) -> Vec<Case> {
    let mut runner = TestRunner::deterministic();
    let pieces = prop_oneof![
        3 => prop::sample::select(vec![
            "${", "%{", "$${", "%%{", "$", "%", "{", "}", "\\", "\"", "'", "`", "#", "//", "*/", "EOT", "---",
            "...", ": ", "- ", "?", "!", "&a", "*a", "|", ">", "@", "~", "\\u0041", "\\n", "yes", "012", "0x1",
            "2012-10-17", "<<", "=", "é", "e\u{301}", "🚪", "\u{2028}", "\u{2029}", "\u{feff}", "\u{200b}",
            "\u{202e}", " ",
        ]).prop_map(str::to_owned),
        1 => "[ -~]{1,3}",
        1 => "\\PC",
    ];
    let text = prop::collection::vec(pieces, 1..8).prop_map(move |pieces| {
        let mut text = pieces.concat();
        text.retain(|c| alphabet == Alphabet::All || c.is_ascii());
        text + "x"
    });
    // Tags hold what XML can carry; conditions hold anything.
    let value = (
        text.clone(),
        prop::sample::select(vec![
            "", "\n", "\r\n", "\t", "\u{7f}", "\u{85}", "\u{0}", "\u{fffe}", "\u{ffff}",
        ]),
    );
    let value = value.prop_map(|(text, control)| format!("{text}{control}"));
    let requests = (
        prop::collection::btree_map(text.clone(), text, TEXTS),
        prop::collection::btree_set(value, TEXTS),
    );
    (0..REQUESTS)
        .map(|i| {
            let (tags, values) = requests.new_tree(&mut runner).unwrap().current();
            Case::of(
                &format!("hostile-{i}"),
                request(&tags, &values).to_string(),
                None,
            )
        })
        .collect()
}

fn request(tags: &BTreeMap<String, String>, values: &BTreeSet<String>) -> Value {
    json!({
        "version": 1,
        "name": "hostile",
        "region": "us-east-1",
        "account": "111122223333",
        "placement": {
            "vpc": "vpc-0a1b2c3d4e5f60718",
            "subnets": ["subnet-00000000000000a00"],
            "allow_from": ["10.0.0.0/16"],
        },
        "grants": [{
            "primitive": "memory",
            "auth": "sigv4",
            "callers": ["arn:aws:iam::111122223333:role/app"],
            "resources": ["notes-AbCdEf1234"],
            "access": "read",
            "conditions": { "StringEquals": { "aws:PrincipalTag/team": values } },
        }],
        "tags": tags,
    })
}
