"""Forgetting, beside the least it could cost: removal, an extract, the look, the replay.

`BENCH_SCALE` in the environment makes everything smaller, so that a test can run it.
"""

import os
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from random import Random
from uuid import UUID

from django.db import connection

from hylla.catalogue.models import Record
from hylla.circulation.models import History, Loan
from hylla.library.queries import policy_in_force
from hylla.patrons.models import Consent, Person
from hylla.privacy import ledger
from hylla.privacy.extract import archive
from hylla.privacy.ledger.replay import replay
from hylla.privacy.models import AccessEntry
from hylla.privacy.policy import Policy
from hylla.privacy.removal import end_clock
from hylla.privacy.vocabulary import Language
from hylla.site.bench import verify
from hylla.site.bench.figures import Figure, Times
from hylla.site.bench.library import NOW

SCALE = float(os.environ.get("BENCH_SCALE", "1"))
ROWS = int(2_000_000 * SCALE)
ERASED = max(int(5_000 * SCALE), 10)
ENTRIES = max(int(10 * 365 * SCALE), 50)
"""A title a day for ten years."""
SOME = 20_000
ROUNDS = 5
EXTRACTS = 20
DICE = Random(1)  # noqa: S311 - a made-up town


def measure(database: str) -> list[Figure]:
    """Look at every sentence of a large library, then remove, extract and replay in it."""
    looked = verify.measure(database)
    policy = policy_in_force()
    # What is on loan holds people back, and is not what is measured here.
    Loan.objects.all().delete()
    rows = Person.objects.filter(consents=None).order_by("pk")
    people = list(rows.values_list("pk", flat=True))
    return [
        _removal(database, policy, people),
        _extract(database, policy, people.pop()),
        *looked,
        _replay(database, policy, people),
    ]


def _removal(database: str, policy: Policy, people: Sequence[UUID]) -> Figure:
    """End a hundredth of a table by its clock, and as many by one plain DELETE, in turns."""
    _fill_log(people)
    keep = AccessEntry.personal_data.keep[0]
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
    took = own.figure("removal of a hundredth", database=database, limit=limit)
    each = ROWS // 100
    return replace(took, value=took.value * each, limit=took.limit * each, unit="rows/s")


def _fill_log(people: Sequence[UUID]) -> None:
    """Fill the log of looks: some by hand, and the rest by copying what is there."""
    first = min(ROWS, SOME)
    moments = (NOW - timedelta(seconds=each % 1000) for each in range(first))
    entries = (_entry(DICE.choice(people), at) for at in moments)
    AccessEntry.objects.bulk_create(entries, batch_size=5000)
    fields = [
        str(each.column) for each in AccessEntry._meta.concrete_fields if not each.primary_key
    ]
    table, columns = AccessEntry._meta.db_table, ", ".join(map(connection.ops.quote_name, fields))
    copy = f"INSERT INTO {table} ({columns}) SELECT {columns} FROM {table} LIMIT %s"  # noqa: S608 - our own table
    with connection.cursor() as cursor:
        while (rows := AccessEntry.objects.count()) < ROWS:
            cursor.execute(copy, [ROWS - rows])


def _entry(person: UUID, at: datetime) -> AccessEntry:
    return AccessEntry(person_id=person, at=at, role="desk", unit="b", task="card", kinds="name")


def _plain(past: datetime) -> None:
    table = AccessEntry._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {table} WHERE at <= %s", [past])  # noqa: S608 - our own table


def _extract(database: str, policy: Policy, person: UUID) -> Figure:
    """Extract somebody with ten years of history; the limit is to read the rows and no more."""
    record = Record.objects.order_by("pk")[0]
    consent = Consent.objects.create(
        person_id=person, what="loan_history", notice_version="1.0", notice_digest="",
        language="nb", given_in="my_page", given_at=NOW,
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
        made = partial(archive, person, policy=policy, now=NOW, language=Language.NB)
        own.measure([made] * (EXTRACTS // ROUNDS))
        read = partial(lambda of: list(History.objects.filter(consent__person=of).values()), person)
        limit.measure([read] * (EXTRACTS // ROUNDS))
    return own.figure("extract, ten years", database=database, limit=limit)


def _replay(database: str, policy: Policy, people: Sequence[UUID]) -> Figure:
    """Replay erasures against everyone; the limit is one DELETE of as many without the ledger."""
    again, plain = people[:ERASED], people[ERASED : 2 * ERASED]
    ledger.note(again, rule="bench", at=NOW)
    own, limit = Times(), Times()
    entries = ledger.ledger().read().entries
    own.measure([partial(replay, entries, taken_at=NOW, policy=policy, now=NOW)])
    limit.measure([partial(Person.objects.filter(pk__in=plain).delete)])
    if Person.objects.filter(pk__in=[*again, *plain]).exists():
        raise AssertionError("somebody came back")
    return own.figure_in_seconds(f"replay of {ERASED} erasures", database=database, limit=limit)
