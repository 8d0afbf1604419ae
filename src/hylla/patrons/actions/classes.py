"""Replacing the list of a school class, and ending it: whoever is not on it has no class here."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet

from hylla.library.models import Branch
from hylla.library.refusals import Reason, Refused
from hylla.patrons.actions.writing import keeps_school_class
from hylla.patrons.models import Card, Identity
from hylla.patrons.models.cards import CardStatus
from hylla.patrons.rules import Code
from hylla.patrons.rules.classes import Line, lines_in, list_faults
from hylla.patrons.rules.people import tidied_name
from hylla.privacy.clocks import today
from hylla.privacy.policy import Policy


@dataclass(frozen=True)
class NewList:
    """A class, until when it is true, and its pupils as somebody wrote them, one a line."""

    name: str
    until_on: date
    pupils: str


@dataclass(frozen=True)
class Replaced:
    """How many are in the class now, and how many were and are not any more."""

    pupils: int
    left: int


def replace_class(told: NewList, *, branch_id: int, policy: Policy, now: datetime) -> Replaced:
    """Let those on a list be the class, and nobody else; the old list is gone with that.

    Only patrons of this school library are found. Of whose address is protected no class is kept,
    and the answer is the same as for whoever is not found.

    :raises Refused: with what is wrong in each line; nothing was changed.
    """
    on, name = today(policy, now), tidied_name(told.name)
    if not keeps_school_class(Branch.objects.filter(pk=branch_id).first(), policy=policy):
        raise Refused(Reason(Code.SCHOOL_CLASS_NOT_KEPT))
    read = [*lines_in(told.pupils)]
    lines = [each for each in read if isinstance(each, Line)]
    faults = list_faults(name, until_on=told.until_on, on=on, pupils=len(read))
    faults += [each for each in read if isinstance(each, Reason)]
    with transaction.atomic():
        found, unknown = _found(lines, branch_id)
        if faults or unknown:
            raise Refused(*faults, *unknown)
        return _replaced(name, set(found), branch_id=branch_id, until_on=told.until_on)


def end_class(name: str, *, branch_id: int) -> int:
    """Let a class be over now; return how many were in it."""
    rows = Identity.objects.filter(person__home_branch=branch_id, school_class=name)
    with transaction.atomic():
        return Identity.objects.filter(pk__in=_locked(rows)).update(
            school_class="", school_class_until=None
        )


def _replaced(name: str, found: set[uuid.UUID], *, branch_id: int, until_on: date) -> Replaced:
    here = Identity.objects.filter(person__home_branch=branch_id)
    before = set(_locked(here.filter(school_class=name) | here.filter(pk__in=found), only=name))
    here.filter(pk__in=before - found).update(school_class="", school_class_until=None)
    here.filter(pk__in=found).update(school_class=name, school_class_until=until_on)
    return Replaced(len(found), len(before - found))


def _locked(rows: "QuerySet[Identity]", *, only: str = "") -> list[uuid.UUID]:
    """Lock them, always in the same order; return those of one class, or all."""
    held = rows.select_for_update(of=("self",)).order_by("pk").values_list("pk", "school_class")
    return [pk for pk, name in held if not only or name == only]


def _found(lines: Iterable[Line], branch_id: int) -> tuple[list[uuid.UUID], list[Reason]]:
    """Return who is meant, and of which lines that cannot be said."""
    here = Identity.objects.filter(person__home_branch=branch_id, address_protected=False)
    found: list[uuid.UUID] = []
    faults: list[Reason] = []
    for line in lines:
        meant = _by_card(line, here) if line.card else _by_name(line, here)
        if len(meant) == 1 and meant[0] not in found:
            found += meant
            continue
        code = Code.PUPIL_TWICE if len(meant) == 1 else Code.PUPIL_UNKNOWN
        faults.append(Reason(Code.PUPIL_NOT_ONE if len(meant) > 1 else code, number=line.number))
    return found, faults


def _by_card(line: Line, here: "QuerySet[Identity]") -> list[uuid.UUID]:
    cards = Card.objects.filter(number=line.card.replace(" ", ""), status=CardStatus.ACTIVE)
    return [*here.filter(pk__in=cards.values("person")).values_list("pk", flat=True)]


def _by_name(line: Line, here: "QuerySet[Identity]") -> list[uuid.UUID]:
    wanted = f"{line.family_name}\n{line.given_name}".casefold()
    rows = here.filter(birth_date=line.born)
    return [row.pk for row in rows if f"{row.family_name}\n{row.given_name}".casefold() == wanted]
