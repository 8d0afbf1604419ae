"""A sentence of the notice as data: what it says, why it may be believed, and who checks it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Annotated

from hylla.privacy.linter.claims import Claim
from hylla.privacy.policy.period import Period
from hylla.privacy.policy.shape import Form, Reading
from hylla.privacy.vocabulary import Ground, Language, Role

RULES = frozenset(f"R{number:02}" for number in range(1, 57))
"""The rules that the notices of the five libraries come down to."""

Id = Annotated[str, Form(r"[a-z]+(-[a-z]+)*", "small letters with hyphens between the words")]


class Area(StrEnum):
    """The parts of the notice, in the order people read them; each is a file of sentences."""

    LIBRARY = "library"
    MEMBERSHIP = "membership"
    REGISTRATION = "registration"
    IDENTITY = "identity"
    FAMILY = "family"
    CARDS = "cards"
    LENDING = "lending"
    HOLDS = "holds"
    FEES = "fees"
    MESSAGES = "messages"
    STATISTICS = "statistics"
    ACCESS = "access"
    RIGHTS = "rights"
    WEB = "web"
    MACHINES = "machines"
    SECURITY = "security"
    STAFF = "staff"


class Probe(StrEnum):
    """Who looks, from outside the code that acts, whether a sentence holds."""

    SCHEMA = "schema"
    """Every column of the database is declared, and nothing undeclared is there."""
    PIN_HASHED = "pin_hashed"
    """No credential is anything but an Argon2 hash."""
    NATIONAL_ID_SEALED = "national_id_sealed"
    """No national id is readable without its key; look-up is by keyed hash."""
    LOCAL_CARDS = "local_cards"
    """Nobody has a national card without a national id."""
    TALLIES_HAVE_NO_PERSON = "tallies_have_no_person"
    """No column of the statistics or of the vouchers leads to a person."""
    CATALOGUE_IS_NOT_PERSONAL = "catalogue_is_not_personal"
    """No record of the catalogue points at a person."""
    HISTORY_IS_WANTED = "history_is_wanted"
    """No loan is remembered without a consent in force, nor where the policy offers none."""
    HISTORY_IS_PRIVATE = "history_is_private"
    """Only the patron is shown a history, and nothing else in the database points at it."""
    LOANS_ARE_CLOSED = "loans_are_closed"
    """No returned loan is left open without a claim that may hold it."""
    PUBLIC_PAGES_SET_NO_COOKIE = "public_pages_set_no_cookie"
    """No page before log-in answers with a cookie."""
    SESSION_COOKIE_ONLY = "session_cookie_only"
    """After log-in the browser holds one cookie and nothing else; log-out removes it."""
    NO_THIRD_PARTY = "no_third_party"
    """No page names another host, and the server connects to no host the policy does not name."""
    MACHINE_FIELDS = "machine_fields"
    """No answer to a machine holds a field beyond the list."""
    LOG_HAS_NO_VALUES = "log_has_no_values"
    """No log line holds the canary's markers, nor a query string."""
    RESIDUE = "residue"
    """No store holds the canary's marker after the night."""
    MESSAGES_HAVE_NO_TITLE = "messages_have_no_title"
    """No message holds the title or the number of an item."""
    HOLDS_ARE_LIVE = "holds_are_live"
    """No hold is filled, cancelled or past its shelf time."""
    SEEN_BY = "seen_by"
    """Each role is shown no class of field beyond the declarations."""
    ACCESS_LOGGED = "access_logged"
    """No rendering of personal data is without its row in the access log."""
    STAFF_UNDERTAKINGS = "staff_undertakings"
    """No staff account is open without a signed undertaking."""
    EXTRACT_COMPLETE = "extract_complete"
    """No declared table with rows about the canary is missing in its extract."""
    ERASURE_COMPLETES = "erasure_completes"
    """No open request is without a reason to wait that still holds."""
    REQUESTS_IN_TIME = "requests_in_time"
    """No request is past its date without an answer."""
    APPLICANTS_HAVE_NO_RIGHTS = "applicants_have_no_rights"
    """No card, log-in, loan or hold leads to anyone who is not confirmed."""
    PUBLISHED_VERSION = "published_version"
    """The page shows the version in force, and its text is the compiled text."""
    BROWSER_STORES = "browser_stores"
    """No script stores anything in a browser that the register does not name."""
    PUSH_BY_CHOICE = "push_by_choice"
    """No phone is told what its patron did not ask for, and no address of one is readable."""
    CANARY = "canary"
    """The canary patron did it, and it went as the sentence says."""


ZERO_PROBES = frozenset(Probe) - {Probe.PUBLISHED_VERSION, Probe.CANARY}
"""Probes that count, and expect none: only these can carry words such as "never"."""


@dataclass(frozen=True)
class Sentence:
    """One promise, in every language."""

    id: Id
    rules: tuple[str, ...]
    ground: Ground
    text: Mapping[Language, str]
    """Templates: {names} stand for what the policy says."""
    acts: tuple[str, ...] = ()
    """The declarations it rests on, each "app_label.Model:period_key"."""
    probe: Probe | None = None
    attested_by: Role | None = None
    renew: Period | None = None
    """How long an attestation stands before it must be given again."""
    when: str = ""
    """The condition (of `conditions.CONDITIONS`) under which it is in the notice."""
    denies: tuple[str, ...] = ()
    """Tables ("app_label.Model") it says do not exist."""
    claims: tuple[Claim, ...] = ()
    """What it says beyond what its acts and its probe show, for the linter."""
    area: Annotated[Area, Reading.NOT] = field(default=Area.LIBRARY)


@dataclass(frozen=True)
class AreaFile:
    """One file of sentences."""

    heading: Mapping[Language, str]
    sentences: tuple[Sentence, ...]
