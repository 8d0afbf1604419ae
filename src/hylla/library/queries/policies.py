"""The policy in force, the samples a library may begin with, and the number that tells caches."""

import os
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.db import connection

from hylla.library.models import PolicyVersion
from hylla.privacy.policy import Policy, parse_policy, read_policy

# Asked in every request and every transaction, so they are written by hand.
LATEST = "SELECT id, digest FROM library_policyversion ORDER BY published_at DESC, id DESC LIMIT 1"
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


def sample_policies(country: str) -> tuple[Sample, ...]:
    """Return the sample policies of a country, the made-up library's first."""
    files = sorted(Path(settings.HYLLA_SAMPLES).glob("*.toml"))
    policies = [read_policy(file) for file in files]
    fitting = [each for each in policies if each.sample and each.country == country]
    fitting.sort(key=lambda each: (each.code != MADE_UP, each.name))
    return tuple(Sample(each.code, each.name, each.text) for each in fitting)
