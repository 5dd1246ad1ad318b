"""A fake of EC2, STS and Service Quotas that speaks their wire protocols over HTTP.

Why: moto lacks what decides whether a run is safe (dry runs, client tokens, states, zones per
service, DNS conflicts, quotas, lost answers). Real clients talk to this with AWS_ENDPOINT_URL.

    python3 tests/support/ec2 [--port N] [--world FILE] [--die-with-stdin]

The first line printed is `listening on 127.0.0.1:PORT`. Under `/_fake/` (control.py) a test sets
faults and the world, and reads what was called. Standard library only.
"""

import argparse
import json
import os
import signal
import sys
import threading

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from server import serve  # noqa: E402
from state import State  # noqa: E402


def main():
    parser = argparse.ArgumentParser(prog="ec2")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--world")
    parser.add_argument("--die-with-stdin", action="store_true")
    arguments = parser.parse_args()
    world = None
    if arguments.world:
        with open(arguments.world, encoding="utf-8") as file:
            world = json.load(file)
    server = serve(arguments.port, State(world))
    signal.signal(signal.SIGTERM, lambda *_: os._exit(0))
    if arguments.die_with_stdin:
        threading.Thread(target=lambda: (sys.stdin.read(), os._exit(0)), daemon=True).start()
    print(f"listening on 127.0.0.1:{server.server_address[1]}", flush=True)
    server.serve_forever()


main()
