"""The local provider on a port of this machine."""

from http.server import ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

from hylla.clients.payments.local.page import STYLE
from hylla.clients.payments.local.provider import LocalPayments, Notice
from hylla.clients.serving import Answering, Reply
from hylla.clients.signing import HEADER

LONGEST_BODY = 20_000


def serve(provider: LocalPayments, *, port: int = 0) -> ThreadingHTTPServer:
    """Return a server that listens; the caller runs `serve_forever`. Port 0: any that is free."""

    class Handler(_Handler):
        """Answers for this provider."""

        answers = provider

    server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
    provider.address = provider.address or f"http://127.0.0.1:{server.server_address[1]}"
    return server


def post(notice: Notice) -> None:
    """Carry a message to the library; one that does not arrive is not sent again.

    The library asks by itself when it hears nothing.
    """
    import requests  # noqa: PLC0415 - slow, and only what pays needs it

    try:
        requests.post(
            notice.address, data=notice.body, headers={HEADER: notice.signature}, timeout=(3.05, 5)
        )
    except requests.RequestException:
        return


class _Handler(Answering):
    answers: LocalPayments

    def do_GET(self) -> None:
        """Show a page, or answer the library."""
        path = urlsplit(self.path).path
        if path == "/page.css":
            self.send(Reply(200, STYLE.encode(), "text/css; charset=utf-8"))
        elif path.startswith("/pay/"):
            wanted = self.headers.get("Accept-Language", "")
            self.send(self.answers.page(path.removeprefix("/pay/"), language=wanted))
        else:
            self._ask("GET", path, b"")

    def do_POST(self) -> None:
        """Take the payer's choice, or answer the library."""
        length = min(int(self.headers.get("Content-Length") or 0), LONGEST_BODY)
        path, body = urlsplit(self.path).path, self.rfile.read(length)
        if path.startswith("/pay/"):
            what = parse_qs(body.decode(errors="replace")).get("what", [""])[0]
            self.send(self.answers.choose(path.removeprefix("/pay/"), what))
        else:
            self._ask("POST", path, body)

    def _ask(self, method: str, path: str, body: bytes) -> None:
        signed = self.headers.get(HEADER, "")
        self.send(self.answers.ask(method, path, body=body, signed=signed))
