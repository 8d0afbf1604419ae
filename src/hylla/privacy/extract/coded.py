"""What is kept as a code, in the reader's words; a file for other programs keeps the code."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hylla.formats.language import available
from hylla.privacy.extract.words import role_text
from hylla.privacy.vocabulary import Role

Word = str | Promise

_CHANNELS: Mapping[str, Word] = {
    "email": _("E-mail"),
    "sms": _("Text message"),
    "letter": _("Letter"),
    "push": _("on your phone"),
    "page": _("on My page only"),
}
_TEMPLATES: Mapping[str, Word] = {
    "hold_ready": _("A hold is ready"),
    "hold_expiring": _("A hold ends soon"),
    "hold_expired": _("A hold was not fetched"),
    "overdue": _("A loan is overdue"),
    "due_soon": _("A loan is due soon"),
    "card_expiring": _("A library card ends soon"),
    "welcome": _("Welcome, with a code"),
    "already_registered": _("You are registered already"),
    "inactive_soon": _("You have not been here for long"),
    "not_found": _("A loan that you say is returned was not found"),
    "renewed": _("Loans were renewed for you"),
    "recalled": _("A loan is called back"),
    "damaged": _("Something came back damaged"),
    "not_renewed": _("Loans could not be renewed"),
    "not_renewed_held": _("Loans could not be renewed: somebody waits"),
    "not_renewed_often": _("Loans could not be renewed: no renewals left"),
    "request_answered": _("A request is answered"),
    "request_refused": _("A request is refused"),
    "request_extended": _("A request takes longer"),
    "child_is_asked": _("A child is asked"),
    "ward_leaves": _("A child is no longer yours to see"),
    "membership_ended": _("The membership has ended"),
    "restriction_ends": _("A restriction ends"),
    "invoice": _("An invoice"),
    "receipt": _("What you have on loan"),
    "collection_warning": _("A warning of debt collection"),
}
_KINDS: Mapping[str, Word] = {
    # of a claim
    "overdue": _("Late return"),
    "lost": _("Lost item"),
    "damaged": _("Damaged item"),
    "card": _("New card"),
    "borrowed": _("From another library"),
    "print": _("Prints and copies"),
    "sale": _("Something sold"),
    # of a card and an address
    "national": _("national card"),
    "local": _("the library's own card"),
    "registered": _("registered address"),
    "temporary": _("temporary address"),
    # of a number; these are names
    "fodselsnummer": "fødselsnummer",
    "d_number": "D-nummer",
    "h_number": "H-nummer",
    "duf": "DUF-nummer",
    "personnummer": "personnummer",
    "samordningsnummer": "samordningsnummer",
    # of a request
    "extract": _("To have everything that is kept"),
    "rectification": _("To have something corrected"),
    "erasure": _("To be erased"),
    "restriction": _("That nothing is done with the data"),
    "objection": _("An objection"),
    "portability": _("To take the data elsewhere"),
    "withdrawal": _("To take a consent back"),
    "termination": _("To end the membership"),
    "review": _("That somebody looks at what stops you from borrowing"),
}
_REASONS: Mapping[str, Word] = {
    # of a block
    "fees": _("Unpaid fees"),
    "invoice": _("Unpaid invoice"),
    "lost_items": _("Lost items"),
    "conduct": _("Conduct"),
    "address_unknown": _("Address unknown"),
    # of not getting something that somebody asked for
    "not_found": _("No library has it to lend"),
    "we_have_it": _("We have it ourselves, or buy it"),
    "too_new": _("It is too new to be lent between libraries"),
    "not_lent": _("Other libraries do not lend it"),
    "not_bought": _("We do not buy it"),
    "other": _("For a reason that we tell at the desk"),
    # of not publishing a review, and of reporting one
    "tells_of_somebody": _("It tells of somebody who can be recognised"),
    "offensive": _("It insults or threatens somebody"),
    "unlawful": _("It may be against the law"),
    "advertising": _("It is advertising"),
    "off_topic": _("It is not about this title"),
    "copied": _("It is copied from elsewhere"),
    "bad_user_name": _("The user name is not one to show"),
    # of opening a record for a special reason
    "emergency": _("Someone is in danger, or something of theirs cannot wait"),
    "colleague": _("A colleague is served as a patron"),
    "error": _("Something is wrong in the record and cannot wait"),
    "authority": _("An authority has asked, with a ground in law"),
    # of holding something back by law
    "legal_claim": _("A legal claim is to be made or met (GDPR article 17(3)(e))"),
    "crime": _("A court or the police looks into a crime (GDPR article 17(3)(b))"),
    "supervision": _("A supervisory authority looks into a case (GDPR article 58)"),
}
WORDS: Mapping[str, Mapping[str, Word]] = {
    "language": available(),
    "channel": _CHANNELS,
    "soon_by": _CHANNELS,
    "holds_by": _CHANNELS,
    "overdue_by": _CHANNELS,
    "invoices_by": _CHANNELS,
    "template": _TEMPLATES,
    "kind": _KINDS,
    "reason": _REASONS,
    "reported_for": _REASONS,
    "status": {
        "active": _("Valid"),
        "lost": _("Lost"),
        "replaced": _("Replaced"),
        "ended": _("Ended"),
        # of an order to another library
        "sent": _("Asked for there"),
        "shipped": _("On its way to us"),
        "received": _("Here"),
        "sent_back": _("On its way back"),
    },
    "state": {
        "under_way": _("Under way"),
        "paid": _("Paid"),
        "cancelled": _("Cancelled"),
        "failed": _("Failed"),
        "given_up": _("Given up"),
        "going_back": _("Goes back to you"),
        "given_back": _("Paid back"),
        # of a review
        "waiting": _("Waits to be read by us"),
        "published": _("Published"),
        "refused": _("Not published"),
    },
    "cancelled_for": {
        "wrong": _("It was wrong"),
        "returned": _("What it was for has come back"),
        "contested": _("It was contested, rightly"),
        "goodwill": _("Goodwill"),
    },
    "way": {"number": _("with a number"), "eid": _("with an e-ID"), "desk": _("at the desk")},
    "what": {
        "loan_history": _("Loan history"),
        "profile": _("What you read most"),
        "recommendations": _("Suggestions for what to read"),
        "talking_books": _("The right to talking books"),
        "family": _("My guardians see my loans"),
        "outreach": _("The books come to me"),
    },
    "wanted": {"subject": _("Subject"), "author": _("Author"), "form": _("Form")},
    "given_in": {"my_page": _("on My page"), "desk": _("at the desk")},
    "came_by": {
        "my_page": _("on My page"),
        "desk": _("at the desk"),
        "letter": _("by letter"),
        "telephone": _("by telephone"),
        "email": _("by e-mail"),
        "operator": _("by the system's operator"),
    },
    "proof": {
        "log_in": _("logged in"),
        "passport": _("passport"),
        "id_card": _("national identity card"),
        "driving_licence": _("driving licence"),
        "bank_card": _("bank card with a photograph"),
        "eid": _("e-ID"),
        "none": _("nothing was shown"),
    },
    "delay": {
        "complex": _("what you ask for is more than usual"),
        "many_requests": _("we have many requests now"),
    },
    "answer": {
        "granted": _("Done"),
        "partly": _("Done in part"),
        "refused": _("Refused"),
        "taken_back": _("Taken back"),
        "unidentified": _("Nobody could tell who asked"),
    },
    "ground": {
        "law_demands_it": _("A law makes us keep it."),
        "legal_claim": _("It is needed for a claim that is not settled."),
        "public_interest": _("It is needed for archives or statistics."),
        "others_rights": _("It would tell of somebody else."),
        "is_correct": _("We have found that what we keep is correct."),
        "unfounded": _("It has been asked again and again, without a new reason."),
        "compelling_grounds": _("We have reasons that weigh more than the objection."),
        "not_their_guardian": _("Whoever asked is not the child's guardian here."),
        "child_decides": _("The child is old enough to decide alone."),
        "still_owed": _("Somebody has looked at the debt, and it is right."),
        "things_missing": _("Things that you have on loan are still missing."),
        "promise_broken": _("It was lifted before, and nothing was paid or returned."),
    },
    "outcome": {
        "now": _("goes now"),
        "waits": _("waits"),
        "until": _("kept until a day"),
        "kept": _("stays"),
        "elsewhere": _("is kept by others"),
    },
}
"""By the name of the column."""
ROLES = frozenset(each.value for each in Role)


def code_text(code: str, column: str) -> str:
    """Return a code's words, or what stands there where it is none."""
    if column == "role" and code in ROLES:
        return role_text(Role(code))
    return str(WORDS.get(column, {}).get(code, code))
