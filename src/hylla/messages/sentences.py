"""The words of messages. They never name a title: a message passes through many hands."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from hylla.messages.models import Template

SUBJECTS: Mapping[Template, str | Promise] = {
    Template.HOLD_READY: _("Your hold is ready"),
    Template.HOLD_EXPIRED: _("Your hold has expired"),
    Template.OVERDUE: _("Loans to return"),
    Template.DUE_SOON: _("Loans that are due soon"),
    Template.WELCOME: _("Welcome to the library"),
}

TEXTS: Mapping[Template, str | Promise] = {
    Template.HOLD_READY: _(
        "What you are waiting for is ready at %(branch)s. You find it on the hold shelf under"
        " %(code)s, until %(day)s."
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
    Template.WELCOME: _(
        "You have a library card now. Bring it when you borrow, and tell us at once if you lose it."
    ),
}

GREETING = _("Hello,")
ABOUT_CHILD = _("this message is for %(name)s, whose guardian you are.")
NO_TITLES = _("We never write titles in messages. You see your loans and holds on your own page.")
WRITE_TO = _("Questions? Write to %(email)s.")
