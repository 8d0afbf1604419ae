"""The policy in force, the samples a library may begin with, and the number that tells caches."""

import os
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import connection

from hylla.library.models import PolicyVersion
from hylla.privacy.policy import Period, Policy, Promise, parse_policy, read_policy

# Asked in every request and every transaction, so they are written by hand.
LATEST = "SELECT id, digest FROM library_policyversion ORDER BY published_at DESC, id DESC LIMIT 2"
VERSION = "SELECT number FROM library_ruleversion WHERE id = 1"
MADE_UP = "fjordvik"


@dataclass(frozen=True)
class Sample:
    """A policy that a new library may start from."""

    code: str
    name: str
    text: str


def policy_in_force() -> Policy:
    """Return the policy published last, or, before there is one, the file of the settings.

    One short question to the database; a policy is read once in a process.
    """
    with connection.cursor() as cursor:
        cursor.execute(LATEST)
        latest = tuple(cursor.fetchall())
    if latest:
        return _published(latest)
    path = Path(settings.HYLLA_POLICY)
    return _from_file(path, os.stat(path).st_mtime_ns)


@lru_cache(maxsize=4)
def _published(latest: tuple[tuple[int, str], ...]) -> Policy:
    """Read a stored version, told apart by its digest, and by the version that it replaced.

    Numbers come again where a transaction was undone.
    """
    number, digest = latest[0]
    row = PolicyVersion.objects.get(pk=number, digest=digest)
    return keeping_promises(parse_policy(row.text, name=row.version), now=row.published_at)


def keeping_promises(policy: Policy, *, now: datetime) -> Policy:
    """Return a policy as it holds for rows from before, published at that moment.

    A shorter period counts for all there is; a longer one only for what comes (conflict case 48).
    """
    versions = PolicyVersion.objects.filter(published_at__lt=now).order_by("published_at", "id")
    told: defaultdict[str, list[Promise]] = defaultdict(list)
    for version, replaced_at in _with_ends(versions, now):
        for key, period in _periods(version.text, policy.zone):
            if key in policy.periods and policy.period(key).is_longer_than(period):
                told[key].append(Promise(period, before=replaced_at))
    earlier = {key: tuple(promises) for key, promises in told.items()}
    return replace(policy, earlier=MappingProxyType(earlier))


def _with_ends(
    versions: Iterable[PolicyVersion], now: datetime
) -> Iterator[tuple[PolicyVersion, datetime]]:
    """Yield each version with the moment at which another took its place."""
    rows = list(versions)
    moments = [*(row.published_at for row in rows), now]
    return zip(rows, moments[1:], strict=True)


def _periods(text: str, zone: ZoneInfo) -> Iterator[tuple[str, Period]]:
    """Yield a version's periods: an old text may be no policy of today's program any more."""
    for key, value in tomllib.loads(text).get("periods", {}).items():
        yield key, Period.parse(value, zone=zone)


@lru_cache(maxsize=4)
def _from_file(path: Path, changed_ns: int) -> Policy:
    return read_policy(path)


def rules_version() -> int:
    """Return the number that changes whenever a rule or a closing day does; 0 before the first."""
    with connection.cursor() as cursor:
        cursor.execute(VERSION)
        row = cursor.fetchone()
    return row[0] if row else 0


def sample_policies(country: str) -> tuple[Sample, ...]:
    """Return the sample policies of a country, the made-up library's first."""
    files = sorted(Path(settings.HYLLA_SAMPLES).glob("*.toml"))
    policies = [read_policy(file) for file in files]
    fitting = [each for each in policies if each.sample and each.country == country]
    fitting.sort(key=lambda each: (each.code != MADE_UP, each.name))
    return tuple(Sample(each.code, each.name, each.text) for each in fitting)
