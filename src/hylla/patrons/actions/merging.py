"""What makes two patrons one, as far as it is about who they are: cards, numbers, contact."""

import uuid
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db.models import Model, QuerySet

from hylla.formats.national_id import NationalId as ReadId
from hylla.formats.national_id import NationalIdKind
from hylla.library.refusals import Reason, Refused
from hylla.patrons.actions.consents import take_consent_back
from hylla.patrons.actions.details import set_protected_address
from hylla.patrons.actions.national_ids import store
from hylla.patrons.models import (
    Address,
    Card,
    Consent,
    Email,
    Identity,
    KeptCard,
    NationalId,
    Person,
    Phone,
    SubjectKey,
)
from hylla.patrons.models.cards import CardStatus
from hylla.patrons.models.consents import ConsentTo
from hylla.patrons.queries.merging import entry_of
from hylla.patrons.queries.people import national_id_of
from hylla.patrons.rules import Code
from hylla.patrons.rules.merging import Choices, Pair, against_merging
from hylla.privacy.merging import Journal
from hylla.privacy.merging.joining import agreed


def lock_both(pair: Pair) -> None:
    """Let nobody lend to, or change, either of two people until the transaction ends.

    Whoever adds a row for one of them waits (`FOR UPDATE`), and then finds who is gone.

    :raises Refused: one of them is not there.
    """
    locked = (
        Person.objects.select_for_update().filter(pk__in=(pair.stays, pair.goes)).order_by("pk")
    )
    if len(list(locked.values_list("pk", flat=True))) < len({pair.stays, pair.goes}):
        raise Refused(Reason(Code.MERGE_CHANGED))


def refuse_merging(pair: Pair, *, now: datetime) -> None:
    """Refuse where two entries cannot be one person, with every reason at once.

    :raises Refused: they cannot.
    """
    found = against_merging(entry_of(pair.stays, now=now), entry_of(pair.goes, now=now))
    if found:
        raise Refused(*(Reason(code) for code in found))


def end_lone_consents(pair: Pair, *, now: datetime) -> None:
    """Take back what only one of the two has said yes to, with all that rests on it.

    Nothing brings it back, an undo neither (conflict case 22): whoever wants it says yes again. An
    agreement with the outreach service ends even where both have one: two do not become one.
    """
    mine, theirs = (_in_force(each) for each in (pair.stays, pair.goes))
    _, alone = agreed(mine, theirs)
    for what in sorted(alone | ({ConsentTo.OUTREACH} & (mine | theirs))):
        for person in (pair.stays, pair.goes):
            take_consent_back(person, what, now=now)


def _in_force(person_id: uuid.UUID) -> set[ConsentTo]:
    rows = Consent.objects.filter(person=person_id, withdrawn_at=None)
    return {ConsentTo(what) for what in rows.values_list("what", flat=True)}


def take_over(pair: Pair, choices: Choices, *, on: date, journal: Journal) -> None:
    """Let what is chosen from the one who goes take the place of what the other has."""
    _take_national_id(pair, journal)
    _take_card(pair, choices, on, journal)
    _take_contact(pair, choices, journal)
    _protect(pair, journal)


def _take_national_id(pair: Pair, journal: Journal) -> None:
    """Seal the number anew: as it is, it opens for the one who goes alone."""
    number = national_id_of(pair.goes)
    kind = NationalId.objects.filter(person=pair.goes).values_list("kind", flat=True).first()
    for model in (NationalId, SubjectKey):
        _remove(model._default_manager.filter(person=pair.goes), journal)
    if number is None or kind is None or NationalId.objects.filter(person=pair.stays).exists():
        return
    store(pair.stays, ReadId(NationalIdKind(kind), number, birth_date=None, synthetic=False))
    for model in (SubjectKey, NationalId):
        journal.made(model._default_manager.get(person=pair.stays))


def _take_card(pair: Pair, choices: Choices, on: date, journal: Journal) -> None:
    """Let one of two cards end, for a patron has one that works; phones that keep it forget it."""
    active = Card.objects.filter(status=CardStatus.ACTIVE)
    mine, theirs = active.filter(person=pair.stays).first(), active.filter(person=pair.goes).first()
    if mine is None or theirs is None:
        return
    ends = mine if choices.card else theirs
    KeptCard.objects.filter(person=ends.person_id).delete()
    journal.change(ends, status=CardStatus.REPLACED, ended_on=on)


def _take_contact(pair: Pair, choices: Choices, journal: Journal) -> None:
    chosen: Iterable[tuple[type[Model], bool]] = (
        (Address, choices.addresses),
        (Phone, choices.phones),
        (Email, choices.emails),
    )
    for model, is_chosen in chosen:
        rows = model._default_manager
        if is_chosen and rows.filter(person=pair.goes).exists():
            _remove(rows.filter(person=pair.stays), journal)


def _protect(pair: Pair, journal: Journal) -> None:
    """Let what tells where somebody is go, if either of the two is protected (case 36)."""
    both = (pair.stays, pair.goes)
    if not Identity.objects.filter(person__in=both, address_protected=True).exists():
        return
    _remove(Address.objects.filter(person__in=both), journal)
    for identity in Identity.objects.filter(person__in=both):
        journal.change(identity, school_class="", school_class_until=None)


def protect_anew(person_id: uuid.UUID) -> None:
    """Let nothing come back with someone that tells where they are, if they are protected now."""
    if Identity.objects.filter(pk=person_id, address_protected=True).exists():
        set_protected_address(person_id, protected=True)


def _remove(rows: "QuerySet[Any]", journal: Journal) -> None:
    for row in rows.order_by("pk"):
        journal.remove(row)
