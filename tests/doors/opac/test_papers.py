"""The pages beside the notice: earlier versions, what goes when, the record; and their files."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.test import Client

from hylla.library.actions import publish_policy
from hylla.library.models import NoticeText
from hylla.library.queries import policy_in_force, versions
from hylla.privacy.notice import Altered
from hylla.privacy.vocabulary import Language
from tests.doors.town import Town

EVERYWHERE = ("periods/", "record/", "versions/")


@pytest.fixture
def second(town: Town) -> str:
    """Publish two versions; in the second, whose number is returned, loans stay for a day."""
    text = Path(settings.HYLLA_POLICY).read_text(encoding="utf-8")
    publish_policy(text, now=datetime.now(UTC))
    changed = text.replace('closed_loan = "P0D"', 'closed_loan = "PT24H"')
    publish_policy(changed.replace('version = "1.0"', 'version = "9.9"'), now=datetime.now(UTC))
    return "9.9"


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("page", EVERYWHERE)
def test_the_notice_leads_there_and_no_cookie_is_set(
    town: Town, visitor: Client, language: Language, page: str
) -> None:
    address = f"/{language}/privacy/{page}"
    assert address in visitor.get(f"/{language}/privacy/").content.decode()
    answer = visitor.get(address)
    assert answer.status_code == 200
    assert not visitor.cookies


def test_an_earlier_version_reads_as_on_its_day(second: str, visitor: Client) -> None:
    listed = visitor.get("/nb/privacy/versions/").content.decode()
    numbers = [each.version for each in versions()]
    assert numbers[0] == second
    assert all(f"/nb/privacy/versions/{number}/" in listed for number in numbers)
    now = visitor.get(f"/nb/privacy/versions/{second}/").content.decode()
    assert 'id="s-loans-go-after-the-return"' in now
    assert "periods.closed_loan" in now
    before = visitor.get(f"/nb/privacy/versions/{numbers[1]}/").content.decode()
    assert 'id="s-loans-go-with-the-return"' in before
    assert "gjelder ikke lenger" in before


def test_an_unknown_version_is_not_found(town: Town, visitor: Client) -> None:
    assert visitor.get("/en/privacy/versions/0.0.1/").status_code == 404


def test_an_altered_version_is_not_shown(second: str, visitor: Client) -> None:
    NoticeText.objects.update(checksum="0" * 64)
    with pytest.raises(Altered):
        visitor.get(f"/en/privacy/versions/{second}/")


@pytest.mark.parametrize("kind", ["notice", "periods", "record"])
@pytest.mark.parametrize(
    ("form", "begins"), [("pdf", "%PDF"), ("md", "# "), ("json", "{"), ("html", "<article")]
)
def test_each_can_be_kept(town: Town, visitor: Client, kind: str, form: str, begins: str) -> None:
    answer = visitor.get(f"/sv/privacy/{kind}.{form}")
    assert answer.status_code == 200
    assert answer.content.startswith(begins.encode())
    assert not visitor.cookies


def test_the_notice_is_linked_data_too(town: Town, visitor: Client) -> None:
    answer = visitor.get("/en/privacy/notice.jsonld")
    assert answer["Content-Type"] == "application/ld+json"
    assert json.loads(answer.content)["@graph"]
    assert visitor.get("/en/privacy/periods.jsonld").status_code == 404
    assert visitor.get("/en/privacy/notice.docx").status_code == 404


@pytest.mark.parametrize("kind", ["record", "periods"])
@pytest.mark.parametrize("form", ["md", "html", "json"])
def test_the_command_prints_them(
    town: Town, capsys: pytest.CaptureFixture[str], kind: str, form: str
) -> None:
    call_command("notice", "--kind", kind, "--format", form, "--language", "nn")
    told = capsys.readouterr().out
    assert policy_in_force().name in told or form == "html"
    assert "Staff accounts" not in told
    assert "Kontoar for tilsette" in told


def test_the_command_refuses_what_is_not_there(town: Town) -> None:
    with pytest.raises(CommandError, match="record"):
        call_command("notice", "--kind", "periods", "--format", "jsonld")
