//! `inventory.sh`, run by bash with the real AWS CLI against moto, and its output read back: the
//! inventory is that of the account which was made there.

use std::collections::BTreeSet;
use std::time::Duration;

use postern_plan::catalog::Catalog;
use postern_plan::inventory::described::{Reading, read};
use postern_plan::inventory::{Part, script};
use postern_tests::{Moto, Run, Scratch, python_with, skip, tool};
use serde_json::Value;

/// Makes an account with one of everything, and prints what it made.
const MAKE: &str = r"
import boto3, json
ec2 = boto3.client('ec2')
for s in ec2.describe_subnets()['Subnets']: ec2.delete_subnet(SubnetId=s['SubnetId'])
tag = lambda kind, name: [{'ResourceType': kind, 'Tags': [{'Key': 'Name', 'Value': name}]}]
vpc = ec2.create_vpc(CidrBlock='10.0.0.0/16', TagSpecifications=tag('vpc', 'caf\u00e9 \'1\' \\ x'))['Vpc']
other = ec2.create_vpc(CidrBlock='10.1.0.0/16')['Vpc']
ec2.modify_vpc_attribute(VpcId=vpc['VpcId'], EnableDnsHostnames={'Value': True})
subnet = ec2.create_subnet(VpcId=vpc['VpcId'], CidrBlock='10.0.1.0/24', AvailabilityZone='us-east-1b')['Subnet']
away = ec2.create_subnet(VpcId=other['VpcId'], CidrBlock='10.1.1.0/24', AvailabilityZone='us-east-1a')['Subnet']
pl = ec2.create_managed_prefix_list(PrefixListName='office', MaxEntries=3, AddressFamily='IPv4', Entries=[{'Cidr': '192.0.2.0/24'}])['PrefixList']
group = ec2.create_security_group(GroupName='web', Description='a', VpcId=vpc['VpcId'])['GroupId']
ec2.authorize_security_group_ingress(GroupId=group, IpPermissions=[
    {'IpProtocol': 'tcp', 'FromPort': 443, 'ToPort': 443, 'IpRanges': [{'CidrIp': '10.0.0.0/16'}], 'PrefixListIds': [{'PrefixListId': pl['PrefixListId']}]}])
policy = '{\n  \'Statement\': []}'.replace('\'', '\x22')
made = ec2.create_vpc_endpoint(VpcId=vpc['VpcId'], ServiceName='com.amazonaws.us-east-1.bedrock-agentcore', VpcEndpointType='Interface',
    SubnetIds=[subnet['SubnetId']], SecurityGroupIds=[group], PrivateDnsEnabled=True, PolicyDocument=policy)['VpcEndpoint']
ec2.create_vpc_endpoint(VpcId=vpc['VpcId'], ServiceName='com.amazonaws.us-east-1.s3', VpcEndpointType='Gateway')
vgw = ec2.create_vpn_gateway(Type='ipsec.1')['VpnGateway']['VpnGatewayId']
ec2.attach_vpn_gateway(VpcId=vpc['VpcId'], VpnGatewayId=vgw)
pcx = ec2.create_vpc_peering_connection(VpcId=vpc['VpcId'], PeerVpcId=other['VpcId'])['VpcPeeringConnection']['VpcPeeringConnectionId']
ec2.accept_vpc_peering_connection(VpcPeeringConnectionId=pcx)
print(json.dumps({'vpc': vpc['VpcId'], 'other': other['VpcId'], 'subnet': subnet['SubnetId'], 'zone': subnet['AvailabilityZoneId'], 'away': away['SubnetId'],
    'pl': pl['PrefixListId'], 'group': group, 'endpoint': made['VpcEndpointId'], 'policy': policy, 'vgw': vgw, 'pcx': pcx}))
";

/// The script as people get it: for a Region, for a VPC of it, and for wherever it runs.
pub(crate) fn variants() -> Vec<(&'static str, String)> {
    let catalog = Catalog::load().unwrap();
    let (region, vpc) = (
        "us-east-1".parse().unwrap(),
        "vpc-0a1b2c3d".parse().unwrap(),
    );
    vec![
        ("region", script(&catalog, Some(&region), None)),
        ("vpc", script(&catalog, Some(&region), Some(&vpc))),
        ("shell", script(&catalog, None, None)),
    ]
}

fn bash(run: Run, text: &str) -> String {
    run.args(["-c", text])
        .deadline(Duration::from_mins(8))
        .stdout()
}

#[test]
fn the_account_is_read_back_as_it_was_made() {
    let (Some(python), Some(_)) = (python_with("boto3"), tool("aws")) else {
        return skip("inventory.sh", "boto3 or aws not found");
    };
    let Some(moto) = Moto::start() else {
        return skip("inventory.sh", "moto_server not found");
    };
    let made: Value = serde_json::from_str(&moto.run(python).args(["-c", MAKE]).stdout()).unwrap();
    let id = |name: &str| made[name].as_str().unwrap();
    let catalog = Catalog::load().unwrap();
    let region = "us-east-1".parse().unwrap();

    // For all of the Region.
    let printed = bash(moto.run("bash"), &script(&catalog, None, None));
    let Reading {
        inventory, faults, ..
    } = read(&format!("~ $ bash inventory.sh\n{printed}~ $ "));
    assert_eq!(faults, [], "{printed}");
    assert_eq!(inventory.region.as_deref(), Some("us-east-1"));
    assert_eq!(inventory.account.as_deref(), Some("123456789012"));
    assert_eq!(inventory.vpc, None);
    assert!(inventory.observed_at.is_some());
    let told: BTreeSet<Part> = inventory
        .gaps
        .iter()
        .map(|g| g.part)
        .chain(inventory.read.clone())
        .collect();
    assert_eq!(told.into_iter().collect::<Vec<_>>(), Part::ALL, "{printed}");
    let vpc = inventory.vpc(id("vpc")).unwrap();
    assert_eq!(vpc.name.as_deref(), Some("café '1' \\ x"));
    assert_eq!(
        (vpc.dns_support, vpc.dns_hostnames),
        (Some(true), Some(true))
    );
    assert_eq!(
        inventory.vpc(id("other")).unwrap().dns_hostnames,
        Some(false)
    );
    let subnet = inventory.subnet(id("subnet")).unwrap();
    assert_eq!(subnet.zone_id.as_deref(), Some(id("zone")));
    assert_eq!(
        (subnet.vpc.as_str(), subnet.free_addresses.is_some()),
        (id("vpc"), true)
    );
    let rule = &inventory.security_group(id("group")).unwrap().inbound[0];
    assert_eq!((rule.from_port, rule.cidrs.len()), (Some(443), 1));
    assert_eq!(rule.prefix_lists, [id("pl")]);
    let list = inventory
        .prefix_lists
        .iter()
        .find(|l| l.id == id("pl"))
        .unwrap();
    assert_eq!(
        list.cidrs.as_deref(),
        Some(&["192.0.2.0/24".to_owned()][..])
    );
    let endpoints: Vec<&str> = inventory.endpoints.iter().map(|e| e.id.as_str()).collect();
    assert_eq!(endpoints, [id("endpoint")]);
    let endpoint = &inventory.endpoints[0];
    assert_eq!(endpoint.policy.as_deref(), Some(id("policy")));
    assert_eq!(
        (endpoint.private_dns, endpoint.subnets.as_slice()),
        (true, &[id("subnet").to_owned()][..])
    );
    let ways: BTreeSet<&str> = inventory
        .links
        .iter()
        .filter(|l| l.vpc == id("vpc"))
        .map(|l| l.id.as_str())
        .collect();
    assert_eq!(ways, BTreeSet::from([id("vgw"), id("pcx")]));

    // For one VPC.
    let vpc = id("vpc").parse().unwrap();
    let printed = bash(
        moto.run("bash"),
        &script(&catalog, Some(&region), Some(&vpc)),
    );
    let one = read(&printed).inventory;
    assert_eq!(one.vpc.as_deref(), Some(id("vpc")));
    assert!(one.knows(Part::Subnets, id("vpc")) && !one.knows(Part::Subnets, id("other")));
    assert!(one.subnet(id("subnet")).is_some() && one.subnet(id("away")).is_none());
    assert_eq!(one.vpcs.len(), 1);
}

#[test]
fn it_goes_on_where_it_is_refused() {
    let scratch = Scratch::new("inventory-refused");
    let denied = "#!/bin/sh\nprintf '\\nAn error occurred (UnauthorizedOperation) when calling the %s operation: no \"x\" \\\\ y\\n' DescribeSubnets >&2\nexit 254\n";
    let program = scratch.write("aws", denied);
    Run::new("chmod").arg("+x").arg(&program).stdout();
    let path = format!("{}:/usr/bin:/bin", program.parent().unwrap().display());
    let printed = bash(Run::new("bash").env("PATH", path), &variants()[0].1);
    let Reading {
        inventory, faults, ..
    } = read(&printed);
    assert_eq!(faults, [], "{printed}");
    assert_eq!(inventory.read.len(), 0);
    assert_eq!(
        inventory.gap(Part::Subnets).unwrap().reason,
        "ec2:DescribeSubnets was denied"
    );
    assert_eq!(printed.lines().count(), 14, "{printed}");
}
