"""What people ask for by right, in words: kinds, answers, reasons, and how they were known."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hylla.patrons.actions.rights import objectionable
from hylla.patrons.models.consents import ConsentTo
from hylla.privacy.extract.words import purpose_text
from hylla.privacy.policy import Policy
from hylla.privacy.rights.terms import LAWS, Answer, CameBy, Delay, Proof, Refused, RequestKind
from hylla.privacy.vocabulary import Purpose

Word = str | Promise

KINDS: Mapping[RequestKind, Word] = {
    RequestKind.EXTRACT: gettext_lazy("To have everything that is kept"),
    RequestKind.RECTIFICATION: gettext_lazy("To have something corrected"),
    RequestKind.ERASURE: gettext_lazy("To be erased"),
    RequestKind.RESTRICTION: gettext_lazy("That nothing is done with the data"),
    RequestKind.OBJECTION: gettext_lazy("An objection"),
    RequestKind.PORTABILITY: gettext_lazy("To take the data elsewhere"),
    RequestKind.WITHDRAWAL: gettext_lazy("To take a consent back"),
    RequestKind.TERMINATION: gettext_lazy("To end the membership"),
    RequestKind.REVIEW: gettext_lazy("That somebody looks at what stops you from borrowing"),
}

ANSWERS: Mapping[Answer, Word] = {
    Answer.GRANTED: gettext_lazy("Done"),
    Answer.PARTLY: gettext_lazy("Done in part"),
    Answer.REFUSED: gettext_lazy("Refused"),
    Answer.TAKEN_BACK: gettext_lazy("Taken back"),
    Answer.UNIDENTIFIED: gettext_lazy("Nobody could tell who asked"),
}

GROUNDS: Mapping[Refused, Word] = {
    Refused.LAW_DEMANDS_IT: gettext_lazy("A law makes us keep it."),
    Refused.LEGAL_CLAIM: gettext_lazy("It is needed for a claim that is not settled."),
    Refused.PUBLIC_INTEREST: gettext_lazy("It is needed for archives or statistics."),
    Refused.OTHERS_RIGHTS: gettext_lazy("It would tell of somebody else."),
    Refused.IS_CORRECT: gettext_lazy("We have found that what we keep is correct."),
    Refused.UNFOUNDED: gettext_lazy("It has been asked again and again, without a new reason."),
    Refused.COMPELLING_GROUNDS: gettext_lazy("We have reasons that weigh more than the objection."),
    Refused.NOT_THEIR_GUARDIAN: gettext_lazy("Whoever asked is not the child's guardian here."),
    Refused.CHILD_DECIDES: gettext_lazy("The child is old enough to decide alone."),
    Refused.STILL_OWED: gettext_lazy("Somebody has looked at the debt, and it is right."),
    Refused.THINGS_MISSING: gettext_lazy("Things that you have on loan are still missing."),
    Refused.PROMISE_BROKEN: gettext_lazy("It was lifted before, and nothing was paid or returned."),
}

DELAYS: Mapping[Delay, Word] = {
    Delay.COMPLEX: gettext_lazy("what you ask for is more than usual"),
    Delay.MANY_REQUESTS: gettext_lazy("we have many requests now"),
}

PROOFS: Mapping[Proof, Word] = {
    Proof.LOG_IN: gettext_lazy("logged in"),
    Proof.PASSPORT: gettext_lazy("passport"),
    Proof.ID_CARD: gettext_lazy("national identity card"),
    Proof.DRIVING_LICENCE: gettext_lazy("driving licence"),
    Proof.BANK_CARD: gettext_lazy("bank card with a photograph"),
    Proof.EID: gettext_lazy("e-ID"),
    Proof.NONE: gettext_lazy("nothing was shown"),
}

WAYS: Mapping[CameBy, Word] = {
    CameBy.MY_PAGE: gettext_lazy("on My page"),
    CameBy.DESK: gettext_lazy("at the desk"),
    CameBy.LETTER: gettext_lazy("by letter"),
    CameBy.TELEPHONE: gettext_lazy("by telephone"),
    CameBy.EMAIL: gettext_lazy("by e-mail"),
    CameBy.OPERATOR: gettext_lazy("by the system's operator"),
}


def ground_text(ground: Refused) -> str:
    """Say why the answer was no, and on what that rests (R27)."""
    return f"{GROUNDS[ground]} ({LAWS[ground]})"


def complaint_text(policy: Policy) -> str:
    """Say where whoever does not agree can complain."""
    authority = policy.authority
    where = authority.url or authority.email or authority.address
    return _("If you do not agree, you can complain to %(authority)s: %(where)s.") % {
        "authority": authority.name,
        "where": where,
    }


FIELDS: Mapping[str, Word] = {
    "given_name": gettext_lazy("Given name"),
    "family_name": gettext_lazy("Family name"),
    "birth_date": gettext_lazy("Birth date"),
    "national_id": gettext_lazy("National id"),
    "address": gettext_lazy("Address"),
    "school_class": gettext_lazy("School class"),
    "other": gettext_lazy("Something else"),
}
"""What staff correct by a decision (R23)."""

CONSENTS: Mapping[ConsentTo, Word] = {
    ConsentTo.LOAN_HISTORY: gettext_lazy("Loan history"),
    ConsentTo.PROFILE: gettext_lazy("What you read most"),
    ConsentTo.RECOMMENDATIONS: gettext_lazy("Suggestions of what to read"),
    ConsentTo.TALKING_BOOKS: gettext_lazy("The right to talking books"),
    ConsentTo.FAMILY: gettext_lazy("My guardians see my loans"),
    ConsentTo.OUTREACH: gettext_lazy("The books come to me"),
}
"""What there is to agree to."""


def purposes_to_object_to(policy: Policy) -> list[tuple[str, str]]:
    """Return the purposes one can object to, with their names."""
    return [(each.value, purpose_text(each)) for each in sorted(objectionable(policy))]


def whats_text(kind: RequestKind, what: str) -> str:
    """Say what a request is about: a field, a consent or a purpose; empty where it is all."""
    if kind is RequestKind.RECTIFICATION and what in FIELDS:
        return str(FIELDS[what])
    if kind is RequestKind.WITHDRAWAL and what in set(ConsentTo):
        return str(CONSENTS[ConsentTo(what)])
    return purpose_text(Purpose(what)) if what in set(Purpose) else ""
