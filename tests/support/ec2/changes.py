"""The calls that change something, with the refusals of EC2 that matter to a run.

Sources: EC2 API Reference, error codes and idempotency; PrivateLink guide, quotas.
"""

import json

from reads import endpoint
from wire import Refusal, groups, listed, tags, yes
from world import EVERYONE


def alive(state, vpc=None):
    return [e for e in state.world["endpoints"]
            if e["state"] != "deleting" and vpc in (None, e["vpc"])]


def create_group(state, p):
    vpc = state.need("vpcs", p["VpcId"], "InvalidVpcID.NotFound", "vpc")
    here = [g for g in state.world["security_groups"] if g["vpc"] == vpc["id"]]
    if any(g["name"] == p["GroupName"] for g in here):
        raise Refusal("InvalidGroup.Duplicate", f"The security group '{p['GroupName']}' already exists "
                      f"for VPC '{vpc['id']}'")
    if len(state.world["security_groups"]) >= state.world["group_quota"]:
        raise Refusal("SecurityGroupLimitExceeded", "The maximum number of security groups has been reached.")
    id = state.new_id("sg")
    state.world["security_groups"].append({
        "id": id, "vpc": vpc["id"], "name": p["GroupName"], "description": p["GroupDescription"],
        "inbound": [], "outbound": [], "tags": tags(p, "security-group")})
    return {"return": True, "groupId": id}


def permissions(p):
    rules = []
    for r in groups(p, "IpPermissions"):
        rules.append({
            "protocol": r["IpProtocol"],
            "from": int(r["FromPort"]) if "FromPort" in r else None,
            "to": int(r["ToPort"]) if "ToPort" in r else None,
            "cidrs": [x["CidrIp"] for x in groups(r, "IpRanges")],
            "cidrs6": [x["CidrIpv6"] for x in groups(r, "Ipv6Ranges")],
            "groups": [x["GroupId"] for x in groups(r, "Groups")],
            "prefix_lists": [x["PrefixListId"] for x in groups(r, "PrefixListIds")]})
    return rules


def peers(rules):
    return {(r["protocol"], r["from"], r["to"], peer) for r in rules
            for peer in r["cidrs"] + r["cidrs6"] + r["groups"] + r["prefix_lists"]}


def admit(state, p):
    group = state.need("security_groups", p["GroupId"], "InvalidGroup.NotFound", "security group")
    rules = permissions(p)
    for rule in rules:
        for other in rule["groups"]:
            state.need("security_groups", other, "InvalidGroup.NotFound", "security group")
    twice = peers(rules) & peers(group["inbound"])
    if twice:
        raise Refusal("InvalidPermission.Duplicate", f"the specified rule \"peer: {twice.pop()[3]}\" already exists")
    group["inbound"] += rules
    return {"return": True}


def delete_group(state, p):
    group = state.need("security_groups", p["GroupId"], "InvalidGroup.NotFound", "security group")
    if any(group["id"] in e["security_groups"] for e in state.world["endpoints"]):
        raise Refusal("DependencyViolation", f"resource {group['id']} has a dependent object")
    state.world["security_groups"].remove(group)
    return {"return": True}


def policy(text):
    if text is None:
        return EVERYONE
    if len(text) > 20480:
        raise Refusal("InvalidPolicyDocument", "The policy document is longer than 20480 characters")
    try:
        statements = json.loads(text)["Statement"]
        statements = statements if isinstance(statements, list) else [statements]
        if not all(("Principal" in s or "NotPrincipal" in s) and "Effect" in s for s in statements):
            raise ValueError
    except (ValueError, KeyError, TypeError):
        raise Refusal("InvalidPolicyDocument", "The policy document is not valid") from None
    return text


def check_subnets(state, vpc, service, ids, new):
    zones = []
    for id in ids:
        subnet = state.need("subnets", id, "InvalidSubnetId.NotFound", "subnet")
        if subnet["vpc"] != vpc:
            raise Refusal("InvalidParameter", f"The subnet ID '{id}' does not belong to the VPC '{vpc}'")
        if subnet["owner"] != state.world["account"]:
            raise Refusal("OperationNotPermitted", f"You do not own the subnet '{id}'", 403)
        if subnet["zone_id"] not in service["zone_ids"]:
            raise Refusal("InvalidParameter", f"The VPC endpoint service {service['name']} does not support "
                          f"the availability zone of the subnet: {id}.")
        if subnet["zone_id"] in zones:
            raise Refusal("DuplicateSubnetsInSameZone", f"Found another VPC endpoint subnet in the "
                          f"availability zone of {id}")
        zones.append(subnet["zone_id"])
        if id in new and subnet["free"] < 1:
            raise Refusal("InsufficientFreeAddressesInSubnet", f"no free address in {id}")
    for id in new:
        state.find("subnets", id)["free"] -= 1


def check_groups(state, vpc, ids):
    for id in ids:
        if state.need("security_groups", id, "InvalidGroup.NotFound", "security group")["vpc"] != vpc:
            raise Refusal("InvalidGroup.NotFound", f"The security group '{id}' does not exist in {vpc}")


def check_dns(state, vpc, service, but=None):
    if not (vpc["dns_support"] and vpc["dns_hostnames"]):
        raise Refusal("InvalidParameter", "Enabling private DNS requires both enableDnsSupport and "
                      "enableDnsHostnames VPC attributes set to true for " + vpc["id"])
    for e in alive(state, vpc["id"]):
        if e["id"] != but and e["private_dns"] and e["service_name"] == service["name"]:
            raise Refusal("InvalidParameter", "private-dns-enabled cannot be set because there is already a "
                          f"conflicting DNS domain for {service['private_dns_names'][0]} in the VPC {vpc['id']}")


def create_endpoint(state, p):
    token = p.get("ClientToken")
    asked = {key: value for key, value in sorted(p.items()) if key not in ("DryRun", "ClientToken")}
    if token in state.tokens:
        before, id = state.tokens[token]
        if before != asked:
            raise Refusal("IdempotentParameterMismatch", "the client token was used with other parameters")
        there = state.find("endpoints", id)
        if there:
            return {"vpcEndpoint": endpoint(state, there), "clientToken": token}
    if p.get("VpcEndpointType", "Gateway") != "Interface":
        raise Refusal("InvalidParameter", "Security groups are only supported for Interface and "
                      "GatewayLoadBalancer endpoint types")
    vpc = state.need("vpcs", p["VpcId"], "InvalidVpcId.NotFound", "vpc")
    service = next((s for s in state.world["services"] if s["name"] == p["ServiceName"]), None)
    if service is None:
        raise Refusal("InvalidServiceName", f"The Vpc Endpoint Service '{p['ServiceName']}' does not exist")
    document = policy(p.get("PolicyDocument"))
    if len(alive(state, vpc["id"])) >= (state.world["endpoint_quota"] or 50):
        raise Refusal("VpcEndpointLimitExceeded", "The maximum number of VPC endpoints has been reached.")
    if p.get("IpAddressType", "ipv4") not in service["ip_address_types"]:
        raise Refusal("InvalidParameter", "the service does not support this IP address type")
    security, private = listed(p, "SecurityGroupId"), bool(yes(p, "PrivateDnsEnabled"))
    check_groups(state, vpc["id"], security)
    if private:
        check_dns(state, vpc, service)
    subnets = listed(p, "SubnetId")
    check_subnets(state, vpc["id"], service, subnets, subnets)
    made = {"id": state.new_id("vpce"), "vpc": vpc["id"], "service_name": service["name"],
            "state": "pending", "looks": state.world["pending_looks"], "private_dns": private,
            "subnets": subnets, "security_groups": security,
            "ip_address_type": p.get("IpAddressType", "ipv4"), "policy": document,
            "tags": tags(p, "vpc-endpoint"), "token": token}
    state.world["endpoints"].append(made)
    if token:
        state.tokens[token] = (asked, made["id"])
    return {"vpcEndpoint": endpoint(state, made), "clientToken": token}


def modify_endpoint(state, p):
    e = state.need("endpoints", p["VpcEndpointId"], "InvalidVpcEndpointId.NotFound", "VPC endpoint")
    service = next(s for s in state.world["services"] if s["name"] == e["service_name"])
    new = [s for s in listed(p, "AddSubnetId") if s not in e["subnets"]]
    subnets = [s for s in e["subnets"] if s not in listed(p, "RemoveSubnetId")] + new
    security = [g for g in e["security_groups"] if g not in listed(p, "RemoveSecurityGroupId")]
    security += [g for g in listed(p, "AddSecurityGroupId") if g not in security]
    if not security:
        raise Refusal("InvalidParameter", "an endpoint needs at least one security group")
    document = policy(p["PolicyDocument"]) if "PolicyDocument" in p else e["policy"]
    check_groups(state, e["vpc"], security)
    private = yes(p, "PrivateDnsEnabled")
    if private and not e["private_dns"]:
        check_dns(state, state.find("vpcs", e["vpc"]), service, but=e["id"])
    check_subnets(state, e["vpc"], service, subnets, new)
    e.update(subnets=subnets, security_groups=security, policy=document, state="pending",
             looks=state.world["pending_looks"])
    if private is not None:
        e["private_dns"] = private
    return {"return": True}


def delete_endpoints(state, p):
    failed = []
    for id in listed(p, "VpcEndpointId"):
        e = state.find("endpoints", id)
        if e is None:
            failed.append({"resourceId": id, "error": {"code": "InvalidVpcEndpoint.NotFound",
                           "message": f"The Vpc Endpoint Id '{id}' does not exist"}})
        elif e["state"] != "deleting":
            e.update(state="deleting", looks=state.world["deleting_looks"])
            for subnet in e["subnets"]:
                state.find("subnets", subnet)["free"] += 1
    return {"unsuccessful": failed}


def create_tags(state, p):
    for id in listed(p, "ResourceId"):
        thing = state.find("endpoints", id) or state.find("security_groups", id)
        if thing is None:
            raise Refusal("InvalidID", f"The ID '{id}' is not valid")
        for tag in groups(p, "Tag"):
            thing["tags"][tag["Key"]] = tag.get("Value", "")
    return {"return": True}


ACTIONS = {
    "CreateSecurityGroup": create_group, "AuthorizeSecurityGroupIngress": admit,
    "DeleteSecurityGroup": delete_group, "CreateVpcEndpoint": create_endpoint,
    "ModifyVpcEndpoint": modify_endpoint, "DeleteVpcEndpoints": delete_endpoints,
    "CreateTags": create_tags,
}
