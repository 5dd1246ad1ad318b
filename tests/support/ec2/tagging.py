"""Tags: read off a call, and set or taken away by calls of their own."""

from wire import Refusal, groups, listed

MOST = 50


def checked(found):
    """The tags, where EC2 would take them."""
    if len(found) > MOST:
        raise Refusal("TagLimitExceeded", f"The maximum number of tags is {MOST}")
    for key in found:
        if not key or len(key) > 128 or key.lower().startswith("aws:"):
            raise Refusal("InvalidParameterValue", f"Tag keys starting with 'aws:' are reserved: {key}")
    return found


def given(parameters, kind):
    """The tags that a creating call gives a resource of this kind."""
    found = {}
    for specification in groups(parameters, "TagSpecification"):
        if specification["ResourceType"] == kind:
            found |= {tag["Key"]: tag.get("Value", "") for tag in groups(specification, "Tag")}
    return checked(found)


def tag_set(found):
    return [{"key": key, "value": value} for key, value in found.items()]


def tagged(state, parameters):
    """The resources that a call names."""
    for id in listed(parameters, "ResourceId"):
        thing = next((found for kind in ("endpoints", "security_groups", "subnets")
                      if (found := state.find(kind, id))), None)
        if thing is None:
            raise Refusal("InvalidID", f"The ID '{id}' is not valid")
        yield thing


def create_tags(state, p):
    things = list(tagged(state, p))
    new = {tag["Key"]: tag.get("Value", "") for tag in groups(p, "Tag")}
    merged = [checked(thing["tags"] | new) for thing in things]
    for thing, after in zip(things, merged):
        thing["tags"] = after
    return {"return": True}


def delete_tags(state, p):
    for thing in list(tagged(state, p)):
        if not groups(p, "Tag"):
            thing["tags"] = {}
        for tag in groups(p, "Tag"):
            if "Value" not in tag or thing["tags"].get(tag["Key"]) == tag["Value"]:
                thing["tags"].pop(tag["Key"], None)
    return {"return": True}


CHANGES = {"CreateTags": create_tags, "DeleteTags": delete_tags}
