"""The title that someone wanted to wait for before they were logged in: nothing but its number."""

from django.urls import Resolver404, resolve, reverse

from hylla.catalogue.queries import RecordFacts, record_now

DIGITS = 9
"""No title of ours has a longer number."""


def title_at(address: str) -> RecordFacts | None:
    """Return the title that is reserved at an address, if that is what the address is for."""
    try:
        match = resolve(address)
    except Resolver404:
        return None
    return record_now(match.kwargs["record_id"]) if match.view_name == "mypage:place_hold" else None


def title_numbered(told: str) -> RecordFacts | None:
    """Return the title of the number that an address or a form brought along."""
    if not (told.isascii() and told.isdigit() and len(told) <= DIGITS):
        return None
    return record_now(int(told))


def way_on(wanted: RecordFacts | None) -> str:
    """Return where a patron goes on: to reserving that title, else home."""
    if wanted is None:
        return reverse("mypage:home")
    return reverse("mypage:place_hold", args=[wanted.id])
