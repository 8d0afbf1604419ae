"""What our own notice claims: taken from the policy, the sentences and the tables, not written."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from hylla.privacy.linter import Claim, Declared, Noticed
from hylla.privacy.linter.claims import Denial, Matter, Part
from hylla.privacy.notice.conditions import CONDITIONS
from hylla.privacy.notice.sentence import Sentence
from hylla.privacy.policy import Policy, UndefinedPeriod
from hylla.privacy.policy.law import EEA
from hylla.privacy.vocabulary import LegalBasis, Purpose


def noticed(policy: Policy, sentences: Sequence[Sentence], tables: Collection[Declared]) -> Noticed:
    """Return a library's notice as the linter reads it, on the day it is published."""
    told = [each for each in sentences if _is_told(each, policy)]
    purposes = {table.label: table.purpose for table in tables}
    claims = (
        *_bases(policy),
        *(claim for each in told for claim in _periods(each, policy, purposes)),
        *(claim for each in told for claim in _said(each, purposes)),
        *_kept(tables, {act for each in told for act in each.acts}),
        *_recipients(policy),
    )
    return Noticed(policy.code, policy.country, policy.notice.published_on, claims)


def _bases(policy: Policy) -> Iterator[Claim]:
    for purpose, basis in policy.bases.items():
        yield Claim(
            about=str(purpose),
            where=f"bases.{purpose}",
            basis=basis.article,
            law=basis.law,
            weighed=basis.decision,
        )


def _periods(sentence: Sentence, policy: Policy, purposes: dict[str, Purpose]) -> Iterator[Claim]:
    for act in sentence.acts:
        label, _, key = act.partition(":")
        if label in purposes and key in policy.periods:
            yield Claim(
                about=str(purposes[label]),
                where=sentence.id,
                record=label,
                period=policy.period(key),
                limit=key,
                reason=policy.decisions.longer.get(key, ""),
                from_age=policy.ages.clock(key),
            )


def _said(sentence: Sentence, purposes: dict[str, Purpose]) -> Iterator[Claim]:
    for claim in sentence.claims:
        yield replace(claim, where=sentence.id)
    for label in sentence.denies:
        about = str(purposes.get(label, ""))
        yield Claim(about=about, where=sentence.id, record=label, denies=(Denial.KEPT,))


def _kept(tables: Collection[Declared], told: Collection[str]) -> Iterator[Claim]:
    """A table whose clocks no sentence of this library tells of is not offered here, so empty."""
    for table in tables:
        if not table.clocks or any(clock in told for clock in table.clocks):
            keeps = tuple(map(str, table.keeps))
            yield Claim(
                about=str(table.purpose), where=table.label, record=table.label, keeps=keeps
            )


def _recipients(policy: Policy) -> Iterator[Claim]:
    for processor in policy.processors:
        yield Claim(
            about=Matter.SHARING,
            where=f"processors.{processor.name}",
            tool=processor.name,
            part=Part.WORKS,
            abroad="" if processor.country in EEA else processor.country,
        )
    if policy.invoices.collector:
        yield Claim(
            about=str(Purpose.FEES),
            where="invoices.collector",
            tool=policy.invoices.collector,
            part=Part.WORKS,
        )
    if policy.payments.online:
        yield Claim(
            about=str(Purpose.FEES),
            where="payments.provider",
            tool=policy.payments.provider,
            part=Part.WORKS,
        )
    by_choice = policy.bases[Purpose.PHONE].article is LegalBasis.CONSENT
    for service in policy.push_services:
        yield Claim(
            about=str(Purpose.PHONE),
            where=f"push_services.{service.name}",
            tool=service.name,
            part=Part.WORKS,
            abroad="" if service.country in EEA else service.country,
            safeguard="gdpr-49" if by_choice else "",
        )


def _is_told(sentence: Sentence, policy: Policy) -> bool:
    """Say whether a sentence is in a library's notice; what cannot be said is told elsewhere."""
    try:
        return sentence.when in CONDITIONS and CONDITIONS[sentence.when](policy)
    except UndefinedPeriod:
        return False
