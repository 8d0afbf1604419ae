"""Self-service machines: those that speak SIP2, and those that are a browser."""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from django.db.models import QuerySet

from hylla.library.models import Kiosk, Machine
from hylla.library.queries.branches import BranchFacts, facts_of


@dataclass(frozen=True)
class MachineFacts:
    """A self-service machine: its name, its branch's, and the SIP2 fields it may show."""

    username: str
    branch: str
    fields: str


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


def machines_at_work() -> tuple[MachineFacts, ...]:
    """Return the machines that can log in, by name."""
    rows = Machine.objects.filter(is_active=True).select_related("branch").order_by("username")
    return tuple(MachineFacts(row.username, row.branch.name, row.fields) for row in rows)


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
        branch=facts_of(row.machine.branch),
        fields=frozenset(row.machine.fields.split()),
        text_size=row.text_size,
        plays_sounds=row.plays_sounds,
        started_at=row.started_at,
    )
