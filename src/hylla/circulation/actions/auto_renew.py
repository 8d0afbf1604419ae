"""Renew by night what is soon due, where its rule says so, and tell whoever has it."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from itertools import groupby
from uuid import UUID

from django.db import transaction

from hylla.circulation.actions.remind import told_today
from hylla.circulation.actions.renew import open_loan, renew_loan
from hylla.circulation.models import Loan
from hylla.circulation.queries.renewing import renewed_by_itself
from hylla.circulation.rules.codes import Refusal
from hylla.library.refusals import Reason, Refused
from hylla.messages.actions import enqueue
from hylla.messages.models import Template
from hylla.privacy.clocks import today
from hylla.privacy.policy import Policy
from hylla.privacy.rights.restriction import restricted_people
from hylla.privacy.vocabulary import Purpose


def auto_renew(*, now: datetime, policy: Policy) -> int:
    """Renew what is due in the days before which we remind, and return how many loans that were.

    A patron is told once what is renewed, and once what is not and why, on the day of the reminder,
    which then is not sent. A second run finds nothing to renew, and tells nothing again. Nobody has
    used the library by it.
    """
    day = today(policy, now)
    last = day + timedelta(days=policy.reminders.soon_days)
    restricted = set(restricted_people(Purpose.MESSAGES)) | set(restricted_people(Purpose.LENDING))
    told = told_today(now=now, policy=policy)
    number = 0
    for person_id, loans in groupby(renewed_by_itself(day, last), lambda loan: loan.patron_id):
        if person_id in restricted:
            continue
        with transaction.atomic():
            days = _tried(loans, now=now, policy=policy)
            number += len(days[Template.RENEWED])
            for template, due in days.items():
                if template is not Template.RENEWED and (template, person_id) in told:
                    continue
                _tell(template, person_id, _worth_telling(template, due, last), now=now)
    return number


def _tried(
    loans: Iterable[Loan], *, now: datetime, policy: Policy
) -> defaultdict[Template, list[date]]:
    """Renew what can be of one patron's, and return the due dates by what is said of them."""
    days: defaultdict[Template, list[date]] = defaultdict(list)
    for loan in loans:
        try:
            with transaction.atomic():
                locked = open_loan(loan.item.barcode, loan.patron_id)
                renewed = renew_loan(locked, now=now, policy=policy)
                days[Template.RENEWED].append(renewed.due_on)
        except Refused as refused:
            days[_why(refused.reasons)].append(loan.due_on)
    return days


def _why(reasons: Iterable[Reason]) -> Template:
    codes = {each.code for each in reasons}
    if Refusal.HELD_BY_OTHER in codes:
        return Template.NOT_RENEWED_HELD
    return (
        Template.NOT_RENEWED_OFTEN if codes == {Refusal.TOO_MANY_RENEWALS} else Template.NOT_RENEWED
    )


def _worth_telling(template: Template, due: list[date], last: date) -> list[date]:
    """Return the days to tell of: what was not renewed is told on the day of the reminder only."""
    return due if template is Template.RENEWED else [each for each in due if each == last]


def _tell(template: Template, person_id: UUID, due: list[date], *, now: datetime) -> None:
    if due:
        enqueue(template, person_id=person_id, now=now, day=min(due), number=len(due))
