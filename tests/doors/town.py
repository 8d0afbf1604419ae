"""A small town for the tests of the pages: two branches, staff in every role, invented patrons."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils import timezone

from hylla.catalogue.actions import add_record
from hylla.catalogue.models import Item, ItemType, Record
from hylla.catalogue.rules.title_facts import TitleFacts
from hylla.circulation.actions import check_out, set_loan_rule
from hylla.circulation.models import Loan
from hylla.circulation.rules.terms import Terms
from hylla.library.actions import add_branch, add_staff, publish_policy, set_opening_hours
from hylla.library.models import Branch
from hylla.library.queries import policy_in_force
from hylla.library.rules import NewStaff, Opening
from hylla.patrons.actions import add_category, register
from hylla.patrons.rules import NewAddress, NewGuardian, NewPatron
from hylla.privacy.vocabulary import Language, Role

PIN = "2580"
PASSWORD = "a shelf of seven rivers"
ANYONE = Terms(
    category=None,
    item_type=None,
    branch_id=None,
    is_lent=True,
    loan_days=28,
    max_loans=5,
    max_renewals=2,
    max_holds=5,
    min_age=0,
    fee_per_day_ore=300,
    fee_cap_ore=9000,
)
WEEK = [Opening(day, time(10), time(18)) for day in range(7)]


@dataclass
class Patron:
    """Someone with a card."""

    id: UUID
    card: str
    guardian_id: UUID | None = None


@dataclass
class Town:
    """The library, as the pages find it."""

    main: Branch
    west: Branch
    numbers: "count[int]" = field(default_factory=lambda: count(1))

    def patron(self, **changes: Any) -> Patron:
        """Register someone with a PIN."""
        number = next(self.numbers)
        values: dict[str, Any] = {
            "given_name": f"Kari{number}",
            "family_name": "Tjernvatn",
            "birth_date": date(1985, 5, 14),
            "home_branch_id": self.main.pk,
            "pin": PIN,
            "emails": (f"kari{number}@example.org",),
            "phones": ("412 34 567",),
            "addresses": (NewAddress(line_1="Gata 1", postcode="0001", city="Fjordvik"),),
        }
        done = register(
            NewPatron(**{**values, **changes}), policy=policy_in_force(), now=datetime.now(UTC)
        )
        return Patron(done.person_id, done.card_number, done.guardian_id)

    def child(self, *, age: int, guardian: Patron | None = None, **changes: Any) -> Patron:
        """Register a child of that age, whose guardian is a patron or someone new."""
        today = timezone.localdate()
        signs = guardian.id if guardian else NewGuardian(family_name="Prøve", phones=("41234568",))
        born = date(today.year - age, 1, 1)
        return self.patron(birth_date=born, guardian=signs, **changes)

    def staff(self, *roles: Role, username: str = "") -> str:
        """Take on a member of staff, and return their user name."""
        username = username or f"{roles[0]}{next(self.numbers)}"
        add_staff(
            NewStaff(
                username=username,
                name=username.title(),
                password=PASSWORD,
                branch_id=self.main.pk,
                roles=frozenset(roles),
                language=Language.EN,
                undertaking_on=date(2024, 1, 1),
            )
        )
        return username

    def record(self, title: str = "Hest og fjell", *, author: str = "Elv, Sara") -> Record:
        """Add a title without copies."""
        facts = TitleFacts(title=title, authors=(author,), year=2019)
        number = str(next(self.numbers))
        added = add_record(facts, source="test", control_number=number, on=timezone.localdate())
        return Record.objects.get(pk=added)

    def item(self, title: str = "Hest og fjell", **values: Any) -> Item:
        """Add a copy of a title of its own unless a record is given."""
        kind, _ = ItemType.objects.get_or_create(code="book", defaults={"name": "Book"})
        values = {"branch": self.main, "record": None, **values}
        values["record"] = values["record"] or self.record(title)
        return Item.objects.create(
            barcode=f"3010{next(self.numbers):06d}",
            item_type=kind,
            added_on=timezone.localdate(),
            **values,
        )

    def lend(self, patron: Patron, item: Item, *, days_ago: int = 0) -> Loan:
        """Lend an item, and let it be due as if it was lent days ago."""
        lent = check_out(
            card=patron.card,
            barcode=item.barcode,
            branch_id=self.main.pk,
            now=datetime.now(UTC),
            policy=policy_in_force(),
        )
        loan = Loan.objects.get(pk=lent.loan_id)
        loan.due_on -= timedelta(days=days_ago)
        loan.save()
        return loan


def make_town() -> Town:
    """Found the library."""
    add_category("adult", name="Adult", from_age=18)
    add_category("child", name="Child", until_age=18, next_code="adult")
    main, west = add_branch("main", name="Main library"), add_branch("west", name="Western branch")
    for branch in (main, west):
        set_opening_hours(branch.pk, week=WEEK)
    set_loan_rule(ANYONE)
    return Town(main, west)


def change_policy(*changes: tuple[str, str]) -> None:
    """Put the policy in force again with lines of its text changed."""
    text = Path(settings.HYLLA_POLICY).read_text(encoding="utf-8")
    for before, after in (*changes, ('version = "1.0"', 'version = "1.1"')):
        assert before in text
        text = text.replace(before, after, 1)
    publish_policy(text, now=datetime.now(UTC))
