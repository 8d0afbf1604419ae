"""From a backup to an open library, by the commands, with every sentence really looked at."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from hylla.circulation.actions import check_out, return_item
from hylla.circulation.models import Loan
from hylla.messages.actions import deliver_due, enqueue
from hylla.messages.models import Message, Template
from hylla.patrons.models import Credential, Guardianship, Person
from hylla.privacy import ledger, quarantine
from hylla.privacy.erasure import ask
from hylla.privacy.ledger.replay import resurrected
from hylla.privacy.models import SentenceCheck
from hylla.privacy.policy import Policy
from hylla.privacy.vocabulary import State
from hylla.site.copies import restoring
from hylla.site.demo.house import open_house
from hylla.site.demo.residents import Resident, settle_in
from hylla.site.demo.shelves import fill_shelves
from tests.builders import policy_of
from tests.site.copies.library import NOW

LATER = NOW + timedelta(days=3)


@dataclass(frozen=True)
class Town:
    """A library in which people live, and what they borrow."""

    policy: Policy
    people: tuple[Resident, ...]
    barcode: str
    branch: int

    @property
    def adults(self) -> list[Resident]:
        """Those who are nobody's child, and of whom nobody is."""
        held = set(Guardianship.objects.values_list("guardian", flat=True))
        return [x for x in self.people if x.birth_date < "2000" and x.person_id not in held]


@pytest.fixture
def town(folders: Path, settings: Any) -> Town:
    """A whole library of which every sentence can be looked at."""
    settings.SECURE_SSL_REDIRECT = settings.SESSION_COOKIE_SECURE = True
    settings.SECURE_HSTS_SECONDS = 60
    policy = policy_of("fjordvik")
    branches = open_house(policy, now=NOW - timedelta(days=30))
    shelves = fill_shelves(branches, on=NOW.date(), seed=1)
    people = settle_in(policy, branches, now=NOW - timedelta(days=30), seed=1, count=30)
    return Town(policy, tuple(people), shelves[0].barcode, next(iter(branches.values())))


def command(settings: Any, name: str, *arguments: str, at: Any) -> None:
    """Run a command at that time."""
    settings.HYLLA_NOW = at.isoformat()
    call_command(name, *arguments)


def three_days(town: Town, lend: Mapping[str, Any]) -> set[UUID]:
    """Let a borrower return what they have, and two be erased; return who they were."""
    asked, borrower, _ = town.adults[:3]
    return_item(now=LATER - timedelta(days=1), **lend)
    gone = {asked.person_id, borrower.person_id}
    for person_id in gone:
        assert ask(person_id, policy=town.policy, now=LATER - timedelta(hours=1))
    Message.objects.all().delete()
    return gone


@pytest.fixture
def closed(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Whether the library was closed, each time that the notice was looked at; the look is real."""
    seen: list[bool] = []
    real = restoring.verify

    def looked(*arguments: Any, **options: Any) -> Any:
        seen.append(quarantine.quarantine() is not None)
        assert resurrected(ledger.ledger().read().entries) == 0
        return real(*arguments, **options)

    monkeypatch.setattr(restoring, "verify", looked)
    return seen


def test_nobody_is_back_before_anyone_gets_in(
    town: Town, folders: Path, settings: Any, closed: list[bool], mailoutbox: list[Any]
) -> None:
    """0 resurrected, 0 messages; what the notice denies keeps it closed; then it opens."""
    _, borrower, careless = town.adults[:3]
    lend = {"barcode": town.barcode, "branch_id": town.branch, "policy": town.policy}
    check_out(card=borrower.card, now=NOW, **lend)
    for each in town.people:
        enqueue(Template.WELCOME, person_id=each.person_id, now=NOW)
    secret = Credential.objects.filter(person=careless.person_id)
    hashed = secret.get().pin_hash
    secret.update(pin_hash=careless.pin)
    command(settings, "backup", at=NOW)
    (folder,) = folders.iterdir()
    gone = three_days(town, lend)

    with pytest.MonkeyPatch.context() as patch:
        # Nothing else need be looked at to say no.
        patch.setattr(restoring, "PROBES", {"pin_hashed": restoring.PROBES["pin_hashed"]})
        with pytest.raises(CommandError, match="pin-is-hashed") as stopped:
            command(settings, "restore", str(folder), at=LATER)
    assert stopped.value.returncode == 2
    assert page(settings).status_code == 503
    secret.update(pin_hash=hashed)
    command(settings, "restore", "--resume", at=LATER)
    assert closed == [True, True]
    assert page(settings).status_code == 200
    assert not gone & set(Person.objects.values_list("pk", flat=True))
    assert Person.objects.count() == len(town.people) - len(gone)
    assert not Loan.objects.exists()
    states = set(SentenceCheck.objects.values_list("state", flat=True))
    assert State.KEPT in states <= {State.KEPT, State.UNCHECKED}
    deliver_due(policy=town.policy, now=LATER + timedelta(hours=1))
    assert not Message.objects.exists()
    assert mailoutbox == []


def page(settings: Any) -> Any:
    """Ask for the first page, as anyone may."""
    return Client(headers={"host": settings.ALLOWED_HOSTS[0]}).get("/en/", secure=True)
