"""Which API a call is of, whether it may be made, and what it comes to.

Knows nothing of HTTP connections: faults that cut them are the server's.
"""

import json
import sys
import traceback
from urllib.parse import parse_qsl

import accounts
import endpoint_changes
import endpoints
import faults
import network
import security_groups
import services
import tagging
import wire
from wire import Parameters, Refusal, yes

READS = {**network.READS, **security_groups.READS, **services.READS, **endpoints.READS}
CHANGES = {**security_groups.CHANGES, **endpoint_changes.CHANGES, **tagging.CHANGES}
XML, JSON = "text/xml;charset=UTF-8", "application/x-amz-json-1.1"
SPECIFIED = "TagSpecification.1.ResourceType"


class Call:
    """One request: its protocol, action and parameters."""

    def __init__(self, headers, body):
        target = headers.get("X-Amz-Target")
        if target:
            self.action, self.parameters = target.split(".")[-1], Parameters(json.loads(body or "{}"))
        else:
            self.parameters = Parameters(parse_qsl(body, keep_blank_values=True))
            self.action = self.parameters.get("Action", "")
        self.key = accounts.access_key(headers)
        self.changing = self.action in CHANGES
        self.dry_run = not target and bool(yes(self.parameters, "DryRun"))
        self.content = JSON if target else XML
        sts = self.action in accounts.STS
        self.answer = accounts.json_answer if target else accounts.sts_answer if sts else wire.answer
        self.error = accounts.json_error if target else accounts.sts_error if sts else wire.error

    def effect(self, state, fault, request_id):
        """Makes it so: the status and text of the answer, and a word for the record."""
        try:
            body = self.body(state, fault)
            return 200, self.answer(self.action, request_id, body), "done"
        except Refusal as refusal:
            return refusal.status, self.error(request_id, refusal), refusal.code
        except Exception:  # a mistake in the fake or in a test's world: said, not hung up on
            traceback.print_exc(file=sys.stderr)
            broken = Refusal("InternalError", traceback.format_exc(limit=-1), 500)
            return 500, self.error(request_id, broken), "broken"

    def body(self, state, fault):
        if fault and fault["kind"] == "denied":
            raise self.denial()
        refusal = faults.refusal(fault, self.action)
        if refusal:
            raise refusal
        self.authorise(state.world)
        if self.action in accounts.QUOTAS and self.content == JSON:
            return accounts.QUOTAS[self.action](state, self.parameters)
        if self.action in accounts.STS:
            return accounts.STS[self.action](state, self.parameters, self.key)
        act = CHANGES.get(self.action) or READS.get(self.action)
        if act is None:
            raise Refusal("InvalidAction", f"The action {self.action} is not valid for this web service.")
        if self.dry_run and not (fault and fault["kind"] == "dry-run-creates"):
            raise Refusal("DryRunOperation", "Request would have succeeded, but DryRun flag is set.", 412)
        if self.changing and not self.dry_run:
            state.check_journal(self.action)
        return act(state, self.parameters)

    def authorise(self, world):
        """`denied` of the world lists actions; to create with tags takes CreateTags as well."""
        needed = [self.action] + ["CreateTags"] * (SPECIFIED in self.parameters)
        if any(action in world["denied"] for action in needed):
            raise self.denial()

    def denial(self):
        """Each API has a code of its own for it."""
        if self.content == JSON:
            return Refusal("AccessDeniedException", f"not authorized to perform: {self.action}")
        if self.action in accounts.STS:
            return Refusal("AccessDenied", f"not authorized to perform: sts:{self.action}", 403)
        return Refusal("UnauthorizedOperation", "You are not authorized to perform this operation.", 403)
