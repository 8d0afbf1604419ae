"""When a telephone on slow 4G sees the first of each public page of the demo, in milliseconds.

The limit is the same for a page of one word from a bare server, looked at in the same rounds; the
ratio is 1 where a page is seen as soon as that. Under a second is promised.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from statistics import median
from threading import Thread

from typing_extensions import override

from hylla.site.bench.figures import Figure, in_rounds
from hylla.site.check.lighthouse import first_paint_ms
from hylla.site.check.served_demo import served_demo

PAGES = {
    "home": "nb/",
    "search": "nb/search/?q=folk",
    "record": "nb/record/1/",
    "help": "nb/help/",
    "notice": "nb/privacy/",
    "log_in": "nb/my/",
}
ROUNDS = 3
LIMIT = "limit"
ONE_WORD = b'<!doctype html><html lang="en"><title>word</title><p>word</p></html>'


def measure(database: str) -> list[Figure]:
    """Measure on the demo, which brings its own database: SQLite."""
    if database != "sqlite":
        return []
    with served_demo() as demo, one_word() as bare:
        addresses = {name: f"{demo['base_url']}/{path}" for name, path in PAGES.items()}
        addresses[LIMIT] = bare
        seen: dict[str, list[float]] = {name: [] for name in addresses}

        def look(name: str) -> None:
            seen[name].append(first_paint_ms(addresses[name]))

        in_rounds({name: partial(look, name) for name in addresses}, rounds=ROUNDS, warm_up=0)
    return [_figure(name, database, seen[name], seen[LIMIT]) for name in PAGES]


@contextmanager
def one_word() -> Iterator[str]:
    """Serve a page of one word, and give its address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _OneWord)
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()


class _OneWord(BaseHTTPRequestHandler):
    def do_GET(self) -> None:  # noqa: N802 - http.server's name
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(ONE_WORD)))
        self.end_headers()
        self.wfile.write(ONE_WORD)

    @override
    def log_message(self, *arguments: object) -> None:
        """Say nothing of each request."""


def _figure(name: str, database: str, painted: Sequence[float], limit: Sequence[float]) -> Figure:
    ratios = [least / own for own, least in zip(painted, limit, strict=True)]
    return Figure(
        f"first_paint_{name}",
        database,
        value=round(median(painted), 1),
        unit="ms",
        p50_ms=round(median(painted), 1),
        p95_ms=round(max(painted), 1),
        limit=round(median(limit), 1),
        ratio=round(median(ratios), 3),
    )
