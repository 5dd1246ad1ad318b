"""STS and Service Quotas, as far as Postern asks them, each in its own protocol."""

import json
import re

from wire import HEAD, Refusal, element

NAMESPACE = "https://sts.amazonaws.com/doc/2011-06-15/"
ENDPOINTS_PER_VPC = "L-29B6F2EB"


def access_key(headers):
    """The key that a call was signed with; None where it was not signed."""
    found = re.search(r"Credential=([^/]+)/", headers.get("Authorization", ""))
    return found and found.group(1)


def caller(state, parameters, key):
    """Who the access key belongs to: that of an assumed role says so itself."""
    arn = state.world["accounts"].get(key) or state.world["arn"]
    return {"Arn": arn, "UserId": f"AROAEXAMPLE:{arn.rsplit('/', 1)[1]}", "Account": arn.split(":")[4]}


def assume(state, parameters, key):
    """A role `arn:aws:iam::ACCOUNT:role/NAME`; an external id must be what the world says."""
    world, arn, name = state.world, parameters["RoleArn"], parameters["RoleSessionName"]
    wanted = world["external_ids"].get(arn)
    if wanted is not None and parameters.get("ExternalId") != wanted:
        raise Refusal("AccessDenied", f"User: {caller(state, parameters, key)['Arn']} is not authorized to "
                      f"perform: sts:AssumeRole on resource: {arn}", 403)
    source = parameters.get("SourceIdentity")
    for key_name, value in [("roleSessionName", name), ("sourceIdentity", source)]:
        if value is not None and not re.fullmatch(r"[A-Za-z0-9_+=,.@-]{2,64}", value):
            raise Refusal("ValidationError", f"1 validation error detected: Value '{value}' at "
                          f"'{key_name}' failed to satisfy constraint", 400)
    new = f"ASIA{len(world['accounts']):016d}"
    session = f"arn:aws:sts::{arn.split(':')[4]}:assumed-role/{arn.rsplit('/', 1)[1]}/{name}"
    world["accounts"][new] = session
    world["sessions"].append({"arn": session, "source_identity": source,
                              "seconds": parameters.get("DurationSeconds")})
    return {
        "Credentials": {"AccessKeyId": new, "SecretAccessKey": "planted-secret",
                        "SessionToken": "planted-token", "Expiration": "2099-01-01T00:00:00Z"},
        "AssumedRoleUser": {"Arn": session, "AssumedRoleId": f"AROAEXAMPLE:{name}"},
    }


def sts_answer(action, request_id, result):
    return (f'{HEAD}<{action}Response xmlns="{NAMESPACE}">{element(f"{action}Result", result)}'
            f"<ResponseMetadata><RequestId>{request_id}</RequestId></ResponseMetadata></{action}Response>")


def sts_error(request_id, refusal):
    kind = "Sender" if refusal.status < 500 else "Receiver"
    told = element("Error", {"Type": kind, "Code": refusal.code, "Message": refusal.message})
    return (f'{HEAD}<ErrorResponse xmlns="{NAMESPACE}">{told}'
            f"<RequestId>{request_id}</RequestId></ErrorResponse>")


def quota(state, parameters):
    """The one quota; where the world has none, it may not be read."""
    value = state.world["endpoint_quota"]
    if value is None:
        raise Refusal("AccessDeniedException", "not authorized to read quotas", 400)
    return {"ServiceCode": "vpc", "QuotaCode": ENDPOINTS_PER_VPC, "Adjustable": True,
            "QuotaName": "Interface VPC endpoints per VPC", "Value": float(value)}


def get_quota(state, parameters):
    found = quota(state, parameters)
    if parameters["ServiceCode"] != "vpc" or parameters["QuotaCode"] != ENDPOINTS_PER_VPC:
        raise Refusal("NoSuchResourceException", "there is no such quota")
    return {"Quota": found}


def list_quotas(state, parameters):
    found = quota(state, parameters)
    return {"Quotas": [found] if parameters["ServiceCode"] == "vpc" else []}


def json_answer(action, request_id, body):
    return json.dumps(body)


def json_error(request_id, refusal):
    return json.dumps({"__type": refusal.code, "message": refusal.message})


STS = {"GetCallerIdentity": caller, "AssumeRole": assume}
QUOTAS = {"GetServiceQuota": get_quota, "ListServiceQuotas": list_quotas}
