"""The press fetches nothing: no packages, no fonts."""

import os
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from hylla.formats.paper.press import TEMPLATES

PRINT_ALL = """
from hylla.formats.paper import pdf
from tests.formats.paper.samples import samples
for paper in samples(title="Sult \\u4e2d").values():
    assert pdf(paper)
"""
PRINT_WITH_A_PACKAGE = """
import typst
try:
    typst.compile(b'#import "@preview/cetz:0.3.0": *', package_cache_path="{cache}")
except typst.TypstError:
    pass
"""


def test_templates_import_only_one_another() -> None:
    for template in TEMPLATES.glob("*.typ"):
        imports = [line for line in template.read_text().splitlines() if "import" in line]
        assert all('"parts.typ"' in line for line in imports), template


def test_no_paper_asks_the_network(tmp_path: Path) -> None:
    """Every connection that Typst makes goes by the proxy of its environment: none comes."""
    assert connections(PRINT_ALL) == 0
    assert connections(PRINT_WITH_A_PACKAGE.format(cache=tmp_path)) > 0


def connections(program: str) -> int:
    """Run a program, and count the connections it makes to what it takes for its proxy."""
    with listening() as (port, seen):
        proxy = f"http://127.0.0.1:{port}"
        names = ("http_proxy", "https_proxy", "all_proxy")
        proxies = {form: proxy for name in names for form in (name, name.upper())}
        environment = {**os.environ, **proxies, "PYTHONPATH": "src:."}
        subprocess.run([sys.executable, "-c", program], env=environment, check=True)
    return len(seen)


@contextmanager
def listening() -> Iterator[tuple[int, list[bool]]]:
    """Listen on a free port, and hang up on whoever comes."""
    seen: list[bool] = []
    with socket.create_server(("127.0.0.1", 0)) as server:

        def answer() -> None:
            while True:
                try:
                    caller, _ = server.accept()
                except OSError:
                    return
                seen.append(True)
                caller.close()

        thread = threading.Thread(target=answer, daemon=True)
        thread.start()
        yield server.getsockname()[1], seen
        server.shutdown(socket.SHUT_RDWR)
        thread.join(timeout=10)
