"""List removals that wait for two people, or say yes to one: --confirm CLOCK --as USERNAME."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from hylla.library.actions import confirm_removal
from hylla.library.refusals import Refused
from hylla.privacy.guard import Held, removals_held
from hylla.site.clock import clock
from hylla.site.keyboard import said_no, staff_at_keyboard


class Command(BaseCommand):
    """A removal far above the usual, or a clock that jumped, is run only when two say yes."""

    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which, and who says so; the password is asked for, or read from a pipe."""
        parser.add_argument("--confirm", metavar="CLOCK")
        parser.add_argument("--as", dest="username", metavar="USERNAME")

    def handle(self, *args: Any, **options: Any) -> None:
        """List, or confirm. Exit 1 where it may not be confirmed."""
        if not options["confirm"]:
            for held in removals_held():
                self.stdout.write(_line(held))
            return
        now = clock()()
        try:
            staff_id = staff_at_keyboard(options["username"], now=now)
            missing = confirm_removal(options["confirm"], staff_id=staff_id, now=now)
        except Refused as refused:
            raise said_no(refused) from refused
        self.stdout.write(
            "one more person must say yes" if missing else "it runs tonight, or with ./hylla night"
        )


def _line(held: Held) -> str:
    usual = "not known yet" if held.usual is None else f"at most {held.usual}"
    return (
        f"{held.clock}: {held.rows} rows of {held.of_rows} ({held.why}; usual: {usual}),"
        f" since {held.held_at:%Y-%m-%d}, {held.missing} more must say yes"
    )
