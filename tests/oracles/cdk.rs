//! The CDK artifact is compiled and synthesised offline; its template is `stack.yaml`'s.
//!
//! The packages are those of the artifact's own `package.json`, installed beforehand.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::time::Duration;

use postern_tests::{Run, Scratch, node_modules, skip, tool};
use serde_json::{Map, Value};

use crate::cases::{self, Case};

const PATIENCE: Duration = Duration::from_mins(10);

/// The artifact as it comes, with its own commands.
#[test]
fn synthesises_on_its_own() {
    let case = &cases::spanning()[0];
    let Some(modules) = modules(case) else {
        return skip("cdk", "the packages of cdk/package.json not found");
    };
    let scratch = Scratch::new("cdk");
    let folder = scratch.path().join(&case.name).join("cdk");
    write(&scratch, case);
    symlink(modules, folder.join("node_modules")).unwrap();
    Run::new("npx")
        .args(["--offline", "cdk", "synth", "--quiet", "--no-notices"])
        .env("CDK_DISABLE_VERSION_CHECK", "1")
        .env("CI", "1")
        .within(&folder)
        .deadline(PATIENCE)
        .stdout();
    compare(case, &folder.join("cdk.out"));
}

/// Every artifact, compiled at once and synthesised in one process.
#[test]
fn every_stack_is_the_template() {
    let cases = cases::all();
    let Some(modules) = modules(&cases[0]) else {
        return skip("cdk-all", "the packages of cdk/package.json not found");
    };
    let scratch = Scratch::new("cdk-all");
    symlink(&modules, scratch.path().join("node_modules")).unwrap();
    for case in &cases {
        write(&scratch, case);
    }
    let settings = cases[0]
        .json("cdk/tsconfig.json")
        .to_string()
        .replace(r#"["bin","lib"]"#, r#"["*/cdk/bin","*/cdk/lib"]"#);
    scratch.write("tsconfig.json", &settings);
    Run::new(modules.join(".bin/tsc"))
        .within(scratch.path())
        .deadline(PATIENCE)
        .stdout();
    let names: Vec<_> = cases.iter().map(|c| c.name.as_str()).collect();
    let program = "for (const name of JSON.parse(require('fs').readFileSync(0))) {\n\
                   process.env.CDK_OUTDIR = `${name}/cdk.out`;\n\
                   require(`${process.cwd()}/build/${name}/cdk/bin/app.js`);\n}";
    // What cdk.json says to the command line.
    let context = r#"{"aws:cdk:disable-version-reporting": true}"#;
    Run::new("node")
        .args(["-e", program])
        .env("CDK_CONTEXT_JSON", context)
        .input(serde_json::to_string(&names).unwrap())
        .within(scratch.path())
        .deadline(PATIENCE)
        .stdout();
    let templates: Vec<_> = cases
        .iter()
        .map(|c| compare(c, &scratch.path().join(&c.name).join("cdk.out")))
        .collect();
    let Some(lint) = tool("cfn-lint") else {
        return skip("cdk-cfn-lint", "cfn-lint not found");
    };
    let run = Run::new(lint)
        .arg("-r")
        .args(cases::regions(&cases))
        .args(["-c", "I", "--"]);
    assert_eq!(run.args(templates).deadline(PATIENCE).stdout().trim(), "");
}

fn write(scratch: &Scratch, case: &Case) {
    for (path, text) in case
        .files
        .iter()
        .filter(|(path, _)| path.starts_with("cdk/"))
    {
        scratch.write(&format!("{}/{path}", case.name), text);
    }
}

/// Compares the template in a folder with the case's, and returns its path.
fn compare(case: &Case, folder: &Path) -> PathBuf {
    let path = folder.join(format!("{}.template.json", plan_name(case)));
    let synthesised: Value = serde_json::from_str(&fs::read_to_string(&path).unwrap()).unwrap();
    let ours = case.json("stack.json");
    for section in ["Resources", "Outputs"] {
        let (theirs, ours) = (
            keyed_tags(&synthesised[section]),
            keyed_tags(&ours[section]),
        );
        assert_eq!(theirs, ours, "{}: {section}", case.name);
    }
    assert_eq!(synthesised["Description"], ours["Description"]);
    let mut parameters = synthesised["Parameters"].clone();
    // CDK's own.
    parameters
        .as_object_mut()
        .unwrap()
        .remove("BootstrapVersion");
    let none = Value::Object(Map::new());
    assert_eq!(
        &parameters,
        ours.get("Parameters").unwrap_or(&none),
        "{}",
        case.name
    );
    path
}

/// CDK sorts tags by its locale: their order says nothing.
fn keyed_tags(value: &Value) -> Value {
    match value {
        Value::Object(map) => map
            .iter()
            .map(|(key, value)| match value {
                Value::Array(tags) if key == "Tags" => {
                    let text = |v: &Value| v.as_str().unwrap().to_owned();
                    let keyed: Map<_, _> = tags
                        .iter()
                        .map(|t| (text(&t["Key"]), t["Value"].clone()))
                        .collect();
                    assert_eq!(keyed.len(), tags.len());
                    (key.clone(), keyed.into())
                }
                _ => (key.clone(), keyed_tags(value)),
            })
            .collect(),
        other => other.clone(),
    }
}

fn plan_name(case: &Case) -> String {
    case.json("plan.json")["plan"]["name"]
        .as_str()
        .unwrap()
        .to_owned()
}

/// The folder of the packages, where it holds what the artifact asks for.
fn modules(case: &Case) -> Option<PathBuf> {
    let modules = node_modules()?;
    let package = case.json("cdk/package.json");
    let asked = ["dependencies", "devDependencies"]
        .into_iter()
        .flat_map(|d| package[d].as_object().unwrap());
    let mut asked = asked.map(|(name, version)| (modules.join(name).join("package.json"), version));
    let holds = asked.all(|(path, version)| {
        let read = fs::read_to_string(path)
            .ok()
            .and_then(|t| serde_json::from_str::<Value>(&t).ok());
        read.is_some_and(|there| there["version"] == *version)
    });
    holds.then_some(modules)
}
