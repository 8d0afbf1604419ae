"""The words of messages. They never name a title: a message passes through many hands."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from hylla.messages.models import Template
from hylla.messages.rules import Code

SUBJECTS: Mapping[Template, str | Promise] = {
    Template.HOLD_READY: _("Your hold is ready"),
    Template.HOLD_EXPIRING: _("Your hold ends soon"),
    Template.HOLD_EXPIRED: _("Your hold has expired"),
    Template.OVERDUE: _("Loans to return"),
    Template.DUE_SOON: _("Loans that are due soon"),
    Template.CARD_EXPIRING: _("Your library card ends soon"),
    Template.WELCOME: _("Welcome to the library"),
    Template.ALREADY_REGISTERED: _("You have a library card already"),
    Template.INACTIVE_SOON: _("Do you still want your library card?"),
    Template.REQUEST_ANSWERED: _("What you asked us has its answer"),
    Template.REQUEST_REFUSED: _("What you asked us has its answer"),
    Template.REQUEST_EXTENDED: _("What you asked us takes longer"),
    Template.CHILD_IS_ASKED: _("Do you agree?"),
    Template.WARD_LEAVES: _("A child leaves the library"),
    Template.MEMBERSHIP_ENDED: _("Your membership has ended"),
    Template.RESTRICTION_ENDS: _("We will use your data again"),
    Template.INVOICE: _("An invoice from the library"),
    Template.COLLECTION_WARNING: _("Warning of debt collection"),
    Template.NOT_FOUND: _("We have not found it"),
    Template.DAMAGED: _("Something came back damaged"),
    Template.RENEWED: _("Loans that we have renewed"),
    Template.RECALLED: _("Please return a loan sooner"),
    Template.RECEIPT: _("What you have on loan"),
    Template.NOT_RENEWED: _("Loans that could not be renewed"),
    Template.NOT_RENEWED_HELD: _("Loans that could not be renewed"),
    Template.NOT_RENEWED_OFTEN: _("Loans that could not be renewed"),
}

TEXTS: Mapping[Template, str | Promise] = {
    Template.HOLD_READY: _(
        "What you are waiting for is ready at %(branch)s. You find it on the hold shelf under"
        " %(code)s, until %(day)s."
    ),
    Template.HOLD_EXPIRING: _(
        "What is set aside for you at %(branch)s stands there until %(day)s. If you do not fetch it"
        " by then, your hold ends. If you do not want it any more, say so on My page or tell us."
    ),
    Template.HOLD_EXPIRED: _(
        "What was set aside for you at %(branch)s was not fetched by %(day)s. Your hold has ended."
    ),
    Template.OVERDUE: ngettext_lazy(
        "One of your loans was due on %(day)s. Please return or renew it.",
        "%(number)s of your loans are overdue, the first since %(day)s. Please return or renew"
        " them.",
        "number",
    ),
    Template.DUE_SOON: ngettext_lazy(
        "One of your loans is due on %(day)s.",
        "%(number)s of your loans are due, the first on %(day)s.",
        "number",
    ),
    Template.CARD_EXPIRING: _(
        "Your library card is valid until %(day)s. To borrow after that day, come to any desk, and"
        " bring something that shows who you are."
    ),
    Template.WELCOME: _(
        "You have a library card now. Bring it when you borrow, and tell us at once if you lose it."
    ),
    Template.ALREADY_REGISTERED: _(
        "Someone, perhaps you, asked on the web for a library card in your name. You have one: log"
        " in with it on My page. If it was not you, you need not do anything."
    ),
    Template.INACTIVE_SOON: _(
        "You have not used your library card for a long time. After %(day)s we erase you, and all"
        " that we keep about you. To stay, use the card or log in on My page before that day. If"
        " you do not want it any more, you need not do anything."
    ),
    Template.REQUEST_ANSWERED: _(
        "You have asked something about your data, and it is done or answered. You read the answer"
        " on My page, under “Your rights”; or ask at any desk, and bring something that shows who"
        " you are."
    ),
    Template.REQUEST_REFUSED: _(
        "You have asked something about your data, and we cannot do it. On My page, under “Your"
        " rights”, you read why, and where you can complain; or ask at any desk, and bring"
        " something that shows who you are."
    ),
    Template.REQUEST_EXTENDED: _(
        "You have asked something about your data, and it takes longer than a month. You have the"
        " answer by %(day)s. Why it takes longer stands on My page, under “Your rights”."
    ),
    Template.CHILD_IS_ASKED: _(
        "A guardian of yours has asked something about your data. You are old enough to decide:"
        " nothing is done unless you say yes. You read what it is, and say yes or no, on My page,"
        " under “Your rights”; or ask at any desk."
    ),
    Template.WARD_LEAVES: _(
        "A child whose guardian you are leaves the library, and what is kept about the child goes."
        " You need not do anything. Ask us if this surprises you."
    ),
    Template.MEMBERSHIP_ENDED: _(
        "Your membership has ended, and your card and your log-ins with it. Something is still"
        " open: bring back what you have borrowed, and pay what you owe, in any branch. Then the"
        " rest goes by itself. What it waits for stands on your receipt."
    ),
    Template.RESTRICTION_ENDS: _(
        "Until now we have only stored your data, as you asked. That is about to end: then we use"
        " it again as before. If you do not agree, tell the library's privacy officer, or the"
        " authority that stands in our privacy notice."
    ),
    Template.INVOICE: _(
        "What is owed to the library has become an invoice, to be paid by %(day)s. The invoice"
        " stands on My page, under “Fees”; or ask for it at any desk. Return what is still out, and"
        " its price is waived."
    ),
    Template.COLLECTION_WARNING: _(
        "Invoice %(code)s from the library is not paid. If it is not paid within %(number)s days"
        " from when this was sent, we hand it over to %(collector)s for debt collection, which can"
        " cost more. The sum, what it is for and how to pay stand on My page, under “Fees”; or ask"
        " at any desk. If you think that it is wrong, tell us before then: what is contested is not"
        " handed over. The debt collector is not told what you have borrowed."
    ),
    Template.NOT_FOUND: _(
        "You have told us that something is returned. We have searched for it, and not found it."
        " Please look for it once more. The loan goes on, and the days of our search do not count:"
        " it is due on %(day)s. What it is, you see on My page."
    ),
    Template.DAMAGED: _(
        "Something that you returned came back damaged, and the library asks you to pay for it."
        " The sum stands on My page, under “Fees”. If you do not agree, say so there, or at any"
        " desk: then nothing more happens until somebody has looked at it."
    ),
    Template.RECALLED: _(
        "Someone waits for one of your loans. It is due sooner than before: please return it by"
        " %(day)s. What it is, you see on My page."
    ),
    Template.RECEIPT: ngettext_lazy(
        "You asked for a receipt. You have one thing on loan, due on %(day)s. What it is, you see"
        " on My page.",
        "You asked for a receipt. You have %(number)s things on loan, the first due on %(day)s."
        " What they are, you see on My page.",
        "number",
    ),
    Template.RENEWED: ngettext_lazy(
        "We have renewed one of your loans. It is due on %(day)s now.",
        "We have renewed %(number)s of your loans. The first is due on %(day)s now.",
        "number",
    ),
    Template.NOT_RENEWED: ngettext_lazy(
        "We could not renew one of your loans. It is due on %(day)s. What stands against it, you"
        " see on My page, or ask us.",
        "We could not renew %(number)s of your loans. They are due on %(day)s. What stands against"
        " it, you see on My page, or ask us.",
        "number",
    ),
    Template.NOT_RENEWED_HELD: ngettext_lazy(
        "We could not renew one of your loans, for someone else waits for it. Please return it by"
        " %(day)s.",
        "We could not renew %(number)s of your loans, for others wait for them. Please return them"
        " by %(day)s.",
        "number",
    ),
    Template.NOT_RENEWED_OFTEN: ngettext_lazy(
        "We could not renew one of your loans: it has been renewed as often as it can be. Please"
        " return it by %(day)s.",
        "We could not renew %(number)s of your loans: they have been renewed as often as they can"
        " be. Please return them by %(day)s.",
        "number",
    ),
}

ON_PHONE: Mapping[Template, str | Promise] = {
    Template.HOLD_READY: _("A message from the library: something is ready for you."),
    Template.HOLD_EXPIRING: _(
        "A message from the library: something is ready for you, but not for long."
    ),
    Template.HOLD_EXPIRED: _(
        "A message from the library: something is set aside for you no longer."
    ),
    Template.OVERDUE: _("A message from the library: something is overdue."),
    Template.DUE_SOON: ngettext_lazy(
        "A message from the library: something is due in %(days)s day.",
        "A message from the library: something is due in %(days)s days.",
        "days",
    ),
    Template.CARD_EXPIRING: _("A message from the library waits on My page."),
    Template.WELCOME: _("A message from the library waits on My page."),
    Template.ALREADY_REGISTERED: _("A message from the library waits on My page."),
    Template.INACTIVE_SOON: _("A message from the library waits on My page."),
    Template.REQUEST_ANSWERED: _("A message from the library waits on My page."),
    Template.REQUEST_REFUSED: _("A message from the library waits on My page."),
    Template.REQUEST_EXTENDED: _("A message from the library waits on My page."),
    Template.CHILD_IS_ASKED: _("A message from the library waits on My page."),
    Template.WARD_LEAVES: _("A message from the library waits on My page."),
    Template.MEMBERSHIP_ENDED: _("A message from the library waits on My page."),
    Template.RESTRICTION_ENDS: _("A message from the library waits on My page."),
    Template.INVOICE: _("A message from the library waits on My page."),
    Template.COLLECTION_WARNING: _("A message from the library waits on My page."),
    Template.NOT_FOUND: _("A message from the library waits on My page."),
    Template.DAMAGED: _("A message from the library waits on My page."),
    Template.RENEWED: _("A message from the library waits on My page."),
    Template.RECALLED: _("A message from the library: something is due sooner."),
    Template.RECEIPT: _("A message from the library waits on My page."),
    Template.NOT_RENEWED: _("A message from the library waits on My page."),
    Template.NOT_RENEWED_HELD: _("A message from the library waits on My page."),
    Template.NOT_RENEWED_OFTEN: _("A message from the library waits on My page."),
}
"""What a phone shows, also to whoever sees it lie on a table."""

DUE_TODAY = _("A message from the library: something is due today.")

SENTENCES: Mapping[str, str | Promise] = {
    Code.PUSH_NOT_OFFERED: _("The library does not send messages to phones."),
    Code.PUSH_MALFORMED: _("Your browser did not say where its messages are to go. Try again."),
    Code.PUSH_SERVICE_UNKNOWN: _(
        "Your browser's maker is none of those the library sends messages through."
    ),
    Code.NOT_TOLD_YET: _("Whoever it protects must be told first (GDPR article 18(3))."),
}

APPLICANT_SUBJECT = _("Your code from the library")
APPLICANT_TEXT = _(
    "Someone, probably you, asked for a card at %(library)s with this e-mail address. The code is"
    " %(code)s and the reference %(reference)s. Write the code on the page that you came from; if"
    " you have closed it, choose “I have a code” where you asked for the card.\n\n"
    "If it was not you, you need not do anything: what was written goes %(period)s after it was"
    " sent, and we do not write to you again about it."
)
"""To an address that nobody has confirmed: without a word that was typed in the form."""

GREETING = _("Hello,")
INVOICE_FOLLOWS = _("For what is not back before %(day)s we send an invoice.")
"""Stands in the last reminder only."""
ABOUT_CHILD = _("this message is for %(name)s, whose guardian you are.")
NO_TITLES = _("We never write titles in messages. You see your loans and holds on your own page.")
WRITE_TO = _("Questions? Write to %(email)s.")
