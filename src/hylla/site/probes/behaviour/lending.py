"""Trials of loans: what is left of one that was returned, late or lost."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db import transaction

from hylla.circulation.actions import (
    AtDesk,
    Replayed,
    declare_lost,
    replay,
    return_at_desk,
    settle_claim,
    undo_return,
)
from hylla.circulation.models import Loan
from hylla.circulation.rules.replaying import Became, Did, Record
from hylla.fees.models import Claim, ClaimKind
from hylla.library.refusals import Refused
from hylla.site.probes.stage import Stage, trial

PRICE_ORE = 25_000
DESK = "a desk that is none"
NOBODYS = "a card that is none"
GOOD_FOR = timedelta(minutes=10)
"""As the notice says it."""


@trial
def return_forgets(stage: Stage) -> Iterator[str]:
    """A returned loan is gone at once, or closed with its clock running, as the policy says."""
    bird = stage.patron()
    lent = stage.lent(bird.card_number)
    kept = Loan.objects.filter(patron=bird.person_id).values_list("item__barcode", "due_on")
    if list(kept) != [(lent.barcode, lent.due_on)]:
        yield "a loan does not say what it is and when it is due"
    stage.give_back(lent)
    left = list(Loan.objects.filter(patron=bird.person_id))
    at_once = stage.policy.period("closed_loan").is_zero
    if at_once and left:
        yield "a loan was there after its return"
    if not at_once and [each.closed_at for each in left] != [stage.now]:
        yield "a returned loan was not closed, so that its time does not run"


@trial
def fee_and_loan(stage: Stage) -> Iterator[str]:
    """A loan with a claim waits for it, and ends when it is settled; or it goes without waiting."""
    bird = stage.patron()
    lent = stage.lent(bird.card_number)
    claim = stage.owes(bird.person_id, 1000)
    Loan.objects.filter(pk=lent.loan_id).update(claim=claim)
    stage.give_back(lent)
    open_loans = Loan.objects.filter(patron=bird.person_id, closed_at=None)
    waits = stage.policy.lending.loan_waits_for_fee
    if open_loans.exists() != waits:
        yield "a loan waits for its claim otherwise than the notice says"
    if not Claim.objects.filter(pk=claim, settled_at=None).exists():
        yield "a claim ended with the return"
    settle_claim(claim, method="cash", now=stage.now, policy=stage.policy)
    if open_loans.exists():
        yield "a loan stays open after its claim was settled"


@trial
def compensation_closes(stage: Stage) -> Iterator[str]:
    """A lost thing is claimed for, and paying ends the loan as the policy says."""
    bird = stage.patron()
    lent = stage.lent(bird.card_number)
    claim = declare_lost(lent.barcode, price_ore=PRICE_ORE, now=stage.now, policy=stage.policy)
    claims = Claim.objects.filter(patron=bird.person_id, kind=ClaimKind.LOST)
    if claim is None or [each.amount_ore for each in claims] != [PRICE_ORE]:
        yield "a lost thing is not claimed for"
        return
    settle_claim(claim, method="cash", now=stage.now, policy=stage.policy)
    is_open = Loan.objects.filter(patron=bird.person_id, closed_at=None).exists()
    if is_open and stage.policy.lending.closes_when_compensated:
        yield "a loan stays open after it was compensated"


@trial
def undo_ends(stage: Stage) -> Iterator[str]:
    """What undoes a return at the desk opens for ten minutes, at that desk, and not longer."""
    bird = stage.patron()
    lent = stage.lent(bird.card_number)
    at = AtDesk(lent.barcode, stage.branch.pk, DESK)
    here = return_at_desk(at, now=stage.now, policy=stage.policy)
    for desk, later in ((DESK, GOOD_FOR), (f"not {DESK}", timedelta())):
        try:
            with transaction.atomic():
                undo_return(here.capsule, desk=desk, now=stage.now + later, policy=stage.policy)
        except Refused:
            continue
        yield "a return was undone too late, or at another desk"
        return
    undo_return(here.capsule, desk=DESK, now=stage.now, policy=stage.policy)
    if not Loan.objects.filter(pk=lent.loan_id, patron=bird.person_id, returned_at=None).exists():
        yield "a return that is undone does not give the loan back"


@trial
def offline_is_short(stage: Stage) -> Iterator[str]:
    """What a desk noted is taken in once, brings nobody back, and is refused when it is too old."""
    bird = stage.patron()
    lent = stage.lent(bird.card_number)
    stage.give_back(lent)
    done = _Noted(stage, lent.barcode)
    later, days = stage.now + timedelta(minutes=1), stage.policy.lending.offline_days
    card = bird.card_number
    told = [
        done.lend(card, later),
        done.lend(card, later),
        done.lend(NOBODYS, later + timedelta(minutes=1)),
    ]
    if [each.became for each in told] != [Became.LENT, Became.LENT, Became.NOT_LENT]:
        yield "what a desk noted is not taken in as it should be"
    if Loan.objects.filter(patron=bird.person_id, returned_at=None).exists():
        yield "a loan stands after the thing was lent on a card that nobody has"
    old = stage.now - timedelta(days=days)
    if done.lend(card, old, word="old").became is not Became.TOO_OLD:
        yield f"what is older than {days} days is taken in"


class _Noted:
    """Sends what a desk that is none noted about one thing."""

    def __init__(self, stage: Stage, barcode: str) -> None:
        self._stage, self._barcode = stage, barcode

    def lend(self, card: str, at: datetime, *, word: str = "") -> Replayed:
        """Send a loan on a card; the same card is the same record unless it has a word."""
        record = Record(f"{DESK} {card} {word}", Did.LEND, self._barcode, at, 0, card)
        now = self._stage.now + timedelta(hours=1)
        branch, policy = self._stage.branch.pk, self._stage.policy
        return replay([record], clock=now, branch_id=branch, now=now, policy=policy)[0]


PROBES = (return_forgets, offline_is_short, undo_ends, fee_and_loan, compensation_closes)
