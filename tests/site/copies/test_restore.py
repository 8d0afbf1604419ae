"""A restored backup brings nobody back and sends nothing; one that does not fit changes nothing."""

import json
import shutil
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from hylla.circulation.actions import check_out, return_item, start_history, stop_history
from hylla.circulation.models import History, Loan
from hylla.library.queries import rules_version
from hylla.messages.actions import deliver_due, enqueue
from hylla.messages.models import Message, Template
from hylla.patrons.actions import Shown
from hylla.patrons.models import Consent, Identity, Person, Session
from hylla.privacy import ledger, quarantine
from hylla.privacy.erasure import ask, is_asked
from hylla.privacy.ledger.replay import resurrected
from hylla.privacy.quarantine import Quarantine
from hylla.privacy.removal import remove_due
from hylla.site.copies import databases, restoring, sqlite_copy
from hylla.site.copies.examining import examine
from hylla.site.copies.making import back_up
from hylla.site.copies.manifest import DATABASE, FILE, LEDGER, Unfit
from hylla.site.copies.restoring import StillClosedError, give_up, restore, resume
from tests.builders import a_claim
from tests.site.copies.library import NOW, Place

LATER = NOW + timedelta(days=3)


@pytest.fixture(autouse=True)
def only_the_quick_sentences(request: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Look at every sentence where that is what is tested: it takes seconds."""
    if "every_sentence" not in request.keywords:
        monkeypatch.setattr(restoring, "verify", lambda *_, **__: ())


def quiet(*_: Any) -> None:
    """Tell nobody."""


def backup_of(place: Place, now: datetime = NOW) -> Path:
    """Make a backup."""
    return back_up(place.backups, policy=place.policy, now=now, progress=quiet)


def restored(folder: Path, now: datetime = LATER) -> None:
    """Restore a backup."""
    restore(examine(folder, now=now), now=now, tell=quiet, progress=quiet)


def test_case_43_nobody_comes_back_and_nothing_is_sent(place: Place, mailoutbox: list[Any]) -> None:
    """On request, by clock, with a loan and a claim open in the backup: 0 back, 0 messages."""
    people = [person for person, _ in place.patrons]
    asked, inactive, borrower, stays, reader = people[:5]
    lend = {"branch_id": place.branch, "policy": place.policy}
    card = place.patrons[2][1]
    check_out(card=card, barcode=place.barcode, now=NOW, **lend)
    start_history(reader, shown=Shown(place.policy, place.policy.default_language), now=NOW)
    for person in people[:5]:
        enqueue(Template.WELCOME, person_id=person, now=NOW)
    Session.objects.create(session_key="old", session_data="", expire_date=LATER)
    folder = backup_of(place)

    return_item(barcode=place.barcode, now=LATER, **lend)
    assert ask(asked, policy=place.policy, now=LATER)
    assert ask(borrower, policy=place.policy, now=LATER)
    Person.objects.filter(pk=inactive).update(last_used_on="2010-01-01")
    Identity.objects.filter(pk=inactive).update(birth_date="1970-01-01")
    remove_due(place.policy, now=LATER)
    stop_history(reader, now=LATER)
    gone = {asked, inactive, borrower}
    assert not gone & set(Person.objects.values_list("pk", flat=True))

    restored(folder)
    assert not gone & set(Person.objects.values_list("pk", flat=True))
    assert resurrected(ledger.ledger().read().entries) == 0
    assert Person.objects.filter(pk__in=[stays, reader]).count() == 2
    assert not Loan.objects.filter(patron=borrower).exists()
    assert not Message.objects.filter(closed_at=None).exists()
    assert not Session.objects.exists()
    assert not Consent.objects.filter(person=reader, withdrawn_at=None).exists()
    assert not History.objects.exists()
    assert not quarantine.is_closed()
    deliver_due(policy=place.policy, now=LATER + timedelta(hours=1))
    assert mailoutbox == []


def test_case_43_whoever_waits_to_be_erased_waits_again(place: Place) -> None:
    """A request taken since the backup is not lost with it; one that was taken back stays so."""
    waits = place.patrons[0][0]
    a_claim(Person.objects.get(pk=waits), opened_on=NOW.date())
    folder = backup_of(place)
    assert not ask(waits, policy=place.policy, now=NOW + timedelta(days=1))
    restored(folder)
    assert Person.objects.filter(pk=waits).exists()
    assert is_asked(waits)


def test_who_was_let_off_before_the_backup_is_not_erased(place: Place) -> None:
    """A line from before the backup about someone who is in it never came about."""
    person = place.patrons[0][0]
    ledger.note([person], rule="request", at=NOW - timedelta(days=1))
    restored(backup_of(place))
    assert Person.objects.filter(pk=person).exists()


def test_processes_read_the_rules_again(place: Place) -> None:
    """What they remember under a number must not come back under it."""
    folder = backup_of(place)
    before = rules_version()
    restored(folder)
    assert rules_version() > before


def damaged(folder: Path) -> None:
    """Change one byte in the middle of the database."""
    file = folder / DATABASE
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 1
    file.write_bytes(data)


def told(**values: Any) -> Any:
    """Return what changes a backup's own words."""

    def change(folder: Path) -> None:
        file = folder / FILE
        file.write_text(json.dumps({**json.loads(file.read_text()), **values}))

    return change


def without(name: str) -> Any:
    """Return what takes a file out of a backup."""
    return lambda folder: (folder / name).unlink()


UNFIT = {
    "damaged": damaged,
    "is damaged or missing": without(DATABASE),
    "damaged or missing": without(LEDGER),
    "is no backup": without(FILE),
    "backup.json is damaged": lambda folder: (folder / FILE).write_text('{"format": 1'),
    "newer Hylla": told(format=2),
    "made by a newer": told(migrations=["patrons.0001_initial", "patrons.0099_of_tomorrow"]),
    "another build": told(shape="0" * 64),
    "a backup of bergen": told(library="bergen"),
    "HYLLA_DATABASE_URL names": told(vendor="oracle"),
    "keys in HYLLA_KEYS are not those": told(keys="0" * 64),
    "from the future": told(taken_at=(LATER + timedelta(days=1)).isoformat()),
    "older than the 30 days": told(taken_at=(LATER - timedelta(days=31)).isoformat()),
}


@pytest.mark.parametrize("why", UNFIT)
def test_what_does_not_fit_changes_nothing(why: str, place: Place) -> None:
    """Each is refused in clear words, and the library goes on as it was."""
    folder = backup_of(place)
    Person.objects.filter(pk=place.patrons[0][0]).update(last_used_on="2026-06-16")
    UNFIT[why](folder)
    with pytest.raises(Unfit, match=why):
        restored(folder)
    assert Person.objects.filter(last_used_on="2026-06-16").count() == 1
    assert not quarantine.is_closed()


def test_without_the_ledger_nothing_is_restored(place: Place, settings: Any) -> None:
    """Lost in both places, or an old one in their stead: those erased since would come back."""
    folder = backup_of(place)
    assert ask(place.patrons[0][0], policy=place.policy, now=NOW)
    second = backup_of(place, NOW + timedelta(hours=2))
    beside = Path(settings.HYLLA_DATA) / "ledger"
    shutil.rmtree(beside)
    restored(folder)
    assert beside.exists(), "the second place was enough, and the first has it again"
    shutil.rmtree(beside)
    file = place.ledger / "erasures.ledger"
    file.write_bytes(b"")
    with pytest.raises(Unfit, match="lacks 1 erasures"):
        restored(second)
    file.unlink()
    with pytest.raises(Unfit, match="no erasure ledger"):
        restored(second)


class PulledPlug(BaseException):
    """The end of a process, which nothing catches."""


def test_cut_off_while_copying_the_old_database_stands(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither half a database nor a closed library is left where the copy breaks off."""
    monkeypatch.setattr(sqlite_copy, "PAGES", 20)
    folder = backup_of(place)
    number = Person.objects.count()
    Person.objects.filter(pk=place.patrons[0][0]).update(last_used_on="2026-06-16")

    def pull(done: int, total: int) -> None:
        if done > total // 2:
            raise PulledPlug

    with pytest.raises(PulledPlug):
        restore(examine(folder, now=LATER), now=LATER, tell=quiet, progress=pull)
    assert Person.objects.count() == number
    assert Person.objects.filter(last_used_on="2026-06-16").count() == 1
    assert not quarantine.is_closed()
    restored(folder)


def test_a_process_that_was_killed_leaves_it_closed(place: Place) -> None:
    """Before anything changed one may give up; once the backup stands, only go on."""
    folder = backup_of(place)
    gone = place.patrons[0][0]
    assert ask(gone, policy=place.policy, now=NOW + timedelta(days=1))
    quarantine.close(Quarantine(folder.name, NOW, LATER, rules=rules_version()))
    with pytest.raises(Unfit, match="Begin"):
        resume(now=LATER, tell=quiet)
    # Killed between the last byte and its being written down: the database is the backup's.
    databases.put_back(folder / DATABASE, progress=quiet)
    connection.close()
    restoring.bump_rules_version()
    with pytest.raises(Unfit, match="resume"):
        give_up()
    assert Person.objects.filter(pk=gone).exists(), "which is why it is closed"
    resume(now=LATER, tell=quiet)
    assert not Person.objects.filter(pk=gone).exists()
    assert not quarantine.is_closed()


def test_giving_up_opens_what_was_not_changed(place: Place) -> None:
    """The number of the rules says that the old database stands."""
    quarantine.close(Quarantine("x", NOW, LATER, rules=rules_version()))
    give_up()
    assert not quarantine.is_closed()
    with pytest.raises(Unfit, match="is open"):
        give_up()


def test_what_is_not_kept_stays_closed(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """The last look finds something: nobody gets in until it is mended, and it is said what."""
    folder = backup_of(place)
    monkeypatch.setattr(restoring, "is_green", lambda standings: False)
    with pytest.raises(StillClosedError, match="The notice is not kept"):
        restored(folder)
    state = quarantine.quarantine()
    assert state is not None
    assert "not kept" in state.problem
    monkeypatch.setattr(restoring, "is_green", lambda standings: True)
    resume(now=LATER, tell=quiet)
    assert not quarantine.is_closed()
