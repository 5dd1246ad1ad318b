//! What the endpoint services offer: the Region, the zones, the address types.
//!
//! Must not take a service that was not listed for one that is not there.

use super::look::{Look, some};
use super::row::{Question, Row};
use crate::inventory::{Part, ServiceDetail};
use crate::plan::{Change, PlannedEndpoint};
use crate::request::{EndpointKey, IpAddressType};

pub(super) fn rows(look: &Look<'_>) -> Vec<Row> {
    let mut rows = Vec::new();
    for endpoint in &look.plan.endpoints {
        let service = look
            .inventory
            .and_then(|i| i.service(&endpoint.service_name));
        rows.push(offered(look, endpoint, service));
        rows.push(zones(look, endpoint, service));
        rows.push(addresses(look, endpoint, service));
    }
    rows
}

fn ask(look: &Look<'_>, endpoint: &PlannedEndpoint) -> Option<String> {
    look.aws([
        "ec2",
        "describe-vpc-endpoint-services",
        "--service-names",
        &endpoint.service_name,
    ])
}

fn offered(look: &Look<'_>, endpoint: &PlannedEndpoint, service: Option<&ServiceDetail>) -> Row {
    let (name, region) = (&endpoint.service_name, &look.plan.request.region);
    let question = Question::new(
        "service-offered",
        endpoint.key.as_str(),
        format!("whether {name} is offered in the Region"),
    );
    if service.is_some() {
        return question.pass(format!("{region} offers it"));
    }
    if let Change::Leave { id } = &endpoint.change {
        return question.pass(format!("{id} of it is there"));
    }
    // Nobody asks for the services of a workload when an account is read.
    let is_asked = !matches!(endpoint.key, EndpointKey::Workload(_));
    if is_asked && look.knows(Part::Services) {
        return question
            .blocked(
                format!("{region} does not offer {name}"),
                "use a Region that offers it, or leave out the grants that need it",
            )
            .with_command(ask(look, endpoint));
    }
    look.not_checked(question, Part::Services)
        .with_command(ask(look, endpoint))
}

fn zones(look: &Look<'_>, endpoint: &PlannedEndpoint, service: Option<&ServiceDetail>) -> Row {
    let name = &endpoint.service_name;
    let question = Question::new(
        "az-per-service",
        endpoint.key.as_str(),
        format!("whether {name} is in the subnets' zones"),
    );
    let Some(service) = service.filter(|s| !s.zone_ids.is_empty()) else {
        return look
            .not_checked(question, Part::Services)
            .with_command(ask(look, endpoint));
    };
    let mut wrong = Vec::new();
    let mut all_known = true;
    for id in &endpoint.subnets {
        match look
            .subnet(id.as_str())
            .there()
            .and_then(|s| s.zone_id.as_ref())
        {
            Some(zone) if service.zone_ids.contains(zone) => {}
            Some(zone) => wrong.push(format!("{id} is in {zone}")),
            None => all_known = false,
        }
    }
    let offered = some(service.zone_ids.clone());
    if !wrong.is_empty() {
        return question
            .blocked(
                format!("{}; {name} is offered in {offered}", some(wrong)),
                format!("give it subnets of its own under {}", Look::table(endpoint)),
            )
            .with_command(ask(look, endpoint));
    }
    if all_known {
        return question.pass(format!("it is offered in {offered}"));
    }
    look.not_checked(question, Part::Subnets)
}

fn addresses(look: &Look<'_>, endpoint: &PlannedEndpoint, service: Option<&ServiceDetail>) -> Row {
    let (name, kind) = (&endpoint.service_name, endpoint.ip_address_type);
    let question = Question::new(
        "ip-address-type",
        endpoint.key.as_str(),
        format!("whether {name} takes {kind}"),
    );
    let offered = service.map_or(&[][..], |s| s.ip_address_types.as_slice());
    if offered.is_empty() {
        return look
            .not_checked(question, Part::Services)
            .with_command(ask(look, endpoint));
    }
    let takes = |word: &str| offered.iter().any(|t| t.eq_ignore_ascii_case(word));
    let fits = match kind {
        IpAddressType::Ipv4 => takes("ipv4"),
        IpAddressType::Ipv6 => takes("ipv6"),
        IpAddressType::Dualstack => takes("ipv4") && takes("ipv6"),
    };
    if fits {
        return question.pass(format!("it takes {}", some(offered.to_vec())));
    }
    question
        .blocked(
            format!("{name} takes {}, not {kind}", some(offered.to_vec())),
            "use an address type that the service takes",
        )
        .with_command(ask(look, endpoint))
}
