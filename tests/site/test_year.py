"""A year in each of the six libraries: its notice is kept, and a planted row is found."""

import os
import random
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection

from hylla.circulation.actions import expire_shelf, forget_replays, remind
from hylla.circulation.models import Hold, Loan
from hylla.patrons.actions import move_categories
from hylla.patrons.models import Person
from hylla.privacy.erasure import complete_all
from hylla.privacy.guard import Guard, removals_held
from hylla.privacy.policy import Policy
from hylla.privacy.removal import remove_due
from hylla.privacy.verify import Standing, is_green, verify
from hylla.privacy.vocabulary import State
from hylla.site.demo.house import open_house
from hylla.site.demo.life import Town, live
from hylla.site.demo.residents import settle_in
from hylla.site.demo.shelves import fill_shelves
from hylla.site.probes import PROBES
from hylla.statistics.models import Tally
from tests.builders import LIBRARIES, POLICIES, policy_of

START = datetime(2026, 1, 5, 9, tzinfo=UTC)
DAYS = 365
PEOPLE = 50
LOANS_A_DAY = 1
FEW = LIBRARIES[2::3] if connection.vendor == "postgresql" else LIBRARIES[0::3] + LIBRARIES[1::3]
HERE = LIBRARIES if "HYLLA_EVERYWHERE" in os.environ else FEW
"""Whose year passes here: a third of the libraries' on PostgreSQL, where it takes twice as long."""
NOT_NOW = {"bytes-go-at-night", "copies-have-an-end", "one-cookie", "safe-environment"}
"""What only a whole night or a backup lets be looked at, and what was confirmed for half a year."""


def a_year(policy: Policy) -> Town:
    """Open the library and let a year pass, with the order of every night."""
    branches = open_house(policy, now=START)
    copies = fill_shelves(branches, on=START.date(), seed=1)
    people = settle_in(policy, branches, now=START, seed=1, count=PEOPLE)
    town = Town(
        policy=policy,
        cards=[each.card for each in people],
        people=[each.person_id for each in people],
        barcodes=[copy.barcode for copy in copies[:300]],
        records=sorted({copy.record_id for copy in copies[:300]}),
        branches=list(branches.values()),
        chance=random.Random(1),
    )
    for week in range(DAYS // 7):
        first = START.date() + timedelta(days=7 * week)
        live(town, first=first, last=first + timedelta(days=6), loans_a_day=LOANS_A_DAY)
        a_night(policy, first + timedelta(days=7))
    return town


def a_night(policy: Policy, day: date) -> None:
    """Run what the night's order does to rows."""
    now = datetime(day.year, day.month, day.day, 2, tzinfo=UTC)
    expire_shelf(now=now, policy=policy)
    forget_replays(now=now, policy=policy)
    remind(now=now, policy=policy)
    move_categories(policy=policy, now=now)
    complete_all(policy=policy, now=now)
    guard = Guard(policy, now=now)
    assert not guard.stops_everything()
    guard.note(remove_due(policy, now=now, may=guard.may))
    assert removals_held() == (), "an ordinary night is stopped by nobody"


def standing_of(standings: tuple[Standing, ...], act: str) -> list[Standing]:
    return [each for each in standings if act in each.sentence.acts]


@pytest.mark.django_db
@pytest.mark.parametrize("library", HERE)
def test_a_year_later_the_notice_is_kept(library: str, settings: Any) -> None:
    """Every sentence that can be looked at is kept; then one row past its date is planted."""
    settings.HYLLA_POLICY = POLICIES / f"{library}.toml"
    settings.SECURE_SSL_REDIRECT = settings.SESSION_COOKIE_SECURE = True
    settings.SECURE_HSTS_SECONDS = 60
    policy = policy_of(library)
    town = a_year(policy)
    now = START + timedelta(days=DAYS - 1)
    assert town.counts["returns"] > 100
    assert Tally.objects.filter(event="return").exists()
    assert Loan.objects.exists()
    assert Hold.objects.exists()
    assert Person.objects.exists()

    # The pages that probes read go by the clock of the process.
    settings.HYLLA_NOW = now.isoformat()
    standings = verify(policy, now=now, probes=PROBES)
    wrong = {each.sentence.id: each.detail for each in standings if each.state is not State.KEPT}
    assert is_green(standings), wrong
    assert wrong.keys() == NOT_NOW

    loan = Loan.objects.filter(returned_at=None).first()
    assert loan is not None
    Loan.objects.filter(pk=loan.pk).update(
        returned_at=now - timedelta(days=10), closed_at=now - timedelta(days=10)
    )
    # The rows only: what is probed besides has been seen a moment ago.
    standings = verify(policy, now=now, probes={})
    assert not is_green(standings)
    late = standing_of(standings, "circulation.Loan:closed_loan")
    assert late
    assert {(each.state, each.rows) for each in late} == {(State.LATE, 1)}
    assert "circulation.Loan:closed_loan" in late[0].detail
