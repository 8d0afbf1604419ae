"""Rows for tests, made straight in the tables: invented people, things and places."""

import itertools
import os
import uuid
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

from django.db import connection

from hylla.catalogue.models import Item, ItemType, Record
from hylla.circulation.models import Hold, Loan
from hylla.fees.models import Claim, Invoice, Payment
from hylla.interlibrary.models import Order, Partner, Wish
from hylla.library.models import Branch, Controller, Staff
from hylla.lists.models import Entry, Interest, PublicEntry, PublicList, TitleList
from hylla.outreach.models import Agreement, Round
from hylla.patrons.models import Category, Consent, Identity, OtherCategory, Person
from hylla.privacy.models import LegalHold, Request
from hylla.privacy.policy import Policy, read_policy
from hylla.reviews.models import Rating, Review, Reviewer

POLICIES = Path(__file__).resolve().parent.parent / "policies"
LIBRARIES = ("umea", "askoy", "bergen", "kungsbacka", "sandnes", "fjordvik")
_numbers = itertools.count(1)
Case = TypeVar("Case")


def half(cases: Sequence[Case]) -> Sequence[Case]:
    """Return every other case, and the others on the other kind of database.

    For what takes long and is hardly the database's: `HYLLA_EVERYWHERE=1` runs all on both.
    """
    if "HYLLA_EVERYWHERE" in os.environ:
        return cases
    return cases[connection.vendor == "postgresql" :: 2]


def policy_of(library: str) -> Policy:
    """Return a library's policy, as its file has it."""
    return read_policy(POLICIES / f"{library}.toml")


def a_branch(code: str = "main", **values: Any) -> Branch:
    """Return the branch of that code."""
    controller, _ = Controller.objects.get_or_create(name="Fjordvik", email="post@example.org")
    defaults = {"controller": controller, "name": code.title(), **values}
    return Branch.objects.get_or_create(code=code, defaults=defaults)[0]


def a_category(code: str = "adult") -> Category:
    """Return the category of that code."""
    return Category.objects.get_or_create(code=code, defaults={"name": code})[0]


def a_person(*, born: date | None = None, used: date = date(2026, 1, 1), **values: Any) -> Person:
    """Return a new person with an identity."""
    number = next(_numbers)
    person = Person.objects.create(
        category=a_category(),
        home_branch=a_branch(),
        registered_on=date(2020, 1, 1),
        last_used_on=used,
    )
    Identity.objects.create(
        person=person,
        given_name=f"Given{number}",
        family_name=f"Tjernvatn{number}",
        birth_date=born,
        language="nb",
        channel="email",
        **values,
    )
    return person


def a_record(title: str = "Sult") -> Record:
    """Return a new bibliographic record."""
    return Record.objects.create(
        source="test",
        control_number=str(next(_numbers)),
        digest="",
        kind="book",
        audience="adult",
        title=title,
        added_on=date(2026, 1, 1),
    )


def an_item(record: Record | None = None, *, branch: Branch | None = None, **values: Any) -> Item:
    """Return a new item, a book at the main branch unless told otherwise."""
    item_type, _ = ItemType.objects.get_or_create(code="book", defaults={"name": "Book"})
    return Item.objects.create(
        barcode=f"T{next(_numbers):08}",
        record=record or a_record(),
        item_type=item_type,
        branch=branch or a_branch(),
        added_on=date(2026, 1, 1),
        **values,
    )


def a_loan(patron: Person, *, lent_at: datetime, item: Item | None = None, **values: Any) -> Loan:
    """Return a new loan, open unless `returned_at` or `closed_at` is given."""
    return Loan.objects.create(
        item=item or an_item(),
        patron=patron,
        branch=a_branch(),
        lent_at=lent_at,
        due_on=values.pop("due_on", lent_at.date()),
        **values,
    )


def a_hold(patron: Person, *, placed_at: datetime, record: Record | None = None) -> Hold:
    """Return a new hold."""
    return Hold.objects.create(
        record=record or a_record(),
        patron=patron,
        pickup_branch=a_branch(),
        placed_at=placed_at,
    )


def a_claim(patron: Person, *, opened_on: date, amount_ore: int = 1000, **values: Any) -> Claim:
    """Return a new claim, unpaid unless `settled_at` is given."""
    return Claim.objects.create(
        id=values.pop("id", uuid.uuid4()),
        patron=patron,
        branch=a_branch(),
        kind="overdue",
        amount_ore=amount_ore,
        opened_on=opened_on,
        **values,
    )


def a_payment(patron: Person, *, began_at: datetime, **values: Any) -> Payment:
    """Return a payment on the web, under way unless `state` and `finished_at` are given."""
    return Payment.objects.create(
        patron=patron,
        reference=values.pop("reference", "rAnd0mReference"),
        kind="overdue",
        amount_ore=values.pop("amount_ore", 1000),
        began_at=began_at,
        state=values.pop("state", "under_way"),
        **values,
    )


def an_agreement(patron: Person, *, at: datetime, **values: Any) -> Agreement:
    """Return an agreement with the outreach service, on a round that nobody answers for."""
    consent = Consent.objects.create(
        id=values.pop("id", uuid.uuid4()),
        person=patron,
        what="outreach",
        notice_version="1.0",
        notice_digest="0" * 64,
        language="nb",
        given_in="desk",
        given_at=at,
    )
    OtherCategory.objects.create(consent=consent, before_id=patron.category_id)
    Person.objects.filter(pk=patron.pk).update(category=a_category("outreach"))
    begun = {"branch": a_branch(), "first_on": at.date(), "every_weeks": 3}
    way, _ = Round.objects.get_or_create(name="Fjord", defaults=begun)
    told = {"round": way, "place": 1, "since_on": at.date(), **values}
    return Agreement.objects.create(consent=consent, **told)


def an_invoice(patron: Person, *, made_on: date, **values: Any) -> Invoice:
    """Return an invoice without claims, open unless `settled_at` is given."""
    serial = next(_numbers)
    told = {"year": made_on.year, "serial": serial, "reference": "202600000000", "due_on": made_on}
    return Invoice.objects.create(
        patron=patron, made_on=made_on, amount_ore=1000, **{**told, **values}
    )


def a_review(patron: Person, *, written_on: date, **values: Any) -> Review:
    """Return a review with four stars, published unless told otherwise, and make its user name."""
    name = values.pop("name", f"Leser {next(_numbers)}")
    record = values.pop("record", None) or a_record()
    Reviewer.objects.get_or_create(person=patron, defaults={"name": name, "folded": name.lower()})
    Rating.objects.create(patron=patron, record=record, stars=4, rated_on=written_on)
    told = {"text": "A quiet book about a horse.", "language": "en", **values}
    if "state" not in told:
        told |= {"state": "published", "published_on": written_on, "is_looked_at": True}
    return Review.objects.create(patron=patron, record=record, written_on=written_on, **told)


def a_list(patron: Person, *, touched_on: date, **values: Any) -> Entry:
    """Return a title on a list, and let its owner be interested in something."""
    record = values.pop("record", None) or a_record()
    named = {each: values.pop(each) for each in ("name", "shared_as") if each in values}
    named |= {"pk": values.pop("list_id")} if "list_id" in values else {}
    Interest.objects.create(patron=patron, topic=values.pop("topic", f"Emne {next(_numbers)}"))
    mine = TitleList.objects.create(patron=patron, touched_on=touched_on, **named)
    told = {"title": record.title, "position": 1, "added_on": touched_on, **values}
    return Entry.objects.create(list=mine, record=record, **told)


def a_public_list(record: Record, *, on: date, name: str = "Vi anbefaler") -> int:
    """Return the number of a list for everybody that has a title."""
    shown = PublicList.objects.create(name=name, about="Kort.", is_shown=True, changed_on=on)
    PublicEntry.objects.create(list=shown, record=record, note="God", position=1)
    return int(shown.pk)


def a_wish(patron: Person, *, asked_at: datetime, **values: Any) -> Wish:
    """Return a wish for something from another library, not decided on unless told otherwise."""
    told = {"title": "Hav", **values}
    return Wish.objects.create(patron=patron, pickup_branch=a_branch(), asked_at=asked_at, **told)


def an_order(patron: Person, *, sent_at: datetime, **values: Any) -> Order:
    """Return an order at another library, of which nothing has come yet."""
    partner, _ = Partner.objects.get_or_create(
        name="Nabovik", defaults={"email": "fjern@nabovik.example.org"}
    )
    values = {"partner": partner, **values}
    told = {"title": "Elv", "heard_at": sent_at, "number": f"N{next(_numbers):09}", **values}
    return Order.objects.create(patron=patron, pickup_branch=a_branch(), sent_at=sent_at, **told)


def a_legal_hold(person: Person, **values: Any) -> LegalHold:
    """Hold somebody's loans back, by somebody at work, in force unless told otherwise."""
    now = datetime(2026, 6, 15, 12, tzinfo=UTC)
    owner, _ = Staff.objects.get_or_create(
        username="holder", defaults={"name": "Holder", "branch": a_branch(), "language": "nb"}
    )
    told = {
        "reason": "legal_claim",
        "law": "GDPR art. 17(3)(e)",
        "tables": " circulation.Loan ",
        "in_force_at": now,
        "until_at": now + timedelta(days=30),
    }
    return LegalHold.objects.create(person=person, owner=owner, **{**told, **values})


def ask_to_be_erased(person_id: uuid.UUID, *, kind: str = "erasure", **values: Any) -> Request:
    """Write down that someone asked to leave, and do nothing about it."""
    asked_at = datetime(2026, 11, 3, 11, tzinfo=UTC)
    return Request.objects.create(
        person_id=person_id,
        kind=kind,
        came_by="my_page",
        proof="log_in",
        role="patron",
        requested_at=asked_at,
        due_on=date(2026, 12, 3),
        **values,
    )
