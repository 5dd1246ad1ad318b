"""The side door: what tests seed, order and read."""

import json


def control(server, path, body):
    api, asked = server.api, json.loads(body) if body else {}
    objects = api.objects
    match path.removeprefix("/_fake/"):
        case "calls":
            calls, server.calls = server.calls, []
            return calls
        case "put":
            return objects.put(asked["branch"], asked["files"])
        case "drop":
            return objects.refs.pop(asked["branch"])
        case "fault":
            server.faults.append(asked)
        case "branch":
            head = objects.refs.get(asked["branch"])
            if head is None:
                return None
            commit = objects.commits[head]
            files = objects.files(commit["tree"])
            return {"head": head, "parents": commit["parents"], "message": commit["message"], "files": {
                name: {"mode": mode, "text": objects.blobs[blob].decode()}
                for name, (mode, blob) in files.items()}}
        case "pulls":
            return api.pulls
        case "pull":
            api.pulls[asked["number"] - 1].update(asked)
        case "add":
            api.pulls.append(asked)
    return {}
