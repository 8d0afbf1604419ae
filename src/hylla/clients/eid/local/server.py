"""The local provider on a port of this machine."""

from http.server import ThreadingHTTPServer
from urllib.parse import parse_qsl, urlsplit

from hylla.clients.eid.local.page import STYLE
from hylla.clients.eid.local.provider import LocalProvider
from hylla.clients.serving import Answering, Reply

LONGEST_BODY = 50_000


def serve(provider: LocalProvider, *, port: int = 0) -> ThreadingHTTPServer:
    """Return a server that listens; the caller runs `serve_forever`. Port 0: any that is free."""

    class Handler(_Handler):
        """Answers for this provider."""

        answers = provider

    return ThreadingHTTPServer(("127.0.0.1", port), Handler)


class _Handler(Answering):
    answers: LocalProvider

    def do_GET(self) -> None:
        """Answer a GET."""
        parts = urlsplit(self.path)
        if parts.path == "/page.css":
            self.send(Reply(200, STYLE.encode(), "text/css; charset=utf-8"))
            return
        self.send(self.answers.get(parts.path, dict(parse_qsl(parts.query))))

    def do_POST(self) -> None:
        """Answer a POST."""
        length = min(int(self.headers.get("Content-Length") or 0), LONGEST_BODY)
        told = dict(parse_qsl(self.rfile.read(length).decode(), keep_blank_values=True))
        path = urlsplit(self.path).path
        self.send(self.answers.post(path, told, self.headers.get("Authorization", "")))
