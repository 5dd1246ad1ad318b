"""The Query protocol: parameters with dots and numbers in, XML out.

Knows the shape of words on the wire and nothing of what they mean.
"""

from html import escape

EC2 = "http://ec2.amazonaws.com/doc/2016-11-15/"
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'


class Refusal(Exception):
    """An error answer: code, text, HTTP status."""

    def __init__(self, code, message, status=400):
        super().__init__(code)
        self.code, self.message, self.status = code, message, status


class Parameters(dict):
    """What was sent; to read a name that was not sent is the caller's mistake, as in EC2."""

    def __missing__(self, name):
        raise Refusal("MissingParameter", f"The request must contain the parameter {name}")


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
        part = Parameters((key[len(prefix):], value) for key, value in parameters.items()
                          if key.startswith(prefix))
        if not part:
            return found
        found.append(part)
        at += 1


def yes(parameters, name):
    """A boolean; None where it was not sent."""
    value = parameters.get(name)
    return None if value is None else value.lower() == "true"


def number(parameters, name, otherwise=None):
    """A whole number; `otherwise` where it was not sent."""
    try:
        return int(parameters[name]) if name in parameters else otherwise
    except ValueError:
        raise Refusal("InvalidParameterValue",
                      f"Value ({parameters[name]}) for parameter {name} is invalid") from None


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
        inner = escape(str(value), quote=False)
    return f"<{name}>{inner}</{name}>"


def answer(action, request_id, body):
    inner = "".join(element(key, value) for key, value in body.items())
    return (f'{HEAD}<{action}Response xmlns="{EC2}">'
            f"<requestId>{request_id}</requestId>{inner}</{action}Response>")


def error(request_id, refusal):
    told = element("Error", {"Code": refusal.code, "Message": refusal.message})
    return f"{HEAD}<Response><Errors>{told}</Errors><RequestID>{request_id}</RequestID></Response>"
