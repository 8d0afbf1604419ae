"""Run the nightly order now: removals, reminders, checks; prints what it did in numbers."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from hylla.library.queries import policy_in_force
from hylla.site.clock import clock
from hylla.site.night import Step, dry_run, night


class Command(BaseCommand):
    """Runs each step and prints it as it is done."""

    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Whether to change anything."""
        parser.add_argument("--dry-run", action="store_true", help="count, and change nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run the order, or say what it would remove."""
        policy, now = policy_in_force(), clock()()
        if options["dry_run"]:
            for step in dry_run(policy, now=now):
                self._tell(step)
        else:
            night(policy, now=now, tell=self._tell)

    def _tell(self, step: Step) -> None:
        self.stdout.write(f"{step.number:>8}  {step.name}  {step.detail}".rstrip())
        self.stdout.flush()
