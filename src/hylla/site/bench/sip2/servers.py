"""The servers under measurement: the product's own, and one that answers without a library."""

import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

from hylla.site.bench.servers import serving

PRODUCT = "product"
ECHO = "echo"
COMMANDS: Mapping[str, Sequence[str]] = {
    PRODUCT: ("hylla.site", "sip2", "--port"),
    ECHO: ("hylla.site.bench.sip2_echo",),
}


@contextmanager
def running(name: str) -> Iterator[int]:
    """Run a server with this process's settings, and give its port."""
    with serving(name, lambda port: [sys.executable, "-m", *COMMANDS[name], str(port)]) as port:
        yield port
