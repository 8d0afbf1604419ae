"""Fees that hang on loans: settling one, and declaring an item lost."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from hylla.catalogue.models import Item, ItemStatus
from hylla.circulation.actions.closing import close
from hylla.circulation.models import Loan
from hylla.circulation.queries.families import wards_of
from hylla.circulation.rules.codes import Refusal
from hylla.fees.actions import lock_vouchers, open_claim, put_beside, settle
from hylla.fees.models import Claim, ClaimKind
from hylla.fees.queries import fee_beside, fee_on
from hylla.fees.rules import WaivedFor
from hylla.library.refusals import Reason, Refused
from hylla.patrons.actions import refuse_own
from hylla.privacy.clocks import today
from hylla.privacy.erasure import complete
from hylla.privacy.policy import Policy


def settle_claim(
    claim_id: UUID,
    *,
    method: str,
    now: datetime,
    policy: Policy,
    waived_for: WaivedFor = WaivedFor.GOODWILL,
) -> int:
    """Settle a claim, end the loan that waited for it (R02, R03), and return the voucher's number.

    `waived_for` counts where the method is that it is waived.

    :raises Refused: there is no such claim, or it is settled already.
    """
    with transaction.atomic():
        lock_vouchers(today(policy, now))
        loan = Loan.objects.select_for_update(of=("self",)).filter(claim=claim_id).first()
        patron = Claim.objects.filter(pk=claim_id).values_list("patron_id", flat=True).first()
        kind = Claim.objects.filter(pk=claim_id).values_list("kind", flat=True).first()
        fee = fee_beside(claim_id)
        number = settle(claim_id, method=method, now=now, policy=policy, waived_for=waived_for)
        if loan is not None and loan.closed_at is None and _ends(loan, kind, policy):
            loan.refresh_from_db()
            _end(loan, fee=fee, now=now, policy=policy)
        # The loan of what a guardian pays for may be the child's (conflict case 12).
        others = [loan.patron_id] if loan is not None and loan.patron_id != patron else []
        for person_id in filter(None, [patron, *others]):
            complete(person_id, policy=policy, now=now)
        return number


@dataclass(frozen=True)
class Paid:
    """How a sum is settled that was shown and agreed on, in ore."""

    method: str
    total_ore: int


def settle_for_household(
    guardian_id: UUID, paid: Paid, *, staff_id: int, now: datetime, policy: Policy
) -> tuple[int, ...]:
    """Settle all that a guardian's children owe, and return the vouchers' numbers.

    All of it or nothing: the sum is what was shown, and what is paid.

    :raises Refused: they owe something else by now, or nothing; or one of them is of the family of
        who works there (conflict case 60).
    """
    with transaction.atomic():
        lock_vouchers(today(policy, now))
        wards = wards_of(guardian_id, policy=policy, now=now)
        for each in wards:
            refuse_own(staff_id, each.relative.person_id)
        claims = [claim for each in wards for claim in each.claims]
        if not claims or sum(each.amount_ore for each in claims) != paid.total_ore:
            raise Refused(Reason(Refusal.HOUSEHOLD_CHANGED))
        return tuple(
            settle_claim(each.claim_id, method=paid.method, now=now, policy=policy)
            for each in claims
        )


def declare_lost(barcode: str, *, price_ore: int = 0, now: datetime, policy: Policy) -> UUID | None:
    """Count an item as lost and claim its price from whoever has it; return the claim.

    Without a price, or without a loan, nothing is claimed, and a loan ends at once. A fee that
    hangs on the loan stays as it is.

    :raises Refused: the barcode is unknown.
    """
    with transaction.atomic():
        item = Item.objects.select_for_update(no_key=True).filter(barcode=barcode).first()
        if item is None:
            raise Refused(Reason(Refusal.UNKNOWN_ITEM))
        item.status = ItemStatus.LOST
        item.save(update_fields=["status"])
        loan = Loan.objects.filter(item=item, returned_at=None, closed_at=None).first()
        if loan is None:
            return None
        if price_ore and loan.is_claimed_as_lost:
            return loan.claim_id
        if not price_ore:
            _end(loan, fee=fee_on(loan.claim_id), now=now, policy=policy)
            complete(loan.patron_id, policy=policy, now=now)
            return None
        return _claim_price(loan, price_ore=price_ore, now=now, policy=policy)


def _ends(loan: Loan, kind: str | None, policy: Policy) -> bool:
    """Say whether the loan ends with its claim: the copy is back, or has been paid for."""
    if loan.returned_at is not None:
        return True
    return kind == ClaimKind.LOST and policy.lending.closes_when_compensated


def _end(loan: Loan, *, fee: UUID | None, now: datetime, policy: Policy) -> None:
    """End a loan; a fee that hangs on it besides is waited for where the policy says so (R03)."""
    if fee is None or not policy.lending.loan_waits_for_fee:
        close(loan, now=now, policy=policy)
        return
    loan.claim_id = fee
    loan.returned_at = loan.returned_at or now
    loan.save(update_fields=["claim", "returned_at"])


def _claim_price(loan: Loan, *, price_ore: int, now: datetime, policy: Policy) -> UUID:
    fee = fee_on(loan.claim_id)
    loan.claim_id = open_claim(
        loan.patron_id,
        branch_id=loan.branch_id,
        kind=ClaimKind.LOST,
        amount_ore=price_ore,
        on=today(policy, now),
    )
    put_beside(loan.claim_id, fee_id=fee)
    loan.said_returned_on = None
    loan.save(update_fields=["claim", "said_returned_on"])
    return loan.claim_id
