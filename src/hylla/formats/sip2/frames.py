"""Cuts a stream of bytes into SIP2 frames."""

from hylla.formats.sip2.dialect import Problem

LONGEST_FRAME = 4096
"""Bytes. The longest request of the standard, with every field full, stays below 3 kB."""


class FrameSplitter:
    """Collects bytes as they come and gives out whole frames without their line ends.

    A line may end in CR, LF or both. Of a frame that grows too long nothing is kept:
    it is reported once, and reading starts afresh after its line end.
    """

    def __init__(self) -> None:
        self._begun = bytearray()
        self._skipping = False
        self.saw_line_feed = False

    def feed(self, data: bytes) -> list[bytes | Problem]:
        """Return the frames that these bytes complete, with a problem for each dropped one."""
        self.saw_line_feed = self.saw_line_feed or b"\n" in data
        *ends, rest = data.replace(b"\n", b"\r").split(b"\r")
        pieces: list[bytes | Problem] = []
        for end in ends:
            pieces += self._grow(end)
            pieces += self._finish()
        return pieces + self._grow(rest)

    def _grow(self, part: bytes) -> list[bytes | Problem]:
        if self._skipping:
            return []
        if len(self._begun) + len(part) <= LONGEST_FRAME:
            self._begun += part
            return []
        self._begun.clear()
        self._skipping = True
        return [Problem.TOO_LONG]

    def _finish(self) -> list[bytes | Problem]:
        frame = bytes(self._begun)
        self._begun.clear()
        self._skipping = False
        return [frame] if frame else []
