"""The crash matrix: real processes, killed and failed at every point, and what stands in the end.

Why: a run is safe only if nothing that can happen makes an endpoint twice or leaves one behind. The
state machine is exhausted in plan/src/run/tests.rs; here the whole program is, with the SDK, SQLite
and our fake of EC2.

    POSTERN_BIN=target/debug/postern python3 tests/crash [GROUP...]

Prints a line `ok GROUP` or `FAILED GROUP` for each group, and how many cases there were.
"""

import os
import sys
import time
from concurrent.futures import ThreadPoolExecutor

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

import cases  # noqa: E402
from stage import Stage  # noqa: E402

WORKERS = 2


def run(group, work):
    """All cases of a group, some at once; the transcripts of those that fail."""
    began = time.monotonic()
    stages = [Stage() for _ in range(WORKERS)]
    free = list(stages)

    def one(case):
        stage = free.pop()
        try:
            return case(stage)
        finally:
            free.append(stage)

    planned = work(stages[0])
    with ThreadPoolExecutor(WORKERS) as pool:
        failed = [said for said in pool.map(one, planned) if said]
    for stage in stages:
        stage.close()
    for said in failed[:5]:
        print(said)
    word = "FAILED" if failed else "ok"
    print(f"{len(planned)} cases of {group}, {len(failed)} failed, {time.monotonic() - began:.0f} s")
    print(f"{word} crash-{group}", flush=True)
    return not failed


def main():
    wanted = sys.argv[1:] or list(cases.GROUPS)
    well = True
    for group in wanted:
        work = cases.GROUPS[group]
        missing = work.missing() if hasattr(work, "missing") else None
        if missing:
            print(f"skipped: crash-{group}: {missing} not found")
            continue
        well &= run(group, work)
    return 0 if well else 1


sys.exit(main())
