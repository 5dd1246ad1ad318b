"""HTTP: takes a request, lets an ordered fault happen to it, and writes down what was asked."""

import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, unquote, urlsplit

from control import control
from github import GitHub
from gitlab import GitLab
from objects import Refused

HEADERS = ("accept", "authorization", "content-type", "private-token", "user-agent", "x-github-api-version")


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def answer(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
        with self.server.lock:
            if self.path.startswith("/_fake/"):
                return self.send(200, json.dumps(control(self.server, self.path, body)))
            self.server.calls.append({
                "method": self.command, "path": self.path, "body": body,
                "headers": {name: self.headers[name] for name in HEADERS if name in self.headers}})
            fault = self.fault()
            if fault is None:
                return self.called(body)
        if "hang" in fault:
            time.sleep(fault["hang"])
            self.close_connection = True
            return None
        return self.send(fault["status"], fault.get("body", ""), fault.get("headers", {}))

    do_GET = do_POST = do_PATCH = do_PUT = do_DELETE = answer

    def fault(self):
        call = f"{self.command} {self.path}"
        for fault in self.server.faults:
            if fault["on"] in call:
                self.server.faults.remove(fault)
                return fault
        return None

    def called(self, body):
        url = urlsplit(self.path)
        parts = [unquote(part) for part in url.path.split("/")[1:]]
        try:
            asked = strict(body)
            headers = {}
            answer = self.server.api.answer(
                self.command, parts, dict(parse_qsl(url.query)), asked, self.headers, headers)
            status = 201 if self.command == "POST" else 200
            return self.send(status, answer, headers)
        except Refused as no:
            said = {"message": no.message}
            if no.errors is not None:
                said["errors"] = no.errors
            return self.send(no.status, said)

    def send(self, status, answer, headers=()):
        data = (answer if isinstance(answer, str) else json.dumps(answer)).encode()
        self.send_response(status)
        for name, value in dict(headers).items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)


def strict(body):
    """The JSON of a body, which must be written without a blank too many."""
    if not body:
        return None
    asked = json.loads(body)
    if json.dumps(asked, separators=(",", ":"), ensure_ascii=False) != body:
        raise Refused(400, "fake: the body is not compact JSON")
    return asked


def serve(provider, token, page):
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    server.lock, server.calls, server.faults = threading.Lock(), [], []
    server.api = GitHub(token) if provider == "github" else GitLab(token, page)
    return server
