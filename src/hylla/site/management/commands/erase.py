"""Erase a person on request: done, or waits, with the reasons."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from hylla.circulation.actions import leave
from hylla.library.queries import policy_in_force
from hylla.patrons.queries import person_with_card
from hylla.privacy.erasure import Asked, blockers, goes_now
from hylla.privacy.ledger import NotWrittenError
from hylla.privacy.rights.terms import CameBy, Proof
from hylla.privacy.vocabulary import Role
from hylla.site.clock import clock


class Command(BaseCommand):
    """Takes the request; what must wait completes by itself."""

    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Whose request it is."""
        parser.add_argument("--card", required=True)

    def handle(self, *args: Any, **options: Any) -> None:
        """Erase, or say facet by facet what is gone and what the rest waits for. Exit 3: waits."""
        card = person_with_card(options["card"])
        if card is None:
            raise CommandError("No patron has that card.")
        now = clock()()
        now_gone = goes_now(card.person_id, now=now)
        asked = Asked(came_by=CameBy.OPERATOR, proof=Proof.NONE, role=Role.ADMINISTRATOR)
        try:
            left = leave(card.person_id, policy=policy_in_force(), now=now, asked=asked)
        except NotWrittenError as error:
            text = f"The erasure ledger cannot be written ({error.strerror}): nothing was changed."
            raise CommandError(text) from error
        self.stdout.write(f"receipt: {left.code}")
        if left.is_done:
            self.stdout.write("done: everything kept about this person is erased")
            return
        for facet in now_gone:
            self.stdout.write(f"gone:  {facet.rows:>4}  {facet.name}")
        for facet in (each for each in blockers(card.person_id, now=now) if each.is_told):
            self.stdout.write(f"waits: {facet.rows:>4}  {facet.name}")
        self.stdout.write("The request stays open and completes when nothing above waits.")
        sys.exit(3)
