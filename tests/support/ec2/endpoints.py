"""Endpoints as they are described, how they age, and their network interfaces.

No clock decides what a test sees: an endpoint comes one step on each time that endpoints are
described. Only where the world has `pending_ms` must that much time have passed as well.
"""

import hashlib
import time

from asked import VPC, always, by_id, chosen, field, paged
from tagging import tag_set

CODES = ("InvalidVpcEndpointId.NotFound", "InvalidVpcEndpointId.Malformed")


def begin(state, e, going):
    """From now on it is `pending` or `deleting` for as long as the world says."""
    looks = state.world["deleting_looks" if going == "deleting" else "pending_looks"]
    e.update(state=going, looks=looks, since=time.monotonic())


def age(state):
    """Each look brings what is under way one step on; what is gone is gone."""
    world = state.world
    for e in list(world["endpoints"]):
        if e["state"] not in ("pending", "deleting", "deleted"):
            continue
        e["looks"] = e.get("looks", 0) - 1
        if e["looks"] >= 0:
            continue
        waited = (time.monotonic() - e.get("since", 0)) * 1000
        if e["state"] == "pending" and waited >= world["pending_ms"]:
            e["state"] = world["becomes"]
        elif e["state"] == "deleting" and world["deleted_looks"]:
            e.update(state="deleted", looks=world["deleted_looks"] - 1)
        elif e["state"] in ("deleting", "deleted"):
            world["endpoints"].remove(e)


def interface_id(e, subnet):
    return "eni-0" + hashlib.sha1(f"{e['id']} {subnet}".encode()).hexdigest()[:16]


def dns_names(state, e):
    """The Region's name, one for each zone, and those of private DNS where it is on."""
    short, region = e["service_name"].split(".", 3)[3], state.world["region"]
    zones = [s["zone"] for s in state.world["subnets"] if s["id"] in e["subnets"]]
    names = [f"{e['id']}-abcdefgh{at}.{short}.{region}.vpce.amazonaws.com"
             for at in ["", *(f"-{zone}" for zone in zones)]]
    service = next((s for s in state.world["services"] if s["name"] == e["service_name"]), None)
    return names + (service["private_dns_names"] if e["private_dns"] and service else [])


def view(state, e):
    """An endpoint in EC2's words."""
    named = {g["id"]: g["name"] for g in state.world["security_groups"]}
    failed = {"code": "InternalError", "message": "the endpoint could not be made"}
    return {
        "vpcEndpointId": e["id"], "vpcEndpointType": "Interface", "vpcId": e["vpc"],
        "serviceName": e["service_name"], "state": e["state"], "policyDocument": e["policy"],
        "subnetIdSet": e["subnets"], "ipAddressType": e["ip_address_type"],
        "dnsOptions": {"dnsRecordIpType": e["ip_address_type"]},
        "groupSet": [{"groupId": g, "groupName": named.get(g, g)} for g in e["security_groups"]],
        "privateDnsEnabled": e["private_dns"], "requesterManaged": False,
        "networkInterfaceIdSet": [interface_id(e, s) for s in e["subnets"]],
        "dnsEntrySet": [{"dnsName": n, "hostedZoneId": "Z7HUB22UULQXV"} for n in dns_names(state, e)],
        "creationTimestamp": "2026-11-23T00:00:00.000Z", "tagSet": tag_set(e["tags"]),
        "ownerId": state.world["account"], "serviceRegion": state.world["region"],
        "lastError": failed if e["state"] == "failed" else None,
    }


def describe(state, parameters):
    if "NextToken" not in parameters:
        age(state)
    things = by_id(parameters, state.world["endpoints"], "VpcEndpointId", CODES)
    things = chosen(parameters, things, {
        **VPC, "service-name": field("service_name"), "vpc-endpoint-id": field("id"),
        "vpc-endpoint-state": field("state"), "vpc-endpoint-type": always("Interface"),
        "ip-address-type": field("ip_address_type"), "service-region": always(state.world["region"])})
    return paged(state, parameters, "vpcEndpointSet", [view(state, e) for e in things])


def describe_interfaces(state, parameters):
    """One for each subnet of each endpoint."""
    zones = {s["id"]: s["zone"] for s in state.world["subnets"]}
    things = [{"id": interface_id(e, s), "vpc": e["vpc"], "subnet": s, "groups": e["security_groups"],
               "description": f"VPC Endpoint Interface {e['id']}"}
              for e in state.world["endpoints"] if e["state"] != "deleted" for s in e["subnets"]]
    things = by_id(parameters, things, "NetworkInterfaceId",
                   ("InvalidNetworkInterfaceID.NotFound", "InvalidNetworkInterfaceId.Malformed"))
    things = chosen(parameters, things, {
        **VPC, "subnet-id": field("subnet"), "network-interface-id": field("id"),
        "group-id": lambda t: t["groups"], "description": field("description"),
        "interface-type": always("vpc_endpoint"), "status": always("in-use")})
    return paged(state, parameters, "networkInterfaceSet", [{
        "networkInterfaceId": t["id"], "vpcId": t["vpc"], "subnetId": t["subnet"],
        "availabilityZone": zones[t["subnet"]], "description": t["description"],
        "interfaceType": "vpc_endpoint", "requesterManaged": True, "status": "in-use",
        "groupSet": [{"groupId": g} for g in t["groups"]],
    } for t in things])


READS = {"DescribeVpcEndpoints": describe, "DescribeNetworkInterfaces": describe_interfaces}
