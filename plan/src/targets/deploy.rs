//! The script that makes a stack of CloudFormation in each target, with AWS as the engine.
//!
//! Must write nothing into the script but names, ids and codes, which are plain characters all.

use crate::artifact::{Artifact, Format};
use crate::catalog::Severity;
use crate::id::Name;
use crate::plan::Plan;

const SCRIPT: &str = include_str!("deploy.sh");

/// `deploy.sh`, which lies beside the folders of the targets; none for what is no CloudFormation.
///
/// A plan that a note blocks is not deployed.
pub fn deploy_script(plans: &[(Name, Plan)], format: Format) -> Option<Artifact> {
    let template = match format {
        Format::Cloudformation | Format::All => "stack.yaml",
        Format::CloudformationJson => "stack.json",
        _ => return None,
    };
    let targets: Vec<String> = plans.iter().map(|(name, plan)| line(name, plan)).collect();
    let text = SCRIPT
        .replace("@TARGETS@", &targets.join("\n"))
        .replace("@TEMPLATE@", template);
    Some(Artifact {
        path: "deploy.sh".to_owned(),
        media_type: "application/x-sh",
        text,
    })
}

fn line(name: &Name, plan: &Plan) -> String {
    let request = &plan.request;
    let mut words = vec![
        name.as_str(),
        request.account.as_str(),
        request.region.as_str(),
        request.name.as_str(),
    ];
    let blocks = plan.notes.iter();
    let blocks = blocks.filter(|note| note.severity == Severity::Blocked);
    let mut codes: Vec<&str> = blocks.map(|note| note.code.as_str()).collect();
    codes.dedup();
    words.extend(codes);
    format!("  '{}'", words.join(" "))
}
