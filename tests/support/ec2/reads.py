"""The Describe calls: filters, ids and pages, in EC2's own words."""

import zlib

from wire import Refusal, groups, listed, tag_set


def chosen(parameters, things, fields):
    """What the filters let through; one that is not known is an error, as in EC2."""
    for wanted in groups(parameters, "Filter"):
        name, values = wanted["Name"], listed(wanted, "Value")
        if name.startswith("tag:"):
            def read(thing, key=name[4:]):
                return [thing.get("tags", {}).get(key)]
        elif name in fields:
            read = fields[name]
        else:
            raise Refusal("InvalidParameterValue", f"The filter '{name}' is invalid")
        things = [thing for thing in things if any(value in values for value in read(thing))]
    return things


def by_id(parameters, things, name, code):
    ids = listed(parameters, name)
    known = {thing["id"] for thing in things}
    missing = [id for id in ids if id not in known]
    if missing:
        raise Refusal(code, f"The ID '{missing[0]}' does not exist")
    return [thing for thing in things if thing["id"] in ids] if ids else things


def paged(state, parameters, name, items):
    size = min(int(parameters.get("MaxResults", 1000)), state.world["page"])
    start = int(parameters.get("NextToken") or 0)
    end = start + size
    return {name: items[start:end], "nextToken": str(end) if end < len(items) else None}


def field(name):
    return lambda thing: [thing.get(name)]


VPC = {"vpc-id": field("vpc")}


def vpcs(state, parameters):
    things = by_id(parameters, state.world["vpcs"], "VpcId", "InvalidVpcID.NotFound")
    things = chosen(parameters, things, {"vpc-id": field("id"), "owner-id": field("owner")})
    return paged(state, parameters, "vpcSet", [{
        "vpcId": v["id"], "state": "available", "cidrBlock": v["cidr"], "ownerId": v["owner"],
        "dhcpOptionsId": v["dhcp_options"], "isDefault": False,
        "cidrBlockAssociationSet": [{"cidrBlock": v["cidr"], "cidrBlockState": {"state": "associated"}}],
        "tagSet": tag_set({"Name": v["name"]}),
    } for v in things])


def vpc_attribute(state, parameters):
    vpc = state.need("vpcs", parameters["VpcId"], "InvalidVpcID.NotFound", "vpc")
    attribute = parameters["Attribute"]
    known = {"enableDnsSupport": "dns_support", "enableDnsHostnames": "dns_hostnames"}
    if attribute not in known:
        raise Refusal("InvalidParameterValue", f"no attribute {attribute}")
    return {"vpcId": vpc["id"], attribute: {"value": vpc[known[attribute]]}}


def subnets(state, parameters):
    things = by_id(parameters, state.world["subnets"], "SubnetId", "InvalidSubnetID.NotFound")
    things = chosen(parameters, things, {**VPC, "subnet-id": field("id")})
    return paged(state, parameters, "subnetSet", [{
        "subnetId": s["id"], "vpcId": s["vpc"], "cidrBlock": s["cidr"], "state": "available",
        "availabilityZone": s["zone"], "availabilityZoneId": s["zone_id"], "ownerId": s["owner"],
        "availableIpAddressCount": s["free"], "tagSet": tag_set(s["tags"]),
    } for s in things])


def permission(r):
    return {
        "ipProtocol": r["protocol"], "fromPort": r["from"], "toPort": r["to"],
        "ipRanges": [{"cidrIp": c} for c in r["cidrs"]],
        "ipv6Ranges": [{"cidrIpv6": c} for c in r["cidrs6"]],
        "groups": [{"groupId": g} for g in r["groups"]],
        "prefixListIds": [{"prefixListId": p} for p in r["prefix_lists"]],
    }


def security_groups(state, parameters):
    things = by_id(parameters, state.world["security_groups"], "GroupId", "InvalidGroup.NotFound")
    things = chosen(parameters, things, {**VPC, "group-id": field("id"), "group-name": field("name")})
    return paged(state, parameters, "securityGroupInfo", [{
        "groupId": g["id"], "groupName": g["name"], "groupDescription": g["description"],
        "vpcId": g["vpc"], "ownerId": state.world["account"], "tagSet": tag_set(g["tags"]),
        "ipPermissions": [permission(r) for r in g["inbound"]],
        "ipPermissionsEgress": [permission(r) for r in g["outbound"]],
    } for g in things])


def prefix_lists(state, parameters):
    things = by_id(parameters, state.world["prefix_lists"], "PrefixListId", "InvalidPrefixListID.NotFound")
    return paged(state, parameters, "prefixListSet", [{
        "prefixListId": p["id"], "prefixListName": p["name"], "ownerId": state.world["account"],
        "addressFamily": "IPv4", "state": "create-complete",
    } for p in things])


def prefix_list_entries(state, parameters):
    found = state.need("prefix_lists", parameters["PrefixListId"], "InvalidPrefixListID.NotFound",
                       "prefix list")
    return paged(state, parameters, "entrySet", [{"cidr": c} for c in found["cidrs"]])


def network_acls(state, parameters):
    things = chosen(parameters, state.world["network_acls"],
                    {**VPC, "association.subnet-id": lambda a: a["subnets"]})
    return paged(state, parameters, "networkAclSet", [{
        "networkAclId": a["id"], "vpcId": a["vpc"], "default": a["default"],
        "associationSet": [{"networkAclId": a["id"], "subnetId": s} for s in a["subnets"]],
        "entrySet": [{
            "ruleNumber": e["number"], "protocol": e["protocol"], "ruleAction": e["action"],
            "egress": e["egress"], "cidrBlock": e["cidr"],
            "portRange": None if e["from"] is None else {"from": e["from"], "to": e["to"]},
        } for e in a["entries"]],
    } for a in things])


def dhcp_options(state, parameters):
    things = by_id(parameters, state.world["dhcp_options"], "DhcpOptionsId", "InvalidDhcpOptionID.NotFound")
    return paged(state, parameters, "dhcpOptionsSet", [{
        "dhcpOptionsId": d["id"],
        "dhcpConfigurationSet": [{"key": "domain-name-servers",
                                  "valueSet": [{"value": s} for s in d["name_servers"]]}],
    } for d in things])


def peerings(state, parameters):
    things = chosen(parameters, state.world["peerings"],
                    {"requester-vpc-info.vpc-id": field("vpc"), "accepter-vpc-info.vpc-id": field("other"),
                     "status-code": lambda _: ["active"]})
    return paged(state, parameters, "vpcPeeringConnectionSet", [{
        "vpcPeeringConnectionId": p["id"], "status": {"code": "active"},
        "requesterVpcInfo": {"vpcId": p["vpc"]}, "accepterVpcInfo": {"vpcId": p["other"]},
    } for p in things])


def transit_gateways(state, parameters):
    things = chosen(parameters, state.world["transit_gateways"], {**VPC, "state": lambda _: ["available"]})
    return paged(state, parameters, "transitGatewayVpcAttachments", [{
        "transitGatewayAttachmentId": t["id"], "transitGatewayId": t["other"], "vpcId": t["vpc"],
        "state": "available",
    } for t in things])


def vpn_gateways(state, parameters):
    things = chosen(parameters, state.world["vpn_gateways"],
                    {"attachment.vpc-id": field("vpc"), "attachment.state": lambda _: ["attached"]})
    return {"vpnGatewaySet": [{
        "vpnGatewayId": g["id"], "state": "available",
        "attachments": [{"vpcId": g["vpc"], "state": "attached"}],
    } for g in things]}


def services(state, parameters):
    names = listed(parameters, "ServiceName")
    known = {s["name"] for s in state.world["services"]}
    for name in names:
        if name not in known:
            raise Refusal("InvalidServiceName", f"The Vpc Endpoint Service '{name}' does not exist")
    things = [s for s in state.world["services"] if not names or s["name"] in names]
    things = chosen(parameters, things, {"service-name": field("name"), "owner": lambda _: ["amazon"],
                                         "service-type": lambda _: ["Interface"]})
    zones = {s["zone_id"]: s["zone"] for s in state.world["subnets"]}
    body = paged(state, parameters, "serviceDetailSet", [{
        "serviceName": s["name"], "serviceId": f"vpce-svc-{zlib.crc32(s['name'].encode()):08x}",
        "serviceType": [{"serviceType": "Interface"}], "owner": "amazon",
        "availabilityZoneSet": [zones[z] for z in s["zone_ids"] if z in zones],
        "availabilityZoneIdSet": s["zone_ids"], "acceptanceRequired": False,
        "privateDnsName": s["private_dns_names"][0],
        "privateDnsNameSet": [{"privateDnsName": n} for n in s["private_dns_names"]],
        "vpcEndpointPolicySupported": True, "supportedIpAddressTypeSet": s["ip_address_types"],
    } for s in things])
    return {"serviceNameSet": [s["name"] for s in things], **body}


def endpoint(state, e):
    names = [f"{e['id']}-abcdefgh.{e['service_name'].split('.', 3)[3]}.{state.world['region']}.vpce.amazonaws.com"]
    service = next((s for s in state.world["services"] if s["name"] == e["service_name"]), None)
    if e["private_dns"] and service:
        names += service["private_dns_names"]
    return {
        "vpcEndpointId": e["id"], "vpcEndpointType": "Interface", "vpcId": e["vpc"],
        "serviceName": e["service_name"], "state": e["state"], "policyDocument": e["policy"],
        "subnetIdSet": e["subnets"], "ipAddressType": e["ip_address_type"],
        "groupSet": [{"groupId": g, "groupName": g} for g in e["security_groups"]],
        "privateDnsEnabled": e["private_dns"], "requesterManaged": False,
        "networkInterfaceIdSet": [f"eni-{s[7:]}" for s in e["subnets"]],
        "dnsEntrySet": [{"dnsName": n, "hostedZoneId": "Z7HUB22UULQXV"} for n in names],
        "creationTimestamp": "2026-11-23T00:00:00.000Z", "tagSet": tag_set(e["tags"]),
        "ownerId": state.world["account"],
    }


def age(state):
    """Each look brings what is under way one step on."""
    gone = []
    for e in state.world["endpoints"]:
        if e["state"] in ("pending", "deleting"):
            e["looks"] -= 1
            if e["looks"] < 0:
                if e["state"] == "pending":
                    e["state"] = "available"
                else:
                    gone.append(e)
    for e in gone:
        state.world["endpoints"].remove(e)


def endpoints(state, parameters):
    age(state)
    things = by_id(parameters, state.world["endpoints"], "VpcEndpointId", "InvalidVpcEndpointId.NotFound")
    things = chosen(parameters, things, {
        **VPC, "service-name": field("service_name"), "vpc-endpoint-id": field("id"),
        "vpc-endpoint-state": field("state"), "vpc-endpoint-type": lambda _: ["Interface"]})
    return paged(state, parameters, "vpcEndpointSet", [endpoint(state, e) for e in things])


ACTIONS = {
    "DescribeVpcs": vpcs, "DescribeVpcAttribute": vpc_attribute, "DescribeSubnets": subnets,
    "DescribeSecurityGroups": security_groups, "DescribeManagedPrefixLists": prefix_lists,
    "GetManagedPrefixListEntries": prefix_list_entries, "DescribeNetworkAcls": network_acls,
    "DescribeDhcpOptions": dhcp_options, "DescribeVpcPeeringConnections": peerings,
    "DescribeTransitGatewayVpcAttachments": transit_gateways, "DescribeVpnGateways": vpn_gateways,
    "DescribeVpcEndpointServices": services, "DescribeVpcEndpoints": endpoints,
}
