"""Warn of debt collection, and hand an unpaid invoice over with as little as it needs (KUN-12)."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from hylla.fees.models import Invoice
from hylla.fees.queries.collecting import debt_of, debtor_of
from hylla.fees.rules import FeeRefusal, collecting_refusal, warning_refusal
from hylla.library.refusals import Reason, Refused
from hylla.messages.actions import enqueue, post_instead
from hylla.messages.models import Message, Template
from hylla.messages.rules import Channel
from hylla.privacy.clocks import today
from hylla.privacy.policy import Policy
from hylla.privacy.rights.deletions import foresee_recall

Act = Callable[..., None]


@dataclass(frozen=True, slots=True)
class LeftOut:
    """An invoice with which nothing was done, and why."""

    number: str
    reason: Reason


@dataclass(frozen=True, slots=True)
class Collected:
    """What became of the invoices that somebody chose."""

    done: tuple[UUID, ...]
    left_out: tuple[LeftOut, ...]


def warn(invoice_id: UUID, *, now: datetime, policy: Policy) -> None:
    """Have a debtor told that an invoice goes to debt collection unless it is paid.

    The days run from when the message has gone, which `note_warnings` finds.

    :raises Refused: it is settled, too early or too little, or nobody is to be warned.
    """
    with transaction.atomic():
        invoice = _locked(invoice_id)
        debt = debt_of(invoice)
        on, plan = today(policy, now), policy.invoices
        _refuse(warning_refusal(debt, on=on, plan=plan))
        invoice.warning_id = enqueue(
            Template.COLLECTION_WARNING,
            person_id=debtor_of(invoice),
            now=now,
            number=plan.warning_days,
            code=invoice.number,
        )
        invoice.save(update_fields=["warning_id"])


def note_warnings(*, policy: Policy) -> int:
    """Let the days of each warning begin on the day it went; return how many began.

    What no mail server takes becomes a letter. What is gone unread, without having been sent, may
    be sent again. What comes back after it was sent has not begun.
    """
    _stop_what_came_back()
    begun = 0
    waiting = Invoice.objects.filter(warning_id__isnull=False, settled_at=None)
    for invoice_id in list(waiting.values_list("pk", flat=True)):
        with transaction.atomic():
            begun += _begin(invoice_id, policy)
    return begun


def _stop_what_came_back() -> None:
    """Let a warning's days run from its letter, where the e-mail did not arrive."""
    for message in Message.objects.filter(template=Template.COLLECTION_WARNING, closed_at=None):
        with transaction.atomic():
            begun = Invoice.objects.select_for_update(of=("self",)).filter(
                Q(patron=message.person_id) | Q(addressee=message.person_id),
                warning_id=None, warned_on__isnull=False, settled_at=None, handed_over_on=None,
            )  # fmt: skip
            for invoice in [each for each in begun if each.number == message.code]:
                invoice.warning_id = message.pk
                invoice.warned_on = invoice.warned_until_on = None
                invoice.save(update_fields=["warning_id", "warned_on", "warned_until_on"])


def _begin(invoice_id: UUID, policy: Policy) -> bool:
    invoice = Invoice.objects.select_for_update(of=("self",)).filter(pk=invoice_id).first()
    if invoice is None or invoice.warning_id is None:
        return False
    message = Message.objects.filter(pk=invoice.warning_id).first()
    if message is not None and message.failed:
        post_instead(message.pk)
        return False
    if message is not None and message.closed_at is None:
        if message.channel == Channel.LETTER and debt_of(invoice).is_left_alone:
            # What would have gone by e-mail is asked about again when it goes.
            message.delete()
        return False
    if message is not None and message.closed_at is not None:
        invoice.warned_on = today(policy, message.closed_at)
        invoice.warned_until_on = invoice.warned_on + timedelta(days=message.number or 0)
    invoice.warning_id = None
    invoice.save(update_fields=["warning_id", "warned_on", "warned_until_on"])
    return message is not None


def hand_over(invoice_id: UUID, *, now: datetime, policy: Policy) -> None:
    """Let the library's debt collector have an invoice: somebody decides it, no night does.

    The row is locked, so that it is either paid first, and refused here, or recalled when it is.

    :raises Refused: it is settled, with the collector already, not warned of in time, or not to be
        collected.
    """
    with transaction.atomic():
        invoice = _locked(invoice_id)
        day = today(policy, now)
        _refuse(collecting_refusal(debt_of(invoice), on=day, plan=policy.invoices))
        invoice.handed_over_on, invoice.collector = day, policy.invoices.collector
        invoice.save(update_fields=["handed_over_on", "collector"])
        foresee_recall(debtor_of(invoice), recipient=invoice.collector)


def warn_each(ids: Collection[UUID], *, now: datetime, policy: Policy) -> Collected:
    """Warn about each of these invoices; what is refused stops none of the others."""
    return _each(ids, warn, now=now, policy=policy)


def hand_over_each(ids: Collection[UUID], *, now: datetime, policy: Policy) -> Collected:
    """Hand each of these invoices over; what is refused stops none of the others."""
    return _each(ids, hand_over, now=now, policy=policy)


def _each(ids: Collection[UUID], act: Act, *, now: datetime, policy: Policy) -> Collected:
    done, left_out = [], []
    for invoice_id in dict.fromkeys(ids):
        try:
            act(invoice_id, now=now, policy=policy)
            done.append(invoice_id)
        except Refused as refused:
            row = Invoice.objects.filter(pk=invoice_id).first()
            left_out.append(LeftOut(row.number if row else "", refused.reasons[0]))
    return Collected(tuple(done), tuple(left_out))


def _locked(invoice_id: UUID) -> Invoice:
    invoice = Invoice.objects.select_for_update(of=("self",)).filter(pk=invoice_id).first()
    if invoice is None:
        raise Refused(Reason(FeeRefusal.UNKNOWN_INVOICE))
    if invoice.settled_at is not None:
        raise Refused(Reason(FeeRefusal.INVOICE_SETTLED))
    return invoice


def _refuse(why: FeeRefusal | None) -> None:
    if why is not None:
        raise Refused(Reason(why))
