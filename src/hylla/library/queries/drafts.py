"""The policy that is being written: how it differs from the one in force, and whom that touches."""

from dataclasses import dataclass
from datetime import datetime

from hylla.library.models import PolicyDraft, PolicyVersion
from hylla.library.queries.policies import keeping_promises, policy_in_force
from hylla.library.queries.versions import notice_in_force
from hylla.library.rules.versions import next_version
from hylla.privacy.approving import Sort, asked_of
from hylla.privacy.checks import lint
from hylla.privacy.clocks import today
from hylla.privacy.linter import Finding
from hylla.privacy.notice import Rewording, as_compiled, reworded
from hylla.privacy.policy import Change, Problem, difference, parse_policy
from hylla.privacy.policy.writing import with_values
from hylla.privacy.touching import Touched, touched
from hylla.privacy.vocabulary import Language


@dataclass(frozen=True)
class Draft:
    """The draft's text, and who has said yes to it (staff)."""

    text: str
    digest: str
    changed_at: datetime
    said_yes: tuple[int, ...]


@dataclass(frozen=True)
class Preview:
    """What putting a policy in force would change: values, words, and for how many people."""

    values: tuple[Change, ...]
    words: tuple[Rewording, ...]
    touched: tuple[Touched, ...]
    warnings: tuple[Problem, ...]
    findings: tuple[Finding, ...]


def draft() -> Draft | None:
    """Return the draft, or None where nobody writes one."""
    row = PolicyDraft.objects.first()
    if row is None:
        return None
    asked = asked_of(Sort.POLICY, row.digest)
    return Draft(row.text, row.digest, row.changed_at, asked.by if asked else ())


def text_to_change(*, now: datetime) -> str:
    """Return the draft's text or, before there is one, that in force under its next version."""
    begun = draft()
    if begun is not None:
        return begun.text
    policy = policy_in_force()
    published = set(PolicyVersion.objects.values_list("version", flat=True))
    version = next_version(policy.notice.version, taken=published)
    on = today(policy, now)
    return with_values(policy.text, {"notice.version": version, "notice.published_on": on})


def preview(text: str, *, language: Language, now: datetime) -> Preview:
    """Return what a text would change; it was looked at before, and is a policy."""
    old, new = policy_in_force(), parse_policy(text, name="policy")
    before = notice_in_force(language=language) or as_compiled(old, language)
    return Preview(
        values=difference(old, new),
        words=tuple(reworded(before, as_compiled(new, language))),
        touched=touched(old, keeping_promises(new, now=now), now=now),
        warnings=new.warnings,
        findings=lint(new),
    )
