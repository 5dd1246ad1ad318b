"""HTTP: routes a request to an API by its form, and lets ordered faults happen to the answer."""

import json
import os
import signal
import socket
import time
import uuid
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl

import changes
import others
import reads
from control import control
from wire import Refusal, answer, error, yes

FAULTS = {
    "throttle": Refusal("RequestLimitExceeded", "Request limit exceeded.", 503),
    "denied": Refusal("UnauthorizedOperation", "You are not authorized to perform this operation.", 403),
    "quota": Refusal("VpcEndpointLimitExceeded", "The maximum number of VPC endpoints has been reached."),
    "internal": Refusal("InternalError", "An internal error has occurred", 500),
    "unavailable": Refusal("Unavailable", "The service is unavailable. Please try again shortly.", 503),
    "conflict": Refusal("InvalidParameter", "private-dns-enabled cannot be set because there is already a "
                        "conflicting DNS domain for x.amazonaws.com in the VPC vpc-1"),
}


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def do_GET(self):
        self.side_door("")

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
        if self.path.startswith("/_fake/"):
            return self.side_door(body)
        if "X-Amz-Target" in self.headers:
            with self.server.state.lock:
                status, text = others.quotas(self.server.state, self.headers["X-Amz-Target"], body)
            return self.send(status, text, "application/x-amz-json-1.1")
        self.query(dict(parse_qsl(body, keep_blank_values=True)))

    def side_door(self, body):
        with self.server.state.lock:
            value = control(self.server.state, self.command, self.path, body)
            text = json.dumps(value)
        self.send(404 if value is None else 200, text, "application/json")
        self.close_connection = self.close_connection or self.headers.get("Connection") == "close"

    def query(self, parameters):
        """One call of EC2 or STS."""
        state, action = self.server.state, parameters.get("Action", "")
        changing, dry_run = action in changes.ACTIONS, bool(yes(parameters, "DryRun"))
        request_id = str(uuid.uuid4())
        with state.lock:
            fault = state.fault(action, dry_run)
            kind = fault["kind"] if fault else None
            call = {"n": len(state.calls) + 1, "action": action, "parameters": parameters,
                    "changing": changing, "dry_run": dry_run, "fault": kind, "outcome": "lost"}
            state.calls.append(call)
            if kind == "kill-before":
                os.kill(fault["pid"], signal.SIGKILL)
                return self.hang_up()
            if kind == "refused":
                return self.hang_up()
        if kind == "hang-before":
            time.sleep(fault.get("ms", 60000) / 1000)
            return self.hang_up()
        if kind == "slow":
            time.sleep(fault.get("ms", 100) / 1000)
        with state.lock:
            status, text, call["outcome"] = self.outcome(action, parameters, request_id, dry_run, kind)
            if kind == "kill-after":
                os.kill(fault["pid"], signal.SIGKILL)
                return self.hang_up()
        if kind == "lost":
            return self.hang_up()
        if kind == "hang":
            time.sleep(fault.get("ms", 60000) / 1000)
            return self.hang_up()
        if kind == "garbage":
            text = "<html>it works</html"
        self.send(status, text, "text/xml;charset=UTF-8", cut=kind == "truncated")

    def outcome(self, action, parameters, request_id, dry_run, kind):
        """The effect and the answer: status, text, and a word for the record."""
        state = self.server.state
        try:
            if kind in FAULTS:
                raise FAULTS[kind]
            if action in others.STS:
                return 200, others.sts(state, action, parameters, self.headers, request_id), "done"
            if action in changes.ACTIONS:
                if dry_run and kind != "dry-run-creates":
                    raise Refusal("DryRunOperation",
                                  "Request would have succeeded, but DryRun flag is set.", 412)
                if not dry_run:
                    state.check_journal(action)
                body = changes.ACTIONS[action](state, parameters)
            elif action in reads.ACTIONS:
                body = reads.ACTIONS[action](state, parameters)
            else:
                raise Refusal("InvalidAction", f"The action {action} is not valid for this web service.")
            return 200, answer(action, request_id, body), "done"
        except Refusal as refusal:
            return refusal.status, error(request_id, refusal), refusal.code

    def send(self, status, text, kind, cut=False):
        data = text.encode()
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data[: len(data) // 2] if cut else data)
        if cut:
            self.hang_up()

    def hang_up(self):
        self.close_connection = True
        try:
            self.wfile.flush()
            self.connection.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass


class Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128


def serve(port, state):
    server = Server(("127.0.0.1", port), Handler)
    server.state = state
    return server
