"""Loans and holds as rows of a page: with the branch by name, and what was just done to them."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from hylla.circulation.actions import RenewalAnswer, Renewed
from hylla.circulation.queries import OpenLoan, PatronHold, expected_weeks, holds_of
from hylla.circulation.sentences import say
from hylla.doors.parts.page import Said, bad, good, notice
from hylla.doors.parts.writing import day_text, money
from hylla.library.queries import branches, policy_in_force


@dataclass(frozen=True)
class LoanRow:
    """A loan, and what came of renewing it just now."""

    loan: OpenLoan
    outcome: str = ""


@dataclass(frozen=True)
class HoldRow:
    """A hold, the name of the branch where it will be fetched, and in how many weeks perhaps."""

    hold: PatronHold
    pickup_branch: str
    weeks: int | None = None


def loan_rows(loans: tuple[OpenLoan, ...], outcomes: Mapping[uuid.UUID, str]) -> list[LoanRow]:
    """Return the loans with what was just said of each."""
    return [LoanRow(loan, outcomes.get(loan.loan_id, "")) for loan in loans]


def hold_rows(person_id: uuid.UUID, *, now: datetime) -> list[HoldRow]:
    """Return what someone waits for, and for how long."""
    policy = policy_in_force()
    holds = holds_of(person_id, now=now, policy=policy)
    if not holds:
        return []
    names = {each.id: each.name for each in branches()}
    weeks = expected_weeks(person_id, holds, now=now, policy=policy)
    return [HoldRow(hold, names[hold.pickup_branch_id], weeks.get(hold.hold_id)) for hold in holds]


def renewed_text(renewed: Renewed) -> str:
    """Say until when a renewed loan runs, and what it cost that it was late."""
    text = _("Renewed, now due %(day)s.") % {"day": day_text(renewed.due_on)}
    if renewed.fee_ore:
        late = _("It was late; the fee is %(amount)s.") % {"amount": money(renewed.fee_ore)}
        return f"{text} {late}"
    return text


def renewal_outcomes(answers: tuple[RenewalAnswer, ...]) -> dict[uuid.UUID, str]:
    """Say of each loan what became of it."""
    return {
        each.loan_id: renewed_text(each.renewed)
        if each.renewed
        else " ".join([_("Not renewed."), *(say(reason) for reason in each.reasons)])
        for each in answers
    }


def renewal_summary(answers: tuple[RenewalAnswer, ...]) -> Said:
    """Say how many loans were renewed, and how many were not."""
    done = sum(each.renewed is not None for each in answers)
    if not answers:
        return notice(_("There is nothing to renew."))
    if done == len(answers):
        return good(_("All loans are renewed."))
    if done == 0:
        return bad(_("No loan could be renewed; the reasons stand beside each."))
    return notice(
        _("%(done)d of %(all)d loans are renewed; the reasons for the rest stand beside each.")
        % {"done": done, "all": len(answers)}
    )


def known_id(text: str) -> uuid.UUID | None:
    """Return the id that a form sent, or None where it is none."""
    try:
        return uuid.UUID(text)
    except ValueError:
        return None
