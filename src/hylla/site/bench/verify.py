"""How long it takes to look at every sentence of the notice, in a large library.

The limit is one plain COUNT over each table that is looked at: less would not have looked.
`BENCH_SCALE` in the environment makes everything smaller, so that a test can run it.
"""

import os
from functools import partial

from django.apps import apps
from django.conf import settings

from hylla.library.queries import policy_in_force
from hylla.privacy.policy import Policy
from hylla.privacy.verify import verify
from hylla.site.bench.figures import Figure, Times
from hylla.site.bench.library import NOW, Size, add_years, fill
from hylla.site.probes import PROBES

SCALE = float(os.environ.get("BENCH_SCALE", "1"))
PATRONS = max(int(100_000 * SCALE), 200)
ROWS = max(int(1_000_000 * SCALE), 500)
"""Of tallies and histories together: what a million loans leave behind."""
ROUNDS = 3


def measure(database: str) -> list[Figure]:
    """Look at every sentence, and count the same tables, in turns."""
    records = max(int(20_000 * SCALE), 5_000)
    fill(Size(patrons=PATRONS, records=records, items=3 * records))
    add_years(ROWS)
    policy = policy_in_force()
    # The pages that probes read go by the clock of the process.
    settings.HYLLA_NOW = NOW.isoformat()
    own, limit = Times(), Times()
    for _ in range(ROUNDS):
        own.measure([partial(_look, policy)])
        limit.measure([_count])
    return [own.figure_in_seconds("verify", database=database, limit=limit)]


def _look(policy: Policy) -> None:
    verify(policy, now=NOW, probes=PROBES)


def _count() -> None:
    for model in apps.get_models(include_auto_created=True):
        model._default_manager.count()
