//! The closed vocabularies in English, in one place.
//!
//! Must say the same thing for the same value everywhere.

use postern_plan::artifact::Format;
use postern_plan::catalog::Severity;
use postern_plan::inventory::Part;
use postern_plan::plan::Change;
use postern_plan::request::{
    Auth, EndpointKey, IpAddressType, Plane, PolicyMode, Preset, WorkloadService,
};

use crate::components::note::Weight;

/// A plane, as a person would say what they do there.
pub fn plane(plane: Plane) -> &'static str {
    match plane {
        Plane::Data => "Use it (data plane)",
        Plane::Control => "Manage it (control plane)",
    }
}

/// How a call is signed, by what the caller holds.
pub fn auth(auth: Auth) -> &'static str {
    match auth {
        Auth::Sigv4 => "An AWS role or user (SigV4)",
        Auth::Oauth => "A bearer token (OAuth)",
        Auth::None => "Nothing: the gateway authorises nobody",
    }
}

/// What the choice of auth means for the policy.
pub fn auth_hint(auth: Auth) -> &'static str {
    match auth {
        Auth::Sigv4 => "Calls are signed with AWS credentials; the policy names the callers.",
        Auth::Oauth => {
            "Calls carry a token from your identity provider. A policy cannot tell one token from another: it admits `*`, limited to these resources and calls."
        }
        Auth::None => {
            "A gateway without inbound authorisation: whoever reaches the endpoint may call."
        }
    }
}

/// A preset.
pub fn preset(preset: Preset) -> &'static str {
    match preset {
        Preset::Invoke => "Invoke",
        Preset::Use => "Use",
        Preset::Read => "Read",
        Preset::Write => "Write",
        Preset::Manage => "Manage",
        Preset::All => "All",
    }
}

/// What a preset is for.
pub fn preset_hint(preset: Preset) -> &'static str {
    match preset {
        Preset::Invoke => "Call it, and end a session.",
        Preset::Use => "Everything a client does with it.",
        Preset::Read => "Look, do not touch.",
        Preset::Write => "Add and change, without reading or deleting.",
        Preset::Manage => "Create, change and delete, with what those calls also need.",
        Preset::All => "Every call a client can make, also those that deserve a warning.",
    }
}

/// A part of what is known of an account.
pub fn part(part: Part) -> &'static str {
    match part {
        Part::Caller => "the caller",
        Part::Vpcs => "VPCs",
        Part::DnsAttributes => "DNS attributes",
        Part::Subnets => "subnets",
        Part::SecurityGroups => "security groups",
        Part::PrefixLists => "prefix lists",
        Part::NetworkAcls => "network ACLs",
        Part::DhcpOptions => "DHCP options",
        Part::Peerings => "peerings",
        Part::TransitGateways => "transit gateway attachments",
        Part::VpnGateways => "VPN gateways",
        Part::Endpoints => "endpoints",
        Part::Services => "endpoint services",
        Part::Quota => "the quota of endpoints",
    }
}

/// A policy mode.
pub fn policy_mode(mode: PolicyMode) -> &'static str {
    match mode {
        PolicyMode::Restricted => "Restricted to the grants",
        PolicyMode::FullAccess => "Full access: AWS's default, which allows everything",
    }
}

/// An address type.
pub fn ip_address_type(kind: IpAddressType) -> &'static str {
    match kind {
        IpAddressType::Ipv4 => "IPv4",
        IpAddressType::Ipv6 => "IPv6",
        IpAddressType::Dualstack => "IPv4 and IPv6 (dualstack)",
    }
}

/// An amount of US dollars.
pub fn dollars(usd: Option<&str>) -> String {
    usd.map_or("not known".to_owned(), |usd| format!("${usd}"))
}

/// A severity as the weight of a note.
pub fn weight(severity: Severity) -> Weight {
    match severity {
        Severity::Blocked => Weight::Blocked,
        Severity::Warning => Weight::Warning,
        Severity::Info => Weight::Info,
    }
}

/// What a note is about, from the path or key that the plan names; an id stays as it is.
pub fn subject(subject: &str) -> String {
    let known = match subject {
        "endpoints" => "Every endpoint",
        "grants" => "The grants",
        "inventory" | "account" => "The account",
        "security_group" => "The security group",
        "placement.private_dns" => "Private DNS",
        "placement.share_dns_with" => "Names for other VPCs",
        "placement.vpc" => "The VPC",
        "placement.subnets" => "The subnets",
        "placement.allow_from" => "Who is admitted",
        "placement.security_groups" => "The security groups",
        "placement.ip_address_type" => "The address type",
        "workload" | "workload.endpoints" => "What agents need",
        "workload.allow_from" => "Who is admitted to what agents need",
        "workload.buckets" => "The buckets that agents use",
        "workload.agent_subnets" => "The subnets of the agents",
        "policy" => "The policy mode",
        "region" => "The Region",
        "name" => "The name",
        "cost" => "The cost",
        "tags" => "The tags",
        _ => "",
    };
    if !known.is_empty() {
        return known.to_owned();
    }
    if let Ok(key) = subject.parse::<EndpointKey>() {
        return format!("The {} endpoint", key.as_str().replace('_', " "));
    }
    if let Ok(service) = subject.parse::<WorkloadService>() {
        return format!("The {service} endpoint that agents need");
    }
    let rest = |prefix: &str| subject.strip_prefix(prefix);
    if let Some(at) = rest("grants[").and_then(|rest| rest.strip_suffix(']'))
        && let Ok(at) = at.parse::<usize>()
    {
        return format!("Grant {}", at.saturating_add(1));
    }
    format!("`{subject}`")
}

/// How many notes of a severity, in words.
pub fn notes(severity: Severity, count: usize) -> String {
    let one = count == 1;
    match severity {
        Severity::Blocked if one => "1 thing stands in the way".to_owned(),
        Severity::Blocked => format!("{count} things stand in the way"),
        Severity::Warning if one => "1 warning".to_owned(),
        Severity::Warning => format!("{count} warnings"),
        Severity::Info if one => "1 thing to know".to_owned(),
        Severity::Info => format!("{count} things to know"),
    }
}

/// What is done to get an endpoint.
pub fn change(change: &Change) -> String {
    match change {
        Change::Create => "Created".to_owned(),
        Change::Modify(m) => format!("{} is changed", m.id),
        Change::Leave { id } => format!("{id} stands already"),
    }
}

/// A format's name.
pub fn format(format: Format) -> &'static str {
    match format {
        Format::Policy => "Policies",
        Format::Cli => "AWS CLI",
        Format::Powershell => "PowerShell",
        Format::Cloudformation => "CloudFormation",
        Format::CloudformationJson => "CloudFormation (JSON)",
        Format::Terraform => "Terraform",
        Format::Cdk => "CDK",
        Format::Verify => "Verify",
        Format::Teardown => "Tear down",
        Format::All => "Everything",
    }
}
