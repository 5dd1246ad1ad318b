"""The calls that make, alter and delete endpoints. Nothing is changed before all is checked."""

import checks
from endpoints import CODES, begin, view
from network import VPC_CODES
from services import named
from tagging import given
from wire import Refusal, listed, yes

LONGEST_TOKEN = 64
# EC2 has been seen to spell the code of a missing VPC in this way for endpoints.
NO_VPC = ("InvalidVpcId.NotFound", VPC_CODES[1])


def take(state, subnets, count):
    for id in subnets:
        subnet = state.find("subnets", id)
        if subnet:
            subnet["free"] -= count


def earlier(state, p):
    """What the same client token made before; the parameters must be the same too."""
    token = p.get("ClientToken")
    asked = {key: value for key, value in p.items() if key not in ("DryRun", "ClientToken")}
    if token is None:
        return None, asked
    if len(token) > LONGEST_TOKEN or not token.isascii():
        raise Refusal("InvalidClientToken", f"a client token has at most {LONGEST_TOKEN} ASCII characters")
    if token not in state.tokens:
        return None, asked
    before, id = state.tokens[token]
    if before != asked:
        raise Refusal("IdempotentParameterMismatch", "the client token was used with other parameters")
    return state.find("endpoints", id), asked


def create(state, p):
    token = p.get("ClientToken")
    there, asked = earlier(state, p)
    if there:
        return {"vpcEndpoint": view(state, there), "clientToken": token}
    if p.get("VpcEndpointType", "Gateway") != "Interface":
        raise Refusal("InvalidParameter", "Security groups are only supported for Interface and "
                      "GatewayLoadBalancer endpoint types")
    vpc = state.need("vpcs", p["VpcId"], NO_VPC)
    service = named(state, p["ServiceName"])
    made = {"vpc": vpc["id"], "service_name": service["name"], "token": token,
            "private_dns": bool(yes(p, "PrivateDnsEnabled")), "subnets": listed(p, "SubnetId"),
            "security_groups": listed(p, "SecurityGroupId") or default_group(state, vpc["id"]),
            "ip_address_type": checks.address_type(service, p.get("IpAddressType", "ipv4")),
            "policy": checks.policy(p.get("PolicyDocument")), "tags": given(p, "vpc-endpoint")}
    checks.quota(state, vpc["id"])
    checks.security_groups(state, vpc["id"], made["security_groups"])
    if made["private_dns"]:
        checks.private_dns(state, vpc, service)
    checks.subnets(state, vpc["id"], service, made["subnets"], made["subnets"])
    take(state, made["subnets"], 1)
    made = {"id": state.new_id("vpce"), **made}
    begin(state, made, "pending")
    state.world["endpoints"].append(made)
    if token is not None:
        state.tokens[token] = (asked, made["id"])
    return {"vpcEndpoint": view(state, made), "clientToken": token}


def default_group(state, vpc):
    """What EC2 takes where no group is named."""
    return [g["id"] for g in state.world["security_groups"] if g["vpc"] == vpc and g["name"] == "default"]


def altered(p, name, before):
    """A list after `AddName` and `RemoveName`, and what is new in it."""
    added, removed = listed(p, f"Add{name}"), listed(p, f"Remove{name}")
    new = [id for id in dict.fromkeys(added) if id not in before]
    return [id for id in before if id not in removed] + new, new


def modify(state, p):
    e = state.need("endpoints", p["VpcEndpointId"], CODES)
    if e["state"] in ("deleting", "deleted"):
        raise Refusal(CODES[0], f"The Vpc Endpoint Id '{e['id']}' does not exist")
    service = named(state, e["service_name"])
    subnets, new = altered(p, "SubnetId", e["subnets"])
    security, _ = altered(p, "SecurityGroupId", e["security_groups"])
    if not security:
        raise Refusal("InvalidParameter", "an endpoint needs at least one security group")
    after = {"subnets": subnets, "security_groups": security,
             "policy": checks.policy(p["PolicyDocument"]) if "PolicyDocument" in p else e["policy"],
             "private_dns": bool(yes(p, "PrivateDnsEnabled") if "PrivateDnsEnabled" in p else e["private_dns"]),
             "ip_address_type": checks.address_type(service, p.get("IpAddressType", e["ip_address_type"]))}
    checks.security_groups(state, e["vpc"], security)
    if after["private_dns"] and not e["private_dns"]:
        checks.private_dns(state, state.find("vpcs", e["vpc"]), service, but=e["id"])
    checks.subnets(state, e["vpc"], service, subnets, new)
    take(state, new, 1)
    take(state, [id for id in e["subnets"] if id not in subnets], -1)
    e.update(after)
    begin(state, e, "pending")
    return {"return": True}


def delete(state, p):
    """Always 200: what could not be deleted is listed in the answer."""
    failed = []
    for id in listed(p, "VpcEndpointId"):
        e = state.find("endpoints", id)
        if e is None or e["state"] == "deleted":
            failed.append({"resourceId": id, "error": {
                "code": "InvalidVpcEndpoint.NotFound",
                "message": f"The Vpc Endpoint Id '{id}' does not exist"}})
        elif id in state.world["undeletable"]:
            failed.append({"resourceId": id, "error": {
                "code": "OperationNotPermitted", "message": f"{id} is managed by another service"}})
        elif e["state"] != "deleting":
            begin(state, e, "deleting")
            take(state, e["subnets"], -1)
    return {"unsuccessful": failed}


CHANGES = {"CreateVpcEndpoint": create, "ModifyVpcEndpoint": modify, "DeleteVpcEndpoints": delete}
