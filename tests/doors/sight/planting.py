"""Someone with a mark in every column that tells something, so that what is shown is seen."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import CharField, ForeignKey, Model, TextField
from django.utils import timezone
from django.utils.translation import override

from hylla.catalogue.models import Item, Record
from hylla.circulation.actions import place_hold
from hylla.circulation.models import History, OutreachHistory
from hylla.doors.parts.writing import money
from hylla.fees.models import Claim, ClaimKind
from hylla.library.queries import policy_in_force
from hylla.messages.models import Message, Template
from hylla.outreach.models import Round, Wish
from hylla.patrons.actions import Shown, block, choose_user_name, reprieve, set_national_id
from hylla.patrons.actions.consents import give_consent
from hylla.patrons.models import Identity, Person
from hylla.patrons.models.cards import BlockReason
from hylla.patrons.models.consents import ConsentTo
from hylla.patrons.queries import national_id_of
from hylla.patrons.rules import NewAddress, NewGuardian
from hylla.privacy.access import record
from hylla.privacy.declarations import PersonalData
from hylla.privacy.matrix import Field, field_of
from hylla.privacy.models import Request, Statement
from hylla.privacy.registry import lookup, personal_models
from hylla.privacy.rights.terms import CameBy, Proof, RequestKind
from hylla.privacy.vocabulary import Kind, Language, Role, Subject
from tests.builders import (
    a_legal_hold,
    a_list,
    a_payment,
    a_review,
    a_wish,
    an_agreement,
    an_invoice,
    an_order,
)
from tests.doors.town import Patron, Town
from tests.patrons.samples import synthetic_id

PHONE = "412 98 765"
AGREEMENT = UUID("5c9ec3a1-0000-4000-8000-0000000000dd")
HOLD = UUID("5c9ec3a1-0000-4000-8000-0000000000bb")
INVOICE = UUID("5c9ec3a1-0000-4000-8000-0000000000cc")
REQUEST = UUID("5c9ec3a1-0000-4000-8000-0000000000aa")
LIST = UUID("5c9ec3a1-0000-4000-8000-0000000000ff")
REVIEW = UUID("5c9ec3a1-0000-4000-8000-0000000000ee")
"""The number of what they have asked for by right, in the addresses of the office."""
TELLING = re.compile(r"(?i)mark|\d{6}")
"""What stands in a column is looked for where nothing else on a page reads the same."""


@dataclass(frozen=True)
class Mark:
    """A value that stands nowhere else, and of which column it is."""

    value: str
    field: Field
    kind: Kind
    column: str


@dataclass
class Planted:
    """Who was planted, their marks, and the tables that have none."""

    patron: Patron
    born: date
    marks: tuple[Mark, ...] = ()
    unmarked: set[str] = field(default_factory=set)
    told: dict[str, Any] = field(default_factory=dict)
    """What a form sends to ask for them."""

    @property
    def is_adult(self) -> bool:
        """Whether they have no guardian."""
        return self.patron.guardian_id is None


APART = "Bekk, Ola"
"""Whose titles are beside no other's, where a page lists an author's works."""


def plant(town: Town, *, age: int) -> Planted:
    """Register someone of that age who has, owes, waits for and asks for something."""
    today, now = timezone.localdate(), datetime.now(UTC)
    born = date(today.year - age, 2, 3)
    minor = age < policy_in_force().ages.adult
    signs = NewGuardian(family_name="Markguardian", phones=("41298700",)) if minor else None
    patron = town.patron(
        given_name="Markgiven",
        family_name="Markfamily",
        birth_date=born,
        phones=(PHONE,),
        emails=("mark.mail@example.org",),
        addresses=(NewAddress(line_1="Markgata 7", postcode="0001", city="Markvik"),),
        **({"guardian": signs} if signs else {}),
    )
    _lend(town, patron, now)
    _choose_for(town, patron, now)
    _claim_and_say(town, patron, today, now)
    _entries(town, patron, born, now, minor=minor)
    _beside(patron, now)
    _hold_back(patron, now)
    planted = Planted(patron, born)
    planted.marks = tuple(_marks(patron, born))
    planted.unmarked = _unmarked(patron)
    claim, message = Claim.objects.get(), Message.objects.get()
    planted.told = {
        "also": PHONE,
        "name": "Markg",
        "letter": [str(message.pk)],
        "claim": str(claim.pk),
        "method": "cash",
        "reason": "fees",
        "pin": "9364",
    }
    return planted


def _lend(town: Town, patron: Patron, now: datetime) -> None:
    town.lend(patron, town.item("Markloan"), days_ago=60)
    waited = town.item("Markhold")
    place_hold(
        person_id=patron.id,
        record_id=waited.record_id,
        pickup_branch_id=town.main.pk,
        now=now,
        policy=policy_in_force(),
    )
    person = Person.objects.get(pk=patron.id)
    a_wish(person, asked_at=now, pk=REQUEST, title="Markwish", author="Markauthor")
    an_order(person, sent_at=now, title="Markorder", number="MARKNUMBER")
    # It waits to be read: what is published, everybody reads, under the name that was chosen.
    told = {
        "name": "Markuser",
        "text": "Markreview of a quiet book.",
        "state": "waiting",
        "id": REVIEW,
    }
    a_review(
        person, written_on=now.date(), record=town.record("Markreviewed", author=APART), **told
    )
    told = {"name": "Marklist", "note": "Marknote", "topic": "Marktopic", "title": "Marklisted"}
    a_list(
        person,
        list_id=LIST,
        touched_on=now.date(),
        record=town.record("Marklisted", author=APART),
        **told,
    )
    consent = give_consent(patron.id, ConsentTo.LOAN_HISTORY, shown=_shown(), now=now)
    History.objects.create(
        consent_id=consent,
        record=town.record("Markread", author=APART),
        returned_on=now.date(),
        is_month=False,
    )


def _choose_for(town: Town, patron: Patron, now: datetime) -> None:
    person = Person.objects.get(pk=patron.id)
    way = Round.objects.create(
        pk=1, name="Round", branch=town.main, first_on=now.date(), every_weeks=3
    )
    agreed = an_agreement(person, at=now, id=AGREEMENT, round=way)
    Wish.objects.create(agreement=agreed, wanted="author", words="Marklikes")
    OutreachHistory.objects.create(
        consent=agreed.consent, record=town.record("Markhad", author=APART), returned_on=now.date()
    )


def _shown() -> Shown:
    return Shown(policy=policy_in_force(), language=Language.EN)


def _claim_and_say(town: Town, patron: Patron, today: date, now: datetime) -> None:
    person = Person.objects.get(pk=patron.id)
    told = {"reference": "7351900000000018", "due_on": today}
    Claim.objects.create(
        invoice=an_invoice(person, made_on=today, id=INVOICE, **told),
        patron_id=patron.id,
        branch=town.main,
        kind=ClaimKind.OVERDUE,
        amount_ore=73519,
        opened_on=today,
    )
    a_payment(person, began_at=now, reference="Markreference")
    block(patron.id, BlockReason.CONDUCT, on=today)
    reprieve(patron.id, on=today, until_on=today, up_to_ore=81_357)
    Message.objects.create(
        person_id=patron.id,
        template=Template.OVERDUE,
        branch=town.main,
        number=1,
        code="Markcode",
        created_at=now,
        next_attempt_at=now,
        channel="letter",
    )


def _entries(town: Town, patron: Patron, born: date, now: datetime, *, minor: bool) -> None:
    if not minor:
        choose_user_name(patron.id, "mark.name")
    Identity.objects.filter(pk=patron.id).update(
        school_class="Mark 4B", school_class_until=now.date()
    )
    policy = policy_in_force()
    set_national_id(patron.id, national_id=synthetic_id(born), policy=policy, now=now)
    kinds = {Kind.NAME}
    record(patron.id, at=now, role=Role.DESK, unit="markwhere", task="marktask", kinds=kinds)
    Request.objects.create(
        pk=REQUEST,
        person_id=patron.id,
        kind=RequestKind.OBJECTION,
        what="markwhat",
        words="Markwords",
        name="Markrequest",
        reply_to="mark.reply@example.org",
        came_by=CameBy.LETTER,
        proof=Proof.NONE,
        role=Role.DESK,
        unit="markunit",
        requested_at=now,
        due_on=now.date(),
    )


def _hold_back(patron: Patron, now: datetime) -> None:
    a_legal_hold(
        Person.objects.get(pk=patron.id),
        pk=HOLD,
        law="Marklaw 17",
        in_force_at=now,
        until_at=now + timedelta(days=30),
    )


def _beside(patron: Patron, now: datetime) -> None:
    Statement.objects.create(
        person_id=patron.id, what="birth_date", words="Markstatement", since_at=now
    )


def _rows(patron: Patron) -> Iterator[tuple[type[Model], PersonalData, Model]]:
    for model, declared in personal_models(Subject.PATRON):
        where = {lookup(declared.subject): patron.id}
        for row in model._default_manager.filter(**where):
            yield model, declared, row


def _marks(patron: Patron, born: date) -> Iterator[Mark]:
    """Yield what stands in their rows, as it would stand on a page."""
    for model, declared, row in _rows(patron):
        for name, kind in declared.columns.items():
            of = field_of(kind, declared)
            value = _text(row, name)
            if of is not None and TELLING.search(value):
                yield Mark(_plain(value), of, kind, f"{model._meta.label}.{name}")
    for written in (born.isoformat(), f"{born.day} {born:%B} {born.year}", f"{born:%d.%m.%Y}"):
        yield Mark(
            _plain(written), Field.BIRTH_DATE, Kind.BIRTH_DATE, "patrons.Identity.birth_date"
        )
    number = national_id_of(patron.id)
    assert number is not None
    yield Mark(number, Field.NATIONAL_ID, Kind.NATIONAL_ID, "patrons.NationalId.sealed")
    with override("en"):
        owed = _plain(money(73519))
    yield Mark(owed, Field.CLAIMS, Kind.MONEY, "fees.Claim.amount_ore")


def _text(row: Model, name: str) -> str:
    column = row._meta.get_field(name)
    value = getattr(row, name)
    if isinstance(column, ForeignKey):
        if isinstance(value, Record):
            return value.title
        if isinstance(value, Item):
            return value.record.title
        if isinstance(value, Person) and name == "guardian":
            return str(value.identity.family_name)
        return ""
    is_text = isinstance(column, CharField | TextField) and not column.choices
    return str(value) if is_text else ""


def _plain(text: str) -> str:
    return re.sub(r"\s", "", text).removeprefix("+47").casefold()


def _unmarked(patron: Patron) -> set[str]:
    """Return the tables about patrons in which they have no row."""
    have = {model._meta.label for model, _, _ in _rows(patron)}
    return {model._meta.label for model, _ in personal_models(Subject.PATRON)} - have
