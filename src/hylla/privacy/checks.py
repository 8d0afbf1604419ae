"""What must be true of the declarations before Hylla starts: fail closed, and say what to mend."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.apps import AppConfig
from django.apps import apps as installed
from django.conf import settings
from django.core.checks import CheckMessage, Error, register
from django.db.models import DateField, Model

from hylla.privacy.declarations import Keep, OnMerge, PersonalData
from hylla.privacy.linter import Declared, Finding, Severity, findings_in
from hylla.privacy.matrix import too_many
from hylla.privacy.models import SUBJECT
from hylla.privacy.notice import noticed, problems_of, read_sentences, unspoken
from hylla.privacy.policy import Policy, PolicyErrors, read_policy
from hylla.privacy.registry import (
    clocks,
    column,
    declaration_of,
    model_at,
    name_of,
    person_keys,
    personal_models,
    unique_with,
)
from hylla.privacy.vocabulary import AtEnd, Subject

STAFF = "library.Staff"
APPLICANT = "patrons.Applicant"
ENDS = {Subject.PATRON: SUBJECT, Subject.STAFF: STAFF, Subject.APPLICANT: APPLICANT}
"""Where the path to whom a row is about must end."""


def register_checks() -> None:
    """Put the checks among Django's, so that every command runs them first."""
    register(declarations_are_whole)
    register(policy_covers_the_declarations)


def declarations_are_whole(
    *, app_configs: Sequence[AppConfig] | None, **_: Any
) -> list[CheckMessage]:
    """Check that each table and each column says what it keeps, and that each clock can run."""
    messages: list[CheckMessage] = []
    for model in installed.get_models(include_auto_created=True):
        messages += problems_of_model(model)
    return messages


def problems_of_model(model: type[Model]) -> list[CheckMessage]:
    """Return what is missing or wrong in one table's declaration."""
    declared = declaration_of(model)
    if declared is None:
        return [error("E001", model, "declares neither PersonalData nor NotPersonal")]
    if not isinstance(declared, PersonalData):
        return []
    return [
        *_columns(model, declared),
        *_way_to_person(model, declared),
        *_lookers(model, declared),
        *(problem for keep in declared.keep for problem in _clock(model, declared, keep)),
        *_merging(model, declared),
    ]


def _columns(model: type[Model], declared: PersonalData) -> Iterator[CheckMessage]:
    existing = {field.name for field in model._meta.concrete_fields}
    named = set(declared.columns) | set(declared.not_personal)
    for name in sorted(existing - named):
        yield error("E002", model, f"says nothing about its column {name!r}")
    for name in sorted(named - existing):
        yield error("E003", model, f"declares a column {name!r} that it does not have")
    for name in sorted(set(declared.columns) & set(declared.not_personal)):
        yield error("E003", model, f"calls its column {name!r} personal and not personal")
    for name in sorted({declared.told_to} - {"", *declared.columns}):
        yield error("E003", model, f"is told to whom {name!r} names, which it does not declare")


def _way_to_person(model: type[Model], declared: PersonalData) -> Iterator[CheckMessage]:
    wanted = ENDS[declared.about]
    for path in (declared.subject, *declared.also_about):
        end = model_at(model, path)
        if end is None or end._meta.label != wanted:
            yield error("E005", model, f"the path {path!r} does not lead to {wanted}")


def _lookers(model: type[Model], declared: PersonalData) -> Iterator[CheckMessage]:
    for role in sorted(too_many(declared)):
        yield error(
            "E012", model, f"is shown to {role.value!r}, whom the matrix gives nothing in it"
        )


def _clock(model: type[Model], declared: PersonalData, keep: Keep) -> Iterator[CheckMessage]:
    if not isinstance(column(model, keep.since), DateField):
        yield error("E004", model, f"its clock {keep.period!r} runs from {keep.since!r}: no date")
    for name in keep.columns:
        if name not in declared.columns:
            yield error("E003", model, f"would empty {name!r}, which it does not declare")
    if (keep.then is AtEnd.CLEAR) != bool(keep.columns):
        yield error(
            "E004", model, f"its clock {keep.period!r} names columns if, and only if, it clears"
        )


def _merging(model: type[Model], declared: PersonalData) -> Iterator[CheckMessage]:
    keys = set(person_keys(model))
    for name in sorted(keys - set(declared.on_merge)):
        text = f"says nothing about {name!r} when two patrons are merged (`on_merge`)"
        yield error("E013", model, text)
    for name in sorted(set(declared.on_merge) - keys):
        yield error("E013", model, f"would merge {name!r}, which is no key to {SUBJECT}")
    for name, how in declared.on_merge.items():
        if how is OnMerge.MOVE and name in keys and any(unique_with(model, name)):
            yield error("E013", model, f"moves {name!r}, which may be there once only: say UNION")
    for name in sorted(
        set(declared.joined) - {field.name for field in model._meta.concrete_fields}
    ):
        yield error("E003", model, f"would join {name!r}, a column that it does not have")


def policy_covers_the_declarations(
    *, app_configs: Sequence[AppConfig] | None, **_: Any
) -> list[CheckMessage]:
    """Check the policy that this process starts with: periods, legal bases, sentences."""
    try:
        policy = read_policy(settings.HYLLA_POLICY)
    except PolicyErrors as refused:
        return [Error(str(problem), id="hylla.E010") for problem in refused.problems]
    except OSError:
        hint = "set HYLLA_POLICY to the library's policy file"
        return [
            Error(f"no policy can be read at {settings.HYLLA_POLICY}", hint=hint, id="hylla.E010")
        ]
    return problems_of_policy(policy)


def problems_of_policy(policy: Policy) -> list[CheckMessage]:
    """Return what a policy lacks for the declarations and the sentences of this program."""
    messages: list[CheckMessage] = []
    for model, keep in clocks():
        if keep.period not in policy.periods:
            text = f"the policy {policy.code!r} has no period {keep.period!r}"
            messages.append(error("E006", model, text))
    for model, declared in personal_models():
        if declared.purpose not in policy.bases:
            text = f"the policy {policy.code!r} gives no legal basis for {declared.purpose.value!r}"
            messages.append(error("E007", model, text))
    sentences = read_sentences()
    known = {name_of(model, keep) for model, keep in clocks()}
    messages += [
        Error(str(problem), id="hylla.E008") for problem in problems_of(sentences, policy, known)
    ]
    messages += [
        Error(finding.told, id="hylla.E011")
        for finding in lint(policy)
        if finding.severity is Severity.ERROR
    ]
    messages += [
        Error(f"no sentence of the notice tells of the clock {name}", id="hylla.E009")
        for name in sorted(unspoken(sentences, known))
    ]
    return messages


def lint(policy: Policy) -> tuple[Finding, ...]:
    """Return what the linter finds in the notice that a policy and our sentences make."""
    return findings_in(noticed(policy, read_sentences(), declared_tables()))


def declared_tables() -> tuple[Declared, ...]:
    """Return every table about people, as the linter and the record of processing read it."""
    return tuple(
        Declared(
            label=model._meta.label,
            purpose=declared.purpose,
            keeps=tuple(sorted(set(declared.columns.values()))),
            clocks=tuple(name_of(model, keep) for keep in declared.keep),
        )
        for model, declared in personal_models()
    )


def error(number: str, model: type[Model], text: str) -> Error:
    """Return a refusal to start that names the table."""
    return Error(f"{model._meta.label} {text}", obj=model, id=f"hylla.{number}")
