"""Probes of bytes in files: the logs, what is left of the canary, the scripts for browsers."""

import json
import re
from collections.abc import Iterator, Mapping, Set
from datetime import datetime
from pathlib import Path

from django.conf import settings

from hylla.patrons.models import Card
from hylla.privacy import ledger
from hylla.privacy.browser import BROWSER_STORES
from hylla.privacy.declarations import Held
from hylla.privacy.models import NightRun
from hylla.privacy.policy import Policy
from hylla.privacy.verify import Finding, Probe
from hylla.site.copies.ageing import copies
from hylla.site.logs import FIELDS

DOORS = Path(settings.PACKAGE) / "doors"
FOLDERS = (DOORS / "static", DOORS / "templates")
IN_EACH_LINE = frozenset({"at", "level", "log", "event", "error", "where", *FIELDS})

STORING: Mapping[Held, re.Pattern[str]] = {
    Held.COOKIE: re.compile(r"\bdocument\s*\.\s*cookie\b|\bcookieStore\b"),
    Held.LOCAL_STORAGE: re.compile(r"\blocalStorage\b"),
    Held.SESSION_STORAGE: re.compile(r"\bsessionStorage\b"),
    Held.INDEXED_DB: re.compile(r"\bindexedDB\s*\.\s*open\b"),
    Held.CACHE: re.compile(r"\bcaches\s*\.\s*open\b"),
    Held.SERVICE_WORKER: re.compile(r"\bserviceWorker\s*\.\s*register\b"),
}
"""How a script has a browser keep something."""


def log_has_no_values(policy: Policy, now: datetime) -> Finding:
    """Each line of the logs has declared fields only, and none holds a card number."""
    problems: set[str] = set()
    lines = 0
    suspects: set[str] = set()
    for file in sorted(Path(str(settings.LOGGING["folder"])).glob("*.log")):
        with file.open(errors="replace") as text:
            for line in text:
                lines += 1
                problems |= set(_undeclared(line))
                suspects |= set(re.findall(r"[\w-]{6,}", line)) if _may_tell(line) else set()
    problems |= _cards_among(suspects)
    return Finding(lines, tuple(sorted(problems)))


def _undeclared(line: str) -> Iterator[str]:
    try:
        fields = json.loads(line)
    except ValueError:
        yield "a log line is not structured"
        return
    if set(fields) - IN_EACH_LINE:
        yield "a log line has an undeclared field"


def _may_tell(line: str) -> bool:
    """Leave out the many lines in which nothing longer than a word of ours stands."""
    return re.search(r"[\w-]*\d[\w-]{5,}", line) is not None


def _cards_among(words: Set[str]) -> set[str]:
    """Say whether any of these words is somebody's card number: asked in parts, not all at once."""
    asked = sorted(words)
    parts = (asked[at : at + 500] for at in range(0, len(asked), 500))
    held = any(Card.objects.filter(number__in=part).exists() for part in parts)
    return {"a log line holds a card number"} if held else set()


def residue(policy: Policy, now: datetime) -> Finding | None:
    """After the night, no byte of the canary was left in any file."""
    last = NightRun.objects.order_by("-day").first()
    if last is None or last.canary is None:
        return None
    problems = [each for each in last.canary.splitlines() if "cookie" not in each]
    return Finding(1, tuple(problems))


def copies_are_young(policy: Policy, now: datetime) -> Finding | None:
    """No backup, of data or of keys, lies in the library's folders longer than its days."""
    kept = tuple(copies(policy))
    old = sum(each.until_at <= now for each in kept)
    problems = (f"{old} backups are older than the notice says",) if old else ()
    return Finding(len(kept), problems) if kept else None


def erasures_are_noted(policy: Policy, now: datetime) -> Finding | None:
    """The erasure ledger is in every place, and each of its lines is whole."""
    book = ledger.ledger()
    told = book.read()
    if len(told.missing) == len(book.places):
        return None
    problems = [f"{len(told.missing)} places have no erasure ledger"] if told.missing else []
    problems += [f"{told.damaged} lines of the erasure ledger are damaged"] if told.damaged else []
    return Finding(len(told.entries), tuple(problems))


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


PROBES: tuple[Probe, ...] = (
    log_has_no_values,
    residue,
    copies_are_young,
    erasures_are_noted,
    browser_stores,
)
