"""Ordered faults, the journal, and what is remembered of a call."""

import os
import signal
import sqlite3
import subprocess
import tempfile
import urllib.error

from botocore.exceptions import ConnectionClosedError, ReadTimeoutError
from botocore.parsers import ResponseParserError

from fixture import Fake


class Faults(Fake):
    def test_faults_strike_the_call_that_they_name(self):
        for kind, expected in [("throttle", "RequestLimitExceeded"), ("denied", "UnauthorizedOperation"),
                               ("internal", "InternalError"), ("unavailable", "Unavailable")]:
            self.side("faults", [{"action": "CreateVpcEndpoint", "kind": kind}])
            self.assertEqual(self.code(self.create), expected)
        self.assertEqual(self.here(), [])
        for kind, error in [("refused", ConnectionClosedError), ("lost", ConnectionClosedError),
                            ("truncated", Exception), ("garbage", ResponseParserError),
                            ("hang", ReadTimeoutError)]:
            with self.subTest(kind=kind):
                self.side("reset", {})
                self.side("faults", [{"action": "CreateVpcEndpoint", "kind": kind, "ms": 1500}])
                with self.assertRaises(error):
                    self.create()
                self.assertEqual(len(self.here()), 0 if kind == "refused" else 1)

    def test_a_fault_waits_for_its_call(self):
        self.side("faults", [{"action": "CreateVpcEndpoint", "kind": "throttle", "nth": 3, "dry_run": False}])
        self.assertEqual(self.code(self.create, DryRun=True), "DryRunOperation")
        self.create(), self.create()
        self.assertEqual(self.code(self.create), "RequestLimitExceeded")
        self.create()
        self.assertEqual([c["outcome"] for c in self.side("calls")],
                         ["DryRunOperation", "done", "done", "RequestLimitExceeded", "done"])

    def test_a_fake_that_is_not_ec2_makes_something_in_a_dry_run(self):
        self.side("faults", [{"action": "CreateVpcEndpoint", "kind": "dry-run-creates"}])
        self.create(DryRun=True)
        self.assertEqual(len(self.here()), 1)

    def test_a_client_is_killed_before_or_after_the_effect(self):
        for when, made in (("before", 0), ("after", 1)):
            self.side("reset", {})
            with subprocess.Popen(["sleep", "60"]) as victim:
                self.side("faults", [{"action": "CreateVpcEndpoint", "kind": "kill", "when": when,
                                      "pid": victim.pid}])
                with self.assertRaises(ConnectionClosedError):
                    self.create()
                self.assertEqual(victim.wait(10), -signal.SIGKILL)
            self.assertEqual(len(self.here()), made)

    def test_a_change_that_is_not_journalled_is_refused(self):
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "journal")
            self.side("journal", {"path": path, "sql": "SELECT COUNT(*) FROM events WHERE action = :action"})
            self.assertEqual(self.code(self.create), "NotJournalled")
            db = sqlite3.connect(path)
            self.addCleanup(db.close)
            db.executescript("PRAGMA journal_mode = WAL; CREATE TABLE events (action TEXT);")
            self.assertEqual(self.code(self.create, DryRun=True), "DryRunOperation")
            self.assertEqual(self.code(self.create), "NotJournalled")
            with db:
                db.execute("INSERT INTO events VALUES ('CreateVpcEndpoint')")
            self.create()
        self.assertEqual(self.side("violations"), ["CreateVpcEndpoint"] * 2)

    def test_what_was_called_is_remembered(self):
        self.create()
        answer = self.ec2.describe_vpcs()
        made, read = self.side("calls")
        self.assertEqual((made["action"], made["changing"], made["outcome"]), ("CreateVpcEndpoint", True, "done"))
        self.assertEqual((made["parameters"]["ClientToken"], made["key"]), ("t", "testing"))
        said = answer["ResponseMetadata"]
        self.assertEqual((said["RequestId"], said["HTTPHeaders"]["x-amzn-requestid"]), (read["request_id"],) * 2)

    def test_a_mistake_of_a_test_is_said(self):
        for name, body in [("world", {"vpc": []}), ("faults", [{"kind": "bang"}]), ("nothing", {})]:
            with self.assertRaises(urllib.error.HTTPError) as caught:
                self.side(name, body)
            self.assertEqual(caught.exception.code, 400)
            caught.exception.close()
