"""What goes into an envelope: letters from the outbox, and invoices."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from hylla.doors.parts.papers.printing import Printing, reader_of
from hylla.doors.parts.writing import day_text, exact_money
from hylla.formats.paper import Fact, Invoice, Table, Window, pdf
from hylla.formats.paper import Letter as LetterPaper
from hylla.formats.paper import Letters as LettersPaper
from hylla.messages.queries import Letter
from hylla.privacy.policy import Policy
from hylla.privacy.policy.values import Country


@dataclass(frozen=True, repr=False)
class Owed:
    """One line of an invoice: what for, since when, and the sum in ore."""

    what: str
    on: date
    amount_ore: int


@dataclass(frozen=True, repr=False)
class Billed:
    """Whom an invoice goes to, what for, and until when it is to be paid.

    `account` (the policy's) and `reference` (KID, OCR) stand on it only where they are given.
    """

    name: str
    lines: tuple[str, ...]
    owed: tuple[Owed, ...]
    due_on: date
    number: str = ""
    account: str = ""
    reference: str = ""


def letters_pdf(letters: Sequence[Letter], *, policy: Policy, now: datetime) -> bytes:
    """Print letters, each in its reader's language and on its own sheet, for C5 window envelopes.

    A letter without an address is handed over at the desk: it carries the name alone.
    """
    papers = tuple(_letter(each, policy, now) for each in letters)
    if len(papers) == 1:
        return pdf(papers[0])
    with reader_of(policy.default_language, policy):
        title = _("Letters to post")
    return pdf(
        LettersPaper(language=policy.default_language, title=title, made_at=now, letters=papers)
    )


def invoice_pdf(billed: Billed, *, printing: Printing) -> bytes:
    """Print a demand for what someone owes."""
    policy = printing.policy
    with reader_of(printing.language, policy):
        rows = tuple(
            (each.what, day_text(each.on), exact_money(each.amount_ore)) for each in billed.owed
        )
        numbered = _("Invoice %(number)s") % {"number": billed.number}
        invoice = Invoice(
            language=printing.language,
            title=numbered if billed.number else _("Invoice"),
            made_at=printing.now,
            sender=_sender(policy),
            recipient=(billed.name, *billed.lines),
            place_and_date=_today(policy, printing.now),
            paragraphs=(
                _("You owe the library the sums below."),
                _("Questions? Write to %(email)s.") % {"email": policy.notice.contact},
            ),
            lines=Table((_("What for"), _("Date"), _("Sum")), rows),
            total=Fact(_("To pay"), exact_money(sum(each.amount_ore for each in billed.owed))),
            payment=_payment(billed, policy),
            window=_window(policy),
        )
    return pdf(invoice)


def _payment(billed: Billed, policy: Policy) -> tuple[Fact, ...]:
    known = (
        Fact(_("Pay to"), policy.controller.name),
        Fact(_("Account number"), billed.account),
        Fact(_("Payment reference"), billed.reference),
        Fact(_("To be paid by"), day_text(billed.due_on)),
    )
    return tuple(fact for fact in known if fact.value)


def _letter(letter: Letter, policy: Policy, now: datetime) -> LetterPaper:
    with reader_of(letter.language, policy):
        return LetterPaper(
            language=letter.language,
            title=letter.subject,
            made_at=now,
            sender=_sender(policy),
            recipient=(letter.name, *letter.lines),
            place_and_date=_today(policy, now),
            paragraphs=tuple(part for part in letter.text.strip().split("\n\n") if part),
            window=_window(policy),
        )


def _sender(policy: Policy) -> tuple[str, ...]:
    party = policy.controller
    return tuple(filter(None, (policy.name, party.address, policy.notice.contact, party.phone)))


def _today(policy: Policy, now: datetime) -> str:
    return day_text(timezone.localtime(now, policy.zone).date())


def _window(policy: Policy) -> Window:
    return Window.RIGHT if policy.country is Country.SWEDEN else Window.LEFT
