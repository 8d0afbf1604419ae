"""Takes back, and says where the copy goes."""

from django.utils.translation import gettext as _
from django.utils.translation import override

from hylla.circulation import actions
from hylla.circulation.actions import Destination, Route
from hylla.circulation.rules.codes import Refusal as Code
from hylla.doors.sip2.items import Alert, Refusal, Returned, ReturnRequest
from hylla.doors.sip2.library.place import Counter
from hylla.library.refusals import Reason, Refused


def check_in(here: Counter, request: ReturnRequest) -> Returned | Refusal:
    """Take an item back, whoever brings it. Of who had it and who waits for it nothing is told."""
    barcode = request.item.strip()
    try:
        back = _taken_back(here, barcode, request)
    except Refused as refused:
        return here.refusal(refused.reasons, barcode=barcode)
    to_branch = back.destination.to_branch_id
    return Returned(
        item=back.barcode,
        title=back.title,
        home_branch=here.branches.code_of(back.home_branch_id),
        alert=_alert(back.destination),
        destination="" if to_branch is None else here.branches.code_of(to_branch),
        sentence=_sentence(here, back),
    )


def _taken_back(here: Counter, barcode: str, request: ReturnRequest) -> actions.Returned:
    branch_id, policy, at = here.branch_id, here.policy, here.at(request.done_at)
    if request.done_at is None:
        return actions.return_item(barcode=barcode, branch_id=branch_id, now=at, policy=policy)
    return actions.return_told_late(barcode=barcode, branch_id=branch_id, done_at=at, policy=policy)


def _alert(destination: Destination) -> Alert | None:
    """Return why the copy does not go back to its shelf."""
    if destination.route is Route.RESHELVE:
        return None
    if destination.route is Route.HOLD_SHELF:
        return Alert.HOLD_HERE
    if destination.route is Route.STAFF:
        return Alert.OTHER
    return Alert.HOLD_ELSEWHERE if destination.for_hold else Alert.SEND


def _sentence(here: Counter, back: actions.Returned) -> str:
    """Return the hold shelf's code, which stands in place of a name, or that it was not on loan."""
    if back.destination.shelf_code:
        with override(here.visit.language):
            return _("Hold shelf: %(code)s") % {"code": back.destination.shelf_code}
    return "" if back.was_on_loan else here.say([Reason(Code.NOT_ON_LOAN)])
