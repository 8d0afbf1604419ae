"""A sentence of the notice as data: what it says, why it may be believed, and who checks it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Annotated

from hylla.privacy.linter.claims import Claim
from hylla.privacy.notice.probe import Probe
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
    REVIEWS = "reviews"
    LISTS = "lists"
    FEES = "fees"
    MESSAGES = "messages"
    STATISTICS = "statistics"
    ACCESS = "access"
    RIGHTS = "rights"
    WEB = "web"
    MACHINES = "machines"
    SECURITY = "security"
    STAFF = "staff"


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
    probes: tuple[Probe, ...] = ()
    """Who looks, beside the clocks; all of them must find it in order."""
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
