"""Titles chosen and changed by rules: looked at first, done, killed, undone."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from hylla.catalogue.actions import add_item, add_usual_item_types
from hylla.catalogue.actions.batches import (
    add_rule,
    add_rule_set,
    changing,
    drop_rule,
    drop_rule_set,
    prepare_changes,
    raise_rule,
    run_batch,
    undo_batch,
    work_on_batches,
)
from hylla.catalogue.models import BatchRow, Item, MergedTitle, Record, RecordVersion, Stamp
from hylla.catalogue.queries.batches import batch, compared, rule_set, rules_of_batch, tallies
from hylla.catalogue.queries.choosing import Choosing, ListedAs, titles_chosen
from hylla.catalogue.queries.making import record_of
from hylla.catalogue.rules.batches import RowState, Stage
from hylla.catalogue.rules.change_rules import Do, Fault, Rule
from hylla.catalogue.rules.codes import Code
from hylla.catalogue.rules.copies import NewCopy
from hylla.catalogue.rules.versions import Why
from hylla.library.refusals import Refused
from tests.builders import a_branch
from tests.catalogue.batches import NOW, a_profile, sent, work
from tests.catalogue.importing import TODAY, everything, imported
from tests.formats.marc.making import book, field, iso2709

pytestmark = pytest.mark.django_db
FJELL = field("650", "aFjell", "2humord", indicators=" 7")
RENAME = Rule(Do.SET_PART, "650", code="a", find="Fjell", text="Fjelltopper")
ALL = Choosing(kind="book")


@pytest.fixture
def books(tmp_path: Path) -> None:
    """Three books, of which two have the subject, and one is of 1999."""
    file = tmp_path / "books.mrc"
    isbn = field("020", "a9788205062061")
    old = [(tag, value.replace("2020", "1999")) for tag, value in book(3, "Sjøen")]
    made = [book(1, "Fjellet", isbn, FJELL), book(2, "Vidda", FJELL), old]
    file.write_bytes(b"".join(map(iso2709, made)))
    imported(file)


def rules(*told: Rule, name: str = "Emner") -> int:
    number = add_rule_set(name)
    for each in told or (RENAME,):
        add_rule(number, each)
    return number


def prepared(*told: Rule, by: Choosing = ALL) -> int:
    """Choose titles and let the worker look at them."""
    number = prepare_changes(rules(*told), by, now=NOW)
    work()
    return number


def fates(number: int) -> dict[str, int]:
    return {f"{each.fate} {each.reason}".strip(): each.count for each in tallies(number)}


def number_of(title: str) -> int:
    return Record.objects.get(title=title).pk


def subjects(title: str) -> list[str]:
    return list(record_of(Record.objects.get(title=title)).every("650", "a"))


def stage_of(number: int) -> Stage:
    found = batch(number)
    assert found is not None
    return found.stage


def test_looked_at_first_and_nothing_is_written(books: None) -> None:
    before = everything()
    number = prepared()
    assert everything() == before
    assert not RecordVersion.objects.exists()
    assert fates(number) == {"change": 2, "same": 1}
    assert stage_of(number) is Stage.READY
    place = BatchRow.objects.get(title="Fjellet").place
    assert [(each.before, each.after) for each in compared(number, place) if each.is_changed] == [
        ("650 #7 $a Fjell $2 humord", "650 #7 $a Fjelltopper $2 humord")
    ]


def test_done_and_undone_byte_for_byte(books: None) -> None:
    before = everything()
    number = prepared()
    run_batch(number)
    work()
    assert subjects("Fjellet") == ["Fjelltopper"]
    assert Record.objects.get(title="Fjellet").subjects == "Fjelltopper"
    assert set(RecordVersion.objects.values_list("why", "staff")) == {(Why.BATCH, None)}
    place = BatchRow.objects.get(title="Fjellet").place
    assert any(each.is_changed for each in compared(number, place))
    undo_batch(number, now=NOW)
    work()
    assert stage_of(number) is Stage.UNDONE
    assert everything() == before
    assert fates(prepare_and_look_again()) == {"change": 2, "same": 1}


def prepare_and_look_again() -> int:
    number = prepare_changes(rules(name="Again"), ALL, now=NOW)
    work()
    return number


def test_the_same_rules_again_change_nothing(books: None) -> None:
    run_batch(prepared())
    work()
    before = everything()
    number = prepare_and_look_again()
    assert fates(number) == {"same": 3}
    run_batch(number)
    work()
    assert everything() == before


def test_what_would_be_wrong_is_refused_and_stays(books: None) -> None:
    before = everything()
    number = prepared(Rule(Do.DELETE_FIELD, "245"))
    assert fates(number) == {"refuse title_missing": 3}
    assert any(each.is_changed for each in compared(number, 1))
    run_batch(number)
    work()
    assert everything() == before


def test_judged_anew_when_it_runs(books: None) -> None:
    """What was changed since, by another, is changed as it is now; what is gone is left."""
    number = prepared(RENAME, Rule(Do.ADD_FIELD, "590", text="$a Sett"))
    assert fates(number) == {"change": 3}
    Record.objects.get(title="Sjøen").delete()
    row = Record.objects.get(title="Vidda")
    row.marc = bytes(row.marc or b"").replace(b"Fjell\x1f", b"Myrer\x1f")
    row.save(update_fields=["marc"])
    run_batch(number)
    work()
    assert fates(number) == {"change": 2, "skip not_here": 1}
    assert subjects("Vidda") == ["Myrer"]
    assert record_of(Record.objects.get(title="Vidda")).first("590", "a") == "Sett"


def test_what_was_changed_since_is_left_and_named(books: None) -> None:
    number = prepared()
    run_batch(number)
    work()
    Record.objects.filter(title="Vidda").update(publisher="Andre")
    undo_batch(number, now=NOW)
    work()
    assert (subjects("Fjellet"), subjects("Vidda")) == (["Fjell"], ["Fjelltopper"])
    left = BatchRow.objects.get(batch=number, state=RowState.LEFT)
    assert (left.title, left.reason) == ("Vidda", "changed_since")


def test_killed_on_its_way_it_goes_on_where_it_was(
    books: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At each stage: what is looked at, done or undone is so for good, and once."""
    monkeypatch.setattr(changing, "AT_A_TIME", 1)
    before = everything()
    number = prepare_changes(rules(), ALL, now=NOW)
    assert work_on_batches(now=NOW, on=TODAY)
    found = batch(number)
    assert found is not None
    assert (found.done, found.size) == (1, 3)
    work()
    assert fates(number) == {"change": 2, "same": 1}
    run_batch(number)

    def killed(*_given: Any, **_named: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("hylla.catalogue.actions.batches.rewriting.digest_of", killed)
        with pytest.raises(KeyboardInterrupt):
            work_on_batches(now=NOW, on=TODAY)
    assert everything() == before
    assert work_on_batches(now=NOW, on=TODAY)
    assert RecordVersion.objects.count() == 1
    work()
    assert RecordVersion.objects.count() == 2
    assert subjects("Fjellet") == subjects("Vidda") == ["Fjelltopper"]


@pytest.mark.django_db(transaction=True)
def test_two_workers_never_do_a_piece_twice(books: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(changing, "AT_A_TIME", 1)
    number = prepared(Rule(Do.REPLACE_TEXT, "650", code="a", find="Fjell", text="Fjell og Fjell"))
    run_batch(number)

    def worker() -> None:
        work()
        connection.close()

    with ThreadPoolExecutor(2) as pool:
        for each in [pool.submit(worker) for _ in range(2)]:
            each.result()
    assert subjects("Fjellet") == ["Fjell og Fjell"]
    assert RecordVersion.objects.count() == 2


def test_for_thirty_days(books: None) -> None:
    number = prepared()
    run_batch(number)
    work()
    with pytest.raises(Refused, match=Code.BATCH_TOO_OLD):
        undo_batch(number, now=NOW + timedelta(days=31))


def _branch_copies() -> int:
    branch = a_branch("hb").pk
    add_usual_item_types()
    add_item(NewCopy("B1", branch, "book", "839 Nor"), record_id=number_of("Vidda"), on=TODAY)
    add_item(NewCopy("B2", branch, "book", "910"), record_id=number_of("Sjøen"), on=TODAY)
    return branch


def _chosen(**told: Any) -> tuple[list[str], tuple[str, ...]]:
    found = titles_chosen(Choosing(**told), most=100)
    return [Record.objects.get(pk=each).title for each in found.numbers], found.unknown


def test_choosing(books: None) -> None:
    branch = _branch_copies()
    gone = MergedTitle(number=900, into=number_of("Sjøen"), merged_on=TODAY)
    gone.save()
    cases: list[tuple[dict[str, Any], list[str], tuple[str, ...]]] = [
        ({"words": "nordavind vidd"}, ["Vidda"], ()),
        ({"words": "B1"}, ["Vidda"], ()),
        ({"words": "humord uvirkelig"}, [], ()),
        ({"first_year": 2000, "words": "nordavind"}, ["Fjellet", "Vidda"], ()),
        ({"last_year": 1999}, ["Sjøen"], ()),
        ({"language": "swe"}, [], ()),
        ({"branch_id": branch}, ["Vidda", "Sjøen"], ()),
        ({"branch_id": branch, "shelf_mark": "839"}, ["Vidda"], ()),
        ({"listed": "B2\n\nB1\nB9\n"}, ["Sjøen", "Vidda"], ("B9",)),
        (
            {"listed": "82-05-06206-4\n82-1", "listed_as": ListedAs.ISBNS},
            ["Fjellet"],
            ("82-1",),
        ),
        (
            {
                "listed": f"#{number_of('Vidda')}\nhttps://b.no/record/900/\n123456\nx",
                "listed_as": ListedAs.NUMBERS,
            },
            ["Vidda", "Sjøen"],
            ("123456", "x"),
        ),
    ]
    for told, wanted, unknown in cases:
        assert _chosen(**told) == (wanted, unknown), told


def test_titles_of_an_import(books: None) -> None:
    number = sent(iso2709(book(9, "Åsen")), a_profile())
    run_batch(number)
    work()
    assert _chosen(batch=number) == (["Åsen"], ())


def test_what_is_not_found_is_told_behind_the_others(books: None) -> None:
    _branch_copies()
    number = prepared(by=Choosing(listed="B1\nB7"))
    assert fates(number) == {"change": 1, "skip not_here": 1}
    assert BatchRow.objects.get(place=2).detail == "B7"


def test_what_is_refused_at_once(books: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(changing, "MOST_TITLES", 2)
    full, empty = rules(), add_rule_set("Tom")
    for number, by, code in (
        (404, ALL, Code.RULES_UNKNOWN),
        (empty, ALL, Code.RULES_MISSING),
        (full, Choosing(words=" "), Code.NOTHING_CHOSEN),
        (full, Choosing(kind="map"), Code.NOTHING_FOUND),
        (full, ALL, Code.TOO_MANY_CHOSEN),
    ):
        with pytest.raises(Refused, match=code):
            prepare_changes(number, by, now=NOW)


def test_rules_under_a_name(books: None, monkeypatch: pytest.MonkeyPatch) -> None:
    number = rules(RENAME, Rule(Do.DELETE_FIELD, "653"))
    waiting = prepare_changes(number, ALL, now=NOW)
    told = rule_set(number)
    assert told is not None
    refusals: list[tuple[Callable[[], object], str]] = [
        (lambda: add_rule_set("Emner"), Code.RULES_NAME_TAKEN),
        (lambda: add_rule(number, Rule(Do.DELETE_FIELD, "1")), Fault.TAG),
        (lambda: drop_rule(number, 0, seen="old"), Code.RULES_CHANGED),
        (lambda: drop_rule(number, 2, seen=told.seen), Code.RULES_CHANGED),
        (lambda: drop_rule_set(404), Code.RULES_UNKNOWN),
    ]
    for refused, code in refusals:
        with pytest.raises(Refused, match=code):
            refused()
    raise_rule(number, 1, seen=told.seen)
    told = rule_set(number)
    assert told is not None
    assert [each.do for each in told.rules] == [Do.DELETE_FIELD, Do.SET_PART]
    drop_rule(number, 0, seen=told.seen)
    assert [each.do for each in getattr(rule_set(number), "rules", ())] == [Do.SET_PART]
    drop_rule_set(number)
    assert [each.do for each in rules_of_batch(waiting)] == [Do.SET_PART, Do.DELETE_FIELD]


def test_those_who_harvest_hear_of_it(books: None) -> None:
    Stamp.objects.update(changed_on=TODAY - timedelta(days=9))
    run_batch(prepared())
    work()
    assert Stamp.objects.filter(changed_on=TODAY).count() == 2


def test_copies_stay(books: None) -> None:
    _branch_copies()
    before = list(Item.objects.order_by("pk").values_list())
    run_batch(prepared())
    work()
    assert list(Item.objects.order_by("pk").values_list()) == before
