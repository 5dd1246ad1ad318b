//! Terraform judges `terraform/main.tf`: its form, its types, and what it makes on moto.
//!
//! The provider is not downloaded: it is taken from a filesystem mirror, named by
//! `POSTERN_TF_PLUGINS` or in one of the usual places.

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::time::Duration;

use postern_tests::{Run, Scratch, skip, tool};
use serde_json::Value;

use crate::cases::{self, Case};
use crate::made;
use crate::world::World;

/// Where mirrors usually are; a leading `~` is the home folder.
const MIRRORS: [&str; 5] = [
    "~/.terraform.d/plugins",
    "/usr/local/share/terraform/plugins",
    "/usr/share/terraform/plugins",
    "/opt/terraform/plugins",
    "/opt/tf-plugins",
];

const PROVIDER: &str = "registry.terraform.io/hashicorp/aws";

#[test]
fn fmt_changes_nothing() {
    let Some(terraform) = tool("terraform") else {
        return skip("terraform-fmt", "terraform not found");
    };
    let scratch = Scratch::new("terraform-fmt");
    for case in cases::all() {
        scratch.write(
            &format!("{}/main.tf", case.name),
            case.file("terraform/main.tf"),
        );
    }
    let run = Run::new(terraform).args(["fmt", "-check", "-recursive", "-diff"]);
    run.env("TF_CLI_CONFIG_FILE", "/dev/null")
        .within(scratch.path())
        .stdout();
}

/// Every configuration as a module of one, so that the provider is started once. Imports may only
/// stand in the root; [`apply_makes_the_plan`] judges those.
#[test]
fn every_configuration_is_valid() {
    let Some(terraform) = Terraform::find() else {
        return skip(
            "terraform",
            "terraform or its provider hashicorp/aws not found",
        );
    };
    let scratch = Scratch::new("terraform-validate");
    let mut root = String::new();
    let without_imports = |c: &Case| !c.file("terraform/main.tf").contains("\nimport {");
    for case in cases::all().into_iter().filter(without_imports) {
        scratch.write(
            &format!("{}/main.tf", case.name),
            case.file("terraform/main.tf"),
        );
        writeln!(
            root,
            "module \"{0}\" {{\n  source = \"./{0}\"\n}}",
            case.name
        )
        .unwrap();
    }
    scratch.write("main.tf", &root);
    terraform.run(&scratch, None, &["init"]);
    terraform.run(&scratch, None, &["validate"]);
}

/// Applied, the configuration makes the plan; planned again, it changes nothing. Terraform
/// composes the accents of every string, and moto drops address types.
#[test]
fn apply_makes_the_plan() {
    let Some(terraform) = Terraform::find() else {
        return skip(
            "terraform",
            "terraform or its provider hashicorp/aws not found",
        );
    };
    let Some(world) = World::start() else {
        return skip("terraform-apply", "moto_server or boto3 not found");
    };
    std::thread::scope(|threads| {
        for golden in cases::spanning() {
            let (terraform, world) = (&terraform, &world);
            threads.spawn(move || judge(terraform, world, &world.place(&golden)));
        }
    });
}

fn judge(terraform: &Terraform, world: &World, case: &Case) {
    let scratch = Scratch::new(&case.name);
    scratch.write("main.tf", case.file("terraform/main.tf"));
    let document = case.json("plan.json");
    let before = world.describe(case);
    terraform.run(&scratch, Some(world), &["init"]);
    terraform.run(&scratch, Some(world), &["apply", "-auto-approve"]);
    let mut planned = made::document(&document, &["create", "modify"]);
    for endpoint in document["plan"]["endpoints"].as_array().unwrap() {
        if endpoint["change"] == "modify" {
            // It keeps what it had.
            let service = endpoint["service_name"].as_str().unwrap();
            for kept in ["tags", "private_dns"] {
                planned["endpoints"][service][kept] = before["endpoints"][service][kept].clone();
            }
        }
    }
    let kept = |made| made::without(made, &["ip_address_type"]);
    let composed = |made| with_composed_tags(world, &case.region, kept(made));
    assert_eq!(
        composed(world.describe(case)),
        composed(planned),
        "{}",
        case.name
    );
    let dual_stack = case.file("terraform/main.tf").contains("ip_address_type");
    if !dual_stack {
        // Exit status 2 would mean that there is something to change.
        terraform.run(&scratch, Some(world), &["plan", "-detailed-exitcode"]);
    }
}

fn with_composed_tags(world: &World, region: &str, mut made: Value) -> Value {
    let endpoints = made["endpoints"].as_object_mut().unwrap().values_mut();
    for tags in endpoints.filter_map(|e| e.get_mut("tags")) {
        *tags = world.ask("composed", region, tags);
    }
    if let Some(tags) = made["group"].get_mut("tags") {
        *tags = world.ask("composed", region, tags);
    }
    made
}

struct Terraform {
    program: PathBuf,
    mirror: PathBuf,
}

impl Terraform {
    /// The program and its provider, where both are there.
    fn find() -> Option<Self> {
        let program = tool("terraform")?;
        let named = std::env::var_os("POSTERN_TF_PLUGINS").map(PathBuf::from);
        let mirror = named
            .into_iter()
            .chain(usual())
            .find(|m| m.join(PROVIDER).is_dir())?;
        Some(Self { program, mirror })
    }

    /// Runs a command, on moto or on nothing.
    fn run(&self, scratch: &Scratch, world: Option<&World>, args: &[&str]) {
        let mirror = serde_json::to_string(&self.mirror).unwrap();
        let settings = format!(
            "provider_installation {{\n  filesystem_mirror {{\n    path = {mirror}\n  }}\n}}\n"
        );
        let settings = scratch.write("terraform.rc", settings);
        let run = world.map_or_else(|| Run::new(&self.program), |w| w.moto().run(&self.program));
        run.args(args)
            .arg("-no-color")
            .env("TF_CLI_CONFIG_FILE", settings)
            .env("CHECKPOINT_DISABLE", "1")
            .env("TF_INPUT", "0")
            .within(scratch.path())
            .deadline(Duration::from_mins(10))
            .stdout();
    }
}

fn usual() -> impl Iterator<Item = PathBuf> {
    let home = std::env::var_os("HOME")
        .map(PathBuf::from)
        .unwrap_or_default();
    MIRRORS.into_iter().map(move |path| {
        path.strip_prefix("~/")
            .map_or_else(|| Path::new(path).to_owned(), |rest| home.join(rest))
    })
}
