"""Who is at work, what they may do, and how they show who they are."""

from collections.abc import Collection, Container, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from hylla.library.models import SecondFactor, Staff, StaffCard, StaffPasskey, StaffRole
from hylla.library.queries.branches import BranchFacts, facts_of
from hylla.library.queries.prepared import Prepared, Row
from hylla.library.rules import STAFF_ROLES
from hylla.privacy.vocabulary import Language, Role


@dataclass(frozen=True)
class StaffFacts:
    """A member of staff at work; `must_choose_password` while somebody else knows it."""

    id: int
    name: str
    branch: BranchFacts
    language: Language
    roles: frozenset[Role]
    must_choose_password: bool = False


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
    """A member of staff as an administrator sees them."""

    id: int
    name: str
    username: str
    branch: BranchFacts
    language: Language
    roles: tuple[Role, ...]
    undertaking_on: date | None
    has_second: bool


def staff_at_work(staff_id: int) -> StaffFacts | None:
    """Return a member of staff with what they may do, or None once they have left."""
    rows = AT_WORK(staff_id=staff_id)
    if not rows:
        return None
    name, language, is_given, *branch, _ = rows[0]
    return StaffFacts(
        id=staff_id,
        name=name,
        branch=BranchFacts(*branch),
        language=Language(language),
        roles=frozenset(Role(role) for *_, role in rows if role is not None),
        must_choose_password=is_given,
    )


def _at_work(*, staff_id: int) -> QuerySet[Staff, Row]:
    """Return a row for each role, or one without."""
    at_work = Staff.objects.filter(pk=staff_id, left_on=None, undertaking_on__isnull=False)
    return at_work.order_by("roles__role").values_list(
        "name",
        "language",
        "password_is_given",
        "branch_id",
        "branch__code",
        "branch__name",
        "branch__is_school_library",
        "roles__role",
    )


AT_WORK = Prepared(_at_work)


def works_as(staff_id: int, roles: Collection[Role]) -> bool:
    """Say whether a member of staff at work has one of these roles."""
    rows = StaffRole.objects.filter(staff_id=staff_id, role__in=roles, staff__left_on=None)
    return rows.exists()


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
    rows = Staff.objects.filter(left_on=None).select_related("branch").prefetch_related("roles")
    with_passkey = set(StaffPasskey.objects.values_list("staff_id", flat=True))
    with_app = SecondFactor.objects.filter(sealed__isnull=False)
    with_second = with_passkey | set(with_app.values_list("pk", flat=True))
    return tuple(_colleague(row, with_second) for row in rows.order_by("name", "pk"))


def _colleague(row: Staff, with_second: Container[int]) -> Colleague:
    has = {each.role for each in row.roles.all()}
    return Colleague(
        id=row.pk,
        name=row.name,
        username=row.username,
        branch=facts_of(row.branch),
        language=Language(row.language),
        roles=tuple(role for role in STAFF_ROLES if role in has),
        undertaking_on=row.undertaking_on,
        has_second=row.pk in with_second,
    )


def username_of(staff_id: int) -> str:
    """Return the name under which a member of staff logs in."""
    return Staff.objects.values_list("username", flat=True).get(pk=staff_id)


def names_of(staff: Iterable[int | None]) -> Mapping[int, str]:
    """Return the names of members of staff by their numbers; who is no more is left out."""
    wanted = {each for each in staff if each is not None}
    return dict(Staff.objects.filter(pk__in=wanted).values_list("pk", "name"))
