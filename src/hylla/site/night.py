"""The nightly order: what ends, what moves, what is swept, and whether the notice is kept."""

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from hylla.circulation.actions import expire_shelf, remind
from hylla.patrons.actions import move_categories
from hylla.privacy.clocks import today
from hylla.privacy.erasure import complete_all
from hylla.privacy.models import NightRun
from hylla.privacy.policy import Policy
from hylla.privacy.removal import Removed, remove_due, would_remove
from hylla.privacy.storage import sweep
from hylla.privacy.verify import is_green, verify
from hylla.privacy.vocabulary import State
from hylla.site.logs import remove_old
from hylla.site.probes import PROBES

log = logging.getLogger("hylla.night")


@dataclass(frozen=True)
class Step:
    """What one step of the night did, as a name and a number."""

    name: str
    number: int
    detail: str = ""


def night(
    policy: Policy, *, now: datetime, tell: Callable[[Step], None] = lambda step: None
) -> tuple[Step, ...]:
    """Run the whole order and return what each step did; `tell` hears of each as it is done."""
    done: list[Step] = []
    for step in _steps(policy, now):
        done.append(step)
        log.info("night", extra={"rule": step.name, "rows": step.number})
        tell(step)
    with transaction.atomic():
        NightRun.objects.update_or_create(day=today(policy, now), defaults={"finished_at": now})
    return tuple(done)


def dry_run(policy: Policy, *, now: datetime) -> tuple[Step, ...]:
    """Say what the removals of the night would end, and change nothing."""
    return tuple(Step(f"remove {each.name}", each.rows) for each in would_remove(policy, now=now))


def _steps(policy: Policy, now: datetime) -> Iterator[Step]:
    yield Step("holds not fetched", expire_shelf(now=now, policy=policy))
    yield Step("reminders", remind(now=now, policy=policy))
    yield Step("categories changed by age", move_categories(policy=policy, now=now))
    yield Step("erasures completed", complete_all())
    yield from (_removal(each) for each in remove_due(policy, now=now))
    yield Step("log files removed", remove_old(now))
    swept = sweep()
    yield Step("database files swept", int(swept.clean), swept.detail)
    standings = verify(policy, now=now, probes=PROBES)
    kept = sum(each.state is State.KEPT for each in standings)
    yield Step("sentences kept", kept, "" if is_green(standings) else "the notice is not kept")


def _removal(removed: Removed) -> Step:
    return Step(f"remove {removed.name}", removed.rows)
