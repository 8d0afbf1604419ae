"""Take away a member of staff's second factor, where no administrator is left who can."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from hylla.library.actions import reset_second_factor
from hylla.library.queries import colleagues
from hylla.patrons.actions import end_staff_log_ins


class Command(BaseCommand):
    """Resets it and logs them out; at the next log-in they make a new one."""

    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Whose it is."""
        parser.add_argument("--reset", metavar="USERNAME", required=True)

    def handle(self, *args: Any, **options: Any) -> None:
        """Reset, or say that nobody of that name works here."""
        found = [each for each in colleagues() if each.username == options["reset"]]
        if not found:
            raise CommandError("Nobody of that user name works here.")
        reset_second_factor(found[0].id)
        end_staff_log_ins(found[0].id)
        self.stdout.write("done: a new second factor is made at the next log-in")
