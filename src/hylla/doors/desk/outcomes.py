"""What a scan came to: a sign for eye and ear, and words; where a copy goes, in large ones."""

from collections.abc import Iterator
from enum import StrEnum

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hylla.circulation.actions import Answer, CheckedOut, Returned, Route
from hylla.circulation.queries import ItemState
from hylla.doors.parts.page import Said
from hylla.doors.parts.places import place_text
from hylla.doors.parts.writing import day_text, money
from hylla.library.queries import branches
from hylla.patrons.rules.scans import Taken


class Outcome(StrEnum):
    """What an answer of the desk is about: a sign, a sound, and whether the next scan may go on."""

    LENT = "lent"
    RETURNED = "returned"
    HELD = "held"
    OPENED = "opened"
    CLOSED = "closed"
    DONE = "done"
    MIND = "mind"
    REFUSED = "refused"
    UNKNOWN = "unknown"
    """Neither a card that works nor an item: what was scanned after it may not be meant for us."""
    STALE = "stale"
    """Not the patron of the page it came from."""


BY_TONE = {"good": Outcome.DONE, "notice": Outcome.MIND, "bad": Outcome.REFUSED}
"""What an answer is about that says no more than its tone."""


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


def lent_before(item: ItemState) -> Said:
    """Say that something was lent by this same scan, which came twice."""
    lines = [_("Lent: %(title)s.") % {"title": item.title}]
    if item.due_on:
        lines.append(_("Due %(day)s.") % {"day": day_text(item.due_on)})
    return Said("good", (*lines, _came_twice()))


def returned(back: Returned) -> Said:
    """Say that something is back, and where it goes."""
    minds = bool(back.fee_ore) or back.was_found or not back.was_on_loan
    return Said("notice" if minds else "good", tuple(_lines(back)), where=_where(back))


def returned_before(item: ItemState, taken: Taken) -> Said:
    """Say that something was returned by this same scan, and where it stands now."""
    lines = [_("Returned: %(title)s.") % {"title": item.title}]
    if taken.fee_ore:
        lines.append(_late(taken.fee_ore))
    return Said("good", (*lines, _came_twice()), where=_place(item))


def of_return(back: Returned) -> Outcome:
    """Tell whether the copy is for someone who waits."""
    held = back.destination.route is Route.HOLD_SHELF
    return Outcome.HELD if held else Outcome.RETURNED


def _came_twice() -> str:
    return _("The connection was lost on the way: it is done once.")


def _late(fee_ore: int) -> str:
    return _("It was late; the fee is %(amount)s.") % {"amount": money(fee_ore)}


def _lines(back: Returned) -> Iterator[str]:
    yield _("Returned: %(title)s.") % {"title": back.title}
    if back.fee_ore:
        yield _late(back.fee_ore)
    if back.was_found:
        yield _("It was counted as lost or missing, and is found now.")
        yield from price_lines(back)
    elif not back.was_on_loan:
        yield _("It was not on loan.")
    until = back.destination.shelf_until_on
    if back.destination.route is Route.HOLD_SHELF and until:
        yield _("Someone waits for it. It stays on the hold shelf until %(day)s.") % {
            "day": day_text(until)
        }


def price_lines(back: Returned | Answer) -> Iterator[str]:
    """Say what becomes of the price that was asked for something lost."""
    if back.waived_ore:
        yield _("What was claimed for it is waived: %(amount)s.") % {
            "amount": money(back.waived_ore)
        }
    elif back.was_perhaps_paid:
        yield _(
            "If its price was paid, the money can go back. Ask for the receipt: the number of the"
            " voucher stands on it, and nothing here says who paid."
        )


def _where(back: Returned) -> str:
    to = back.destination
    if to.route is Route.HOLD_SHELF:
        return hold_shelf_text(to.shelf_code)
    if to.route is Route.TRANSIT:
        return send_to_text(to.to_branch_id)
    if to.route is Route.STAFF:
        return _("Lay it aside: it is withdrawn, lent to another library, or not ready")
    return _("Back on its shelf")


def _place(item: ItemState) -> str:
    if item.shelf_code:
        return hold_shelf_text(item.shelf_code)
    return send_to_text(item.transit_to_id) if item.transit_to_id else place_text(item)


def hold_shelf_text(code: str) -> str:
    """Say on which place of the hold shelf a copy goes."""
    return _("Hold shelf: %(code)s") % {"code": code}


def send_to_text(branch_id: int | None) -> str:
    """Say to which branch a copy goes."""
    return _("Send to: %(branch)s") % {"branch": branch_name(branch_id)}


def branch_name(branch_id: int | None) -> str:
    """Return a branch's name."""
    return next((each.name for each in branches() if each.id == branch_id), "")
