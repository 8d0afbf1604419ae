"""How long the library has to answer (GDPR article 12(3))."""

from datetime import date

from dateutil.relativedelta import relativedelta

MONTHS = 1
EXTENDED = 3
"""Months from the request on, once it was said within the first that it takes longer."""


def due_on(asked_on: date) -> date:
    """Return the last day on which a request asked that day may be answered."""
    return asked_on + relativedelta(months=MONTHS)


def extended_due_on(asked_on: date) -> date:
    """Return the last day where the person was told why it takes longer."""
    return asked_on + relativedelta(months=EXTENDED)
