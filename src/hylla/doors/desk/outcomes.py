"""What a loan or a return came to, in words: what to do with the copy stands in large letters."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hylla.circulation.actions import CheckedOut, Returned, Route
from hylla.doors.parts.page import Said
from hylla.doors.parts.writing import day_text, money
from hylla.library.queries import branches


def lent(loan: CheckedOut) -> Said:
    """Say that something is lent, and until when."""
    number = ngettext("%(number)d loan now.", "%(number)d loans now.", loan.open_loans)
    lines = [
        _("Lent: %(title)s.") % {"title": loan.title},
        _("Due %(day)s.") % {"day": day_text(loan.due_on)}
        + " "
        + number % {"number": loan.open_loans},
    ]
    if loan.filled_hold:
        lines.append(_("The patron's hold on it is filled."))
    return Said("good", tuple(lines))


def returned(back: Returned) -> Said:
    """Say that something is back, and where it goes."""
    minds = bool(back.fee_ore) or back.was_found or not back.was_on_loan
    return Said("notice" if minds else "good", tuple(_lines(back)), where=_where(back))


def _lines(back: Returned) -> Iterator[str]:
    yield _("Returned: %(title)s.") % {"title": back.title}
    if back.fee_ore:
        yield _("It was late; the fee is %(amount)s.") % {"amount": money(back.fee_ore)}
    if back.was_found:
        yield _("It was counted as lost or missing, and is found now.")
    elif not back.was_on_loan:
        yield _("It was not on loan.")
    until = back.destination.shelf_until_on
    if back.destination.route is Route.HOLD_SHELF and until:
        yield _("Someone waits for it. It stays on the hold shelf until %(day)s.") % {
            "day": day_text(until)
        }


def _where(back: Returned) -> str:
    to = back.destination
    if to.route is Route.HOLD_SHELF:
        return _("Hold shelf: %(code)s") % {"code": to.shelf_code}
    if to.route is Route.TRANSIT:
        return _("Send to: %(branch)s") % {"branch": branch_name(to.to_branch_id)}
    if to.route is Route.STAFF:
        return _("Lay it aside: it is withdrawn or not ready for lending")
    return _("Back on its shelf")


def branch_name(branch_id: int | None) -> str:
    """Return a branch's name."""
    return next((each.name for each in branches() if each.id == branch_id), "")
