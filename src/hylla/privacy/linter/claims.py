"""What a notice claims, taken apart: what is kept, how long, on what basis, and what it denies."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Annotated

from hylla.privacy.policy.period import Period
from hylla.privacy.policy.shape import Form
from hylla.privacy.policy.values import Country
from hylla.privacy.vocabulary import Kind, LegalBasis, Purpose

Text = Annotated[str, Form(r"\S(.*\S)?", "a text")]


class Matter(StrEnum):
    """What notices speak of beside the purposes that tables of ours have."""

    BROWSER = "browser"
    """What is stored in a visitor's browser."""
    WEB_STATISTICS = "web_statistics"
    REGISTER = "register"
    """A register that several libraries share."""
    POPULATION = "population"
    """The state's register of people."""
    SHARING = "sharing"
    DOOR = "door"
    """Who came in, and when, while nobody was there."""
    CAMERAS = "cameras"
    EVENTS = "events"
    NEWSLETTERS = "newsletters"
    MATCHING = "matching"
    PROFILE = "profile"
    OUTREACH = "outreach"
    E_LENDING = "e_lending"
    PRINTING = "printing"
    COMPUTERS = "computers"


MATTERS = frozenset({*map(str, Purpose), *map(str, Matter)})


class Datum(StrEnum):
    """What is kept that no kind of column of ours is."""

    PIN = "pin"
    """As it is typed, or so that it can be had back."""
    IP_ADDRESS = "ip_address"
    BROWSER_ID = "browser_id"
    """A number by which a browser is known again."""
    SESSION_COUNT = "session_count"
    """A number by which visits are counted."""
    TYPED = "typed"
    """What somebody wrote into a field."""
    LOG_IN = "log_in"
    """With what somebody gets in."""
    GENDER = "gender"
    TITLE = "title"


DATA = frozenset({*map(str, Kind), *map(str, Datum)})
IDENTIFIERS = frozenset(
    {
        *(Kind.LINK, Kind.NAME, Kind.NATIONAL_ID, Kind.ADDRESS, Kind.CONTACT, Kind.CARD),
        *(Datum.IP_ADDRESS, Datum.BROWSER_ID, Datum.TYPED, Datum.LOG_IN),
    }
)
"""What leads to one person, alone or with what somebody else has."""


class Denial(StrEnum):
    """What a notice says there is not."""

    KEPT = "kept"
    """Nothing of it is kept."""
    IDENTIFYING = "identifying"
    """Nothing in it leads to a person."""
    TRACKING = "tracking"
    """Nobody is followed with it."""
    SENSITIVE = "sensitive"
    """Nothing in it needs more care than other data."""


class Term(StrEnum):
    """What a notice calls its data."""

    ANONYMOUS = "anonymous"
    PSEUDONYMOUS = "pseudonymous"


class Hours(StrEnum):
    """When something is done."""

    ALWAYS = "always"
    SELF_SERVICE = "self_service"


class Part(StrEnum):
    """What a named tool or party does."""

    WORKS = "works"
    """It is used, and gets what the claim says."""
    OPT_OUT = "opt_out"
    """A way to refuse it is offered."""
    SETS_COOKIES = "sets_cookies"
    """It stores something in the browser on its own."""


class Need(StrEnum):
    """What must be there before data go to a shared register."""

    CONSENT = "consent"
    CONTRACT = "contract"


@dataclass(frozen=True)
class Claim:
    """One thing that one place of a notice says. What it does not say is left empty."""

    about: str
    """A purpose or a matter."""
    where: str = ""
    """The line, or the sentence, or the key of the policy."""
    record: str = ""
    """The table, where the notice is ours."""
    keeps: tuple[str, ...] = ()
    """Kinds of column, or further data."""
    denies: tuple[Denial, ...] = ()
    terms: tuple[Term, ...] = ()
    basis: LegalBasis | None = None
    weighed: str = ""
    """Where the interests were weighed."""
    period: Period | None = None
    limit: str = ""
    """The period of the law (a key of `law.LIMITS`) that it is to be measured by."""
    reason: str = ""
    """The decision to keep it longer than would do."""
    open_ended: bool = False
    """As long as it is needed, or not decided yet."""
    from_age: int = 0
    """Those below are left out."""
    below_age: int = 0
    """It says what holds for those below."""
    law: str = ""
    """What it cites: a key of `law.CITATIONS`."""
    runs: Hours | None = None
    tool: str = ""
    part: Part | None = None
    abroad: str = ""
    """A country outside the EEA."""
    safeguard: str = ""
    """What allows that: a key of `law.CITATIONS`."""
    system: str = ""
    """The product or register that others use too."""
    controller: str = ""
    needs: Need | None = None
    sees_log_ins: bool | None = None
    """Whether log-ins to digital services count as use of the card."""
    refuses: str = ""
    """The right that is refused; `law` says on what ground."""
    blocked_by_debts: bool = False
    """Nobody leaves who owes something."""
    obsolete: tuple[str, ...] = ()
    """What is described although it is used no more."""


@dataclass(frozen=True)
class Noticed:
    """A notice as claims, and the day on which it is looked at."""

    library: Text
    country: Country
    on: date
    """From when it is, or when it was read where it has no date."""
    claims: tuple[Claim, ...]


@dataclass(frozen=True)
class Practice:
    """What somebody else says about a system that this library uses too."""

    source: Text
    on: date
    claim: Claim
    library: str = ""
    """Whose own notice it stands in."""


@dataclass(frozen=True)
class Declared:
    """A table of ours: what it is for, what it keeps, and which clocks run over it."""

    label: str
    purpose: Purpose
    keeps: tuple[Kind, ...]
    clocks: tuple[str, ...]
