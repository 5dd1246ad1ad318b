//! The requests and inventories on which each rule fires, or narrowly does not.
//!
//! Must hold one fault each, as a change of a request without fault.

use crate::catalog::Severity::{self, Blocked, Info, Warning};

/// A request without fault.
pub(super) const GOOD: &str = r#"version = 1
name = "agents"
region = "us-east-1"
account = "111122223333"
policy = "restricted"
[placement]
vpc = "vpc-11111111"
subnets = ["subnet-11111111", "subnet-22222222"]
allow_from = ["10.0.0.0/16"]
private_dns = true
ip_address_type = "ipv4"
[[grants]]
primitive = "runtime"
plane = "data"
auth = "sigv4"
callers = ["arn:aws:iam::111122223333:role/app"]
resources = ["agent-AbCdEf1234"]
access = "invoke"
# runtime
[[grants]]
primitive = "gateway"
auth = "sigv4"
callers = ["arn:aws:iam::111122223333:role/app"]
resources = ["tools-abcdef1234"]
access = "invoke"
# end
"#;

/// An inventory in which nothing stands in its way.
pub(super) const ROOM: &str = r#"{"version": 1, "account": "111122223333", "region": "us-east-1",
 "vpcs": [{"id": "vpc-11111111", "dns_support": true, "dns_hostnames": true}],
 "subnets": [{"id": "subnet-11111111", "vpc": "vpc-11111111", "zone_id": "use1-az1", "owner": "111122223333"},
             {"id": "subnet-22222222", "vpc": "vpc-11111111", "zone_id": "use1-az2", "owner": "111122223333"}],
 "endpoints": [],
 "services": [
  {"service_name": "com.amazonaws.us-east-1.bedrock-agentcore", "zone_ids": ["use1-az1", "use1-az2"], "ip_address_types": ["ipv4"]},
  {"service_name": "com.amazonaws.us-east-1.bedrock-agentcore.gateway", "zone_ids": ["use1-az1", "use1-az2"], "ip_address_types": ["ipv4"]}]}"#;

/// An endpoint for `ROOM`; `POLICY` stands for more members.
pub(super) const DATA: &str = r#""endpoints": [{"id": "vpce-11111111", "vpc": "vpc-11111111", "state": "available",
 "service_name": "com.amazonaws.us-east-1.bedrock-agentcore", "private_dns": true, "subnets": ["subnet-11111111", "subnet-22222222"],
 "security_groups": ["sg-11111111"], "policy": "{\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":\"*\",\"Action\":\"*\",\"Resource\":\"*\"}]}"}]"#;

/// Makes `DATA` an endpoint of the request.
pub(super) const OURS: (&str, &str) = (
    "\"security_groups\": [\"sg-11111111\"]",
    "\"security_groups\": [\"sg-11111111\"], \"tags\": {\"postern:request\": \"agents\"}",
);

pub(super) const EXISTING: (&str, &str) = (
    "# end",
    "[endpoints.data]\nexisting = \"vpce-11111111\"\nsecurity_groups = [\"sg-11111111\"]",
);

/// The request has a tag.
const TAGGED: (&str, &str) = ("[placement]", "[tags]\nOwner = \"us\"\n[placement]");

/// What is worth knowing whatever one asks for.
pub(super) const ALWAYS: [&str; 8] = [
    "fips-dualstack",
    "gateway-private-dns-scope",
    "idle-flows",
    "no-ping-mtu",
    "policy-grants-nothing",
    "policy-propagation",
    "private-dns-whole-vpc",
    "public-path-open",
];

pub(super) type Edits = &'static [(&'static str, &'static str)];

/// A code, its severity, what is changed in `GOOD`, and what is changed in `ROOM`; without the last
/// there is no inventory.
pub(super) type Example = (&'static str, Severity, Edits, Option<Edits>);

/// A group that is there in place of a new one.
const LISTED: (&str, &str) = (
    "allow_from = [\"10.0.0.0/16\"]",
    "security_groups = [\"sg-11111111\"]",
);
/// The names are shared with another VPC.
const HUB: (&str, &str) = (
    "private_dns = true",
    "private_dns = false\nshare_dns_with = [\"vpc-22222222\"]",
);
pub(super) const OAUTH: (&str, &str) = (
    "auth = \"sigv4\"\ncallers = [\"arn:aws:iam::111122223333:role/app\"]\nresources = [\"agent",
    "auth = \"oauth\"\nresources = [\"agent",
);
pub(super) const ANYONE: (&str, &str) = (
    "callers = [\"arn:aws:iam::111122223333:role/app\"]\nresources = [\"agent",
    "callers = [\"*\"]\nresources = [\"agent",
);
pub(super) const NO_GATEWAY: (&str, &str) = (
    "[[grants]]\nprimitive = \"gateway\"\nauth = \"sigv4\"\ncallers = [\"arn:aws:iam::111122223333:role/app\"]\nresources = [\"tools-abcdef1234\"]\naccess = \"invoke\"\n",
    "",
);
pub(super) const CONTROL: (&str, &str) = (
    "primitive = \"runtime\"\nplane = \"data\"",
    "primitive = \"runtime\"\nplane = \"control\"",
);

#[rustfmt::skip] // One example a line.
pub(super) const EXAMPLES: &[Example] = &[
    // Names
    ("dns-shadow", Blocked, &[("# end", "[endpoints.gateway]\nprivate_dns = false")], None),
    ("dns-shadow", Blocked, &[("primitive = \"runtime\"\nplane = \"data\"", "primitive = \"gateway\"\nplane = \"control\""), ("agent-AbCdEf1234", "tools-abcdef1234"), ("access = \"invoke\"\n# runtime", "access = \"read\""), ("private_dns = true", "private_dns = false")], Some(&[("\"endpoints\": []", DATA)])),
    ("dns-shadow-possible", Warning, &[NO_GATEWAY], None),
    ("vpc-dns-attrs", Blocked, &[], Some(&[("\"dns_support\": true", "\"dns_support\": false")])),
    ("vpc-dns-attrs", Blocked, &[("private_dns = true", "private_dns = false\nshare_dns_with = [\"vpc-22222222\"]")], Some(&[("\"dns_hostnames\": true", "\"dns_hostnames\": false")])),
    ("private-dns-whole-vpc", Info, &[], None),
    ("private-dns-whole-vpc", Info, &[("\"restricted\"", "\"full-access\"")], None),
    ("private-dns-off", Info, &[("private_dns = true", "private_dns = false")], None),
    ("gateway-private-dns-scope", Info, &[], None),
    ("fips-dualstack", Info, &[], None),
    ("fips-dualstack", Warning, &[("us-east-1", "us-gov-west-1"), ("arn:aws:", "arn:aws-us-gov:"), ("private_dns = true", "private_dns = false")], None),
    // Names for other VPCs
    ("shared-dns-conflict", Blocked, &[("private_dns = true", "share_dns_with = [\"vpc-22222222\"]")], None),
    ("shared-dns-conflict", Blocked, &[HUB, ("# end", "[endpoints.gateway]\nprivate_dns = true")], None),
    ("shared-dns-shadow", Warning, &[HUB, NO_GATEWAY], None),
    ("shared-dns-moves", Info, &[HUB], None),
    ("shared-dns-route", Info, &[HUB], None),
    ("shared-dns-route", Info, &[HUB, LISTED], None),
    ("shared-dns-by-hand", Info, &[HUB], None),
    ("shared-dns-by-hand", Info, &[("private_dns = true", "private_dns = false\nshare_dns_with = [\"444455556666/vpc-22222222\"]")], None),
    // Locks
    ("lockdown-shuts-out", Warning, &[("# end", "[guards]\nlockdown = true")], None),
    ("lockdown-leaves-open", Warning, &[("agent-AbCdEf1234", "*"), ("# end", "[guards]\nlockdown = true")], None),
    // What agents need
    ("workload-apart", Info, &[("# end", "[workload]\nendpoints = [\"kms\"]")], None),
    ("workload-missing", Info, &[("# end", "[workload]\nendpoints = [\"ecr-api\", \"ecr-dkr\", \"logs\"]")], None),
    ("workload-whole-vpc", Info, &[("# end", "[workload]\nendpoints = [\"sts\"]")], None),
    ("workload-s3-scoped", Warning, &[("# end", "[workload]\nendpoints = [\"s3\"]\nroute_tables = [\"rtb-11111111\"]")], None),
    ("workload-reuses", Info, &[("# end", "[workload]\nendpoints = [\"logs\"]")], Some(&[("\"endpoints\": []", DATA), ("bedrock-agentcore\", \"private_dns\"", "logs\", \"private_dns\"")])),
    ("runtime-zone", Warning, &[("# end", "[workload]\nendpoints = [\"logs\"]\nagent_subnets = [\"subnet-11111111\"]")], Some(&[("use1-az1\", \"owner\"", "use1-az3\", \"owner\"")])),
    // Who calls and how
    ("auth-conflict", Blocked, &[("# end", "[[grants]]\nprimitive = \"runtime\"\nauth = \"oauth\"\nresources = [\"agent-AbCdEf1234/runtime-endpoint/prod\"]\naccess = \"invoke\"")], None),
    ("auth-conflict", Blocked, &[("# end", "[[grants]]\nprimitive = \"gateway\"\nauth = \"none\"\nresources = [\"tools-abcdef1234\"]\naccess = \"invoke\"")], None),
    ("auth-overlap", Info, &[("# end", "[[grants]]\nprimitive = \"runtime\"\nauth = \"oauth\"\nresources = [\"*\"]\naccess = \"invoke\"")], None),
    ("auth-overlap", Info, &[("# end", "[[grants]]\nprimitive = \"runtime\"\nauth = \"oauth\"\nresources = [\"age*\"]\naccess = \"invoke\"")], None),
    ("star-admits-bearer", Warning, &[ANYONE], None),
    ("star-admits-bearer", Warning, &[ANYONE, ("# runtime", "conditions = { StringNotEquals = { \"aws:PrincipalOrgID\" = \"o-1\" } }")], None),
    ("org-condition-denies-bearer", Info, &[ANYONE, ("# runtime", "conditions = { StringEquals = { \"aws:PrincipalOrgID\" = \"o-1\" } }")], None),
    ("oauth-star-admits-signed", Info, &[OAUTH], None),
    ("oauth-no-principal-conditions", Blocked, &[OAUTH, ("# runtime", "conditions = { StringEquals = { \"aws:PrincipalOrgID\" = \"o-1\" } }")], None),
    ("open-gateway", Warning, &[("auth = \"sigv4\"\ncallers = [\"arn:aws:iam::111122223333:role/app\"]\nresources = [\"tools", "auth = \"none\"\nresources = [\"tools")], None),
    ("idp-route", Info, &[OAUTH], None),
    ("gateway-discovery-unknown", Info, &[("auth = \"sigv4\"\ncallers = [\"arn:aws:iam::111122223333:role/app\"]\nresources = [\"tools", "auth = \"oauth\"\nresources = [\"tools")], None),
    ("foreign-discovery", Warning, &[OAUTH, ("agent-AbCdEf1234", "arn:aws:bedrock-agentcore:us-east-1:444455556666:runtime/agent-AbCdEf1234")], None),
    ("foreign-caller", Info, &[("arn:aws:iam::111122223333:role/app", "arn:aws:iam::444455556666:role/app")], None),
    ("policy-grants-nothing", Info, &[], None),
    // Actions and resources
    ("action-risk", Warning, &[("access = \"invoke\"\n# runtime", "actions = [\"InvokeAgentRuntimeCommandShell\"]")], None),
    ("action-needs", Warning, &[("primitive = \"runtime\"", "primitive = \"code_interpreter\""), ("access = \"invoke\"\n# runtime", "actions = [\"InvokeCodeInterpreter\"]")], None),
    ("star-only-actions", Info, &[CONTROL, ("access = \"invoke\"\n# runtime", "actions = [\"ListAgentRuntimes\"]")], None),
    ("resource-type-unknown", Info, &[("primitive = \"runtime\"", "primitive = \"insights\""), ("agent-AbCdEf1234", "*"), ("access = \"invoke\"\n# runtime", "access = \"read\"")], None),
    ("not-in-service-reference", Info, &[("primitive = \"runtime\"", "primitive = \"memory\""), ("access = \"invoke\"\n# runtime", "actions = [\"IngestData\"]")], None),
    ("widened", Info, &[("primitive = \"runtime\"", "primitive = \"identity\""), ("access = \"invoke\"\n# runtime", "access = \"use\"")], None),
    ("widened", Warning, &[CONTROL, ("access = \"invoke\"\n# runtime", "access = \"manage\"")], None),
    ("resource-unused", Warning, &[("[\"agent-AbCdEf1234\"]", "[\"agent-AbCdEf1234\", \"capacity-provider/c\"]")], None),
    ("id-shape", Warning, &[("agent-AbCdEf1234", "agent")], None),
    ("id-shape", Warning, &[("agent-AbCdEf1234", "agent/runtime-endpoint/prod")], None),
    ("account-wildcard-arn", Warning, &[("agent-AbCdEf1234", "arn:aws:bedrock-agentcore:us-east-1:*:runtime/agent-AbCdEf1234")], None),
    ("foreign-account", Info, &[("agent-AbCdEf1234", "arn:aws:bedrock-agentcore:us-east-1:444455556666:runtime/agent-AbCdEf1234")], None),
    // Conditions
    ("no-sourceip", Warning, &[("# runtime", "conditions = { IpAddress = { \"aws:SourceIp\" = \"10.0.0.0/8\" } }")], None),
    ("vpce-account-keys", Blocked, &[("# runtime", "conditions = { StringEquals = { \"aws:VpceAccount\" = \"111122223333\" } }")], None),
    ("constant-key", Info, &[("# runtime", "conditions = { StringEquals = { \"aws:SourceVpc\" = \"vpc-11111111\" } }")], None),
    ("constant-key", Info, &[("# runtime", "conditions = { Null = { \"aws:SourceVpc\" = \"false\" } }")], None),
    ("constant-key", Warning, &[("# runtime", "conditions = { StringEquals = { \"aws:SourceVpc\" = \"vpc-22222222\" } }")], None),
    ("constant-key", Warning, &[("# runtime", "conditions = { StringEquals = { \"aws:SourceVpce\" = \"vpce-22222222\" } }")], None),
    ("unconfirmed-key", Warning, &[("# runtime", "conditions = { StringEquals = { \"aws:ResourceAccount\" = \"111122223333\" } }")], None),
    ("unconfirmed-key", Warning, &[("# runtime", "conditions = { StringEquals = { \"aws:ResourceTag/team\" = \"a\" } }")], None),
    ("grant-refused", Warning, &[("primitive = \"runtime\"", "primitive = \"memory\""), ("access = \"invoke\"\n# runtime", "access = \"use\"\nconditions = { StringEquals = { \"bedrock-agentcore:actorId\" = \"a\" } }")], None),
    ("condition-missing-on-actions", Warning, &[("primitive = \"runtime\"", "primitive = \"memory\""), ("access = \"invoke\"\n# runtime", "access = \"use\"\nconditions = { StringEquals = { \"bedrock-agentcore:actorId\" = \"a\" } }")], None),
    ("wildcard-in-key", Blocked, &[("# runtime", "conditions = { StringLike = { \"aws:PrincipalOrgID\" = \"o-abcdefgh*\" } }")], None),
    ("wildcard-six-characters", Warning, &[("# runtime", "conditions = { StringLike = { \"aws:PrincipalTag/team\" = \"pla*\" } }")], None),
    // The policies
    ("full-access", Warning, &[("\"restricted\"", "\"full-access\"")], None),
    ("policy-propagation", Info, &[], None),
    ("public-path-open", Info, &[], None),
    ("guard-without-data-endpoint", Warning, &[("primitive = \"runtime\"\nplane = \"data\"", "primitive = \"gateway\""), ("agent-AbCdEf1234", "tools-abcdef1234"), ("# end", "[guards]\ndeny_foreign_discovery = true")], None),
    ("guard-in-full-access", Warning, &[("\"restricted\"", "\"full-access\""), ("# end", "[guards]\ndeny_foreign_discovery = true")], None),
    // Region
    ("region-unknown", Warning, &[("us-east-1", "ap-south-9")], None),
    ("partition-unsupported", Blocked, &[("us-east-1", "cn-north-1")], None),
    ("region-lacks-primitive", Warning, &[("us-east-1", "us-west-1"), ("primitive = \"runtime\"", "primitive = \"memory\""), ("access = \"invoke\"\n# runtime", "access = \"use\"")], None),
    ("region-unconfirmed-privatelink", Info, &[("primitive = \"runtime\"", "primitive = \"harness\"")], None),
    ("catalog-contradicted", Warning, &[], Some(&[("gateway\", \"zone_ids\"", "gateway\", \"private_dns_names\": [\"*.other.us-east-1.amazonaws.com\"], \"zone_ids\"")])),
    ("catalog-contradicted", Warning, &[], Some(&[("gateway\", \"zone_ids\"", "gateway\", \"policy_supported\": false, \"zone_ids\"")])),
    ("catalog-contradicted", Warning, &[], Some(&[("gateway\", \"zone_ids\"", "gateway\", \"acceptance_required\": true, \"zone_ids\"")])),
    ("catalog-contradicted", Warning, &[], Some(&[("gateway\", \"zone_ids\"", "gateway\", \"types\": [\"Gateway\"], \"zone_ids\"")])),
    // Placement
    ("single-zone", Warning, &[(", \"subnet-22222222\"", "")], None),
    ("one-subnet-per-az", Blocked, &[], Some(&[("\"use1-az2\", \"owner\"", "\"use1-az1\", \"owner\"")])),
    ("az-per-service", Blocked, &[], Some(&[("gateway\", \"zone_ids\": [\"use1-az1\", \"use1-az2\"]", "gateway\", \"zone_ids\": [\"use1-az1\"]")])),
    ("subnet-vpc", Blocked, &[], Some(&[("\"subnet-22222222\", \"vpc\": \"vpc-11111111\"", "\"subnet-22222222\", \"vpc\": \"vpc-22222222\"")])),
    ("subnet-owner", Blocked, &[], Some(&[("use1-az2\", \"owner\": \"111122223333\"", "use1-az2\", \"owner\": \"444455556666\"")])),
    ("ip-address-type", Warning, &[("\"ipv4\"", "\"dualstack\"")], None),
    ("ip-address-type", Blocked, &[("\"ipv4\"", "\"dualstack\"")], Some(&[])),
    ("sg-443", Info, &[("allow_from = [\"10.0.0.0/16\"]", "security_groups = [\"sg-11111111\"]")], None),
    ("sg-443", Warning, &[("\"ipv4\"", "\"ipv6\"")], None),
    ("allow-from-anywhere", Warning, &[("10.0.0.0/16", "0.0.0.0/0")], None),
    ("group-shared-with-runtime", Info, &[("allow_from = [\"10.0.0.0/16\"]", "security_groups = [\"sg-11111111\"]")], None),
    // What is there
    ("not-checked", Info, &[], None),
    ("inventory-mismatch", Blocked, &[], Some(&[("\"account\": \"111122223333\"", "\"account\": \"444455556666\"")])),
    ("inventory-mismatch", Blocked, &[], Some(&[("\"region\": \"us-east-1\"", "\"region\": \"us-east-2\"")])),
    ("not-in-inventory", Warning, &[("subnet-22222222", "subnet-33333333")], Some(&[])),
    ("existing-policy-unknown", Blocked, &[EXISTING], None),
    ("existing-not-found", Blocked, &[EXISTING], Some(&[])),
    ("existing-not-found", Blocked, &[EXISTING], Some(&[("\"endpoints\": []", DATA), ("available", "Deleting")])),
    ("existing-wrong-vpc", Blocked, &[EXISTING], Some(&[("\"endpoints\": []", DATA), ("\"vpce-11111111\", \"vpc\": \"vpc-11111111\"", "\"vpce-11111111\", \"vpc\": \"vpc-22222222\"")])),
    ("existing-wrong-service", Blocked, &[EXISTING], Some(&[("\"endpoints\": []", DATA), ("bedrock-agentcore\", \"private_dns\"", "s3\", \"private_dns\"")])),
    ("existing-policy-extended", Info, &[EXISTING], Some(&[("\"endpoints\": []", DATA)])),
    ("existing-policy-open", Warning, &[EXISTING], Some(&[("\"endpoints\": []", DATA)])),
    ("existing-policy-unreadable", Blocked, &[EXISTING], Some(&[("\"endpoints\": []", DATA), ("Principal", "Principle")])),
    ("existing-not-changed", Warning, &[EXISTING], Some(&[("\"endpoints\": []", DATA), ("\"private_dns\": true", "\"private_dns\": false")])),
    ("existing-not-changed", Warning, &[EXISTING, TAGGED], Some(&[("\"endpoints\": []", DATA), ("\"private_dns\": true", "\"private_dns\": true, \"tags\": {\"Owner\": \"them\"}")])),
    ("group-admits-more", Warning, &[], Some(&[("\"endpoints\": []", "\"endpoints\": [], \"security_groups\": [{\"id\": \"sg-33333333\", \"vpc\": \"vpc-11111111\", \"name\": \"agents-agentcore-endpoints\", \"tags\": {\"postern:request\": \"agents\"}, \"inbound\": [{\"protocol\": \"tcp\", \"from_port\": 443, \"to_port\": 443, \"cidrs\": [\"10.0.0.0/16\", \"192.0.2.0/24\"]}]}]")])),
    ("existing-switched", Warning, &[EXISTING, ("existing = ", "private_dns = true\nexisting = ")], Some(&[("\"endpoints\": []", DATA), ("\"private_dns\": true", "\"private_dns\": false")])),
    ("existing-interfaces-move", Info, &[EXISTING, (", \"subnet-22222222\"", "")], Some(&[("\"endpoints\": []", DATA)])),
    ("reset-policy", Info, &[EXISTING, ("\"restricted\"", "\"full-access\"")], Some(&[("\"endpoints\": []", DATA)])),
    ("endpoint-exists", Blocked, &[], Some(&[("\"endpoints\": []", DATA)])),
    ("endpoint-exists", Warning, &[], Some(&[("\"endpoints\": []", DATA), ("\"private_dns\": true", "\"private_dns\": false")])),
    ("template-leaves-out", Warning, &[("\"restricted\"", "\"full-access\"")], Some(&[("\"endpoints\": []", DATA), OURS])),
    ("template-leaves-out", Warning, &[EXISTING], Some(&[("\"endpoints\": []", DATA), OURS])),
    // What the preflight finds in the account
    ("service-offered", Blocked, &[], Some(&[("\"endpoints\": []", "\"endpoints\": [], \"read\": [\"services\"]"), ("bedrock-agentcore.gateway", "other")])),
    ("vpc-owner", Blocked, &[], Some(&[("\"dns_support\": true", "\"owner\": \"444455556666\", \"dns_support\": true")])),
    ("not-in-inventory", Blocked, &[("subnet-22222222", "subnet-33333333")], Some(&[("\"endpoints\": []", "\"endpoints\": [], \"read\": [\"subnets\"]")])),
    ("endpoint-quota", Blocked, &[], Some(&[("\"endpoints\": []", "\"endpoints\": [], \"endpoint_quota\": 1")])),
    ("subnet-addresses", Blocked, &[], Some(&[("\"zone_id\": \"use1-az1\"", "\"zone_id\": \"use1-az1\", \"free_addresses\": 1")])),
    ("subnet-address-type", Blocked, &[], Some(&[("\"zone_id\": \"use1-az1\"", "\"zone_id\": \"use1-az1\", \"cidrs\": [\"2001:db8::/64\"]")])),
    ("private-dns-conflict", Blocked, &[], Some(&[("\"endpoints\": []", DATA), ("east-1.bedrock-agentcore\", \"private_dns\": true", "east-1.other\", \"private_dns\": true, \"dns_names\": [\"bedrock-agentcore.us-east-1.amazonaws.com\"]")])),
    ("private-dns-whole-vpc", Warning, &[], Some(&[("\"endpoints\": []", "\"endpoints\": [], \"read\": [\"subnets\"]"), ("\"zone_id\": \"use1-az1\"", "\"zone_id\": \"use1-az1\", \"cidrs\": [\"10.1.0.0/24\"]")])),
    ("dhcp-resolver", Warning, &[], Some(&[("\"dns_support\": true", "\"dhcp_options\": \"dopt-1\", \"dns_support\": true"), ("\"endpoints\": []", "\"endpoints\": [], \"dhcp_options\": [{\"id\": \"dopt-1\", \"name_servers\": [\"10.0.0.53\"]}]")])),
    ("callers-outside", Warning, &[], Some(&[("\"dns_support\": true", "\"cidrs\": [\"10.0.0.0/24\"], \"dns_support\": true")])),
    ("group-vpc", Warning, &[LISTED], Some(&[("\"endpoints\": []", "\"endpoints\": [], \"security_groups\": [{\"id\": \"sg-11111111\", \"vpc\": \"vpc-22222222\"}]")])),
    ("sg-443", Warning, &[LISTED], Some(&[("\"endpoints\": []", "\"endpoints\": [], \"security_groups\": [{\"id\": \"sg-11111111\", \"vpc\": \"vpc-11111111\"}]")])),
    ("allow-from-there", Warning, &[("\"10.0.0.0/16\"", "\"pl-11111111\"")], Some(&[("\"endpoints\": []", "\"endpoints\": [], \"read\": [\"prefix_lists\"]")])),
    ("client-egress-443", Warning, &[("\"10.0.0.0/16\"", "\"sg-22222222\"")], Some(&[("\"zone_id\":", "\"cidrs\": [\"10.0.0.0/24\"], \"zone_id\":"), ("\"endpoints\": []", "\"endpoints\": [], \"security_groups\": [{\"id\": \"sg-22222222\", \"vpc\": \"vpc-11111111\"}]")])),
    ("network-acl", Warning, &[], Some(&[("\"endpoints\": []", "\"endpoints\": [], \"network_acls\": [{\"id\": \"acl-1\", \"vpc\": \"vpc-11111111\", \"subnets\": [\"subnet-11111111\"]}]")])),
    // On the wire and in the purse
    ("idle-flows", Info, &[], None),
    ("no-ping-mtu", Info, &[], None),
    ("cost-other-region", Info, &[("us-east-1", "eu-west-1")], None),
    ("cost-unknown", Info, &[("us-east-1", "us-gov-west-1"), ("arn:aws:", "arn:aws-us-gov:")], None),
];

/// Where a note must not appear although it is near.
#[rustfmt::skip] // One example a line.
pub(super) const SILENT: &[(&str, Edits, Option<Edits>)] = &[
    ("dns-shadow", &[("# end", "[endpoints.data]\nprivate_dns = false\n[endpoints.gateway]\nprivate_dns = false")], None),
    ("dns-shadow-possible", &[NO_GATEWAY, ("private_dns = true", "private_dns = false")], None),
    ("dns-shadow-possible", &[NO_GATEWAY], Some(&[("\"endpoints\": []", DATA), ("bedrock-agentcore\", \"private_dns\"", "bedrock-agentcore.gateway\", \"private_dns\"")])),
    ("private-dns-whole-vpc", &[("private_dns = true", "private_dns = false")], None),
    ("private-dns-off", &[HUB], None),
    ("shared-dns-conflict", &[HUB], None),
    ("shared-dns-shadow", &[HUB], None),
    ("shared-dns-moves", &[("private_dns = true", "private_dns = false")], None),
    ("private-dns-whole-vpc", &[NO_GATEWAY], Some(&[("\"endpoints\": []", DATA)])),
    ("gateway-private-dns-scope", &[("\"restricted\"", "\"full-access\"")], None),
    ("gateway-private-dns-scope", &[NO_GATEWAY], None),
    ("fips-dualstack", &[("private_dns = true", "private_dns = false")], None),
    ("idle-flows", &[CONTROL, ("access = \"invoke\"\n# runtime", "access = \"read\""), NO_GATEWAY], None),
    ("policy-grants-nothing", &[OAUTH, NO_GATEWAY], None),
    ("auth-conflict", &[("# end", "[[grants]]\nprimitive = \"runtime\"\nauth = \"oauth\"\nresources = [\"other-AbCdEf1234\"]\naccess = \"invoke\"")], None),
    ("auth-conflict", &[OAUTH, ("# end", "[[grants]]\nprimitive = \"runtime\"\nplane = \"control\"\nauth = \"sigv4\"\ncallers = [\"111122223333\"]\nresources = [\"agent-AbCdEf1234\"]\naccess = \"read\"")], None),
    ("auth-overlap", &[("# end", "[[grants]]\nprimitive = \"gateway\"\nauth = \"oauth\"\nresources = [\"other-abcdef1234\"]\naccess = \"invoke\"")], None),
    ("star-admits-bearer", &[ANYONE, ("# runtime", "conditions = { StringEquals = { \"aws:PrincipalOrgID\" = \"o-1\" } }")], None),
    ("action-needs", &[("primitive = \"runtime\"", "primitive = \"code_interpreter\""), ("access = \"invoke\"\n# runtime", "access = \"use\"")], None),
    ("no-sourceip", &[("# runtime", "conditions = { IpAddress = { \"aws:VpcSourceIp\" = \"10.0.0.0/8\" } }")], None),
    ("condition-missing-on-actions", &[("primitive = \"runtime\"", "primitive = \"memory\""), ("access = \"invoke\"\n# runtime", "actions = [\"CreateEvent\"]\nconditions = { StringEquals = { \"bedrock-agentcore:actorId\" = \"a\" } }")], None),
    ("condition-missing-on-actions", &[("primitive = \"runtime\"", "primitive = \"memory\""), ("access = \"invoke\"\n# runtime", "access = \"use\"\nconditions = { StringEqualsIfExists = { \"bedrock-agentcore:actorId\" = \"a\" } }")], None),
    ("wildcard-six-characters", &[("# runtime", "conditions = { StringLike = { \"aws:PrincipalTag/team\" = \"platform-*\" } }")], None),
    ("id-shape", &[("agent-AbCdEf1234", "agent*")], None),
    ("id-shape", &[("primitive = \"runtime\"", "primitive = \"browser\""), ("agent-AbCdEf1234", "aws.browser.v1"), ("access = \"invoke\"\n# runtime", "access = \"use\"")], None),
    ("foreign-account", &[("primitive = \"runtime\"", "primitive = \"browser\""), ("agent-AbCdEf1234", "aws.browser.v1"), ("access = \"invoke\"\n# runtime", "access = \"use\"")], None),
    ("foreign-caller", &[ANYONE], None),
    ("single-zone", &[], None),
    ("ip-address-type", &[("\"ipv4\"", "\"dualstack\"")], Some(&[("[\"ipv4\"]", "[\"ipv4\", \"ipv6\"]")])),
    ("sg-443", &[("\"ipv4\"", "\"ipv6\""), ("10.0.0.0/16", "2001:db8::/32")], None),
    ("endpoint-exists", &[EXISTING], Some(&[("\"endpoints\": []", DATA)])),
    ("endpoint-exists", &[], Some(&[("\"endpoints\": []", DATA), ("available", "deleted")])),
    ("existing-not-changed", &[EXISTING, TAGGED], Some(&[("\"endpoints\": []", DATA)])),
    ("existing-not-changed", &[EXISTING, ("existing = ", "private_dns = true\nexisting = ")], Some(&[("\"endpoints\": []", DATA), ("\"private_dns\": true", "\"private_dns\": false")])),
    ("existing-switched", &[EXISTING], Some(&[("\"endpoints\": []", DATA), ("\"private_dns\": true", "\"private_dns\": false")])),
    ("existing-policy-unknown", &[EXISTING], Some(&[("\"endpoints\": []", DATA)])),
    ("existing-policy-open", &[EXISTING, ("\"restricted\"", "\"full-access\"")], Some(&[("\"endpoints\": []", DATA)])),
    ("existing-policy-unreadable", &[EXISTING], Some(&[("\"endpoints\": []", DATA)])),
    ("not-in-inventory", &[("subnet-22222222", "subnet-33333333")], Some(&[("\"subnets\": [{", "\"subnets\": [], \"other\": [{")])),
    ("template-leaves-out", &[EXISTING], Some(&[("\"endpoints\": []", DATA)])),
    ("template-leaves-out", &[], Some(&[("\"endpoints\": []", DATA), OURS])),
    ("region-unknown", &[("us-east-1", "ap-south-9")], Some(&[("us-east-1", "ap-south-9")])),
    ("catalog-contradicted", &[], Some(&[("gateway\", \"zone_ids\"", "gateway\", \"private_dns_names\": [\"*.gateway.bedrock-agentcore.us-east-1.amazonaws.com\"], \"policy_supported\": true, \"acceptance_required\": false, \"types\": [\"GatewayLoadBalancer\", \"Interface\"], \"zone_ids\"")])),
];
