"""Whom a message goes to, by which channel, and when it is tried again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from hylla.patrons.rules import About
from hylla.patrons.rules import Channel as Wanted
from hylla.privacy.policy import Ages, PushService
from hylla.privacy.vocabulary import Language

FIRST_WAIT = timedelta(minutes=5)
LONGEST_WAIT = timedelta(days=1)
GIVE_UP_AFTER = timedelta(days=5)
"""By then what a message says is no longer true."""

HELD = timedelta(hours=1)
"""For so long a message belongs to the worker that took it; then it is taken for dead."""

PUSH_LASTS = timedelta(hours=24)
"""For so long a push service keeps a message for a phone; if none has shown it then, another way
is taken."""
PUSH_ATTEMPTS = 3
"""So often a push service that says "later" is tried before another way is taken."""

SMS_LASTS = timedelta(hours=24)
"""A telephone that is off for longer does not get a text message that is no longer news."""

TELLS_OF_A_LOAN_ONLY = frozenset(
    {"overdue", "welcome", "card_expiring", "inactive_soon", "invoice", "not_found", "damaged"}
)
"""Templates that a guardian of an older child may get: that something is late, not what."""

NEVER_TO_A_GUARDIAN = frozenset({"child_is_asked", "membership_ended", "collection_warning"})
"""Templates that are for the person alone, however young."""

NEVER_TO_A_PHONE = frozenset({"collection_warning"})
"""Templates that the law wants in writing, sent so that they arrive (inkassoloven §§ 3 a and 9)."""

LAW_DEMANDS = frozenset(
    {
        "request_answered",
        "request_refused",
        "request_extended",
        "child_is_asked",
        "ward_leaves",
        "membership_ended",
        "restriction_ends",
    }
)
"""Templates that go out although nothing else may be done with somebody's data: whoever asks by
right is answered (GDPR articles 12(3) and 18(3))."""


MUST_ARRIVE = LAW_DEMANDS | {
    "collection_warning",
    "hold_ready",
    "inactive_soon",
    "invoice",
    "not_found",
    "not_renewed_held",
    "overdue",
    "recalled",
}
"""Templates that are worth a stamp where mail comes back; the others stand on My page."""

ABOUT: Mapping[str, About] = {
    "due_soon": About.SOON,
    "renewed": About.SOON,
    "not_renewed": About.SOON,
    "not_renewed_often": About.SOON,
    "card_expiring": About.SOON,
    "hold_ready": About.HOLDS,
    "hold_expiring": About.HOLDS,
    "hold_expired": About.HOLDS,
    "overdue": About.OVERDUE,
    "recalled": About.OVERDUE,
    "not_renewed_held": About.OVERDUE,
    "not_found": About.OVERDUE,
    "damaged": About.OVERDUE,
    "invoice": About.INVOICES,
    "collection_warning": About.INVOICES,
}
"""For which kind of message somebody may have chosen a way; the rest goes as all of theirs."""

MOST_WAYS = 4
"""After so many attempts what did not arrive goes by letter."""


class Channel(StrEnum):
    """How a message went out."""

    EMAIL = "email"
    LETTER = "letter"
    PAGE = "page"
    """Not at all: it stands on My page, as whoever it is for has chosen."""
    PUSH = "push"
    SMS = "sms"


class Code(StrEnum):
    """Why a phone gets no messages, or what waits for a message is not done.

    Each code has a sentence in `messages.sentences`.
    """

    PUSH_NOT_OFFERED = "push_not_offered"
    PUSH_MALFORMED = "push_malformed"
    PUSH_SERVICE_UNKNOWN = "push_service_unknown"
    NOT_TOLD_YET = "not_told_yet"


@dataclass(frozen=True, repr=False)
class Addressee:
    """Someone a message can go to. `lines` are the postal address, empty where there is none."""

    name: str
    language: Language
    email: str
    lines: tuple[str, ...]
    wants: Wanted = Wanted.EMAIL
    number: str = ""
    """Of a mobile telephone, E.164."""
    fails: bool = False
    """Nothing arrives at any address by which they want to be told."""


def wait_after(attempts: int) -> timedelta:
    """Return how long to wait after so many attempts: 5 minutes, then twice as long, to a day."""
    return min(FIRST_WAIT * (1 << min(attempts - 1, 16)), LONGEST_WAIT)


def may_go_to_guardian(template: str, *, age: int | None, ages: Ages) -> bool:
    """Tell whether a guardian may get it in the place of a child that cannot be reached (case 7).

    What says that a title waits, or is about to be due, is for younger children's guardians only.
    """
    if age is None or age >= ages.adult or template in NEVER_TO_A_GUARDIAN:
        return False
    return template in TELLS_OF_A_LOAN_ONLY or age < ages.guardian_sees_loans_below


def route(
    person: Addressee,
    guardians: Sequence[Addressee],
    *,
    by_sms: bool = False,
    without: str = "",
) -> tuple[Addressee, Channel]:
    """Choose whom a message goes to and how; what reaches nobody waits at the desk as a letter.

    Who wants a text message gets an e-mail where none can be sent; whose mail comes back gets a
    text message, where they have given a number. `without` is the way it went in vain.
    """
    if person.wants is Wanted.PAGE:
        return person, Channel.PAGE
    by_sms = by_sms and without != Channel.SMS
    for each in (person, *guardians):
        cannot_mail = each.fails or without == Channel.EMAIL
        if by_sms and each.number and (each.wants is Wanted.SMS or _asks_mail(each, cannot_mail)):
            return each, Channel.SMS
        if each.email and each.wants is not Wanted.LETTER and without != Channel.EMAIL:
            return each, Channel.EMAIL
        if each.lines and each.wants is Wanted.LETTER:
            return each, Channel.LETTER
    posted = (each for each in (person, *guardians) if each.lines)
    return next(posted, person), Channel.LETTER


def _asks_mail(each: Addressee, cannot_mail: bool) -> bool:
    return each.wants is Wanted.EMAIL and cannot_mail


def is_final(code: int) -> bool:
    """Tell whether an answer of a mail server stands: 5yz, "do not repeat" (RFC 5321, 4.2.1)."""
    return 500 <= code < 600


def service_of(host: str, *, services: Sequence[PushService]) -> PushService | None:
    """Return the push service of that host among those the policy names, or None."""
    return next((each for each in services if _is_at(host.lower(), each.host)), None)


def _is_at(host: str, named: str) -> bool:
    if named.startswith("*."):
        return host.endswith(named[1:]) and len(host) > len(named) - 1
    return host == named
