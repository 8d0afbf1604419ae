"""Another policy: written, looked at, and put in force when two people have said yes to it."""

from datetime import datetime

from django.db import transaction

from hylla.library.actions.policies import publish_policy, publishable
from hylla.library.models import PolicyDraft, PolicyVersion, Staff
from hylla.library.queries import works_as
from hylla.library.refusals import Reason, Refused
from hylla.library.rules import Code
from hylla.library.rules.versions import text_digest
from hylla.privacy.approving import PEOPLE, NotWaiting, Sort, agree, forget, propose
from hylla.privacy.vocabulary import Role

MAY_PUBLISH = (Role.PRIVACY_OFFICER, Role.ADMINISTRATOR)


@transaction.atomic
def write_draft(text: str, *, now: datetime) -> str:
    """Keep a text as the draft, instead of the one before; return its checksum.

    Who had said yes to the one before has not said yes to this.

    :raises PolicyErrors: it could not be published; every reason is in `problems`.
    """
    publishable(text)
    digest = text_digest(text)
    before = PolicyDraft.objects.select_for_update().first()
    if before is not None and before.digest != digest:
        forget(Sort.POLICY, before.digest)
    PolicyDraft.objects.update_or_create(
        pk=1, defaults={"text": text, "digest": digest, "changed_at": now}
    )
    return digest


def can_be_two() -> bool:
    """Say whether there are two people who may say yes to a policy."""
    at_work = Staff.objects.filter(left_on=None, undertaking_on__isnull=False)
    return at_work.filter(roles__role__in=MAY_PUBLISH).distinct().count() >= PEOPLE


@transaction.atomic
def drop_draft() -> None:
    """Let the draft go, with who had said yes."""
    forget(Sort.POLICY, *PolicyDraft.objects.values_list("digest", flat=True))
    PolicyDraft.objects.all().delete()


@transaction.atomic
def agree_on_draft(digest: str, *, staff_id: int, now: datetime) -> PolicyVersion | None:
    """Say yes to the draft as it reads; with the second yes, of another person, it is in force.

    :raises Refused: the draft reads otherwise by now, or this is not theirs to say.
    :raises PolicyErrors: it cannot be published any more.
    """
    if not works_as(staff_id, MAY_PUBLISH):
        raise Refused(Reason(Code.POLICY_NOT_YOURS))
    draft = PolicyDraft.objects.select_for_update().filter(digest=digest).first()
    if draft is None:
        raise Refused(Reason(Code.DRAFT_CHANGED))
    try:
        missing = agree(Sort.POLICY, digest, staff_id=staff_id, now=now)
    except NotWaiting:
        missing = propose(Sort.POLICY, digest, staff_id=staff_id, now=now)
    if missing:
        return None
    version = publish_policy(draft.text, now=now)
    draft.delete()
    return version
