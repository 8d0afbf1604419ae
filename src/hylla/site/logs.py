"""Logs as JSON lines: codes and numbers, never values, addresses or query strings."""

import json
import logging
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings

FIELDS = (
    "view", "method", "status", "ms", "command", "rows", "rule", "port", "machine", "code",
    "program",
)  # fmt: skip
DAYS = 30
"""How many days' files are kept."""


class Lines(logging.Formatter):
    """One JSON object a line, of declared fields only: what is not declared cannot slip in."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line. Of an error it has the type and the place, never the message."""
        line: dict[str, Any] = {
            "at": self.formatTime(record, "%Y-%m-%dT%H:%M:%S%z"),
            "level": record.levelname.lower(),
            "log": record.name,
            "event": record.msg if record.name.startswith("hylla") else record.levelname.lower(),
        }
        line.update({name: getattr(record, name) for name in FIELDS if hasattr(record, name)})
        if record.exc_info and record.exc_info[0]:
            line["error"] = record.exc_info[0].__name__
            line["where"] = _place(record.exc_info[2])
        return json.dumps(line, ensure_ascii=False)


def _place(trace: Any) -> str:
    """Return file and line where it happened; arguments and values stay out."""
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    if trace is None:
        return ""
    return f"{Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}"


class DailyFile(logging.Handler):
    """Appends each line to a file of its day, so that several processes can share it."""

    def __init__(self, folder: Path, name: str) -> None:
        super().__init__()
        self._folder = folder
        self._name = name

    def emit(self, record: logging.LogRecord) -> None:
        """Write the line whole, in one call."""
        try:
            day = datetime.fromtimestamp(record.created, UTC).date().isoformat()
            with (self._folder / f"{self._name}-{day}.log").open("a") as file:
                file.write(f"{self.format(record)}\n")
        except Exception:  # A full disk must not stop a loan.
            self.handleError(record)


def configure(configuration: dict[str, Any]) -> None:
    """Send lines to a file a day in `folder`, and errors to standard error too."""
    root = logging.getLogger()
    for handler in list(root.handlers):
        root.removeHandler(handler)
    root.setLevel(logging.WARNING)
    logging.getLogger("hylla").setLevel(logging.INFO)
    logging.getLogger("django.request").addFilter(_has_failed)
    folder = Path(configuration["folder"])
    folder.mkdir(parents=True, exist_ok=True)
    screen = logging.StreamHandler(sys.stderr)
    screen.setLevel(logging.ERROR)
    for handler in (screen, DailyFile(folder, configuration["name"])):
        handler.setFormatter(Lines())
        root.addHandler(handler)


def _has_failed(record: logging.LogRecord) -> bool:
    """Keep an exception. Each answer has a line already, also one that tells a crawler to wait."""
    return bool(record.exc_info)


def remove_old(now: datetime) -> int:
    """Remove log files older than a month; return how many."""
    oldest = (now - timedelta(days=DAYS)).date().isoformat()
    folder = Path(str(settings.LOGGING["folder"]))
    old = [file for file in folder.glob("*-????-??-??.log") if file.stem[-10:] < oldest]
    for file in old:
        file.unlink(missing_ok=True)
    return len(old)
