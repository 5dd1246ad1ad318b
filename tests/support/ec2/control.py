"""The tests' side door: `POST /_fake/reset`, `/_fake/faults`, `/_fake/journal`, `/_fake/world`;
`GET /_fake/calls`, `/_fake/world`, `/_fake/violations`. All JSON; a mistake is answered 400 in text.

- `reset` begins anew, `world` goes on; both take keys of the world (world.py) to replace.
- `faults` replaces the list of ordered faults (faults.py).
- `journal` is `{path, sql}`: from then on a changing call that is no dry run is refused as
  `NotJournalled`, and remembered under `violations`, unless the query, asked of that SQLite file,
  says a number other than 0. It may use `:action`.
- `calls` has of each call: n, action, parameters, key (the access key), request_id, changing,
  dry_run, fault, and outcome: `done`, an error code, or `lost` where no effect came about.
"""

import json

import faults


def control(state, method, path, body):
    """The answer to a request of a test: a value, or ValueError where it makes no sense."""
    read = {"/_fake/calls": state.calls, "/_fake/world": state.world, "/_fake/violations": state.violations}
    if method == "GET" and path in read:
        return read[path]
    given = json.loads(body) if body else None
    if method == "POST" and path == "/_fake/reset":
        state.reset(given)
    elif method == "POST" and path == "/_fake/world":
        state.set(given)
    elif method == "POST" and path == "/_fake/faults":
        state.faults = faults.ordered(given)
    elif method == "POST" and path == "/_fake/journal":
        state.journal = given
    else:
        raise ValueError(f"no {method} {path}; see tests/support/ec2/control.py")
    return {}
