"""The tests' side door: `POST /_fake/reset`, `/_fake/faults`, `/_fake/journal`, `/_fake/world`;
`GET /_fake/calls`, `/_fake/world`, `/_fake/violations`. All JSON.

A fault is `{action, kind, nth?, times?, dry_run?, pid?, ms?}`: `nth` counts the calls that it fits,
`times` is how often it strikes (1). Kinds: throttle, denied, quota, internal, unavailable, conflict,
refused (closed before the effect), lost (closed after it), truncated, garbage, hang (after the
effect), hang-before, slow, dry-run-creates, kill-before and kill-after (SIGKILL to `pid`).
"""

import json


def control(state, method, path, body):
    """The answer to a request of a test, as a value."""
    given = json.loads(body) if body else None
    if method == "GET":
        return {"/_fake/calls": state.calls, "/_fake/world": state.world,
                "/_fake/violations": state.violations}.get(path)
    if path == "/_fake/reset":
        state.reset(given)
    elif path == "/_fake/faults":
        state.faults = given
    elif path == "/_fake/journal":
        state.journal = given
    elif path == "/_fake/world":
        state.world.update(given)
    else:
        return None
    return {}
