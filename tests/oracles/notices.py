"""A receiver of webhooks and a mailbox, made of packages nobody here wrote.

Prints its two ports, then a line of JSON for everything that comes. The first webhook is refused.
Usage: notices.py KEY
"""

import json
import socket
import sys
import threading
from email import message_from_bytes
from email.policy import default
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from aiosmtpd.controller import Controller
from standardwebhooks.webhooks import Webhook, WebhookVerificationError

webhook = Webhook(sys.argv[1])
lock = threading.Lock()
seen = 0


def say(**what):
    with lock:
        print(json.dumps(what), flush=True)


def verified(body, headers):
    try:
        webhook.verify(body, headers)
        return True
    except WebhookVerificationError:
        return False


class Receiver(BaseHTTPRequestHandler):
    def do_POST(self):
        global seen
        body = self.rfile.read(int(self.headers["content-length"])).decode()
        headers = {name.lower(): value for name, value in self.headers.items()}
        late = {**headers, "webhook-timestamp": str(int(headers["webhook-timestamp"]) - 600)}
        say(
            kind="webhook",
            id=headers["webhook-id"],
            body=json.loads(body),
            verified=verified(body, headers),
            altered=verified(body.replace("approved", "rejected"), headers),
            replayed=verified(body, late),
        )
        seen += 1
        self.send_response(500 if seen == 1 else 204)
        self.end_headers()

    def log_message(self, *_):
        pass


class Mailbox:
    async def handle_DATA(self, server, session, envelope):
        mail = message_from_bytes(envelope.content, policy=default)
        say(
            kind="mail",
            to=envelope.rcpt_tos,
            sender=envelope.mail_from,
            subject=mail["subject"],
            id=mail["message-id"],
            text=mail.get_content(),
        )
        return "250 taken"


http = ThreadingHTTPServer(("127.0.0.1", 0), Receiver)
with socket.create_server(("127.0.0.1", 0)) as free:
    port = free.getsockname()[1]
smtp = Controller(Mailbox(), hostname="127.0.0.1", port=port)
smtp.start()
say(http=http.server_port, smtp=port)
http.serve_forever()
