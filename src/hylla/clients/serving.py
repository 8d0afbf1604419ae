"""What the local test providers have in common: an answer, and how it is sent."""

from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler
from typing import Any


@dataclass(frozen=True)
class Reply:
    """An answer over HTTP; `to` is an address to go on to."""

    status: int
    body: bytes = b""
    kind: str = "application/json"
    to: str = ""


class Answering(BaseHTTPRequestHandler):
    """Sends answers, and keeps no log: an address holds a code."""

    def log_message(self, *_: Any) -> None:
        """Keep no log."""

    def send(self, reply: Reply) -> None:
        """Send an answer that nobody stores."""
        self.send_response(reply.status)
        self.send_header("Content-Type", reply.kind)
        self.send_header("Content-Length", str(len(reply.body)))
        self.send_header("Cache-Control", "no-store")
        self.send_header("Referrer-Policy", "no-referrer")
        # No `form-action`: the answer to the form is a way back to another address.
        self.send_header("Content-Security-Policy", "default-src 'none'; style-src 'self'")
        if reply.to:
            self.send_header("Location", reply.to)
        self.end_headers()
        self.wfile.write(reply.body)
