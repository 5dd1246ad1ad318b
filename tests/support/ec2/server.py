"""HTTP: takes a request, lets ordered faults happen to it, and records what became of it."""

import json
import os
import signal
import socket
import sys
import time
from http.server import BaseHTTPRequestHandler
from socketserver import TCPServer, ThreadingMixIn

import faults
from api import Call
from control import control


def new_request_id():
    digits = os.urandom(16).hex()
    return "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]))


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1

    def log_message(self, *_):
        pass

    def do_GET(self):
        self.side_door("")

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
        if self.path.startswith("/_fake/"):
            return self.side_door(body)
        self.call(Call(self.headers, body))

    def side_door(self, body):
        try:
            with self.server.state.lock:
                text = json.dumps(control(self.server.state, self.command, self.path, body))
        except (ValueError, KeyError, TypeError) as mistake:
            return self.send(400, repr(mistake), "text/plain")
        self.send(200, text, "application/json")

    def call(self, call):
        state, request_id = self.server.state, new_request_id()
        with state.lock:
            fault = state.fault(call.action, call.dry_run)
            kind = fault and fault["kind"]
            record = {"n": len(state.calls) + 1, "action": call.action, "parameters": call.parameters,
                      "key": call.key, "request_id": request_id, "changing": call.changing,
                      "dry_run": call.dry_run, "fault": kind, "outcome": "lost"}
            state.calls.append(record)
            if kind == "kill-before":
                os.kill(fault["pid"], signal.SIGKILL)
        if kind == "slow" or kind == "hang-before":
            self.wait(fault)
        if kind in faults.SILENT:
            return self.hang_up()
        with state.lock:
            status, text, record["outcome"] = call.effect(state, fault, request_id)
            if kind == "kill-after":
                os.kill(fault["pid"], signal.SIGKILL)
        if kind == "hang":
            self.wait(fault)
        if kind in faults.UNANSWERED:
            return self.hang_up()
        if kind == "garbage":
            text = "<html>it works</html"
        self.send(status, text, call.content, request_id, cut=kind == "truncated")

    def wait(self, fault):
        """For as long as the fault says, or until the client is gone."""
        end = time.monotonic() + fault.get("ms", 100 if fault["kind"] == "slow" else 60000) / 1000
        while (left := end - time.monotonic()) > 0:
            self.connection.settimeout(left)
            try:
                if not self.connection.recv(1, socket.MSG_PEEK):
                    break
                time.sleep(0.05)
            except OSError:
                break
        self.connection.settimeout(None)

    def send(self, status, text, kind, request_id=None, cut=False):
        data = text.encode()
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        if request_id:
            self.send_header("x-amzn-RequestId", request_id)
        self.end_headers()
        self.wfile.write(data[: len(data) // 2] if cut else data)
        self.wfile.flush()
        if cut:
            self.hang_up()

    def hang_up(self):
        self.close_connection = True
        try:
            self.connection.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass


class Server(ThreadingMixIn, TCPServer):
    """Not http.server's own, which asks DNS for the name of its address first."""

    allow_reuse_address = True
    daemon_threads = True
    request_queue_size = 128

    def handle_error(self, request, client_address):
        """A client that is gone is what many tests are about; anything else is a mistake here."""
        if not isinstance(sys.exc_info()[1], OSError):
            super().handle_error(request, client_address)


def serve(port, state):
    server = Server(("127.0.0.1", port), Handler)
    server.state = state
    return server
