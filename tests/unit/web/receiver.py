#!/usr/bin/python3
"""A mail server and an SMS gateway on loopback, for test_deliver.

Writes "SMTP HTTP" (ports) to DIR/ports and one JSON line per thing received to
DIR/log. Recipients that begin with "refused" get 550, mobiles ending in 500
get HTTP 500, in 599 an answer that comes too late. Ends when standard input
closes."""
import http.server
import json
import os
import sys
import threading
import time

from aiosmtpd.controller import Controller

folder = sys.argv[1]
lock = threading.Lock()


def note(**what):
    with lock, open(os.path.join(folder, "log"), "a") as out:
        out.write(json.dumps(what, ensure_ascii=False) + "\n")


class Mails:
    async def handle_RCPT(self, server, session, envelope, address, options):
        if address.startswith("refused"):
            return "550 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        import email
        import email.policy
        m = email.message_from_bytes(envelope.content,
                                     policy=email.policy.default)
        note(kind="mail", to=envelope.rcpt_tos, mail_from=envelope.mail_from,
             subject=m["Subject"], text=m.get_content(),
             defects=len(m.defects), ascii=envelope.content.isascii(),
             longest=max(map(len, envelope.content.split(b"\r\n"))))
        return "250 taken"


class Gateway(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        mobile = json.loads(body)["mobile"] if body[:1] == "{" else body
        if mobile.endswith("599"):
            time.sleep(3)
        note(kind="sms", body=body, token=self.headers.get("Authorization"),
             type=self.headers["Content-Type"])
        self.send_response(500 if mobile.endswith("500") else 200)
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"{}")

    def log_message(self, *args):
        pass


class Chosen(Controller):
    def _trigger_server(self):
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


mails = Chosen(Mails(), hostname="127.0.0.1", port=0)
mails.start()
gateway = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Gateway)
threading.Thread(target=gateway.serve_forever, daemon=True).start()
with open(os.path.join(folder, "ports.new"), "w") as out:
    out.write("%d %d\n" % (mails.port, gateway.server_port))
os.rename(os.path.join(folder, "ports.new"), os.path.join(folder, "ports"))
sys.stdin.read()
os._exit(0)
