//! What agents in VPC mode need beside AgentCore: which services, and where their endpoints go.
//!
//! Must not choose a service for anybody: what an agent's code calls only its author knows.

use super::fields::Fields;
use super::write::{Lines, list_of};
use super::{AllowFrom, PolicyMode, RequestError, WorkloadService};
use crate::catalog::Catalog;
use crate::document::Form;
use crate::id::{BucketName, RouteTableId, SecurityGroupId, SubnetId};

/// What is asked for under `[workload]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorkloadRequest {
    /// The services, at least one.
    pub services: Vec<WorkloadService>,
    /// The endpoints' own subnets; as in the placement when empty.
    pub subnets: Vec<SubnetId>,
    /// Groups that are there already; with `allow_from` as in the placement when both are empty.
    pub security_groups: Vec<SecurityGroupId>,
    /// Who may reach TCP 443 through a group made for it.
    pub allow_from: Vec<AllowFrom>,
    /// The route tables that lead to S3.
    pub route_tables: Vec<RouteTableId>,
    /// Buckets of one's own that agents use.
    pub buckets: Vec<BucketName>,
    /// What S3's endpoint lets through: what agents need and the buckets, or everything.
    pub policy: PolicyMode,
    /// The subnets that the agents are in, whose zones AgentCore must take.
    pub agent_subnets: Vec<SubnetId>,
}

/// Reads `[workload]`; none where it is absent or names no service.
pub(super) fn read(root: &mut Fields<'_>, catalog: &Catalog) -> Option<WorkloadRequest> {
    let errors = root.errors();
    let mut fields = root.table("workload")?;
    let before = errors.count();
    let services = services(&mut fields);
    let workload = WorkloadRequest {
        services,
        subnets: fields.parsed_list("subnets").unwrap_or_default(),
        security_groups: fields.parsed_list("security_groups").unwrap_or_default(),
        allow_from: fields.parsed_list("allow_from").unwrap_or_default(),
        route_tables: fields.parsed_list("route_tables").unwrap_or_default(),
        buckets: fields.parsed_list("buckets").unwrap_or_default(),
        policy: fields
            .node("policy")
            .is_some()
            .then(|| fields.word("policy", PolicyMode::WORDS))
            .flatten()
            .unwrap_or(PolicyMode::Restricted),
        agent_subnets: fields.parsed_list("agent_subnets").unwrap_or_default(),
    };
    let typed = |fields: &mut Fields<'_>, key| fields.texts(key).is_some_and(|t| !t.is_empty());
    let s3 = workload.services.contains(&WorkloadService::S3);
    if s3 && !typed(&mut fields, "route_tables") {
        let help = "name the route tables of the subnets that the agents are in: S3 is reached by routes; or leave s3 out";
        fields.missing("route_tables", help);
    }
    if !s3 {
        for key in ["route_tables", "buckets"] {
            if typed(&mut fields, key) {
                let help = "add s3 to the endpoints, or leave this out".to_owned();
                let message = "only the endpoint of S3 needs this".to_owned();
                errors.push(RequestError::new(
                    &fields.at(key),
                    "not-needed",
                    message,
                    help,
                ));
            }
        }
    }
    let most = catalog.quotas.security_groups_per_interface;
    if workload.security_groups.len() + usize::from(!workload.allow_from.is_empty()) > most {
        let message = format!(
            "an endpoint's interface takes at most {most} security groups, the new one counted"
        );
        let help = "list fewer groups".to_owned();
        errors.push(RequestError::new(
            &fields.at("security_groups"),
            "too-many",
            message,
            help,
        ));
    }
    fields.finish();
    (errors.count() == before && !workload.services.is_empty()).then_some(workload)
}

fn services(fields: &mut Fields<'_>) -> Vec<WorkloadService> {
    let help = format!(
        "name what the agents need: {}",
        WorkloadService::WORDS.join(", ")
    );
    let Some(texts) = fields.texts("endpoints").filter(|all| !all.is_empty()) else {
        // A page may send the fields of what nobody asked for, all of them empty.
        if fields.errors().form() != Form::Query || fields.is_filled() {
            fields.missing("endpoints", &help);
        }
        return Vec::new();
    };
    let mut services = Vec::new();
    for text in texts {
        match text.value.parse::<WorkloadService>() {
            Ok(service) if services.contains(&service) => {}
            Ok(service) => services.push(service),
            Err(_) => {
                let help = super::did_you_mean(&text.value, WorkloadService::WORDS.iter().copied());
                let message = "not a service that agents need".to_owned();
                let error = RequestError::new(&text.path, "unknown-word", message, help);
                fields.errors().push(error.seen(text.value));
            }
        }
    }
    services.sort_unstable();
    services
}

impl WorkloadRequest {
    /// The fields and their values, each list in its order; what is as it is unless said is left out.
    fn lists(&self) -> Vec<(&'static str, Vec<String>)> {
        fn texts(all: &[impl ToString]) -> Vec<String> {
            all.iter().map(ToString::to_string).collect()
        }
        let lists = vec![
            ("endpoints", texts(&self.services)),
            ("subnets", texts(&self.subnets)),
            ("security_groups", texts(&self.security_groups)),
            ("allow_from", texts(&self.allow_from)),
            ("route_tables", texts(&self.route_tables)),
            ("buckets", texts(&self.buckets)),
            ("agent_subnets", texts(&self.agent_subnets)),
        ];
        lists
            .into_iter()
            .filter(|(_, all)| !all.is_empty())
            .collect()
    }

    /// The policy mode, where it is not the one that holds unless said.
    fn said_policy(&self) -> Option<&'static str> {
        (self.policy != PolicyMode::Restricted).then(|| self.policy.as_str())
    }

    /// As lines of TOML under this table.
    pub(super) fn write(&self, out: &mut Lines, table: &str) {
        out.line(&format!("\n[{table}]"));
        for (key, values) in self.lists() {
            out.line(&format!("{key} = {}", list_of(values.iter())));
        }
        if let Some(policy) = self.said_policy() {
            out.pair("policy", policy);
        }
    }

    /// As fields of a page.
    pub(super) fn pairs(&self) -> Vec<(String, String)> {
        let lists = self.lists().into_iter();
        let mut pairs: Vec<_> = lists
            .flat_map(|(key, values)| {
                values
                    .into_iter()
                    .map(move |value| (format!("workload.{key}"), value))
            })
            .collect();
        if let Some(policy) = self.said_policy() {
            pairs.push(("workload.policy".to_owned(), policy.to_owned()));
        }
        pairs
    }

    /// Its subnets and groups, with the placement's for what it does not say.
    pub(crate) fn or<'r>(
        &'r self,
        placement: &'r super::Placement,
    ) -> (&'r [SubnetId], &'r [SecurityGroupId], &'r [AllowFrom]) {
        let subnets = if self.subnets.is_empty() {
            &placement.subnets
        } else {
            &self.subnets
        };
        if self.security_groups.is_empty() && self.allow_from.is_empty() {
            (subnets, &placement.security_groups, &placement.allow_from)
        } else {
            (subnets, &self.security_groups, &self.allow_from)
        }
    }
}
