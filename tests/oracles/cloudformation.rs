//! cfn-lint, PyYAML and moto judge `stack.yaml` and `stack.json`.

use std::time::Duration;

use postern_tests::{Run, Scratch, python_with, skip, tool};
use serde_json::{Value, json};

use crate::cases;
use crate::made;
use crate::world::World;

const TEMPLATES: [&str; 2] = ["stack.yaml", "stack.json"];

#[test]
fn cfn_lint_finds_nothing() {
    let Some(lint) = tool("cfn-lint") else {
        return skip("cfn-lint", "cfn-lint not found");
    };
    let cases = cases::all();
    let scratch = Scratch::new("cfn-lint");
    let mut run = Run::new(lint)
        .arg("-r")
        .args(cases::regions(&cases))
        .args(["-c", "I", "--"]);
    for case in &cases {
        for template in TEMPLATES {
            run = run.arg(scratch.write(&format!("{}/{template}", case.name), case.file(template)));
        }
    }
    let found = run.deadline(Duration::from_mins(10)).stdout();
    assert_eq!(found.trim(), "");
}

#[test]
fn yaml_and_json_are_one_template() {
    let Some(python) = python_with("yaml") else {
        return skip("pyyaml", "PyYAML not found");
    };
    let cases = cases::all();
    let program = "import json, sys, yaml\n\
                   json.dump([yaml.safe_load(t) for t in json.load(sys.stdin)], sys.stdout)";
    let texts: Vec<&str> = cases.iter().map(|c| c.file("stack.yaml")).collect();
    let run = Run::new(python)
        .args(["-c", program])
        .input(json!(texts).to_string());
    let read: Vec<Value> = serde_json::from_str(&run.stdout()).unwrap();
    assert_eq!(read.len(), cases.len());
    for (case, read) in cases.iter().zip(read) {
        assert_eq!(read, case.json("stack.json"), "{}", case.name);
    }
}

/// Moto loses the endpoints' tags and address types, and rules for anything but IPv4 and groups.
#[test]
fn create_stack_makes_the_plan() {
    let Some(world) = World::start() else {
        return skip("create-stack", "moto_server or boto3 not found");
    };
    for (i, golden) in cases::spanning().iter().enumerate() {
        // The two are one template, so one case is enough for the second.
        for template in if i == 0 {
            &TEMPLATES[..]
        } else {
            &TEMPLATES[..1]
        } {
            let case = world.place(golden);
            let name = format!("{}-{}", case.name, template.replace('.', "-"));
            let given = json!({ "name": name, "template": case.file(template) });
            let status = world.ask("stack", &case.region, &given);
            assert_eq!(status, "CREATE_COMPLETE", "{name}");
            let planned = made::document(&case.json("plan.json"), &["create"]);
            let mut made = world.describe(&case);
            let services = made["endpoints"].as_object_mut().unwrap();
            services.retain(|service, _| planned["endpoints"].get(service).is_some());
            assert_eq!(kept_by_moto(made), kept_by_moto(planned), "{name}");
        }
    }
}

fn kept_by_moto(made: Value) -> Value {
    let mut kept = made::without(made, &["tags", "ip_address_type"]);
    if let Some(rules) = kept["group"].get_mut("rules").and_then(Value::as_array_mut) {
        rules.retain(|r| r["kind"] == "ipv4" || r["kind"] == "security-group");
    }
    kept
}
