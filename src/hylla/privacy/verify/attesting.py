"""What only people can know: a named role confirms it, for as long as the sentence says."""

from datetime import datetime

from hylla.privacy.clocks import today
from hylla.privacy.models import Attestation
from hylla.privacy.notice import Sentence
from hylla.privacy.policy import Policy
from hylla.privacy.verify.looks import Look, Why
from hylla.privacy.vocabulary import State


def attest(sentence: Sentence, *, policy: Policy, now: datetime) -> None:
    """Record that the role a sentence names confirmed it, for as long as it says."""
    if sentence.attested_by is None or sentence.renew is None:
        raise ValueError(f"{sentence.id} is not confirmed by anyone")
    day = today(policy, now)
    Attestation.objects.create(
        sentence=sentence.id,
        role=sentence.attested_by,
        confirmed_on=day,
        until_on=sentence.renew.after(day),
    )


def look_at_confirmation(sentence: Sentence, policy: Policy, now: datetime) -> Look:
    """Say whether the role that a sentence names has confirmed it for today."""
    given = Attestation.objects.filter(sentence=sentence.id, role=sentence.attested_by)
    last = given.order_by("-until_on").first()
    if last is not None and last.until_on >= today(policy, now):
        return Look(sentence.id, State.KEPT, 1, until_on=last.until_on)
    detail = f"{sentence.attested_by} has not confirmed it for this time"
    return Look(sentence.id, State.UNCHECKED, why=Why.NOT_CONFIRMED, detail=detail)
