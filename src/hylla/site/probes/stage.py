"""A stage on which an invented patron does something; when the curtain falls it never happened."""

import secrets
import string
import uuid
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import wraps
from typing import Any

from dateutil.relativedelta import relativedelta
from django.conf import settings
from django.db import transaction
from django.test import Client

from hylla.catalogue.models import Item, ItemType, Record
from hylla.circulation.actions import CheckedOut, Returned, check_out, return_item
from hylla.circulation.models import LoanRule
from hylla.fees.actions import lock_vouchers, open_claim
from hylla.fees.models import ClaimKind
from hylla.library.models import Branch
from hylla.library.refusals import Refused
from hylla.patrons.actions import Registered, register
from hylla.patrons.models import Category
from hylla.patrons.rules import Channel, NewPatron
from hylla.privacy.clocks import today
from hylla.privacy.policy import Policy
from hylla.privacy.verify import Finding, Probe
from hylla.site.canary import PLACE

ADULT = 40
PIN = "4092"
Act = Callable[["Stage"], Iterable[str]]


class NothingToTry(Exception):  # noqa: N818 - reads as the sentence it is, like Refused
    """The library has not come so far that this can be tried: no branch, no rule for loans."""


class _Undone(Exception):  # noqa: N818 - as above
    """Ends the transaction of a trial."""


@contextmanager
def undone() -> Iterator[None]:
    """Let something be done, and undo it: no row of it is ever seen by anyone else."""
    outermost = transaction.atomic()
    # Some actions refuse to run inside a transaction, lest a refusal undo what they counted. Here
    # that is the point, as it is in Django's own tests, which say so in this way.
    outermost._from_testcase = True  # type: ignore[attr-defined] # Django has no typed name for it
    with suppress(_Undone), outermost:
        yield
        raise _Undone


def trial(act: Act) -> Probe:
    """Make a probe of an act that says what went otherwise than the notice tells."""

    @wraps(act)
    def probe(policy: Policy, now: datetime) -> Finding | None:
        with undone():
            # Before what the trial counts: else it could wait for a desk that waits for it.
            lock_vouchers(today(policy, now))
            try:
                return Finding(1, tuple(act(Stage.at(policy, now))))
            except NothingToTry:
                return None
        raise AssertionError("a trial always comes to an end")

    return probe


def codes(act: Callable[[], object]) -> set[str]:
    """Return why the library said no; nothing where it said yes."""
    try:
        act()
    except Refused as refused:
        return {str(each.code) for each in refused.reasons}
    return set()


@dataclass(frozen=True)
class Stage:
    """Where and when a trial takes place, and under which policy."""

    policy: Policy
    now: datetime
    branch: Branch

    @classmethod
    def at(cls, policy: Policy, now: datetime) -> "Stage":
        """Return a stage at the library's first branch."""
        branch = Branch.objects.exclude(code=PLACE).order_by("pk").first()
        if branch is None or not Category.objects.exists():
            raise NothingToTry
        return cls(policy, now, branch)

    @property
    def day(self) -> date:
        """The day it is at the library."""
        return today(self.policy, self.now)

    def born(self, age: int, *, days: int = 0) -> date:
        """Return the birth date of someone who turned that age today, or will in so many days."""
        return self.day - relativedelta(years=age) + timedelta(days=days)

    def someone(self, *, age: int = ADULT, **facts: Any) -> NewPatron:
        """Return somebody who never was, to be registered."""
        mark = "".join(secrets.choice(string.ascii_lowercase) for _ in range(20))
        usual = {
            "given_name": "Trial",
            "family_name": mark,
            "birth_date": self.born(age),
            "home_branch_id": self.branch.pk,
            "category": "",
            "language": self.policy.default_language,
            "channel": Channel.EMAIL,
            "emails": (f"{mark}@example.org",),
        }
        return NewPatron(**{**usual, **facts})

    def patron(self, *, age: int = ADULT, **facts: Any) -> Registered:
        """Register somebody who never was."""
        return register(self.someone(age=age, **facts), policy=self.policy, now=self.now)

    def record(self) -> Record:
        """Return a title that nobody wrote."""
        return Record.objects.create(
            source=PLACE,
            control_number=uuid.uuid4().hex,
            digest="",
            kind="other",
            audience="adult",
            title=f"Trial {uuid.uuid4().hex}",
            added_on=date(1900, 1, 1),
        )

    def item(self, item_type: ItemType, *, record: Record | None = None) -> Item:
        """Return a copy that stands on no shelf."""
        return Item.objects.create(
            barcode=f"C{uuid.uuid4().hex[:20]}",
            record=record or self.record(),
            item_type=item_type,
            branch=self.branch,
            added_on=self.day,
        )

    def lent(self, card: str, *, at: datetime | None = None) -> CheckedOut:
        """Lend that card a copy of the first type that its rules lend.

        :raises NothingToTry: the library lends nothing yet.
        """
        if not LoanRule.objects.exists():
            raise NothingToTry
        for item_type in ItemType.objects.order_by("code"):
            with suppress(Refused):
                return self.lend(card, self.item(item_type), at=at)
        raise NothingToTry

    def lend(self, card: str, item: Item, *, at: datetime | None = None) -> CheckedOut:
        """Lend one copy.

        :raises Refused: the library says no.
        """
        return check_out(
            card=card,
            barcode=item.barcode,
            branch_id=self.branch.pk,
            now=at or self.now,
            policy=self.policy,
        )

    def like(self, lent: CheckedOut) -> Item:
        """Return another copy of the type that was lent, so that the same rule applies."""
        return self.item(Item.objects.get(barcode=lent.barcode).item_type)

    def give_back(self, lent: CheckedOut, *, at: datetime | None = None) -> Returned:
        """Take a copy back."""
        return return_item(
            barcode=lent.barcode,
            branch_id=self.branch.pk,
            now=at or self.now,
            policy=self.policy,
        )

    def owes(self, person_id: uuid.UUID, amount_ore: int) -> uuid.UUID:
        """Claim some money from somebody."""
        return open_claim(
            person_id,
            branch_id=self.branch.pk,
            kind=ClaimKind.DAMAGED,
            amount_ore=amount_ore,
            on=self.day,
        )


def browser() -> Client:
    """Return a browser that nobody has used; a broken page is an answer too."""
    headers = {"host": settings.ALLOWED_HOSTS[0].lstrip("."), "sec-fetch-site": "same-origin"}
    return Client(headers=headers, raise_request_exception=False)
