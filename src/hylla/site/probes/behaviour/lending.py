"""Trials of loans: what is left of one that was returned, late or lost."""

from collections.abc import Iterator
from datetime import timedelta

from django.db import transaction

from hylla.circulation.actions import (
    AtDesk,
    declare_lost,
    return_at_desk,
    settle_claim,
    undo_return,
)
from hylla.circulation.models import Loan
from hylla.fees.models import Claim, ClaimKind
from hylla.library.refusals import Refused
from hylla.site.probes.stage import Stage, trial

PRICE_ORE = 25_000
DESK = "a desk that is none"
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


PROBES = (return_forgets, undo_ends, fee_and_loan, compensation_closes)
