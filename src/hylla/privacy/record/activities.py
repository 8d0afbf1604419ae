"""The record of processing activities (GDPR art. 30(1)), made of declarations and policy."""

from dataclasses import dataclass

from hylla.privacy.declarations import PersonalData
from hylla.privacy.notice import Area, sentences_for, text_of
from hylla.privacy.policy import Party, Policy
from hylla.privacy.policy.law import CITATIONS, EEA
from hylla.privacy.record.ending import Ending, endings
from hylla.privacy.registry import personal_models
from hylla.privacy.vocabulary import Kind, Language, LegalBasis, Purpose, Role, Subject

SAFE = frozenset({Area.SECURITY, Area.ACCESS})
"""The parts of the notice that tell of measures (art. 30(1)(g), 32)."""


@dataclass(frozen=True)
class Recipient:
    """Who else gets data, where, under what, and how it goes there."""

    name: str
    country: str
    agreement: str
    deletion: str
    is_outside_the_eea: bool


@dataclass(frozen=True)
class Activity:
    """What is done for one purpose."""

    purpose: Purpose
    basis: LegalBasis
    law: str
    weighed: str
    people: tuple[Subject, ...]
    data: tuple[Kind, ...]
    seen_by: tuple[Role, ...]
    recipients: tuple[Recipient, ...]
    ends: tuple[Ending, ...]


@dataclass(frozen=True)
class Record:
    """Everything that article 30(1) asks a controller to write down."""

    library: str
    version: str
    published_on: str
    controller: Party
    officer: Party
    activities: tuple[Activity, ...]
    measures: tuple[str, ...]


def record_of(policy: Policy, language: Language) -> Record:
    """Return the record in the active language, which is `language`."""
    ends = endings(policy, language)
    return Record(
        library=policy.name,
        version=policy.notice.version,
        published_on=policy.notice.published_on.isoformat(),
        controller=policy.controller,
        officer=policy.dpo,
        activities=tuple(
            activity
            for purpose in policy.bases
            if (activity := _activity(purpose, policy, ends)) is not None
        ),
        measures=tuple(
            text_of(each, policy, language) for each in sentences_for(policy) if each.area in SAFE
        ),
    )


def _activity(purpose: Purpose, policy: Policy, ends: tuple[Ending, ...]) -> Activity | None:
    """Describe one purpose; None where this library has no table for it."""
    offered = {each.table for each in ends}
    tables = [
        (model._meta.label, declared)
        for model, declared in personal_models()
        if declared.purpose is purpose and model._meta.label in offered
    ]
    if not tables and purpose is not Purpose.STATISTICS:
        return None
    labels, declared = {label for label, _ in tables}, [each for _, each in tables]
    basis = policy.bases[purpose]
    return Activity(
        purpose=purpose,
        basis=basis.article,
        law=CITATIONS[basis.law].text,
        weighed=basis.decision,
        people=tuple(sorted({each.about for each in declared})),
        data=_data(declared),
        seen_by=tuple(sorted({role for each in declared for role in each.seen_by})),
        recipients=_recipients(purpose, policy),
        ends=tuple(each for each in ends if each.table in labels),
    )


def _data(declared: list[PersonalData]) -> tuple[Kind, ...]:
    return tuple(sorted({kind for each in declared for kind in each.columns.values()}))


def _collector(policy: Policy) -> Recipient:
    """Return the debt collector, which is of the library's own country by its number."""
    name = f"{policy.invoices.collector} ({policy.invoices.collector_number})"
    return Recipient(name, policy.country, "", "", is_outside_the_eea=False)


def _recipients(purpose: Purpose, policy: Policy) -> tuple[Recipient, ...]:
    """Processors by their agreement; who collects, takes payments or carries messages by name."""
    processors = tuple(
        Recipient(each.name, each.country, each.agreement, each.deletion, each.country not in EEA)
        for each in policy.processors
        if purpose in each.purposes
    )
    if purpose is Purpose.FEES and policy.invoices.collector:
        processors = (*processors, _collector(policy))
    told = policy.payments
    if purpose is Purpose.FEES and told.online and told.country:
        return (*processors, Recipient(told.provider, told.country, "", "", False))
    if purpose is not Purpose.PHONE:
        return processors
    return processors + tuple(
        Recipient(each.name, each.country, "", "", each.country not in EEA)
        for each in policy.push_services
    )
