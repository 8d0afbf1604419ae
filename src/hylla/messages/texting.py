"""The words of text messages: what it is about and by when, in as few letters as it takes.

They name no title and nobody, and have no address to press: whoever gets used to pressing those in
the library's name presses the next swindler's too.
"""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from hylla.messages.models import Template

MOST_PARTS = 2
"""What would take more is left at the bare word that something waits."""

SEE_MY_PAGE = _("A message waits for you on My page. You can also ask at any desk.")
OF_A_CHILD = _("This is about a child whose guardian you are.")

ON_SMS: Mapping[Template, str | Promise] = {
    Template.HOLD_READY: _(
        "What you are waiting for is ready at %(branch)s, on the hold shelf under %(code)s, until"
        " %(day)s."
    ),
    Template.HOLD_EXPIRING: _("What is set aside for you at %(branch)s waits until %(day)s."),
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
        "Your library card is valid until %(day)s. Come to any desk to go on borrowing."
    ),
    Template.WELCOME: _("You have a library card now. Tell us at once if you lose it."),
    Template.ALREADY_REGISTERED: _(
        "Someone asked on the web for a library card in your name. You have one already."
    ),
    Template.INACTIVE_SOON: _(
        "After %(day)s we erase you and what we keep about you. To stay, use your card or log in"
        " before that day."
    ),
    Template.INVOICE: _(
        "You have an invoice, to be paid by %(day)s. It stands on My page; or ask at any desk."
    ),
    Template.NOT_FOUND: _(
        "We have not found what you say is returned. Please look once more: it is due on %(day)s."
    ),
    Template.DAMAGED: _(
        "Something that you returned came back damaged. What it costs, and what you can say to it,"
        " stands on My page; or ask at any desk."
    ),
    Template.RECALLED: _(
        "Someone waits for one of your loans. Please return it by %(day)s, sooner than before."
    ),
    Template.RECEIPT: ngettext_lazy(
        "You have one thing on loan, due on %(day)s.",
        "You have %(number)s things on loan, the first due on %(day)s.",
        "number",
    ),
    Template.RENEWED: ngettext_lazy(
        "We have renewed one of your loans. It is due on %(day)s now.",
        "We have renewed %(number)s of your loans. The first is due on %(day)s now.",
        "number",
    ),
    Template.NOT_RENEWED: ngettext_lazy(
        "We could not renew one of your loans. It is due on %(day)s.",
        "We could not renew %(number)s of your loans. They are due on %(day)s.",
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
"""What the law demands has no short form: it is told whole, by e-mail or letter."""
