"""The local provider on a port of this machine."""

from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from hylla.clients.eid.local.page import STYLE
from hylla.clients.eid.local.provider import LocalProvider, Reply

LONGEST_BODY = 50_000


def serve(provider: LocalProvider, *, port: int = 0) -> ThreadingHTTPServer:
    """Return a server that listens; the caller runs `serve_forever`. Port 0: any that is free."""

    class Handler(_Handler):
        """Answers for this provider."""

        answers = provider

    return ThreadingHTTPServer(("127.0.0.1", port), Handler)


class _Handler(BaseHTTPRequestHandler):
    answers: LocalProvider

    def do_GET(self) -> None:
        """Answer a GET."""
        parts = urlsplit(self.path)
        if parts.path == "/page.css":
            self._send(Reply(200, STYLE.encode(), "text/css; charset=utf-8"))
            return
        self._send(self.answers.get(parts.path, dict(parse_qsl(parts.query))))

    def do_POST(self) -> None:
        """Answer a POST."""
        length = min(int(self.headers.get("Content-Length") or 0), LONGEST_BODY)
        told = dict(parse_qsl(self.rfile.read(length).decode(), keep_blank_values=True))
        path = urlsplit(self.path).path
        self._send(self.answers.post(path, told, self.headers.get("Authorization", "")))

    def log_message(self, *_: Any) -> None:
        """Keep no log: an address holds a code."""

    def _send(self, reply: Reply) -> None:
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
