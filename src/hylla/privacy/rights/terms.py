"""The words in which a request is written down; stored, so a word is never renamed."""

import uuid
from dataclasses import dataclass
from enum import StrEnum

from hylla.privacy.vocabulary import Role


class RequestKind(StrEnum):
    """What someone asks for (GDPR articles 7(3), 15 to 22)."""

    EXTRACT = "extract"
    RECTIFICATION = "rectification"
    ERASURE = "erasure"
    RESTRICTION = "restriction"
    OBJECTION = "objection"
    PORTABILITY = "portability"
    WITHDRAWAL = "withdrawal"
    TERMINATION = "termination"
    REVIEW = "review"
    """That a person looks at what the program has decided alone (article 22(3))."""


class CameBy(StrEnum):
    """The way a request came."""

    MY_PAGE = "my_page"
    DESK = "desk"
    LETTER = "letter"
    TELEPHONE = "telephone"
    EMAIL = "email"
    OPERATOR = "operator"
    """By the command line, for the library."""


class Proof(StrEnum):
    """How it was known who asked; never a number of it (R45)."""

    LOG_IN = "log_in"
    PASSPORT = "passport"
    ID_CARD = "id_card"
    DRIVING_LICENCE = "driving_licence"
    BANK_CARD = "bank_card"
    """One with a photograph."""
    EID = "eid"
    NONE = "none"


class Answer(StrEnum):
    """What came of a request."""

    GRANTED = "granted"
    PARTLY = "partly"
    REFUSED = "refused"
    TAKEN_BACK = "taken_back"
    UNIDENTIFIED = "unidentified"
    """Nobody could tell who asked; neither that we know them nor that we do not was said."""


class Outcome(StrEnum):
    """What becomes of one facet of what is kept."""

    NOW = "now"
    WAITS = "waits"
    UNTIL = "until"
    KEPT = "kept"
    ELSEWHERE = "elsewhere"


class Refused(StrEnum):
    """Why the law lets the library say no; each stands with its citation in `LAWS`."""

    LAW_DEMANDS_IT = "law_demands_it"
    LEGAL_CLAIM = "legal_claim"
    PUBLIC_INTEREST = "public_interest"
    OTHERS_RIGHTS = "others_rights"
    IS_CORRECT = "is_correct"
    UNFOUNDED = "unfounded"
    COMPELLING_GROUNDS = "compelling_grounds"
    NOT_THEIR_GUARDIAN = "not_their_guardian"
    CHILD_DECIDES = "child_decides"
    STILL_OWED = "still_owed"
    """A person has looked at the debt that stops somebody, and it is right."""
    THINGS_MISSING = "things_missing"
    PROMISE_BROKEN = "promise_broken"
    """A lift before this one was given until a day, and nothing was paid or returned."""


class Delay(StrEnum):
    """Why an answer takes up to two months more (GDPR article 12(3))."""

    COMPLEX = "complex"
    MANY_REQUESTS = "many_requests"


LAWS = {
    Refused.LAW_DEMANDS_IT: "GDPR art. 17(3)(b)",
    Refused.LEGAL_CLAIM: "GDPR art. 17(3)(e), 21(1)",
    Refused.PUBLIC_INTEREST: "GDPR art. 17(3)(d), 89",
    Refused.OTHERS_RIGHTS: "GDPR art. 15(4), 20(4), 23",
    Refused.IS_CORRECT: "GDPR art. 16",
    Refused.UNFOUNDED: "GDPR art. 12(5)",
    Refused.COMPELLING_GROUNDS: "GDPR art. 21(1)",
    Refused.NOT_THEIR_GUARDIAN: "GDPR art. 12(6)",
    Refused.CHILD_DECIDES: "GDPR art. 8, 12(6)",
    Refused.STILL_OWED: "GDPR art. 22(2)(a)",
    Refused.THINGS_MISSING: "GDPR art. 22(2)(a)",
    Refused.PROMISE_BROKEN: "GDPR art. 22(2)(a)",
}
"""On what each refusal rests (R27)."""

OF_A_REVIEW = (Refused.STILL_OWED, Refused.THINGS_MISSING, Refused.PROMISE_BROKEN)
"""Why a person keeps a block that the program has made; no other request is refused so."""

SHOWN = frozenset({Proof.PASSPORT, Proof.ID_CARD, Proof.DRIVING_LICENCE, Proof.BANK_CARD})
"""What someone can show at a desk."""

LEAVING = frozenset({RequestKind.ERASURE, RequestKind.TERMINATION})
"""Requests after which nothing of the person is to be left."""

GIVING = frozenset({RequestKind.EXTRACT, RequestKind.PORTABILITY})
"""Requests to be given what is kept."""

RESTRICTING = frozenset({RequestKind.RESTRICTION, RequestKind.OBJECTION})
"""Requests during which nothing is done with the data (GDPR article 18(1)(d) for objections)."""


@dataclass(frozen=True, kw_only=True, repr=False)
class Asked:
    """How a request came, from whom, and what about.

    `what` is a column, a purpose or a consent; `words` are the person's own, and go when the
    answer is given. `name` and `reply_to` are of someone who has no card. `guardian` asks for
    a child; where `needs_child`, nothing comes of it before the child says yes.
    """

    came_by: CameBy = CameBy.MY_PAGE
    proof: Proof = Proof.LOG_IN
    role: Role = Role.PATRON
    unit: str = ""
    what: str = ""
    words: str = ""
    name: str = ""
    reply_to: str = ""
    guardian: uuid.UUID | None = None
    needs_child: bool = False


class NotIdentified(Exception):  # noqa: N818 - reads as the sentence it is
    """At a desk something is shown before anything is taken, told or given (R45)."""


def require_proof(asked: Asked) -> None:
    """Refuse what nobody has shown who they are for.

    :raises NotIdentified: nothing was shown at the desk, or nobody is logged in.
    """
    enough = {CameBy.MY_PAGE: {Proof.LOG_IN, Proof.EID}, CameBy.DESK: SHOWN}
    if asked.proof not in enough.get(asked.came_by, frozenset(Proof)):
        raise NotIdentified
