"""Finding a patron who stands at the desk without a card."""

import uuid
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import and_, or_
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import get_language

from hylla.formats.language import in_order
from hylla.library.queries import policy_in_force
from hylla.library.refusals import Reason, Refused
from hylla.patrons.models import Address, Card, Email, Identity, Phone
from hylla.patrons.rules import Code
from hylla.patrons.rules.search import SHORTEST_NAME, Clue, clue, spellings
from hylla.privacy.rights.restriction import restricted_people

MOST_HITS = 10


@dataclass(frozen=True, repr=False)
class Hit:
    """Someone who may be meant, with no more than tells them apart."""

    person_id: uuid.UUID
    name: str
    birth_year: int | None


@dataclass(frozen=True, repr=False)
class Found:
    """The first ten who fit, in the alphabet of whoever searches, and how many more there are."""

    hits: tuple[Hit, ...]
    more: int


def matching(
    *, name: str, also: str, born_after: date | None = None, with_protected: bool = False
) -> Found:
    """Return whom that name and that one thing more fit.

    `also` is a birth date, e-mail address, telephone number, postcode or card number. Whoever has a
    protected address is never listed: their record opens with their card only; nor whose data is
    restricted. With `born_after` nobody is listed who is older, or of whom no birth date is known;
    `with_protected` is for whoever breaks the glass.

    :raises Refused: one of the two is missing.
    """
    words = name.split()
    if max(map(len, words), default=0) < SHORTEST_NAME or not also.strip():
        raise Refused(Reason(Code.SEARCH_TOO_WIDE))
    asked = clue(also, country=policy_in_force().country.value)
    found = Identity.objects.filter(
        reduce(and_, (_has_word(word) for word in words)),
        person_id__in=_fitting(asked),
        **({} if with_protected else {"address_protected": False}),
        **({"birth_date__gt": born_after} if born_after else {}),
    ).exclude(person_id__in=restricted_people())
    rows = in_order(
        found.only("person_id", "family_name", "given_name", "birth_date").order_by("person_id"),
        by=lambda row: f"{row.family_name} {row.given_name}",
        language=get_language() or "en",
    )
    # The database's alphabet is not the reader's: so all are sorted before most are left out.
    return Found(tuple(map(_hit, rows[:MOST_HITS])), max(0, len(rows) - MOST_HITS))


def _hit(row: Identity) -> Hit:
    name = f"{row.given_name} {row.family_name}".strip()
    return Hit(row.person_id, name, row.birth_date.year if row.birth_date else None)


def _has_word(word: str) -> Q:
    return reduce(
        or_,
        (
            Q(**{f"{column}__{how}": before + spelling})
            for spelling in spellings(word)
            for column in ("family_name", "given_name")
            # The second of someone's given names, too.
            for how, before in (("startswith", ""), ("contains", " "), ("contains", "-"))
        ),
    )


def _fitting(asked: Clue) -> "QuerySet[Any, Any]":
    """Return the ids of whom the clue fits: few, so that names are compared for few."""
    found: list[QuerySet[Any, Any]] = [
        Card.objects.filter(number=asked.card),
        Address.objects.filter(postcode=asked.postcode),
    ]
    if asked.birth_date:
        found.append(Identity.objects.filter(birth_date=asked.birth_date))
    if asked.email:
        found.append(Email.objects.filter(address__iexact=asked.email))
    if asked.phone:
        found.append(Phone.objects.filter(number=asked.phone))
    first, *others = (rows.order_by().values("person_id") for rows in found)
    return first.union(*others)
