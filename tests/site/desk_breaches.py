"""Breaches of what a desk may hold: an undo that lasts, and what was done without network."""

from datetime import timedelta
from importlib import import_module
from typing import Any

from hylla.circulation.models import LastReturn
from hylla.clients.payments import Sale
from hylla.privacy import fleeting
from tests.builders import an_item
from tests.site.breaches import LONG_AGO, NOW, RED, Breach, Field

PAYING = import_module("hylla.fees.actions.payments")
REPLAYING = import_module("hylla.circulation.actions.replaying")


def _undone_for_a_day(field: Field) -> None:
    field.monkeypatch.setattr(fleeting, "GOOD_FOR", timedelta(days=1))


def _kept_and_taken_in_at_any_age(field: Field) -> None:
    LastReturn.objects.create(item=an_item(), returned_at=NOW - LONG_AGO)
    field.monkeypatch.setattr(REPLAYING, "timedelta", lambda days: LONG_AGO)


def _terminal_hears_whose(field: Field) -> None:
    def told(**sale: Any) -> Sale:
        return Sale(**{**sale, "currency": "kr"})

    field.monkeypatch.setattr(PAYING, "Sale", told)


AT_THE_DESK = (
    Breach(
        "R38", _terminal_hears_whose, "pay-at-terminal", RED, 1,
        "a terminal is told more than a sum and a number",
    ),
    Breach(
        "R01", _undone_for_a_day, "returns-are-undone-for-minutes", RED, 1,
        "a return was undone too late, or at another desk",
    ),
    # A row that should have gone, and a record that is too old: one probe finds each.
    Breach(
        "R01", _kept_and_taken_in_at_any_age, "desks-without-network", RED, 2,
        "what is older than 3 days is taken in",
    ),
)  # fmt: skip
