"""A file as a stream of unpacked bytes, with a count of how far it has been read."""

import codecs
import gzip
from collections.abc import Iterator
from io import RawIOBase
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self, cast

_BLOCK = 64 * 1024
_GZIP = b"\x1f\x8b"
_UTF16 = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}


class Source:
    """An open file. Gzip is unpacked and UTF-16 becomes UTF-8 on the way."""

    def __init__(self, path: Path) -> None:
        # Unbuffered, so that its position is what has been read and not what lies ready.
        self._file = cast("RawIOBase", path.open("rb", buffering=0))
        packed = self._file.read(2) == _GZIP
        self._file.seek(0)
        raw = cast("BinaryIO", self._file)
        self._stream: BinaryIO = cast("BinaryIO", gzip.GzipFile(fileobj=raw)) if packed else raw

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._stream.close()
        self._file.close()

    @property
    def bytes_read(self) -> int:
        return self._file.tell()

    def blocks(self) -> Iterator[bytes]:
        """Yield the bytes in blocks of moderate size, without a byte order mark."""
        first = self._stream.read(_BLOCK)
        encoding = _UTF16.get(first[:2])
        if encoding is None:
            yield first.removeprefix(codecs.BOM_UTF8)
            yield from iter(lambda: self._stream.read(_BLOCK), b"")
            return
        decoder = codecs.getincrementaldecoder(encoding)("replace")
        yield decoder.decode(first[2:]).encode()
        for block in iter(lambda: self._stream.read(_BLOCK), b""):
            yield decoder.decode(block).encode("utf-8", "replace")
