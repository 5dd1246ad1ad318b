"""The Query protocol: parameters with dots and numbers in, XML out."""

from xml.sax.saxutils import escape

EC2 = "http://ec2.amazonaws.com/doc/2016-11-15/"


class Refusal(Exception):
    """An error answer: code, text, HTTP status."""

    def __init__(self, code, message, status=400):
        super().__init__(code)
        self.code, self.message, self.status = code, message, status


def listed(parameters, name):
    """`Name.1`, `Name.2`, … as a list."""
    values, at = [], 1
    while f"{name}.{at}" in parameters:
        values.append(parameters[f"{name}.{at}"])
        at += 1
    return values


def groups(parameters, name):
    """`Name.1.X`, `Name.1.Y`, `Name.2.X`, … as a list of parameters without that prefix."""
    found, at = [], 1
    while True:
        prefix = f"{name}.{at}."
        part = {key[len(prefix):]: value for key, value in parameters.items() if key.startswith(prefix)}
        if not part:
            return found
        found.append(part)
        at += 1


def yes(parameters, name):
    """A boolean; None where it was not sent."""
    value = parameters.get(name)
    return None if value is None else value.lower() == "true"


def tags(parameters, kind):
    """The tags for one kind of resource."""
    found = {}
    for specification in groups(parameters, "TagSpecification"):
        if specification.get("ResourceType") == kind:
            for tag in groups(specification, "Tag"):
                found[tag["Key"]] = tag.get("Value", "")
    return found


def tag_set(found):
    return [{"key": key, "value": value} for key, value in found.items()]


def element(name, value):
    """One value as XML: a dict is its members, a list its items, None is left out."""
    if value is None:
        return ""
    if isinstance(value, bool):
        inner = "true" if value else "false"
    elif isinstance(value, dict):
        inner = "".join(element(key, part) for key, part in value.items())
    elif isinstance(value, list):
        inner = "".join(element("item", part) for part in value)
    else:
        inner = escape(str(value))
    return f"<{name}>{inner}</{name}>"


def answer(action, request_id, body):
    inner = "".join(element(key, value) for key, value in body.items())
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<{action}Response xmlns="{EC2}">'
        f"<requestId>{request_id}</requestId>{inner}</{action}Response>"
    )


def error(request_id, refusal):
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<Response><Errors><Error>'
        f"<Code>{escape(refusal.code)}</Code><Message>{escape(refusal.message)}</Message>"
        f"</Error></Errors><RequestID>{request_id}</RequestID></Response>"
    )
