"""The erasure ledger: two places, whole lines, nobody's name, and no longer than backups live."""

import uuid
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction

from hylla.patrons.models import Person
from hylla.privacy import ledger
from hylla.privacy.ledger.book import ASKED, AWAY, FILE, Entry, Ledger, Place, entry_of, line
from hylla.privacy.removal import remove_due
from tests.builders import a_person, policy_of

NOW = datetime(2026, 6, 15, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def places(tmp_path: Path, settings: Any) -> tuple[Path, Path]:
    """A ledger of this test's own, in two places."""
    settings.HYLLA_DATA = tmp_path / "data"
    settings.HYLLA_LEDGER = tmp_path / "apart"
    return tmp_path / "data" / "ledger" / FILE, tmp_path / "apart" / FILE


def an_entry(at: datetime = NOW, *, facets: tuple[str, ...] = (AWAY,), subject: str = "") -> Entry:
    """Return an entry about nobody."""
    return Entry(subject or uuid.uuid4().hex, facets, "request", "1.0", at)


@pytest.mark.django_db
def test_someone_removed_for_inactivity_stands_in_both_places(places: tuple[Path, Path]) -> None:
    """By a keyed hash alone: neither the id nor a name can be read from a line."""
    person = a_person(used=date(2010, 1, 1))
    stays = a_person()
    remove_due(policy_of("bergen"), now=NOW)
    beside, apart = (each.read_bytes() for each in places)
    assert beside == apart
    entry = ledger.ledger().read().entries[0]
    assert (entry.rule, entry.facets, entry.at) == ("patrons.Person:inactive_patron", (AWAY,), NOW)
    assert entry.notice
    assert person.pk.hex.encode() not in beside
    assert str(person.pk).encode() not in beside
    assert ledger.is_forgotten(person.pk)
    assert not ledger.is_forgotten(stays.pk)


@pytest.mark.django_db
def test_without_the_second_place_nobody_is_erased(settings: Any, tmp_path: Path) -> None:
    """An erasure that a restored backup would undo does not count, so it does not happen."""
    person = a_person(used=date(2010, 1, 1))
    (tmp_path / "a file").touch()
    settings.HYLLA_LEDGER = tmp_path / "a file" / "in the way"
    with pytest.raises(OSError, match="a file"):
        remove_due(policy_of("bergen"), now=NOW)
    assert Person.objects.filter(pk=person.pk).exists()


@pytest.mark.django_db
def test_what_only_one_place_took_leaves_no_line(
    settings: Any, tmp_path: Path, places: tuple[Path, Path]
) -> None:
    """The first place had the line; a restored backup would have erased who is there."""
    asked, person = a_person(), a_person()
    ledger.note([asked.pk], facets=(ASKED,), rule="request", at=NOW)
    before = places[0].read_bytes()
    (tmp_path / "a file").touch()
    settings.HYLLA_LEDGER = tmp_path / "a file" / "in the way"
    with pytest.raises(ledger.NotWrittenError):
        ledger.note([person.pk, asked.pk], rule="request", at=NOW)
    assert places[0].read_bytes() == before
    assert not ledger.is_forgotten(person.pk)


def test_what_others_wrote_since_stays_when_a_line_is_taken_back(tmp_path: Path) -> None:
    place = Place(tmp_path)
    mine, since = line(an_entry()), line(an_entry())
    place.append(mine)
    place.append(since)
    place.take_back(mine)
    assert place.file.read_bytes() == since
    place.take_back(mine)
    assert place.file.read_bytes() == since


@pytest.mark.django_db
def test_what_was_undone_is_taken_back(monkeypatch: pytest.MonkeyPatch) -> None:
    """A removal that fails after its line was written leaves nobody marked as erased."""
    person = a_person(used=date(2010, 1, 1))
    note = ledger.note

    def note_and_fall(subjects: Any, **told: Any) -> None:
        note(subjects, **told)
        if told.get("facets", (AWAY,)):
            raise RuntimeError

    monkeypatch.setattr(ledger, "note", note_and_fall)
    with pytest.raises(RuntimeError), transaction.atomic():
        remove_due(policy_of("bergen"), now=NOW)
    assert not ledger.is_forgotten(person.pk)


def test_a_torn_line_takes_no_other_along(tmp_path: Path) -> None:
    """A power cut in the middle of a line: what stands before and what comes after is read."""
    place = Place(tmp_path)
    first, torn, last = (an_entry(NOW + timedelta(minutes=number)) for number in range(3))
    place.append(line(first))
    with place.file.open("ab") as file:
        file.write(line(torn)[:-20])
    place.append(line(last))
    read = Ledger((place,)).read()
    assert read.entries == (first, last)
    assert read.damaged == 1


def test_every_cut_of_a_line_is_seen() -> None:
    """Whatever of a line is missing or changed, it is not taken for whole."""
    whole = line(an_entry())
    assert entry_of(whole.rstrip(b"\n"))
    assert not any(entry_of(whole[:cut]) for cut in range(len(whole) - 1))
    assert not any(
        entry_of(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 : -1])
        for at in range(len(whole) - 1)
    )


def test_what_one_place_lost_the_other_has(tmp_path: Path) -> None:
    """The places are read together; one that is gone is told."""
    book = Ledger((Place(tmp_path / "one"), Place(tmp_path / "two")))
    entries = [an_entry(NOW + timedelta(days=number)) for number in range(5)]
    book.append(entries)
    book.places[0].file.write_bytes(b"".join(map(line, entries[:2])))
    book.places[1].file.write_bytes(b"".join(map(line, entries[1:])))
    assert book.read().entries == tuple(entries)
    book.places[0].file.unlink()
    assert book.read().entries == tuple(entries[1:])
    assert book.read().missing == (str(book.places[0].file),)


def test_a_request_that_was_taken_back_lets_its_history_stay_gone() -> None:
    """What went at once does not come back with the person."""
    entries = [
        an_entry(facets=("history", ASKED), subject="one"),
        an_entry(facets=(), subject="one"),
        an_entry(subject="two"),
        an_entry(facets=(), subject="two"),
        an_entry(facets=(ASKED,), subject="three"),
        an_entry(subject="three"),
    ]
    assert ledger.forgotten(entries) == {"one": ("history",), "three": (ASKED, AWAY)}


def test_lines_go_thirty_days_after_the_oldest_backup() -> None:
    """The day before they are still there."""
    policy = policy_of("fjordvik")
    keeps = timedelta(days=policy.copies.backup_days + 30)
    old, young = an_entry(NOW - keeps - timedelta(seconds=1)), an_entry(NOW - keeps)
    ledger.ledger().append([old, young])
    assert ledger.prune(policy, now=NOW) == 1
    assert ledger.ledger().read().entries == (young,)
    assert ledger.prune(policy, now=NOW) == 0


@pytest.mark.django_db
def test_case_69_whoever_registers_again_is_somebody_else() -> None:
    """Conflict case 69: a new id, which the ledger does not know."""
    person = a_person(used=date(2010, 1, 1))
    remove_due(policy_of("bergen"), now=NOW)
    again = a_person()
    assert again.pk != person.pk
    assert not ledger.is_forgotten(again.pk)
