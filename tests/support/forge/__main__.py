"""A fake of GitHub's and GitLab's APIs, as far as a pull request is opened by them.

Why: a test must see that a second run opens no second pull request, that only what belongs to us is
overwritten, and that each call is as the documentation has it, byte for byte.

    python3 tests/support/forge github|gitlab --token TOKEN [--page N] [--die-with-stdin]

The first line printed is `listening on 127.0.0.1:PORT`. The repository is `example/network` with the
branch `main`. Under `/_fake/` (control.py) a test seeds files, sets faults and reads what was called.
Standard library only.

    server.py -> github.py, gitlab.py    the APIs, strict about method, path, headers and body
                 both on objects.py      git's objects with their real ids, and references
                 control.py              the side door for tests

From Rust it is `postern_tests::Forge` (forge.rs beside this folder).
"""

import argparse
import os
import sys
import threading

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from server import serve  # noqa: E402


def main():
    parser = argparse.ArgumentParser(prog="forge")
    parser.add_argument("provider", choices=["github", "gitlab"])
    parser.add_argument("--token", required=True)
    parser.add_argument("--page", type=int, default=100)
    parser.add_argument("--die-with-stdin", action="store_true")
    asked = parser.parse_args()
    server = serve(asked.provider, asked.token, asked.page)
    print(f"listening on 127.0.0.1:{server.server_address[1]}", flush=True)
    if asked.die_with_stdin:
        threading.Thread(target=end_with_stdin, daemon=True).start()
    server.serve_forever()


def end_with_stdin():
    while sys.stdin.buffer.read(4096):
        pass
    os._exit(0)


main()
