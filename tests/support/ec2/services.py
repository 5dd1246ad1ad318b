"""DescribeVpcEndpointServices: what the Region offers, and in which zones."""

import zlib

from asked import always, chosen, field, paged
from wire import Refusal, listed


def named(state, name):
    """The service of this name."""
    found = next((s for s in state.world["services"] if s["name"] == name), None)
    if found is None:
        raise Refusal("InvalidServiceName", f"The Vpc Endpoint Service '{name}' does not exist")
    return found


def describe(state, parameters):
    world = state.world
    names = listed(parameters, "ServiceName")
    things = [named(state, name) for name in names] if names else world["services"]
    things = chosen(parameters, things, {
        "service-name": field("name"), "owner": always("amazon"), "service-type": always("Interface"),
        "service-region": always(world["region"]), "supported-ip-address-types": lambda s: s["ip_address_types"]})
    zones = {s["zone_id"]: s["zone"] for s in world["subnets"]}
    body = paged(state, parameters, "serviceDetailSet", [{
        "serviceName": s["name"], "serviceId": f"vpce-svc-{zlib.crc32(s['name'].encode()):08x}",
        "serviceType": [{"serviceType": "Interface"}], "owner": "amazon",
        "serviceRegion": world["region"],
        "availabilityZoneSet": [zones[z] for z in s["zone_ids"] if z in zones],
        "availabilityZoneIdSet": s["zone_ids"], "acceptanceRequired": False,
        "privateDnsName": s["private_dns_names"][0],
        "privateDnsNameSet": [{"privateDnsName": n} for n in s["private_dns_names"]],
        "privateDnsNameVerificationState": "verified",
        "vpcEndpointPolicySupported": True, "supportedIpAddressTypeSet": s["ip_address_types"],
    } for s in things])
    return {"serviceNameSet": [detail["serviceName"] for detail in body["serviceDetailSet"]], **body}


READS = {"DescribeVpcEndpointServices": describe}
