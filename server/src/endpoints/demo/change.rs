//! The changing calls on the demo account.
//!
//! Must check everything before it changes anything.

use std::collections::BTreeMap;

use postern_plan::inventory::{Endpoint, Rule, SecurityGroup, ServiceDetail};
use postern_plan::request::AllowFrom;
use postern_plan::run::{Alteration, Call, ReadyCall, Trouble};

use super::check::{check_policy, check_type, refused};
use super::world::World;
use crate::endpoints::done::PORT;

impl World {
    /// Does what a call asks for; the id of what was made
    pub(super) fn change(&mut self, call: &ReadyCall) -> Result<Option<String>, Trouble> {
        match call {
            Call::CreateGroup {
                name, vpc, tags, ..
            } => self.create_group(name, vpc, tags).map(Some),
            Call::AdmitToGroup { group, sources } => self.admit(group, sources).map(|()| None),
            Call::RevokeFromGroup { group, sources } => self.revoke(group, sources).map(|()| None),
            Call::CreateEndpoint { .. } => self.create_endpoint(call).map(Some),
            Call::ModifyEndpoint {
                endpoint,
                alteration,
            } => self.modify(endpoint, alteration).map(|()| None),
            Call::TagEndpoint { endpoint, tags } => {
                let tags = tags.clone();
                self.endpoint_mut(endpoint)?.tags.extend(tags);
                Ok(None)
            }
            Call::UntagEndpoint { endpoint, tags } => {
                let there = &mut self.endpoint_mut(endpoint)?.tags;
                there.retain(|key, value| tags.get(key) != Some(value));
                Ok(None)
            }
            Call::DeleteEndpoint { endpoint } => self.delete_endpoint(endpoint).map(|()| None),
            Call::DeleteGroup { group } => self.delete_group(group).map(|()| None),
        }
    }

    fn create_group(
        &mut self,
        name: &str,
        vpc: &str,
        tags: &BTreeMap<String, String>,
    ) -> Result<String, Trouble> {
        self.need_vpc(vpc)?;
        let groups = &self.there.security_groups;
        if groups.iter().any(|g| g.vpc == vpc && g.name == name) {
            return Err(refused(
                "InvalidGroup.Duplicate",
                format!("The security group '{name}' already exists for VPC '{vpc}'"),
            ));
        }
        let id = self.new_id("sg");
        self.there.security_groups.push(SecurityGroup {
            id: id.clone(),
            vpc: vpc.to_owned(),
            name: name.to_owned(),
            inbound: Vec::new(),
            outbound: vec![Rule {
                protocol: "-1".to_owned(),
                cidrs: vec!["0.0.0.0/0".to_owned()],
                ..Rule::default()
            }],
            tags: tags.clone(),
        });
        Ok(id)
    }

    fn admit(&mut self, group: &str, sources: &[String]) -> Result<(), Trouble> {
        let there = self.need_group(group)?;
        let twice = |source: &&String| {
            crate::endpoints::done::is_admitting(there, std::slice::from_ref(*source))
        };
        if let Some(source) = sources.iter().find(twice) {
            return Err(refused(
                "InvalidPermission.Duplicate",
                format!("the specified rule \"peer: {source}\" already exists"),
            ));
        }
        let mut rule = Rule {
            protocol: "tcp".to_owned(),
            from_port: Some(PORT),
            to_port: Some(PORT),
            ..Rule::default()
        };
        for source in sources {
            match source.parse() {
                Ok(AllowFrom::Group(_)) => {
                    self.need_group(source)?;
                    rule.groups.push(source.clone());
                }
                Ok(AllowFrom::PrefixList(_)) => rule.prefix_lists.push(source.clone()),
                Ok(AllowFrom::Ipv4(_) | AllowFrom::Ipv6(_)) => rule.cidrs.push(source.clone()),
                Err(_) => {
                    let text = format!("CIDR block {source} is malformed");
                    return Err(refused("InvalidParameterValue", text));
                }
            }
        }
        let mut groups = self.there.security_groups.iter_mut();
        if let Some(there) = groups.find(|g| g.id == group) {
            there.inbound.push(rule);
        }
        Ok(())
    }

    fn revoke(&mut self, group: &str, sources: &[String]) -> Result<(), Trouble> {
        let there = self.need_group(group)?;
        let missing = |source: &&String| {
            !crate::endpoints::done::is_admitting(there, std::slice::from_ref(*source))
        };
        if sources.iter().any(|source| missing(&source)) {
            return Err(refused(
                "InvalidPermission.NotFound",
                "The specified rule does not exist in this security group",
            ));
        }
        let mut groups = self.there.security_groups.iter_mut();
        if let Some(there) = groups.find(|g| g.id == group) {
            let https = |r: &&mut Rule| r.from_port == Some(PORT) && r.to_port == Some(PORT);
            for rule in there.inbound.iter_mut().filter(https) {
                for list in [&mut rule.cidrs, &mut rule.groups, &mut rule.prefix_lists] {
                    list.retain(|source| !sources.contains(source));
                }
            }
            let is_empty =
                |r: &Rule| r.cidrs.is_empty() && r.groups.is_empty() && r.prefix_lists.is_empty();
            there.inbound.retain(|r| !is_empty(r));
        }
        Ok(())
    }

    fn create_endpoint(&mut self, call: &ReadyCall) -> Result<String, Trouble> {
        let Call::CreateEndpoint {
            token,
            vpc,
            service_name,
            subnets,
            groups,
            policy,
            private_dns,
            ip_address_type,
            tags,
        } = call
        else {
            return Err(refused("InvalidAction", "this makes no endpoint"));
        };
        if let Some((before, id)) = self.tokens.get(token)
            && self.there.endpoint(id).is_some()
        {
            return if before == call {
                Ok(id.clone())
            } else {
                Err(refused(
                    "IdempotentParameterMismatch",
                    "The client token was used with other parameters",
                ))
            };
        }
        let service = self.need_service(service_name)?.clone();
        check_policy(policy)?;
        self.check_quota(self.need_vpc(vpc)?.id.as_str())?;
        check_type(&service, ip_address_type)?;
        self.check_groups(vpc, groups)?;
        if *private_dns {
            self.check_dns(self.need_vpc(vpc)?, &service, None)?;
        }
        self.check_subnets(vpc, &service, subnets, subnets)?;
        let id = self.new_id("vpce");
        self.take_addresses(subnets);
        self.tokens
            .insert(token.clone(), (call.clone(), id.clone()));
        self.begin(&id);
        self.there.endpoints.push(named(
            &service,
            Endpoint {
                id: id.clone(),
                vpc: vpc.clone(),
                service_name: service_name.clone(),
                state: "pending".to_owned(),
                private_dns: *private_dns,
                subnets: subnets.clone(),
                security_groups: groups.clone(),
                ip_address_type: Some(ip_address_type.clone()),
                policy: Some(policy.clone()),
                tags: tags.clone(),
                dns_names: Vec::new(),
                interfaces: Vec::new(),
            },
        ));
        Ok(id)
    }

    fn modify(&mut self, id: &str, alteration: &Alteration<String>) -> Result<(), Trouble> {
        let mut after = self.endpoint_mut(id)?.clone();
        let service = self.need_service(&after.service_name)?.clone();
        let new = added(&mut after.subnets, &alteration.add_subnets);
        after
            .subnets
            .retain(|s| !alteration.remove_subnets.contains(s));
        added(&mut after.security_groups, &alteration.add_groups);
        after
            .security_groups
            .retain(|g| !alteration.remove_groups.contains(g));
        if after.security_groups.is_empty() {
            let text = "An endpoint needs at least one security group";
            return Err(refused("InvalidParameter", text));
        }
        if let Some(policy) = &alteration.policy {
            check_policy(policy)?;
            after.policy = Some(policy.clone());
        }
        self.check_groups(&after.vpc, &after.security_groups)?;
        if alteration.private_dns == Some(true) && !after.private_dns {
            self.check_dns(self.need_vpc(&after.vpc)?, &service, Some(id))?;
        }
        if let Some(kind) = &alteration.ip_address_type {
            check_type(&service, kind)?;
            after.ip_address_type = Some(kind.clone());
        }
        self.check_subnets(&after.vpc, &service, &after.subnets, &new)?;
        after.private_dns = alteration.private_dns.unwrap_or(after.private_dns);
        "pending".clone_into(&mut after.state);
        self.take_addresses(&new);
        self.give_addresses(&alteration.remove_subnets);
        *self.endpoint_mut(id)? = named(&service, after);
        self.begin(id);
        Ok(())
    }

    fn delete_endpoint(&mut self, id: &str) -> Result<(), Trouble> {
        let endpoint = self.endpoint_mut(id)?;
        "deleting".clone_into(&mut endpoint.state);
        let subnets = endpoint.subnets.clone();
        self.give_addresses(&subnets);
        self.begin(id);
        Ok(())
    }

    fn delete_group(&mut self, id: &str) -> Result<(), Trouble> {
        self.need_group(id)?;
        let id = id.to_owned();
        let names = |rules: &[Rule]| rules.iter().any(|r| r.groups.contains(&id));
        let there = &self.there;
        let used = there
            .endpoints
            .iter()
            .any(|e| e.security_groups.contains(&id))
            || there
                .security_groups
                .iter()
                .any(|g| g.id != id && (names(&g.inbound) || names(&g.outbound)));
        if used {
            let text = format!("resource {id} has a dependent object");
            return Err(refused("DependencyViolation", text));
        }
        self.there.security_groups.retain(|g| g.id != id);
        Ok(())
    }

    fn endpoint_mut(&mut self, id: &str) -> Result<&mut Endpoint, Trouble> {
        let mut endpoints = self.there.endpoints.iter_mut();
        let alive = endpoints.find(|e| e.id == id && e.is_alive());
        alive.ok_or_else(|| {
            refused(
                "InvalidVpcEndpointId.NotFound",
                format!("The Vpc Endpoint Id '{id}' does not exist"),
            )
        })
    }

    fn take_addresses(&mut self, subnets: &[String]) {
        self.count_addresses(subnets, |free| free.saturating_sub(1));
    }

    fn give_addresses(&mut self, subnets: &[String]) {
        self.count_addresses(subnets, |free| free.saturating_add(1));
    }

    fn count_addresses(&mut self, subnets: &[String], count: impl Fn(u32) -> u32) {
        let there = self.there.subnets.iter_mut();
        for subnet in there.filter(|s| subnets.contains(&s.id)) {
            subnet.free_addresses = subnet.free_addresses.map(&count);
        }
    }
}

/// Adds what is not there yet; what that was
fn added(there: &mut Vec<String>, more: &[String]) -> Vec<String> {
    let new: Vec<String> = more
        .iter()
        .filter(|m| !there.contains(m))
        .cloned()
        .collect();
    there.extend(new.iter().cloned());
    new
}

/// The endpoint with the names and interfaces that it has as it is now
fn named(service: &ServiceDetail, mut endpoint: Endpoint) -> Endpoint {
    let mut words = service.service_name.splitn(4, '.').skip(2);
    let (region, short) = (words.next(), words.next());
    endpoint.dns_names = vec![format!(
        "{}-demo.{}.{}.vpce.amazonaws.com",
        endpoint.id,
        short.unwrap_or_default(),
        region.unwrap_or_default()
    )];
    if endpoint.private_dns {
        let names = service.private_dns_names.iter().cloned();
        endpoint.dns_names.extend(names);
    }
    let interfaces = endpoint.subnets.iter();
    endpoint.interfaces = interfaces
        .map(|subnet| subnet.replacen("subnet", "eni", 1))
        .collect();
    endpoint
}
