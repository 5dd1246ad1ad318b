"""What a describing call asks for: ids, filters and pages, in EC2's own words."""

import re

from wire import Refusal, groups, listed, number

IDS = re.compile(r"[a-z]+-([0-9a-f]{8}|[0-9a-f]{17})")


def field(name):
    return lambda thing: [thing.get(name)]


def always(value):
    return lambda _: [value]


VPC = {"vpc-id": field("vpc")}


def fits(value, pattern):
    """A filter's value may have `*` and `?`."""
    parts = (".*" if c == "*" else "." if c == "?" else re.escape(c) for c in pattern)
    return value is not None and re.fullmatch("".join(parts), str(value), re.DOTALL) is not None


def reader(name, fields):
    if name in fields:
        return fields[name]
    if name.startswith("tag:"):
        return lambda thing: [thing.get("tags", {}).get(name[4:])]
    if name == "tag-key":
        return lambda thing: thing.get("tags", {})
    raise Refusal("InvalidParameterValue", f"The filter '{name}' is invalid")


def chosen(parameters, things, fields):
    """What the filters let through; one that is not known is an error, as in EC2."""
    for wanted in groups(parameters, "Filter"):
        read, values = reader(wanted["Name"], fields), listed(wanted, "Value")
        things = [thing for thing in things
                  if any(fits(value, pattern) for value in read(thing) for pattern in values)]
    return things


def unknown(id, codes):
    """The refusal of an id that is not there: `codes` are those for not found and malformed."""
    not_found, malformed = codes
    if not IDS.fullmatch(id):
        return Refusal(malformed, f'Invalid id: "{id}"')
    return Refusal(not_found, f"The ID '{id}' does not exist")


def by_id(parameters, things, name, codes):
    """Those whose ids were given, or all."""
    ids = listed(parameters, name)
    known = {thing["id"] for thing in things}
    for id in ids:
        if id not in known:
            raise unknown(id, codes)
    return [thing for thing in things if thing["id"] in ids] if ids else things


def paged(state, parameters, name, items):
    """One page of them, with a token where more follow."""
    size = min(number(parameters, "MaxResults", 1000), state.world["page"])
    token = parameters.get("NextToken") or "0"
    if not token.isdecimal():
        raise Refusal("InvalidNextToken", "The token is not one that was given")
    end = int(token) + size
    return {name: items[int(token):end], "nextToken": str(end) if end < len(items) else None}
