//! Pasted texts as people have them, and worse.

use proptest::prelude::*;

use super::*;
use crate::inventory::{AclVerdict, Direction, LinkKind, Rule};

/// Outputs as the CLI prints them, one of each kind.
const OUTPUTS: &[&str] = &[
    r#"{"UserId": "AIDA", "Account": "111122223333", "Arn": "arn:aws:iam::111122223333:user/a"}"#,
    r#"{"Vpcs": [{"VpcId": "vpc-1", "CidrBlock": "10.0.0.0/16", "OwnerId": "111122223333", "DhcpOptionsId": "dopt-1",
        "CidrBlockAssociationSet": [{"CidrBlock": "10.0.0.0/16", "CidrBlockState": {"State": "associated"}}, {"CidrBlock": "10.9.0.0/16", "CidrBlockState": {"State": "disassociated"}}],
        "Ipv6CidrBlockAssociationSet": [{"Ipv6CidrBlock": "2001:db8::/56", "Ipv6CidrBlockState": {"State": "associated"}}],
        "Tags": [{"Key": "Name", "Value": "main"}]}, {"VpcId": "vpc-2"}]}"#,
    r#"{"EnableDnsSupport": {"Value": true}, "VpcId": "vpc-1"}"#,
    r#"{"EnableDnsHostnames": {"Value": false}, "VpcId": "vpc-1"}"#,
    r#"{"EnableDnsSupport": {"Value": true}, "VpcId": "vpc-2"}"#,
    r#"{"EnableDnsHostnames": {"Value": true}, "VpcId": "vpc-2"}"#,
    r#"{"Subnets": [{"SubnetId": "subnet-1", "VpcId": "vpc-1", "AvailabilityZone": "us-east-1a", "AvailabilityZoneId": "use1-az1", "AvailableIpAddressCount": 250, "CidrBlock": "10.0.1.0/24", "OwnerId": "111122223333",
        "SubnetArn": "arn:aws:ec2:us-east-1:111122223333:subnet/subnet-1"}]}"#,
    r#"{"SecurityGroups": [{"GroupId": "sg-1", "GroupName": "web", "VpcId": "vpc-1",
        "IpPermissions": [{"IpProtocol": "tcp", "FromPort": 443, "ToPort": 443, "IpRanges": [{"CidrIp": "10.0.0.0/8"}], "Ipv6Ranges": [{"CidrIpv6": "::/0"}], "PrefixListIds": [{"PrefixListId": "pl-1"}], "UserIdGroupPairs": [{"GroupId": "sg-2", "UserId": "111122223333"}]}],
        "IpPermissionsEgress": [{"IpProtocol": "-1", "IpRanges": []}]}]}"#,
    r#"{"PrefixLists": [{"PrefixListId": "pl-1", "PrefixListName": "office", "State": "create-complete"}]}"#,
    "aws ec2 get-managed-prefix-list-entries --prefix-list-id pl-1\n{\"Entries\": [{\"Cidr\": \"192.0.2.0/24\"}]}",
    r#"{"NetworkAcls": [{"NetworkAclId": "acl-1", "VpcId": "vpc-1", "Associations": [{"SubnetId": "subnet-1"}],
        "Entries": [{"RuleNumber": 100, "Egress": true, "RuleAction": "deny", "Protocol": "6", "CidrBlock": "0.0.0.0/0", "PortRange": {"From": 443, "To": 443}}]}]}"#,
    r#"{"DhcpOptions": [{"DhcpOptionsId": "dopt-1", "DhcpConfigurations": [{"Key": "domain-name-servers", "Values": [{"Value": "AmazonProvidedDNS"}]}]}]}"#,
    r#"{"VpcPeeringConnections": [{"VpcPeeringConnectionId": "pcx-1", "AccepterVpcInfo": {"VpcId": "vpc-1"}, "RequesterVpcInfo": {"VpcId": "vpc-9"}, "Status": {"Code": "active"}},
        {"VpcPeeringConnectionId": "pcx-2", "AccepterVpcInfo": {}, "RequesterVpcInfo": {}, "Status": {"Code": "deleted"}}]}"#,
    r#"{"TransitGatewayVpcAttachments": [{"TransitGatewayAttachmentId": "tgw-attach-1", "TransitGatewayId": "tgw-1", "VpcId": "vpc-1", "State": "available"}]}"#,
    r#"{"VpnGateways": [{"VpnGatewayId": "vgw-1", "State": "available", "VpcAttachments": [{"VpcId": "vpc-1", "State": "attached"}, {"VpcId": "vpc-2", "State": "detached"}]}]}"#,
    r#"{"VpcEndpoints": [{"VpcEndpointId": "vpce-1", "VpcEndpointType": "Interface", "VpcId": "vpc-1", "ServiceName": "com.amazonaws.us-east-1.bedrock-agentcore", "State": "available", "PolicyDocument": "{\"Statement\":[]}", "SubnetIds": ["subnet-1"], "Groups": [{"GroupId": "sg-1", "GroupName": "web"}], "PrivateDnsEnabled": true, "Tags": [{"Key": "a", "Value": "b"}], "DnsEntries": [{"DnsName": "x.vpce.amazonaws.com"}]},
        {"VpcEndpointId": "vpce-2", "VpcEndpointType": "Gateway", "VpcId": "vpc-1", "ServiceName": "com.amazonaws.us-east-1.s3"}]}"#,
    r#"{"ServiceNames": ["com.amazonaws.us-east-1.bedrock-agentcore"], "ServiceDetails": [{"ServiceName": "com.amazonaws.us-east-1.bedrock-agentcore", "ServiceType": [{"ServiceType": "Interface"}], "AvailabilityZones": ["us-east-1a", "us-east-1b"], "SupportedIpAddressTypes": ["ipv4"], "PrivateDnsNames": [{"PrivateDnsName": "bedrock-agentcore.us-east-1.amazonaws.com"}], "VpcEndpointPolicySupported": true}]}"#,
    r#"{"Quota": {"QuotaCode": "L-29B6F2EB", "Value": 50.0}}"#,
];

fn all() -> Reading {
    read(&OUTPUTS.join("\n"))
}

/// The beginning of a text: this share of it.
fn part(text: &str, share: f64) -> &str {
    let count = u32::try_from(text.len()).unwrap();
    let length = (0..count).find(|n| f64::from(*n) >= f64::from(count) * share);
    text.get(..usize::try_from(length.unwrap_or_default()).unwrap())
        .unwrap()
}

fn found(text: &str) -> Inventory {
    read(text).inventory
}

#[test]
fn every_kind_of_output_is_read() {
    let Reading {
        inventory,
        faults,
        seen,
    } = all();
    assert_eq!(faults, []);
    assert_eq!(
        inventory.read.iter().copied().collect::<Vec<_>>(),
        Part::ALL
    );
    assert_eq!(
        (
            seen[&Part::Vpcs],
            seen[&Part::DnsAttributes],
            seen[&Part::PrefixLists]
        ),
        (2, 4, 1)
    );
    assert_eq!(inventory.region.as_deref(), Some("us-east-1"));
    assert_eq!(inventory.account.as_deref(), Some("111122223333"));
    assert_eq!(inventory.vpc, None);
    let vpc = inventory.vpc("vpc-1").unwrap();
    assert_eq!(vpc.cidrs, ["10.0.0.0/16", "2001:db8::/56"]);
    assert_eq!(
        (vpc.dns_support, vpc.dns_hostnames),
        (Some(true), Some(false))
    );
    assert_eq!(vpc.name.as_deref(), Some("main"));
    assert_eq!(inventory.subnets[0].free_addresses, Some(250));
    let group = inventory.security_group("sg-1").unwrap();
    assert_eq!(
        group.inbound,
        [Rule {
            protocol: "tcp".to_owned(),
            from_port: Some(443),
            to_port: Some(443),
            cidrs: vec!["10.0.0.0/8".to_owned(), "::/0".to_owned()],
            groups: vec!["sg-2".to_owned()],
            prefix_lists: vec!["pl-1".to_owned()],
        }]
    );
    assert_eq!(
        inventory.prefix_lists[0].cidrs.as_ref().unwrap(),
        &["192.0.2.0/24"]
    );
    let entry = &inventory.network_acls[0].entries[0];
    assert_eq!(
        (entry.direction, entry.verdict),
        (Direction::Outbound, AclVerdict::Deny)
    );
    assert_eq!(
        inventory.dhcp_options[0].name_servers,
        ["AmazonProvidedDNS"]
    );
    let links: Vec<_> = inventory
        .links
        .iter()
        .filter(|l| l.vpc == "vpc-1")
        .map(|l| l.kind)
        .collect();
    assert_eq!(
        links,
        [
            LinkKind::Peering,
            LinkKind::TransitGateway,
            LinkKind::VpnGateway
        ]
    );
    assert_eq!(
        inventory.endpoints.len(),
        1,
        "a Gateway endpoint is none of ours"
    );
    assert_eq!(
        inventory.endpoints[0].policy.as_deref(),
        Some("{\"Statement\":[]}")
    );
    assert_eq!(
        inventory.services[0].zone_ids,
        ["use1-az1"],
        "a zone's id is told by its subnet"
    );
    assert_eq!(inventory.endpoint_quota, Some(50));
}

#[test]
fn order_noise_and_repetition_change_nothing() {
    let whole = all().inventory;
    let mut turned = OUTPUTS.to_vec();
    turned.reverse();
    assert_eq!(found(&turned.join("\n# next {\n")), whole);
    assert_eq!(found(&OUTPUTS.concat()), whole);
    let doubled = [OUTPUTS, OUTPUTS].concat().join("\n[user@host ~]$ ");
    assert_eq!(found(&doubled), whole);
    let gathered: Vec<String> = OUTPUTS
        .iter()
        .enumerate()
        .filter(|(_, text)| text.starts_with('{'))
        .map(|(at, text)| format!("\"{at}\": {text}"))
        .collect();
    let inventory = found(&format!("{{{}}}", gathered.join(",")));
    assert_eq!(inventory.subnets, whole.subnets);
    assert!(
        inventory.prefix_lists[0].cidrs.is_none(),
        "no command names the list"
    );
    assert!(!inventory.read.contains(&Part::PrefixLists));
}

#[test]
fn our_own_document_is_read_and_adds_to_the_rest() {
    let whole = all().inventory;
    let text = serde_json::to_string_pretty(&whole).unwrap();
    assert_eq!(found(&format!("$ cat inventory.json\n{text}\n$ ")), whole);
    let more = format!(
        "{text}\n{}",
        r#"{"Subnets": [{"SubnetId": "subnet-2", "VpcId": "vpc-2"}]}"#
    );
    assert_eq!(found(&more).subnets.len(), 2);
}

#[test]
fn what_is_refused_is_a_gap_and_not_read() {
    let denied = "aws: [ERROR]: An error occurred (UnauthorizedOperation) when calling the DescribeSecurityGroups operation: You are not authorized";
    let text = format!("{}\n{denied}\n{}", OUTPUTS[1], OUTPUTS[6]);
    let inventory = found(&text);
    assert_eq!(
        inventory.gap(Part::SecurityGroups).unwrap().reason,
        "ec2:DescribeSecurityGroups was denied"
    );
    assert!(
        inventory.read.contains(&Part::Subnets) && !inventory.read.contains(&Part::SecurityGroups)
    );
    let alone = read(denied);
    assert!(!alone.is_empty() && alone.faults.is_empty());
}

#[test]
fn what_may_be_less_than_all_is_not_read() {
    let vpcs = r#"{"VpcId": "vpc-1"}, {"VpcId": "vpc-2"}"#;
    for text in [
        format!("{{\"Vpcs\": [{vpcs}], \"NextToken\": \"x\"}}"),
        format!("$ aws ec2 describe-vpcs --vpc-ids vpc-1 vpc-2\n{{\"Vpcs\": [{vpcs}]}}"),
        format!("{{\"Vpcs\": [{vpcs}, {{\"CidrBlock\": \"10.0.0.0/16\"}}]}}"),
    ] {
        let Reading { inventory, .. } = read(&text);
        assert_eq!(inventory.vpcs.len(), 2, "{text}");
        assert!(!inventory.read.contains(&Part::Vpcs), "{text}");
    }
    let inventory = found(&format!("{{\"Vpcs\": [{vpcs}]}}"));
    assert!(inventory.read.contains(&Part::Vpcs));
    assert!(
        !inventory.read.contains(&Part::DnsAttributes),
        "no attribute was printed"
    );
}

#[test]
fn what_is_about_one_vpc_says_nothing_of_others() {
    let filtered =
        "aws ec2 describe-subnets --filters Name=vpc-id,Values=vpc-1\n{\"Subnets\": []}\n";
    let inventory = found(filtered);
    assert!(inventory.knows(Part::Subnets, "vpc-1") && !inventory.knows(Part::Subnets, "vpc-2"));
    let of_one = found(
        "{\"VpcEndpoints\": []} {\"Subnets\": [{\"SubnetId\": \"subnet-1\", \"VpcId\": \"vpc-1\"}]}",
    );
    assert!(of_one.knows(Part::Endpoints, "vpc-1") && !of_one.knows(Part::Endpoints, "vpc-2"));
    let two = filtered.to_owned()
        + "aws ec2 describe-vpc-endpoints --filters Name=vpc-id,Values=vpc-2\n{\"VpcEndpoints\": []}\n";
    assert_eq!(found(&two).read.len(), 0);
}

#[test]
fn what_our_script_prints_says_what_it_is() {
    let text = r#"{"postern_inventory": 1, "region": "eu-west-1", "vpc": "vpc-1", "observed_at": "2026-11-23T07:00:00Z"}
{"postern_inventory": 1, "part": "prefix_lists", "answer": {"PrefixLists": [{"PrefixListId": "pl-1", "PrefixListName": "a"}]}}
{"postern_inventory": 1, "part": "prefix_lists", "prefix_list": "pl-1", "answer": {"Entries": [{"Cidr": "10.0.0.0/8"}]}}
{"postern_inventory": 1, "part": "subnets", "error": "Unable to locate credentials."}
{"postern_inventory": 1, "part": "vpcs", "error": "An error occurred (UnauthorizedOperation) when calling the DescribeVpcs operation: no"}"#;
    let Reading {
        inventory, faults, ..
    } = read(text);
    assert_eq!(faults, []);
    assert_eq!(
        (inventory.region.as_deref(), inventory.vpc.as_deref()),
        (Some("eu-west-1"), Some("vpc-1"))
    );
    assert_eq!(
        inventory.observed_at.as_deref(),
        Some("2026-11-23T07:00:00Z")
    );
    assert!(inventory.knows(Part::PrefixLists, "vpc-1"));
    assert_eq!(
        inventory.gap(Part::Subnets).unwrap().reason,
        "ec2:DescribeSubnets failed: Unable to locate credentials."
    );
    assert_eq!(
        inventory.gap(Part::Vpcs).unwrap().reason,
        "ec2:DescribeVpcs was denied"
    );
}

#[test]
fn a_policy_keeps_its_text_whichever_way_it_is_printed() {
    for policy in [
        r#""{\"Version\": \"2012-10-17\", \"A\": 1}""#,
        r#"{"Version": "2012-10-17", "A": 1}"#,
    ] {
        let text = format!(
            r#"{{"VpcEndpoints": [{{"VpcEndpointId": "vpce-1", "VpcEndpointType": "Interface", "VpcId": "vpc-1", "ServiceName": "a", "PolicyDocument": {policy}}}]}}"#
        );
        assert_eq!(
            found(&text).endpoints[0].policy.as_deref(),
            Some(r#"{"Version": "2012-10-17", "A": 1}"#)
        );
    }
}

#[test]
fn a_fault_says_where_and_the_rest_is_read() {
    let cut = part(OUTPUTS[1], 0.9);
    let Reading {
        inventory, faults, ..
    } = read(&format!("$ \n  {cut}\n{}", OUTPUTS[6]));
    assert_eq!(
        (faults.len(), faults[0].line, faults[0].column),
        (1, 2, 3),
        "{faults:?}"
    );
    assert_eq!(inventory.subnets.len(), 1);
    assert!(!inventory.read.contains(&Part::Vpcs));
    let Reading { faults, .. } = read(
        "{\"Subnets\": [\n {\"SubnetId\": \"subnet-1\", \"VpcId\": \"vpc-1\"},\n {\"SubnetId\": 5}]}",
    );
    assert_eq!((faults[0].line, faults[0].column), (3, 2), "{faults:?}");
    assert!(
        faults[0].to_string().contains("line 3, column 2"),
        "{faults:?}"
    );
}

#[test]
fn two_regions_and_two_accounts_are_told() {
    let caller =
        |account: &str| format!(r#"{{"UserId": "a", "Account": "{account}", "Arn": "b"}}"#);
    let faults = read(&(caller("1") + &caller("2"))).faults;
    assert!(faults[0].what.contains("accounts 1 and 2"), "{faults:?}");
    let zone = |region: &str| {
        format!(
            r#"{{"Subnets": [{{"SubnetId": "{region}", "VpcId": "v", "AvailabilityZone": "{region}a"}}]}}"#
        )
    };
    let faults = read(&(zone("us-east-1") + &zone("eu-west-1"))).faults;
    assert!(faults[0].what.contains("are mixed"), "{faults:?}");
}

#[test]
fn hostile_texts_are_an_answer() {
    assert!(read("").is_empty() && read("hello { \"a\": 1 } {").is_empty());
    assert!(
        read(&" ".repeat(MOST_BYTES + 1)).faults[0]
            .what
            .contains("8 MiB")
    );
    let megabyte = 1024 * 1024;
    for text in [
        "{\"Vpcs\":[".repeat(megabyte / 9),
        "\n{\"a\":[".repeat(megabyte / 7),
        "{\"a\":[\n".to_owned() + &"{},\n".repeat(megabyte / 4),
        "{\"Vpcs\":".to_owned() + &"[".repeat(megabyte),
        "{  ".repeat(megabyte / 3),
        "An error occurred (".repeat(megabyte / 19),
        format!("{{\"a\": \"{}", "\\".repeat(megabyte)),
    ] {
        let reading = read(&text);
        assert!(reading.inventory.vpcs.is_empty() && reading.faults.len() <= MOST_FAULTS);
    }
    let wrong = "{\"VpcId\": 1},".repeat(20_000);
    assert_eq!(
        read(&format!("{{\"Vpcs\": [{wrong} 1]}}")).faults.len(),
        MOST_FAULTS
    );
    let many: Vec<String> = (0..10_000)
        .map(|n| format!(r#"{{"SubnetId": "subnet-{n}", "VpcId": "vpc-1"}}"#))
        .collect();
    assert_eq!(
        found(&format!("{{\"Subnets\": [{}]}}", many.join(",")))
            .subnets
            .len(),
        10_000
    );
}

proptest! {
    #[test]
    fn no_text_panics(text in "\\PC{0,200}") {
        let _ = read(&text);
        let _ = read(&format!("{{\"{text}"));
    }

    #[test]
    fn no_jumble_of_syntax_panics(text in "[\\[\\]{}\",:a1\\\\\n -]{0,80}") {
        let _ = read(&format!("{{\"Vpcs\": {text}"));
        let _ = read(&format!("{{\"Quota\": {{{text}"));
    }

    #[test]
    fn no_cut_panics_or_reads_a_part_that_is_cut(at in 0..OUTPUTS.len(), share in 0.0..1.0_f64) {
        let text = OUTPUTS[at];
        prop_assert_eq!(read(part(text, share)).inventory.read.len(), 0);
    }

    #[test]
    fn a_cut_output_does_not_hide_the_next(at in 0..OUTPUTS.len(), share in 0.0..1.0_f64) {
        let text = OUTPUTS[at];
        let reading = read(&format!("{}\n{{\n  \"Account\": \"1\", \"UserId\": \"a\", \"Arn\": \"b\"}}", part(text, share)));
        prop_assert_eq!(reading.inventory.account.as_deref(), Some("1"));
    }
}
