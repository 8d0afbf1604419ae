"""Forgetting, beside the least it could cost: removal, an extract, and the ledger's replay.

`BENCH_SCALE` in the environment makes everything smaller, so that a test can run it.
"""

import os
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from random import Random
from uuid import UUID, uuid4

from django.db import connection

from hylla.catalogue.models import Record
from hylla.circulation.models import History
from hylla.library.models import Branch, Controller
from hylla.library.queries import policy_in_force
from hylla.patrons.models import Category, Consent, Person
from hylla.privacy import ledger
from hylla.privacy.extract import archive
from hylla.privacy.ledger.replay import replay
from hylla.privacy.models import AccessEntry
from hylla.privacy.policy import Policy
from hylla.privacy.removal import end_clock
from hylla.privacy.vocabulary import Language
from hylla.site.bench.figures import Figure, Times

SCALE = float(os.environ.get("BENCH_SCALE", "1"))
ROWS = int(2_000_000 * SCALE)
PEOPLE = max(int(100_000 * SCALE), 100)
ERASED = max(int(5_000 * SCALE), 10)
ENTRIES = max(int(10 * 365 * SCALE), 50)
"""A title a day for ten years."""
ROUNDS = 5
EXTRACTS = 20
NOW = datetime(2026, 6, 15, 2, tzinfo=UTC)
DICE = Random(1)  # noqa: S311 - a made-up town


def measure(database: str) -> list[Figure]:
    """Remove, extract and replay."""
    policy = policy_in_force()
    people = _people()
    return [_removal(database, policy, people), _extract(database, policy), _replay(database)]


def _people() -> list[UUID]:
    controller = Controller.objects.create(name="Bench", email="bench@example.org")
    branch = Branch.objects.create(controller=controller, code="b", name="B")
    category = Category.objects.create(code="adult", name="Adult")
    day = NOW.date()
    rows = [
        Person(
            id=uuid4(), category=category, home_branch=branch, registered_on=day, last_used_on=day
        )
        for _ in range(PEOPLE)
    ]
    Person.objects.bulk_create(rows, batch_size=2000)
    return [each.pk for each in rows]


def _removal(database: str, policy: Policy, people: Sequence[UUID]) -> Figure:
    """End a hundredth of a table by its clock, and as many by one plain DELETE, in turns."""
    AccessEntry.objects.bulk_create(
        (_entry(DICE.choice(people), NOW - timedelta(seconds=each % 1000)) for each in range(ROWS)),
        batch_size=5000,
    )
    (keep,) = AccessEntry.personal_data.keep
    past = policy.period(keep.period).before(NOW) - timedelta(days=1)
    own, limit = Times(), Times()
    for number in range(2 * ROUNDS):
        AccessEntry.objects.bulk_create(
            (_entry(DICE.choice(people), past) for _ in range(max(ROWS // 100, 1))),
            batch_size=5000,
        )
        if number % 2:
            limit.measure([partial(_plain, past)])
        else:
            own.measure([partial(end_clock, AccessEntry, keep, policy, NOW)])
    if AccessEntry.objects.count() != ROWS:
        raise AssertionError("something else was removed, or something was left")
    return own.figure("removal of a hundredth", database=database, limit=limit)


def _entry(person: UUID, at: datetime) -> AccessEntry:
    return AccessEntry(person_id=person, at=at, role="desk", unit="b", task="card", kinds="name")


def _plain(past: datetime) -> None:
    table = AccessEntry._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {table} WHERE at <= %s", [past])  # noqa: S608 - our own table


def _extract(database: str, policy: Policy) -> Figure:
    """Extract somebody with ten years of history; the limit is to read the rows and no more."""
    person = Person.objects.order_by("pk").first()
    assert person is not None  # noqa: S101 - they were made above
    record = Record.objects.create(
        source="bench", control_number="1", digest="", kind="book", audience="adult",
        title="Bench", added_on=NOW.date(),
    )  # fmt: skip
    consent = Consent.objects.create(
        person=person, what="loan_history", notice_version="1.0", notice_digest="", language="nb",
        given_in="my_page", given_at=NOW,
    )  # fmt: skip
    History.objects.bulk_create(
        History(
            consent=consent,
            record=record,
            returned_on=(NOW - timedelta(days=each)).date(),
            is_month=False,
        )
        for each in range(ENTRIES)
    )
    own, limit = Times(), Times()
    for _ in range(ROUNDS):
        made = partial(archive, person.pk, policy=policy, now=NOW, language=Language.NB)
        own.measure([made] * (EXTRACTS // ROUNDS))
        read = partial(lambda of: list(History.objects.filter(consent__person=of).values()), person)
        limit.measure([read] * (EXTRACTS // ROUNDS))
    return own.figure("extract, ten years", database=database, limit=limit)


def _replay(database: str) -> Figure:
    """Replay erasures against everyone; the limit is one DELETE of as many without the ledger."""
    gone = list(Person.objects.order_by("pk").values_list("pk", flat=True)[: 2 * ERASED])
    ledger.note(gone[:ERASED], rule="bench", at=NOW)
    own, limit = Times(), Times()
    entries = ledger.ledger().read().entries
    own.measure([partial(replay, entries, taken_at=NOW)])
    limit.measure([partial(Person.objects.filter(pk__in=gone[ERASED:]).delete)])
    if Person.objects.filter(pk__in=gone).exists():
        raise AssertionError("somebody came back")
    own.calls *= 2
    return own.figure("ledger replay", database=database, limit=limit)
