"""What must hold when everything is over."""

import json
import os

from stage import PLANTED

SERVICES = {"bedrock-agentcore", "bedrock-agentcore-control", "bedrock-agentcore.gateway"}
VPC = "vpc-0a1b2c3d4e5f60718"


def made(stage):
    """The endpoints and groups that runs made."""
    world = stage.state.world
    tagged = [thing for kind in ("endpoints", "security_groups") for thing in world[kind]
              if "postern:run" in thing["tags"] and thing.get("state") not in ("deleting", "deleted")]
    return ([t for t in tagged if "service_name" in t], [t for t in tagged if "service_name" not in t])


def strangers(stage):
    """Everything else, as it was at first."""
    world = stage.state.world
    return ([e["id"] for e in world["endpoints"] if "postern:run" not in e["tags"]],
            [g["id"] for g in world["security_groups"] if "postern:run" not in g["tags"]])


def whole(stage, before):
    """The planned endpoints, each once, with one group of two rules; a truthful list of runs."""
    endpoints, groups = made(stage)
    short = sorted(e["service_name"].split(".", 3)[3] for e in endpoints)
    if short != sorted(SERVICES):
        return f"endpoints are {short}"
    if len(groups) != 1:
        return f"{len(groups)} groups"
    peers = [p for r in groups[0]["inbound"] for p in r["cidrs"] + r["groups"]]
    if sorted(peers) != ["10.0.0.0/16", "sg-0dddddddddddddddd"]:
        return f"the group admits {peers}"
    for endpoint in endpoints:
        if endpoint["security_groups"] != [groups[0]["id"]] or len(endpoint["subnets"]) != 2:
            return f"{endpoint['id']} is misplaced"
        if not endpoint["private_dns"] or "Statement" not in json.loads(endpoint["policy"]):
            return f"{endpoint['id']} is not as planned"
    if strangers(stage) != before:
        return "something else changed"
    runs = stage.runs()
    if [standing for _, standing in runs].count("done") != 1:
        return f"runs are {runs}"
    calls = len([c for c in stage.state.calls if c["changing"]])
    code, text = stage.apply()
    if code != 0 or "nothing to do" not in text:
        return "applied again, it did something"
    if len([c for c in stage.state.calls if c["changing"]]) != calls:
        return "applied again, it called something"
    return common(stage)


def gone(stage, before):
    """Nothing that a run made is left, and everything else is."""
    endpoints, groups = made(stage)
    if endpoints or groups:
        return f"left behind: {[t['id'] for t in endpoints + groups]}"
    return "something else changed" if strangers(stage) != before else common(stage)


def common(stage):
    if stage.state.violations:
        return f"called before it was journalled: {stage.state.violations}"
    texts = "\n".join(stage.said).encode()
    for folder, _, files in os.walk(stage.folder):
        for name in files:
            with open(os.path.join(folder, name), "rb") as file:
                texts += file.read()
    for name, secret in PLANTED.items():
        if secret.encode() in texts:
            return f"{name} was told"
    if "panicked" in "\n".join(stage.said) or "TOO LONG" in "\n".join(stage.said):
        return "it failed or hung"
    return None
