"""For what task someone's data is opened, as the read log keeps it and the patron reads it."""

from collections.abc import Mapping
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Task(StrEnum):
    """Why a record is on a screen."""

    CARD = "card"
    SEARCH = "search"
    CALL_BACK = "call_back"
    LIST = "search_hits"
    REGISTRATION = "registration"
    CONFIRMATION = "confirmation"
    CONTACT = "contact"
    DETAILS = "details"
    FAMILY = "family"
    HOUSEHOLD = "household"
    SELF_SERVICE = "self_service"
    LETTER = "letter"
    INVOICE = "invoice"
    COLLECTION = "collection"
    BREAK_GLASS = "break_glass"
    CHILDS_EXTRACT = "childs_extract"
    WRITTEN_OUT = "written_out"
    RIGHTS = "rights_request"
    BLOCK_REVIEW = "block_review"
    GLASS_REVIEW = "glass_review"
    LOOK_REVIEW = "look_review"
    INCIDENT = "incident"
    LEGAL_HOLD = "legal_hold"
    DISCLOSURE = "disclosure"
    EVIDENCE = "evidence"
    MERGE = "merge"
    OUTREACH = "outreach"
    OUTREACH_LIST = "outreach_list"
    CLASS_LIST = "class_list"


TEXTS: Mapping[str, str | Promise] = {
    Task.CARD: _("Your card was shown at the desk"),
    Task.SEARCH: _("You were helped without a card"),
    Task.CALL_BACK: _("You telephoned the library, or it telephoned you"),
    Task.LIST: _("You were among those found in a search by name"),
    Task.REGISTRATION: _("You were registered"),
    Task.CONFIRMATION: _("What you wrote on the web was compared with what you showed"),
    Task.CONTACT: _("How to reach you was looked up"),
    Task.DETAILS: _("Your details were opened at the desk to be changed"),
    Task.FAMILY: _("Your guardian looked at the family page"),
    Task.HOUSEHOLD: _("Your family's page was opened at the desk, for your guardian or for you"),
    Task.SELF_SERVICE: _("You used a self-service machine"),
    Task.CHILDS_EXTRACT: _("Your guardian took along what is kept about you"),
    Task.WRITTEN_OUT: _("All that is kept about you was written into a file, for you"),
    Task.LETTER: _("A letter to you was printed"),
    Task.INVOICE: _("An invoice to you, or to a child whose guardian you are, was worked on"),
    Task.COLLECTION: _(
        "An unpaid invoice to you, or about your fees, was written out for the debt collector"
    ),
    Task.BREAK_GLASS: _("Your record was opened for a reason that stands below"),
    Task.RIGHTS: _("What you have asked for by right was answered"),
    Task.BLOCK_REVIEW: _("Somebody looked at what stops you from borrowing, because you asked"),
    Task.GLASS_REVIEW: _("It was looked into why your record was opened for a special reason"),
    Task.INCIDENT: _("It was found out whom something that went wrong has touched"),
    Task.DISCLOSURE: _("Something about you was handed out to somebody who asked for it by law"),
    Task.EVIDENCE: _("Something about you was handed out to the police or a court, on their order"),
    Task.OUTREACH: _("Whoever answers for your round chose for you, or looked at the round"),
    Task.OUTREACH_LIST: _("The list of your round was printed, with your name and address"),
    Task.CLASS_LIST: _("School staff looked at the list of your class"),
    Task.LEGAL_HOLD: _("What a law holds back about you was looked at"),
    Task.MERGE: _("Two entries that may both be you were compared, or made one"),
    Task.LOOK_REVIEW: _("It was looked into why somebody here had opened your record"),
}


def task_text(code: str) -> str:
    """Return a task in the active language; one that has no words is shown as its code."""
    return str(TEXTS.get(code, code))
