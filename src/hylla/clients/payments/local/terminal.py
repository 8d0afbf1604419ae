"""What the local terminal answers: one sale at a time, and nobody moves money."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from http.server import ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

from hylla.clients.payments.local.answers import (
    Taken,
    json_reply,
    refunded,
    standing_of,
    taken_from,
    told_in,
)
from hylla.clients.payments.local.page import STYLE
from hylla.clients.payments.local.screen import screen
from hylla.clients.payments.local.server import LONGEST_BODY
from hylla.clients.payments.values import Sale, State
from hylla.clients.serving import Answering, Reply
from hylla.clients.signing import HEADER, is_signed


@dataclass
class LocalTerminal:
    """One terminal that takes no card; pulling its plug leaves what it knows as it was."""

    secret: str
    clock: Callable[[], datetime]
    is_plugged: bool = True
    taken: dict[str, Taken[Sale]] = field(default_factory=dict)

    def ask(self, method: str, path: str, *, body: bytes, signed: str) -> Reply:
        """Answer the library: what is not signed by it is refused."""
        if not self.is_plugged:
            return json_reply(503, {"error": "power"})
        now = int(self.clock().timestamp())
        if not is_signed(self.secret, signed, now=now, what=f"{method} {path}", body=body):
            return json_reply(401, {"error": "signature"})
        parts = path.strip("/").split("/")
        if (method, parts) == ("POST", ["sales"]):
            return self._begin(taken_from(Sale, told_in(body)))
        taken = self.taken.get(parts[1]) if len(parts) > 1 and parts[0] == "sales" else None
        if taken is None:
            return json_reply(404, {"error": "unknown"})
        if method == "POST" and parts[2:] == ["refunds"]:
            return refunded(taken, told_in(body))
        if method == "POST" and parts[2:] == ["cancel"] and taken.state is State.PENDING:
            taken.state = State.CANCELLED
        return json_reply(200, standing_of(taken))

    def screen(self, *, language: str) -> Reply:
        """Show what the terminal shows."""
        waiting = self._waiting()
        sale = waiting.order if waiting else None
        text = screen(sale, is_plugged=self.is_plugged, wanted=language)
        return Reply(200, text.encode(), "text/html; charset=utf-8")

    def press(self, what: str) -> Reply:
        """Do what someone at the terminal does."""
        waiting = self._waiting()
        if what in {"plug", "unplug"}:
            self.is_plugged = what == "plug"
        elif what in {State.PAID, State.FAILED} and waiting and self.is_plugged:
            waiting.state = State(what)
        return Reply(303, to="/")

    def _waiting(self) -> Taken[Sale] | None:
        states = (each for each in self.taken.values() if each.state is State.PENDING)
        return next(states, None)

    def _begin(self, sale: Sale | None) -> Reply:
        if sale is None:
            return json_reply(400, {"error": "sale"})
        known = self.taken.get(sale.reference)
        if known is None and self._waiting() is None:
            known = self.taken[sale.reference] = Taken(sale)
        if known is None or known.order != sale:
            return json_reply(409, {"error": "busy"})
        return json_reply(200, standing_of(known))


def serve_terminal(terminal: LocalTerminal, *, port: int = 0) -> ThreadingHTTPServer:
    """Return a server that listens; the caller runs `serve_forever`. Port 0: any that is free."""

    class Handler(_Handler):
        """Answers for this terminal."""

        answers = terminal

    return ThreadingHTTPServer(("127.0.0.1", port), Handler)


class _Handler(Answering):
    answers: LocalTerminal

    def do_GET(self) -> None:
        """Show the screen, or answer the library."""
        path = urlsplit(self.path).path
        if path == "/page.css":
            self.send(Reply(200, STYLE.encode(), "text/css; charset=utf-8"))
        elif path == "/":
            self.send(self.answers.screen(language=self.headers.get("Accept-Language", "")))
        else:
            self._ask("GET", path, b"")

    def do_POST(self) -> None:
        """Take what is pressed, or answer the library."""
        length = min(int(self.headers.get("Content-Length") or 0), LONGEST_BODY)
        path, body = urlsplit(self.path).path, self.rfile.read(length)
        if path == "/":
            what = parse_qs(body.decode(errors="replace")).get("what", [""])[0]
            self.send(self.answers.press(what))
        else:
            self._ask("POST", path, body)

    def _ask(self, method: str, path: str, body: bytes) -> None:
        signed = self.headers.get(HEADER, "")
        self.send(self.answers.ask(method, path, body=body, signed=signed))
