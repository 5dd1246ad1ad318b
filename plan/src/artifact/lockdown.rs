//! `lockdown/`: resource policies that lock the public door, the scripts that put them there and
//! take them off, and who is locked out.
//!
//! Must put who is locked out first, and must write no command that Postern runs itself.

use askama::Template;
use askama::filters::Safe;

use super::script::{self, About, Head};
use super::{Artifact, RenderError};
use crate::evaluate::Verdict;
use crate::lockdown::{Answer, Asked, Granted, Layer, Lock, Lockdown, Locked, VIA_SERVICE};
use crate::plan::Plan;
use crate::policy::{Layout, identity_json};

#[derive(Template)]
#[template(path = "lockdown/lock.sh")]
struct LockScript {
    about: About,
    head: Head,
    names: String,
    outside: String,
    locks: Vec<ScriptLock>,
}

struct ScriptLock {
    /// As a pattern of `case`: letters, digits, dashes and underscores.
    word: Safe<String>,
    name: String,
    arn: String,
    file: String,
    /// The runtime's id; empty for what is none.
    runtime: String,
}

#[derive(Template)]
#[template(path = "lockdown/unlock.sh")]
struct UnlockScript {
    about: About,
    head: Head,
}

#[derive(Template)]
#[template(path = "lockdown/readme.md")]
struct Page<'a> {
    plan: &'a Plan,
    locks: Vec<PageLock<'a>>,
    open: Vec<PageOpen<'a>>,
    tables: Vec<Table>,
    bearers: bool,
    memory: bool,
    scp_length: usize,
}

struct PageLock<'a> {
    title: &'static str,
    name: &'a str,
    arn: &'a str,
}

struct PageOpen<'a> {
    what: &'a str,
    grant: usize,
    why: &'static str,
}

struct Table {
    title: String,
    rows: Vec<Row>,
}

struct Row {
    who: String,
    action: String,
    granted: &'static str,
    inside: &'static str,
    outside: &'static str,
    service: &'static str,
}

/// The files; none where the request asks for no locks.
pub(super) fn files(plan: &Plan) -> Result<Vec<Artifact>, RenderError> {
    let Some(lockdown) = &plan.lockdown else {
        return Ok(Vec::new());
    };
    let denial = lockdown.denial.as_slice();
    let denied = identity_json(denial) + "\n";
    let page = Artifact::new(
        "lockdown/README.md",
        "text/markdown",
        super::text(&page(plan, lockdown, denied.len()))?,
    );
    let mut files = vec![page];
    if lockdown.locks.is_empty() {
        return Ok(files);
    }
    files.extend(lockdown.locks.iter().map(|lock| {
        let path = format!("lockdown/policies/{}.json", lock.name);
        let text = lock.policy.to_json(Layout::Pretty) + "\n";
        Artifact::new(path, "application/json", text)
    }));
    for path in ["lockdown/identity.json", "lockdown/scp.json"] {
        files.push(Artifact::new(path, "application/json", denied.clone()));
    }
    let lock = match script::blocked(plan, "lock.sh") {
        Some(text) => text?,
        None => super::text(&lock_script(plan, lockdown))?,
    };
    let unlock = super::text(&UnlockScript {
        about: About::of(plan),
        head: Head::of(plan),
    })?;
    let script = "application/x-sh";
    files.push(Artifact::new("lockdown/lock.sh", script, lock));
    files.push(Artifact::new("lockdown/unlock.sh", script, unlock));
    Ok(files)
}

fn lock_script(plan: &Plan, lockdown: &Lockdown) -> LockScript {
    // The endpoints of a runtime are locked with it, under the ARNs that AWS lists.
    let locks: Vec<&Lock> = lockdown
        .locks
        .iter()
        .filter(|lock| lock.kind != Locked::RuntimeEndpoint)
        .collect();
    let names: Vec<&str> = locks.iter().map(|lock| lock.name.as_str()).collect();
    LockScript {
        about: About::of(plan),
        head: Head::of(plan),
        names: format!("names: {}", names.join(", ")),
        outside: format!(
            "Whatever does not come through an endpoint in {} is refused from then on.",
            plan.request.placement.vpc
        ),
        locks: locks.into_iter().map(script_lock).collect(),
    }
}

fn script_lock(lock: &Lock) -> ScriptLock {
    let id = lock.arn.rsplit('/').next().unwrap_or_default();
    ScriptLock {
        word: Safe(lock.name.clone()),
        name: lock.name.clone(),
        arn: lock.arn.clone(),
        file: format!("{}.json", lock.name),
        runtime: match lock.kind {
            Locked::Runtime => id.to_owned(),
            Locked::RuntimeEndpoint | Locked::Gateway | Locked::Memory => String::new(),
        },
    }
}

fn page<'a>(plan: &'a Plan, lockdown: &'a Lockdown, scp_length: usize) -> Page<'a> {
    // A Deny that services pass is of those who sign.
    let bearer = |lock: &Lock| {
        let denial = lock.policy.statements.first();
        denial.is_some_and(|s| !s.conditions.iter().any(|c| c.key == VIA_SERVICE))
    };
    Page {
        plan,
        locks: lockdown
            .locks
            .iter()
            .map(|lock| PageLock {
                title: title(lock.kind),
                name: &lock.name,
                arn: &lock.arn,
            })
            .collect(),
        open: lockdown
            .open
            .iter()
            .map(|open| PageOpen {
                what: &open.what,
                grant: open.grant + 1,
                why: open.why,
            })
            .collect(),
        tables: lockdown
            .locks
            .iter()
            .map(|lock| Table {
                title: lock.name.clone(),
                rows: lock.asked.iter().map(row).collect(),
            })
            .collect(),
        bearers: lockdown.locks.iter().any(bearer),
        memory: lockdown.locks.iter().any(|l| l.kind == Locked::Memory),
        scp_length,
    }
}

fn title(kind: Locked) -> &'static str {
    match kind {
        Locked::Runtime => "Runtime",
        Locked::RuntimeEndpoint => "Its endpoint",
        Locked::Gateway => "Gateway",
        Locked::Memory => "Memory",
    }
}

fn row(asked: &Asked) -> Row {
    Row {
        who: asked.who.clone(),
        action: asked.action.clone(),
        granted: match asked.granted {
            Granted::Yes => "granted",
            Granted::No => "not granted",
        },
        inside: said(asked.inside),
        outside: said(asked.outside),
        service: asked.service.map_or("", said),
    }
}

fn said(answer: Answer) -> &'static str {
    match (answer.verdict, answer.by) {
        (Verdict::Allowed, _) => "passes",
        (Verdict::Denied, Layer::Endpoint) => "refused by the endpoint's policy",
        (Verdict::Denied, _) => "refused by the resource's policy",
        (Verdict::Unknown, Layer::Identity) => "open",
        (Verdict::Unknown, _) => "hangs on conditions",
    }
}
