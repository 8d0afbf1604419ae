"""Logs as JSON lines: codes and numbers, never values, addresses or query strings."""

import json
import logging
import sys
from logging.handlers import TimedRotatingFileHandler
from pathlib import Path
from typing import Any

FIELDS = (
    "view", "method", "status", "ms", "command", "rows", "rule", "port", "machine", "code",
    "process", "signal",
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


def configure(configuration: dict[str, Any]) -> None:
    """Send everything to standard error and to a file a day in `folder`, kept for a month."""
    root = logging.getLogger()
    for handler in list(root.handlers):
        root.removeHandler(handler)
    root.setLevel(logging.WARNING)
    logging.getLogger("hylla").setLevel(logging.INFO)
    screen = logging.StreamHandler(sys.stderr)
    screen.setLevel(logging.ERROR)
    handlers: list[logging.Handler] = [screen]
    if configuration.get("folder"):
        folder = Path(configuration["folder"])
        folder.mkdir(parents=True, exist_ok=True)
        handlers.append(
            TimedRotatingFileHandler(folder / "hylla.log", when="midnight", backupCount=DAYS)
        )
    for handler in handlers:
        handler.setFormatter(Lines())
        root.addHandler(handler)
