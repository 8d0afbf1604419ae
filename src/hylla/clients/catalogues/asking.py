"""One request to another catalogue: no cookie, no way on, a short wait, and an end to its size."""

import time
from collections.abc import Iterator
from typing import TYPE_CHECKING

from hylla.clients.catalogues.profiles import query_of
from hylla.clients.catalogues.values import Problem, Source, SourceError, Wanted

if TYPE_CHECKING:
    import requests

TIMEOUT = (3.05, 8)
SECONDS = 12.0
"""For the whole of an answer, which may come drop by drop."""
MOST = 20
"""Records in one answer; each catalogue gives so many."""
LARGEST = 8_000_000
_BLOCK = 65_536
_OK = 200


def asked(source: Source, wanted: Wanted, *, first: int = 1) -> bytes:
    """Ask a catalogue for titles from the `first` on, and return its answer as it came.

    :raises SourceError: there is none.
    """
    import requests  # noqa: PLC0415 - slow, and only who asks needs it
    from urllib3 import exceptions  # noqa: PLC0415 - as above

    from hylla.clients.catalogues.ending import Ending  # noqa: PLC0415 - as above

    session, ending = requests.Session(), Ending(SECONDS)
    session.mount("http://", ending)
    session.mount("https://", ending)
    try:
        with session.get(
            source.address,
            params=_parameters(source, wanted, first),
            headers={"User-Agent": "Hylla", "Accept": "application/xml, text/xml"},
            timeout=TIMEOUT,
            allow_redirects=False,
            stream=True,
        ) as reply:
            # What was broken off looks like a whole head that ends early.
            if ending.has_hung_up:
                raise SourceError(Problem.TOO_SLOW)
            if reply.is_redirect:
                raise SourceError(Problem.MOVED)
            body = b"".join(_within_bounds(reply))
            # Some tell of a faulty query with a status beside the diagnostic.
            if reply.status_code != _OK and b"diagnostic" not in body:
                raise SourceError(Problem.REFUSED)
            return body
    except (requests.Timeout, exceptions.TimeoutError):
        raise SourceError(Problem.TOO_SLOW) from None
    except (requests.RequestException, exceptions.HTTPError):
        # Its text would name the address with what was asked.
        problem = Problem.TOO_SLOW if ending.has_hung_up else Problem.UNREACHABLE
        raise SourceError(problem) from None
    finally:
        session.close()


def _parameters(source: Source, wanted: Wanted, first: int) -> dict[str, str]:
    profile = source.profile
    told = {
        "version": profile.version,
        "query": query_of(wanted, profile),
        "recordSchema": profile.schema,
        "startRecord": str(first),
        "maximumRecords": str(MOST),
    }
    # Version 2.0 has no operations.
    return told if profile.version == "2.0" else {"operation": "searchRetrieve", **told}


def _within_bounds(reply: "requests.Response") -> Iterator[bytes]:
    """Yield what has come so far, however little: `iter_content` would wait for a whole block."""
    until, size = time.monotonic() + SECONDS, 0
    while block := reply.raw.read1(_BLOCK, decode_content=True):
        size += len(block)
        if size > LARGEST:
            raise SourceError(Problem.TOO_LARGE)
        if time.monotonic() > until:
            raise SourceError(Problem.TOO_SLOW)
        yield block
