"""How far a person may lift what the program has decided: always to a day that is told."""

from datetime import date

from dateutil.relativedelta import relativedelta

from hylla.circulation.rules.codes import Refusal
from hylla.library.refusals import Reason

USUALLY_DAYS = 30
LONGEST_MONTHS = 6
"""No block is lifted for longer at a time: then somebody looks again."""


def faults_of_end(until_on: date, *, on: date) -> tuple[Reason, ...]:
    """Return why a block cannot be lifted until that day."""
    last = on + relativedelta(months=LONGEST_MONTHS)
    if until_on < on:
        return (Reason(Refusal.REPRIEVE_PAST, day=on),)
    if until_on > last:
        return (Reason(Refusal.REPRIEVE_TOO_LONG, day=last),)
    return ()
