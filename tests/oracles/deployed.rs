//! What `deploy/` and the Dockerfile say, judged by whoever reads them: hadolint, Compose, botocore's
//! model of ECS, and Postern's own settings.

use postern_tests::{Run, postern_bin, python_with, repository, skip, tool};
use serde_json::Value;

fn task() -> Value {
    let text = std::fs::read_to_string(repository().join("deploy/ecs-task.json")).unwrap();
    serde_json::from_str(&text).unwrap()
}

/// The settings that hold with these variables must be right.
fn right(run: Run) -> Value {
    let checked = run.args(["config", "check", "--json"]).end();
    assert!(checked.ok(), "{checked}");
    serde_json::from_str(&checked.stdout).unwrap()
}

#[test]
fn hadolint_finds_nothing() {
    let Some(hadolint) = tool("hadolint") else {
        return skip("hadolint", "hadolint not found");
    };
    let linted = Run::new(hadolint)
        .arg(repository().join("Dockerfile"))
        .end();
    assert!(linted.ok() && linted.stdout.is_empty(), "{linted}");
}

#[test]
fn compose_reads_its_file() {
    let Some(compose) = tool("docker-compose") else {
        return skip("compose", "docker-compose not found");
    };
    let file = repository().join("deploy/compose.yaml");
    let read = Run::new(compose).arg("-f").arg(file).arg("config").end();
    assert!(read.ok(), "{read}");
    for said in [
        "read_only: true",
        "no-new-privileges:true",
        "127.0.0.1",
        "cap_drop:",
    ] {
        assert!(read.stdout.contains(said), "{said}: {read}");
    }
}

#[test]
fn ecs_takes_the_task_definition() {
    let Some(python) = python_with("botocore") else {
        return skip("ecs task", "botocore not found");
    };
    let program = "import json, sys, botocore.session, botocore.validate\n\
         model = botocore.session.get_session().get_service_model('ecs')\n\
         shape = model.operation_model('RegisterTaskDefinition').input_shape\n\
         print(botocore.validate.ParamValidator().validate(json.load(sys.stdin), shape).generate_report())";
    let judge = |task: &Value| {
        let run = Run::new(&python).args(["-c", program]);
        run.input(task.to_string()).stdout().trim().to_owned()
    };
    let mut task = task();
    assert_eq!(judge(&task), "");
    let container = &mut task["containerDefinitions"][0];
    assert_eq!(container["readonlyRootFilesystem"], true);
    container["readOnly"] = true.into();
    assert!(judge(&task).contains("readOnly"), "a slip is found");
}

#[test]
fn the_settings_of_both_are_right() {
    let file = repository().join("deploy/postern.toml");
    right(
        Run::new(postern_bin())
            .env("POSTERN_CONFIG", file)
            .env("POSTERN_OIDC__CLIENT_SECRET", "dummy")
            .env(
                "POSTERN_STORE__DATABASE_URL",
                "postgres://postern@database/postern",
            ),
    );
    let task = task();
    let container = &task["containerDefinitions"][0];
    let mut run = Run::new(postern_bin());
    for variable in container["environment"].as_array().unwrap() {
        let value = variable["value"].as_str().unwrap();
        run = run.env(variable["name"].as_str().unwrap(), value);
    }
    for secret in container["secrets"].as_array().unwrap() {
        let name = secret["name"].as_str().unwrap();
        assert!(
            secret["valueFrom"]
                .as_str()
                .unwrap()
                .starts_with("arn:aws:secretsmanager:")
        );
        let value = match name {
            "DATABASE_URL" => "postgres://postern@database/postern",
            _ => "dummy",
        };
        run = run.env(name, value);
    }
    right(run);
}
