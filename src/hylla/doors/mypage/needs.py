"""What needs doing now, most urgent first: what a patron comes to their page for."""

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from hylla.circulation.queries import (
    OpenLoan,
    let_off_until,
    reasons_against,
    stopped_automatically,
)
from hylla.circulation.sentences import say
from hylla.doors.parts.forms import Form
from hylla.doors.parts.rights import ground_text
from hylla.doors.parts.shelves import HoldRow
from hylla.doors.parts.writing import day_text, money
from hylla.patrons.queries.people import blocks_of
from hylla.privacy.clocks import today
from hylla.privacy.policy import Policy
from hylla.privacy.rights.inbox import RequestFacts, requests_of
from hylla.privacy.rights.terms import RequestKind


class ReviewForm(Form):
    """What the patron wants whoever looks at it to know, or nothing."""

    words = forms.CharField(
        label=gettext_lazy("What we should know (you may leave this empty)"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


@dataclass(frozen=True)
class Review:
    """Whether the patron may ask that a person looks at it, and what came of it when they did."""

    may_ask: bool
    waiting: RequestFacts | None
    kept: str
    answered_at: datetime | None
    let_until_on: date | None
    let_up_to: str


SOON = timedelta(days=3)


@dataclass(frozen=True)
class Need:
    """One thing to do: how urgent, in a word, in a sentence, and where on the page it is done."""

    tone: str
    word: str
    text: str
    place: str = ""


@dataclass(frozen=True)
class Standing:
    """What a patron has open."""

    loans: Sequence[OpenLoan]
    holds: Sequence[HoldRow]
    owed_ore: int


def needs_of(standing: Standing, *, day: date) -> list[Need]:
    """Return what needs doing, most urgent first."""
    return [*_overdue(standing), *_ready(standing), *_soon(standing, day), *_owed(standing)]


def stops_of(person_id: uuid.UUID, *, policy: Policy, now: datetime) -> list[str]:
    """Return why a patron may borrow nothing now, and since when, in sentences (R39)."""
    since = {
        f"blocked_{each.reason}": each.since_on for each in blocks_of(person_id, today(policy, now))
    }
    told = []
    for each in reasons_against(person_id, now=now, policy=policy):
        told.append(say(each))
        if each.code in since:
            told[-1] += " " + _("Since %(day)s.") % {"day": day_text(since[each.code])}
    return told


def review_of(person_id: uuid.UUID, *, policy: Policy, now: datetime) -> Review | None:
    """Return how a review stands of what the program stops a patron for, or None without any."""
    mine = requests_of(person_id, policy=policy, now=now)
    reviews = [each for each in mine if each.kind is RequestKind.REVIEW]
    waiting = next((each for each in reviews if each.answered_at is None and each.is_open), None)
    stops = stopped_automatically(person_id, now=now, policy=policy)
    let_off = let_off_until(person_id, now=now, policy=policy)
    if not (stops or waiting or let_off):
        return None
    last = reviews[0] if reviews and stops else None
    return Review(
        may_ask=bool(stops) and waiting is None,
        waiting=waiting,
        kept=ground_text(last.ground) if last and last.ground else "",
        answered_at=last.answered_at if last else None,
        let_until_on=let_off.until_on if let_off else None,
        let_up_to=money(let_off.up_to_ore) if let_off and let_off.up_to_ore is not None else "",
    )


def _overdue(standing: Standing) -> Iterator[Need]:
    if late := sum(loan.is_overdue for loan in standing.loans):
        text = ngettext(
            "%(number)d loan should be back already. Return it, or renew it here.",
            "%(number)d loans should be back already. Return them, or renew them here.",
            late,
        )
        yield Need("bad", _("Overdue"), text % {"number": late}, "loans")


def _ready(standing: Standing) -> Iterator[Need]:
    for row in standing.holds:
        if row.hold.shelf_until_on:
            text = _("%(title)s at %(branch)s: shelf code %(code)s, until %(day)s.") % {
                "title": row.hold.title,
                "branch": row.pickup_branch,
                "code": row.hold.shelf_code,
                "day": day_text(row.hold.shelf_until_on),
            }
            yield Need("good", _("Ready to fetch"), text, "holds")


def _soon(standing: Standing, day: date) -> Iterator[Need]:
    here = (loan for loan in standing.loans if loan.said_returned_on is None)
    soon = [loan for loan in here if day <= loan.last_on <= day + SOON]
    if soon:
        text = ngettext(
            "%(number)d loan is due on %(day)s.",
            "%(number)d loans are due, the first on %(day)s.",
            len(soon),
        )
        told = {"number": len(soon), "day": day_text(min(loan.last_on for loan in soon))}
        yield Need("notice", _("Due soon"), text % told, "loans")


def _owed(standing: Standing) -> Iterator[Need]:
    if standing.owed_ore:
        text = _("You owe %(owed)s. Pay at the desk in any branch.")
        yield Need("notice", _("To pay"), text % {"owed": money(standing.owed_ore)}, "fees")
