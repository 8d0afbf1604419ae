"""Codes of the lower floors in words for a page: claims, blocks, classes of field."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hylla.fees.models import ClaimKind
from hylla.fees.rules import Method, WaivedFor
from hylla.outreach.rules import Wanted
from hylla.patrons.models.cards import BlockReason, CardStatus
from hylla.patrons.models.glass import GlassReason
from hylla.patrons.rules import AgeGroup
from hylla.privacy.models.incidents import AskedBy
from hylla.privacy.vocabulary import Kind

Word = str | Promise

CLAIMS: Mapping[str, Word] = {
    ClaimKind.OVERDUE: _("Late return"),
    ClaimKind.LOST: _("Lost item"),
    ClaimKind.DAMAGED: _("Damaged item"),
    ClaimKind.CARD: _("New card"),
    ClaimKind.BORROWED: _("From another library"),
    ClaimKind.PRINT: _("Prints and copies"),
    ClaimKind.SALE: _("Something sold"),
}

METHODS: Mapping[str, Word] = {
    Method.CASH: _("Cash"),
    Method.CARD: _("Card"),
    Method.ONLINE: _("On the web"),
    Method.BANK: _("By bank"),
    Method.WAIVED: _("Waived"),
}

WAIVERS: Mapping[str, Word] = {
    WaivedFor.WRONG: _("It was wrong"),
    WaivedFor.RETURNED: _("What it was for has come back"),
    WaivedFor.CONTESTED: _("It was contested, rightly"),
    WaivedFor.GOODWILL: _("Goodwill"),
}
"""Why staff waive something."""

WISHES: Mapping[str, Word] = {
    Wanted.SUBJECT: _("Subject"),
    Wanted.AUTHOR: _("Author"),
    Wanted.FORM: _("Form"),
}

BLOCKS: Mapping[str, Word] = {
    BlockReason.FEES: _("Unpaid fees"),
    BlockReason.INVOICE: _("Unpaid invoice"),
    BlockReason.LOST_ITEMS: _("Lost items"),
    BlockReason.CONDUCT: _("Conduct"),
    BlockReason.ADDRESS_UNKNOWN: _("Address unknown"),
}

CARDS: Mapping[str, Word] = {
    CardStatus.ACTIVE: _("Valid"),
    CardStatus.LOST: _("Lost"),
    CardStatus.REPLACED: _("Replaced"),
    CardStatus.ENDED: _("Ended"),
}

CHANNELS: Mapping[str, Word] = {
    "email": _("E-mail"),
    "sms": _("Text message"),
    "letter": _("Letter"),
}

WAYS: Mapping[str, Word] = {
    **CHANNELS,
    "push": _("on your phone"),
    "page": _("on My page only"),
}
"""How a message went: also as nobody can ask for it in a form."""

GLASS: Mapping[str, Word] = {
    GlassReason.EMERGENCY: _("Someone is in danger, or something of theirs cannot wait"),
    GlassReason.COLLEAGUE: _("A colleague is served as a patron"),
    GlassReason.ERROR: _("Something is wrong in the record and cannot wait"),
    GlassReason.AUTHORITY: _("An authority has asked, with a ground in law"),
}

ASKERS: Mapping[str, Word] = {
    AskedBy.POLICE: _("The police"),
    AskedBy.COURT: _("A court"),
    AskedBy.PUBLIC_RECORD: _("Somebody who asked to read public records"),
    AskedBy.OTHER: _("Somebody else"),
}
"""Who asked the library for data about patrons."""

AGES: Mapping[str, Word] = {
    AgeGroup.CHILD: _("a child"),
    AgeGroup.YOUTH: _("a youth"),
    AgeGroup.ADULT: _("an adult"),
}

KINDS: Mapping[str, Word] = {
    Kind.LINK: _("that you are registered"),
    Kind.NAME: _("name"),
    Kind.BIRTH_DATE: _("age"),
    Kind.NATIONAL_ID: _("national id"),
    Kind.ADDRESS: _("address"),
    Kind.CONTACT: _("telephone and e-mail"),
    Kind.PROTECTION: _("whether the address is protected"),
    Kind.CREDENTIAL: _("log-in"),
    Kind.CARD: _("card"),
    Kind.FAMILY: _("guardians and children"),
    Kind.SCHOOL_CLASS: _("school class"),
    Kind.MEMBERSHIP: _("membership"),
    Kind.PREFERENCE: _("preferences"),
    Kind.BORROWED: _("loans"),
    Kind.REQUESTED: _("holds"),
    Kind.TIME_AND_PLACE: _("dates and branches"),
    Kind.MONEY: _("fees"),
    Kind.BLOCK: _("blocks"),
    Kind.MESSAGE: _("messages"),
    Kind.READ_LOG: _("who has looked"),
    Kind.REQUEST: _("requests"),
    Kind.CONSENT: _("what was agreed to"),
    Kind.EMPLOYMENT: _("employment"),
}


def kinds_text(kinds: str) -> str:
    """Return classes of field, given with spaces between, as a list in the active language."""
    return ", ".join(str(KINDS.get(each, each)) for each in kinds.split())
