"""A made-up library of some size for benchmarks: rows only, no names that mean anything."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID, uuid4

from django.db import connection

from hylla.catalogue.models import Item, ItemType, Record
from hylla.circulation.actions import set_loan_rule
from hylla.circulation.models import History, Hold, Loan
from hylla.circulation.rules.terms import Terms
from hylla.library.models import Branch, Controller, OpeningHours
from hylla.patrons.models import Card, Category, Consent, Identity, Person
from hylla.patrons.models.consents import ConsentTo
from hylla.statistics.models import Tally

NOW = datetime(2026, 11, 3, 11, 0, tzinfo=UTC)
TODAY = date(2026, 11, 3)
CATEGORIES = ("adult", "child", "school")
ITEM_TYPES = ("book", "film", "game", "magazine", "music")
LOANS = 6_000
HOLDS = 4_000
TITLES_EACH = 25
"""How much somebody with a history has in it."""
DICE = random.Random(2026)  # noqa: S311 - the same library each time, and no secret


@dataclass(frozen=True)
class Size:
    """How much there is."""

    patrons: int = 10_000
    records: int = 5_000
    items: int = 30_000
    branches: int = 5


@dataclass(frozen=True)
class BenchLibrary:
    """What a benchmark may lend: cards, and barcodes that are on no loan and that nobody holds."""

    branch_id: int
    cards: Sequence[str]
    barcodes: Sequence[str]


def fill(size: Size) -> BenchLibrary:
    """Fill the empty database, and let it learn what is in it."""
    branches = _branches(size.branches)
    _rules(branches)
    people = _people(size.patrons, branches)
    barcodes = _items(size, branches)
    _loans_and_holds(people, branches)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return BenchLibrary(branches[0].pk, [_card(number) for number in range(size.patrons)], barcodes)


def add_years(rows: int) -> None:
    """Add what many loans leave behind: half of the rows as tallies, half as wanted histories."""
    Tally.objects.bulk_create(
        (
            Tally(
                day=TODAY - timedelta(days=number % 3_000),
                branch=f"b{number // 3_000}",
                event="loan",
                item_type=DICE.choice(ITEM_TYPES),
                category=DICE.choice(CATEGORIES),
                age_band="20-29",
                count=DICE.randint(1, 50),
            )
            for number in range(rows - rows // 2)
        ),
        batch_size=5000,
    )
    _histories(rows // 2)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _histories(rows: int) -> None:
    """Let a few read much, as people with a history do."""
    records = list(Record.objects.values_list("pk", flat=True))
    grown_up = Person.objects.filter(identity__birth_date__lt=TODAY - timedelta(days=20 * 366))
    consents = Consent.objects.bulk_create(
        (_consent(person) for person in grown_up[: max(rows // TITLES_EACH, 1)]), batch_size=2000
    )
    History.objects.bulk_create(
        (
            History(
                consent=consents[number % len(consents)],
                record_id=DICE.choice(records),
                returned_on=(TODAY - timedelta(days=number % 300)).replace(day=1),
                is_month=True,
            )
            for number in range(rows)
        ),
        batch_size=5000,
    )


def _consent(person: Person) -> Consent:
    return Consent(
        person=person,
        what=ConsentTo.LOAN_HISTORY,
        notice_version="1.0",
        notice_digest="0" * 64,
        language="nb",
        given_in="my_page",
        given_at=NOW - timedelta(days=400),
    )


def _branches(number: int) -> list[Branch]:
    controller = Controller.objects.create(name="Bench", email="bench@example.org")
    branches = [
        Branch.objects.create(controller=controller, code=f"b{each}", name=f"Branch {each}")
        for each in range(number)
    ]
    OpeningHours.objects.bulk_create(
        OpeningHours(branch=branch, weekday=day, opens_at=time(10), closes_at=time(18))
        for branch in branches
        for day in range(6)
    )
    return branches


def _rules(branches: Sequence[Branch]) -> None:
    Category.objects.bulk_create(Category(code=code, name=code) for code in CATEGORIES)
    ItemType.objects.bulk_create(ItemType(code=code, name=code) for code in ITEM_TYPES)
    for category in (None, *CATEGORIES):
        for item_type in (None, *ITEM_TYPES):
            for branch in (None, *branches[:2]):
                set_loan_rule(_terms(category, item_type, branch.pk if branch else None))


def _terms(category: str | None, item_type: str | None, branch_id: int | None) -> Terms:
    return Terms(
        category=category,
        item_type=item_type,
        branch_id=branch_id,
        is_lent=True,
        loan_days=28,
        max_loans=2000,
        max_renewals=3,
        max_holds=50,
        min_age=0,
        fee_per_day_ore=200,
        fee_cap_ore=5000,
    )


def _people(number: int, branches: Sequence[Branch]) -> list[UUID]:
    ids = [uuid4() for _ in range(number)]
    Person.objects.bulk_create(
        (
            Person(
                id=each,
                category_id=DICE.choice(CATEGORIES),
                home_branch=DICE.choice(branches),
                registered_on=TODAY,
                # As most of a day's patrons are: seen today already, or not.
                last_used_on=TODAY - timedelta(days=DICE.choice((0, 0, 0, 1))),
            )
            for each in ids
        ),
        batch_size=2000,
    )
    Identity.objects.bulk_create(
        (_identity(each, at) for at, each in enumerate(ids)), batch_size=2000
    )
    Card.objects.bulk_create(
        (
            Card(number=_card(at), person_id=each, kind="local", status="active", issued_on=TODAY)
            for at, each in enumerate(ids)
        ),
        batch_size=2000,
    )
    return ids


def _identity(person_id: UUID, number: int) -> Identity:
    return Identity(
        person_id=person_id,
        given_name=f"G{number}",
        family_name=f"F{number}",
        birth_date=date(1940 + number % 80, 1 + number % 12, 1),
        language="nb",
        channel="email",
    )


def _card(number: int) -> str:
    return f"N{number:08d}"


def _items(size: Size, branches: Sequence[Branch]) -> list[str]:
    """Add titles and copies, and return the barcodes at the first branch without loan or hold."""
    Record.objects.bulk_create(
        (
            Record(
                source="bench",
                control_number=str(number),
                digest=str(number),
                kind="book",
                audience="adult",
                title=f"Title {number}",
                added_on=TODAY,
            )
            for number in range(size.records)
        ),
        batch_size=2000,
    )
    records = list(Record.objects.values_list("pk", flat=True))
    Item.objects.bulk_create(
        (
            Item(
                barcode=f"B{number:08d}",
                record_id=records[number % len(records)],
                item_type_id=ITEM_TYPES[number % len(ITEM_TYPES)],
                branch=branches[0] if number >= LOANS else DICE.choice(branches),
                added_on=TODAY,
            )
            for number in range(size.items)
        ),
        batch_size=2000,
    )
    free = [number for number in range(LOANS, size.items) if number % size.records >= HOLDS]
    return [f"B{number:08d}" for number in free]


def _loans_and_holds(people: Sequence[UUID], branches: Sequence[Branch]) -> None:
    items = list(Item.objects.order_by("barcode").values_list("pk", "record_id")[:LOANS])
    Loan.objects.bulk_create(
        (
            Loan(
                item_id=item_id,
                patron_id=DICE.choice(people),
                branch=branches[0],
                lent_at=NOW,
                due_on=TODAY + timedelta(days=14),
            )
            for item_id, _ in items
        ),
        batch_size=2000,
    )
    Hold.objects.bulk_create(
        (
            Hold(
                record_id=record_id,
                patron_id=DICE.choice(people),
                pickup_branch=DICE.choice(branches),
                placed_at=NOW,
            )
            for _, record_id in items[:HOLDS]
        ),
        batch_size=2000,
    )
