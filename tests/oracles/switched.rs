//! What is switched on endpoints that are there: private DNS, the address type and tags. The scripts
//! with the real AWS CLI, and a run, each leave our fake of EC2 as the plan says; a run gives it back.

use postern_tests::{Ec2, Run, Scratch, postern_bin, repository, skip, tool};
use serde_json::{Value, json};

use crate::case::{Case, named};

const SETTINGS: &str = "[apply]\nfirst_pause_ms = 5\nlongest_pause_ms = 20\npoll_ms = 10\n";

/// The account of the golden request.
fn account(ec2: &Ec2) {
    let text = std::fs::read_to_string(
        repository().join("plan/tests/golden/existing-switched.inventory.json"),
    )
    .unwrap();
    let inventory: Value = serde_json::from_str(&text).unwrap();
    ec2.reset(&json!({}));
    let mut world = ec2.world();
    let vpc = world["vpcs"][0]["id"].clone();
    let mut subnets = Vec::new();
    for (id, zone) in [("0", "use1-az1"), ("1", "use1-az2"), ("2", "use1-az4")] {
        subnets.push(json!({"id": format!("subnet-00000000000000a0{id}"), "vpc": vpc, "cidr": format!("10.0.{id}.0/24"),
            "zone": format!("us-east-1{id}"), "zone_id": zone, "free": 100, "owner": "111122223333", "tags": {}}));
    }
    let mut group = world["security_groups"][0].clone();
    group["id"] = json!("sg-0aaaaaaaaaaaaaaaa");
    let mut ours = group.clone();
    let seen = &inventory["security_groups"][0];
    for key in ["id", "name", "tags"] {
        ours[key] = seen[key].clone();
    }
    ours["inbound"][0]["cidrs"] = seen["inbound"][0]["cidrs"].clone();
    let groups = world["security_groups"].as_array_mut().unwrap();
    groups.extend([group, ours]);
    for service in world["services"].as_array_mut().unwrap() {
        service["ip_address_types"] = json!(["ipv4", "ipv6", "dualstack"]);
        service["zone_ids"] = json!(["use1-az1", "use1-az2", "use1-az4"]);
    }
    let endpoints: Vec<Value> = inventory["endpoints"]
        .as_array()
        .unwrap()
        .iter()
        .map(|endpoint| {
            let mut endpoint = endpoint.clone();
            endpoint["looks"] = json!(0);
            endpoint["token"] = Value::Null;
            endpoint
        })
        .collect();
    ec2.set(&json!({
        "subnets": subnets,
        "security_groups": world["security_groups"],
        "services": world["services"],
        "endpoints": endpoints,
    }));
}

/// What matters of the endpoints, by id.
fn seen(ec2: &Ec2) -> Value {
    let mut all = serde_json::Map::new();
    for endpoint in ec2.world()["endpoints"].as_array().unwrap() {
        let mut tags = endpoint["tags"].clone();
        tags.as_object_mut().unwrap().remove("postern:run");
        let mut subnets: Vec<&str> = endpoint["subnets"]
            .as_array()
            .unwrap()
            .iter()
            .map(|s| s.as_str().unwrap())
            .collect();
        subnets.sort_unstable();
        all.insert(
            endpoint["id"].as_str().unwrap().to_owned(),
            json!({"private_dns": endpoint["private_dns"], "kind": endpoint["ip_address_type"], "tags": tags,
                "subnets": subnets, "groups": endpoint["security_groups"]}),
        );
    }
    let world = ec2.world();
    let groups = world["security_groups"].as_array().unwrap();
    let ours = groups.iter().find(|g| g["id"] == "sg-0bbbbbbbbbbbbbbbb");
    let rules = ours.unwrap()["inbound"].as_array().unwrap();
    let admitted: Vec<&Value> = rules
        .iter()
        .flat_map(|r| r["cidrs"].as_array().unwrap())
        .collect();
    all.insert("admitted".to_owned(), json!(admitted));
    Value::Object(all)
}

fn planned() -> Value {
    let subnets = ["subnet-00000000000000a00", "subnet-00000000000000a01"];
    json!({
        "admitted": ["192.0.2.0/24", "10.0.0.0/16"],
        "vpce-0123456789abcdef0": {"private_dns": false, "kind": "ipv4", "subnets": subnets, "groups": ["sg-0bbbbbbbbbbbbbbbb"],
            "tags": {"Name": "shared", "Owner": "it's ours", "Cost Center": "$7 \"net\""}},
        "vpce-0123456789abcdef1": {"private_dns": true, "kind": "ipv4", "subnets": subnets, "groups": ["sg-0bbbbbbbbbbbbbbbb"],
            "tags": {"Owner": "it's ours", "Cost Center": "$7 \"net\"", "postern:request": "existing-switched"}},
    })
}

fn bash(ec2: &Ec2, case: &Case, scratch: &Scratch, script: &str) -> String {
    scratch.write(script, case.file(script));
    let run = ec2.run("bash").arg(script).within(scratch.path());
    run.deadline(std::time::Duration::from_mins(5)).stdout()
}

/// The calls that changed something since the world began.
fn changes(ec2: &Ec2) -> usize {
    let meant = |c: &&Value| c["changing"] == json!(true) && c["dry_run"] == json!(false);
    ec2.calls().iter().filter(meant).count()
}

#[test]
fn the_scripts_switch_what_the_plan_says_and_nothing_twice() {
    let (Some(ec2), Some(_)) = (Ec2::start(), tool("aws")) else {
        return skip("switched-cli", "aws or python3 not found");
    };
    let case = named("existing-switched");
    account(&ec2);
    let scratch = Scratch::new("switched-create");
    let said = bash(&ec2, &case, &scratch, "create.sh");
    assert_eq!(seen(&ec2), planned(), "{said}");
    assert!(
        said.contains("--private-dns-enabled --ip-address-type dualstack"),
        "the undo of the first: {said}"
    );
    let before = changes(&ec2);
    let said = bash(&ec2, &case, &scratch, "create.sh");
    assert_eq!(changes(&ec2), before, "{said}");

    // A value that somebody gave since is left alone.
    account(&ec2);
    let mut endpoints = ec2.world()["endpoints"].clone();
    endpoints[0]["tags"]["Owner"] = json!("somebody");
    ec2.set(&json!({"endpoints": endpoints}));
    let said = bash(&ec2, &case, &Scratch::new("switched-since"), "create.sh");
    assert!(
        said.contains("the tag Owner of vpce-0123456789abcdef0 is somebody by now"),
        "{said}"
    );
    assert_eq!(
        seen(&ec2)["vpce-0123456789abcdef0"]["tags"]["Owner"],
        json!("somebody")
    );

    account(&ec2);
    bash(
        &ec2,
        &case,
        &Scratch::new("switched-commands"),
        "commands.sh",
    );
    assert_eq!(seen(&ec2), planned());
}

#[test]
fn a_run_switches_the_same_and_gives_it_back() {
    let Some(ec2) = Ec2::start() else {
        return skip("switched-run", "python3 not found");
    };
    account(&ec2);
    let before = seen(&ec2);
    let scratch = Scratch::new("switched-run");
    let request = scratch.write("request.toml", named("existing-switched").text);
    let settings = scratch.write("settings.toml", SETTINGS);
    let postern = |words: &[&str]| -> Run {
        ec2.run(postern_bin())
            .args(words)
            .args(["--state".as_ref(), scratch.path().as_os_str()])
    };
    let with = |words: &[&str]| postern(words).arg("--config").arg(&settings);
    let ended = with(&["apply", request.to_str().unwrap(), "--yes"]).end();
    assert!(ended.ok(), "{ended}");
    assert_eq!(seen(&ec2), planned(), "{ended}");
    assert_eq!(ec2.violations(), json!([]));

    let runs = postern(&["runs"]).stdout();
    let run = runs.split_whitespace().next().unwrap().to_owned();
    let ended = with(&["rollback", &run, "--yes"]).end();
    assert!(ended.ok(), "{ended}");
    assert_eq!(seen(&ec2), before, "{ended}");
}
