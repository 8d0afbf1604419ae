"""A made-up library to lend in: two branches, a few rules, invented people."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from itertools import count
from pathlib import Path
from uuid import UUID

from hylla.catalogue.models import Item, ItemStatus, ItemType, Record
from hylla.circulation.actions import CheckedOut, Returned, check_out, return_item, set_loan_rule
from hylla.circulation.rules.terms import Terms
from hylla.library.actions import bump_rules_version
from hylla.library.models import Branch, Controller, OpeningHours
from hylla.patrons.models import Card, Category, Identity, Person
from hylla.privacy.policy import Fees, Policy, read_policy

POLICIES = Path(__file__).parents[2] / "policies"
NOW = datetime(2026, 11, 3, 11, 0, tzinfo=UTC)
"""A Tuesday at noon in Norway and Sweden."""
TODAY = date(2026, 11, 3)

ANYONE = Terms(
    category=None,
    item_type=None,
    branch_id=None,
    is_lent=True,
    loan_days=28,
    max_loans=2000,
    max_renewals=2,
    max_holds=20,
    min_age=0,
    fee_per_day_ore=200,
    fee_cap_ore=5000,
)


def policy_of(name: str) -> Policy:
    """Read one of the five libraries' policies, or the demo's."""
    return read_policy(POLICIES / f"{name}.toml")


def with_fees(policy: Policy, *, daily: int, cap: int, block_at: int) -> Policy:
    """Return the policy with other fees."""
    return replace(policy, fees=Fees(daily_ore=daily, cap_ore=cap, block_at_ore=block_at))


@dataclass
class World:
    """The library and its two branches; `main` is where things happen unless told otherwise."""

    policy: Policy
    main: Branch
    other: Branch

    def __post_init__(self) -> None:
        self._numbers = count(1)

    def patron(
        self,
        *,
        category: str = "adult",
        born: date | None = date(1980, 5, 17),
        expires_on: date | None = None,
    ) -> tuple[UUID, str]:
        """Add someone, and return their id and the number of their card."""
        number = f"9{next(self._numbers):07d}"
        person = Person.objects.create(
            category_id=category,
            home_branch=self.main,
            registered_on=date(2024, 1, 1),
            last_used_on=date(2026, 10, 1),
        )
        Identity.objects.create(
            person=person,
            given_name="Kari",
            family_name="Prøve",
            birth_date=born,
            language="nb",
            channel="email",
        )
        Card.objects.create(
            number=number,
            person=person,
            kind="local",
            status="active",
            issued_on=date(2024, 1, 1),
            expires_on=expires_on,
        )
        return person.pk, number

    def record(self, title: str = "Hest") -> Record:
        """Add a title without copies."""
        number = next(self._numbers)
        return Record.objects.create(
            source="test",
            control_number=str(number),
            digest=str(number),
            kind="book",
            audience="adult",
            title=title,
            added_on=TODAY,
        )

    def item(
        self,
        *,
        record: Record | None = None,
        branch: Branch | None = None,
        item_type: str = "book",
        status: ItemStatus = ItemStatus.IN_SERVICE,
    ) -> Item:
        """Add a copy, with a title of its own unless one is given."""
        return Item.objects.create(
            barcode=f"3{next(self._numbers):09d}",
            record=record or self.record(),
            item_type_id=item_type,
            branch=branch or self.main,
            status=status,
            added_on=TODAY,
        )

    def lend(self, card: str, item: Item, *, now: datetime = NOW, **more: object) -> CheckedOut:
        """Lend at the main branch."""
        return check_out(
            card=card,
            barcode=item.barcode,
            branch_id=self.main.pk,
            now=now,
            policy=self.policy,
            **more,  # type: ignore[arg-type]  # only `overriding` is passed on
        )

    def take_back(
        self, item: Item, *, now: datetime = NOW, branch: Branch | None = None
    ) -> Returned:
        """Take an item back, at the main branch unless told otherwise."""
        return return_item(
            barcode=item.barcode,
            branch_id=(branch or self.main).pk,
            now=now,
            policy=self.policy,
        )


def make_world(policy: Policy) -> World:
    """Make the library: open from Monday to Saturday, books and games, adults and children."""
    controller = Controller.objects.create(name="Prøvevik", email="post@example.org")
    main, other = (
        Branch.objects.create(controller=controller, code=code, name=code.title())
        for code in ("main", "other")
    )
    for branch in (main, other):
        for weekday in range(6):
            OpeningHours.objects.create(
                branch=branch, weekday=weekday, opens_at=time(10), closes_at=time(18)
            )
    Category.objects.create(code="adult", name="Adult", from_age=18)
    Category.objects.create(code="child", name="Child")
    for code in ("book", "game"):
        ItemType.objects.create(code=code, name=code.title())
    set_loan_rule(ANYONE)
    bump_rules_version()
    return World(policy, main, other)
