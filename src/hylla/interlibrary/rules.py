"""What may be asked for that is not here, by whom, and what follows on what."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from hylla.catalogue.rules.isbn import isbn_asked
from hylla.library.refusals import Reason
from hylla.patrons.rules import age_on
from hylla.privacy.policy import Policy

FIRST_YEAR = 1400
"""Nothing that is lent is older."""
REMIND_AGAIN_DAYS = 14
LONGEST_TEXT = 200


class Refusal(StrEnum):
    """One reason. `docs/domains/interlibrary.md` tells when each applies."""

    NOT_OFFERED = "interlibrary_not_offered"
    TITLE_MISSING = "wish_title_missing"
    ISBN_WRONG = "wish_isbn_wrong"
    YEAR_WRONG = "wish_year_wrong"
    TOO_YOUNG = "wish_too_young"
    AGE_UNKNOWN = "wish_age_unknown"
    NOT_FOR_CATEGORY = "wish_not_for_category"
    TOO_MANY = "too_many_wishes"
    ALREADY_ASKED = "wish_already_asked"
    UNKNOWN_WISH = "unknown_wish"
    DECIDED = "wish_decided"
    NOT_APPROVED = "wish_not_approved"
    NOT_BOUGHT = "wish_not_bought"
    NOT_FROM_US = "wish_copy_not_ours"
    UNKNOWN_ORDER = "unknown_order"
    OUT_OF_TURN = "order_out_of_turn"
    STILL_OUT = "order_still_out"
    DUE_PAST = "order_due_past"
    UNKNOWN_PARTNER = "unknown_partner"
    PARTNER_TAKEN = "partner_taken"
    PARTNER_NAMELESS = "partner_nameless"
    NUMBER_MISSING = "consignment_number_missing"
    NUMBER_TAKEN = "consignment_number_taken"
    ITEM_NOT_FREE = "consignment_item_not_free"
    NOT_OURS = "consignment_not_ours"
    UNKNOWN_CONSIGNMENT = "unknown_consignment"
    UNKNOWN_TASK = "unknown_name_task"
    PARTNER_IN_USE = "partner_in_use"
    NOT_QUIET = "order_not_quiet"
    UNKNOWN_CLOSED = "unknown_closed_order"


class Why(StrEnum):
    """Why something is not got. `privacy.extract.coded` has the words."""

    NOT_FOUND = "not_found"
    WE_HAVE_IT = "we_have_it"
    TOO_NEW = "too_new"
    NOT_LENT = "not_lent"
    NOT_BOUGHT = "not_bought"
    OTHER = "other"


class Status(StrEnum):
    """How far an order is, as a partner or the desk has said. Confirmed, it is gone."""

    SENT = "sent"
    SHIPPED = "shipped"
    RECEIVED = "received"
    SENT_BACK = "sent_back"


class Stage(StrEnum):
    """Where a wish or an order stands, as people see it: loans and holds are looked at too."""

    ASKED = "asked"
    APPROVED = "approved"
    BOUGHT = "bought"
    """We buy it: it is not here yet."""
    DECLINED = "declined"
    SENT = "sent"
    SHIPPED = "shipped"
    WAITING = "waiting"
    """Here, and set aside or on its way to the branch where it is fetched."""
    LENT = "lent"
    BACK = "back"
    """Here, and nobody's any more: returned, or never fetched."""
    SENT_BACK = "sent_back"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody wants that is not here, in their own words."""

    title: str
    author: str = ""
    isbn: str = ""
    year: int | None = None

    def tidied(self) -> "Wanted":
        """Return the same without needless spaces, with the 13 digits of its ISBN."""
        return Wanted(
            " ".join(self.title.split())[:LONGEST_TEXT],
            " ".join(self.author.split())[:LONGEST_TEXT],
            isbn_asked(self.isbn) or self.isbn.strip()[:20],
            self.year,
        )

    def is_same(self, other: "Wanted") -> bool:
        """Say whether the two are the same book: by the ISBN, or by title, author and year."""
        if self.isbn and other.isbn:
            return self.isbn == other.isbn
        mine = (self.title.casefold(), self.author.casefold(), self.year)
        return mine == (other.title.casefold(), other.author.casefold(), other.year)


@dataclass(frozen=True, slots=True)
class Asker:
    """What the decision must know of who asks; what stops every loan is looked at beside it."""

    birth_date: date | None
    category: str
    open_requests: Collection[Wanted]


def wish_refusals(wanted: Wanted, asker: Asker, *, policy: Policy, on: date) -> tuple[Reason, ...]:
    """Return every reason against asking for something (already tidied) that is not here."""
    terms = policy.interlibrary
    if not terms.takes_wishes:
        return (Reason(Refusal.NOT_OFFERED),)
    reasons = [*_against_words(wanted, on)]
    if terms.min_age:
        if asker.birth_date is None:
            reasons.append(Reason(Refusal.AGE_UNKNOWN, number=terms.min_age))
        elif age_on(asker.birth_date, on) < terms.min_age:
            reasons.append(Reason(Refusal.TOO_YOUNG, number=terms.min_age))
    if asker.category in terms.not_for:
        reasons.append(Reason(Refusal.NOT_FOR_CATEGORY))
    if any(wanted.is_same(each) for each in asker.open_requests):
        reasons.append(Reason(Refusal.ALREADY_ASKED))
    elif len(asker.open_requests) >= terms.max_open:
        reasons.append(Reason(Refusal.TOO_MANY, number=terms.max_open))
    return tuple(reasons)


def _against_words(wanted: Wanted, on: date) -> list[Reason]:
    reasons = []
    if not wanted.title:
        reasons.append(Reason(Refusal.TITLE_MISSING))
    if wanted.isbn and not isbn_asked(wanted.isbn):
        reasons.append(Reason(Refusal.ISBN_WRONG))
    if wanted.year is not None and not FIRST_YEAR <= wanted.year <= on.year + 1:
        reasons.append(Reason(Refusal.YEAR_WRONG))
    return reasons


class Unheard(StrEnum):
    """Why an order ends although its lender never said that it has the thing back."""

    NO_ANSWER = "no_answer"
    LOST_ON_THE_WAY = "lost_on_the_way"
    SETTLED = "settled"
    LIBRARY_GONE = "library_gone"


QUIET_DAYS = {Status.SENT: 30, Status.SHIPPED: 21, Status.SENT_BACK: 30}
"""After so many days without a word somebody here is asked to look; what is here is no order's."""


def is_quiet(status: str, *, heard_on: date, on: date) -> bool:
    """Say whether nothing was heard of an order for so long that somebody must ask."""
    days = QUIET_DAYS.get(Status(status))
    return days is not None and (on - heard_on).days >= days


NEXT = {
    Status.SHIPPED: (Status.SENT,),
    Status.RECEIVED: (Status.SENT, Status.SHIPPED),
    Status.SENT_BACK: (Status.RECEIVED,),
}
"""What each status may follow on: a parcel may come that nobody announced."""
MAY_REFUSE = (Status.SENT, Status.SHIPPED)
"""As long as a partner may still say no, or the parcel be lost on its way."""


def stage_of(status: str, *, is_set_aside: bool, is_lent: bool) -> Stage:
    """Return where an order stands."""
    if status != Status.RECEIVED:
        return Stage(status)
    if is_lent:
        return Stage.LENT
    return Stage.WAITING if is_set_aside else Stage.BACK
