"""What happens without anyone asking: messages, short periods, the order of the night."""

import logging
import threading
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import close_old_connections

from hylla.circulation.actions import ask_about_payments
from hylla.circulation.queries import is_still_true
from hylla.clients.payments import Taker
from hylla.fees.actions import note_warnings
from hylla.fees.providers import payment_provider
from hylla.fees.terminals import at_terminal
from hylla.interlibrary.actions import write_to_partners
from hylla.library.actions import forget_attempts_over
from hylla.library.queries import policy_in_force
from hylla.messages.actions import deliver_due, tell_answers, write_to_applicants
from hylla.patrons.actions import close_idle_desks, end_idle_visits
from hylla.patrons.actions.scans import forget_scans
from hylla.privacy.clocks import today
from hylla.privacy.fleeting import forget_keys
from hylla.privacy.models import NightRun
from hylla.privacy.quarantine import is_closed, work
from hylla.privacy.removal import remove_before
from hylla.privacy.verify import take_check, verify
from hylla.site.ballast import with_room
from hylla.site.clock import Clock
from hylla.site.night import night
from hylla.site.probes import PROBES

LOOK_SECONDS = 10
SHORT_PERIODS = timedelta(minutes=5)
"""How often rows with periods of hours are removed: always before their limit, never after."""
ASK_EVERY = timedelta(minutes=1)
NIGHT_FROM_HOUR = 2
log = logging.getLogger("hylla.worker")


class Worker:
    """One loop; `stop` ends it after the piece of work at hand."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._stopping = threading.Event()
        self._looked_at: datetime | None = None
        self._asked_at: datetime | None = None

    def stop(self) -> None:
        """End the loop soon."""
        self._stopping.set()

    def run(self) -> None:
        """Work until stopped. A piece that fails is logged and tried again at the next look."""
        while not self._stopping.is_set():
            with work():
                if not is_closed():
                    self._work()
            close_old_connections()
            self._stopping.wait(LOOK_SECONDS)

    def _work(self) -> None:
        for piece in (
            self._messages,
            self._payments,
            self._short_periods,
            self._night,
            self._check,
        ):
            try:
                with_room(piece)
            except Exception:
                log.exception("piece_failed", extra={"code": piece.__name__.strip("_")})

    def _messages(self) -> None:
        write_to_applicants(policy=policy_in_force(), now=self._clock())
        tell_answers(now=self._clock())
        write_to_partners(policy=policy_in_force(), now=self._clock())
        delivered = deliver_due(policy=policy_in_force(), now=self._clock(), is_true=is_still_true)
        note_warnings(policy=policy_in_force())
        if delivered.sent or delivered.failed:
            log.info(
                "messages", extra={"rows": delivered.sent, "code": f"failed {delivered.failed}"}
            )

    def _payments(self) -> None:
        """Ask about payments from which nobody came back, no oftener than every minute."""
        now = self._clock()
        if self._asked_at is not None and now - self._asked_at < ASK_EVERY:
            return
        self._asked_at = now

        def taker_of(terminal: str) -> Taker | None:
            return at_terminal(terminal, now) if terminal else payment_provider(now)

        if away := ask_about_payments(taker_of, now=now, policy=policy_in_force()):
            log.warning("payments_unanswered", extra={"rows": away})

    def _short_periods(self) -> None:
        now = self._clock()
        if self._looked_at is None or now - self._looked_at >= SHORT_PERIODS:
            ahead = SHORT_PERIODS * 2
            for removed in remove_before(policy_in_force(), now=now, ahead=ahead):
                log.info("removed", extra={"rule": removed.name, "rows": removed.rows})
            if rows := close_idle_desks(now=now):
                log.info("desks_closed", extra={"rows": rows})
            if rows := end_idle_visits(now=now):
                log.info("visits_ended", extra={"rows": rows})
            forget_attempts_over(now=now)
            forget_scans(now=now)
            forget_keys(now=now)
            self._looked_at = now

    def _night(self) -> None:
        """Run the night's order once a day; at start-up too when the last one was missed.

        A new library does not wait for its first night: its notice is to say what is kept.
        """
        policy, now = policy_in_force(), self._clock()
        day = today(policy, now)
        if NightRun.objects.filter(day=day).exists():
            return
        if _hour(policy.time_zone, now) >= NIGHT_FROM_HOUR or not NightRun.objects.exists():
            night(policy, now=now)

    def _check(self) -> None:
        """Check every sentence of the notice where the office has asked for it."""
        if take_check():
            verify(policy_in_force(), now=self._clock(), probes=PROBES)


def _hour(zone: str, now: datetime) -> int:
    return now.astimezone(ZoneInfo(zone)).hour
