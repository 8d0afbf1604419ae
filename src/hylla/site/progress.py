"""A progress bar for the terminal; where there is no terminal, a line now and then."""

import time
from types import TracebackType
from typing import Protocol, Self

WIDTH = 40
EVERY_SECONDS = 0.1
EVERY_SECONDS_IN_A_LOG = 10.0


class Stream(Protocol):
    """Where the bar is shown."""

    def write(self, text: str) -> object:
        """Write."""

    def flush(self) -> object:
        """Show what was written."""

    def isatty(self) -> bool:
        """Say whether someone looks on."""


class Bar:
    """Shows how much of a known size is done."""

    def __init__(self, stream: Stream, total: int, *, what: str = "records") -> None:
        self._what = what
        self._stream = stream
        self._total = max(total, 1)
        self._shown = 0.0
        self._someone_looks = stream.isatty()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._someone_looks:
            self._stream.write("\n")

    def show(self, done: int, count: int) -> None:
        """Show `done` of the total, and how many that were."""
        now = time.monotonic()
        pause = EVERY_SECONDS if self._someone_looks else EVERY_SECONDS_IN_A_LOG
        if now - self._shown < pause and done < self._total:
            return
        self._shown = now
        part = min(done / self._total, 1)
        bar = ("#" * round(part * WIDTH)).ljust(WIDTH)
        end = "" if self._someone_looks else "\n"
        start = "\r" if self._someone_looks else ""
        self._stream.write(f"{start}[{bar}] {part:4.0%} {count} {self._what}{end}")
        self._stream.flush()
