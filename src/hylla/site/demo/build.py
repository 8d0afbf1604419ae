"""Makes the whole demo: a house, people, shelves, and some weeks of life."""

import random
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from django.db.models import F

from hylla.circulation.actions import declare_lost
from hylla.circulation.models import Loan
from hylla.library.queries import policy_in_force
from hylla.messages.models import Message
from hylla.messages.rules import GIVE_UP_AFTER, Channel
from hylla.patrons.actions import block
from hylla.patrons.models.cards import BlockReason
from hylla.privacy.clocks import today
from hylla.privacy.policy import Policy
from hylla.site.demo.authorities import write_authorities
from hylla.site.demo.collecting import collect
from hylla.site.demo.elsewhere import ask_elsewhere
from hylla.site.demo.house import (
    MACHINE_PASSWORD,
    MACHINE_USER,
    STAFF_PASSWORD,
    open_house,
)
from hylla.site.demo.life import Town, live
from hylla.site.demo.listing import let_list, recommend_some
from hylla.site.demo.opinions import let_review
from hylla.site.demo.outreach import bring_books
from hylla.site.demo.places import STAFF
from hylla.site.demo.report import Demo
from hylla.site.demo.residents import Resident, settle_in
from hylla.site.demo.shelves import Copy, fill_shelves

SEED = 20260601
DAYS_OF_LIFE = 60
LOANS_A_DAY = 18
GROWN = 25
"""Years after which nobody counts as young."""


def build(now: datetime, tell: Callable[[str], None]) -> Demo:
    """Make everything, from `DAYS_OF_LIFE` days ago until `now`, and return what to log in with."""
    policy = policy_in_force()
    start = now - timedelta(days=DAYS_OF_LIFE)
    tell(f"making {policy.name}, a made-up library")
    branches = open_house(policy, now=start)
    copies = fill_shelves(branches, on=today(policy, start), seed=SEED)
    write_authorities(on=today(policy, start))
    tell(f"  {len({copy.record_id for copy in copies})} titles, {len(copies)} items")
    residents = settle_in(policy, branches, now=start, seed=SEED)
    tell(f"  {len(residents)} patrons in families, {len(STAFF)} members of staff")
    visited = bring_books(policy, residents, now=start)
    tell(f"  {visited} patrons to whom the books come")
    town = _town(policy, residents, copies, list(branches.values()))
    yesterday = today(policy, now) - timedelta(days=1)
    live(town, first=today(policy, start), last=yesterday, loans_a_day=LOANS_A_DAY)
    _mishaps(policy, residents, now)
    # The last of all: whoever tries the demo begins with the first.
    people, barcodes = town.people[::-1], town.barcodes[::-1]
    asked = ask_elsewhere(policy, people, barcodes, town.branches[0], now=now)
    tell(f"  {asked} requests to other libraries")
    reviewed = let_review(policy, people, now=now)
    tell(f"  {reviewed} patrons who rate and review")
    listed = let_list(policy, [each.person_id for each in residents], now=now)
    shown = recommend_some(on=today(policy, now))
    tell(f"  {listed} patrons with lists, {shown} titles on lists for everybody")
    grown = [
        each.person_id for each in residents[::-1] if now.year - int(each.birth_date[:4]) > GROWN
    ]
    collected = collect(policy, grown, town.branches[0], now=now)
    tell(f"  {collected} invoices on their way to debt collection, or there")
    _were_told(now)
    told = ", ".join(f"{number} {what}" for what, number in sorted(town.counts.items()))
    tell(f"  {DAYS_OF_LIFE} days of life: {told}")
    return _demo(residents, copies)


def _were_told(now: datetime) -> None:
    """Let what was said in those days have been delivered: nobody sent it then."""
    said = Message.objects.filter(closed_at=None, created_at__lt=now - GIVE_UP_AFTER)
    said.update(channel=Channel.EMAIL, closed_at=F("created_at"))


def _town(
    policy: Policy, residents: Sequence[Resident], copies: Sequence[Copy], branches: list[int]
) -> Town:
    return Town(
        policy=policy,
        cards=[each.card for each in residents],
        people=[each.person_id for each in residents],
        barcodes=[copy.barcode for copy in copies],
        records=sorted({copy.record_id for copy in copies}),
        branches=branches,
        chance=random.Random(SEED),  # noqa: S311 - a made-up town
    )


def _mishaps(policy: Policy, residents: Sequence[Resident], now: datetime) -> None:
    """Something is lost, and somebody may not borrow for a while."""
    oldest = Loan.objects.filter(returned_at=None).order_by("lent_at").first()
    if oldest is not None:
        declare_lost(oldest.item.barcode, price_ore=35_000, now=now, policy=policy)
    block(residents[-1].person_id, BlockReason.ADDRESS_UNKNOWN, on=today(policy, now))


def _demo(residents: Sequence[Resident], copies: Sequence[Copy]) -> Demo:
    return Demo(
        staff=[
            {"role": str(each.roles[0]), "username": each.username, "password": STAFF_PASSWORD}
            for each in STAFF
        ],
        patrons=[
            {
                "card": each.card,
                "pin": each.pin,
                "name": each.name,
                "birth_date": each.birth_date,
            }
            for each in residents
        ],
        items=[{"barcode": copy.barcode, "title": copy.title} for copy in copies],
        sip2={"user": MACHINE_USER, "password": MACHINE_PASSWORD},
    )
