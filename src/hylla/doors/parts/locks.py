"""A desk that is left locks itself: nobody is logged in there until someone shows who they are."""

from django.http import HttpRequest

from hylla.doors.parts.who import FRESH, FULL, MINUTE, log_out, now_of, stay
from hylla.library.queries import policy_in_force
from hylla.patrons.actions import close_at_desk
from hylla.patrons.sessions import BEGUN, LOCKED, STAFF
from hylla.privacy.clocks import today

WRONG = "wrong"
"""The key under which a locked desk counts wrong attempts of whoever stands there."""
MOST_WRONG = 5


def lock(request: HttpRequest) -> None:
    """Lock the desk and close the patron who was open at it; who works here stays known."""
    if STAFF not in request.session:
        return
    if request.session.session_key:
        close_at_desk(request.session.session_key)
    request.session[LOCKED] = request.session.pop(STAFF)
    stay(request)


def lock_if_idle(request: HttpRequest) -> None:
    """Lock a desk at which nothing was done for as many minutes as the policy says."""
    last = request.session.get(MINUTE)
    if STAFF not in request.session or last is None:
        return
    # The last minute had up to sixty seconds: counted so, no desk is locked early.
    idle = int(now_of(request).timestamp()) // 60 - last
    if idle > policy_in_force().entry.lock_minutes:
        lock(request)


def who_locked(request: HttpRequest) -> int | None:
    """Return which member of staff locked this desk, or None where it is not locked."""
    told = request.session.get(LOCKED)
    return int(told) if told is not None else None


def may_take_over(request: HttpRequest) -> bool:
    """Say whether a card and a PIN are enough: somebody logged in fully here today."""
    return bool(request.session.get(FULL) == today(policy_in_force(), now_of(request)).isoformat())


def unlock(request: HttpRequest, staff_id: int) -> None:
    """Let someone work on, or take over, under a key nobody knew before.

    Every record that was open goes with the old key. Who takes over has not logged in fully: what
    needs that, asks them to.
    """
    was = request.session.pop(LOCKED, None)
    request.session.pop(WRONG, None)
    if was != staff_id:
        request.session.pop(FRESH, None)
        request.session[BEGUN] = now_of(request).isoformat()
    request.session.cycle_key()
    request.session[STAFF] = staff_id
    stay(request)


def count_wrong(request: HttpRequest) -> bool:
    """Count a wrong attempt at a locked desk; after five only a full log-in helps. Return if so."""
    wrong = request.session.get(WRONG, 0) + 1
    request.session[WRONG] = wrong
    if wrong < MOST_WRONG:
        return False
    log_out(request)
    return True
