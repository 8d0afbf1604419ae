"""Read the index: one searcher a process, which follows what the worker writes."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock

from tantivy import Index, Searcher

from hylla.catalogue.index.folder import Folder, Unusable

_META = "meta.json"


@dataclass(slots=True)
class Reader:
    """The index in use, opened once and read anew when it has changed.

    To know that costs two looks at the disk. Threads share it.
    """

    folder: Folder
    _index: Index | None = None
    _where: Path | None = None
    _seen: tuple[tuple[int, ...], tuple[int, ...]] = ((), ())
    _lock: Lock = field(default_factory=Lock)

    def searcher(self) -> Searcher:
        """Return a view of the index as it is now.

        :raises Unusable: there is none that can be read.
        """
        with self._lock, unusable_where_wrong():
            state = self.folder.state()
            if self._index is None or state != self._seen[0]:
                self._open()
            elif self._written() != self._seen[1]:
                self._seen = (state, self._written())
                self._index.reload()
            if self._index is None:
                raise Unusable("not open")
            return self._index.searcher()

    def forget(self) -> None:
        """Open it anew the next time, and tell whoever keeps the index that it is broken."""
        with self._lock:
            self._index = None
            if self._where is not None:
                self.folder.doubt(self._where)

    def _open(self) -> None:
        self._index = self._where = None
        state = self.folder.state()
        self._where = self.folder.current()
        self._seen = (state, self._written())
        index = Index.open(str(self._where))
        index.config_reader("manual")
        index.reload()
        self._index = index

    def _written(self) -> tuple[int, ...]:
        """Return what changes with each commit: the file is replaced by another."""
        if self._where is None:
            return ()
        told = (self._where / _META).stat()
        return told.st_mtime_ns, told.st_ino


@contextmanager
def unusable_where_wrong() -> Iterator[None]:
    """Say Unusable of whatever is wrong with the files, also where tantivy gives up on them.

    Then it raises what is no Exception (pyo3's PanicException, which has no importable name).
    """
    try:
        yield
    except (KeyboardInterrupt, SystemExit, GeneratorExit, Unusable):
        raise
    except BaseException as error:
        raise Unusable(str(error)) from error
