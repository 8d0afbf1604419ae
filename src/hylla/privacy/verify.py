"""Checks every sentence of the notice against the live system, and remembers the answers."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache

from hylla.privacy.clocks import due, today
from hylla.privacy.models import Attestation, SentenceCheck
from hylla.privacy.notice import Sentence, sentences_for
from hylla.privacy.policy import Policy
from hylla.privacy.registry import Clock, clocks, name_of
from hylla.privacy.vocabulary import Ground, State

GRACE = timedelta(days=1)
"""What the night removes may be a day past its date; readers leave it out from the first second."""


@dataclass(frozen=True)
class Finding:
    """What a probe saw: how many things it looked at, and what is wrong with them."""

    looked_at: int
    problems: tuple[str, ...] = ()


Probe = Callable[[Policy, datetime], Finding | None]
"""None: there was nothing to look at yet, so nothing is said."""


@dataclass(frozen=True)
class Standing:
    """How a sentence stands; `rows` is what was looked at or, when late, what is past its date."""

    sentence: Sentence
    state: State
    rows: int
    detail: str = ""


def verify(policy: Policy, *, now: datetime, probes: Mapping[str, Probe]) -> tuple[Standing, ...]:
    """Check every sentence of the policy's notice, and store each state for the notice page."""
    running = {name_of(model, keep): (model, keep) for model, keep in clocks()}
    # Several sentences rest on one probe; it looks once.
    once = {name: cache(probe) for name, probe in probes.items()}
    standings = tuple(
        _standing(sentence, policy, now, once, running) for sentence in sentences_for(policy)
    )
    _remember(standings, now)
    return standings


def is_green(standings: Iterable[Standing]) -> bool:
    """Say whether no sentence is late or contradicted."""
    return not any(each.state in {State.LATE, State.CONTRADICTED} for each in standings)


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


def _standing(
    sentence: Sentence,
    policy: Policy,
    now: datetime,
    probes: Mapping[str, Probe],
    running: Mapping[str, Clock],
) -> Standing:
    """A sentence is kept only when everything that it rests on was looked at and is in order."""
    covered = 0
    for act in sentence.acts:
        model, keep = running[act]
        moment = now if keep.at_once else now - GRACE
        late = due(model, keep, policy=policy, now=moment).count()
        if late:
            return Standing(sentence, State.LATE, late, f"{late} past their date: {act}")
        covered += model._default_manager.count()
    if sentence.probe:
        probe = probes.get(sentence.probe)
        if probe is None:
            return Standing(sentence, State.UNCHECKED, 0, f"no probe {sentence.probe}")
        finding = probe(policy, now)
        if finding is None:
            return Standing(sentence, State.UNCHECKED, 0, "there was nothing to look at yet")
        if finding.problems:
            problems = "; ".join(finding.problems)
            return Standing(sentence, State.CONTRADICTED, len(finding.problems), problems)
        covered += finding.looked_at
    if sentence.ground is Ground.ATTESTED and not _is_attested(sentence, policy, now):
        return Standing(sentence, State.UNCHECKED, 0, "nobody has confirmed it for this time")
    return Standing(sentence, State.KEPT, covered)


def _is_attested(sentence: Sentence, policy: Policy, now: datetime) -> bool:
    day = today(policy, now)
    return Attestation.objects.filter(sentence=sentence.id, until_on__gte=day).exists()


def _remember(standings: tuple[Standing, ...], now: datetime) -> None:
    SentenceCheck.objects.exclude(sentence__in=[each.sentence.id for each in standings]).delete()
    SentenceCheck.objects.bulk_create(
        [
            SentenceCheck(
                sentence=each.sentence.id,
                state=each.state,
                rows=each.rows,
                detail=each.detail[:300],
                checked_at=now,
            )
            for each in standings
        ],
        update_conflicts=True,
        unique_fields=["sentence"],
        update_fields=["state", "rows", "detail", "checked_at"],
    )
