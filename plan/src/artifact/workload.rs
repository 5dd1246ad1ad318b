//! `workload/` and `terraform/workload/`: what agents in VPC mode need beside AgentCore, as every
//! artifact makes it, and the checklist.
//!
//! Must write the files of that plan as those of any other are written.

use askama::Template;

use super::{Artifact, Format, RenderError, commands, forecast, render};
use crate::plan::Plan;
use crate::workload::{AgentSubnet, Standing, Workload};

/// The folder.
const FOLDER: &str = "workload";

#[derive(Template)]
#[template(path = "workload.md")]
struct Page<'a> {
    plan: &'a Plan,
    workload: &'a Workload,
    rows: Vec<Row<'a>>,
    zones: String,
    subnets: Vec<(String, String)>,
    total: Option<&'a str>,
}

struct Row<'a> {
    key: &'static str,
    title: &'a str,
    service_name: &'a str,
    standing: String,
    need: &'static str,
    why: &'a str,
    without: &'a str,
    cost: String,
    source: &'a str,
}

/// The files of a plan; none where it has no workload. The bundle has one `stack.yaml` and keeps
/// Terraform in one folder, so this has its template as JSON and its module below that folder.
pub(super) fn files(plan: &Plan) -> Result<Vec<Artifact>, RenderError> {
    let Some(workload) = &plan.workload else {
        return Ok(Vec::new());
    };
    let mut files = vec![page(plan, workload)?];
    let formats = Format::ALL.iter().copied();
    for format in formats.filter(|f| !matches!(f, Format::All | Format::Cloudformation)) {
        let made = render(&workload.plan, format)?;
        files.extend(made.into_iter().map(placed));
    }
    files.push(placed(commands::commands(&workload.plan)?));
    files.push(placed(forecast::page(&workload.plan)?));
    Ok(files)
}

fn placed(file: Artifact) -> Artifact {
    let path = match file.path.strip_prefix("terraform/") {
        Some(rest) => format!("terraform/{FOLDER}/{rest}"),
        None => format!("{FOLDER}/{}", file.path),
    };
    Artifact { path, ..file }
}

fn page(plan: &Plan, workload: &Workload) -> Result<Artifact, RenderError> {
    let rows = workload.services.iter().map(|line| Row {
        key: line.service.as_str(),
        title: &line.title,
        service_name: &line.service_name,
        standing: standing(&line.standing),
        need: line.need,
        why: &line.why,
        without: &line.without,
        cost: match line.monthly_usd.as_deref() {
            Some("0.00") => "nothing".to_owned(),
            Some(amount) => format!("${amount}"),
            None => "not known".to_owned(),
        },
        source: &line.source,
    });
    let page = Page {
        plan,
        workload,
        rows: rows.collect(),
        zones: workload.runtime_zones.join(", "),
        subnets: workload.agent_subnets.iter().map(subnet).collect(),
        total: workload.plan.cost.monthly_usd.as_deref(),
    };
    Ok(Artifact::new(
        format!("{FOLDER}/README.md"),
        "text/markdown",
        super::text(&page)?,
    ))
}

/// What the plan does about a service, in words.
fn standing(standing: &Standing) -> String {
    match standing {
        Standing::Made => "made".to_owned(),
        Standing::Reused(id) => format!("{id} is there and left alone"),
        Standing::NotAsked => "not asked for".to_owned(),
    }
}

/// A subnet and what is known of its zone.
fn subnet(subnet: &AgentSubnet) -> (String, String) {
    let known = match (&subnet.zone_id, subnet.taken) {
        (Some(zone), Some(true)) => format!("{zone}: takes agents"),
        (Some(zone), Some(false)) => format!("{zone}: takes no agent"),
        (Some(zone), None) => format!("{zone}: not known whether it takes agents"),
        (None, _) => "its zone is not known: no inventory says it".to_owned(),
    };
    (subnet.id.to_string(), known)
}
