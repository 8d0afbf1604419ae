"""Some of what patrons ask for in the demo, one at each stage, and a copy that is away."""

import uuid
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime, timedelta

from hylla.catalogue.rules.copies import NewCopy
from hylla.circulation.actions import cancel_hold
from hylla.circulation.models import Hold
from hylla.interlibrary import actions
from hylla.interlibrary.rules import Wanted, Why
from hylla.library.refusals import Refused
from hylla.privacy.clocks import today
from hylla.privacy.policy import Policy

LIBRARIES = (
    ("Havvik bibliotek", "fjernlan@havvik.example.org"),
    ("Skogdal stadsbibliotek", "fjarrlan@skogdal.example.org"),
)
WANTED = (
    Wanted("Vindens grammatikk", "Lind, Ask", year=1987),
    Wanted("Salt og lys", "Berg, Siv", year=2003),
    Wanted("Fyrvaktarens dagbok", "Holm, Tore", year=1954),
    Wanted("Kart over ei øy", "Vik, Runa", year=2011),
    Wanted("Nordlys i glass", "Strand, Eli", year=1998),
    Wanted("Torv", "Myr, Odd", year=1972),
    Wanted("Det stille huset", "Ås, Inga", year=2019),
    Wanted("Måneskinn over kaia", "Nes, Turid", year=2026),
)
ASKED, APPROVED, DECLINED, SENT, SHIPPED, WAITING, BACK, BOUGHT = range(len(WANTED))


def ask_elsewhere(
    policy: Policy,
    people: Sequence[uuid.UUID],
    barcodes: Sequence[str],
    branch_id: int,
    *,
    now: datetime,
) -> int:
    """Let patrons ask for things elsewhere, as far as each comes; return how many did."""
    if not policy.interlibrary.offered:
        return 0
    partners = [actions.add_partner(name, email=email) for name, email in LIBRARIES]
    done = 0
    for person_id in people:
        with suppress(Refused):
            wished = actions.wish(
                WANTED[done],
                person_id=person_id,
                pickup_branch_id=branch_id,
                now=now - timedelta(days=len(WANTED) - done),
                policy=policy,
            )
            _follow(wished, done, partners[done % 2], branch_id, policy, now)
            done += 1
        if done == len(WANTED):
            break
    _lend(barcodes, partners[0], policy, now)
    return done


def _follow(
    wished: uuid.UUID, stage: int, partner: int, branch_id: int, policy: Policy, now: datetime
) -> None:
    if stage == DECLINED:
        actions.decline(wished, why=Why.TOO_NEW, now=now)
    if stage in {ASKED, DECLINED}:
        return
    if stage == BOUGHT:
        actions.buy(wished, policy=policy)
        return
    actions.approve(wished, policy=policy)
    if stage == APPROVED:
        return
    ordered = actions.order(wished, partner_id=partner, now=now)
    if stage == SHIPPED:
        actions.announce(ordered, now=now)
    if stage in {WAITING, BACK}:
        copy = NewCopy(f"NABO{stage:04}", branch_id, "book")
        due_on = today(policy, now) + timedelta(days=21)
        actions.receive(ordered, copy, due_on=due_on, now=now, policy=policy)
    if stage == BACK:
        cancel_hold(Hold.objects.get(item__barcode=f"NABO{stage:04}").pk, now=now)


def _lend(barcodes: Sequence[str], partner: int, policy: Policy, now: datetime) -> None:
    """Send the first copy that is free to another library."""
    for barcode in barcodes:
        with suppress(Refused):
            sent = actions.consign(
                barcode, partner_id=partner, number="HAV-2041", now=now, policy=policy
            )
            due_on = today(policy, now) + timedelta(days=28)
            actions.send_out(sent, due_on=due_on, now=now, policy=policy)
            return
