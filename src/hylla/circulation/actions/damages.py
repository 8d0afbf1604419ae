"""Ask whoever had a thing last to pay for its damage, as long as anything knows who that was."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from hylla.circulation.actions.capsules import Ended, ended_by
from hylla.circulation.models import Loan
from hylla.circulation.queries.loans import last_borrower, open_loans
from hylla.circulation.queries.return_facts import lock_item
from hylla.circulation.rules.codes import Refusal
from hylla.circulation.rules.dates import today
from hylla.fees.actions import open_claim, put_beside
from hylla.fees.models import ClaimKind
from hylla.fees.queries import fee_on
from hylla.library.refusals import Reason, Refused
from hylla.messages.actions import enqueue
from hylla.messages.models import Template
from hylla.patrons.models import Person
from hylla.privacy.policy import Policy


@dataclass(frozen=True)
class Damage:
    """A damaged copy, what its mending or another one costs in ore, and how to know who had it.

    `capsule` is what the desk holds of a return a few minutes ago; `desk` is whose it is.
    """

    barcode: str
    amount_ore: int
    capsule: str = ""
    desk: str = ""


def claim_damage(damage: Damage, *, branch_id: int, now: datetime, policy: Policy) -> UUID:
    """Claim it from whoever returned the copy last, tell them, and return the claim.

    Who that is is told to nobody here. Where a loan waits for its claim, it waits for this one too.

    :raises Refused: the copy is on loan, or nothing knows any more who had it (conflict case 29).
    """
    with transaction.atomic():
        lock_item(damage.barcode)
        if open_loans().filter(item__barcode=damage.barcode).exists():
            raise Refused(Reason(Refusal.RETURN_IT_FIRST))
        loan, patron = _whose(damage, now, policy)
        if not Person.objects.select_for_update(no_key=True).filter(pk=patron).exists():
            raise Refused(Reason(Refusal.NOBODY_KNOWN))
        claim = open_claim(
            patron,
            branch_id=branch_id,
            kind=ClaimKind.DAMAGED,
            amount_ore=damage.amount_ore,
            on=today(now, policy=policy),
        )
        if policy.lending.loan_waits_for_fee:
            _hang(claim, loan, now)
        enqueue(Template.DAMAGED, person_id=patron, now=now, branch_id=branch_id)
        return claim


def _whose(damage: Damage, now: datetime, policy: Policy) -> tuple[Loan, UUID]:
    """Return the loan, perhaps one that is no row any more, and whose it was."""
    if damage.capsule:
        ended = ended_by(damage.capsule, desk=damage.desk, now=now)
        loan = Loan.objects.select_for_update(of=("self",)).filter(pk=ended.loan).first()
        return loan or _again(ended), ended.patron
    last = last_borrower(damage.barcode, now=now, policy=policy)
    if last is None:
        raise Refused(Reason(Refusal.NOBODY_KNOWN))
    return Loan.objects.select_for_update(of=("self",)).get(pk=last.loan_id), last.person_id


def _again(ended: Ended) -> Loan:
    return Loan(
        id=ended.loan,
        item_id=ended.item,
        patron_id=ended.patron,
        branch_id=ended.branch,
        lent_at=ended.lent_at,
        due_on=ended.due_on,
        renewals=ended.renewals,
        returned_at=ended.returned_at,
    )


def _hang(claim: UUID, loan: Loan, now: datetime) -> None:
    """Let the loan wait for the claim, and say by it what it is for, until it is settled (R03).

    It may have ended without a return, where that was undone and the copy is lost since: it stays
    over.
    """
    put_beside(claim, fee_id=fee_on(loan.claim_id))
    loan.claim_id, loan.closed_at = claim, None
    loan.returned_at = loan.returned_at or now
    loan.save()
