"""What is left beside the tables: messages, log lines, files, cookies, free words."""

import logging
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.db import models
from django.test import Client
from django.utils import timezone

from hylla.catalogue.models import Record
from hylla.circulation.actions import leave
from hylla.library.queries import policy_in_force
from hylla.messages.actions import deliver_due, enqueue
from hylla.messages.models import Message, Template
from hylla.messages.queries.rendering import rendered
from hylla.privacy.access import record, taken_out
from hylla.privacy.registry import personal_models
from hylla.privacy.removal import remove_due
from hylla.privacy.vocabulary import Kind, Role, Subject
from hylla.site.logs import Lines
from tests.doors.town import Town

BY_STAFF = {"patrons.GlassBroken.words"}
"""Where staff write in their own words about a patron: why they opened a record."""
BY_THE_PATRON = {"privacy.Request.words", "privacy.Statement.words", "reviews.Review.text"}
"""The patron's own: what they ask for, what they say against a field that was not corrected, and
what they think of a title."""


def counts() -> dict[str, int]:
    """Return how many rows each table has."""
    return {model._meta.label: model._default_manager.count() for model in apps.get_models()}


def files() -> set[Path]:
    """Return the library's files that are neither a database nor a log."""
    found = (each for each in Path(settings.HYLLA_DATA).rglob("*") if each.is_file())
    return {each for each in found if ".sqlite3" not in each.name and each.suffix != ".log"}


def test_case_50_no_message_has_a_title(town: Town, mailoutbox: list[Any]) -> None:
    """Not in the row, where no column could hold one; not in the text, in any language."""
    patron = town.patron(emails=("embla@example.org",))
    titles = {field.name for field in Message._meta.get_fields()} & {"record", "item", "title"}
    assert not titles
    assert not any(f.related_model is Record for f in Message._meta.get_fields() if f.is_relation)
    town.lend(patron, town.item("Vinterfjell"))
    for template in Template:
        enqueue(
            template,
            person_id=patron.id,
            now=timezone.now(),
            branch_id=town.main.pk,
            day=timezone.localdate(),
            number=1,
            code="K7",
        )
    policy = policy_in_force()
    texts = [rendered(m, policy=policy, now=timezone.now()) for m in Message.objects.all()]
    assert not any("Vinterfjell" in made.text + made.subject for made in texts)


def test_case_50_the_row_goes_seven_days_after_it_was_delivered(
    town: Town, mailoutbox: list[Any]
) -> None:
    patron, policy, now = town.patron(), policy_in_force(), timezone.now()
    Message.objects.all().delete()
    enqueue(Template.OVERDUE, person_id=patron.id, now=now, number=1)
    assert deliver_due(policy=policy, now=now).sent == 1
    remove_due(policy, now=now + timedelta(days=6, hours=23))
    assert Message.objects.exists()
    remove_due(policy, now=now + timedelta(days=7, minutes=1))
    assert not Message.objects.exists()


def test_case_51_no_line_says_what_was_asked_for(
    town: Town, visitor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the program writes about a search is which page it was, and how it ended."""
    lines = logged(monkeypatch)
    visitor.get("/en/search/", {"q": "Vinterfjell zq77"})
    visitor.post("/en/my/log-in/", {"card": "zq77", "pin": "zq77"})
    assert "opac:search" in written(lines), "control"
    for mark in ("zq77", "Vinterfjell"):
        assert mark not in written(lines)


def logged(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Return the list in which every record that is logged from now on stands."""
    lines: list[logging.LogRecord] = []
    monkeypatch.setattr(logging.Logger, "callHandlers", lambda _, record: lines.append(record))
    return lines


def written(lines: list[Any]) -> str:
    """Return what stands in the log's file of these records."""
    return "\n".join(map(Lines().format, lines))


def test_case_52_what_is_taken_out_leaves_nothing_here(town: Town, patron_client: Any) -> None:
    """An extract, one for elsewhere, a history: not a file more, nor a row of what was in it."""
    mine = patron_client(town.patron())
    mine.post("/en/my/history/on/")
    before, stored = counts(), files()
    for path, told in (
        ("kept/extract", {}),
        ("rights/take-along", {}),
        ("history/file", {"form": "csv"}),
    ):
        answer = mine.post(f"/en/my/{path}/", told)
        assert answer.status_code == 200
        assert "attachment" in answer["Content-Disposition"]
    after = counts()
    assert {name for name in after if after[name] != before[name]} <= {"privacy.AccessEntry"}
    assert files() == stored


def test_case_52_the_receipt_tells_what_staff_took_out(town: Town, visitor: Client) -> None:
    """A letter that was printed lies somewhere; what is to be told later does not stand there."""
    patron, policy, now = town.patron(), policy_in_force(), timezone.now()
    look = {"role": Role.DESK, "unit": "main", "kinds": {Kind.ADDRESS}}
    days = [now - timedelta(days=number) for number in (40, 20, 20, 3)]
    tasks = ("letter", "letter", "letter", "card")
    for at, task in zip(days, tasks, strict=True):
        record(patron.id, at=at, task=task, **look)  # type: ignore[arg-type] # all of one call
    secret = {**look, "task": "disclosure", "is_deferred": True}
    record(patron.id, at=now, **secret)  # type: ignore[arg-type] # the same
    assert len(taken_out(patron.id, policy=policy)) == 2
    left = leave(patron.id, policy=policy, now=now)
    page = visitor.post("/en/my/receipt/", {"code": left.code}).content.decode()
    assert page.count("A letter to you was printed: ") == 2
    assert "handed out" not in page


def test_case_54_nobody_knows_who_searched(town: Town, visitor: Client) -> None:
    """No cookie, no row, whatever is looked for and opened."""
    item = town.item("Vinterfjell")
    before = counts()
    for path in (
        "/en/search/?q=Vinterfjell",
        f"/en/record/{item.record_id}/",
        "/en/privacy/",
        "/en/",
    ):
        answer = visitor.get(path)
        assert answer.status_code == 200, path
        assert not answer.cookies
    assert not visitor.cookies
    assert counts() == before


def test_case_55_staff_write_codes_and_what_is_words_goes() -> None:
    """Every column with room for a note is named above; a new one must be looked at."""
    found = {}
    for model, declared in personal_models(Subject.PATRON):
        for field in model._meta.concrete_fields:
            is_long = isinstance(field, models.CharField) and (field.max_length or 0) >= 500
            if (isinstance(field, models.TextField) or is_long) and not field.choices:
                found[f"{model._meta.label}.{field.name}"] = declared
    assert set(found) - {"patrons.Session.session_data"} <= BY_STAFF | BY_THE_PATRON
    assert set(found) >= BY_STAFF, "control"
    assert all(found[each].keep for each in BY_STAFF)
    assert apps.get_model("patrons.Block")._meta.get_field("reason").choices
