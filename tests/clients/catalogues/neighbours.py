"""Catalogues on this machine: the demo's, and servers that answer whatever a test wants."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from hylla.clients.catalogues import Source
from hylla.clients.catalogues.profiles import PROFILES
from hylla.site.demo.neighbours import serve


@contextmanager
def running(server: ThreadingHTTPServer) -> Iterator[str]:
    """Let a server run, and give its address."""
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()


@contextmanager
def the_demos() -> Iterator[str]:
    """Run the demo's catalogues."""
    with running(serve()) as address:
        yield address


def source(address: str, profile: str = "plain", name: str = "Nabo") -> Source:
    """Return a catalogue at an address."""
    return Source(name, address, PROFILES[profile])


class Misbehaving(BaseHTTPRequestHandler):
    """Does what its path says."""

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        """Answer in a wrong way."""
        way = self.path.strip("/").partition("?")[0]
        if way == "hangs_up":
            return
        if way == "drips_head":
            self._drip_head()
            return
        if way == "moved":
            self.send_response(302)
            self.send_header("Location", "http://127.0.0.1:1/")
            self.end_headers()
            return
        self.send_response(500 if way == "refuses" else 200)
        if way in {"cut", "stalls"}:
            self.send_header("Content-Length", "1000")
        self.end_headers()
        try:
            if way in {"cut", "stalls"}:
                self.wfile.write(b"<a>")
                time.sleep(0.5 if way == "stalls" else 0)
            while way in {"drips", "endless"}:
                self.wfile.write(b"<" * (1 if way == "drips" else 100_000))
                self.wfile.flush()
                time.sleep(0.02 if way == "drips" else 0)
        except OSError:
            return

    def _drip_head(self) -> None:
        """Begin an answer whose head has no end, at least for a while."""
        try:
            self.wfile.write(b"HTTP/1.1 200 OK\r\nX-Drop: ")
            for _drop in range(100):
                self.wfile.write(b"x")
                time.sleep(0.02)
        except OSError:
            return
