"""Check every sentence of the published notice against the live system."""

import json
import sys
from argparse import ArgumentParser
from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand

from hylla.library.queries import policy_in_force
from hylla.privacy.models import SentenceCheck
from hylla.privacy.notice import text_of
from hylla.privacy.policy import Policy
from hylla.privacy.verify import Look, Standing, is_green, verify
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
            task = f"  ({each.owner})" if each.owner else ""
            line = f"{each.state:<13} {each.sentence.id:<32} {each.rows:>9}  {each.detail}{task}"
            self.stdout.write(line)
        counts = {each.state: 0 for each in standings}
        for each in standings:
            counts[each.state] += 1
        told = ", ".join(f"{number} {state}" for state, number in counts.items())
        self.stdout.write(f"{policy.name}: {told}")


def _json(policy: Policy, now: datetime, standings: tuple[Standing, ...]) -> str:
    since = dict(SentenceCheck.objects.values_list("sentence", "stood_at"))
    report = {
        "library": policy.code,
        "checked_at": now.isoformat(),
        "sentences": [_sentence(each, policy, since[each.sentence.id]) for each in standings],
    }
    return json.dumps(report, ensure_ascii=False, indent=1)


def _sentence(standing: Standing, policy: Policy, since: datetime | None) -> dict[str, object]:
    sentence, late_by = standing.sentence, standing.late_by
    return {
        "id": sentence.id,
        "rules": list(sentence.rules),
        "ground": sentence.ground,
        "state": standing.state,
        "rows": standing.rows,
        "detail": standing.detail,
        "text": {each: text_of(sentence, policy, each) for each in policy.languages},
        "since": since.isoformat() if since else None,
        "late_by_seconds": int(late_by.total_seconds()) if late_by else None,
        "owner": standing.owner,
        "looks": [_look(each) for each in standing.looks],
    }


def _look(look: Look) -> dict[str, object]:
    return {
        "name": look.name,
        "state": look.state,
        "rows": look.looked_at,
        "wrong": look.wrong,
        "why": look.why,
        "until_on": look.until_on.isoformat() if look.until_on else None,
    }
