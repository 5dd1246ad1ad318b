"""Fills a moto server with what a request takes for granted, and tells what stands in it.

usage: moto.py world|stack|describe|composed REGION, with JSON on standard input and output.
"""

import ast
import json
import sys
import unicodedata

import boto3

command, region = sys.argv[1:]
ec2 = boto3.client("ec2", region)
given = json.load(sys.stdin)


def policy(text):
    # create-stack keeps the object as Python prints it.
    try:
        return json.loads(text)
    except json.JSONDecodeError:
        return ast.literal_eval(text)


def tags(of):
    return {t["Key"]: t["Value"] for t in of.get("Tags", []) if not t["Key"].startswith("aws:")}


def world():
    """Real ids in place of the request's."""
    ids = {}
    for old in sorted(given["ids"], key=lambda i: ["vpc", "subnet", "sg", "vpce", "rtb"].index(i.split("-")[0])):
        kind = old.split("-")[0]
        if kind == "vpc":
            vpc = ids[old] = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
        elif kind == "subnet":
            block = f"10.0.{len(ids)}.0/24"
            ids[old] = ec2.create_subnet(VpcId=vpc, CidrBlock=block)["Subnet"]["SubnetId"]
        elif kind == "rtb":
            ids[old] = ec2.create_route_table(VpcId=vpc)["RouteTable"]["RouteTableId"]
        elif kind == "sg":
            made = ec2.create_security_group(VpcId=vpc, GroupName=old.replace("sg-", "g-"), Description="there already")
            ids[old] = made["GroupId"]
        else:
            subnet = next(new for old, new in ids.items() if old.startswith("subnet-"))
            made = ec2.create_vpc_endpoint(
                VpcId=vpc, ServiceName=given["existing"], VpcEndpointType="Interface", SubnetIds=[subnet],
                TagSpecifications=[{"ResourceType": "vpc-endpoint", "Tags": [{"Key": "owner", "Value": "another team"}]}],
            )
            ids[old] = made["VpcEndpoint"]["VpcEndpointId"]
    return ids


def stack():
    """A stack with its parameters' defaults."""
    formation = boto3.client("cloudformation", region)
    formation.create_stack(StackName=given["name"], TemplateBody=given["template"])
    return formation.describe_stacks(StackName=given["name"])["Stacks"][0]["StackStatus"]


def rules(group):
    for permission in group["IpPermissions"]:
        assert (permission["IpProtocol"], permission["FromPort"], permission["ToPort"]) == ("tcp", 443, 443)
        for kind, list_name, key in [
            ("ipv4", "IpRanges", "CidrIp"),
            ("ipv6", "Ipv6Ranges", "CidrIpv6"),
            ("security-group", "UserIdGroupPairs", "GroupId"),
            ("prefix-list", "PrefixListIds", "PrefixListId"),
        ]:
            for source in permission[list_name]:
                yield {"kind": kind, "source": source[key]}


def describe():
    """What stands in the VPC, in the form of made.rs; the default group and those that were there do not count."""
    only = [{"Name": "vpc-id", "Values": [given["vpc"]]}]
    group, ids = None, {}
    for g in ec2.describe_security_groups(Filters=only)["SecurityGroups"]:
        if g["GroupName"] == given["group"]:
            assert [p["IpProtocol"] for p in g["IpPermissionsEgress"]] == ["-1"], "the default egress is kept"
            ids[g["GroupId"]] = "new"
            group = {
                "name": g["GroupName"],
                "description": g["Description"],
                "vpc": g["VpcId"],
                "rules": sorted(rules(g), key=lambda r: (r["kind"], r["source"])),
                "tags": tags(g),
            }
    endpoints = {}
    for e in ec2.describe_vpc_endpoints(Filters=only)["VpcEndpoints"]:
        assert e["ServiceName"] not in endpoints, "two endpoints of " + e["ServiceName"]
        if e["VpcEndpointType"] == "Gateway":
            endpoints[e["ServiceName"]] = {
                "type": "Gateway",
                "vpc": e["VpcId"],
                "route_tables": sorted(e["RouteTableIds"]),
                "policy": policy(e["PolicyDocument"]),
                "tags": tags(e),
            }
            continue
        endpoints[e["ServiceName"]] = {
            "type": e["VpcEndpointType"],
            "vpc": e["VpcId"],
            "subnets": sorted(e["SubnetIds"]),
            "groups": sorted(ids.get(g["GroupId"], g["GroupId"]) for g in e["Groups"]),
            "private_dns": e["PrivateDnsEnabled"],
            "policy": policy(e["PolicyDocument"]),
            "tags": tags(e),
        }
    return {"group": group, "endpoints": endpoints}


def compose(value):
    """Terraform composes the accents of every string."""
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value)
    if isinstance(value, dict):
        return {compose(k): compose(v) for k, v in value.items()}
    return value


def composed():
    return compose(given)


json.dump({"world": world, "stack": stack, "describe": describe, "composed": composed}[command](), sys.stdout)
