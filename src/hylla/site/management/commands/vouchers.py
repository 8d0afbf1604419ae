"""Write the vouchers of some days for the accounts, as CSV: sums and codes, nobody's name."""

from argparse import ArgumentParser, ArgumentTypeError
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from hylla.fees.queries import VoucherLine, vouchers_between
from hylla.formats.spreadsheets import as_csv

COLUMNS = (
    "number",
    "date",
    "branch",
    "kind",
    "debit",
    "credit",
    "amount",
    "refunds",
    "waived_for",
)


class Command(BaseCommand):
    """Prints one line for each voucher, in the order of their numbers."""

    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The first day and the last: a day, a month or a year of the books."""
        parser.add_argument("first", type=_day, help="2026-11-01")
        parser.add_argument("last", type=_day, help="2026-11-30")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print them; say how many beside it."""
        first, last = options["first"], options["last"]
        if last < first:
            raise CommandError(f"{last} is before {first}: name the first day first")
        rows = [_cells(each) for each in vouchers_between(first, last)]
        self.stdout.write(as_csv(COLUMNS, rows), ending="")
        self.stderr.write(f"{len(rows)} vouchers")


def _day(told: str) -> date:
    try:
        return date.fromisoformat(told)
    except ValueError:
        raise ArgumentTypeError(f"{told} is no day: write it as 2026-11-30") from None


def _cells(each: VoucherLine) -> tuple[str, ...]:
    return (
        str(each.number),
        each.paid_on.isoformat(),
        each.branch,
        each.kind,
        each.debit,
        each.credit,
        f"{each.amount_ore // 100}.{each.amount_ore % 100:02}",
        str(each.refunds or ""),
        each.waived_for,
    )
