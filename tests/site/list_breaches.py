"""Breaches of what lists and interests promise."""

from typing import Any
from uuid import UUID

from hylla.lists.actions import keeping
from hylla.lists.models import TitleList
from hylla.lists.queries import mine
from hylla.privacy.rights import facets
from hylla.privacy.vocabulary import Purpose
from tests.builders import a_list
from tests.site.breaches import LATE, LONG_AGO, NOW, RED, someone
from tests.site.breaching import Breach, Field, column


def _anybodys(field: Field) -> None:
    def found(list_id: UUID, _: Any) -> TitleList:
        return TitleList.objects.get(pk=list_id)

    field.monkeypatch.setattr(keeping, "list_of_theirs", found)


def _kept(field: Field) -> None:
    others = facets.ENDED_BY_REQUEST - {Purpose.LISTS}
    field.monkeypatch.setattr(facets, "ENDED_BY_REQUEST", others)


def _told_with_notes(field: Field) -> None:
    field.monkeypatch.setattr(mine, "_unnoted", lambda titles: titles)


def _untouched(_: Field) -> None:
    a_list(someone(), touched_on=(NOW - LONG_AGO).date())


LISTS = (
    Breach("R51", _anybodys, "lists-are-yours", RED, 2, "somebody changes another's list"),
    Breach(
        "R51", _kept, "lists-go", RED, 1,
        "a list or an interest is left of who asked to be erased and owes",
    ),
    Breach(
        "R51", _told_with_notes, "lists-are-shared-by-you", RED, 1,
        "the link to a list tells more than its titles",
    ),
    Breach("R51", _untouched, "untouched-lists-go", LATE, 1, "lists.TitleList:untouched_list"),
    Breach("R51", column("lists_interest", "seen"), "interests-are-yours", RED, 2, "seen"),
)  # fmt: skip
