"""What surrounds an endpoint, read only: VPCs, subnets, prefix lists, network ACLs, DHCP options,
routes, and the ways to other networks.
"""

from asked import VPC, always, by_id, chosen, field, paged
from tagging import tag_set
from wire import Refusal

VPC_CODES = ("InvalidVpcID.NotFound", "InvalidVpcID.Malformed")
PREFIX_LIST_CODES = ("InvalidPrefixListID.NotFound", "InvalidPrefixListId.Malformed")


def vpcs(state, parameters):
    things = by_id(parameters, state.world["vpcs"], "VpcId", VPC_CODES)
    things = chosen(parameters, things, {"vpc-id": field("id"), "owner-id": field("owner"),
                                         "cidr": field("cidr"), "state": always("available")})
    return paged(state, parameters, "vpcSet", [{
        "vpcId": v["id"], "state": "available", "cidrBlock": v["cidr"], "ownerId": v["owner"],
        "dhcpOptionsId": v["dhcp_options"], "isDefault": False,
        "cidrBlockAssociationSet": [{"cidrBlock": v["cidr"], "cidrBlockState": {"state": "associated"}}],
        "tagSet": tag_set({"Name": v["name"]}),
    } for v in things])


def vpc_attribute(state, parameters):
    vpc = state.need("vpcs", parameters["VpcId"], VPC_CODES)
    attribute = parameters["Attribute"]
    known = {"enableDnsSupport": "dns_support", "enableDnsHostnames": "dns_hostnames"}
    if attribute not in known:
        raise Refusal("InvalidParameterValue", f"no attribute {attribute}")
    return {"vpcId": vpc["id"], attribute: {"value": vpc[known[attribute]]}}


def subnets(state, parameters):
    things = by_id(parameters, state.world["subnets"], "SubnetId",
                   ("InvalidSubnetID.NotFound", "InvalidSubnetID.Malformed"))
    things = chosen(parameters, things, {
        **VPC, "subnet-id": field("id"), "owner-id": field("owner"), "availability-zone": field("zone"),
        "availability-zone-id": field("zone_id"), "state": always("available")})
    return paged(state, parameters, "subnetSet", [{
        "subnetId": s["id"], "vpcId": s["vpc"], "cidrBlock": s["cidr"], "state": "available",
        "availabilityZone": s["zone"], "availabilityZoneId": s["zone_id"], "ownerId": s["owner"],
        "availableIpAddressCount": s["free"], "tagSet": tag_set(s["tags"]),
    } for s in things])


def prefix_lists(state, parameters):
    things = by_id(parameters, state.world["prefix_lists"], "PrefixListId", PREFIX_LIST_CODES)
    things = chosen(parameters, things, {"prefix-list-id": field("id"), "prefix-list-name": field("name")})
    return paged(state, parameters, "prefixListSet", [{
        "prefixListId": p["id"], "prefixListName": p["name"], "ownerId": p.get("owner", state.world["account"]),
        "addressFamily": "IPv6" if any(":" in c for c in p["cidrs"]) else "IPv4", "state": "create-complete",
    } for p in things])


def aws_prefix_lists(state, parameters):
    """DescribePrefixLists names only those that AWS manages."""
    things = [p for p in state.world["prefix_lists"] if p.get("owner") == "AWS"]
    things = by_id(parameters, things, "PrefixListId", PREFIX_LIST_CODES)
    things = chosen(parameters, things, {"prefix-list-id": field("id"), "prefix-list-name": field("name")})
    return paged(state, parameters, "prefixListSet", [
        {"prefixListId": p["id"], "prefixListName": p["name"], "cidrSet": p["cidrs"]} for p in things])


def prefix_list_entries(state, parameters):
    found = state.need("prefix_lists", parameters["PrefixListId"], PREFIX_LIST_CODES)
    return paged(state, parameters, "entrySet", [{"cidr": c} for c in found["cidrs"]])


def network_acls(state, parameters):
    things = by_id(parameters, state.world["network_acls"], "NetworkAclId",
                   ("InvalidNetworkAclID.NotFound", "InvalidNetworkAclId.Malformed"))
    things = chosen(parameters, things, {
        **VPC, "association.subnet-id": lambda a: a["subnets"], "network-acl-id": field("id"),
        "default": lambda a: [str(a["default"]).lower()]})
    return paged(state, parameters, "networkAclSet", [{
        "networkAclId": a["id"], "vpcId": a["vpc"], "default": a["default"],
        "associationSet": [{"networkAclId": a["id"], "subnetId": s} for s in a["subnets"]],
        "entrySet": [{
            "ruleNumber": e["number"], "protocol": e["protocol"], "ruleAction": e["action"],
            "egress": e["egress"], "cidrBlock": e["cidr"], "ipv6CidrBlock": e.get("cidr6"),
            "portRange": None if e["from"] is None else {"from": e["from"], "to": e["to"]},
        } for e in a["entries"]],
    } for a in things])


def dhcp_options(state, parameters):
    things = by_id(parameters, state.world["dhcp_options"], "DhcpOptionsId",
                   ("InvalidDhcpOptionID.NotFound", "InvalidDhcpOptionsId.Malformed"))
    return paged(state, parameters, "dhcpOptionsSet", [{
        "dhcpOptionsId": d["id"],
        "dhcpConfigurationSet": [{"key": "domain-name-servers",
                                  "valueSet": [{"value": s} for s in d["name_servers"]]}],
    } for d in things])


def peerings(state, parameters):
    things = chosen(parameters, state.world["peerings"],
                    {"requester-vpc-info.vpc-id": field("vpc"), "accepter-vpc-info.vpc-id": field("other"),
                     "status-code": always("active")})
    return paged(state, parameters, "vpcPeeringConnectionSet", [{
        "vpcPeeringConnectionId": p["id"], "status": {"code": "active"},
        "requesterVpcInfo": {"vpcId": p["vpc"]}, "accepterVpcInfo": {"vpcId": p["other"]},
    } for p in things])


def transit_gateways(state, parameters):
    things = chosen(parameters, state.world["transit_gateways"], {**VPC, "state": always("available")})
    return paged(state, parameters, "transitGatewayVpcAttachments", [{
        "transitGatewayAttachmentId": t["id"], "transitGatewayId": t["other"], "vpcId": t["vpc"],
        "state": "available",
    } for t in things])


def vpn_gateways(state, parameters):
    things = chosen(parameters, state.world["vpn_gateways"],
                    {"attachment.vpc-id": field("vpc"), "attachment.state": always("attached")})
    return {"vpnGatewaySet": [{
        "vpnGatewayId": g["id"], "state": "available",
        "attachments": [{"vpcId": g["vpc"], "state": "attached"}],
    } for g in things]}


def route_tables(state, parameters):
    """The main table of each VPC, with its local route alone."""
    things = [{"id": "rtb-" + v["id"][4:], "vpc": v["id"], "cidr": v["cidr"]} for v in state.world["vpcs"]]
    things = by_id(parameters, things, "RouteTableId",
                   ("InvalidRouteTableID.NotFound", "InvalidRouteTableId.Malformed"))
    things = chosen(parameters, things, {**VPC, "association.main": always("true")})
    return paged(state, parameters, "routeTableSet", [{
        "routeTableId": t["id"], "vpcId": t["vpc"],
        "associationSet": [{"routeTableId": t["id"], "main": True}],
        "routeSet": [{"destinationCidrBlock": t["cidr"], "gatewayId": "local", "state": "active"}],
    } for t in things])


def zones(state, parameters):
    known = {s["zone"]: s["zone_id"] for s in state.world["subnets"]}
    things = [{"name": name, "id": id} for name, id in sorted(known.items())]
    things = chosen(parameters, things, {"zone-name": field("name"), "zone-id": field("id"),
                                         "state": always("available")})
    return {"availabilityZoneInfo": [{
        "zoneName": z["name"], "zoneId": z["id"], "zoneState": "available",
        "regionName": state.world["region"],
    } for z in things]}


READS = {
    "DescribeVpcs": vpcs, "DescribeVpcAttribute": vpc_attribute, "DescribeSubnets": subnets,
    "DescribeManagedPrefixLists": prefix_lists, "DescribePrefixLists": aws_prefix_lists,
    "GetManagedPrefixListEntries": prefix_list_entries, "DescribeNetworkAcls": network_acls,
    "DescribeDhcpOptions": dhcp_options, "DescribeVpcPeeringConnections": peerings,
    "DescribeTransitGatewayVpcAttachments": transit_gateways, "DescribeVpnGateways": vpn_gateways,
    "DescribeRouteTables": route_tables, "DescribeAvailabilityZones": zones,
}
