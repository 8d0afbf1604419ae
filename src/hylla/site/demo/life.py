"""Lets a made-up library live for some days, through the same actions as the doors."""

import random
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hylla.circulation.actions import check_out, place_hold, renew, return_item
from hylla.library.queries import calendar
from hylla.library.refusals import Refused
from hylla.privacy.policy import Policy

OPENS, CLOSES = 10, 18
LATE = 0.06
"""The share of loans that come back after their due date."""
NEVER = 0.01
RENEWED = 0.3
"""The share of days on which somebody renews."""


@dataclass
class Town:
    """Who lives here and what there is to borrow; `out` is when each lent item comes back."""

    policy: Policy
    cards: Sequence[str]
    people: Sequence[uuid.UUID]
    barcodes: Sequence[str]
    records: Sequence[int]
    branches: Sequence[int]
    chance: random.Random
    out: dict[str, tuple[date, str]] = field(default_factory=dict)
    """By barcode: the day it comes back, and the card that has it."""
    counts: dict[str, int] = field(default_factory=dict)

    def count(self, what: str) -> None:
        """Count an event."""
        self.counts[what] = self.counts.get(what, 0) + 1


def live(town: Town, *, first: date, last: date, loans_a_day: int) -> None:
    """Let each day pass: things come back, things go out, some are waited for."""
    day = first
    while day <= last:
        if calendar(town.branches[0]).is_open(day):
            _bring_back(town, day)
            for _ in range(town.chance.randint(loans_a_day // 2, loans_a_day * 3 // 2)):
                _borrow(town, day)
            for _ in range(town.chance.randint(0, max(1, loans_a_day // 8))):
                _wait_for(town, day)
            if town.chance.random() < RENEWED:
                _renew_some(town, day)
        day += timedelta(days=1)


def _moment(town: Town, day: date) -> datetime:
    minutes = town.chance.randint(0, (CLOSES - OPENS) * 60 - 1)
    zone = ZoneInfo(town.policy.time_zone)
    return datetime.combine(day, time(OPENS), zone) + timedelta(minutes=minutes)


def _borrow(town: Town, day: date) -> None:
    card, barcode = town.chance.choice(town.cards), town.chance.choice(town.barcodes)
    if barcode in town.out:
        return
    try:
        lent = check_out(
            card=card,
            barcode=barcode,
            branch_id=town.chance.choice(town.branches),
            now=_moment(town, day),
            policy=town.policy,
        )
    except Refused:
        town.count("refused")
        return
    town.count("checkouts")
    town.out[barcode] = (_comes_back(town, day, lent.due_on), card)


def _comes_back(town: Town, day: date, due_on: date) -> date:
    if town.chance.random() < NEVER:
        return date.max
    if town.chance.random() < LATE:
        return due_on + timedelta(days=town.chance.randint(1, 20))
    return day + timedelta(days=town.chance.randint(1, max(1, (due_on - day).days)))


def _bring_back(town: Town, day: date) -> None:
    for barcode in [each for each, (back, _) in town.out.items() if back <= day]:
        branch = town.chance.choice(town.branches)
        return_item(barcode=barcode, branch_id=branch, now=_moment(town, day), policy=town.policy)
        del town.out[barcode]
        town.count("returns")


def _wait_for(town: Town, day: date) -> None:
    try:
        place_hold(
            person_id=town.chance.choice(town.people),
            record_id=town.chance.choice(town.records),
            pickup_branch_id=town.chance.choice(town.branches),
            now=_moment(town, day),
            policy=town.policy,
        )
    except Refused:
        town.count("refused")
    else:
        town.count("holds")


def _renew_some(town: Town, day: date) -> None:
    for barcode in list(town.out)[:2]:
        try:
            renew(barcode=barcode, person_id=None, now=_moment(town, day), policy=town.policy)
        except Refused:
            town.count("refused")
        else:
            town.count("renewals")
