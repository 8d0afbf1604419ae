"""What a kiosk says came of a scan: a few big words, a picture, and what to do.

In a public room a screen does not say why somebody may not borrow. Before the PIN nothing is told
that the card alone does not; after it, blocks and sums still stand on the page for them only.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hylla.circulation.rules.codes import Refusal
from hylla.doors.parts.writing import day_text
from hylla.library.refusals import Refused
from hylla.patrons.rules import Code

Text = str | Promise

SEE_STAFF = _("Please see the staff.")


@dataclass(frozen=True)
class Told:
    """What happened. The tone is good, notice or bad; `picture` has the same meaning without words.

    `thing` is the title of what lies on the counter, `day` when it is due.
    """

    tone: str
    picture: str
    words: str
    thing: str = ""
    day: date | None = None
    advice: str = ""

    @property
    def due_text(self) -> str:
        """The due day as people write it."""
        return day_text(self.day) if self.day else ""


def lent(title: str, due_on: date) -> Told:
    """Say that something is lent."""
    return Told("good", "lent", str(_("Lent")), thing=title, day=due_on)


def no(words: Text, advice: Text = SEE_STAFF, *, thing: str = "") -> Told:
    """Say that something was not done, and what to do."""
    return Told("bad", "stop", str(words), thing=thing, advice=str(advice))


def hint(words: Text, advice: Text = "") -> Told:
    """Say something to mind."""
    return Told("notice", "hint", str(words), advice=str(advice))


NO_CARD = _("This card cannot be used here.")
NO_LOAN = _("You cannot borrow just now.")
NO_MORE = _("You cannot borrow any more just now.")
NOT_ON_THIS_CARD = _("This cannot be borrowed on this card.")
NOT_THIS = _("This cannot be borrowed just now.")

LENDING: Mapping[str, Text] = {
    Refusal.UNKNOWN_ITEM: _("We do not know this barcode."),
    Refusal.ITEM_NOT_LENT: _("This is for use in the library only."),
    Refusal.ITEM_ON_LOAN_TO_SAME: _("You have this already."),
    Refusal.TOO_MANY_LOANS: NO_MORE,
    Refusal.TOO_MANY_OF_TYPE: NO_MORE,
    Refusal.TOO_YOUNG: NOT_ON_THIS_CARD,
    Refusal.NO_RULE: NOT_ON_THIS_CARD,
    **dict.fromkeys(
        (
            Refusal.UNKNOWN_CARD,
            Refusal.CARD_LOST,
            Refusal.CARD_REPLACED,
            Refusal.CARD_ENDED,
            Refusal.CARD_EXPIRED,
        ),
        NO_CARD,
    ),
    **dict.fromkeys(
        (
            Refusal.BLOCKED_FEES,
            Refusal.BLOCKED_INVOICE,
            Refusal.BLOCKED_LOST_ITEMS,
            Refusal.BLOCKED_CONDUCT,
            Refusal.BLOCKED_ADDRESS_UNKNOWN,
            Refusal.FEES_OVER_LIMIT,
            Refusal.ERASURE_ASKED,
        ),
        NO_LOAN,
    ),
}
"""What is said of a loan that was refused; of every other reason it is `NOT_THIS`."""

PINS: Mapping[str, tuple[Text, Text]] = {
    Code.SIGN_IN_WRONG: (_("The PIN is wrong."), _("Try again, or see the staff.")),
    Code.PIN_LOCKED: (_("The PIN is locked for 15 minutes."), SEE_STAFF),
}


def not_lent(refused: Refused, *, thing: str = "") -> Told:
    """Say that something was not lent: of several reasons the first that is about the patron."""
    codes = [reason.code for reason in refused.reasons]
    if codes == [Refusal.ITEM_ON_LOAN_TO_SAME]:
        return Told("notice", "hint", str(LENDING[codes[0]]), thing=thing)
    known = [LENDING[code] for code in codes if code in LENDING]
    return no(known[0] if known else NOT_THIS, thing=thing)


def wrong_pin(refused: Refused) -> Told:
    """Say that a PIN does not open."""
    words, advice = PINS.get(refused.reasons[0].code, (NO_CARD, SEE_STAFF))
    return no(words, advice)
