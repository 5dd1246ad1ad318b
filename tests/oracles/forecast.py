"""Asks Prowler's own checks about endpoints and groups, and its mute list about exceptions.

Reads a JSON list of what stands in an account, one entry a case, and writes the findings of each.
Prowler's clients, which read an account, are put in place by hand; its checks, its models and its
mute list are its own. Nothing is asked of a network.
"""

import copy
import ipaddress
import json
import os
import sys
import types
from importlib import import_module

import yaml

SERVICES = "prowler.providers.aws.services"
clients = {}
for service in ("vpc", "ec2"):
    module = types.ModuleType(f"{SERVICES}.{service}.{service}_client")
    clients[service] = types.SimpleNamespace()
    setattr(module, f"{service}_client", clients[service])
    sys.modules[module.__name__] = module
vpc, ec2 = clients["vpc"], clients["ec2"]

from prowler.providers.aws.lib.mutelist.mutelist import AWSMutelist  # noqa: E402
from prowler.providers.aws.services.ec2.ec2_service import (  # noqa: E402
    Attachment,
    NetworkInterface,
    SecurityGroup,
)
from prowler.providers.aws.services.vpc.vpc_service import VPCs, VpcEndpoint  # noqa: E402


def check(service, name):
    module = import_module(f"{SERVICES}.{service}.{name}.{name}")
    return getattr(module, name)


BOUNDARIES = check("vpc", "vpc_endpoint_connections_trust_boundaries")
ZONES = check("vpc", "vpc_endpoint_multi_az_enabled")
GROUPS = [
    check("ec2", f"ec2_securitygroup_{name}")
    for name in (
        "allow_ingress_from_internet_to_any_port",
        "allow_ingress_from_internet_to_any_port_from_ip",
        "allow_wide_open_public_ipv4",
    )
]
VPC_ID = "vpc-0a1b2c3d4e5f60718"


def tags(all):
    return [{"Key": key, "Value": value} for key, value in all.items()]


def configured(account):
    """The default configuration: the account is trusted, and nobody else."""
    for client in (vpc, ec2):
        client.audit_config = {"trusted_account_ids": []}
        client.audited_account = account
        client.provider = types.SimpleNamespace(scan_unused_services=False)


def endpoint(case, one, statements=None):
    policy = one["policy"]
    if statements is not None:
        policy = {**policy, "Statement": statements}
    id = one["id"]
    return VpcEndpoint(
        arn=f"arn:aws:ec2:{case['region']}:{case['account']}:vpc-endpoint/{id}",
        id=id,
        vpc_id=VPC_ID,
        service_name=one["service"],
        state="available",
        subnet_ids=one["subnets"],
        # The check changes what it reads.
        policy_document=copy.deepcopy(policy),
        owner_id=case["account"],
        type=one["type"],
        region=case["region"],
        tags=tags(one["tags"]),
    )


def rules(ranges):
    """The rules as DescribeSecurityGroups tells them: one for the port, with every range in it."""
    v4 = [{"CidrIp": r} for r in ranges if ipaddress.ip_network(r).version == 4]
    v6 = [{"CidrIpv6": r} for r in ranges if ipaddress.ip_network(r).version == 6]
    port = {"IpProtocol": "tcp", "FromPort": 443, "ToPort": 443}
    return [{**port, "IpRanges": v4, "Ipv6Ranges": v6}]


def group(case, one):
    interface = NetworkInterface(
        id="eni-1",
        association={},
        attachment=Attachment(),
        private_ip="10.0.0.5",
        public_ip_addresses=[],
        type="vpc_endpoint",
        subnet_id="subnet-1",
        vpc_id=VPC_ID,
        region=case["region"],
    )
    everything = [{"CidrIp": "0.0.0.0/0"}]
    arn = f"arn:aws:ec2:{case['region']}:{case['account']}:security-group/sg-1"
    return arn, SecurityGroup(
        name=one["name"],
        region=case["region"],
        arn=arn,
        id="sg-1",
        vpc_id=VPC_ID,
        associated_sgs=[],
        network_interfaces=[interface],
        ingress_rules=rules(one["ranges"]),
        egress_rules=[{"IpProtocol": "-1", "IpRanges": everything, "Ipv6Ranges": []}],
        tags=tags(one["tags"]),
    )


def findings(which, muted=None):
    """The findings of a check, or the error on which it stops; none where it is not about this."""
    try:
        reports = which().execute()
    except Exception as error:  # what Prowler itself logs and goes on from
        return {"error": type(error).__name__}
    if not reports:
        return None
    failed = [r for r in reports if r.status == "FAIL"]
    return {
        "flagged": bool(failed),
        "muted": muted is not None and all(muted(r) for r in failed),
    }


def judged(case):
    account = case["account"]
    configured(account)
    texts = [yaml.safe_load(text)["Mutelist"] for text in case["exceptions"]]
    lists = [AWSMutelist(mutelist_content=text) for text in texts]
    if not all(l.mutelist for l in lists):
        raise SystemExit(f"no mute list: {case['exceptions']}")

    def muted(report):
        return any(l.is_finding_muted(report, account) for l in lists)

    vpc.vpcs = {
        VPC_ID: VPCs(
            arn=f"arn:aws:ec2:{case['region']}:{account}:vpc/{VPC_ID}",
            id=VPC_ID,
            name="",
            default=False,
            in_use=True,
            cidr_block="10.0.0.0/16",
            region=case["region"],
        )
    }
    said = []

    def tell(which, about):
        found = findings(which, muted)
        if found is not None:
            said.append({"check": which.__name__, "about": about, **found})

    for one in case["endpoints"]:
        vpc.vpc_endpoints = [endpoint(case, one)]
        about = f"the {one['key']} endpoint"
        # A policy that nobody read is asked about by nobody.
        known = one["policy"] is not None
        for which in (BOUNDARIES, ZONES) if known else (ZONES,):
            configured(account)
            tell(which, about)
        for at, statement in enumerate(one["policy"]["Statement"] if known else []):
            configured(account)
            vpc.vpc_endpoints = [endpoint(case, one, [statement])]
            about = f"{one['key']}: {statement.get('Sid') or f'#{at}'}"
            tell(BOUNDARIES, about)
    if case["group"]:
        arn, made = group(case, case["group"])
        ec2.security_groups = {arn: made}
        ec2.is_failed_check = lambda *_: False
        for which in GROUPS:
            about = "the security group"
            tell(which, about)
    return said


os.environ.setdefault("AWS_EC2_METADATA_DISABLED", "true")
json.dump([judged(case) for case in json.load(sys.stdin)], sys.stdout)
