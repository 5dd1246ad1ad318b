"""One stage: a fake of EC2, a scratch folder, and the program run on them."""

import os
import shutil
import subprocess
import sys
import tempfile
import threading

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "support", "ec2"))

from server import serve  # noqa: E402
from state import State  # noqa: E402

REQUEST = os.path.join(HERE, "request.toml")
SETTINGS = os.path.join(HERE, "settings.toml")
PLANTED = {"AWS_SECRET_ACCESS_KEY": "PlantedSecretKey0123456789", "AWS_SESSION_TOKEN": "PlantedToken0123456789"}
# A changing call must come after its step was journalled as begun, and before it was answered.
JOURNALLED = (
    "SELECT COUNT(*) FROM run_events b WHERE b.kind = 'begun' AND b.action = :action AND NOT EXISTS "
    "(SELECT 1 FROM run_events a WHERE a.run = b.run AND a.step = b.step AND a.seq > b.seq)"
)


class Stage:
    def __init__(self):
        self.state = State(None)
        self.server = serve(0, self.state)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.home = tempfile.mkdtemp(prefix="postern-crash-")
        self.folder = os.path.join(self.home, "state")
        self.said = []

    def close(self):
        self.server.shutdown()
        self.server.server_close()
        shutil.rmtree(self.home, ignore_errors=True)

    def begin(self):
        """A new account, a new journal, and nothing said."""
        with self.state.lock:
            self.state.reset(None)
            self.state.journal = {"path": os.path.join(self.folder, "postern.db"), "sql": JOURNALLED}
        shutil.rmtree(self.folder, ignore_errors=True)
        self.said = []

    def order(self, faults):
        with self.state.lock:
            self.state.faults = faults

    def start(self, words, through=()):
        """The program, waiting for a line before it begins, so that its process id is known first."""
        port = self.server.server_address[1]
        environment = {
            "PATH": os.environ["PATH"], "HOME": self.home, "AWS_ACCESS_KEY_ID": "testing", **PLANTED,
            "AWS_EC2_METADATA_DISABLED": "true", "AWS_ENDPOINT_URL": f"http://127.0.0.1:{port}",
        }
        command = ["bash", "-c", 'read -r _; exec "$@"', "bash", *through, os.environ["POSTERN_BIN"], *words,
                   "--state", self.folder]
        if words[0] != "runs":
            command += ["--config", SETTINGS]
        return subprocess.Popen(command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                stderr=subprocess.STDOUT, text=True)

    def finish(self, process, words):
        try:
            text, _ = process.communicate("\n", timeout=60)
        except subprocess.TimeoutExpired:
            process.kill()
            text = process.communicate()[0] + "\nTOO LONG"
        self.said.append(f"$ postern {' '.join(words)}\n{text}[{process.returncode}]")
        return process.returncode, text

    def run(self, *words, through=()):
        return self.finish(self.start(words, through), words)

    def apply(self):
        return self.run("apply", REQUEST, "--yes")

    def runs(self):
        """The runs as pairs of id and standing, the newest first."""
        _, text = self.run("runs")
        return [tuple(line.split("  ")[:2]) for line in text.splitlines() if line.startswith("run-")]

    def carry_on(self):
        """What a person does after a crash: go on with the run, or begin if there is none."""
        for _ in range(4):
            runs = self.runs()
            if runs and runs[0][1] in ("done", "rolled-back"):
                return
            code, _ = self.run("resume", runs[0][0]) if runs else self.apply()
            if code == 0:
                return
