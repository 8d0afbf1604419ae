"""What the library's no says to a person, for the codes of every domain."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import get_language, ngettext_lazy
from django.utils.translation import gettext_lazy as _

from hylla.catalogue.sentences import SENTENCES as CATALOGUE
from hylla.circulation.rules.codes import IN_ORE, Refusal
from hylla.fees.sentences import SENTENCES as FEES
from hylla.formats.language import day_words, money_words
from hylla.library.refusals import Reason
from hylla.library.sentences import SENTENCES as LIBRARY
from hylla.lists.sentences import SENTENCES as LISTS
from hylla.messages.sentences import SENTENCES as MESSAGES
from hylla.patrons.sentences import SENTENCES as PATRONS
from hylla.reviews.sentences import SENTENCES as REVIEWS

SENTENCES: Mapping[str, str | Promise] = {
    Refusal.UNKNOWN_CARD: _("This card is not known here."),
    Refusal.CARD_LOST: _("This card has been reported lost."),
    Refusal.CARD_REPLACED: _("This card has been replaced by a new one."),
    Refusal.CARD_ENDED: _("This card is no longer in use."),
    Refusal.CARD_EXPIRED: _("This card was valid until %(day)s."),
    Refusal.BLOCKED_FEES: _("Borrowing is stopped because of unpaid fees."),
    Refusal.BLOCKED_INVOICE: _("Borrowing is stopped because of an unpaid invoice."),
    Refusal.BLOCKED_LOST_ITEMS: _("Borrowing is stopped because of items that were not returned."),
    Refusal.BLOCKED_CONDUCT: _("Borrowing is stopped. Please talk to the staff."),
    Refusal.BLOCKED_ADDRESS_UNKNOWN: _("Borrowing is stopped because the address is unknown."),
    Refusal.FEES_OVER_LIMIT: _("Unpaid fees of %(number)s stop further loans."),
    Refusal.TOO_MANY_LOANS: ngettext_lazy(
        "No more than %(number)s loan at a time.",
        "No more than %(number)s loans at a time.",
        "number",
    ),
    Refusal.TOO_MANY_OF_TYPE: ngettext_lazy(
        "No more than %(number)s loan of this kind at a time.",
        "No more than %(number)s loans of this kind at a time.",
        "number",
    ),
    Refusal.TOO_YOUNG: _("This may be borrowed from the age of %(number)s."),
    Refusal.TALKING_BOOKS_ONLY: _(
        "This is for those who have the right to borrow talking books. It is noted at the desk."
    ),
    Refusal.ERASURE_ASKED: _(
        "The patron has asked to leave, or that nothing is done with their data, and cannot borrow."
    ),
    Refusal.UNKNOWN_ITEM: _("This barcode is not known here."),
    Refusal.ITEM_NOT_LENT: _("This is not lent out."),
    Refusal.ITEM_ON_LOAN_TO_OTHER: _("This is on loan to someone else."),
    Refusal.ITEM_ON_LOAN_TO_SAME: _("This is on loan to the same patron already."),
    Refusal.ITEM_HELD_FOR_OTHER: _("This is set aside for someone else."),
    Refusal.ITEM_LOST: _("This is counted as lost."),
    Refusal.ITEM_MISSING: _("This is counted as missing."),
    Refusal.ITEM_WITHDRAWN: _("This has been withdrawn from the collection."),
    Refusal.ITEM_IN_PROCESS: _("This is still being made ready."),
    Refusal.ITEM_AWAY: _("This is lent to another library."),
    Refusal.NO_RULE: _("The library has no loan rule for this patron and item."),
    Refusal.NOT_ON_LOAN: _("This is not on loan."),
    Refusal.TOO_MANY_RENEWALS: ngettext_lazy(
        "This has been renewed %(number)s time and cannot be again.",
        "This has been renewed %(number)s times and cannot be again.",
        "number",
    ),
    Refusal.HELD_BY_OTHER: _("Someone else is waiting for this."),
    Refusal.RENEWAL_GAINS_NOTHING: _("This is due on %(day)s; renewing today gives no more time."),
    Refusal.CLAIMED_AS_LOST: _("Compensation has been claimed for this."),
    Refusal.SAID_RETURNED: _("This is said to be returned, and is searched for."),
    Refusal.NOT_SEARCHED_FOR: _("This is not searched for any more."),
    Refusal.NOBODY_WAITS: _("Nobody waits for this."),
    Refusal.NOTHING_ON_LOAN: _("Nothing is on loan."),
    Refusal.RECEIPT_HAS_NO_WAY: _(
        "There is no e-mail address and no mobile number to send it to. Print it."
    ),
    Refusal.NOT_RECALLED: _("A loan of this kind is not called back."),
    Refusal.RECALL_GAINS_NOTHING: _("This is due on %(day)s; it cannot be called back sooner."),
    Refusal.RETURN_STANDS: _(
        "This return cannot be undone any more. Scan the patron's card, and lend it again."
    ),
    Refusal.RETURN_IT_FIRST: _("This is on loan. Take it back first."),
    Refusal.NOBODY_KNOWN: _(
        "Nothing here knows any more who had it, so nobody can be asked to pay. That is what the"
        " library promises those who return things."
    ),
    Refusal.NOTHING_TO_REVIEW: _(
        "Nothing that the program decided alone stops this patron from borrowing now."
    ),
    Refusal.REVIEW_NEEDS_REASON: _("Choose why it stays as it is."),
    Refusal.REPRIEVE_PAST: _("This day is past. Choose %(day)s or later."),
    Refusal.REPRIEVE_TOO_LONG: _("Choose %(day)s or earlier: then somebody looks again."),
    Refusal.HOUSEHOLD_CHANGED: _(
        "The children owe something else by now. Look at the sum again, and then take the payment."
    ),
    Refusal.NO_OFFLINE_DESK: _("This library has not decided that a desk works without network."),
    Refusal.LENT_SINCE: _(
        "This was lent again after that return, so the loan stands. If it is here, take it back."
    ),
    Refusal.RETURN_DAY_AHEAD: _(
        "This day is still to come. A return counts for today at the latest."
    ),
    Refusal.RETURN_DAY_TOO_FAR: _("A return can count for %(day)s at the earliest."),
    Refusal.INVENTORY_BACKWARDS: _("The shelves would end before they begin."),
    Refusal.INVENTORY_UNDER_WAY: _("An inventory of just this goes on already. Go on with it."),
    Refusal.INVENTORY_ENDED: _("This inventory has ended."),
    Refusal.INVENTORY_CHANGED: _("Something else is missing by now. Look at the list again."),
    Refusal.UNKNOWN_PATRON: _("This patron is not known here."),
    Refusal.UNKNOWN_HOLD: _("This hold does not exist any more."),
    Refusal.ALREADY_HELD: _("There is a hold on this already."),
    Refusal.HAS_IT_ON_LOAN: _("The patron has this on loan."),
    Refusal.TOO_MANY_HOLDS: ngettext_lazy(
        "No more than %(number)s hold at a time.",
        "No more than %(number)s holds at a time.",
        "number",
    ),
    Refusal.NOTHING_TO_HOLD: _("There is no copy of this that can be lent."),
    Refusal.HOLD_ON_ITS_WAY: _("A copy is on its way already, so this cannot be changed."),
    Refusal.HOLD_TOO_LATE: _("This cannot be undone any more. You can place the hold anew."),
    Refusal.PAUSE_WITHOUT_DAY: _("Say on which day the pause ends."),
    Refusal.PAUSE_PAST: _("A pause ends tomorrow at the earliest. Choose a later day."),
    Refusal.PAUSE_BACKWARDS: _("The pause would end before it has begun."),
    Refusal.PAUSE_TOO_LONG: _("A hold can be paused until %(day)s at the latest."),
    Refusal.SET_NOT_FOR_CATEGORY: _(
        "With this kind of card, sets for a group are gathered at the desk. Ask there."
    ),
    Refusal.SET_TOO_LARGE: _("There are %(number)s copies of this that can be lent, not more."),
    Refusal.SET_DAY_PAST: _("The day on which the set is needed is tomorrow at the earliest."),
    Refusal.SET_TOO_EARLY: _("A set can be asked for until %(day)s at the latest."),
    Refusal.RULE_UNKNOWN: _("This rule is gone. Look at the list again."),
    Refusal.RULE_TAKEN: _("There is a rule for exactly this already. Change that one."),
    Refusal.RULE_CHANGED_MEANWHILE: _(
        "Somebody has changed the rules since you looked. Look at what your change does again."
    ),
    Refusal.RULE_LEAVES_GAP: _("Without this rule there would be none for some of what you lend."),
    Refusal.RULE_FEE_OVER_POLICY: _("Your policy promises no more than %(number)s a day."),
    Refusal.RULE_CAP_OVER_POLICY: _("Your policy promises no more than %(number)s in all."),
    Refusal.RULE_CAP_UNDER_FEE: _("In all it is at least what one day costs."),
    Refusal.RULE_DAY_PAST: _("This day is past."),
    Refusal.RULE_RECALLS_WITHOUT_DAYS: _("Say how many days a loan has before it is called back."),
    Refusal.HISTORY_NOT_OFFERED: _("This library keeps no loan histories."),
    Refusal.HISTORY_TOO_YOUNG: _("You can have a loan history from the age of %(number)s."),
    Refusal.NOTHING_TO_SHARE: _(
        "You have no guardian here, or your guardian sees your loans until you are older."
    ),
    Refusal.CONSENT_AT_DESK: _(
        "This is said at the library, where it is noted or agreed on with you."
    ),
    Refusal.CONSENT_NOT_ASKED: _("This library does not offer this."),
    Refusal.HISTORY_AGE_UNKNOWN: _(
        "We do not know your birth date, and a loan history has an age limit. Ask in the library."
    ),
}

EVERY: Mapping[str, str | Promise] = {
    **LIBRARY,
    **CATALOGUE,
    **PATRONS,
    **FEES,
    **MESSAGES,
    **REVIEWS,
    **LISTS,
    **SENTENCES,
}


def say(reason: Reason) -> str:
    """Return the reason as a sentence, in the language that is active."""
    return say_from(EVERY, reason)


def say_from(sentences: Mapping[str, str | Promise], reason: Reason) -> str:
    """Return the reason as one of these sentences: a domain above this one has more of them."""
    return sentences[reason.code] % {"day": _day(reason), "number": _number(reason)}


def _day(reason: Reason) -> str:
    return day_words(reason.day, _language()) if reason.day else ""


def _number(reason: Reason) -> str | int:
    if reason.number is None:
        return ""
    if reason.code in IN_ORE:
        return money_words(reason.number, _language())
    return reason.number


def _language() -> str:
    return get_language() or "en"
