"""The desks of the benchmark, and what is unusual in its library: many loans, many copies."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from hylla.catalogue.models import Item, Record
from hylla.circulation.models import Loan
from hylla.library.actions import add_staff
from hylla.library.rules import NewStaff
from hylla.patrons.models import Card
from hylla.privacy.vocabulary import Role
from hylla.site.bench.library import ITEM_TYPES, NOW, TODAY, BenchLibrary

DESKS = 10
LOANS_OF_ONE = 1_000
COPIES_OF_ONE = 2_000
SECRET = "a desk of the benchmark"  # noqa: S105 - good for nothing else


@dataclass(frozen=True)
class Case:
    """Whom the desks serve, and with what: cards and barcodes, none of them used twice at once."""

    name: str
    cards: Sequence[str]
    barcodes: Sequence[str]


def add_desks(branch_id: int) -> list[str]:
    """Take on someone for each desk, and return their user names."""
    names = [f"desk{number}" for number in range(DESKS)]
    for name in names:
        add_staff(
            NewStaff(
                username=name,
                name=name,
                password=SECRET,
                branch_id=branch_id,
                roles=frozenset({Role.DESK}),
                undertaking_on=date(2024, 1, 1),
            )
        )
    return names


def cases(library: BenchLibrary) -> list[Case]:
    """Add what is unusual, and return whom to serve: everyone, who has much, with what there is."""
    usual, busy = library.cards[DESKS:], library.cards[:DESKS]
    copies = _one_title(library)
    _many_loans(library, busy)
    return [
        Case("ordinary", usual, library.barcodes),
        Case("1000_loans", busy, library.barcodes),
        Case("2000_items", usual, copies),
    ]


def _one_title(library: BenchLibrary) -> list[str]:
    return _copies(library, "T", COPIES_OF_ONE)


def _many_loans(library: BenchLibrary, busy: Sequence[str]) -> None:
    """Let each of these have many loans, of as many titles as copies."""
    records = list(Record.objects.values_list("pk", flat=True)[:LOANS_OF_ONE])
    people = dict(Card.objects.filter(number__in=busy).values_list("number", "person_id"))
    for number, card in enumerate(busy):
        barcodes = _copies(library, f"L{number}", LOANS_OF_ONE, records=records)
        items = Item.objects.filter(barcode__in=barcodes).values_list("pk", flat=True)
        Loan.objects.bulk_create(
            (
                Loan(
                    item_id=item,
                    patron_id=people[card],
                    branch_id=library.branch_id,
                    lent_at=NOW,
                    due_on=TODAY + timedelta(days=14),
                )
                for item in items
            ),
            batch_size=2000,
        )


def _copies(
    library: BenchLibrary, letter: str, count: int, *, records: Sequence[int] = ()
) -> list[str]:
    """Add copies of these titles in turn, or of a title of their own; return their barcodes."""
    titles = records or [_title(letter)]
    barcodes = [f"{letter}{number:08d}" for number in range(count)]
    Item.objects.bulk_create(
        (
            Item(
                barcode=barcode,
                record_id=titles[number % len(titles)],
                item_type_id=ITEM_TYPES[0],
                branch_id=library.branch_id,
                added_on=TODAY,
            )
            for number, barcode in enumerate(barcodes)
        ),
        batch_size=2000,
    )
    return barcodes


def _title(name: str) -> int:
    return Record.objects.create(
        source="bench",
        control_number=name,
        digest=name,
        kind="book",
        audience="adult",
        title=name,
        added_on=TODAY,
    ).pk
