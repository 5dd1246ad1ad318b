//! Finding out whether a call was done.
//!
//! Must take for ours only what bears the run's tag, and must not change anything.

use aws_sdk_ec2::types::Filter;
use postern_plan::inventory::{Endpoint, SecurityGroup};
use postern_plan::run::{Call, Finding, RUN_TAG, ReadyCall, Trouble};

use super::trouble::Failure;
use super::{Ec2, shape};

impl Ec2 {
    pub(super) async fn find(&self, call: &ReadyCall) -> Result<Finding, Trouble> {
        Ok(match call {
            Call::CreateGroup {
                name, vpc, tags, ..
            } => {
                let groups = self.groups_named(vpc, name, tags.get(RUN_TAG)).await?;
                made(groups.first().map(|g| &g.id))
            }
            Call::CreateEndpoint {
                vpc,
                service_name,
                tags,
                ..
            } => {
                let run = tags.get(RUN_TAG);
                let all = self.endpoints(Some(vpc)).await?;
                let own = all.iter().find(|e| {
                    e.is_alive() && e.service_name == *service_name && e.tags.get(RUN_TAG) == run
                });
                made(own.map(|e| &e.id))
            }
            Call::AdmitToGroup { group, sources } => {
                let there = self.group(group).await?;
                done(there.is_some_and(|g| admits(&g, sources)))
            }
            Call::ModifyEndpoint {
                endpoint,
                alteration,
            } => {
                let there = self.one(endpoint).await?;
                done(there.is_some_and(|e| alteration.holds(&e)))
            }
            Call::TagEndpoint { endpoint, tags } => {
                let there = self.one(endpoint).await?;
                done(there.is_some_and(|e| tags.iter().all(|(k, v)| e.tags.get(k) == Some(v))))
            }
            Call::DeleteEndpoint { endpoint } => {
                let there = self.one(endpoint).await?;
                done(there.is_none_or(|e| !e.is_alive()))
            }
            Call::DeleteGroup { group } => done(self.group(group).await?.is_none()),
        })
    }

    /// One endpoint by its id
    pub(super) async fn one(&self, id: &str) -> Result<Option<Endpoint>, Trouble> {
        let answer = self
            .reader
            .describe_vpc_endpoints()
            .vpc_endpoint_ids(id)
            .send()
            .await;
        match answer {
            Ok(found) => Ok(found.vpc_endpoints().iter().find_map(shape::endpoint)),
            Err(error) => absent(Failure::of(&error)),
        }
    }

    async fn group(&self, id: &str) -> Result<Option<SecurityGroup>, Trouble> {
        let answer = self
            .reader
            .describe_security_groups()
            .group_ids(id)
            .send()
            .await;
        match answer {
            Ok(found) => Ok(found.security_groups().first().map(shape::security_group)),
            Err(error) => absent(Failure::of(&error)),
        }
    }

    async fn groups_named(
        &self,
        vpc: &str,
        name: &str,
        run: Option<&String>,
    ) -> Result<Vec<SecurityGroup>, Trouble> {
        let filter = |name: &str, value: &str| Filter::builder().name(name).values(value).build();
        let answer = self
            .reader
            .describe_security_groups()
            .filters(filter("vpc-id", vpc))
            .filters(filter("group-name", name))
            .send()
            .await
            .map_err(|error| Failure::of(&error).trouble)?;
        let own = answer.security_groups().iter().filter(|group| {
            let tag = group.tags().iter().find(|t| t.key() == Some(RUN_TAG));
            run.is_some() && tag.and_then(|t| t.value()) == run.map(String::as_str)
        });
        Ok(own.map(shape::security_group).collect())
    }
}

fn made(id: Option<&String>) -> Finding {
    id.map_or(Finding::NotDone, |id| Finding::Done(Some(id.clone())))
}

fn done(yes: bool) -> Finding {
    if yes {
        Finding::Done(None)
    } else {
        Finding::NotDone
    }
}

/// That something is not there is an answer; anything else is trouble
fn absent<T>(failure: Failure) -> Result<Option<T>, Trouble> {
    let code = failure.trouble.code.as_deref().unwrap_or_default();
    if code.to_lowercase().ends_with(".notfound") {
        Ok(None)
    } else {
        Err(failure.trouble)
    }
}

/// The group admits TCP 443 from each source
fn admits(group: &SecurityGroup, sources: &[String]) -> bool {
    sources.iter().all(|source| {
        group.inbound.iter().any(|rule| {
            rule.protocol == "tcp"
                && rule.from_port == Some(443)
                && rule.to_port == Some(443)
                && [&rule.cidrs, &rule.groups, &rule.prefix_lists]
                    .into_iter()
                    .flatten()
                    .any(|peer| peer == source)
        })
    })
}
