"""Logs hold codes and numbers: what is not declared cannot slip in."""

import json
import logging
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.http import HttpResponse, HttpResponseServerError
from django.utils.log import log_response

from hylla.site.logs import DailyFile, Lines, remove_old

CARD = "4711-0815-secret"


@pytest.fixture
def log(tmp_path: Path) -> logging.Logger:
    """A log that writes to a file of the test's own."""
    logger = logging.getLogger("hylla.test")
    handler = DailyFile(tmp_path, "web")
    handler.setFormatter(Lines())
    logger.handlers = [handler]
    logger.propagate = False
    logger.setLevel(logging.INFO)
    return logger


def lines(folder: Path) -> list[dict[str, object]]:
    (file,) = folder.glob("web-????-??-??.log")
    return [json.loads(line) for line in file.read_text().splitlines()]


def test_case_51_only_declared_fields_are_written(log: logging.Logger, tmp_path: Path) -> None:
    """An extra field that nobody declared stays out."""
    log.info("request", extra={"view": "opac:search", "status": 200, "card": CARD})
    (line,) = lines(tmp_path)
    assert line["view"] == "opac:search"
    assert set(line) == {"at", "level", "log", "event", "view", "status"}
    assert CARD not in json.dumps(line)


def test_an_error_is_told_without_its_message(log: logging.Logger, tmp_path: Path) -> None:
    """Type and place of an exception, since its message may hold anything."""
    try:
        raise ValueError(CARD)
    except ValueError:
        log.exception("step_failed")
    (line,) = lines(tmp_path)
    assert line["error"] == "ValueError"
    assert str(line["where"]).startswith("test_logs.py:")
    assert CARD not in json.dumps(line)


def test_what_others_log_is_told_by_level_only(tmp_path: Path) -> None:
    """Django and its like put addresses and values into their messages."""
    record = logging.LogRecord("django.request", logging.ERROR, "", 0, "at /%s", (CARD,), None)
    assert CARD not in Lines().format(record)


def test_an_answer_is_told_once(caplog: pytest.LogCaptureFixture) -> None:
    """What Django adds of a refusal says nothing that the line of the answer lacks."""
    log_response("Service Unavailable", response=HttpResponse(status=503))
    assert not caplog.records
    failed = HttpResponseServerError()
    log_response("Internal Server Error", response=failed, exception=ValueError(CARD))
    (record,) = caplog.records
    assert json.loads(Lines().format(record))["error"] == "ValueError"


def test_case_51_files_go_after_a_month(settings: object, tmp_path: Path) -> None:
    """Thirty days are kept."""
    settings.LOGGING = {"folder": tmp_path}  # type: ignore[attr-defined] # pytest-django's wrapper
    for name in ("web-2026-05-15.log", "web-2026-05-16.log", "other.txt"):
        (tmp_path / name).write_text("")
    assert remove_old(datetime(2026, 6, 15, tzinfo=UTC)) == 1
    assert {file.name for file in tmp_path.iterdir()} == {"web-2026-05-16.log", "other.txt"}
