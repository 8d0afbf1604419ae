"""The local gateway on a port of this machine."""

import threading
from http.server import ThreadingHTTPServer
from urllib.parse import urlsplit

from hylla.clients.serving import Answering, Reply
from hylla.clients.signing import HEADER
from hylla.clients.sms.local.gateway import LocalGateway, Notice
from hylla.clients.sms.local.page import STYLE

LONGEST_BODY = 5_000


def serve(gateway: LocalGateway, *, port: int = 0) -> ThreadingHTTPServer:
    """Return a server that listens; the caller runs `serve_forever`. Port 0: any that is free."""

    class Handler(_Handler):
        """Answers for this gateway."""

        answers = gateway

    return ThreadingHTTPServer(("127.0.0.1", port), Handler)


def post(notice: Notice, *, to: str) -> None:
    """Carry a receipt to the library, when the message has been answered for."""
    threading.Timer(1, _post, (notice, to)).start()


def _post(notice: Notice, to: str) -> None:
    import requests  # noqa: PLC0415 - slow, and only what answers needs it

    try:
        requests.post(to, data=notice.body, headers={HEADER: notice.signature}, timeout=(3.05, 5))
    except requests.RequestException:
        return


class _Handler(Answering):
    answers: LocalGateway

    def do_GET(self) -> None:
        """Show the page."""
        if urlsplit(self.path).path == "/page.css":
            self.send(Reply(200, STYLE.encode(), "text/css; charset=utf-8"))
        else:
            self.send(self.answers.page(language=self.headers.get("Accept-Language", "")))

    def do_POST(self) -> None:
        """Take a message."""
        length = min(int(self.headers.get("Content-Length") or 0), LONGEST_BODY)
        body, signed = self.rfile.read(length), self.headers.get(HEADER, "")
        self.send(self.answers.ask(urlsplit(self.path).path, body=body, signed=signed))
