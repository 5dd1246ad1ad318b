//! The lines of `connect.md`: bash takes each value as one word, the SDK's models know each command
//! and its parameters, and Python reads the Python.

use std::fs;

use postern_plan::artifact::{Format, render};
use postern_plan::catalog::Catalog;
use postern_plan::request::Request;
use postern_tests::{Run, golden_requests, python_with, skip, tool};

/// The code of every golden request's page, by its language.
fn blocks(language: &str) -> Vec<String> {
    let catalog = Catalog::load().expect("the catalogue");
    let mut found = Vec::new();
    for path in golden_requests() {
        let text = fs::read_to_string(&path).expect("a golden request");
        let request = Request::parse(&catalog, &text).expect("a right request");
        for private_dns in [true, false] {
            let mut request = request.clone();
            request.placement.private_dns = private_dns;
            let plan = postern_plan::plan(&catalog, None, &request);
            let files = render(&plan, Format::All).expect("artifacts");
            let page = files.iter().find(|f| f.path == "connect.md");
            found.extend(of_language(&page.expect("connect.md").text, language));
        }
    }
    assert!(found.len() >= 30, "{language}: {}", found.len());
    found
}

pub(crate) fn of_language(page: &str, language: &str) -> Vec<String> {
    let (mut found, mut open) = (Vec::new(), None::<(String, bool, String)>);
    for line in page.lines() {
        let ticks = line.chars().take_while(|c| *c == '`').count();
        open = match open {
            Some((fence, wanted, code)) if line == fence => {
                found.extend(wanted.then_some(code));
                None
            }
            Some((fence, wanted, code)) => Some((fence, wanted, code + line + "\n")),
            None if ticks >= 3 => {
                Some(("`".repeat(ticks), line.ends_with(language), String::new()))
            }
            None => None,
        };
    }
    assert!(open.is_none(), "a fence is left open: {page}");
    found
}

#[test]
fn bash_takes_each_command_apart_and_the_sdk_knows_it() {
    let (Some(bash), Some(python)) = (tool("bash"), python_with("botocore")) else {
        return skip("connect commands", "bash or botocore not found");
    };
    // Every program that a line names says its words instead; any other program is an error.
    let mut script = String::from(
        "set -eu\nPATH=/nonexistent\nTOKEN=t AWS_ACCESS_KEY_ID=a AWS_SECRET_ACCESS_KEY=s AWS_SESSION_TOKEN=t\n\
         said() { printf '%s\\037' \"$@\"; printf '\\036'; }\n\
         aws() { said aws \"$@\"; }\ncurl() { said curl \"$@\"; }\nwebsocat() { said websocat \"$@\"; }\n",
    );
    for block in blocks("sh") {
        script.push_str(&block);
    }
    let said = Run::new(bash).arg("-s").input(script).stdout();
    let calls: Vec<Vec<&str>> = said
        .split_terminator('\u{1e}')
        .map(|call| call.split_terminator('\u{1f}').collect())
        .collect();
    assert!(calls.len() >= 60, "{}", calls.len());
    for call in &calls {
        if call[0] != "aws" {
            let url = call.last().expect("words");
            let host = url.split('/').nth(2).expect("a host");
            let known = host.ends_with(".amazonaws.com") || host.ends_with(".api.aws");
            assert!(known || url.contains("VPCE_NAME"), "{call:?}");
            assert!(!call.contains(&"-d") || call.iter().any(|w| w.starts_with('{')));
        }
    }
    let commands: Vec<&Vec<&str>> = calls.iter().filter(|c| c[0] == "aws").collect();
    let json = serde_json::to_string(&commands).expect("words");
    let judged = Run::new(python).args(["-c", JUDGE]).input(json).stdout();
    let known: usize = judged.trim().parse().expect("a number");
    assert!(known >= 30, "{known} commands were judged");
}

/// Reads commands; ends with how many it could judge. Services that this botocore does not have
/// yet, and the word that stands for any operation, are passed over.
pub(crate) const JUDGE: &str = r#"
import json, sys
from botocore import xform_name
from botocore.exceptions import UnknownServiceError
from botocore.session import Session
session, judged = Session(), 0
GLOBAL = {"--region", "--endpoint-url", "--query", "--output"}
for _, service, operation, *rest in json.load(sys.stdin):
    try:
        model = session.get_service_model(service)
    except UnknownServiceError:
        continue
    if operation == "OPERATION":
        continue
    names = {xform_name(name, "-"): name for name in model.operation_names}
    shape = model.operation_model(names[operation]).input_shape
    options = [word for word in rest if word.startswith("--")]
    allowed = {"--" + xform_name(member, "-") for member in shape.members}
    assert set(options) <= allowed | GLOBAL, (operation, options)
    needed = {"--" + xform_name(member, "-") for member in shape.required_members}
    assert needed <= set(options), (operation, needed)
    judged += 1
print(judged)
"#;

#[test]
fn python_reads_the_python() {
    let Some(python) = tool("python3") else {
        return skip("connect python", "python3 not found");
    };
    let json = serde_json::to_string(&blocks("python")).expect("code");
    let read = "import ast, json, sys\nfor code in json.load(sys.stdin): ast.parse(code)";
    Run::new(python).args(["-c", read]).input(json).stdout();
}
