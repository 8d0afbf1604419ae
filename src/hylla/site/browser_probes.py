"""The probes of what a patron's own devices hold and are sent: what was asked for, nothing else."""

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import connection

from hylla.messages.models import PushSubscription
from hylla.privacy.browser import BROWSER_STORES
from hylla.privacy.declarations import Held
from hylla.privacy.policy import Policy
from hylla.privacy.verify import GRACE, Finding

DOORS = Path(settings.PACKAGE) / "doors"
FOLDERS = (DOORS / "static", DOORS / "templates")

STORING: Mapping[Held, re.Pattern[str]] = {
    Held.COOKIE: re.compile(r"\bdocument\s*\.\s*cookie\b|\bcookieStore\b"),
    Held.LOCAL_STORAGE: re.compile(r"\blocalStorage\b"),
    Held.SESSION_STORAGE: re.compile(r"\bsessionStorage\b"),
    Held.INDEXED_DB: re.compile(r"\bindexedDB\s*\.\s*open\b"),
    Held.CACHE: re.compile(r"\bcaches\s*\.\s*open\b"),
    Held.SERVICE_WORKER: re.compile(r"\bserviceWorker\s*\.\s*register\b"),
}
"""How a script has a browser keep something."""


def browser_stores(policy: Policy, now: datetime) -> Finding:
    """Every script that stores something is in the register for it, and the register has no other.

    Comments count as well: a word too many is looked into, one too few would not be.
    """
    found = set(_storing())
    declared = {(store.path, store.kind) for store in BROWSER_STORES if store.path}
    problems = [f"{path} stores in {kind}, undeclared" for path, kind in sorted(found - declared)]
    problems += [f"{path} is said to store in {kind}" for path, kind in sorted(declared - found)]
    return Finding(len(declared), tuple(problems))


def _storing() -> Iterator[tuple[str, Held]]:
    for folder in FOLDERS:
        for script in folder.rglob("*.js"):
            text = script.read_text(encoding="utf-8")
            for kind, pattern in STORING.items():
                if pattern.search(text):
                    yield str(script.relative_to(folder)), kind


def push_by_choice(policy: Policy, now: datetime) -> Finding:
    """No phone has an address that can be read, or stands at a service that nobody was told of.

    Where the library offers no messages to phones there is, a day later, none at all.
    """
    named = {service.name for service in policy.push_services}
    problems: set[str] = set()
    rows = PushSubscription.objects.values_list("sealed", "fingerprint", "service", "seen_at")
    for sealed, fingerprint, service, seen_at in rows:
        if b"http" in bytes(sealed) or not re.fullmatch(r"[0-9a-f]{64}", fingerprint):
            problems.add("a phone's address is not sealed")
        if service not in named and seen_at < now - GRACE:
            problems.add("a phone's service is not named in the policy")
    problems |= set(_columns_too_many())
    return Finding(len(rows), tuple(sorted(problems)))


def _columns_too_many() -> Iterator[str]:
    """Look at the database itself: a phone has no column in which a text could stand."""
    allowed = {"id", "person_id", "sealed", "fingerprint", "service", "since_at", "seen_at"}
    with connection.cursor() as cursor:
        table = PushSubscription._meta.db_table
        columns = connection.introspection.get_table_description(cursor, table)
    yield from (f"a phone has a column {each.name}" for each in columns if each.name not in allowed)
