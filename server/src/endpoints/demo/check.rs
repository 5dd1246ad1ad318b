//! What EC2 refuses, with its codes and words.
//!
//! Must change nothing. Sources: EC2 API Reference, error codes; PrivateLink guide, quotas.

use postern_plan::inventory::{SecurityGroup, ServiceDetail, Subnet, Vpc};
use postern_plan::language;
use postern_plan::run::{Cause, Trouble};

use super::world::World;

/// Characters that a policy may have
const LONGEST_POLICY: usize = 20_480;

/// A refusal by code and words
pub(super) fn refused(code: &str, message: impl Into<String>) -> Trouble {
    let message = message.into();
    Trouble {
        cause: Cause::of(code, &message),
        code: Some(code.to_owned()),
        message,
    }
}

/// The service takes endpoints of this address type
pub(super) fn check_type(service: &ServiceDetail, kind: &String) -> Result<(), Trouble> {
    if service.ip_address_types.contains(kind) {
        return Ok(());
    }
    let text = format!("The service does not support the IP address type {kind}");
    Err(refused("InvalidParameter", text))
}

impl World {
    pub(super) fn need_vpc(&self, id: &str) -> Result<&Vpc, Trouble> {
        let missing = || {
            refused(
                "InvalidVpcID.NotFound",
                format!("The vpc ID '{id}' does not exist"),
            )
        };
        self.there.vpc(id).ok_or_else(missing)
    }

    pub(super) fn need_service(&self, name: &str) -> Result<&ServiceDetail, Trouble> {
        let missing = || {
            refused(
                "InvalidServiceName",
                format!("The Vpc Endpoint Service '{name}' does not exist"),
            )
        };
        self.there.service(name).ok_or_else(missing)
    }

    pub(super) fn need_group(&self, id: &str) -> Result<&SecurityGroup, Trouble> {
        let missing = || {
            refused(
                "InvalidGroup.NotFound",
                format!("The security group '{id}' does not exist"),
            )
        };
        self.there.security_group(id).ok_or_else(missing)
    }

    pub(super) fn check_groups(&self, vpc: &str, groups: &[String]) -> Result<(), Trouble> {
        for id in groups {
            if self.need_group(id)?.vpc != vpc {
                return Err(refused(
                    "InvalidGroup.NotFound",
                    format!("The security group '{id}' does not exist in VPC '{vpc}'"),
                ));
            }
        }
        Ok(())
    }

    /// The subnets of an endpoint, of which `new` are added
    pub(super) fn check_subnets(
        &self,
        vpc: &str,
        service: &ServiceDetail,
        subnets: &[String],
        new: &[String],
    ) -> Result<(), Trouble> {
        let mut zones: Vec<&str> = Vec::new();
        for id in subnets {
            let subnet = self.there.subnet(id).ok_or_else(|| {
                refused(
                    "InvalidSubnetID.NotFound",
                    format!("The subnet ID '{id}' does not exist"),
                )
            })?;
            self.check_subnet(vpc, service, subnet, new.contains(id))?;
            let zone = subnet.zone_id.as_deref().unwrap_or_default();
            if zones.contains(&zone) {
                return Err(refused(
                    "DuplicateSubnetsInSameZone",
                    format!("Found another VPC endpoint subnet in the availability zone of {id}"),
                ));
            }
            zones.push(zone);
        }
        Ok(())
    }

    fn check_subnet(
        &self,
        vpc: &str,
        service: &ServiceDetail,
        subnet: &Subnet,
        is_new: bool,
    ) -> Result<(), Trouble> {
        let id = &subnet.id;
        let zone = subnet.zone_id.clone().unwrap_or_default();
        if subnet.vpc != vpc {
            let text = format!("The subnet ID '{id}' does not belong to the VPC '{vpc}'");
            Err(refused("InvalidParameter", text))
        } else if subnet.owner != self.there.account {
            let text = format!("You do not own the subnet '{id}'");
            Err(refused("OperationNotPermitted", text))
        } else if !service.zone_ids.contains(&zone) {
            let text = format!(
                "The VPC endpoint service {} does not support the availability zone of the subnet: {id}.",
                service.service_name
            );
            Err(refused("InvalidParameter", text))
        } else if is_new && subnet.free_addresses == Some(0) {
            let text = format!("The subnet '{id}' has no free address");
            Err(refused("InsufficientFreeAddressesInSubnet", text))
        } else {
            Ok(())
        }
    }

    /// Private DNS of a service may be on in a VPC, `but` for one endpoint
    pub(super) fn check_dns(
        &self,
        vpc: &Vpc,
        service: &ServiceDetail,
        but: Option<&str>,
    ) -> Result<(), Trouble> {
        if vpc.dns_support != Some(true) || vpc.dns_hostnames != Some(true) {
            return Err(refused(
                "InvalidParameter",
                format!(
                    "Enabling private DNS requires both enableDnsSupport and enableDnsHostnames VPC attributes set to true for {}",
                    vpc.id
                ),
            ));
        }
        let owns = self.there.endpoints.iter().any(|e| {
            e.vpc == vpc.id
                && e.service_name == service.service_name
                && e.private_dns
                && e.is_alive()
                && but != Some(e.id.as_str())
        });
        if owns {
            let name = service.private_dns_names.first().map_or("", String::as_str);
            return Err(refused(
                "InvalidParameter",
                format!(
                    "private-dns-enabled cannot be set because there is already a conflicting DNS domain for {name} in the VPC {}",
                    vpc.id
                ),
            ));
        }
        Ok(())
    }

    pub(super) fn check_quota(&self, vpc: &str) -> Result<(), Trouble> {
        let alive = |e: &&postern_plan::inventory::Endpoint| e.vpc == vpc && e.is_alive();
        let count = self.there.endpoints.iter().filter(alive).count();
        let most = self.there.endpoint_quota.unwrap_or(u32::MAX);
        if u32::try_from(count).is_ok_and(|count| count < most) {
            return Ok(());
        }
        Err(refused(
            "VpcEndpointLimitExceeded",
            "The maximum number of VPC endpoints has been reached.",
        ))
    }
}

pub(super) fn check_policy(text: &str) -> Result<(), Trouble> {
    let readable = language::read(text).is_ok_and(|reading| reading.faults.is_empty());
    if readable && text.chars().count() <= LONGEST_POLICY {
        return Ok(());
    }
    Err(refused(
        "InvalidPolicyDocument",
        "The policy document is not valid",
    ))
}
