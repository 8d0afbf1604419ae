"""Claim money, and write down that it was paid: the sum and the day, nobody's name."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from hylla.fees.actions.invoices import follow, lock_invoice_of
from hylla.fees.actions.series import lock_vouchers
from hylla.fees.actions.vouchers import write_payment
from hylla.fees.models import Claim, ClaimKind, Payment
from hylla.fees.rules import FeeRefusal, Method, WaivedFor
from hylla.library.refusals import Reason, Refused
from hylla.privacy.clocks import is_over, today
from hylla.privacy.held import holds_back
from hylla.privacy.policy import Policy

(SETTLED_CLAIM,) = Claim.personal_data.keep


def open_claim(
    person_id: UUID, *, branch_id: int, kind: ClaimKind, amount_ore: int, on: date
) -> UUID:
    """Claim a sum from someone, in ore."""
    claim = Claim.objects.create(
        patron_id=person_id, branch_id=branch_id, kind=kind, amount_ore=amount_ore, opened_on=on
    )
    return claim.pk


def take_back_claim(claim_id: UUID) -> None:
    """Let a claim be as if it had never been made: what it was for is undone.

    :raises Refused: it is settled, stands on an invoice, or is being paid.
    """
    claim = Claim.objects.select_for_update(of=("self",)).filter(pk=claim_id).first()
    if claim is None or claim.settled_at is not None:
        raise Refused(Reason(FeeRefusal.ALREADY_SETTLED))
    is_paid = Payment.objects.filter(claim=claim, finished_at=None).exists()
    if claim.invoice_id is not None or is_paid:
        raise Refused(Reason(FeeRefusal.BEING_PAID))
    claim.delete()


def put_beside(price_id: UUID, *, fee_id: UUID | None) -> None:
    """Remember which fee hangs on a loan whose price is claimed now."""
    Claim.objects.filter(pk=price_id).update(beside=fee_id)


def settle(
    claim_id: UUID,
    *,
    method: str,
    now: datetime,
    policy: Policy,
    waived_for: WaivedFor = WaivedFor.GOODWILL,
) -> int:
    """Settle a claim, write its voucher, and return the voucher's number.

    `waived_for` counts where the method is that it is waived.

    Call `circulation.actions.settle_claim` where the claim may hang on a loan, which then ends.

    :raises Refused: there is no such claim, or it is settled already.
    """
    on = today(policy, now)
    with transaction.atomic():
        lock_vouchers(on)
        invoice_id = lock_invoice_of(claim_id)
        claim = Claim.objects.select_for_update(of=("self",)).filter(pk=claim_id).first()
        if claim is None:
            raise Refused(Reason(FeeRefusal.UNKNOWN_CLAIM))
        if claim.settled_at is not None:
            raise Refused(Reason(FeeRefusal.ALREADY_SETTLED))
        number = write_payment(claim, method=Method(method), on=on, waived_for=waived_for)
        _end(claim, now=now, policy=policy)
        if invoice_id is not None:
            follow(invoice_id, now=now, policy=policy)
        return number


def settle_part(
    claim_id: UUID, *, amount_ore: int, method: Method, now: datetime, policy: Policy
) -> int:
    """Settle a part of a claim, and return the voucher's number; the rest is owed as before.

    What was paid is a claim of its own, which is settled and goes as others do. Whoever pays all of
    the claim on the web meanwhile gets that back: it has another sum by then.

    :raises Refused: there is no such claim, it is settled, or no more is left than the part.
    """
    with transaction.atomic():
        lock_vouchers(today(policy, now))
        lock_invoice_of(claim_id)
        claim = Claim.objects.select_for_update(of=("self",)).filter(pk=claim_id).first()
        if claim is None or claim.settled_at is not None:
            raise Refused(Reason(FeeRefusal.ALREADY_SETTLED))
        if not 0 < amount_ore < claim.amount_ore:
            raise Refused(Reason(FeeRefusal.MORE_THAN_IS_LEFT))
        claim.amount_ore -= amount_ore
        claim.save(update_fields=["amount_ore"])
        part = Claim.objects.create(
            patron_id=claim.patron_id,
            branch_id=claim.branch_id,
            kind=claim.kind,
            amount_ore=amount_ore,
            opened_on=claim.opened_on,
            invoice_id=claim.invoice_id,
            for_ward=claim.for_ward,
        )
        return settle(part.pk, method=method, now=now, policy=policy)


def _end(claim: Claim, *, now: datetime, policy: Policy) -> None:
    # What hung behind it hangs behind what is in front of it.
    Claim.objects.filter(beside=claim).update(beside=claim.beside_id)
    is_held = holds_back(Claim._meta.label, claim.patron_id, now=now)
    if is_over(SETTLED_CLAIM, policy=policy, since=now, now=now) and not is_held:
        claim.delete()
    else:
        claim.settled_at = now
        claim.save(update_fields=["settled_at"])
