"""Looks at everything that the sentences of a notice rest on."""

import logging
from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import transaction

from hylla.privacy.notice import Sentence, sentences_for
from hylla.privacy.policy import Policy
from hylla.privacy.verify.attesting import look_at_confirmation
from hylla.privacy.verify.looks import Look, Probe, Why
from hylla.privacy.verify.remembering import remember
from hylla.privacy.verify.running import Clocks
from hylla.privacy.verify.standing import Standing
from hylla.privacy.vocabulary import Ground, State

log = logging.getLogger("hylla.verify")


def verify(policy: Policy, *, now: datetime, probes: Mapping[str, Probe]) -> tuple[Standing, ...]:
    """Check every sentence of the policy's notice, and store each state for the notice page."""
    standings = standings_of(sentences_for(policy), policy=policy, now=now, probes=probes)
    remember(standings, now=now)
    return standings


def standings_of(
    sentences: Iterable[Sentence], *, policy: Policy, now: datetime, probes: Mapping[str, Probe]
) -> tuple[Standing, ...]:
    """Look at everything that these sentences rest on, each thing once; store nothing."""
    running, seen = Clocks(policy, now), dict[str, Look]()

    def look(name: str) -> Look:
        if name not in seen:
            seen[name] = _look(name, probes.get(name), policy, now)
        return seen[name]

    return tuple(
        Standing(
            sentence,
            (
                *map(running.look, sentence.acts),
                *map(look, sentence.probes),
                *_confirmations(sentence, policy, now),
            ),
        )
        for sentence in sentences
    )


def is_green(standings: Iterable[Standing]) -> bool:
    """Say whether no sentence is late or contradicted."""
    return not any(each.state in {State.LATE, State.CONTRADICTED} for each in standings)


def _confirmations(sentence: Sentence, policy: Policy, now: datetime) -> tuple[Look, ...]:
    if sentence.ground is not Ground.ATTESTED:
        return ()
    return (look_at_confirmation(sentence, policy, now),)


def _look(name: str, probe: Probe | None, policy: Policy, now: datetime) -> Look:
    """Let a probe look. One that falls has not looked, whatever it would have found."""
    if probe is None:
        return Look(name, State.UNCHECKED, why=Why.NO_PROBE, detail=f"no probe {name}")
    try:
        with transaction.atomic():
            found = probe(policy, now)
    except Exception as fell:
        # What the error says may hold values; where it happened is in the log.
        log.exception("probe_fell", extra={"rule": name})
        detail = f"{name} fell: {type(fell).__name__}"
        return Look(name, State.CONTRADICTED, wrong=1, why=Why.FELL, detail=detail)
    if found is None:
        detail = f"{name}: there was nothing to look at yet"
        return Look(name, State.UNCHECKED, why=Why.NOTHING_YET, detail=detail)
    if found.problems:
        detail, wrong = "; ".join(found.problems), len(found.problems)
        return Look(name, State.CONTRADICTED, found.looked_at, wrong, None, Why.FOUND, detail)
    return Look(name, State.KEPT, found.looked_at)
