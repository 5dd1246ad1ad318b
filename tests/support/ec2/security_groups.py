"""Security groups and their rules, read and changed.

A rule of the world has one protocol and port range and any number of peers; where EC2 gives each
peer an id of its own, that id is a digest, so that nothing needs to remember it.
"""

import hashlib
import ipaddress

from asked import VPC, by_id, chosen, field, paged
from tagging import given, tag_set
from wire import Refusal, groups, listed, number
from world import ALL_OUT

NOT_FOUND = ("InvalidGroup.NotFound", "InvalidGroupId.Malformed")
NO_PREFIX_LIST = ("InvalidPrefixListID.NotFound", "InvalidPrefixListId.Malformed")
PEERS = ("cidrs", "cidrs6", "groups", "prefix_lists")


def permission(r):
    return {
        "ipProtocol": r["protocol"], "fromPort": r["from"], "toPort": r["to"],
        "ipRanges": [{"cidrIp": c} for c in r["cidrs"]],
        "ipv6Ranges": [{"cidrIpv6": c} for c in r["cidrs6"]],
        "groups": [{"groupId": g} for g in r["groups"]],
        "prefixListIds": [{"prefixListId": p} for p in r["prefix_lists"]],
    }


def describe(state, parameters):
    things = by_id(parameters, state.world["security_groups"], "GroupId", NOT_FOUND)
    things = chosen(parameters, things, {**VPC, "group-id": field("id"), "group-name": field("name"),
                                         "description": field("description")})
    return paged(state, parameters, "securityGroupInfo", [{
        "groupId": g["id"], "groupName": g["name"], "groupDescription": g["description"],
        "vpcId": g["vpc"], "ownerId": state.world["account"], "tagSet": tag_set(g["tags"]),
        "ipPermissions": [permission(r) for r in g["inbound"]],
        "ipPermissionsEgress": [permission(r) for r in g["outbound"]],
    } for g in things])


def peers(rules):
    """Every rule as EC2 counts them: one for each peer."""
    return [(r["protocol"], r["from"], r["to"], kind, peer)
            for r in rules for kind in PEERS for peer in r[kind]]


def rule_id(group, egress, peer):
    return "sgr-0" + hashlib.sha1(repr((group["id"], egress, peer)).encode()).hexdigest()[:16]


def rule_rows(group):
    for egress, rules in ((False, group["inbound"]), (True, group["outbound"])):
        for peer in peers(rules):
            protocol, low, high, kind, who = peer
            yield {"id": rule_id(group, egress, peer), "group": group["id"], "row": {
                "securityGroupRuleId": rule_id(group, egress, peer), "groupId": group["id"],
                "isEgress": egress, "ipProtocol": protocol,
                "fromPort": -1 if low is None else low, "toPort": -1 if high is None else high,
                "cidrIpv4": who if kind == "cidrs" else None,
                "cidrIpv6": who if kind == "cidrs6" else None,
                "prefixListId": who if kind == "prefix_lists" else None,
                "referencedGroupInfo": {"groupId": who} if kind == "groups" else None}}


def describe_rules(state, parameters):
    rows = [row for g in state.world["security_groups"] for row in rule_rows(g)]
    rows = by_id(parameters, rows, "SecurityGroupRuleId",
                 ("InvalidSecurityGroupRuleId.NotFound", "InvalidSecurityGroupRuleId.Malformed"))
    rows = chosen(parameters, rows, {"group-id": field("group"), "security-group-rule-id": field("id")})
    return paged(state, parameters, "securityGroupRuleSet", [row["row"] for row in rows])


def create(state, p):
    vpc = state.need("vpcs", p["VpcId"], ("InvalidVpcID.NotFound", "InvalidVpcID.Malformed"))
    name, description = p["GroupName"], p["GroupDescription"]
    if len(name) > 255 or name.lower().startswith("sg-") or name.lower() == "default":
        raise Refusal("InvalidParameterValue", f"Value ({name}) for parameter GroupName is invalid")
    if any(g["vpc"] == vpc["id"] and g["name"] == name for g in state.world["security_groups"]):
        raise Refusal("InvalidGroup.Duplicate", f"The security group '{name}' already exists "
                      f"for VPC '{vpc['id']}'")
    if len(state.world["security_groups"]) >= state.world["group_quota"]:
        raise Refusal("SecurityGroupLimitExceeded", "The maximum number of security groups has been reached.")
    made = {"id": state.new_id("sg"), "vpc": vpc["id"], "name": name, "description": description,
            "inbound": [], "outbound": [dict(ALL_OUT)], "tags": given(p, "security-group")}
    state.world["security_groups"].append(made)
    return {"return": True, "groupId": made["id"], "tagSet": tag_set(made["tags"])}


def cidr(text):
    try:
        return str(ipaddress.ip_network(text, strict=False))
    except ValueError:
        raise Refusal("InvalidParameterValue", f"CIDR block {text} is malformed") from None


def permissions(state, p):
    """The rules that a call names, all of whose peers exist."""
    rules = []
    for r in groups(p, "IpPermissions"):
        rules.append({
            "protocol": r["IpProtocol"], "from": number(r, "FromPort"), "to": number(r, "ToPort"),
            "cidrs": [cidr(x["CidrIp"]) for x in groups(r, "IpRanges")],
            "cidrs6": [cidr(x["CidrIpv6"]) for x in groups(r, "Ipv6Ranges")],
            "groups": [state.need("security_groups", x["GroupId"], NOT_FOUND)["id"]
                       for x in groups(r, "Groups")],
            "prefix_lists": [state.need("prefix_lists", x["PrefixListId"], NO_PREFIX_LIST)["id"]
                             for x in groups(r, "PrefixListIds")]})
    return rules


def admit(state, p):
    group = state.need("security_groups", p["GroupId"], NOT_FOUND)
    rules = permissions(state, p)
    new = peers(rules)
    if not new:
        raise Refusal("MissingParameter", "The request must contain the parameter IpPermissions")
    if len(set(new)) < len(new):
        raise Refusal("InvalidParameterValue", "The same permission must not appear multiple times")
    twice = [peer for peer in peers(group["inbound"]) if peer in new]
    if twice:
        raise Refusal("InvalidPermission.Duplicate",
                      f'the specified rule "peer: {twice[0][4]}" already exists')
    group["inbound"] += rules
    rows = [row["row"] for row in rule_rows(group)]
    ids = {rule_id(group, False, peer) for peer in new}
    return {"return": True, "securityGroupRuleSet": [r for r in rows if r["securityGroupRuleId"] in ids]}


def revoke(state, p):
    group = state.need("security_groups", p["GroupId"], NOT_FOUND)
    there = peers(group["inbound"])
    ids = listed(p, "SecurityGroupRuleId")
    gone = [x for x in there if rule_id(group, False, x) in ids] + peers(permissions(state, p))
    if not gone or any(peer not in there for peer in gone):
        raise Refusal("InvalidPermission.NotFound", "The specified rule does not exist in this security group.")
    for r in group["inbound"]:
        for kind in PEERS:
            r[kind] = [x for x in r[kind] if (r["protocol"], r["from"], r["to"], kind, x) not in gone]
    group["inbound"] = [r for r in group["inbound"] if peers([r])]
    return {"return": True}


def delete(state, p):
    group = state.need("security_groups", p["GroupId"], NOT_FOUND)
    if group["name"] == "default":
        raise Refusal("CannotDelete", "the specified group cannot be deleted by a user")
    others = [g for g in state.world["security_groups"] if g is not group]
    named = any(group["id"] in r["groups"] for g in others for r in g["inbound"] + g["outbound"])
    used = any(group["id"] in e["security_groups"] for e in state.world["endpoints"] if e["state"] != "deleted")
    if named or used:
        raise Refusal("DependencyViolation", f"resource {group['id']} has a dependent object")
    state.world["security_groups"].remove(group)
    return {"return": True, "groupId": group["id"]}


READS = {"DescribeSecurityGroups": describe, "DescribeSecurityGroupRules": describe_rules}
CHANGES = {"CreateSecurityGroup": create, "AuthorizeSecurityGroupIngress": admit,
           "RevokeSecurityGroupIngress": revoke, "DeleteSecurityGroup": delete}
