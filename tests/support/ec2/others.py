"""STS and Service Quotas, as far as Postern asks them."""

import json
import re

from wire import Refusal, element

NAMESPACE = "https://sts.amazonaws.com/doc/2011-06-15/"
STS = ("GetCallerIdentity", "AssumeRole")


def sts(state, action, parameters, headers, request_id):
    result = caller(state, headers) if action == "GetCallerIdentity" else assume(state, parameters)
    inner = element(f"{action}Result", result)
    return (f'<{action}Response xmlns="{NAMESPACE}">{inner}<ResponseMetadata>'
            f"<RequestId>{request_id}</RequestId></ResponseMetadata></{action}Response>")


def caller(state, headers):
    """Who the access key belongs to: that of an assumed role says so itself."""
    world = state.world
    key = re.search(r"Credential=([^/]+)/", headers.get("Authorization", ""))
    arn = world["accounts"].get(key.group(1)) if key else None
    arn = arn or world["arn"]
    return {"Arn": arn, "UserId": "AROAEXAMPLE:ana", "Account": arn.split(":")[4]}


def assume(state, parameters):
    """A role `arn:aws:iam::ACCOUNT:role/NAME`; an external id must be what the world says."""
    world, arn = state.world, parameters["RoleArn"]
    wanted = world.get("external_ids", {}).get(arn)
    if wanted is not None and parameters.get("ExternalId") != wanted:
        raise Refusal("AccessDenied", f"not authorized to perform: sts:AssumeRole on resource: {arn}", 403)
    key = f"ASIA{len(world['accounts']):016d}"
    account, name = arn.split(":")[4], arn.rsplit("/", 1)[1]
    session = f"arn:aws:sts::{account}:assumed-role/{name}/{parameters['RoleSessionName']}"
    world["accounts"][key] = session
    return {
        "Credentials": {"AccessKeyId": key, "SecretAccessKey": "planted-secret",
                        "SessionToken": "planted-token", "Expiration": "2099-01-01T00:00:00Z"},
        "AssumedRoleUser": {"Arn": session, "AssumedRoleId": "AROAEXAMPLE:x"},
    }


def quotas(state, target, body):
    """GetServiceQuota of L-29B6F2EB: status and JSON."""
    state.calls.append({"n": len(state.calls) + 1, "action": target.split(".")[-1],
                        "parameters": json.loads(body), "changing": False, "dry_run": False,
                        "fault": None, "outcome": "done"})
    quota = state.world["endpoint_quota"]
    if quota is None:
        return 400, json.dumps({"__type": "AccessDeniedException", "Message": "not authorized"})
    if json.loads(body).get("QuotaCode") != "L-29B6F2EB":
        return 400, json.dumps({"__type": "NoSuchResourceException", "Message": "no such quota"})
    return 200, json.dumps({"Quota": {"ServiceCode": "vpc", "QuotaCode": "L-29B6F2EB",
                                      "Value": float(quota)}})
