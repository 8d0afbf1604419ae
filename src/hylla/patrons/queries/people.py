"""Everything a patron's page and a desk's task show of who someone is."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from hylla.library.queries import BranchFacts
from hylla.patrons.models import Address, Block, Card, NationalId, Person, SubjectKey
from hylla.patrons.models.cards import BlockReason
from hylla.patrons.queries.cards import PersonCard, card_facts
from hylla.patrons.queries.family import Relative, family_of
from hylla.patrons.rules import About, AddressKind, Channel
from hylla.patrons.seal import unsealed
from hylla.privacy.vocabulary import Language


@dataclass(frozen=True, repr=False)
class AddressFacts:
    """A postal address."""

    kind: AddressKind
    line_1: str
    line_2: str
    postcode: str
    city: str
    country: str
    until_on: date | None


@dataclass(frozen=True)
class BlockFacts:
    """Why and since when someone may not borrow; `until_on` is the last such day."""

    reason: BlockReason
    since_on: date
    until_on: date | None


@dataclass(frozen=True, repr=False, kw_only=True)
class PatronDetails:
    """One person. `cards` has the active one first; a guardian without a card has none."""

    person_id: uuid.UUID
    given_name: str
    family_name: str
    birth_date: date | None
    language: Language
    channel: Channel
    ways: Mapping[About, str]
    """For which kinds of message they chose another one."""
    category: str
    category_name: str
    home_branch: BranchFacts
    registered_on: date
    last_used_on: date
    addresses: tuple[AddressFacts, ...]
    phones: tuple[str, ...]
    emails: tuple[str, ...]
    cards: tuple[PersonCard, ...]
    blocks: tuple[BlockFacts, ...]
    guardians: tuple[Relative, ...]
    wards: tuple[Relative, ...]
    protected: bool
    school_class: str
    has_national_id: bool

    @property
    def name(self) -> str:
        """The whole name."""
        return f"{self.given_name} {self.family_name}".strip()

    @property
    def card(self) -> PersonCard | None:
        """The active card, if there is one."""
        return next((card for card in self.cards if card.is_active), None)


def details(person_id: uuid.UUID, *, on: date | None = None) -> PatronDetails:
    """Return one person; with `on`, without what is past on that day and not yet removed.

    :raises Person.DoesNotExist: nobody has that id.
    """
    related = Person.objects.select_related("identity", "category", "home_branch")
    person = related.get(pk=person_id)
    identity, branch, family = person.identity, person.home_branch, family_of(person_id, on=on)
    cards = [card_facts(card) for card in Card.objects.filter(person=person).order_by("-id")]
    class_is_past = on and identity.school_class_until and identity.school_class_until < on
    return PatronDetails(
        person_id=person.pk,
        given_name=identity.given_name,
        family_name=identity.family_name,
        birth_date=identity.birth_date,
        language=Language(identity.language),
        channel=Channel(identity.channel),
        ways={each: way for each in About if (way := getattr(identity, each.column))},
        category=person.category_id,
        category_name=person.category.name,
        home_branch=BranchFacts(branch.pk, branch.code, branch.name, branch.is_school_library),
        registered_on=person.registered_on,
        last_used_on=person.last_used_on,
        addresses=addresses_of(person_id, on=on),
        phones=tuple(person.phones.values_list("number", flat=True)),
        emails=tuple(person.emails.values_list("address", flat=True)),
        cards=tuple(sorted(cards, key=lambda card: not card.is_active)),
        blocks=blocks_of(person_id, on),
        guardians=family.guardians,
        wards=family.wards,
        protected=identity.address_protected,
        school_class="" if class_is_past else identity.school_class,
        has_national_id=NationalId.objects.filter(person=person).exists(),
    )


def addresses_of(person_id: uuid.UUID, *, on: date | None) -> tuple[AddressFacts, ...]:
    """Return someone's addresses, the temporary one first: that is where they are."""
    rows = Address.objects.filter(person_id=person_id).order_by("-kind")
    if on is not None:
        rows = rows.filter(Q(until_on=None) | Q(until_on__gte=on))
    return tuple(
        AddressFacts(
            kind=AddressKind(row.kind),
            line_1=row.line_1,
            line_2=row.line_2,
            postcode=row.postcode,
            city=row.city,
            country=row.country,
            until_on=row.until_on,
        )
        for row in rows
    )


def blocks_of(person_id: uuid.UUID, on: date | None) -> tuple[BlockFacts, ...]:
    """Return someone's blocks that are in force on a day; without one, all on file."""
    rows = Block.objects.filter(person_id=person_id).order_by("since_on", "id")
    if on is not None:
        rows = rows.filter(Q(until_on=None) | Q(until_on__gte=on))
    return tuple(BlockFacts(BlockReason(row.reason), row.since_on, row.until_on) for row in rows)


def national_id_of(person_id: uuid.UUID) -> str | None:
    """Return someone's national id in the clear, or None; for an extract and their own page."""
    row = NationalId.objects.filter(person_id=person_id).first()
    if row is None:
        return None
    wrapped = SubjectKey.objects.get(person_id=person_id).wrapped
    return unsealed(bytes(row.sealed), wrapped=bytes(wrapped), person_id=person_id)
