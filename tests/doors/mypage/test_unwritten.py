"""Where the erasure ledger cannot be written nobody is erased, is told so, and nothing is lost."""

import errno
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from hylla.circulation.actions import leave, return_item
from hylla.circulation.models import Loan
from hylla.library.queries import policy_in_force
from hylla.patrons.models import Person
from hylla.privacy.erasure import complete_all, is_asked
from hylla.privacy.ledger import Place
from hylla.privacy.models import Receipt, Request
from tests.doors.town import PIN, Patron, Town


def full(*_: Any) -> None:
    """Fail as on a full disk."""
    raise OSError(errno.ENOSPC, "No space left on device")


@pytest.fixture
def full_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """A ledger that cannot be written."""
    monkeypatch.setattr(Place, "append", full)


@pytest.mark.usefixtures("full_disk")
@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("nb", "Derfor er ingenting slettet"),
        ("nn", "Difor er ingenting sletta"),
        ("sv", "Därför är inget raderat"),
        ("en", "So nothing was erased"),
    ],
)
@pytest.mark.parametrize("waits", [False, True])
def test_it_is_told_in_words_and_nothing_is_changed(
    town: Town, patron: Patron, mine: Client, language: str, words: str, waits: bool
) -> None:
    if waits:
        town.lend(patron, town.item())
    answer = mine.post(f"/{language}/my/erase/", {"pin": PIN})
    page = answer.content.decode()
    assert answer.status_code == 503
    assert words in page
    assert f'<html lang="{language}">' in page
    assert answer.headers["Cache-Control"] == "no-store"
    assert Person.objects.filter(pk=patron.id).exists()
    assert not Request.objects.exists()
    assert not Receipt.objects.exists()
    assert mine.get(f"/{language}/my/").status_code == 200, "and they are still logged in"


@pytest.mark.usefixtures("full_disk")
def test_the_command_says_it_in_a_line(patron: Patron) -> None:
    with pytest.raises(CommandError, match="ledger"):
        call_command("erase", card=patron.card)
    assert Person.objects.filter(pk=patron.id).exists()


def test_a_return_stands_and_the_night_finishes_the_erasure(town: Town, patron: Patron) -> None:
    """The copy is back whatever the ledger does; who asked to be erased waits until it can."""
    policy, now = policy_in_force(), timezone.now()
    item = town.item()
    town.lend(patron, item)
    assert not leave(patron.id, policy=policy, now=now).is_done
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Place, "append", full)
        return_item(barcode=item.barcode, branch_id=town.main.pk, now=now, policy=policy)
        assert not Loan.objects.exists()
        assert is_asked(patron.id)
        assert complete_all(policy=policy_in_force(), now=now) == 0
    assert complete_all(policy=policy_in_force(), now=now) == 1
    assert not Person.objects.filter(pk=patron.id).exists()
