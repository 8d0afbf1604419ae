"""The nightly order: what ends, what moves, what is swept, and whether the notice is kept."""

import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings

from hylla.circulation.actions import (
    auto_renew,
    conform_consents,
    conform_history,
    expire_shelf,
    forget_parting,
    forget_pauses,
    forget_replays,
    let_small_debts_go,
    remind,
    remind_of_shelf,
    send_invoices,
    tell_of_sets,
)
from hylla.fees.actions import note_warnings, pass_on_debts, stop_overdue
from hylla.interlibrary.actions import remind_partners, tidy
from hylla.library.actions import forget_attempts_over
from hylla.library.queries import first_run
from hylla.lists.actions import conform_lists
from hylla.messages.actions import turn_off_unoffered, warn_inactive, warn_of_cards
from hylla.outreach.actions import end_over
from hylla.patrons.actions import let_guardians_go, move_categories
from hylla.privacy import ledger
from hylla.privacy.clocks import today
from hylla.privacy.erasure import complete_all
from hylla.privacy.guard import Guard
from hylla.privacy.models import NightRun
from hylla.privacy.policy import Policy
from hylla.privacy.removal import Removed, remove_due, would_remove
from hylla.privacy.storage import sweep
from hylla.privacy.verify import is_green, verify
from hylla.privacy.vocabulary import State
from hylla.reviews.actions import conform_reviews
from hylla.site.ballast import make_ballast, with_room
from hylla.site.canary import fly, landed
from hylla.site.copies.ageing import delete_old
from hylla.site.logs import remove_old
from hylla.site.probes import PROBES

log = logging.getLogger("hylla.night")
DOUBTED = "THE CLOCK HAS JUMPED: nothing is removed until two people say that it is right"
Piece = Callable[[], "int | Sequence[Step]"]


@dataclass(frozen=True)
class Step:
    """What one step of the night did, as a name and a number."""

    name: str
    number: int
    detail: str = ""


def night(
    policy: Policy, *, now: datetime, tell: Callable[[Step], None] = lambda step: None
) -> tuple[Step, ...]:
    """Run the whole order and return what each step did; `tell` hears of each as it is done.

    A step that fails is told and logged, and the others run all the same.
    """
    done: list[Step] = []
    run, _ = NightRun.objects.update_or_create(
        day=today(policy, now), defaults={"started_at": now, "canary": None}
    )
    for name, piece in _order(policy, now, run):
        for step in _run(name, piece):
            done.append(step)
            log.info("night", extra={"rule": step.name, "rows": step.number})
            tell(step)
    return tuple(done)


def dry_run(policy: Policy, *, now: datetime) -> tuple[Step, ...]:
    """Say what the removals of the night would end, what would wait, and change nothing."""
    guard = _guard(policy, now)
    doubted = (Step("clock", 0, DOUBTED),) if guard.is_doubted else ()
    removals = would_remove(policy, now=now, may=guard.would)
    return (*doubted, *(_removal(each) for each in removals))


def _order(policy: Policy, now: datetime, run: NightRun) -> Iterator[tuple[str, Piece]]:
    """What must go goes before the files are swept, and the sweep before the look for traces.

    Where the machine's clock is not believed, nothing is done that the time decides.
    """
    guard = _guard(policy, now)
    if guard.is_set_back:
        yield "clock", lambda: [Step("clock", 0, "THE CLOCK WAS SET BACK")]
    if guard.stops_everything():
        yield "clock", lambda: [Step("clock", 0, DOUBTED)]
    else:
        yield from _by_the_clock(policy, now, guard)
    yield "files swept, canary looked for", lambda: _swept(policy, now, run)
    yield "sentences kept", lambda: _verified(policy, now)
    yield "ballast", lambda: int(make_ballast())


def _guard(policy: Policy, now: datetime) -> Guard:
    """Return who watches the removals; whoever set the clock on purpose is believed."""
    return Guard(policy, now=now, is_sure=bool(settings.HYLLA_NOW))


def _by_the_clock(policy: Policy, now: datetime, guard: Guard) -> Iterator[tuple[str, Piece]]:
    yield "sets told of", lambda: tell_of_sets(now=now, policy=policy)
    yield "holds not fetched", lambda: expire_shelf(now=now, policy=policy)
    yield "desks without network forgotten", lambda: forget_replays(now=now, policy=policy)
    yield "pauses forgotten", lambda: forget_pauses(now=now, policy=policy)
    yield "merges of titles forgotten", forget_parting
    yield "loans renewed", lambda: auto_renew(now=now, policy=policy)
    yield "reminders", lambda: remind(now=now, policy=policy)
    yield "shelf days told of", lambda: remind_of_shelf(now=now, policy=policy)
    yield "card days told of", lambda: warn_of_cards(now=now, policy=policy)
    yield "other libraries reminded", lambda: remind_partners(now=now, policy=policy)
    yield "others' titles let go", tidy
    yield "debts of who came of age", lambda: pass_on_debts(policy=policy, now=now)
    yield "invoices", lambda: send_invoices(now=now, policy=policy)
    yield "stopped for invoices", lambda: stop_overdue(now=now, policy=policy)
    yield "warnings that have gone", lambda: note_warnings(policy=policy)
    yield (
        "small debts let go",
        lambda: let_small_debts_go(policy=policy, now=now, since=_night_before(policy, now)),
    )
    yield "letters before removal", lambda: _letters(policy, now)
    yield "outreach agreements ended", lambda: end_over(now=now, policy=policy)
    yield "categories changed by age", lambda: move_categories(policy=policy, now=now)
    yield "histories put in line", lambda: conform_history(now=now, policy=policy)
    yield "reviews put in line", lambda: conform_reviews(now=now, policy=policy)
    yield "lists put in line", lambda: conform_lists(now=now, policy=policy)
    yield "consents put in line", lambda: conform_consents(now=now, policy=policy)
    yield "attempts forgotten", lambda: forget_attempts_over(now=now)
    yield "phones no longer offered", lambda: turn_off_unoffered(policy)
    yield "removals", lambda: _removals(policy, now, guard)
    # An extract that nobody fetched in its week was what some waited for.
    yield "erasures completed", lambda: complete_all(policy=policy, now=now)
    yield "guardians no child needs", lambda: let_guardians_go(policy=policy, now=now)
    yield "lines of the erasure ledger let go", lambda: ledger.prune(policy, now=now)
    yield "old backups deleted", lambda: delete_old(policy, now=now)
    yield "log files removed", lambda: remove_old(now)


def _letters(policy: Policy, now: datetime) -> int:
    """Write to whoever goes soon, for every night since the last that was run."""
    return warn_inactive(policy=policy, since=_night_before(policy, now), now=now)


def _night_before(policy: Policy, now: datetime) -> datetime:
    before = NightRun.objects.filter(day__lt=today(policy, now)).order_by("-day").first()
    return before.started_at if before else now - timedelta(days=1)


def _removals(policy: Policy, now: datetime, guard: Guard) -> list[Step]:
    removed = remove_due(policy, now=now, may=guard.may)
    guard.note(removed)
    return [_removal(each) for each in removed]


def _run(name: str, piece: Piece) -> Sequence[Step]:
    try:
        done = with_room(piece)
    except Exception as error:
        log.exception("step_failed", extra={"rule": name})
        return [Step(name, 0, f"FAILED: {type(error).__name__}; see the log")]
    return [Step(name, done)] if isinstance(done, int) else done


def _swept(policy: Policy, now: datetime, run: NightRun) -> list[Step]:
    # As long as the first-run guide is open there may be nothing yet that a canary could use.
    flight = None if first_run() else fly(policy, now=now)
    swept = sweep()
    if flight is None:
        return [Step("files swept", int(swept.clean), swept.detail)]
    wrong = landed(flight)
    run.canary = "\n".join(wrong)
    run.save(update_fields=["canary"])
    return [
        Step("files swept", int(swept.clean), swept.detail),
        Step("traces of the canary", len(wrong), "; ".join(wrong)),
    ]


def _verified(policy: Policy, now: datetime) -> list[Step]:
    standings = verify(policy, now=now, probes=PROBES)
    kept = sum(each.state is State.KEPT for each in standings)
    detail = f"of {len(standings)}" if is_green(standings) else "THE NOTICE IS NOT KEPT"
    return [Step("sentences kept", kept, detail)]


def _removal(removed: Removed) -> Step:
    told = f"HELD: {removed.held} rows wait for two people: ./hylla removals" * bool(removed.held)
    return Step(f"remove {removed.name}", removed.rows, told)
