"""Publishing a policy: from then on the library keeps what it says."""

from collections.abc import Iterator
from datetime import datetime

from django.db import transaction

from hylla.library.actions.versions import bump_rules_version
from hylla.library.models import NoticeText, PolicyVersion
from hylla.library.queries import policy_in_force
from hylla.privacy.checks import problems_of_policy
from hylla.privacy.guard import know_shorter_periods
from hylla.privacy.notice import checksum, compiled
from hylla.privacy.policy import Policy, PolicyErrors, Problem, parse_policy, phrase
from hylla.privacy.registry import clocks
from hylla.privacy.vocabulary import Language

NAME = "policy"
SAID = {"hylla.E006", "hylla.E008"}
"""A period that is missing, and each sentence that names it: `_without_period` says it once."""


@transaction.atomic
def publish_policy(text: str, *, now: datetime) -> PolicyVersion:
    """Put a policy in force and keep its whole text.

    :raises PolicyErrors: it cannot be used; every reason is in `problems`, nothing was changed.
    """
    policy = publishable(text)
    bump_rules_version()
    know_shorter_periods(policy_in_force(), policy, now=now)
    version = PolicyVersion.objects.create(
        version=policy.notice.version, text=text, digest=policy.digest, published_at=now
    )
    _keep_notice(policy, version)
    return version


def publishable(text: str) -> Policy:
    """Return the policy that a text is, where it could be put in force.

    :raises PolicyErrors: it could not; every reason is in `problems`.
    """
    policy = parse_policy(text, name=NAME)
    problems = [*_lacking(policy), *_not_new(policy)]
    if problems:
        raise PolicyErrors(tuple(problems))
    return policy


def _keep_notice(policy: Policy, version: PolicyVersion) -> None:
    """Keep the notice as it reads today, in every language that somebody can be shown it in."""
    languages = dict.fromkeys([*policy.languages, *Language])
    texts = {language: compiled(policy, language) for language in languages}
    NoticeText.objects.bulk_create(
        NoticeText(version=version, language=language, text=text, checksum=checksum(text))
        for language, text in texts.items()
    )


def _lacking(policy: Policy) -> list[Problem]:
    """Return what the declarations and the sentences of this program miss in the policy."""
    declared = phrase("what the program declares")
    others = (each for each in problems_of_policy(policy) if each.id not in SAID)
    return [
        *_without_period(policy),
        *(Problem(NAME, each.id or "declarations", each.msg, declared) for each in others),
    ]


def _without_period(policy: Policy) -> Iterator[Problem]:
    """Yield the periods that a table's clock needs and the policy does not name."""
    for period in sorted({keep.period for _model, keep in clocks()} - set(policy.periods)):
        length = phrase("an ISO 8601 duration such as P24M, P7D or PT72H")
        yield Problem(NAME, f"periods.{period}", phrase("nothing"), length)


def _not_new(policy: Policy) -> list[Problem]:
    version = policy.notice.version
    if not PolicyVersion.objects.filter(version=version).exists():
        return []
    unused = phrase("a version that was not published before")
    return [Problem(NAME, "notice.version", version, unused)]
