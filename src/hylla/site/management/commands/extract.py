"""Write everything kept about a person to a zip: JSON for programs, HTML for people."""

import os
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from hylla.library.queries import policy_in_force
from hylla.patrons.actions.rights import extract_by_operator
from hylla.patrons.queries import person_with_card
from hylla.privacy.rights.restriction import Restricted
from hylla.site.clock import clock


class Command(BaseCommand):
    """Finds the person by a card and writes their extract; they read that it was written."""

    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Whose, and where to."""
        parser.add_argument("--card", required=True)
        parser.add_argument("--out", required=True, metavar="FILE")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the file, readable by its owner only."""
        card = person_with_card(options["card"])
        if card is None:
            raise CommandError("No patron has that card.")
        try:
            packed = extract_by_operator(card.person_id, policy=policy_in_force(), now=clock()())
        except Restricted as restricted:
            raise CommandError(str(restricted)) from restricted
        descriptor = os.open(options["out"], os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(packed)
        self.stdout.write(f"{options['out']}: {len(packed)} bytes")
