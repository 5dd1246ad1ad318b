"""Holds every example in an OpenAPI document against the schema that stands beside it."""

import json
import sys
from urllib.request import urlopen

from jsonschema import Draft202012Validator

with urlopen(sys.argv[1]) as answer:
    document = json.load(answer)
held = 0
for path, methods in document["paths"].items():
    for method, operation in methods.items():
        beside = [("body", operation.get("requestBody", {}))]
        beside += list(operation["responses"].items())
        for where, part in beside:
            for kind, content in part.get("content", {}).items():
                for example in content.get("examples", {}).values():
                    value = document["components"]["examples"][example["$ref"].split("/")[-1]]["value"]
                    schema = {**content["schema"], "components": document["components"]}
                    for error in Draft202012Validator(schema).iter_errors(value):
                        sys.exit(f"{method} {path} {where} {kind}: {error.json_path}: {error.message[:200]}")
                    held += 1
print(held)
