//! A request and an inventory in which everything passes that can, and what each change of them
//! makes of a row.
//!
//! Must hold one change each.

use crate::preflight::Verdict::{self, Blocked, NotChecked, Pass, Warning};

/// A request without fault.
pub(super) const REQUEST: &str = r#"version = 1
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
[[grants]]
primitive = "gateway"
auth = "sigv4"
callers = ["arn:aws:iam::111122223333:role/app"]
resources = ["tools-abcdef1234"]
access = "invoke"
# end
"#;

/// Everything about it, read to the end.
pub(super) const ACCOUNT: &str = r#"{"version": 1, "account": "111122223333", "region": "us-east-1",
 "read": ["caller", "vpcs", "dns_attributes", "subnets", "security_groups", "prefix_lists", "network_acls", "dhcp_options",
  "peerings", "transit_gateways", "vpn_gateways", "endpoints", "services", "quota"],
 "gaps": [],
 "vpcs": [{"id": "vpc-11111111", "name": "main", "cidrs": ["10.0.0.0/16"], "dns_support": true, "dns_hostnames": true,
  "dhcp_options": "dopt-1", "owner": "111122223333"}],
 "subnets": [
  {"id": "subnet-11111111", "vpc": "vpc-11111111", "zone_id": "use1-az1", "owner": "111122223333", "cidrs": ["10.0.0.0/24"], "free_addresses": 200},
  {"id": "subnet-22222222", "vpc": "vpc-11111111", "zone_id": "use1-az2", "owner": "111122223333", "cidrs": ["10.0.1.0/24"], "free_addresses": 200}],
 "security_groups": [
  {"id": "sg-11111111", "vpc": "vpc-11111111", "name": "endpoints",
   "inbound": [{"protocol": "tcp", "from_port": 443, "to_port": 443, "cidrs": ["10.0.0.0/16"]}], "outbound": []},
  {"id": "sg-22222222", "vpc": "vpc-11111111", "name": "clients", "inbound": [],
   "outbound": [{"protocol": "-1", "cidrs": ["0.0.0.0/0"]}]}],
 "prefix_lists": [{"id": "pl-11111111", "name": "offices", "cidrs": ["10.0.2.0/24"]}],
 "network_acls": [{"id": "acl-1", "vpc": "vpc-11111111", "subnets": ["subnet-11111111", "subnet-22222222"], "entries": [
  {"number": 100, "direction": "inbound", "verdict": "allow", "protocol": "-1", "cidr": "0.0.0.0/0"},
  {"number": 100, "direction": "outbound", "verdict": "allow", "protocol": "-1", "cidr": "0.0.0.0/0"}]}],
 "dhcp_options": [{"id": "dopt-1", "name_servers": ["AmazonProvidedDNS"]}],
 "links": [],
 "endpoints": [],
 "services": [
  {"service_name": "com.amazonaws.us-east-1.bedrock-agentcore", "zone_ids": ["use1-az1", "use1-az2"], "ip_address_types": ["ipv4"]},
  {"service_name": "com.amazonaws.us-east-1.bedrock-agentcore.gateway", "zone_ids": ["use1-az1", "use1-az2"], "ip_address_types": ["ipv4"]}],
 "endpoint_quota": 50}"#;

pub(super) type Edits = &'static [(&'static str, &'static str)];

/// A code, a subject, the verdict, a part of the evidence, and what is changed in the request and
/// the account; without the last there is no inventory.
pub(super) type Case = (
    &'static str,
    &'static str,
    Verdict,
    &'static str,
    Edits,
    Option<Edits>,
);

const NO_GATEWAY: (&str, &str) = (
    "[[grants]]\nprimitive = \"gateway\"\nauth = \"sigv4\"\ncallers = [\"arn:aws:iam::111122223333:role/app\"]\nresources = [\"tools-abcdef1234\"]\naccess = \"invoke\"\n",
    "",
);
const NAMES_OFF: (&str, &str) = ("private_dns = true", "private_dns = false");
const LISTED: (&str, &str) = (
    "allow_from = [\"10.0.0.0/16\"]",
    "security_groups = [\"sg-11111111\"]",
);
/// The group that is there, with callers named.
const OWN_GROUP: (&str, &str) = (
    "# end",
    "[endpoints.data]\nsecurity_groups = [\"sg-11111111\"]\n[endpoints.gateway]\nsecurity_groups = [\"sg-11111111\"]",
);
const EXISTING: (&str, &str) = (
    "# end",
    "[endpoints.data]\nexisting = \"vpce-11111111\"\nsecurity_groups = [\"sg-11111111\"]",
);
/// An endpoint of the data service.
const STANDING: (&str, &str) = (
    "\"endpoints\": []",
    "\"endpoints\": [{\"id\": \"vpce-11111111\", \"vpc\": \"vpc-11111111\", \"state\": \"available\", \"service_name\": \"com.amazonaws.us-east-1.bedrock-agentcore\", \"private_dns\": true, \"subnets\": [\"subnet-11111111\", \"subnet-22222222\"], \"security_groups\": [\"sg-11111111\"], \"policy\": \"{}\"}]",
);
const PLAIN: (&str, &str) = ("\"private_dns\": true", "\"private_dns\": false");
const FROM_GROUP: (&str, &str) = ("\"10.0.0.0/16\"", "\"sg-22222222\"");
const FROM_LIST: (&str, &str) = ("\"10.0.0.0/16\"", "\"pl-11111111\"");
const OTHER_SERVICE: (&str, &str) = (
    "\"service_name\": \"com.amazonaws.us-east-1.bedrock-agentcore\", \"private_dns\"",
    "\"service_name\": \"com.amazonaws.us-east-1.other\", \"dns_names\": [\"bedrock-agentcore.us-east-1.amazonaws.com\"], \"private_dns\"",
);
const DUALSTACK: (&str, &str) = ("\"ipv4\"", "\"dualstack\"");
const BOTH_FAMILIES: (&str, &str) = ("[\"10.0.0.0/24\"]", "[\"10.0.0.0/24\", \"2001:db8::/64\"]");

/// Takes a part out of what was read.
macro_rules! unread {
    ($part:literal) => {
        (concat!("\"", $part, "\","), "")
    };
}

#[rustfmt::skip] // One case a line.
pub(super) const CASES: &[Case] = &[
    // The VPC
    ("inventory-mismatch", "inventory", Pass, "111122223333, us-east-1", &[], Some(&[])),
    ("inventory-mismatch", "inventory", Blocked, "444455556666 and not", &[], Some(&[("\"account\": \"111122223333\"", "\"account\": \"444455556666\"")])),
    ("inventory-mismatch", "inventory", Blocked, "Region eu-west-1", &[], Some(&[("\"region\": \"us-east-1\"", "\"region\": \"eu-west-1\"")])),
    ("inventory-mismatch", "inventory", NotChecked, "no inventory", &[], None),
    ("inventory-mismatch", "inventory", NotChecked, "does not say", &[], Some(&[("\"account\": \"111122223333\",", "")])),
    ("subnet-vpc", "subnet-11111111", NotChecked, "the inventory is of account 444455556666", &[], Some(&[("\"account\": \"111122223333\"", "\"account\": \"444455556666\"")])),
    ("not-in-inventory", "placement.vpc", Pass, "main", &[], Some(&[])),
    ("not-in-inventory", "placement.vpc", Blocked, "no VPC vpc-11111111", &[], Some(&[("\"vpcs\": [{\"id\": \"vpc-11111111\"", "\"vpcs\": [{\"id\": \"vpc-22222222\"")])),
    ("not-in-inventory", "placement.vpc", Warning, "nothing called", &[], Some(&[unread!("vpcs"), ("\"vpcs\": [{\"id\": \"vpc-11111111\"", "\"vpcs\": [{\"id\": \"vpc-22222222\"")])),
    ("not-in-inventory", "placement.vpc", NotChecked, "ec2:DescribeVpcs was denied", &[], Some(&[unread!("vpcs"), ("\"gaps\": []", "\"gaps\": [{\"part\": \"vpcs\", \"reason\": \"ec2:DescribeVpcs was denied\"}]"), ("\"vpcs\": [{\"id\": \"vpc-11111111\"", "\"vpcs\": [{\"id\": \"vpc-22222222\"")])),
    ("not-in-inventory", "placement.vpc", NotChecked, "of vpc-22222222 alone", &[], Some(&[("\"vpcs\": [{\"id\": \"vpc-11111111\"", "\"vpc\": \"vpc-22222222\", \"vpcs\": [{\"id\": \"vpc-22222222\"")])),
    ("vpc-owner", "placement.vpc", Pass, "111122223333", &[], Some(&[])),
    ("vpc-owner", "placement.vpc", Blocked, "only the owner", &[], Some(&[("\"dopt-1\", \"owner\": \"111122223333\"", "\"dopt-1\", \"owner\": \"444455556666\"")])),
    ("vpc-owner", "placement.vpc", NotChecked, "DescribeVpcs", &[], Some(&[("\"dopt-1\", \"owner\": \"111122223333\"", "\"dopt-1\"")])),
    ("vpc-dns-attrs", "placement.vpc", Pass, "both are on", &[], Some(&[])),
    ("vpc-dns-attrs", "placement.vpc", Pass, "needs neither", &[NAMES_OFF], None),
    ("vpc-dns-attrs", "placement.vpc", Blocked, "enableDnsHostnames of vpc-11111111 is off", &[], Some(&[("\"dns_hostnames\": true", "\"dns_hostnames\": false")])),
    ("vpc-dns-attrs", "placement.vpc", Blocked, "enableDnsSupport of", &[], Some(&[("\"dns_support\": true, \"dns_hostnames\": true", "\"dns_support\": false")])),
    ("vpc-dns-attrs", "placement.vpc", NotChecked, "DescribeVpcAttribute", &[], Some(&[("\"dns_hostnames\": true,", "")])),
    ("dhcp-resolver", "placement.vpc", Pass, "AmazonProvidedDNS", &[], Some(&[])),
    ("dhcp-resolver", "placement.vpc", Warning, "give 10.0.0.53 and not", &[], Some(&[("[\"AmazonProvidedDNS\"]", "[\"10.0.0.53\"]")])),
    ("dhcp-resolver", "placement.vpc", Warning, "no name server", &[], Some(&[("[\"AmazonProvidedDNS\"]", "[]")])),
    ("dhcp-resolver", "placement.vpc", NotChecked, "DescribeDhcpOptions", &[], Some(&[("\"id\": \"dopt-1\"", "\"id\": \"dopt-2\"")])),
    ("endpoint-quota", "placement.vpc", Pass, "0 are there and 2 are made, of 50", &[], Some(&[])),
    ("endpoint-quota", "placement.vpc", Blocked, "a quota of 1", &[], Some(&[("\"endpoint_quota\": 50", "\"endpoint_quota\": 1")])),
    ("endpoint-quota", "placement.vpc", NotChecked, "within the default of 50", &[], Some(&[(",\n \"endpoint_quota\": 50", "")])),
    ("endpoint-quota", "placement.vpc", NotChecked, "DescribeVpcEndpoints", &[], Some(&[unread!("endpoints")])),
    // Subnets
    ("not-in-inventory", "subnet-11111111", Pass, "it is there", &[], Some(&[])),
    ("not-in-inventory", "subnet-33333333", Blocked, "vpc-11111111 has no subnet", &[("subnet-22222222", "subnet-33333333")], Some(&[])),
    ("not-in-inventory", "subnet-33333333", Warning, "nothing called", &[("subnet-22222222", "subnet-33333333")], Some(&[unread!("subnets")])),
    ("not-in-inventory", "subnet-33333333", NotChecked, "timed out", &[("subnet-22222222", "subnet-33333333")], Some(&[unread!("subnets"), ("\"gaps\": []", "\"gaps\": [{\"part\": \"subnets\", \"reason\": \"ec2:DescribeSubnets timed out\"}]")])),
    ("subnet-vpc", "subnet-11111111", Pass, "vpc-11111111", &[], Some(&[])),
    ("subnet-vpc", "subnet-11111111", Blocked, "is in vpc-22222222", &[], Some(&[("\"subnet-11111111\", \"vpc\": \"vpc-11111111\"", "\"subnet-11111111\", \"vpc\": \"vpc-22222222\"")])),
    ("subnet-vpc", "subnet-11111111", NotChecked, "no inventory", &[], None),
    ("subnet-owner", "subnet-11111111", Pass, "111122223333", &[], Some(&[])),
    ("subnet-owner", "subnet-11111111", Blocked, "444455556666", &[], Some(&[("\"use1-az1\", \"owner\": \"111122223333\"", "\"use1-az1\", \"owner\": \"444455556666\"")])),
    ("subnet-owner", "subnet-11111111", NotChecked, "DescribeSubnets", &[], Some(&[("\"use1-az1\", \"owner\": \"111122223333\"", "\"use1-az1\"")])),
    ("subnet-addresses", "subnet-11111111", Pass, "200 are free, 2 are needed", &[], Some(&[])),
    ("subnet-addresses", "subnet-11111111", Pass, "2 are free, 2 are needed", &[], Some(&[("\"free_addresses\": 200", "\"free_addresses\": 2")])),
    ("subnet-addresses", "subnet-11111111", Blocked, "has 1 free", &[], Some(&[("\"free_addresses\": 200", "\"free_addresses\": 1")])),
    ("subnet-addresses", "subnet-11111111", NotChecked, "DescribeSubnets", &[], Some(&[(", \"free_addresses\": 200", "")])),
    ("subnet-addresses", "subnet-11111111", Pass, "1 is needed", &[EXISTING], Some(&[STANDING])),
    ("subnet-address-type", "subnet-11111111", Pass, "10.0.0.0/24", &[], Some(&[])),
    ("subnet-address-type", "subnet-11111111", Blocked, "no IPv6 range", &[DUALSTACK], Some(&[])),
    ("subnet-address-type", "subnet-11111111", Pass, "2001:db8::/64", &[DUALSTACK], Some(&[BOTH_FAMILIES])),
    ("subnet-address-type", "subnet-11111111", Blocked, "IPv6 ranges alone", &[("\"ipv4\"", "\"ipv6\"")], Some(&[BOTH_FAMILIES])),
    ("subnet-address-type", "subnet-11111111", Pass, "2001:db8::/64", &[("\"ipv4\"", "\"ipv6\"")], Some(&[("\"10.0.0.0/24\"", "\"2001:db8::/64\"")])),
    ("subnet-address-type", "subnet-11111111", Blocked, "no IPv4 range", &[], Some(&[("\"10.0.0.0/24\"", "\"2001:db8::/64\"")])),
    ("subnet-address-type", "subnet-11111111", NotChecked, "DescribeSubnets", &[], Some(&[("\"10.0.0.0/24\"", "\"?\"")])),
    ("one-subnet-per-az", "data", Pass, "2 subnets in use1-az1 and use1-az2", &[], Some(&[])),
    ("one-subnet-per-az", "data", Pass, "one subnet", &[(", \"subnet-22222222\"", "")], None),
    ("one-subnet-per-az", "data", Blocked, "are all in use1-az1", &[], Some(&[("\"zone_id\": \"use1-az2\"", "\"zone_id\": \"use1-az1\"")])),
    ("one-subnet-per-az", "data", NotChecked, "DescribeSubnets", &[], Some(&[("\"zone_id\": \"use1-az2\", ", "")])),
    // Services
    ("service-offered", "gateway", Pass, "us-east-1 offers it", &[], Some(&[])),
    ("service-offered", "gateway", Blocked, "does not offer", &[], Some(&[("bedrock-agentcore.gateway", "other")])),
    ("service-offered", "gateway", NotChecked, "DescribeVpcEndpointServices", &[], Some(&[unread!("services"), ("bedrock-agentcore.gateway", "other")])),
    ("az-per-service", "gateway", Pass, "use1-az1 and use1-az2", &[], Some(&[])),
    ("az-per-service", "data", Blocked, "subnet-22222222 is in use1-az2", &[], Some(&[("\"zone_ids\": [\"use1-az1\", \"use1-az2\"]", "\"zone_ids\": [\"use1-az1\", \"use1-az4\"]")])),
    ("az-per-service", "data", NotChecked, "DescribeVpcEndpointServices", &[], Some(&[("\"zone_ids\": [\"use1-az1\", \"use1-az2\"]", "\"zone_ids\": []")])),
    ("az-per-service", "data", NotChecked, "DescribeSubnets", &[], Some(&[("\"zone_id\": \"use1-az2\", ", "")])),
    ("ip-address-type", "data", Pass, "ipv4", &[], Some(&[])),
    ("ip-address-type", "data", Blocked, "not dualstack", &[DUALSTACK], Some(&[])),
    ("ip-address-type", "data", NotChecked, "no inventory", &[DUALSTACK], None),
    // Endpoints that are there
    ("endpoint-exists", "data", Pass, "there is none", &[], Some(&[])),
    ("endpoint-exists", "data", Pass, "vpce-11111111 is changed", &[EXISTING], Some(&[STANDING])),
    ("endpoint-exists", "data", Blocked, "conflicting DNS domain", &[], Some(&[STANDING])),
    ("endpoint-exists", "data", Warning, "a second one is possible", &[], Some(&[STANDING, PLAIN])),
    ("endpoint-exists", "data", NotChecked, "DescribeVpcEndpoints", &[], Some(&[unread!("endpoints")])),
    ("private-dns-conflict", "data", Pass, "there is none", &[], Some(&[STANDING])),
    ("private-dns-conflict", "data", Pass, "not turned on", &[NAMES_OFF], Some(&[STANDING, OTHER_SERVICE])),
    ("private-dns-conflict", "data", Blocked, "vpce-11111111 of com.amazonaws.us-east-1.other", &[], Some(&[STANDING, OTHER_SERVICE])),
    ("private-dns-conflict", "data", NotChecked, "DescribeVpcEndpoints", &[], Some(&[unread!("endpoints")])),
    ("existing-not-found", "data", Pass, "available", &[EXISTING], Some(&[STANDING])),
    ("existing-not-found", "data", Blocked, "is deleting", &[EXISTING], Some(&[STANDING, ("available", "deleting")])),
    ("existing-not-found", "data", Blocked, "not in the inventory", &[EXISTING], Some(&[])),
    ("existing-not-found", "data", NotChecked, "was denied", &[EXISTING], Some(&[unread!("endpoints"), ("\"gaps\": []", "\"gaps\": [{\"part\": \"endpoints\", \"reason\": \"ec2:DescribeVpcEndpoints was denied\"}]")])),
    ("existing-wrong-vpc", "data", Pass, "vpc-11111111", &[EXISTING], Some(&[STANDING])),
    ("existing-wrong-vpc", "data", Blocked, "vpc-22222222", &[EXISTING], Some(&[STANDING, ("\"vpce-11111111\", \"vpc\": \"vpc-11111111\"", "\"vpce-11111111\", \"vpc\": \"vpc-22222222\"")])),
    ("existing-wrong-vpc", "data", NotChecked, "no inventory", &[EXISTING], None),
    ("existing-wrong-service", "data", Pass, "bedrock-agentcore", &[EXISTING], Some(&[STANDING])),
    ("existing-wrong-service", "data", Blocked, "is of com.amazonaws.us-east-1.other", &[EXISTING], Some(&[STANDING, OTHER_SERVICE])),
    ("existing-wrong-service", "data", NotChecked, "no inventory", &[EXISTING], None),
    // Names
    ("dns-shadow", "gateway", Pass, "answers them", &[], None),
    ("dns-shadow", "gateway", Blocked, "would not resolve", &[("# end", "[endpoints.gateway]\nprivate_dns = false")], None),
    ("dns-shadow", "gateway", NotChecked, "no inventory", &[NAMES_OFF], None),
    ("dns-shadow", "gateway", Pass, "is off in this VPC", &[NAMES_OFF], Some(&[])),
    ("dns-shadow", "gateway", Blocked, "would not resolve", &[NAMES_OFF], Some(&[STANDING])),
    ("dns-shadow-possible", "data", Warning, "no gateway endpoint is planned", &[NO_GATEWAY], Some(&[])),
    ("dns-shadow-possible", "data", Pass, "is there", &[NO_GATEWAY], Some(&[STANDING, ("bedrock-agentcore\", \"private_dns\"", "bedrock-agentcore.gateway\", \"private_dns\"")])),
    ("dns-shadow-possible", "data", NotChecked, "no inventory", &[NO_GATEWAY, NAMES_OFF], None),
    ("private-hosted-zones", "placement.private_dns", NotChecked, "no part of an inventory", &[], Some(&[])),
    ("private-hosted-zones", "placement.private_dns", Pass, "is off", &[NAMES_OFF], None),
    // Groups
    ("not-in-inventory", "sg-11111111", Pass, "endpoints", &[LISTED], Some(&[])),
    ("not-in-inventory", "sg-11111111", Blocked, "no group", &[LISTED], Some(&[("\"id\": \"sg-11111111\"", "\"id\": \"sg-33333333\"")])),
    ("not-in-inventory", "sg-11111111", Warning, "has no group", &[LISTED], Some(&[("\"gaps\"", "\"vpc\": \"vpc-11111111\", \"gaps\""), ("\"id\": \"sg-11111111\"", "\"id\": \"sg-33333333\"")])),
    ("not-in-inventory", "sg-11111111", NotChecked, "ec2:DescribeSecurityGroups was denied", &[LISTED], Some(&[unread!("security_groups"), ("\"gaps\": []", "\"gaps\": [{\"part\": \"security_groups\", \"reason\": \"ec2:DescribeSecurityGroups was denied\"}]"), ("\"id\": \"sg-11111111\"", "\"id\": \"sg-33333333\"")])),
    ("group-vpc", "sg-11111111", Pass, "vpc-11111111", &[LISTED], Some(&[])),
    ("group-vpc", "sg-11111111", Warning, "associated", &[LISTED], Some(&[("\"sg-11111111\", \"vpc\": \"vpc-11111111\"", "\"sg-11111111\", \"vpc\": \"vpc-22222222\"")])),
    ("group-vpc", "sg-11111111", NotChecked, "no inventory", &[LISTED], None),
    ("allow-from-there", "placement.allow_from", Pass, "ranges alone", &[], None),
    ("allow-from-there", "placement.allow_from", Pass, "all of them", &[FROM_LIST], Some(&[])),
    ("allow-from-there", "placement.allow_from", Warning, "pl-22222222", &[("\"10.0.0.0/16\"", "\"pl-22222222\"")], Some(&[])),
    ("allow-from-there", "placement.allow_from", NotChecked, "GetManagedPrefixListEntries", &[("\"10.0.0.0/16\"", "\"pl-22222222\"")], Some(&[unread!("prefix_lists")])),
    // TCP 443
    ("sg-443", "placement.allow_from", Pass, "its rules admit 10.0.0.0/16", &[], None),
    ("sg-443", "placement.allow_from", Warning, "no source of the address type", &[("10.0.0.0/16", "2001:db8::/32")], None),
    ("sg-443", "sg-11111111", Pass, "they admit 10.0.0.0/16", &[LISTED], Some(&[])),
    ("sg-443", "sg-11111111", Warning, "from anywhere", &[LISTED], Some(&[("\"to_port\": 443", "\"to_port\": 442"), ("\"from_port\": 443", "\"from_port\": 1")])),
    ("sg-443", "sg-11111111", NotChecked, "no inventory", &[LISTED], None),
    ("sg-443", "sg-11111111", Pass, "pl-22222222", &[LISTED], Some(&[("\"to_port\": 443, \"cidrs\": [\"10.0.0.0/16\"]", "\"to_port\": 443, \"prefix_lists\": [\"pl-22222222\"]")])),
    ("sg-443", "10.0.0.0/16", Pass, "all of 10.0.0.0/16 is admitted", &[OWN_GROUP], Some(&[])),
    ("sg-443", "10.0.0.0/16", Pass, "is admitted", &[OWN_GROUP], Some(&[("\"to_port\": 443, \"cidrs\": [\"10.0.0.0/16\"]", "\"to_port\": 443, \"cidrs\": [\"10.0.0.0/17\", \"10.0.128.0/17\"]")])),
    ("sg-443", "10.0.0.0/16", Warning, "10.0.128.0/17 of 10.0.0.0/16 is not admitted", &[OWN_GROUP], Some(&[("\"to_port\": 443, \"cidrs\": [\"10.0.0.0/16\"]", "\"to_port\": 443, \"cidrs\": [\"10.0.0.0/17\"]")])),
    ("sg-443", "10.0.0.0/16", Warning, "no rule admits TCP 443 from 10.0.0.0/16; members of sg-22222222", &[OWN_GROUP], Some(&[("\"to_port\": 443, \"cidrs\": [\"10.0.0.0/16\"]", "\"to_port\": 443, \"groups\": [\"sg-22222222\"]")])),
    ("sg-443", "10.0.0.0/16", NotChecked, "the ranges of pl-22222222 were not read", &[OWN_GROUP], Some(&[("\"to_port\": 443, \"cidrs\": [\"10.0.0.0/16\"]", "\"to_port\": 443, \"prefix_lists\": [\"pl-22222222\"]")])),
    ("sg-443", "10.0.0.0/16", Warning, "10.0.0.0/23, 10.0.3.0/24", &[OWN_GROUP], Some(&[("\"to_port\": 443, \"cidrs\": [\"10.0.0.0/16\"]", "\"to_port\": 443, \"prefix_lists\": [\"pl-11111111\"]")])),
    ("sg-443", "sg-22222222", Pass, "is admitted, and its members are there", &[FROM_GROUP, OWN_GROUP], Some(&[])),
    ("sg-443", "sg-22222222", Pass, "a rule names sg-22222222", &[FROM_GROUP, OWN_GROUP], Some(&[("\"to_port\": 443, \"cidrs\": [\"10.0.0.0/16\"]", "\"to_port\": 443, \"groups\": [\"sg-22222222\"]")])),
    ("sg-443", "sg-22222222", Warning, "10.0.0.0/17, where members of sg-22222222 may be, is not", &[FROM_GROUP, OWN_GROUP], Some(&[("\"to_port\": 443, \"cidrs\": [\"10.0.0.0/16\"]", "\"to_port\": 443, \"cidrs\": [\"10.0.128.0/17\"]")])),
    ("sg-443", "sg-33333333", NotChecked, "the addresses behind", &[("\"10.0.0.0/16\"", "\"sg-33333333\""), OWN_GROUP], Some(&[])),
    ("sg-443", "pl-11111111", Pass, "all of 10.0.2.0/24", &[FROM_LIST, OWN_GROUP], Some(&[])),
    ("sg-443", "2001:db8::/32", Warning, "no rule admits", &[("10.0.0.0/16", "2001:db8::/32"), ("\"ipv4\"", "\"ipv6\""), OWN_GROUP], Some(&[])),
    ("sg-443", "2001:db8::/32", Pass, "is admitted", &[("10.0.0.0/16", "2001:db8::/32"), ("\"ipv4\"", "\"ipv6\""), OWN_GROUP], Some(&[("\"to_port\": 443, \"cidrs\": [\"10.0.0.0/16\"]", "\"to_port\": 443, \"cidrs\": [\"::/0\"]")])),
    ("client-egress-443", "sg-22222222", Pass, "let it out", &[FROM_GROUP], Some(&[])),
    ("client-egress-443", "sg-22222222", Pass, "let it out", &[FROM_GROUP, OWN_GROUP], Some(&[("\"-1\", \"cidrs\": [\"0.0.0.0/0\"]", "\"tcp\", \"from_port\": 443, \"to_port\": 443, \"groups\": [\"sg-11111111\"]")])),
    ("client-egress-443", "sg-22222222", Warning, "10.0.0.0/24, where", &[FROM_GROUP], Some(&[("\"-1\", \"cidrs\": [\"0.0.0.0/0\"]", "\"-1\", \"cidrs\": [\"10.0.1.0/24\"]")])),
    ("client-egress-443", "sg-22222222", Warning, "10.0.0.0/23, where", &[FROM_GROUP], Some(&[("\"-1\", \"cidrs\": [\"0.0.0.0/0\"]", "\"udp\", \"cidrs\": [\"0.0.0.0/0\"]")])),
    ("client-egress-443", "sg-22222222", NotChecked, "the ranges of pl-22222222", &[FROM_GROUP], Some(&[("\"-1\", \"cidrs\": [\"0.0.0.0/0\"]", "\"-1\", \"prefix_lists\": [\"pl-22222222\"]")])),
    ("client-egress-443", "sg-22222222", NotChecked, "no inventory", &[FROM_GROUP], None),
    ("network-acl", "subnet-11111111", Pass, "in and out", &[], Some(&[])),
    ("network-acl", "subnet-11111111", Pass, "outside the subnet", &[("10.0.0.0/16", "10.0.0.0/25")], Some(&[])),
    ("network-acl", "subnet-11111111", Warning, "drops TCP 443 in from 10.0.128.0/17", &[], Some(&[("{\"number\": 100, \"direction\": \"inbound\"", "{\"number\": 9, \"direction\": \"inbound\", \"verdict\": \"deny\", \"protocol\": \"6\", \"from_port\": 0, \"to_port\": 1000, \"cidr\": \"10.0.128.0/17\"}, {\"number\": 100, \"direction\": \"inbound\"")])),
    ("network-acl", "subnet-11111111", Warning, "answers on some of the ports", &[], Some(&[("\"outbound\", \"verdict\": \"allow\", \"protocol\": \"-1\"", "\"outbound\", \"verdict\": \"allow\", \"protocol\": \"6\", \"from_port\": 32768, \"to_port\": 65535")])),
    ("network-acl", "subnet-11111111", Warning, "no connection comes about", &[], Some(&[("\"outbound\", \"verdict\": \"allow\"", "\"outbound\", \"verdict\": \"deny\"")])),
    ("network-acl", "subnet-11111111", NotChecked, "no inventory", &[], None),
    ("network-acl", "subnet-11111111", NotChecked, "of the callers", &[("\"10.0.0.0/16\"", "\"pl-22222222\"")], Some(&[])),
    // Others
    ("callers-outside", "placement.private_dns", Pass, "within vpc-11111111", &[], Some(&[])),
    ("callers-outside", "placement.private_dns", Warning, "10.1.0.0/16 of 10.0.0.0/15 is not within", &[("10.0.0.0/16", "10.0.0.0/15")], Some(&[])),
    ("callers-outside", "placement.private_dns", Warning, "the peering pcx-1 of", &[("10.0.0.0/16", "192.168.0.0/16")], Some(&[("\"links\": []", "\"links\": [{\"id\": \"pcx-1\", \"kind\": \"peering\", \"vpc\": \"vpc-11111111\"}]")])),
    ("callers-outside", "placement.private_dns", Warning, "may bring callers from elsewhere", &[LISTED], Some(&[("\"links\": []", "\"links\": [{\"id\": \"tgw-attach-1\", \"kind\": \"transit_gateway\", \"vpc\": \"vpc-11111111\"}]")])),
    ("callers-outside", "placement.private_dns", Warning, "sg-22222222 of vpc-22222222", &[FROM_GROUP], Some(&[("\"sg-22222222\", \"vpc\": \"vpc-11111111\"", "\"sg-22222222\", \"vpc\": \"vpc-22222222\"")])),
    ("callers-outside", "placement.private_dns", NotChecked, "DescribeVpnGateways", &[LISTED], Some(&[unread!("vpn_gateways")])),
    ("callers-outside", "placement.private_dns", NotChecked, "no inventory", &[], None),
    ("private-dns-whole-vpc", "placement.private_dns", NotChecked, "who calls AgentCore from there", &[], Some(&[])),
    ("private-dns-whole-vpc", "placement.private_dns", Pass, "let everything through", &[("\"restricted\"", "\"full-access\"")], Some(&[])),
    ("private-dns-whole-vpc", "placement.private_dns", Warning, "subnet-22222222; clients there", &[("10.0.0.0/16", "10.0.0.0/24")], Some(&[])),
    ("private-dns-whole-vpc", "placement.private_dns", Pass, "no name changes", &[NAMES_OFF], None),
    // The calls
    ("tags", "tags", Pass, "4 of 50", &[], None),
    ("permission", "data", NotChecked, "no dry run", &[], Some(&[])),
];
