//! `verify.sh`: proves from inside the VPC that the endpoints work.
//!
//! Must not change anything anywhere, and must say plainly what it could not check.

mod harmless;

use askama::Template;
use askama::filters::Safe;

use super::script::{self, About, Head};
use super::shared_dns::Names;
use super::{Artifact, RenderError};
use crate::plan::{Change, Plan, PlannedEndpoint, Purpose, Reached};
use crate::request::Resource;

#[derive(Template)]
#[template(path = "verify.sh")]
struct Verify {
    about: About,
    head: Head,
    endpoints: Vec<Endpoint>,
    names: Option<Names>,
}

impl Verify {
    fn has_routes(&self) -> bool {
        self.endpoints.iter().any(|e| e.route_tables.is_some())
    }
}

struct Endpoint {
    key: String,
    title: Safe<String>,
    heading: String,
    service: String,
    /// Empty when it is looked for by its tags.
    id: String,
    /// Of one that is reached by routes, and has no name.
    route_tables: Option<Vec<String>>,
    host: Host,
    no_host: String,
    read: Option<Read>,
}

/// The name that is checked.
enum Host {
    /// A private name.
    Private(String),
    /// The end of the private names of gateways; which gateway, the person says.
    AnyGateway(String),
    /// The endpoint's own name, since private DNS is off.
    Own,
}

struct Read {
    function: Safe<String>,
    title: String,
    words: Vec<String>,
    says: String,
}

/// The script.
pub(super) fn script(plan: &Plan) -> Result<Artifact, RenderError> {
    let text = match script::blocked(plan, "verify.sh") {
        Some(text) => text?,
        None => super::text(&view(plan)?)?,
    };
    Ok(Artifact::new("verify.sh", "application/x-sh", text))
}

fn view(plan: &Plan) -> Result<Verify, RenderError> {
    Ok(Verify {
        names: Names::of(plan)?,
        about: About::of(plan),
        head: Head::of(plan),
        endpoints: plan.endpoints.iter().map(|e| endpoint(plan, e)).collect(),
    })
}

fn endpoint(plan: &Plan, planned: &PlannedEndpoint) -> Endpoint {
    let key = planned.key;
    let host = host(plan, planned);
    let no_host = match host {
        Host::Private(_) | Host::Own => {
            format!("{key}: private DNS is off, and the endpoint's own name is not known")
        }
        Host::AnyGateway(_) => format!(
            "{key}: the request names no single gateway; run this again with GATEWAY_ID=the-id-of-one"
        ),
    };
    Endpoint {
        title: script::comment(&planned.title),
        heading: format!("{}: {}", planned.title, planned.service_name),
        service: planned.service_name.clone(),
        id: match &planned.change {
            Change::Create => String::new(),
            Change::Modify(m) => m.id.to_string(),
            Change::Leave { id } => id.to_string(),
        },
        route_tables: match &planned.reached {
            Reached::Interfaces => None,
            Reached::Routes(tables) => Some(tables.iter().map(ToString::to_string).collect()),
        },
        read: harmless::call(planned).map(|call| Read {
            function: Safe(format!("read_{}", script::word(key))),
            title: call
                .words
                .iter()
                .take(2)
                .cloned()
                .collect::<Vec<_>>()
                .join(" "),
            words: call.words,
            says: call.says,
        }),
        key: key.to_string(),
        host,
        no_host,
    }
}

fn host(plan: &Plan, planned: &PlannedEndpoint) -> Host {
    let Some(name) = planned
        .private_dns_names
        .first()
        .filter(|_| plan.resolves(planned))
    else {
        return Host::Own;
    };
    let Some(tail) = name.strip_prefix('*') else {
        return Host::Private(name.clone());
    };
    if plan.purpose == Purpose::Workload {
        // Registries are called by the account that has them.
        return Host::Private(format!("{}{tail}", plan.request.account));
    }
    // The names of gateways are one wildcard: only a gateway that exists has one.
    let grants = planned
        .origins
        .iter()
        .flat_map(|o| &o.grants)
        .filter_map(|i| plan.request.grants.get(*i));
    let ids = grants.flat_map(|g| &g.resources).filter_map(|r| match r {
        Resource::One(target) => Some(&target.id),
        Resource::All => None,
    });
    let label =
        |id: &&String| !id.is_empty() && id.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
    match ids.into_iter().find(label) {
        Some(id) => Host::Private(format!("{id}{tail}")),
        None => Host::AnyGateway(tail.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::artifact::script::sample;

    #[test]
    fn a_granted_gateway_gives_the_name_and_none_leaves_it_open() {
        let mut plan = sample::plan();
        let name = |plan: &Plan| match host(plan, &plan.endpoints[1]) {
            Host::Private(name) => name,
            Host::AnyGateway(tail) => format!("?{tail}"),
            Host::Own => "own".to_owned(),
        };
        assert_eq!(
            name(&plan),
            "tools-abcdef1234.gateway.bedrock-agentcore.us-east-1.amazonaws.com"
        );
        plan.request.grants[1].resources = vec![Resource::All];
        assert_eq!(
            name(&plan),
            "?.gateway.bedrock-agentcore.us-east-1.amazonaws.com"
        );
        plan.endpoints[1].private_dns = false;
        assert_eq!(name(&plan), "own");
    }

    #[test]
    fn without_a_harmless_call_it_says_so_in_these_words() {
        let text = script(&sample::plan()).unwrap().text;
        assert_eq!(
            text.matches("skipped 'this policy allows no harmless call'")
                .count(),
            1
        );
        assert!(
            text.contains("api 'bedrock-agentcore' 'list-actors' '--memory-id' 'm-AbCdEf1234'")
        );
    }
}
