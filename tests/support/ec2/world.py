"""The built-in world: one account with a sound VPC, one with its DNS attributes off, and one with
an endpoint of another team.

Keys that say how the fake behaves: `endpoint_quota` (per VPC; null: it may not be read, and is 50),
`group_quota`, `groups_per_interface`, `page` (the most on one page), `pending_looks`,
`deleting_looks` and `deleted_looks` (how many more times an endpoint is described in that state),
`pending_ms` (at least so long), `becomes` (the state after `pending`), `denied` (actions),
`undeletable` (endpoints that DeleteVpcEndpoints refuses), `external_ids` (of roles), `sessions`
(roles that were assumed), `accounts` (the ARN of each access key), `hosted_zones` (`{vpc, name}`: private names that are taken).
"""

REGION = "us-east-1"
ACCOUNT = "111122223333"
OTHER_ACCOUNT = "444455556666"

EVERYONE = '{"Statement":[{"Action":"*","Effect":"Allow","Principal":"*","Resource":"*"}]}'
ZONES = {"us-east-1a": "use1-az1", "us-east-1b": "use1-az2", "us-east-1d": "use1-az4"}


def service(short, names, zones):
    return {
        "name": f"com.amazonaws.{REGION}.{short}",
        "zone_ids": zones,
        "ip_address_types": ["ipv4"],
        "private_dns_names": names,
    }


def subnet(id, vpc, cidr, zone, free=250, owner=ACCOUNT):
    return {"id": id, "vpc": vpc, "cidr": cidr, "zone": zone, "zone_id": ZONES[zone],
            "free": free, "owner": owner, "tags": {}}


def rule(protocol="tcp", port=443, cidrs=(), groups=()):
    return {"protocol": protocol, "from": port, "to": port, "cidrs": list(cidrs),
            "cidrs6": [], "groups": list(groups), "prefix_lists": []}


ALL_OUT = {"protocol": "-1", "from": None, "to": None, "cidrs": ["0.0.0.0/0"], "cidrs6": [],
           "groups": [], "prefix_lists": []}


def group(id, vpc, name, inbound):
    return {"id": id, "vpc": vpc, "name": name, "description": name, "inbound": inbound,
            "outbound": [dict(ALL_OUT)], "tags": {}}


def default_group(id, vpc):
    """What EC2 makes with a VPC: it admits itself."""
    every = {**ALL_OUT, "cidrs": [], "groups": [id]}
    return group(id, vpc, "default", [every])


def acl(id, vpc, subnets):
    def entry(number, egress, action):
        return {"number": number, "egress": egress, "action": action, "protocol": "-1",
                "cidr": "0.0.0.0/0", "from": None, "to": None}
    return {"id": id, "vpc": vpc, "subnets": subnets, "default": True, "entries": [
        entry(100, False, "allow"), entry(32767, False, "deny"),
        entry(100, True, "allow"), entry(32767, True, "deny")]}


def vpc(id, name, cidr, dns=True):
    return {"id": id, "name": name, "cidr": cidr, "dns_support": True, "dns_hostnames": dns,
            "dhcp_options": "dopt-0a1b2c3d", "owner": ACCOUNT}


def default_world():
    good, plain, taken = "vpc-0a1b2c3d4e5f60718", "vpc-0b1b2c3d4e5f60718", "vpc-0c1b2c3d4e5f60718"
    all_zones = ["use1-az1", "use1-az2", "use1-az4"]
    r = REGION
    return {
        "region": r,
        "account": ACCOUNT,
        "arn": f"arn:aws:sts::{ACCOUNT}:assumed-role/platform/ana",
        "endpoint_quota": 50,
        "group_quota": 2500,
        "pending_looks": 1,
        "deleting_looks": 1,
        "groups_per_interface": 5,
        "pending_ms": 0,
        "deleted_looks": 0,
        "becomes": "available",
        "page": 1000,
        "accounts": {},
        "external_ids": {},
        "sessions": [],
        "denied": [],
        "undeletable": [],
        "hosted_zones": [],
        "vpcs": [vpc(good, "agents", "10.0.0.0/16"), vpc(plain, "plain", "10.1.0.0/16", dns=False),
                 vpc(taken, "shared", "10.2.0.0/16")],
        "subnets": [
            subnet("subnet-0aaaaaaaaaaaaaaaa", good, "10.0.0.0/24", "us-east-1a"),
            subnet("subnet-0bbbbbbbbbbbbbbbb", good, "10.0.1.0/24", "us-east-1b"),
            subnet("subnet-0dddddddddddddddd", good, "10.0.2.0/24", "us-east-1d"),
            subnet("subnet-0eeeeeeeeeeeeeeee", good, "10.0.3.0/28", "us-east-1b", free=1),
            subnet("subnet-0ffffffffffffffff", good, "10.0.4.0/24", "us-east-1d", owner=OTHER_ACCOUNT),
            subnet("subnet-0a0a0a0a0a0a0a0a0", plain, "10.1.0.0/24", "us-east-1b"),
            subnet("subnet-0b0b0b0b0b0b0b0b0", taken, "10.2.0.0/24", "us-east-1b"),
        ],
        "security_groups": [
            group("sg-0cccccccccccccccc", good, "endpoints", [rule(cidrs=["10.0.0.0/16"])]),
            group("sg-0dddddddddddddddd", good, "clients", []),
            group("sg-0eeeeeeeeeeeeeeee", good, "bastion", [rule(port=22, cidrs=["10.0.0.0/16"])]),
            group("sg-0a0a0a0a0a0a0a0a0", plain, "endpoints", [rule(cidrs=["10.1.0.0/16"])]),
            group("sg-0b0b0b0b0b0b0b0b0", taken, "endpoints", [rule(cidrs=["10.2.0.0/16"])]),
            default_group("sg-00000000000000001", good),
            default_group("sg-00000000000000002", plain),
            default_group("sg-00000000000000003", taken),
        ],
        "prefix_lists": [{"id": "pl-0eeeeeeeeeeeeeeee", "name": "offices", "cidrs": ["192.0.2.0/24"]}],
        "network_acls": [
            acl("acl-0a1b2c3d", good, ["subnet-0aaaaaaaaaaaaaaaa", "subnet-0bbbbbbbbbbbbbbbb",
                "subnet-0dddddddddddddddd", "subnet-0eeeeeeeeeeeeeeee", "subnet-0ffffffffffffffff"]),
            acl("acl-0b1b2c3d", plain, ["subnet-0a0a0a0a0a0a0a0a0"]),
            acl("acl-0c1b2c3d", taken, ["subnet-0b0b0b0b0b0b0b0b0"]),
        ],
        "dhcp_options": [{"id": "dopt-0a1b2c3d", "name_servers": ["AmazonProvidedDNS"]}],
        "peerings": [],
        "transit_gateways": [],
        "vpn_gateways": [],
        "services": [
            service("bedrock-agentcore", [f"bedrock-agentcore.{r}.amazonaws.com"], all_zones),
            service("bedrock-agentcore-control", [f"bedrock-agentcore-control.{r}.amazonaws.com"], all_zones),
            service("bedrock-agentcore.gateway", [f"*.gateway.bedrock-agentcore.{r}.amazonaws.com"],
                    ["use1-az2", "use1-az4"]),
            service("agent-registry", [f"agent-registry.{r}.api.aws"], all_zones),
            service("agent-registry-control", [f"agent-registry-control.{r}.api.aws"], all_zones),
        ],
        "endpoints": [{
            "id": "vpce-0c0c0c0c0c0c0c0c0", "vpc": taken,
            "service_name": f"com.amazonaws.{r}.bedrock-agentcore", "state": "available", "looks": 0,
            "private_dns": True, "subnets": ["subnet-0b0b0b0b0b0b0b0b0"],
            "security_groups": ["sg-0b0b0b0b0b0b0b0b0"], "ip_address_type": "ipv4",
            "policy": EVERYONE, "tags": {"Name": "other-team"}, "token": None,
        }],
    }
