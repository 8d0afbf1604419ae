"""What only people can know: a named role confirms it, for as long as the sentence says."""

from dataclasses import dataclass
from datetime import date, datetime

from hylla.privacy.clocks import today
from hylla.privacy.models import Attestation
from hylla.privacy.notice import Sentence
from hylla.privacy.policy import Policy
from hylla.privacy.verify.looks import Look, Why
from hylla.privacy.vocabulary import State


@dataclass(frozen=True)
class Witness:
    """Who confirms (staff), what they looked at, and until when it may stand, if not as long."""

    staff_id: int
    looked_at: str
    until_on: date | None = None


@dataclass(frozen=True)
class Confirmed:
    """One confirmation: when, until when, by whom (staff) and what was looked at."""

    on: date
    until_on: date
    staff_id: int | None
    looked_at: str


def attest(
    sentence: Sentence, *, policy: Policy, now: datetime, witness: Witness | None = None
) -> None:
    """Record that the role a sentence names confirmed it, at most for as long as it says."""
    if sentence.attested_by is None or sentence.renew is None:
        raise ValueError(f"{sentence.id} is not confirmed by anyone")
    day = today(policy, now)
    longest = sentence.renew.after(day)
    wanted = witness.until_on if witness else None
    Attestation.objects.create(
        sentence=sentence.id,
        role=sentence.attested_by,
        staff_id=witness.staff_id if witness else None,
        looked_at=witness.looked_at if witness else "",
        confirmed_on=day,
        until_on=min(longest, wanted or longest),
    )


def confirmations_of(sentence_id: str) -> tuple[Confirmed, ...]:
    """Return each time a sentence was confirmed, the latest first."""
    rows = Attestation.objects.filter(sentence=sentence_id).order_by("-confirmed_on", "-pk")
    return tuple(
        Confirmed(row.confirmed_on, row.until_on, row.staff_id, row.looked_at) for row in rows
    )


def look_at_confirmation(sentence: Sentence, policy: Policy, now: datetime) -> Look:
    """Say whether the role that a sentence names has confirmed it for today."""
    given = Attestation.objects.filter(sentence=sentence.id, role=sentence.attested_by)
    last = given.order_by("-until_on").first()
    if last is not None and last.until_on >= today(policy, now):
        return Look(sentence.id, State.KEPT, 1, until_on=last.until_on)
    detail = f"{sentence.attested_by} has not confirmed it for this time"
    return Look(sentence.id, State.UNCHECKED, why=Why.NOT_CONFIRMED, detail=detail)
