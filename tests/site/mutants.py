"""The engine with one thing taken out of it: a clock, a column, an act, a probe, a read filter."""

import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from importlib import import_module
from typing import Any
from unittest.mock import patch

from hylla.patrons.queries.people import addresses_of, blocks_of
from hylla.privacy import checks
from hylla.privacy.clocks import kept
from hylla.privacy.notice import Probe, Sentence, read_sentences
from hylla.privacy.policy import Policy
from hylla.privacy.registry import clocks, personal_models
from hylla.privacy.verify import Finding, standings_of
from hylla.privacy.vocabulary import Ground, Kind, State
from hylla.site.probes import PROBES
from tests.privacy.past_dates import READERS, problem_of
from tests.site.breaches import NOW

DOORS = "hylla.doors"


@dataclass(frozen=True)
class Mutant:
    """What was taken out, how, and who must notice: true where they do."""

    name: str
    alter: Callable[[], AbstractContextManager[object]]
    is_caught: Callable[[Policy], bool]


def quick() -> Iterator[Mutant]:
    """Yield the mutants that need no trial: the start-up checks and `verify` are asked."""
    for model, keep in clocks():
        declared = model.personal_data  # type: ignore[attr-defined] # every clock is a declaration's
        less = replace(declared, keep=tuple(each for each in declared.keep if each != keep))
        yield Mutant(f"Keep {model._meta.label}:{keep.period}", _with(model, less), _refused)
    for model, declared in personal_models():
        for column in declared.columns:
            left = {name: kind for name, kind in declared.columns.items() if name != column}
            less = replace(declared, columns=left)
            yield Mutant(f"column {model._meta.label}.{column}", _with(model, less), _undeclared)
    for sentence in read_sentences():
        yield Mutant(f"sentence {sentence.id}", _without(sentence), _refused_or_silent(sentence))
    for probe in Probe:
        yield Mutant(f"probe {probe}", _nothing, _unchecked(probe))


def filters() -> Iterator[Mutant]:
    """Yield the read filters that decide who is shown what, each with the probe that must see."""
    for path, value, probe in (
        ("hylla.circulation.queries.families.seen_by_guardian", _all_kinds, "guardian_sees_by_age"),
        (f"{DOORS}.desk.record.masked_national_id", str, "national_id_masked"),
        (f"{DOORS}.desk.record._refuse_adults", _no_more, "seen_by"),
        (f"{DOORS}.desk.record.record", _no_more, "access_logged"),
        ("hylla.site.probes.behaviour.life.close_idle_desks", _no_more, "desk_forgets"),
        ("hylla.patrons.actions.details._protect", _no_more, "protected_address_hidden"),
    ):
        yield Mutant(f"filter {path}", _patched(path, value), _found_by(probe))


def readers() -> Iterator[Mutant]:
    """Yield the read filters that leave out what is past its date, each taken out of its query."""
    for path in (*_modules_that_ask(), *OTHERWISE):
        module, _, name = path.rpartition(".")
        change = _patched(f"{module}.{name}", OTHERWISE.get(path, _every_row))
        yield Mutant(f"filter {path}", change, _shown_too_long(path.split(".")[1]))


def _modules_that_ask() -> Iterator[str]:
    """Yield where a query asks for what may still be shown."""
    for name, module in sorted(sys.modules.items()):
        own = name.startswith("hylla.") and name != kept.__module__
        if own and vars(module).get("kept") is kept:
            yield f"{name}.kept"


def _every_row(model: Any, **_: object) -> Any:
    return model._default_manager.all()


def _shown_too_long(area: str) -> Callable[[Policy], bool]:
    names = [each for each in READERS if each.startswith(f"{area}.")]
    return lambda policy: any("past its date" in problem_of(name) for name in names)


def _never(*_: object, **__: object) -> bool:
    return False


NEVER = datetime.max.replace(tzinfo=UTC)
OTHERWISE: Mapping[str, object] = {
    "hylla.patrons.queries.applicants._is_over": _never,
    "hylla.privacy.rights.prepared.is_over": _never,
    "hylla.patrons.queries.kept_cards.kept_until": lambda *_, **__: NEVER,
    "hylla.patrons.queries.desks.IDLE": timedelta(days=3650),
    "hylla.patrons.queries.people.addresses_of": lambda who, on: addresses_of(who, on=None),
    "hylla.patrons.queries.people.blocks_of": lambda person_id, on: blocks_of(person_id, None),
}
"""Filters that ask otherwise, and what each is put out of order by."""


def _no_more(*_: object, **__: object) -> None:
    """Do nothing any more."""


def _all_kinds(*_: object, **__: object) -> frozenset[Kind]:
    return frozenset(Kind)


def _with(model: Any, declared: object) -> Callable[[], AbstractContextManager[object]]:
    return lambda: patch.object(model, "personal_data", declared)


def _patched(path: str, value: object) -> Callable[[], AbstractContextManager[object]]:
    module, _, name = path.rpartition(".")
    return lambda: patch.object(import_module(module), name, value)


def _nothing() -> AbstractContextManager[object]:
    return patch.dict({})


def _without(sentence: Sentence) -> Callable[[], AbstractContextManager[object]]:
    """Take what a sentence rests on away from it."""
    bare = replace(sentence, acts=(), probes=(), attested_by=None)
    told = tuple(bare if each.id == sentence.id else each for each in read_sentences())
    return lambda: patch.object(checks, "read_sentences", lambda: told)


def _refused(policy: Policy) -> bool:
    return any(
        message.id in {"hylla.E008", "hylla.E009"} for message in checks.problems_of_policy(policy)
    )


def _refused_or_silent(sentence: Sentence) -> Callable[[Policy], bool]:
    def is_caught(policy: Policy) -> bool:
        bare = replace(sentence, acts=(), probes=(), ground=Ground.PROBED)
        (standing,) = standings_of([bare], policy=policy, now=NOW, probes={})
        return _refused(policy) and standing.state is not State.KEPT

    return is_caught


def _undeclared(policy: Policy) -> bool:
    messages = [m for model, _ in personal_models() for m in checks.problems_of_model(model)]
    return any(message.id == "hylla.E002" for message in messages)


def _unchecked(probe: Probe) -> Callable[[Policy], bool]:
    """Every sentence that cites the probe says that nobody looked, though all others are well."""

    def is_caught(policy: Policy) -> bool:
        others = {name: _content for name in PROBES if name != probe}
        citing = [each for each in read_sentences() if probe in each.probes]
        found = standings_of(citing, policy=policy, now=NOW, probes=others)
        return bool(found) and all(each.state is State.UNCHECKED for each in found)

    return is_caught


def _content(policy: Policy, now: object) -> Finding:
    return Finding(1)


def _found_by(probe: str) -> Callable[[Policy], bool]:
    def is_caught(policy: Policy) -> bool:
        found = PROBES[probe](policy, NOW)
        return bool(found and found.problems)

    return is_caught
