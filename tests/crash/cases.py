"""The groups of cases: each is a function from a stage to a list of cases, and a case is a function
from a stage to what went wrong, or None."""

import shutil

import expected
from replicas import replicas
from stage import REQUEST

FAULTS = ("throttle", "denied", "internal", "unavailable", "refused", "lost", "truncated", "garbage", "hang", "hang-before")


def told(name, stage, wrong):
    said = "\n".join(stage.said)
    return f"--- {name}: {wrong}\n{said}\n" if wrong else None


def baseline(stage):
    """The calls of an apply on which nothing goes wrong, and the state of the account before."""
    stage.begin()
    before = expected.strangers(stage)
    code, text = stage.apply()
    calls = len(stage.state.calls)
    wrong = expected.whole(stage, before) if code == 0 else text
    assert not wrong, wrong
    return calls, before


def kill(nth, when, pid):
    return [{"action": None, "nth": nth, "kind": f"kill-{when}", "pid": pid}]


def killed_at_calls(stage):
    calls, before = baseline(stage)

    def case(nth, when):
        def go(stage):
            stage.begin()
            words = ("apply", REQUEST, "--yes")
            process = stage.start(words)
            stage.order(kill(nth, when, process.pid))
            stage.finish(process, words)
            stage.order([])
            stage.carry_on()
            return told(f"killed {when} call {nth}", stage, expected.whole(stage, before))
        return go

    return [case(nth, when) for nth in range(1, calls + 1) for when in ("before", "after")]


def killed_twice(stage):
    """Killed in apply, and killed again in what follows."""
    calls, before = baseline(stage)

    def case(nth, again):
        def go(stage):
            stage.begin()
            words = ("apply", REQUEST, "--yes")
            process = stage.start(words)
            stage.order(kill(nth, "after", process.pid))
            stage.finish(process, words)
            runs = stage.runs()
            words = ("resume", runs[0][0]) if runs else ("apply", REQUEST, "--yes")
            process = stage.start(words)
            stage.order(kill(again, "after", process.pid))
            stage.finish(process, words)
            stage.order([])
            stage.carry_on()
            return told(f"killed after call {nth}, then {again}", stage, expected.whole(stage, before))
        return go

    # The guard's readings come first; what matters is killed at every call.
    return [case(nth, again) for nth in range(calls - 16, calls + 1, 2) for again in (2, 3, 5, 8)]


def killed_at_writes(stage):
    _, before = baseline(stage)

    def case(nth):
        def go(stage):
            stage.begin()
            inject = f"inject=fdatasync,fsync:signal=SIGKILL:when={nth}"
            through = ("strace", "-f", "-qq", "-o", "/dev/null", "-e", "trace=fdatasync,fsync", "-e", inject)
            code, _ = stage.run("apply", REQUEST, "--yes", through=through)
            # A run writes so often at least; strace counts by thread, and there are two.
            spared = nth <= 12 and code != -9
            stage.carry_on()
            wrong = "it was not killed" if spared else expected.whole(stage, before)
            return told(f"killed at write {nth}", stage, wrong)
        return go

    return [case(nth) for nth in range(1, 31)]


killed_at_writes.missing = lambda: None if shutil.which("strace") else "strace"


def failed_at_calls(stage):
    calls, before = baseline(stage)

    def case(nth, kind):
        def go(stage):
            stage.begin()
            stage.order([{"action": None, "nth": nth, "kind": kind, "ms": 1000}])
            code, text = stage.apply()
            if code not in (0, 1, 3):
                return told(f"{kind} at call {nth}", stage, f"exit code {code}")
            stage.order([])
            if code:
                stage.carry_on()
            return told(f"{kind} at call {nth}", stage, expected.whole(stage, before))
        return go

    return [case(nth, kind) for nth in range(1, calls + 1) for kind in FAULTS]


def rolled_back(stage):
    """A run that is done, rolled back by a process that is killed at each call."""
    _, before = baseline(stage)
    run = stage.runs()[0][0]
    first = len(stage.state.calls)
    changing = [c["n"] for c in stage.state.calls if c["changing"]]
    stage.run("rollback", run, "--yes")
    calls = len(stage.state.calls) - first
    wrong = expected.gone(stage, before)
    assert not wrong, told("rollback", stage, wrong)

    def case(nth, when):
        def go(stage):
            stage.begin()
            stage.apply()
            run = stage.runs()[0][0]
            words = ("rollback", run, "--yes")
            process = stage.start(words)
            stage.order(kill(nth, when, process.pid))
            stage.finish(process, words)
            stage.order([])
            stage.run(*words)
            return told(f"rollback killed {when} call {nth}", stage, expected.gone(stage, before))
        return go

    def half(nth, kind):
        def go(stage):
            stage.begin()
            stage.order([{"action": None, "nth": nth, "kind": kind, "times": 99}])
            stage.apply()
            stage.order([])
            runs = stage.runs()
            if runs:
                stage.run("rollback", runs[0][0], "--yes")
            return told(f"rollback after {kind} at call {nth}", stage, expected.gone(stage, before))
        return go

    kills = [case(nth, when) for nth in range(1, calls + 1) for when in ("before", "after")]
    return kills + [half(nth, kind) for nth in changing for kind in ("denied", "lost", "garbage")]


def deleted(stage):
    """What a run made, deleted by a process that is killed at each call, or whose call fails."""
    _, before = baseline(stage)
    words = ("delete", REQUEST, "--yes")
    first = len(stage.state.calls)
    code, text = stage.run(*words)
    calls = len(stage.state.calls) - first
    wrong = expected.gone(stage, before) if code == 0 else text
    assert not wrong, told("delete", stage, wrong)

    def ended(stage, name):
        for _ in range(3):
            run, standing = stage.runs()[0]
            if standing != "done":
                stage.run("resume", run)
        code, _ = stage.run(*words)
        again, text = stage.run(*words)
        wrong = None if code == again == 0 and "nothing to do" in text else f"exit codes {code}, {again}"
        return told(name, stage, wrong or expected.gone(stage, before))

    def killed(nth, when):
        def go(stage):
            stage.begin()
            stage.apply()
            process = stage.start(words)
            stage.order(kill(nth, when, process.pid))
            stage.finish(process, words)
            stage.order([])
            return ended(stage, f"delete killed {when} call {nth}")
        return go

    def failed(nth, kind):
        def go(stage):
            stage.begin()
            stage.apply()
            stage.order([{"action": None, "nth": nth, "kind": kind, "ms": 1000}])
            stage.run(*words)
            stage.order([])
            return ended(stage, f"delete with {kind} at call {nth}")
        return go

    kills = [killed(nth, when) for nth in range(1, calls + 1) for when in ("before", "after")]
    faults = ("throttle", "denied", "lost", "garbage")
    return kills + [failed(nth, kind) for nth in range(1, calls + 1) for kind in faults]


def at_once(stage):
    """Two that apply one plan at once, and a fake that is no EC2."""
    _, before = baseline(stage)

    def two(stage):
        stage.begin()
        words = ("apply", REQUEST, "--yes")
        stage.order([{"action": "CreateSecurityGroup", "kind": "slow", "ms": 300, "times": 9}])
        processes = [stage.start(words), stage.start(words)]
        for process in processes:
            process.stdin.write("\n")
            process.stdin.flush()
        codes = sorted(stage.finish(process, words)[0] for process in processes)
        wrong = None if codes == [0, 1] else f"exit codes {codes}"
        return told("two at once", stage, wrong or expected.whole(stage, before))

    def no_ec2(stage):
        stage.begin()
        stage.order([{"action": "CreateVpcEndpoint", "kind": "dry-run-creates"}])
        code, text = stage.apply()
        wrong = None if code == 1 and "not EC2" in text else f"exit code {code}"
        return told("a dry run that makes something", stage, wrong or expected.gone(stage, before))

    return [two, no_ec2]


GROUPS = {
    "at-once": at_once,
    "killed-at-calls": killed_at_calls,
    "killed-twice": killed_twice,
    "killed-at-writes": killed_at_writes,
    "failed-at-calls": failed_at_calls,
    "rolled-back": rolled_back,
    "deleted": deleted,
    "replicas": replicas,
}
