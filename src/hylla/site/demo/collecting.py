"""Some invoices in the demo that nobody has paid: one at each stage of debt collection."""

import uuid
from collections.abc import Sequence
from contextlib import suppress
from datetime import date, datetime, timedelta

from hylla.circulation.actions import invoice_patron, settle_invoice
from hylla.fees.actions import hand_over, note_warnings, open_claim, warn
from hylla.fees.models import ClaimKind, Invoice
from hylla.fees.queries import Stage, collectable
from hylla.fees.rules import Method
from hylla.library.refusals import Refused
from hylla.messages.actions import letter_printed
from hylla.messages.models import Message
from hylla.messages.rules import Channel
from hylla.patrons.actions.rights import restrict
from hylla.privacy.clocks import today
from hylla.privacy.policy import Policy
from hylla.privacy.rights.terms import Asked
from hylla.privacy.vocabulary import Purpose

TO_WARN, WAITS, WARNED, READY, COLLECTED, CONTESTED, PAID = range(7)
STAGES = (PAID, CONTESTED, COLLECTED, READY, WARNED, WAITS, TO_WARN)
DAY = timedelta(days=1)


def collect(policy: Policy, people: Sequence[uuid.UUID], branch_id: int, *, now: datetime) -> int:
    """Let some people owe until the debt collector has it; return how many are at some stage."""
    plan = policy.invoices
    if not plan.collector:
        return 0
    late = plan.due_days + plan.warn_after_days + plan.warning_days + 30
    waiting = list(STAGES)
    for person_id in people:
        if not waiting:
            break
        with suppress(Refused):
            invoice = _owing(person_id, branch_id, policy, now - late * DAY)
            if invoice is not None:
                _follow(invoice, waiting[0], policy, now)
                waiting.pop(0)
    return len(STAGES) - len(waiting)


def _owing(person_id: uuid.UUID, branch_id: int, policy: Policy, at: datetime) -> Invoice | None:
    """Return an invoice that may go to debt collection: not a child's, nor of who is protected."""
    on: date = today(policy, at)
    least = policy.invoices.collect_from_ore
    lost = ClaimKind.LOST
    open_claim(person_id, branch_id=branch_id, kind=lost, amount_ore=least + 4500, on=on)
    invoice_patron(person_id, now=at, policy=policy)
    made = Invoice.objects.filter(patron=person_id, settled_at=None).order_by("pk").last()
    late = at + (policy.invoices.due_days + policy.invoices.warn_after_days + 9) * DAY
    ready = {
        each.facts.invoice_id
        for each in collectable(policy=policy, now=late)
        if each.stage is Stage.TO_WARN
    }
    return made if made is not None and made.pk in ready else None


def _follow(invoice: Invoice, stage: int, policy: Policy, now: datetime) -> None:
    days = policy.invoices.warning_days
    if stage == TO_WARN:
        return
    warned_at = {WAITS: now, WARNED: now - 5 * DAY}.get(stage, now - (days + 9) * DAY)
    warn(invoice.pk, now=warned_at, policy=policy)
    if stage == WAITS:
        return
    _print_letter(invoice, warned_at)
    note_warnings(policy=policy)
    if stage in {WARNED, READY}:
        return
    hand_over(invoice.pk, now=now - 5 * DAY, policy=policy)
    if stage == CONTESTED:
        fees = Asked(what=Purpose.FEES)
        restrict(invoice.patron_id, policy=policy, now=now - DAY, asked=fees)
    if stage == PAID:
        settle_invoice(invoice.pk, method=Method.BANK, now=now - DAY, policy=policy)


def _print_letter(invoice: Invoice, at: datetime) -> None:
    invoice.refresh_from_db()
    if invoice.warning_id is not None:
        Message.objects.filter(pk=invoice.warning_id).update(channel=Channel.LETTER)
        letter_printed(invoice.warning_id, now=at)
