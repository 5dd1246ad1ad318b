"""A fake of EC2, STS and Service Quotas that speaks their wire protocols over HTTP.

Why: moto lacks what decides whether a run is safe (dry runs, client tokens, states, zones per
service, DNS conflicts, quotas, lost answers). Real clients talk to this with AWS_ENDPOINT_URL.

    python3 tests/support/ec2 [--port N] [--world FILE] [--die-with-stdin]

The first line printed is `listening on 127.0.0.1:PORT`. Under `/_fake/` (control.py) a test sets
faults (faults.py) and the world (world.py), and reads what was called. Standard library only.

    server.py -> api.py -> network, services, endpoints, security_groups    the reads
                        -> endpoint_changes (checks.py), security_groups, tagging    the changes
                        -> accounts    STS and Service Quotas
    all on state.py, wire.py (the Query protocol) and asked.py (filters, ids, pages)

From Rust it is `postern_tests::Ec2` (ec2.rs beside this folder); by hand:

    python3 tests/support/ec2 --port 4000 &
    AWS_ENDPOINT_URL=http://127.0.0.1:4000 aws ec2 describe-vpc-endpoints --region us-east-1
    curl -d '[{"action": "CreateVpcEndpoint", "kind": "lost"}]' http://127.0.0.1:4000/_fake/faults
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
    # Nobody asks it to shut down, so it need not look up twice a second.
    server.serve_forever(poll_interval=None)


main()
