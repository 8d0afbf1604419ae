"""What goes when: every clock that the library's notice tells of, and what has none of its own."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext

from hylla.privacy.declarations import Keep, PersonalData
from hylla.privacy.notice import sentences_for, text_of
from hylla.privacy.policy import Policy
from hylla.privacy.record.words import called, moment
from hylla.privacy.registry import name_of, personal_models
from hylla.privacy.vocabulary import AtEnd, Language, Subject


@dataclass(frozen=True)
class Ending:
    """One kind of data: how long it stays after what, and what becomes of it then."""

    table: str
    what: str
    about: Subject
    period: str
    """ISO 8601; empty where it goes with the person."""
    stays: str
    after: str
    becomes: str
    decision: str
    """The decision behind it, where the policy names one."""
    said: str
    """The sentence of the notice."""


def endings(policy: Policy, language: Language) -> tuple[Ending, ...]:
    """Return what goes when, in the active language, which is `language`."""
    said = {
        act: text_of(each, policy, language)
        for each in reversed(sentences_for(policy))
        for act in each.acts
    }
    found: list[Ending] = []
    for model, declared in personal_models():
        label = model._meta.label
        told = [keep for keep in declared.keep if name_of(model, keep) in said]
        found += [
            _by_clock(
                label, declared, keep, policy=policy, said=(language, said[_act(label, keep)])
            )
            for keep in told
        ]
        if not declared.keep:
            found.append(_with_person(label, declared))
    return tuple(found)


def _act(label: str, keep: Keep) -> str:
    return f"{label}:{keep.period}"


def _by_clock(
    label: str, declared: PersonalData, keep: Keep, *, policy: Policy, said: tuple[Language, str]
) -> Ending:
    period, (language, sentence) = policy.period(keep.period), said
    return Ending(
        table=label,
        what=called(label),
        about=declared.about,
        period=str(period),
        stays=period.in_words(language),
        after=moment(keep.since),
        becomes=gettext("deleted") if keep.then is AtEnd.DELETE else gettext("emptied"),
        decision="; ".join(_decisions(keep.period, policy)),
        said=sentence,
    )


def _with_person(label: str, declared: PersonalData) -> Ending:
    """What has no clock of its own is deleted with the membership, or with what it belongs to."""
    of_patrons = declared.about is Subject.PATRON
    return Ending(
        table=label,
        what=called(label),
        about=declared.about,
        period="",
        stays=gettext("until the membership ends, if not before")
        if of_patrons
        else gettext("as long as what it belongs to"),
        after="",
        becomes=gettext("deleted"),
        decision="",
        said="",
    )


def _decisions(key: str, policy: Policy) -> Iterator[str]:
    if policy.decisions.longer.get(key):
        yield policy.decisions.longer[key]
    if policy.decisions.removal_of(key):
        yield policy.decisions.removal_of(key)
