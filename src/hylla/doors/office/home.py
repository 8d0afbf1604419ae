"""The office's first page: what asks for somebody today, and the way to the proof of anything."""

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from hylla.doors.office.deletions import Batch, batches
from hylla.doors.office.door import OFFICERS, for_office, office_page
from hylla.doors.office.requests import Row, row_of
from hylla.doors.office.sentences import standing
from hylla.doors.parts.rights import KINDS, whats_text
from hylla.doors.parts.who import now_of
from hylla.library.queries import StaffFacts, policy_in_force
from hylla.privacy.approving import Sort, Waiting, waiting_for_two
from hylla.privacy.rights.deletions import deletions_waiting
from hylla.privacy.rights.inbox import late_requests, requests_open
from hylla.privacy.rights.onward import Onward, notices_waiting
from hylla.privacy.verify import last_checks

SHOWN = 5


@dataclass(frozen=True)
class Asked:
    """Something that waits for a second person, and where one says yes to it."""

    text: str
    address: str
    asked_at: datetime
    by_oneself: bool
    missing: int


@dataclass(frozen=True)
class ToTell:
    """Somebody who must be told of what came of a request, and which kind that was."""

    facts: Onward
    kind: str


VIEWS = {
    Sort.REMOVAL: "office:looks",
    Sort.POLICY: "office:preview",
    Sort.GLASS: "desk:glass",
}


@for_office()
def home(request: HttpRequest, worker: StaffFacts) -> HttpResponse:
    """Show what waits: requests by their clocks, promises not kept, what two people decide."""
    policy, now = policy_in_force(), now_of(request)
    may_answer = bool(worker.roles & set(OFFICERS))
    waiting: tuple[Row, ...] = ()
    if may_answer:
        waiting = tuple(row_of(each) for each in requests_open(policy=policy, now=now))
    checks = last_checks().values()
    return office_page(
        request,
        worker,
        "office/home.html",
        title=_("Privacy office"),
        may_answer=may_answer,
        waiting=waiting[:SHOWN],
        number=len(waiting),
        late=late_requests(policy=policy, now=now) if may_answer else 0,
        tallies=standing(policy),
        checked_at=max((each.checked_at for each in checks), default=None),
        asked=_asked(now, worker),
        onward=_onward(now) if may_answer else [],
        deletions=_deletions(now) if may_answer else [],
    )


def _onward(now: datetime) -> list[ToTell]:
    return [
        ToTell(
            each, ": ".join(filter(None, (str(KINDS[each.kind]), whats_text(each.kind, each.what))))
        )
        for each in notices_waiting(now=now)
    ]


def _deletions(now: datetime) -> list[Batch]:
    return list(batches(deletions_waiting(now=now)))


def _asked(now: datetime, worker: StaffFacts) -> list[Asked]:
    texts = {
        Sort.REMOVAL: _("A large removal"),
        Sort.POLICY: _("Another policy"),
        Sort.DISCLOSURE: _("Data about many people, to be handed out"),
        Sort.LEGAL_HOLD: _("Data that a law is to hold back"),
        Sort.AFFECTED: _("Whom an incident has touched, by name"),
        Sort.GLASS: _("A record with a protected address, at the desk"),
    }
    return [
        Asked(texts[each.sort], _address(each), each.asked_at, worker.id in each.by, each.missing)
        for each in waiting_for_two(now=now)
    ]


def _address(waiting: Waiting) -> str:
    if waiting.sort is Sort.AFFECTED:
        return reverse("office:incident", args=[waiting.about])
    if waiting.sort is Sort.DISCLOSURE:
        return reverse("office:disclosure", args=[waiting.about])
    if waiting.sort is Sort.LEGAL_HOLD:
        return reverse("office:legal_hold", args=[waiting.about])
    return reverse(VIEWS[waiting.sort])
