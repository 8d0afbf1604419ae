"""The policy in force, the branches and their calendars, and who is at work."""

import os
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models import Q, QuerySet

from hylla.library.models import (
    Branch,
    ClosedDay,
    FirstRun,
    Kiosk,
    Machine,
    OpeningHours,
    PolicyVersion,
    SecondFactor,
    Staff,
    StaffCard,
    StaffRole,
)
from hylla.library.rules import Calendar, Opening
from hylla.library.rules.first_run import Particulars, Step
from hylla.privacy.policy import Policy, parse_policy, read_policy
from hylla.privacy.vocabulary import Language, Role

# Asked in every request and every transaction, so they are written by hand.
LATEST = "SELECT id, digest FROM library_policyversion ORDER BY published_at DESC, id DESC LIMIT 1"
MADE_UP = "fjordvik"
VERSION = "SELECT number FROM library_ruleversion WHERE id = 1"


@dataclass(frozen=True)
class BranchFacts:
    """A branch as it is named and chosen."""

    id: int
    code: str
    name: str
    is_school_library: bool


@dataclass(frozen=True)
class ClosedFacts:
    """A day on which a branch is closed; `everywhere` if every branch is."""

    day: date
    reason: str
    everywhere: bool


@dataclass(frozen=True)
class MachineFacts:
    """A self-service machine: its name, its branch's, and the SIP2 fields it may show."""

    username: str
    branch: str
    fields: str


@dataclass(frozen=True)
class StaffFacts:
    """A member of staff at work."""

    id: int
    name: str
    branch: BranchFacts
    language: Language
    roles: frozenset[Role]


@dataclass(frozen=True)
class KioskFacts:
    """A self-service machine that is a browser; `fields` are what it may tell of patrons."""

    id: int
    name: str
    branch: BranchFacts
    fields: frozenset[str]
    text_size: int
    plays_sounds: bool
    started_at: datetime | None


@dataclass(frozen=True)
class PasskeyFacts:
    """A passkey as its owner knows it."""

    id: int
    name: str
    added_on: date


@dataclass(frozen=True)
class Factors:
    """What a member of staff can show beside their password, and at a shared desk."""

    has_app: bool
    passkeys: tuple[PasskeyFacts, ...]
    recovery_codes: int
    card: str

    @property
    def has_second(self) -> bool:
        """Whether there is anything beside the password."""
        return self.has_app or bool(self.passkeys)


@dataclass(frozen=True)
class Colleague:
    """A member of staff, and whether they have a second factor."""

    id: int
    name: str
    username: str
    has_second: bool


def policy_in_force() -> Policy:
    """Return the policy published last, or, before there is one, the file of the settings.

    One short question to the database; a policy is read once in a process.
    """
    with connection.cursor() as cursor:
        cursor.execute(LATEST)
        latest = cursor.fetchone()
    if latest:
        return _published(*latest)
    path = Path(settings.HYLLA_POLICY)
    return _from_file(path, os.stat(path).st_mtime_ns)


@lru_cache(maxsize=4)
def _published(number: int, digest: str) -> Policy:
    """Read a stored version; the digest tells versions apart whose transaction was undone."""
    row = PolicyVersion.objects.get(pk=number, digest=digest)
    return parse_policy(row.text, name=row.version)


@lru_cache(maxsize=4)
def _from_file(path: Path, changed_ns: int) -> Policy:
    return read_policy(path)


def rules_version() -> int:
    """Return the number that changes whenever a rule or a closing day does; 0 before the first."""
    with connection.cursor() as cursor:
        cursor.execute(VERSION)
        row = cursor.fetchone()
    return row[0] if row else 0


def calendar(branch_id: int, *, version: int | None = None) -> Calendar:
    """Return the days on which a branch is open, kept in the process while no rule changes.

    `version` is what `rules_version` says, for a caller who has read it already.
    """
    version = rules_version() if version is None else version
    if version == 0:
        return _calendar(branch_id)
    return _kept_calendar(branch_id, version)


@lru_cache(maxsize=1024)
def _kept_calendar(branch_id: int, version: int) -> Calendar:
    return _calendar(branch_id)


def _calendar(branch_id: int) -> Calendar:
    weekdays = OpeningHours.objects.filter(branch_id=branch_id).values_list("weekday", flat=True)
    closed = ClosedDay.objects.filter(Q(branch_id=branch_id) | Q(branch=None))
    return Calendar(
        country=policy_in_force().country.value,
        weekdays=frozenset(weekdays),
        closed=frozenset(closed.values_list("day", flat=True)),
    )


def closed_days(branch_id: int, *, after: date) -> tuple[ClosedFacts, ...]:
    """Return the days on which a branch is closed, from that day on."""
    rows = ClosedDay.objects.filter(Q(branch_id=branch_id) | Q(branch=None), day__gte=after)
    return tuple(
        ClosedFacts(row.day, row.reason, row.branch_id is None) for row in rows.order_by("day")
    )


def branches() -> tuple[BranchFacts, ...]:
    """Return every branch, by name."""
    return tuple(_facts(branch) for branch in Branch.objects.all())


def branch_with_code(code: str) -> BranchFacts | None:
    """Return the branch of that code, or None."""
    branch = Branch.objects.filter(code=code).first()
    return _facts(branch) if branch else None


def staff_at_work(staff_id: int) -> StaffFacts | None:
    """Return a member of staff with what they may do, or None once they have left."""
    staff = Staff.objects.select_related("branch").filter(pk=staff_id, left_on=None).first()
    if staff is None or staff.undertaking_on is None:
        return None
    roles = frozenset(Role(each.role) for each in staff.roles.all())
    return StaffFacts(staff.pk, staff.name, _facts(staff.branch), Language(staff.language), roles)


def kiosk_with_token(token: str) -> KioskFacts | None:
    """Return the kiosk whose browser holds this token, or None."""
    row = _kiosks().filter(token_hash=sha256(token.encode()).hexdigest()).first()
    return _kiosk(row) if row else None


def kiosks() -> tuple[KioskFacts, ...]:
    """Return the kiosks in use, by name."""
    return tuple(_kiosk(row) for row in _kiosks().order_by("machine__username"))


def _kiosks() -> "QuerySet[Kiosk]":
    return Kiosk.objects.select_related("machine__branch").filter(machine__is_active=True)


def _kiosk(row: Kiosk) -> KioskFacts:
    return KioskFacts(
        id=row.pk,
        name=row.machine.username,
        branch=_facts(row.machine.branch),
        fields=frozenset(row.machine.fields.split()),
        text_size=row.text_size,
        plays_sounds=row.plays_sounds,
        started_at=row.started_at,
    )


def _facts(branch: Branch) -> BranchFacts:
    return BranchFacts(branch.pk, branch.code, branch.name, branch.is_school_library)


def machines_at_work() -> tuple[MachineFacts, ...]:
    """Return the machines that can log in, by name."""
    rows = Machine.objects.filter(is_active=True).select_related("branch").order_by("username")
    return tuple(MachineFacts(row.username, row.branch.name, row.fields) for row in rows)


def factors_of(staff_id: int) -> Factors:
    """Return how a member of staff can show who they are, beside the password."""
    staff = Staff.objects.get(pk=staff_id)
    card = StaffCard.objects.filter(pk=staff_id).values_list("number", flat=True).first()
    return Factors(
        has_app=SecondFactor.objects.filter(pk=staff_id, sealed__isnull=False).exists(),
        passkeys=passkeys_in(staff.passkeys.all()),
        recovery_codes=staff.recovery_codes.count(),
        card=card or "",
    )


def passkeys_in(rows: "QuerySet[Any]") -> tuple[PasskeyFacts, ...]:
    """Return passkeys as their owner knows them, the oldest first."""
    return tuple(PasskeyFacts(row.pk, row.name, row.added_on) for row in rows.order_by("pk"))


def colleagues() -> tuple[Colleague, ...]:
    """Return everyone who works here, by name."""
    rows = Staff.objects.filter(left_on=None).order_by("name", "pk")
    return tuple(
        Colleague(row.pk, row.name, row.username, factors_of(row.pk).has_second) for row in rows
    )


@dataclass(frozen=True)
class FirstRunFacts:
    """How far the first-run guide has come: `missing` is the first step that is not done."""

    particulars: Particulars
    policy_text: str
    missing: Step
    import_began: bool
    import_report: str


def first_run() -> FirstRunFacts | None:
    """Return how far the guide has come, or None where it was never begun, or has ended."""
    run = FirstRun.objects.filter(finished_at=None).first()
    if run is None:
        return None
    told = Particulars(**{name: getattr(run, name) for name in Particulars.__dataclass_fields__})
    return FirstRunFacts(
        particulars=told,
        policy_text=run.policy_text,
        missing=_missing(run),
        import_began=run.import_began_at is not None and run.import_ended_at is None,
        import_report=run.import_report,
    )


def is_first_run_token(token: str) -> bool:
    """Say whether a browser was let into the guide."""
    hashed = sha256(token.encode()).hexdigest()
    return FirstRun.objects.filter(finished_at=None, token_hash=hashed).exists()


def _missing(run: FirstRun) -> Step:
    administrators = StaffRole.objects.filter(role=Role.ADMINISTRATOR, staff__left_on=None)
    done = {
        Step.LIBRARY: bool(run.controller_name),
        Step.POLICY: PolicyVersion.objects.exists(),
        Step.BRANCHES: OpeningHours.objects.exists(),
        Step.ADMINISTRATOR: administrators.exists(),
        Step.RULES: run.rules_set_at is not None,
        Step.TITLES: run.import_passed_over or run.import_ended_at is not None,
    }
    return next((step for step in Step if not done.get(step, False)), Step.READY)


def opening_week(branch_id: int) -> tuple[Opening, ...]:
    """Return when a branch is open."""
    rows = OpeningHours.objects.filter(branch_id=branch_id).order_by("weekday", "opens_at")
    return tuple(Opening(row.weekday, row.opens_at, row.closes_at) for row in rows)


@dataclass(frozen=True)
class Sample:
    """A policy that a new library may start from."""

    code: str
    name: str
    text: str


def sample_policies(country: str) -> tuple[Sample, ...]:
    """Return the sample policies of a country, the made-up library's first."""
    files = sorted(Path(settings.HYLLA_SAMPLES).glob("*.toml"))
    policies = [read_policy(file) for file in files]
    fitting = [each for each in policies if each.sample and each.country == country]
    fitting.sort(key=lambda each: (each.code != MADE_UP, each.name))
    return tuple(Sample(each.code, each.name, each.text) for each in fitting)
