"""Check every sentence of the published notice against the live system."""

import json
import sys
from argparse import ArgumentParser
from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand

from hylla.library.queries import policy_in_force
from hylla.privacy.notice import text_of
from hylla.privacy.policy import Policy
from hylla.privacy.verify import Standing, is_green, verify
from hylla.site.clock import clock
from hylla.site.probes import PROBES


class Command(BaseCommand):
    """Prints each sentence's state; exit 0 only if none is late or contradicted."""

    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        """As people read it, or as programs do."""
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        """Check and print."""
        policy, now = policy_in_force(), clock()()
        standings = verify(policy, now=now, probes=PROBES)
        if options["json"]:
            self.stdout.write(_json(policy, now, standings))
        else:
            self._print(policy, standings)
        if not is_green(standings):
            sys.exit(1)

    def _print(self, policy: Policy, standings: tuple[Standing, ...]) -> None:
        for each in standings:
            self.stdout.write(
                f"{each.state:<13} {each.sentence.id:<32} {each.rows:>7}  {each.detail}"
            )
        counts = {each.state: 0 for each in standings}
        for each in standings:
            counts[each.state] += 1
        told = ", ".join(f"{number} {state}" for state, number in counts.items())
        self.stdout.write(f"{policy.name}: {told}")


def _json(policy: Policy, now: datetime, standings: tuple[Standing, ...]) -> str:
    sentences = [
        {
            "id": each.sentence.id,
            "rules": list(each.sentence.rules),
            "ground": each.sentence.ground,
            "state": each.state,
            "rows": each.rows,
            "detail": each.detail,
            "text": {
                language: text_of(each.sentence, policy, language) for language in policy.languages
            },
        }
        for each in standings
    ]
    report = {"library": policy.code, "checked_at": now.isoformat(), "sentences": sentences}
    return json.dumps(report, ensure_ascii=False, indent=1)
