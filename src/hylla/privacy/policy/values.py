"""The decisions of one library, as values.

The reader takes keys, types and ranges from these classes: a field here is a key in the file.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from functools import cached_property
from typing import Annotated
from zoneinfo import ZoneInfo

from typing_extensions import override

from hylla.privacy.policy.elsewhere import Age, Interlibrary
from hylla.privacy.policy.invoices import Invoices, Ore
from hylla.privacy.policy.lists import Lists
from hylla.privacy.policy.look import Look
from hylla.privacy.policy.outgoing import Outgoing
from hylla.privacy.policy.period import Period
from hylla.privacy.policy.phrases import phrase
from hylla.privacy.policy.problems import Problem
from hylla.privacy.policy.reminders import Reminders
from hylla.privacy.policy.reviews import Reviews
from hylla.privacy.policy.shape import Complete, Form, Range, Reading
from hylla.privacy.policy.telling import Quiet, Texting
from hylla.privacy.vocabulary import Language, LegalBasis, Purpose

Text = Annotated[str, Form(r"\S(.*\S)?", phrase("a text"))]
Email = Annotated[str, Form(r"[^@\s]+@[^@\s]+\.[a-z]+", phrase("an e-mail address"))]
Address = Annotated[str, Form(r"https://\S+", phrase("an address that begins with https://"))]
CountryCode = Annotated[str, Form(r"[A-Z]{2}", phrase("two capital letters (ISO 3166)"))]


class Country(StrEnum):
    """The countries whose law the limits know."""

    NORWAY = "NO"
    SWEDEN = "SE"


class NationalId(StrEnum):
    """Whether the library asks for a national id."""

    OPTIONAL = "optional"
    NONE = "none"


class History(StrEnum):
    """Whether a patron can have their loans remembered, and how exactly (R04, R06)."""

    OFF = "off"
    """Nobody can."""
    MONTH = "month"
    """Who asks for it; with the month of the return."""
    DATE = "date"
    """Who asks for it; with the date of the return."""


@dataclass(frozen=True)
class Party:
    """Someone a patron may turn to."""

    name: Text
    address: str = ""
    email: Email | None = None
    phone: str = ""
    url: Address | None = None


@dataclass(frozen=True)
class NoticeFacts:
    """Where and since when the notice stands."""

    version: Annotated[str, Form(r"\d+(\.\d+){0,2}", phrase("a version such as 1.0"))]
    published_on: date
    url: Address
    contact: Email
    parent_url: Address | None = None
    """The notice of the municipality above this one."""


@dataclass(frozen=True)
class Basis:
    """Why the library may process data for one purpose."""

    article: LegalBasis
    law: Text
    """A key of `law.CITATIONS`."""
    decision: str = ""
    """The library's own decision, weighing of interests or assessment."""


@dataclass(frozen=True)
class Lending:
    """When a loan is closed, and how long a hold waits on the shelf."""

    loan_waits_for_fee: bool
    """R03: the loan stays while a claim for it is open."""
    closes_when_compensated: bool
    """R02: paying for a lost item closes its loan."""
    holds_shelf_days: Annotated[int, Range(1, 60)]
    recall_notice_days: Annotated[int, Range(1, 30)] = 7
    """How long whoever has a loan that is called back has, from the message on."""
    pin_at_kiosk: bool = True
    """Whether a kiosk asks for the PIN before it lends; before it tells of loans it always does."""
    drop_box_days: Annotated[int, Range(0, 31)] = 14
    """How many days back a return may count, where a drop box is emptied later; 0: today only."""
    offline_days: Annotated[int, Range(0, 14)] = 0
    """How long what a desk did without a network can be taken in; 0: no desk works without."""
    sets_for: tuple[str, ...] = ()
    """The categories of patrons that gather a set for a group on My page; at the desk, anybody."""


@dataclass(frozen=True)
class Ages:
    """The ages at which a person's rights change."""

    adult: Annotated[int, Range(15, 21)]
    guardian_sees_loans_below: Annotated[int, Range(0, 18)]
    own_card: Age
    """From this age a person signs for their own card."""
    own_history: Annotated[int, Range(13, 18)]
    """From this age a person decides on a loan history of their own (GDPR art. 8: not below 13)."""
    clocks: Mapping[str, Age] = field(default_factory=dict)
    """For each period the age from which its clock applies; 0 where it is not named."""

    def clock(self, key: str) -> int:
        """Return the age from which the clock `key` applies; 0 means everyone."""
        return self.clocks.get(key, 0)


@dataclass(frozen=True)
class Features:
    """What the library offers of what the program can do."""

    history: History
    guardians: bool
    school_classes: bool
    push: bool
    """Whether a patron can have messages on their phone, through their browser's push service."""
    profile: bool = False
    """Whether a patron can have their own history summed up for them (R09)."""
    recommendations: bool = False
    """Whether a patron can have titles recommended from their own history (R09)."""
    talking_books: bool = False
    """Whether the right to borrow talking books is noted, for those who want it (R36)."""
    class_titles: bool = False
    """Whether school staff see the titles that a class has on loan from the school library."""
    outreach: Annotated[str, Form(r"[a-z0-9_-]{0,20}", phrase("a code such as outreach"))] = ""
    """The code of the kind of patron for the outreach service (R46); empty: there is none."""


@dataclass(frozen=True)
class Entry:
    """How staff get in, and when a desk that is left locks itself."""

    lock_minutes: Annotated[int, Range(1, 60)] = 5
    second_factor: bool = True
    """Whether staff must show something beside their password."""


@dataclass(frozen=True)
class Copies:
    """How long copies of what is kept lie elsewhere."""

    backup_days: Annotated[int, Range(2, 90)] = 30
    """An older backup is deleted, and never restored."""
    key_backup_days: Annotated[int, Range(2, 30)] = 7
    """What is sealed in a backup opens no longer once its keys' last copy is gone."""


@dataclass(frozen=True)
class Inactivity:
    """What goes before an inactive patron is removed (R11)."""

    letter_days: Annotated[int, Range(0, 180)] = 30
    """So many days before, a message says so; 0: none does."""


@dataclass(frozen=True)
class Cards:
    """How a person gets a card."""

    national: bool
    """Whether cards of the national register are taken."""
    national_id: NationalId
    first_card_free: bool
    replacement_ore: Ore


class KnownBy(StrEnum):
    """By what a processor knows one person from another."""

    CARD = "card"
    EMAIL = "email"
    PHONE = "phone"


class EidLevel(StrEnum):
    """How sure an e-ID must be (eIDAS)."""

    SUBSTANTIAL = "substantial"
    HIGH = "high"


@dataclass(frozen=True)
class Registration:
    """How someone shows who they are, and asks for a card, from a distance."""

    online: bool = False
    """Whether a card can be asked for on the web."""
    eid: bool = False
    """Whether patrons log in, and newcomers show who they are, by e-ID."""
    eid_level: EidLevel = EidLevel.HIGH
    """What an e-ID must reach at least."""
    eid_confirms: bool = False
    """Whether an adult's e-ID is enough for a card, without a visit to the desk."""
    eid_provider: str = ""
    """As the notice names it."""


@dataclass(frozen=True)
class Fees:
    """What a late return costs, and when lending stops."""

    daily_ore: Ore
    cap_ore: Ore
    block_at_ore: Ore
    waive_leaving_below_ore: Ore = 0
    """What somebody who leaves may owe less than, and it is let go; 0: all of it is waited for."""


@dataclass(frozen=True)
class Payments:
    """Whether fees are paid on the web, and through whom: a recipient, told a sum and no name."""

    online: bool = False
    provider: str = ""
    """As the notice names it."""
    country: CountryCode | None = None
    terminals: bool = False
    """Whether card terminals on the desks are told what is to be paid."""


@dataclass(frozen=True)
class Processor:
    """Someone who processes data on the library's behalf (GDPR article 28)."""

    name: Text
    country: CountryCode
    agreement: Text
    purposes: tuple[Purpose, ...]
    deletion: Text
    """How, and within what time, it deletes on request."""
    deletion_channel: Text
    """Where it is asked to: an address, or the page of its service."""
    deletion_days: Annotated[int, Range(1, 90)]
    """Within so many days it says that it has."""
    knows_by: tuple[KnownBy, ...]
    """What it must be told to find a person."""
    sends: str = ""
    """What of people's data it is sent."""
    secrecy: str = ""
    """Where its people have promised secrecy."""
    carries: tuple[Outgoing, ...] = ()
    """What leaves the library's machines through it, under the same agreement."""


@dataclass(frozen=True)
class PushService:
    """A browser maker's service that carries messages to phones: a recipient, not a processor.

    Whoever uses that browser has agreed with its maker on it. It cannot read what it carries.
    """

    name: Text
    host: Annotated[
        str, Form(r"(\*\.)?[a-z0-9-]+(\.[a-z0-9-]+)+", phrase("a host, or *. and a domain"))
    ]
    country: CountryCode


@dataclass(frozen=True)
class Decisions:
    """The decisions that must stand behind a removal."""

    removal: str = ""
    """Sweden: the reference of the board's decision to remove public records (gallringsbeslut)."""
    removals: Mapping[str, Text] = field(default_factory=dict)
    """The same for single periods, where the board has decided on them apart."""
    longer: Mapping[str, Text] = field(default_factory=dict)
    """For each period that is longer than would do, the decision that says why."""

    def removal_of(self, period: str) -> str:
        """Return the decision behind what ends with this period, or nothing."""
        return self.removals.get(period, self.removal)


@dataclass(frozen=True)
class Promise:
    """A shorter period that an earlier version promised for what there was before a moment."""

    period: Period
    before: datetime


@dataclass(frozen=True)
class Policy:
    """What one library has decided."""

    code: Annotated[str, Form(r"[a-z][a-z0-9-]*", phrase("small letters, digits and hyphens"))]
    name: Text
    country: Country
    time_zone: Annotated[str, Form(r"[A-Z]\w+/[A-Z]\w+", phrase("a time zone such as Europe/Oslo"))]
    languages: tuple[Language, ...]
    default_language: Language
    controller: Party
    dpo: Party
    authority: Party
    notice: NoticeFacts
    bases: Annotated[Mapping[Purpose, Basis], Complete(Purpose)]
    periods: Mapping[str, Period]
    lending: Lending
    ages: Ages
    features: Features
    cards: Cards
    fees: Fees
    look: Look = field(default_factory=Look)
    decisions: Decisions = field(default_factory=Decisions)
    registration: Registration = field(default_factory=Registration)
    entry: Entry = field(default_factory=Entry)
    copies: Copies = field(default_factory=Copies)
    inactivity: Inactivity = field(default_factory=Inactivity)
    payments: Payments = field(default_factory=Payments)
    invoices: Invoices = field(default_factory=Invoices)
    reminders: Reminders = field(default_factory=Reminders)
    texting: Texting = field(default_factory=Texting)
    quiet: Quiet = field(default_factory=Quiet)
    interlibrary: Interlibrary = field(default_factory=Interlibrary)
    reviews: Reviews = field(default_factory=Reviews)
    lists: Lists = field(default_factory=Lists)
    processors: tuple[Processor, ...] = ()
    own_systems: tuple[Outgoing, ...] = ()
    """What leaves this machine for another of the library's own."""
    push_services: tuple[PushService, ...] = ()
    """Where messages to phones may go, and nowhere else; none unless `features.push`."""
    sample: bool = False
    """True where the file was made to try the program and is not the library's own."""
    text: Annotated[str, Reading.NOT] = field(default="", compare=False, repr=False)
    digest: Annotated[str, Reading.NOT] = field(default="", compare=False)
    """SHA-256 of the values, whatever the order and the comments in the file."""
    warnings: Annotated[tuple[Problem, ...], Reading.NOT] = field(default=(), compare=False)
    earlier: Annotated[Mapping[str, tuple[Promise, ...]], Reading.NOT] = field(
        default_factory=dict, compare=False, repr=False
    )
    """By period, what earlier versions promised: a longer one counts for new rows only."""

    @override
    def __hash__(self) -> int:
        """Let a policy be a key, by its digest."""
        return hash(self.digest)

    @cached_property
    def zone(self) -> ZoneInfo:
        """The time zone in which the library's days begin."""
        return ZoneInfo(self.time_zone)

    def period(self, key: str) -> Period:
        """Return the period `key`.

        :raises UndefinedPeriod: the policy does not say.
        """
        if key not in self.periods:
            raise UndefinedPeriod(self.code, key)
        return self.periods[key]

    def periods_in_force(self, key: str) -> tuple[Period, ...]:
        """Return the period `key`, and the shorter ones that still hold for older rows."""
        earlier = (each.period for each in self.earlier.get(key, ()))
        return (self.period(key), *earlier)


class UndefinedPeriod(KeyError):
    """The policy names no period for a clock that a declaration needs."""

    def __init__(self, code: str, key: str) -> None:
        super().__init__(f"policy {code} has no period {key!r} under [periods]")
