"""The answers about items: lent, lent longer, taken back, looked at."""

from datetime import date

from hylla.doors.sip2.accounts import Account, Borrower, DueStyle, PersonalField, Visit
from hylla.doors.sip2.contract import Library
from hylla.doors.sip2.items import (
    Alert,
    Lent,
    LoanRequest,
    Refusal,
    RenewalRequest,
    Returned,
    ReturnRequest,
)
from hylla.doors.sip2.refusals import UNKNOWN_ITEM, institution, refused
from hylla.formats import sip2
from hylla.formats.sip2 import Message

SECURITY_UNKNOWN = "00"
FEE_OTHER = "01"


def check_out(library: Library, request: sip2.Checkout, visit: Visit) -> Message:
    """Lend, or undo a return (11, 12)."""
    wish = LoanRequest(
        borrower=Borrower(card=request.patron, pin=request.patron_password or None),
        item=request.item,
        may_renew=request.may_renew,
        done_at=request.sent_at if request.no_block else None,
        undo=bool(request.cancel),
    )
    result = library.check_out(visit, request=wish)
    return _lent(sip2.CheckoutAnswer, request=request, result=result, visit=visit)


def renew(library: Library, request: sip2.Renew, visit: Visit) -> Message:
    """Lend longer (29, 30)."""
    wish = RenewalRequest(
        borrower=Borrower(card=request.patron, pin=request.patron_password or None),
        item=request.item or "",
        done_at=request.sent_at if request.no_block else None,
    )
    result = library.renew(visit, request=wish)
    return _lent(sip2.RenewAnswer, request=request, result=result, visit=visit)


def _lent(
    kind: type[sip2.CheckoutAnswer],
    *,
    request: sip2.Checkout | sip2.Renew,
    result: Lent | Refusal,
    visit: Visit,
) -> Message:
    lent = result if isinstance(result, Lent) else None
    return kind(
        ok=lent is not None,
        renewed=lent is not None and lent.renewed,
        magnetic=False,
        desensitize=lent is not None,
        sent_at=visit.now,
        institution=institution(request, visit=visit),
        patron=request.patron,
        item=request.item or "",
        title=result.title,
        due=due(lent.due_on, account=visit.account) if lent else "",
        media=lent.media if lent else None,
        screen=(result.sentence,) if result.sentence else (),
    )


def due(day: date, *, account: Account) -> str:
    """Write a due date as the machine wants it."""
    if account.due_style is DueStyle.DAY:
        return day.isoformat()
    return f"{day:%Y%m%d}    235900"


def check_in(library: Library, request: sip2.Checkin, visit: Visit) -> Message:
    """Take back, or undo a loan (09, 10)."""
    done_at = (request.returned_at or request.sent_at) if request.no_block else None
    wish = ReturnRequest(item=request.item, done_at=done_at, undo=bool(request.cancel))
    result = library.check_in(visit, request=wish)
    if isinstance(result, Returned):
        return _returned(request, result=result, visit=visit)
    return sip2.CheckinAnswer(
        ok=False,
        resensitize=False,
        magnetic=False,
        alert=True,
        sent_at=visit.now,
        institution=institution(request, visit=visit),
        item=request.item,
        title=result.title or None,
        alert_type=Alert.OTHER,
        screen=(result.sentence,) if result.sentence else (),
    )


def _returned(request: sip2.Checkin, *, result: Returned, visit: Visit) -> Message:
    """Return the answer to a return. AA stays out of it: it would tell who had the item."""
    shows = visit.account.fields
    return sip2.CheckinAnswer(
        ok=True,
        resensitize=True,
        magnetic=False,
        alert=result.alert is not None,
        sent_at=visit.now,
        institution=institution(request, visit=visit),
        item=result.item,
        home_location=result.home_branch,
        title=result.title or None,
        sort_bin=result.sort_bin or None,
        media=result.media,
        screen=(result.sentence,) if result.sentence else (),
        shelf_mark=result.shelf_mark or None,
        destination=result.destination or None,
        alert_type=result.alert,
        hold_card=(result.hold_card or None) if PersonalField.HOLD_CARD in shows else None,
        hold_name=(result.hold_name or None) if PersonalField.HOLD_NAME in shows else None,
    )


def item_information(library: Library, request: sip2.ItemInformation, visit: Visit) -> Message:
    """Tell where an item is (17, 18)."""
    facts = library.item(visit, barcode=request.item)
    if facts is None:
        return refused(request, visit=visit, sentence=UNKNOWN_ITEM)
    return sip2.ItemInformationAnswer(
        circulation_status=facts.status,
        security_marker=SECURITY_UNKNOWN,
        fee_type=FEE_OTHER,
        sent_at=visit.now,
        holds=None if facts.holds is None else str(facts.holds),
        due=due(facts.due_on, account=visit.account) if facts.due_on else None,
        item=facts.item,
        title=facts.title,
        owner=facts.owner or None,
        media=facts.media,
        home_location=facts.home_branch or None,
        current_location=facts.current_branch or None,
        shelf_mark=facts.shelf_mark or None,
    )
