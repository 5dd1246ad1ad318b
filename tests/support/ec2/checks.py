"""What EC2 refuses of an endpoint, each cause in its own words.

Sources: EC2 API Reference, error codes; PrivateLink guide, quotas; docs of AgentCore, zones.
"""

import json

from security_groups import NOT_FOUND
from wire import Refusal
from world import EVERYONE

LONGEST_POLICY = 20480
SUBNET_CODES = ("InvalidSubnetId.NotFound", "InvalidSubnetID.Malformed")


def alive(state, vpc):
    return [e for e in state.world["endpoints"]
            if e["vpc"] == vpc and e["state"] not in ("deleting", "deleted")]


def policy(text):
    """The document; that which admits everyone where none was sent."""
    if text is None:
        return EVERYONE
    if len(text) > LONGEST_POLICY:
        raise Refusal("InvalidPolicyDocument", f"The policy document is longer than {LONGEST_POLICY} characters")
    try:
        statements = json.loads(text)["Statement"]
        statements = statements if isinstance(statements, list) else [statements]
        if not statements or not all(well_formed(s) for s in statements):
            raise ValueError
    except (ValueError, KeyError, TypeError):
        raise Refusal("InvalidPolicyDocument", "The policy document is not valid") from None
    return text


def well_formed(statement):
    return (statement["Effect"] in ("Allow", "Deny")
            and ("Principal" in statement) != ("NotPrincipal" in statement)
            and ("Action" in statement) != ("NotAction" in statement)
            and ("Resource" in statement) != ("NotResource" in statement))


def subnets(state, vpc, service, ids, new):
    """`ids` are all that the endpoint will have, `new` those that it has not yet."""
    zones = []
    for id in ids:
        subnet = state.need("subnets", id, SUBNET_CODES)
        if subnet["vpc"] != vpc:
            raise Refusal("InvalidParameter", f"The subnet ID '{id}' does not belong to the VPC '{vpc}'")
        if subnet["owner"] != state.world["account"]:
            raise Refusal("OperationNotPermitted", f"You do not own the subnet '{id}'", 403)
        if subnet["zone_id"] not in service["zone_ids"]:
            raise Refusal("InvalidParameter", f"The VPC endpoint service {service['name']} does not support "
                          f"the availability zone of the subnet: {id}.")
        if subnet["zone_id"] in zones:
            raise Refusal("DuplicateSubnetsInSameZone", "Found another VPC endpoint subnet in the "
                          f"availability zone of {id}")
        zones.append(subnet["zone_id"])
        if id in new and subnet["free"] < 1:
            raise Refusal("InsufficientFreeAddressesInSubnet", f"no free address in {id}")


def security_groups(state, vpc, ids):
    for id in ids:
        if state.need("security_groups", id, NOT_FOUND)["vpc"] != vpc:
            raise Refusal("InvalidGroup.NotFound", f"The security group '{id}' does not exist in {vpc}")
    if len(ids) > state.world["groups_per_interface"]:
        raise Refusal("SecurityGroupsPerInterfaceLimitExceeded", "too many security groups for one interface")


def private_dns(state, vpc, service, but=None):
    """The VPC can have private DNS, and nothing else in it owns the names."""
    if not (vpc["dns_support"] and vpc["dns_hostnames"]):
        raise Refusal("InvalidParameter", "Enabling private DNS requires both enableDnsSupport and "
                      "enableDnsHostnames VPC attributes set to true for " + vpc["id"])
    owned = {zone["name"] for zone in state.world["hosted_zones"] if zone["vpc"] == vpc["id"]}
    for e in alive(state, vpc["id"]):
        other = next((s for s in state.world["services"] if s["name"] == e["service_name"]), None)
        if other and e["private_dns"] and e["id"] != but:
            owned.update(other["private_dns_names"])
    for name in service["private_dns_names"]:
        if name in owned:
            raise Refusal("InvalidParameter", "private-dns-enabled cannot be set because there is already a "
                          f"conflicting DNS domain for {name} in the VPC {vpc['id']}")


def address_type(service, wanted):
    if wanted not in service["ip_address_types"]:
        raise Refusal("InvalidParameter", f"The service {service['name']} does not support the "
                      f"IP address type {wanted}")
    return wanted


def quota(state, vpc):
    most = state.world["endpoint_quota"]
    if len(alive(state, vpc)) >= (50 if most is None else most):
        raise Refusal("VpcEndpointLimitExceeded", "The maximum number of VPC endpoints has been reached.")
