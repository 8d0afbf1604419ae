"""What the no of interlibrary loan says to a person, beside those of the floors below."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from hylla.circulation.sentences import EVERY, say_from
from hylla.interlibrary.rules import Refusal
from hylla.library.refusals import Reason

SENTENCES: Mapping[str, str | Promise] = {
    Refusal.NOT_OFFERED: _("This library takes no such requests."),
    Refusal.TITLE_MISSING: _("Write the title, so that we can find it."),
    Refusal.ISBN_WRONG: _("This is no ISBN: it has 10 or 13 digits. Leave it out if unsure."),
    Refusal.YEAR_WRONG: _("This cannot be the year. Write four digits, or leave it out."),
    Refusal.TOO_YOUNG: _("Asking for what we do not have is for those who are %(number)s."),
    Refusal.AGE_UNKNOWN: _(
        "We do not know the birth date, and asking for what we do not have has an age limit of"
        " %(number)s. Ask in the library."
    ),
    Refusal.NOT_FOR_CATEGORY: _("Asking for what we do not have is not for this kind of card."),
    Refusal.TOO_MANY: ngettext_lazy(
        "No more than %(number)s such request at a time.",
        "No more than %(number)s such requests at a time.",
        "number",
    ),
    Refusal.ALREADY_ASKED: _("This is asked for already. It stands in the list."),
    Refusal.UNKNOWN_WISH: _("This request is not open any more. Look at the list again."),
    Refusal.DECIDED: _("Somebody has decided on this already. Look at the list again."),
    Refusal.NOT_APPROVED: _("Say yes to the request first; then it can be sent."),
    Refusal.NOT_BOUGHT: _("Say first that the library buys it; then it can come."),
    Refusal.NOT_FROM_US: _("There is no copy of ours with this barcode. Add it first."),
    Refusal.UNKNOWN_ORDER: _("This order is over. Look at the list again."),
    Refusal.OUT_OF_TURN: _(
        "This does not come next: somebody else may have done it. Look at the list again."
    ),
    Refusal.STILL_OUT: _("It is on loan or set aside. Take it back first, then send it."),
    Refusal.DUE_PAST: _("The day on which it must be back is tomorrow at the earliest."),
    Refusal.UNKNOWN_PARTNER: _("This library is not known here. Add it first."),
    Refusal.PARTNER_TAKEN: _("There is a library with this name already."),
    Refusal.PARTNER_NAMELESS: _("A library needs a name, and the e-mail address of its office."),
    Refusal.NUMBER_MISSING: _("Write the other library's own number, so that it knows its parcel."),
    Refusal.NUMBER_TAKEN: _("There is a request with this number from that library already."),
    Refusal.ITEM_NOT_FREE: _("This is not on its shelf for everyone, so it cannot be sent."),
    Refusal.NOT_OURS: _("This belongs to another library, so we do not lend it on."),
    Refusal.UNKNOWN_CONSIGNMENT: _("This is back already, or was never sent. Look at the list."),
    Refusal.PARTNER_IN_USE: _(
        "Something is open with this library: an order, a thing of ours, a name or a number."
        " Settle that first."
    ),
    Refusal.NOT_QUIET: _("Something was heard of this lately, or they were asked. Wait."),
    Refusal.UNKNOWN_CLOSED: _("This is settled already. Look at the list again."),
    Refusal.UNKNOWN_TASK: _("This is done already. Look at the list again."),
}

EVERYTHING: Mapping[str, str | Promise] = {**EVERY, **SENTENCES}


def say(reason: Reason) -> str:
    """Return the reason as a sentence, in the language that is active."""
    return say_from(EVERYTHING, reason)
