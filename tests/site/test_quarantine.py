"""While the marker lies there every process obeys it: no page, no machine, no mail, no night."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from hylla.doors.sip2.library import DjangoLibrary
from hylla.privacy import quarantine
from hylla.privacy.quarantine import InQuarantineError, Quarantine, Step
from hylla.site import __main__, worker

NOW = datetime(2026, 6, 15, 12, tzinfo=UTC)


@pytest.fixture
def closed(settings: Any, tmp_path: Path) -> Iterator[None]:
    """A library in which a backup is being restored."""
    settings.HYLLA_DATA = tmp_path
    quarantine.close(Quarantine("hylla-backup-x", NOW, NOW, step=Step.SETTLING))
    yield
    quarantine.reopen()


@pytest.mark.usefixtures("closed")
@pytest.mark.parametrize("page", ["/", "/nb/my/", "/sv/desk/", "/healthz", "/en/privacy/"])
def test_every_page_says_that_it_is_closed(page: str, client: Client) -> None:
    """Without a question to the database, in four languages, and nothing keeps it."""
    answer = client.get(page)
    assert answer.status_code == 503
    told = answer.content.decode()
    for words in ("sikkerhetskopi", "tryggingskopi", "säkerhetskopia", "restoring a backup"):
        assert words in told
    assert "ger dig källkoden utan kostnad" in told, "AGPL 13"
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Set-Cookie" not in answer.headers


@pytest.mark.usefixtures("closed")
def test_the_closed_page_leads_to_the_source_where_it_is_known(
    client: Client, settings: Any
) -> None:
    settings.HYLLA_SOURCE = "https://source.example/hylla"
    assert 'href="https://source.example/hylla"' in client.get("/").content.decode()


@pytest.mark.usefixtures("closed")
def test_nobody_logs_in(client: Client) -> None:
    """A log-in that is sent all the same gets the same page."""
    answer = client.post("/en/my/log-in/", {"card": "1", "pin": "4092"})
    assert answer.status_code == 503
    assert not client.cookies


@pytest.mark.usefixtures("closed")
def test_no_machine_is_served() -> None:
    """SIP2: neither status nor sign-in; terminals go on offline."""
    library = DjangoLibrary(lambda: NOW)
    with pytest.raises(InQuarantineError):
        library.status(None)
    with pytest.raises(InQuarantineError):
        library.sign_in("machine", password="secret", location="")


def test_the_worker_rests(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No message, no removal, no night; when it is open again the work goes on."""
    settings.HYLLA_DATA = tmp_path
    at_work = worker.Worker(lambda: NOW)
    done: list[bool] = []

    def look(seconds: float) -> bool:
        done.append(bool(pieces))
        if quarantine.is_closed():
            quarantine.reopen()
        else:
            at_work.stop()
        return True

    pieces: list[str] = []
    monkeypatch.setattr(at_work, "_work", lambda: pieces.append("work"))
    # Another test's connection may still be open here.
    monkeypatch.setattr(worker, "close_old_connections", lambda: None)
    monkeypatch.setattr(at_work._stopping, "wait", look)
    quarantine.close(Quarantine("x", NOW, NOW))
    at_work.run()
    assert done == [False, True]


@pytest.mark.usefixtures("closed")
@pytest.mark.parametrize("command", ["night", "erase", "policy", "import", "extract", "backup"])
def test_commands_are_refused(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    """But for those that restore, look, or obey by themselves."""
    assert __main__.run_django([command, "--help"]) == 1
    assert "in quarantine" in capsys.readouterr().err


@pytest.mark.usefixtures("closed")
def test_whoever_checks_sees_the_pages() -> None:
    """The restore's own last look, and nobody else's."""
    with quarantine.inside():
        assert not quarantine.is_closed()
    assert quarantine.is_closed()
