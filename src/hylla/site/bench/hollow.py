"""The limit of the desk: the same server in front of nothing, which answers every scan alike."""

import os
from collections.abc import Callable, Iterable

BYTES = int(os.environ.get("BENCH_ANSWER_BYTES", "20000"))
"""How long an answer is: as long as the desk's own."""
ANSWER = b" " * BYTES
HEADERS = [("Content-Type", "text/html; charset=utf-8"), ("Content-Length", str(BYTES))]


def application(
    environ: dict[str, object], start_response: Callable[[str, list[tuple[str, str]]], object]
) -> Iterable[bytes]:
    """Read what was sent, and answer."""
    environ["wsgi.input"].read()  # type: ignore[attr-defined]  # a file, as PEP 3333 says
    start_response("200 OK", HEADERS)
    return [ANSWER]
