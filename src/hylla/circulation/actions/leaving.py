"""A patron leaves, or asks to be erased: what the library keeps, and what lies with others."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from hylla.circulation.actions.copies_first import with_copies_of
from hylla.circulation.actions.holds import at_pickup
from hylla.circulation.actions.routing import pass_on
from hylla.circulation.actions.small_debts import let_go_with
from hylla.circulation.models import Hold
from hylla.fees.actions import lock_vouchers
from hylla.fees.models import Claim
from hylla.library.refusals import Reason, Refused
from hylla.messages.actions import enqueue
from hylla.messages.models import Template
from hylla.patrons.actions.consents import take_consent_back
from hylla.patrons.actions.membership import end_membership
from hylla.patrons.models import Card
from hylla.patrons.models.consents import ConsentTo
from hylla.patrons.rules import Code
from hylla.privacy import erasure, ledger
from hylla.privacy.access import taken_out
from hylla.privacy.clocks import today
from hylla.privacy.erasure import Asked, Facet, Leaving
from hylla.privacy.models import Request
from hylla.privacy.policy import Country, Policy
from hylla.privacy.policy.law import CITATIONS
from hylla.privacy.rights.conditions import LEAVES
from hylla.privacy.rights.deletions import who_deletes
from hylla.privacy.rights.receipts import say_gone
from hylla.privacy.rights.terms import NotIdentified, Outcome, RequestKind

VOUCHERS = "fees.Voucher"
NATIONAL_REGISTER = "national_register"
PROCESSORS = "processors"
TAKEN_OUT = "out."
"""Before the task for which staff printed or downloaded something; the facet's day is when."""
BOOKS = {Country.NORWAY: "no-bokforing-13", Country.SWEDEN: "se-lkbr-3"}
"""The law that makes each country's libraries keep vouchers."""


def leave(
    person_id: UUID,
    *,
    policy: Policy,
    now: datetime,
    asked: Asked | None = None,
    kind: RequestKind = RequestKind.ERASURE,
) -> Leaving:
    """Take a request to be erased, or to end the membership (R20, R21).

    Both come to the same in the end. Where something must wait, the end of a membership ends the
    card and every log-in at once, and the patron is told so. What was set aside for them goes to
    who waits next (conflict case 17). A debt that is small and all that holds them is waived.

    :raises Refused: nothing was shown at the desk (R45).
    """
    besides = besides_of(person_id, policy=policy)
    with transaction.atomic():
        with_copies_of([person_id], lambda: _lock(person_id, policy, now))
        set_aside = tuple(
            Hold.objects.filter(patron=person_id).exclude(item=None).select_related("item")
        )
        # Back into the category before, too, for what must wait (conflict case 20).
        take_consent_back(person_id, ConsentTo.OUTREACH, now=now)
        try:
            left = erasure.ask(
                person_id, policy=policy, now=now, asked=asked, kind=kind, besides=besides
            )
        except NotIdentified as unknown:
            raise Refused(Reason(Code.NOT_IDENTIFIED)) from unknown
        if not left and let_go_with(person_id, policy=policy, now=now):
            left = Leaving(is_done=True, code=left.code)
        pass_on_ended(set_aside, now=now, policy=policy)
        if kind is RequestKind.TERMINATION and not left:
            _end_membership(person_id, policy, now)
        return left


def _lock(person_id: UUID, policy: Policy, now: datetime) -> None:
    """Lock the vouchers too where a debt may go along: before the person, as elsewhere."""
    if policy.fees.waive_leaving_below_ore:
        lock_vouchers(today(policy, now))
    erasure.lock_person(person_id)


def pass_on_ended(set_aside: Sequence[Hold], *, now: datetime, policy: Policy) -> None:
    """Let the copies go whose holds went with the request; what the law holds back stays."""
    held = Hold.objects.filter(pk__in=[each.pk for each in set_aside])
    still = set(held.values_list("pk", flat=True))
    for hold in set_aside:
        if hold.pk not in still:
            pass_on(hold, at_pickup(hold, now=now, policy=policy))


def end_for_leaving(person_id: UUID, *, policy: Policy, now: datetime) -> None:
    """Let the end of a membership that was asked for end this entry's card and log-ins too."""
    asked = Request.objects.filter(LEAVES, person=person_id, kind=RequestKind.TERMINATION)
    if asked.exists():
        _end_membership(person_id, policy, now)


def _end_membership(person_id: UUID, policy: Policy, now: datetime) -> None:
    gone = end_membership(person_id, on=today(policy, now))
    say_gone(person_id, gone)
    if gone:
        # A backup from before knows the way in again. Without a facet a line would take back that
        # they asked.
        ledger.note([person_id], facets=sorted(gone), rule="ended", at=now)
    enqueue(Template.MEMBERSHIP_ENDED, person_id=person_id, now=now)


def besides_of(person_id: UUID, *, policy: Policy) -> tuple[Facet, ...]:
    """Return what is outside the tables about someone (conflict cases 3, 33, 49, 52)."""
    return tuple(_besides(person_id, policy))


def _besides(person_id: UUID, policy: Policy) -> Iterator[Facet]:
    if Claim.objects.filter(patron=person_id).exists():
        yield Facet(VOUCHERS, 0, Outcome.KEPT, law=CITATIONS[BOOKS[policy.country]].text)
    if Card.objects.filter(person=person_id, kind="national").exists():
        yield Facet(NATIONAL_REGISTER, 0, Outcome.ELSEWHERE)
    for task, on in taken_out(person_id, policy=policy):
        yield Facet(f"{TAKEN_OUT}{task}", 0, Outcome.ELSEWHERE, until_on=on)
    if who_deletes(person_id, policy=policy):
        yield Facet(PROCESSORS, 0, Outcome.ELSEWHERE)
