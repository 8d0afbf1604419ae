"""Connections that end, also where the head of an answer comes drop by drop.

A timeout counts from the last byte that came, and nothing of an answer is handed on before its head
is whole.
"""

from contextlib import suppress
from socket import SHUT_RDWR
from threading import Timer
from typing import Any

from requests.adapters import HTTPAdapter
from urllib3 import HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection


class Ending(HTTPAdapter):
    """Hangs up where the head of an answer is not there after so many seconds."""

    def __init__(self, seconds: float) -> None:
        self.has_hung_up = False
        self._seconds = seconds
        super().__init__()

    def get_connection_with_tls_context(self, *args: Any, **named: Any) -> Any:
        """Return connections that end."""
        pool: Any = super().get_connection_with_tls_context(*args, **named)
        usual = HTTPSConnection if isinstance(pool, HTTPSConnectionPool) else HTTPConnection
        pool.ConnectionCls = self._ending(usual)
        return pool

    def _ending(self, usual: type[HTTPConnection]) -> type[HTTPConnection]:
        adapter = self

        class Ended(usual):  # type: ignore[misc,valid-type]  # which of two, is known only here
            def getresponse(self) -> Any:
                clock = Timer(adapter._seconds, self._hang_up)
                clock.daemon = True
                clock.start()
                try:
                    return super().getresponse()
                finally:
                    clock.cancel()

            def _hang_up(self) -> None:
                adapter.has_hung_up = True
                # It may be closed at this very moment.
                with suppress(OSError, AttributeError, ValueError):
                    self.sock.shutdown(SHUT_RDWR)

        return Ended
