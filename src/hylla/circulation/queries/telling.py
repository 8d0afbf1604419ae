"""Whether what a message says is still so: between a night and a morning things are fetched."""

from datetime import date

from hylla.circulation.models import Hold, Loan
from hylla.fees.queries import has_open_invoice, is_warned_rightly
from hylla.messages.models import NOT_RENEWED, Message, Template

OF_A_SHELF = (Template.HOLD_READY, Template.HOLD_EXPIRING)
OF_A_DUE_DATE = (Template.DUE_SOON, Template.RECALLED, Template.RENEWED, *NOT_RENEWED)


def is_still_true(message: Message, on: date) -> bool:
    """Say on a day whether somebody should still be told; one statement, or few.

    Of several things one that is still so is enough.
    """
    if message.template in OF_A_SHELF:
        holds = Hold.objects.filter(
            patron_id=message.person_id, shelf_until_on__gte=message.day or on
        )
        return holds.filter(pickup_branch_id=message.branch_id).exists()
    if message.template == Template.INVOICE and message.day:
        return has_open_invoice(message.person_id, due_on=message.day)
    if message.template == Template.COLLECTION_WARNING:
        return is_warned_rightly(message.pk)
    loans = Loan.objects.filter(patron_id=message.person_id, returned_at=None, closed_at=None)
    if message.template in OF_A_DUE_DATE and message.day:
        return loans.filter(due_on=message.day).exists()
    if message.template == Template.OVERDUE:
        return loans.filter(due_on__lt=on).exists()
    return True
