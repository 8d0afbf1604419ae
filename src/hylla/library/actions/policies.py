"""Publishing a policy: from then on the library keeps what it says."""

from datetime import datetime

from django.db import transaction

from hylla.library.actions.versions import bump_rules_version
from hylla.library.models import NoticeText, PolicyVersion
from hylla.privacy.checks import problems_of_policy
from hylla.privacy.notice import checksum, compiled
from hylla.privacy.policy import Policy, PolicyErrors, Problem, parse_policy
from hylla.privacy.vocabulary import Language

NAME = "policy"


@transaction.atomic
def publish_policy(text: str, *, now: datetime) -> PolicyVersion:
    """Put a policy in force and keep its whole text.

    :raises PolicyErrors: it cannot be used; every reason is in `problems`, nothing was changed.
    """
    policy = parse_policy(text, name=NAME)
    problems = [*_lacking(policy), *_not_new(policy)]
    if problems:
        raise PolicyErrors(tuple(problems))
    bump_rules_version()
    version = PolicyVersion.objects.create(
        version=policy.notice.version, text=text, digest=policy.digest, published_at=now
    )
    _keep_notice(policy, version)
    return version


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
    return [
        Problem(NAME, message.id or "declarations", message.msg, "what the program declares")
        for message in problems_of_policy(policy)
    ]


def _not_new(policy: Policy) -> list[Problem]:
    version = policy.notice.version
    if not PolicyVersion.objects.filter(version=version).exists():
        return []
    return [Problem(NAME, "notice.version", version, "a version that was not published before")]
