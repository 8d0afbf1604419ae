"""Lending to the open patron, and taking back: what a scanned item does at the desk."""

import logging
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from hylla.circulation.actions import AtDesk, CheckedOut, ReturnedHere, check_out, return_at_desk
from hylla.circulation.queries import ItemState
from hylla.doors.desk.after_return import desk_of
from hylla.doors.desk.back_dating import counted_on, with_day
from hylla.doors.desk.flaws import with_flaws
from hylla.doors.desk.home import desk
from hylla.doors.desk.once import once
from hylla.doors.desk.open_patron import Opened
from hylla.doors.desk.outcomes import (
    Outcome,
    lent,
    lent_before,
    of_return,
    returned,
    returned_before,
)
from hylla.doors.desk.overriding import is_out, lend_all_the_same, why_not_lent
from hylla.doors.desk.worker import CASHIERS
from hylla.doors.parts.page import Said, bad
from hylla.doors.parts.refusals import why
from hylla.doors.parts.told import told
from hylla.doors.parts.who import now_of
from hylla.library.queries import StaffFacts, policy_in_force
from hylla.library.refusals import Refused
from hylla.patrons.queries import active_card_of
from hylla.patrons.rules.scans import Taken

log = logging.getLogger("hylla.desk")


def take_back(
    request: HttpRequest, worker: StaffFacts, item: ItemState, *, mode: str = ""
) -> HttpResponse:
    """Take an item back, whoever brings it; a scan that came twice takes it back once."""
    on = counted_on(request)

    def act() -> ReturnedHere:
        at = AtDesk(item.barcode, worker.branch.id, desk_of(request), returned_on=on)
        return return_at_desk(at, now=now_of(request), policy=policy_in_force())

    try:
        done = once(
            request,
            item.barcode,
            act,
            as_taken=lambda done: Taken(of_return(done.back), done.back.fee_ore),
        )
    except Refused as refused:
        title = _("Not returned")
        entry = item.barcode
        return desk(request, worker, title=title, said=why(refused), entry=entry, mode=mode)
    back = None if isinstance(done, Taken) else done.back
    said, outcome = _came_of(done, item, on)
    return desk(
        request,
        worker,
        title=_("Returned"),
        said=with_flaws(said, item),
        outcome=outcome,
        mode=mode,
        slip=item.barcode if outcome is Outcome.HELD else "",
        at_hand=item.barcode,
        capsule="" if isinstance(done, Taken) else done.capsule,
        takes_money=bool(worker.roles & set(CASHIERS)),
        may_refund=back is not None and back.was_perhaps_paid,
    )


def _came_of(done: ReturnedHere | Taken, item: ItemState, on: date | None) -> tuple[Said, Outcome]:
    """Say what came of a return, or of the first time that its scan came."""
    if isinstance(done, Taken):
        return returned_before(item, done), Outcome(done.outcome)
    back = done.back
    return with_day(returned(back), on if back.was_on_loan else None), of_return(back)


def lend(
    request: HttpRequest, worker: StaffFacts, open_here: Opened, item: ItemState
) -> HttpResponse:
    """Lend to the open patron; every reason against it is shown, and which staff may set aside."""
    card = active_card_of(open_here.person_id)
    if card is None:
        said = bad(_("The patron has no card that is valid. Replace the card first."))
        return desk(request, worker, title=_("Not lent"), said=said, entry=item.barcode)

    def act() -> CheckedOut:
        return check_out(
            card=card.number,
            barcode=item.barcode,
            branch_id=worker.branch.id,
            now=now_of(request),
            policy=policy_in_force(),
            overriding=frozenset(told(request.POST, "overriding").split()),
        )

    try:
        loan = once(request, item.barcode, act, as_taken=lambda done: Taken(Outcome.LENT))
    except Refused as refused:
        return desk(
            request,
            worker,
            title=_("Not lent"),
            said=why_not_lent(refused),
            entry=item.barcode,
            still_out=item.barcode if is_out(refused) else "",
            override=lend_all_the_same(refused, item.barcode),
        )
    if isinstance(loan, CheckedOut) and loan.overridden:
        log.info("override", extra={"code": " ".join(loan.overridden)})
    said = lent(loan) if isinstance(loan, CheckedOut) else lent_before(item)
    said = with_flaws(said, item)
    return desk(
        request, worker, title=_("Lent"), said=said, outcome=Outcome.LENT, undo=item.barcode
    )
