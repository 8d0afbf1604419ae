"""Receipts for what was lent, returned or paid. They are handed over, and kept nowhere."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hylla.doors.parts.papers.printing import Printing, reader_of
from hylla.doors.parts.writing import day_text, moment_text, money
from hylla.formats.paper import Fact, Receipt, Table, pdf


class Lent(Protocol):
    """What a receipt says of a loan: `CheckedOut` and `OpenLoan` are such."""

    @property
    def title(self) -> str:
        """What was lent."""

    @property
    def due_on(self) -> date:
        """Until when."""


class Back(Protocol):
    """What a receipt says of a return: `Returned` is such."""

    @property
    def title(self) -> str:
        """What came back."""

    @property
    def fee_ore(self) -> int:
        """What the delay costs."""


@dataclass(frozen=True)
class Paid:
    """Something that was paid for, in words, and the sum in ore."""

    what: str
    amount_ore: int


def loan_receipt(loans: Iterable[Lent], *, printing: Printing, with_titles: bool = False) -> bytes:
    """Print how much was lent and when it is to be back; titles only where the patron wants them.

    A receipt is soon left behind, and somebody finds it.
    """
    with reader_of(printing.language, printing.policy):
        notes = (_("Check that what you borrow is whole and undamaged."),)
        lines = _titles(loans) if with_titles else _days(loans)
        return pdf(_receipt(_("Receipt for loans"), lines, printing=printing, notes=notes))


def return_receipt(
    returned: Sequence[Back], *, printing: Printing, with_titles: bool = False
) -> bytes:
    """Print how much came back, and what is owed for it; titles only where someone wants them."""
    with reader_of(printing.language, printing.policy):
        owed = sum(each.fee_ore for each in returned)
        total = Fact(_("Fees in all"), money(owed)) if owed else None
        count = _things(len(returned))
        rows = tuple((each.title, _fee(each.fee_ore)) for each in returned)
        first = _("Title") if with_titles else _("Returned")
        lines = Table((first, _("Fee")), rows if with_titles else ((count, _fee(owed)),))
        return pdf(_receipt(_("Receipt for returns"), lines, printing=printing, total=total))


def count_receipt(number: int, *, printing: Printing) -> bytes:
    """Print how much came back, for a machine that remembers neither what nor whose it was."""
    with reader_of(printing.language, printing.policy):
        lines = Table((_("Returned"),), ((_things(number),),))
        return pdf(_receipt(_("Receipt for returns"), lines, printing=printing))


def payment_receipt(paid: Sequence[Paid], *, printing: Printing) -> bytes:
    """Print what was paid."""
    with reader_of(printing.language, printing.policy):
        rows = tuple((each.what, money(each.amount_ore)) for each in paid)
        total = Fact(_("Paid in all"), money(sum(each.amount_ore for each in paid)))
        lines = Table((_("What for"), _("Sum")), rows)
        return pdf(_receipt(_("Receipt for payment"), lines, printing=printing, total=total))


def _titles(loans: Iterable[Lent]) -> Table:
    rows = tuple((loan.title, day_text(loan.due_on)) for loan in loans)
    return Table((_("Title"), _("Bring back by")), rows)


def _days(loans: Iterable[Lent]) -> Table:
    due = sorted(Counter(loan.due_on for loan in loans).items())
    rows = tuple(
        (
            ngettext("%(number)d loan", "%(number)d loans", number) % {"number": number},
            day_text(day),
        )
        for day, number in due
    )
    return Table((_("Loans"), _("Bring back by")), rows)


def _things(number: int) -> str:
    return ngettext("%(number)d thing", "%(number)d things", number) % {"number": number}


def _fee(ore: int) -> str:
    return money(ore) if ore else "–"


def _receipt(
    title: str,
    lines: Table,
    *,
    printing: Printing,
    total: Fact | None = None,
    notes: tuple[str, ...] = (),
) -> Receipt:
    local = timezone.localtime(printing.now)
    return Receipt(
        language=printing.language,
        title=title,
        made_at=printing.now,
        library=printing.policy.name,
        facts=(Fact(_("Branch"), printing.branch), Fact(_("When"), moment_text(local))),
        lines=lines,
        total=total,
        notes=notes,
        size=printing.size,
    )
