//! What there is to say of a question beyond its hint, with its source and the date that was read.
//!
//! Must say nothing that the catalogue's sources do not say; what was inferred is called so.

use crate::components::explain::Explanation;
use crate::routes;

/// One panel.
struct Panel {
    /// The last name of a field's path, or the whole path.
    field: &'static str,
    title: &'static str,
    paragraphs: &'static [&'static str],
    source: &'static str,
    /// The word of a page that explains more.
    more: &'static str,
}

/// When AWS's documentation was read.
const READ: &str = "2026-11-22";
const ENDPOINTS: &str = "AgentCore developer guide, “Use interface VPC endpoints”";
const SERVICES: &str = "Service Authorization Reference, Amazon Bedrock AgentCore";
const RESOURCES: &str = "AgentCore developer guide, “Resource-based policies”";
const EC2: &str = "EC2 API reference and AWS PrivateLink guide";

const PANELS: &[Panel] = &[
    Panel {
        field: "plane",
        title: "what callers do",
        paragraphs: &[
            "Calls that use a primitive go to the data endpoint, or for a gateway to the gateway’s own. Calls that make, change or delete one go to the control endpoint. They are different services with different policies.",
            "An endpoint is made only where a grant needs it: whoever only invokes needs no control endpoint.",
        ],
        source: ENDPOINTS,
        more: "doors",
    },
    Panel {
        field: "resources",
        title: "resources",
        paragraphs: &[
            "Paste ids or whole ARNs, one on each line or with commas between. An ARN says its primitive, Region and account itself.",
            "A runtime is named together with its endpoints, since its calls are checked against both. Some calls know no resource at all, and a policy can only name them with `*`: they stand in a statement of their own.",
        ],
        source: SERVICES,
        more: "doors",
    },
    Panel {
        field: "auth",
        title: "what the caller holds",
        paragraphs: &[
            "A runtime, a gateway, a registry and a payment manager each accept either signatures of AWS credentials or bearer tokens, never both.",
            "An endpoint policy can name who signs. It cannot name the owner of a token: such a call passes only where a statement allows `*`, and it can then be limited to resources and calls, not to people. Who holds a valid token is decided by the resource’s own authoriser.",
        ],
        source: ENDPOINTS,
        more: "oauth",
    },
    Panel {
        field: "callers",
        title: "callers",
        paragraphs: &[
            "A role is named by its ARN, `arn:aws:iam::ACCOUNT:role/NAME`; sessions of that role are meant too. A whole account is its twelve digits.",
            "A pattern or `*` is written as a condition on `aws:PrincipalArn`, since a principal element takes no pattern.",
            "The endpoint’s policy does not give a permission by itself: the caller’s own policy must allow the call as well.",
        ],
        source: "IAM user guide and AWS PrivateLink guide",
        more: "oauth",
    },
    Panel {
        field: "access",
        title: "what they may do",
        paragraphs: &[
            "A word stands for the calls beside it. Some calls bring others with them: invoking a harness is also checked as invoking a runtime. Those are added and named.",
            "Exact actions make the smallest policy; a word keeps working when a client uses one more call of its kind.",
        ],
        source: SERVICES,
        more: "doors",
    },
    Panel {
        field: "conditions",
        title: "conditions",
        paragraphs: &[
            "Global keys and the service’s own keys can be used. A key that a call does not carry makes the statement match nothing; a note says where that would happen.",
            "Keys that tell who signs, such as `aws:PrincipalArn` and `aws:PrincipalOrgID`, are absent when a caller holds a token: they never stand on such a grant.",
        ],
        source: "IAM user guide, global condition keys, and Service Authorization Reference",
        more: "oauth",
    },
    Panel {
        field: "placement.vpc",
        title: "the VPC",
        paragraphs: &[
            "The endpoints’ network interfaces stand in this VPC. Clients inside it reach them; so can clients that are connected to it, but private names are resolved in this VPC alone.",
            "For private names, both `enableDnsSupport` and `enableDnsHostnames` are on.",
        ],
        source: EC2,
        more: "private-dns",
    },
    Panel {
        field: "placement.subnets",
        title: "subnets",
        paragraphs: &[
            "At most one for each zone; each costs one network interface, charged by the hour. Two zones survive the loss of one.",
            "Services are not offered in the same zones: a zone that one endpoint takes may be refused for another. Looking at the account shows which.",
            "A subnet that another account shares cannot take an endpoint of yours.",
        ],
        source: EC2,
        more: "doors",
    },
    Panel {
        field: "placement.allow_from",
        title: "who is admitted",
        paragraphs: &[
            "A security group is made that admits TCP 443 from these: an address range, another group, or a prefix list. Endpoints answer on 443 alone, and not to ping.",
            "The clients’ own groups must let 443 out.",
        ],
        source: EC2,
        more: "doors",
    },
    Panel {
        field: "placement.private_dns",
        title: "private DNS",
        paragraphs: &[
            "On: AWS’s own host names lead to the endpoint, for every client of the VPC, from that minute on. Clients need no change. Those that no policy lets through are refused, and those that no security group admits wait in vain.",
            "Off: nothing moves. Clients are given the endpoint’s own address, for example with `--endpoint-url`.",
            "With private DNS on the data endpoint and no gateway endpoint, host names of gateways may stop resolving in the VPC. That is inferred from how Route 53 answers for private zones and from a field report, and is not in AgentCore’s documentation.",
        ],
        source: "AWS PrivateLink guide, Route 53 guide",
        more: "private-dns",
    },
    Panel {
        field: "placement.share_dns_with",
        title: "names for other VPCs",
        paragraphs: &[
            "For a hub: one set of endpoints, used from several VPCs. Private hosted zones give them AWS’s own host names, with alias records to these endpoints. Private DNS must be off, since the zone that it makes serves one VPC alone.",
            "A VPC of another account is associated by somebody there: the bundle has a script for each account. Postern itself makes no zones; `share-dns/zones.sh` does.",
            "A name is not a route: each VPC needs peering or a Transit Gateway, and the groups must admit its range.",
        ],
        source: "AWS whitepaper on multi-VPC networks, Route 53 guide",
        more: "hub",
    },
    Panel {
        field: "placement.ip_address_type",
        title: "the address type",
        paragraphs: &[
            "What a service takes is read from the account, since AgentCore’s documentation does not say. Every subnet must have the kind of address that is asked for.",
        ],
        source: EC2,
        more: "doors",
    },
    Panel {
        field: "policy",
        title: "the policy mode",
        paragraphs: &[
            "An endpoint without a policy of its own lets every call through. Restricted writes what the grants need and nothing more.",
            "A policy has at most 20,480 characters, white space included, and a change may take minutes to hold everywhere.",
        ],
        source: EC2,
        more: "doors",
    },
    Panel {
        field: "guards.deny_foreign_discovery",
        title: "discovery",
        paragraphs: &[
            "A runtime that takes tokens is looked up before it is called, without a signature. A statement that allows such look-ups for `*` can be narrowed by a Deny for all resources but your own, as AWS’s page shows it.",
        ],
        source: ENDPOINTS,
        more: "oauth",
    },
    Panel {
        field: "guards.lockdown",
        title: "the public door",
        paragraphs: &[
            "An endpoint adds a way and closes none: with credentials or a token, what you use stays reachable over the internet. A resource policy on each runtime, its endpoints and each gateway closes that way.",
            "It shuts out everybody outside the VPC, you and the console among them. So the bundle says first who is locked out, tries every caller against both policies, and has the way back.",
        ],
        source: RESOURCES,
        more: "locking",
    },
];

/// What agents need; the facts were read on another day.
const WORKLOAD: &[Panel] = &[
    Panel {
        field: "workload.endpoints",
        title: "what agents also need",
        paragraphs: &[
            "The endpoints of AgentCore carry calls to an agent. An agent in VPC mode makes calls of its own from your subnets: it loads its image from Amazon ECR and S3, writes logs, calls models. Without a NAT gateway each of these needs an endpoint too.",
            "Private DNS makes such an endpoint the way of everybody in the VPC, so these have AWS’s default policy and a plan of their own, which what you do with AgentCore’s leaves alone. One that is there already is reused.",
        ],
        source: WORKLOAD_GUIDE,
        more: "agents",
    },
    Panel {
        field: "workload.policy",
        title: "the way to S3",
        paragraphs: &[
            "S3 is reached by routes: from every subnet with one of these route tables all traffic to S3 in the Region goes this way, and its policy holds for all of it.",
            "Agents need the bucket of Amazon ECR’s image layers and AgentCore’s own buckets for code and sessions. Whatever else those subnets use must be named, or nothing be restricted.",
        ],
        source: WORKLOAD_GUIDE,
        more: "agents",
    },
];

/// When that was read.
const WORKLOAD_READ: &str = "2026-11-30";
const WORKLOAD_GUIDE: &str =
    "AgentCore developer guide, “Configure Amazon Bedrock AgentCore Runtime and tools for VPC”";

/// Every panel, with the day on which its facts were read.
fn panels() -> impl Iterator<Item = (&'static Panel, &'static str)> {
    let first = PANELS.iter().map(|panel| (panel, READ));
    first.chain(WORKLOAD.iter().map(|panel| (panel, WORKLOAD_READ)))
}

/// What there is to say of a field, by its path in the request.
pub fn of(field: &str) -> Option<Explanation> {
    let last = match field.strip_prefix("grants.") {
        Some(_) => field.rsplit('.').next().unwrap_or(field),
        None => field,
    };
    let (panel, read) = panels().find(|(panel, _)| panel.field == last)?;
    Some(Explanation {
        title: panel.title.to_owned(),
        paragraphs: panel.paragraphs.iter().map(|p| (*p).to_owned()).collect(),
        source: panel.source.to_owned(),
        date: read.to_owned(),
        more: routes::explain(panel.more).parse().ok(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_panel_is_about_a_field_that_is_asked_for() {
        for (panel, _) in panels() {
            let asked = [
                panel.field.to_owned(),
                format!("grants.0.{}", panel.field),
                format!("grants.0.{}.0.key", panel.field),
            ];
            assert!(
                asked.iter().any(|name| crate::step::is_asked(name)),
                "{}",
                panel.field
            );
        }
        assert!(of("grants.3.auth").is_some());
        assert!(of("placement.private_dns").is_some());
        assert_eq!(of("private_dns"), None);
        assert_eq!(of("endpoints.data.policy"), None);
    }
}
