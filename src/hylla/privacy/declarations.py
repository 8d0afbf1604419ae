"""The declarations that stand in the models: what a table keeps about people, and until when.

A declaration is a fact about the code. What a library decides (periods, legal bases) is its policy.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from hylla.privacy.vocabulary import AtEnd, Kind, Purpose, Role, Subject

SELF = "self"
"""The path to the person from a row that is the person."""


@dataclass(frozen=True)
class Keep:
    """One clock: rows go `period` (a key of the policy) after the date in the column `since`.

    A row whose `since` is empty has no clock running. A row that something PROTECTs stays until
    that is gone. `born` is the path to a birth date: people below the policy's age `period` are
    left alone (R11: children are not removed for being inactive). `at_once` says that the action
    that starts the clock also removes what is over, so that nothing waits for the night.
    """

    period: str
    since: str
    then: AtEnd = AtEnd.DELETE
    columns: tuple[str, ...] = ()
    born: str | None = None
    at_once: bool = False


TOLD_LATER = Keep(
    "deferred_reading", since="deferred_at", then=AtEnd.CLEAR, columns=("deferred_at",)
)
"""What a law forbids to tell is told when this ends, at the latest."""


class OnMerge(StrEnum):
    """What becomes of the rows of whoever goes when two patrons are one person (conflict case 41).

    Obligations and protection are what either has, consents what both have.
    """

    MOVE = "move"
    """They become rows of the one who stays, with their dates: no clock begins anew."""
    UNION = "union"
    """As MOVE. Where a unique constraint lets one have a row once, and both do, one of them stays,
    with its columns `joined`."""
    INTERSECT = "intersect"
    """Only what both have stays, by the newer row: what hangs on either hangs on that."""
    NEWEST = "newest"
    """As UNION, but the newer of the two rows stays as it is, by the column that is joined as the
    latest."""
    KEEP_STAYING = "keep_staying"
    """The one who stays keeps theirs; the other's come along only where they have none."""
    DROP = "drop"
    """They go with the one who goes; an undo brings them back."""
    END = "end"
    """They go, and so do those of the one who stays: log-ins, which no undo brings back."""


class Join(StrEnum):
    """What a column says when two rows become one. An empty date is no date, but for the last."""

    EARLIEST = "earliest"
    LATEST = "latest"
    LAST_OR_NEVER = "last_or_never"
    """The later of two ends; what has no end has none after."""
    EITHER = "either"
    """Yes, if one of the two says so."""
    BOTH = "both"
    """Yes, if both say so."""


@dataclass(frozen=True)
class PersonalData:
    """What a table keeps about people.

    `subject` is the path from a row to the person it is about (`self` where the row is the person).
    Columns not in `columns` stand in `not_personal`. Without a clock in `keep` a row lives exactly
    as long as the person it belongs to. `also_about` are paths to other people a row tells of:
    it stands in their extract too. A row with a moment in the column `withheld` is not told to
    the person for now; a clock must empty that column. `told_to` is the column that names who else
    got the row: while none of its clocks runs they are told of what changes (GDPR article 19).
    """

    subject: str
    purpose: Purpose
    columns: Mapping[str, Kind]
    seen_by: frozenset[Role] | set[Role]
    not_personal: frozenset[str] | set[str] = field(default_factory=frozenset)
    keep: tuple[Keep, ...] = ()
    about: Subject = Subject.PATRON
    also_about: tuple[str, ...] = ()
    withheld: str = ""
    told_to: str = ""
    on_merge: Mapping[str, OnMerge] = field(default_factory=dict)
    joined: Mapping[str, Join] = field(default_factory=dict)


@dataclass(frozen=True)
class NotPersonal:
    """Says, in a few words, why a table tells nothing about any person."""

    reason: str


@dataclass(frozen=True)
class Store:
    """A place outside the tables where bytes about people could lie, looked into by a probe.

    `path` is relative to the data folder; `holds_people` says whether personal data may lie there
    at all, and `why` for what.
    """

    name: str
    path: str
    holds_people: bool
    why: str


class Held(StrEnum):
    """In which ways a browser can hold something for a site."""

    COOKIE = "cookie"
    LOCAL_STORAGE = "local_storage"
    SESSION_STORAGE = "session_storage"
    INDEXED_DB = "indexed_db"
    CACHE = "cache"
    SERVICE_WORKER = "service_worker"


class Since(StrEnum):
    """From which moment on a browser may hold something."""

    LOG_IN = "log_in"
    """Of a patron or of staff."""
    CARD_KEPT = "card_kept"
    """The patron asked this phone to keep the card."""
    PUSH_ON = "push_on"
    """The patron asked for messages on this phone."""
    DESK = "desk"
    """Staff work at this machine."""
    KIOSK = "kiosk"
    """This machine is a self-service screen."""
    FIRST_RUN = "first_run"
    """Someone opens a new library."""


@dataclass(frozen=True)
class BrowserStore(Store):
    """Something that a browser holds for the library: a store like others, only not with us.

    `path` is the script that makes it, empty where the server's answer does. A `name` that ends in
    `*` stands for all that begin so. Before one of `since` it may not be there, and after log-out
    none may be left whose `since` is a patron's.
    """

    kind: Held
    since: frozenset[Since]
