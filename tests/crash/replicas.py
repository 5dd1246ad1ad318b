"""Two servers that share a PostgreSQL database: one is killed at each call, the other goes on.

Nobody asks it to: the lease of the one that is gone ends, and whoever is left takes its run up.
"""

import os
import re
import subprocess
import time
import urllib.error
import urllib.parse
import urllib.request

import expected
from stage import PLANTED, SETTINGS, Stage

LEASE_SECONDS = 2
ANSWERS = [
    ("name", "agents-prod"), ("region", "us-east-1"), ("account", "111122223333"),
    ("placement.vpc", "vpc-0a1b2c3d4e5f60718"),
    ("placement.subnets", "subnet-0bbbbbbbbbbbbbbbb"), ("placement.subnets", "subnet-0dddddddddddddddd"),
    ("placement.allow_from", "10.0.0.0/16"), ("placement.allow_from", "sg-0dddddddddddddddd"),
    ("grants.0.primitive", "runtime"), ("grants.0.auth", "sigv4"),
    ("grants.0.callers", "arn:aws:iam::111122223333:role/app"),
    ("grants.0.resources", "support-AbCdEf1234"), ("grants.0.access", "invoke"),
    ("grants.1.primitive", "gateway"), ("grants.1.auth", "oauth"),
    ("grants.1.resources", "tools-abcdef1234"), ("grants.1.access", "invoke"),
    ("grants.2.primitive", "runtime"), ("grants.2.plane", "control"), ("grants.2.auth", "sigv4"),
    ("grants.2.callers", "arn:aws:iam::111122223333:role/app"),
    ("grants.2.resources", "*"), ("grants.2.access", "read"),
]


class Pair(Stage):
    """A stage whose journal is in a database, and two servers on it."""

    count = 0

    def __init__(self):
        super().__init__()
        self.servers = []

    def begin(self):
        super().begin()
        # That a step is journalled before its call is judged where the journal is a file.
        self.state.journal = None
        self.stop()
        Pair.count += 1
        name = f"crash_{os.getpid()}_{Pair.count}"
        server = os.environ["POSTERN_TEST_DATABASE"]
        subprocess.run(["psql", "-qX", f"{server}/postgres", "-c", f"CREATE DATABASE {name}"], check=True)
        self.database = f"{server}/{name}"

    def start(self, words, through=()):
        port = self.server.server_address[1]
        environment = {
            "PATH": os.environ["PATH"], "HOME": self.home, "AWS_ACCESS_KEY_ID": "testing", **PLANTED,
            "AWS_EC2_METADATA_DISABLED": "true", "AWS_ENDPOINT_URL": f"http://127.0.0.1:{port}",
            "DATABASE_URL": self.database, "POSTERN_STORE__LEASE_SECONDS": str(LEASE_SECONDS),
            "POSTERN_CONFIG": SETTINGS,
        }
        command = ["bash", "-c", 'read -r _; exec "$@"', "bash", os.environ["POSTERN_BIN"], *words]
        return subprocess.Popen(command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                stderr=subprocess.STDOUT, text=True)

    def serve(self):
        """A server that answers: its process and its address."""
        process = self.start(("serve", "--apply", "--listen", "127.0.0.1:0"))
        process.stdin.write("\n")
        process.stdin.flush()
        self.servers.append(process)
        for line in process.stdout:
            self.said.append(line.rstrip())
            found = re.search(r"listening on (http://\S+)", line)
            if found:
                return process, found.group(1)
        raise AssertionError("\n".join(self.said))

    def stop(self):
        for process in self.servers:
            process.kill()
            self.said.append(process.communicate()[0])
        self.servers = []

    def close(self):
        self.stop()
        super().close()


def post(address, more):
    """What a form of the Apply page leads to; the page's text. Nothing where the server is gone."""
    body = urllib.parse.urlencode([*ANSWERS, *more]).encode()
    try:
        with urllib.request.urlopen(urllib.request.Request(f"{address}/apply", body), timeout=60) as answer:
            return answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.read().decode()
    except OSError:
        return None


def look(address):
    page = post(address, [("do", "look")])
    return re.search(r'name="fingerprint" value="([^"]+)"', page).group(1)


def apply(address):
    return post(address, [("do", "apply"), ("fingerprint", look(address))])


def stands(stage, seconds=60):
    """The runs, once none is going any more."""
    late = time.monotonic() + seconds
    while True:
        runs = stage.runs()
        if all(standing != "going" for _, standing in runs):
            return runs
        if time.monotonic() > late:
            raise AssertionError(f"runs are {runs}")
        time.sleep(0.2)


def proven(stage):
    code, text = stage.run("audit", "verify")
    return None if code == 0 else f"the record is not one chain: {text}"


def replicas(stage):
    pair = Pair()
    pair.begin()
    before = expected.strangers(pair)
    _, one = pair.serve()
    seen = look(one)
    first = len(pair.state.calls)
    post(one, [("do", "apply"), ("fingerprint", seen)])
    stands(pair)
    # The guard reads the account before the run begins; what matters is killed at every change, and
    # at what comes after it.
    calls = pair.state.calls[first:]
    changing = [n + 1 for n, call in enumerate(calls) if call["changing"]]
    points = sorted({*changing, *(n + 1 for n in changing if n < len(calls))})
    pair.stop()
    wrong = expected.whole(pair, before) or proven(pair)
    pair.close()
    assert not wrong, wrong

    def case(nth, when):
        def go(_):
            pair = Pair()
            try:
                pair.begin()
                killed, one = pair.serve()
                _, other = pair.serve()
                seen = look(one)
                pair.order([{"action": None, "nth": nth, "kind": f"kill-{when}", "pid": killed.pid}])
                post(one, [("do", "apply"), ("fingerprint", seen)])
                killed.wait(timeout=60)
                pair.order([])
                if not stands(pair):
                    # It was killed before it wrote a run down.
                    apply(other)
                    stands(pair)
                pair.stop()
                wrong = expected.whole(pair, before) or proven(pair)
            except Exception as error:  # noqa: BLE001
                wrong = repr(error)
            finally:
                pair.close()
            said = "\n".join(pair.said)
            return f"--- killed {when} call {nth}: {wrong}\n{said}\n" if wrong else None
        return go

    return [case(nth, when) for nth in points for when in ("before", "after")]


replicas.missing = lambda: None if os.environ.get("POSTERN_TEST_DATABASE") else "PostgreSQL"
