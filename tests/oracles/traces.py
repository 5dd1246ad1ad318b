"""A collector made of OpenTelemetry's own messages, and a Postern that sends it traces.

Starts Postern against the account at EC2, asks it twice within a trace of its own, stops it, and
prints a line of JSON for each span that came.
Usage: traces.py POSTERN EC2 STATE
"""

import json
import os
import subprocess
import sys
import threading
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

TRACE = "0af7651916cd43dd8448eb211c80319c"
PARENT = "b7ad6b7169203331"
postern, ec2, state = sys.argv[1:]
spans = []


def plain(value):
    return getattr(value, value.WhichOneof("value"))


class Collector(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["content-length"]))
        asked = ExportTraceServiceRequest.FromString(body)
        for resource in asked.resource_spans:
            of = {each.key: plain(each.value) for each in resource.resource.attributes}
            for span in (span for scope in resource.scope_spans for span in scope.spans):
                spans.append(
                    {
                        "service": of.get("service.name"),
                        "authorization": self.headers["authorization"],
                        "path": self.path,
                        "name": span.name,
                        "kind": span.kind,
                        "trace": span.trace_id.hex(),
                        "id": span.span_id.hex(),
                        "parent": span.parent_span_id.hex(),
                        "status": span.status.code,
                        "took": span.end_time_unix_nano - span.start_time_unix_nano,
                        "attributes": {each.key: plain(each.value) for each in span.attributes},
                        "all": str(span),
                    }
                )
        self.send_response(200)
        self.send_header("content-length", "0")
        self.end_headers()

    def log_message(self, *_):
        pass


collector = ThreadingHTTPServer(("127.0.0.1", 0), Collector)
threading.Thread(target=collector.serve_forever, daemon=True).start()
env = {
    **os.environ,
    "POSTERN_TRACES__ENDPOINT": f"http://127.0.0.1:{collector.server_port}/v1/traces",
    "POSTERN_TRACES__AUTHORIZATION": "Bearer collected",
    "AWS_ENDPOINT_URL": ec2,
    "AWS_ACCESS_KEY_ID": "test",
    "AWS_SECRET_ACCESS_KEY": "test",
    "AWS_REGION": "us-east-1",
}
running = subprocess.Popen(
    [postern, "serve", "--listen", "127.0.0.1:0", "--state", state],
    env=env,
    stdout=subprocess.PIPE,
    stderr=subprocess.PIPE,
    text=True,
)
try:
    url = running.stdout.readline().split()[-1]
    headers = {"traceparent": f"00-{TRACE}-{PARENT}-01", "content-type": "application/json"}
    body = json.dumps({"account": "111122223333", "region": "us-east-1"}).encode()
    for path, sent in (("/who?name=secret-plans", None), ("/api/v1/inventory", body)):
        urllib.request.urlopen(urllib.request.Request(url + path, sent, headers), timeout=60).read()
finally:
    running.terminate()
    _, log = running.communicate(timeout=60)
for span in spans:
    print(json.dumps(span))
print(json.dumps({"log": log}))
