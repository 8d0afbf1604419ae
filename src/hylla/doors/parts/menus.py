"""Where the menu of those who work here leads."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse

from hylla.library.queries import StaffFacts
from hylla.privacy.vocabulary import Role

IN_ONE_ROW = 6


@dataclass(frozen=True)
class Entry:
    """A place in the menu."""

    name: str
    address: str
    is_here: bool
    key: str = ""
    is_seldom: bool = False


@dataclass(frozen=True)
class Place:
    """Where staff with one of these roles may go."""

    view: str
    name: str
    roles: tuple[Role, ...]
    is_seldom: bool = False


def entries(
    request: HttpRequest, worker: StaffFacts, places: tuple[Place, ...]
) -> tuple[list[Entry], list[Entry]]:
    """Return what stands in the menu's row, and what stands under its last word."""
    found = [
        Entry(
            each.name,
            reverse(each.view),
            request.path == reverse(each.view),
            is_seldom=each.is_seldom,
        )
        for each in places
        if worker.roles & set(each.roles)
    ]
    return in_a_row(found)


def in_a_row(found: list[Entry]) -> tuple[list[Entry], list[Entry]]:
    """Keep one row of words at 1280 pixels: what is seldom gone to stands under the last."""
    seldom = [each for each in found if each.is_seldom] if len(found) > IN_ONE_ROW else []
    return [each for each in found if each not in seldom], seldom
