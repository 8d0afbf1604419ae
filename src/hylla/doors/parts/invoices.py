"""An invoice in words, and as the paper that is sent or fetched."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from hylla.doors.parts.papers import Billed, Owed, Printing, invoice_pdf
from hylla.doors.parts.papers.printing import reader_of
from hylla.doors.parts.words import CLAIMS
from hylla.doors.parts.writing import day_text, money
from hylla.fees.queries import InvoiceCase, InvoiceFacts
from hylla.fees.rules import CURRENCY
from hylla.formats.e_invoice import Charged, EInvoice, Organisation, written
from hylla.formats.paper import Size
from hylla.patrons.queries import Reachable, reach_of
from hylla.privacy.policy import Policy


@dataclass(frozen=True)
class InvoiceText:
    """One invoice as its owner reads of it."""

    invoice_id: UUID
    text: str
    is_open: bool
    collection: tuple[str, ...]
    """What has happened on the way to debt collection, and what to do about it."""


def invoice_lines(invoices: Iterable[InvoiceFacts]) -> list[InvoiceText]:
    """Say of each invoice its number, its sum and how it stands."""
    return [
        InvoiceText(each.invoice_id, _said(each), not each.settled_at, tuple(_collection(each)))
        for each in invoices
    ]


def recipient_of(case: InvoiceCase, *, policy: Policy, now: datetime) -> Reachable:
    """Return whom the paper goes to: the patron, or a child's guardian."""
    return reach_of(case.addressee_id or case.patron_id, policy=policy, now=now)[0]


def paper(case: InvoiceCase, *, to: Reachable, lines: tuple[str, ...], printing: Printing) -> bytes:
    """Print an invoice in its reader's language, without a title."""
    with reader_of(printing.language, printing.policy):
        owed = tuple(
            Owed(str(CLAIMS[each.kind]), each.opened_on, each.amount_ore) for each in case.lines
        )
    billed = Billed(
        name=to.name,
        lines=lines,
        owed=owed,
        due_on=case.facts.due_on,
        number=case.facts.number,
        account=printing.policy.invoices.account,
        reference=case.facts.reference,
    )
    return invoice_pdf(billed, printing=printing)


def for_organisation(
    case: InvoiceCase, *, seller_number: str, payer: Organisation, reference: str, policy: Policy
) -> bytes:
    """Write an invoice for an organisation that pays it: without whose it is."""
    with reader_of(policy.default_language, policy):
        lines = tuple(Charged(str(CLAIMS[each.kind]), each.amount_ore) for each in case.lines)
    return written(
        EInvoice(
            number=case.facts.number,
            made_on=case.facts.made_on,
            due_on=case.facts.due_on,
            currency=CURRENCY[policy.country],
            seller=Organisation(policy.controller.name, seller_number, payer.country),
            buyer=payer,
            buyer_reference=reference,
            account=policy.invoices.account,
            reference=case.facts.reference,
            lines=lines,
        )
    )


def printing_for(to: Reachable, *, policy: Policy, now: datetime) -> Printing:
    """Return where and in which language an invoice is printed."""
    return Printing(policy, policy.name, now, to.language, Size.A4)


def _said(each: InvoiceFacts) -> str:
    told = {
        "number": each.number,
        "amount": money(each.amount_ore if each.settled_at else each.left_ore),
        "day": day_text(each.due_on),
    }
    if each.cancelled_for is not None and each.settled_at:
        return _("Invoice %(number)s, %(amount)s: taken back") % told
    if each.settled_at:
        return _("Invoice %(number)s, %(amount)s: paid") % told
    return _("Invoice %(number)s, %(amount)s, to be paid by %(day)s") % told


def _collection(each: InvoiceFacts) -> Iterable[str]:
    told = {"collector": each.collector}
    if each.warned_on and each.warned_until_on and not each.settled_at:
        told["on"], told["until"] = day_text(each.warned_on), day_text(each.warned_until_on)
        yield _("We warned you of debt collection on %(on)s: to be paid by %(until)s.") % told
    if each.handed_over_on:
        told["since"] = day_text(each.handed_over_on)
        yield _("Handed over to %(collector)s on %(since)s.") % told
    if each.settled_at:
        if each.handed_over_on:
            yield _("It is settled: %(collector)s closes and deletes the case.") % told
        return
    if each.handed_over_on:
        yield (
            _(
                "Pay as %(collector)s writes to you, or pay us: then we recall it. If you think"
                " that it is wrong, contest it under “Your rights”: then we ask them to wait."
            )
            % told
        )
    elif each.warned_on:
        yield _(
            "Pay it to us, and it is not handed over. If you think that it is wrong,"
            " contest it under “Your rights”: then it stays with us until we have looked into it."
        )
