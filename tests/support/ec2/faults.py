"""The faults that a test can order.

One is `{action, kind}` and, where wanted: `nth` (of the calls that it fits, from 1; else each),
`times` (how often it strikes; 1), `dry_run` (only such calls, or only others), `ms` (for how long),
`pid` (whom to kill). Kinds:

- an error answer, and no effect: throttle, denied, auth, quota, internal, unavailable, conflict, or
  `error` with a `code`, `message` and `status` of its own;
- no answer: refused (closed before the effect), lost (closed after it), hang-before, hang (nothing
  is said for `ms`, then it is closed), kill-before, kill-after (SIGKILL to `pid`, then closed);
- an answer that cannot be read, after the effect: truncated, garbage;
- slow (answers late), dry-run-creates (like moto).

`kill` with `when` (`before` or `after`) is another way to say the two kills.
"""

from wire import Refusal

REFUSALS = {
    "throttle": Refusal("RequestLimitExceeded", "Request limit exceeded.", 503),
    "auth": Refusal("AuthFailure", "AWS was not able to validate the provided access credentials", 401),
    "internal": Refusal("InternalError", "An internal error has occurred", 500),
    "unavailable": Refusal("Unavailable", "The service is unavailable. Please try again shortly.", 503),
    "conflict": Refusal("InvalidParameter", "private-dns-enabled cannot be set because there is already a "
                        "conflicting DNS domain for x.amazonaws.com in the VPC vpc-1"),
}
QUOTAS = {"CreateSecurityGroup": "SecurityGroupLimitExceeded"}
# Have no effect, and no answer.
SILENT = {"refused", "hang-before", "kill-before"}
# Have their effect, and no answer.
UNANSWERED = {"lost", "hang", "kill-after"}
KINDS = {*REFUSALS, *SILENT, *UNANSWERED, "denied", "quota", "error", "truncated", "garbage", "slow",
         "dry-run-creates"}


def ordered(faults):
    """The list as it was sent, each of a kind that there is."""
    for fault in faults:
        if fault["kind"] == "kill":
            fault["kind"] = f"kill-{fault['when']}"
        if fault["kind"] not in KINDS:
            raise ValueError(f"no fault of the kind {fault['kind']}")
        if fault["kind"].startswith("kill-") and not fault.get("pid", 0) > 1:
            raise ValueError("a kill needs the pid of one process")
    return faults


def refusal(fault, action):
    """The error answer that a fault is; None for those of another kind."""
    kind = fault and fault["kind"]
    if kind == "quota":
        return Refusal(QUOTAS.get(action, "VpcEndpointLimitExceeded"), "The maximum number has been reached.")
    if kind == "error":
        return Refusal(fault["code"], fault.get("message", ""), fault.get("status", 400))
    return REFUSALS.get(kind)
