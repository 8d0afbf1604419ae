"""The record and the table as a report: the same parts for paper, for a page and for plain text."""

from collections.abc import Iterator
from datetime import datetime, time
from enum import StrEnum

from django.utils.translation import gettext, override

from hylla.formats.language import day_words
from hylla.formats.paper import Fact, Report, Section, Table
from hylla.privacy.notice import contact_of
from hylla.privacy.policy import Policy
from hylla.privacy.record import words
from hylla.privacy.record.activities import Activity, Recipient, record_of
from hylla.privacy.record.ending import Ending, endings
from hylla.privacy.vocabulary import Language, Subject


class Paper(StrEnum):
    """What can be made of declarations and policy beside the notice."""

    RECORD = "record"
    PERIODS = "periods"


def paper_of(kind: Paper, policy: Policy, language: Language) -> Report:
    """Return the record of processing, or the table of what goes when, in a language."""
    with override(language):
        title, sections = {
            Paper.RECORD: (gettext("Record of processing activities"), _record),
            Paper.PERIODS: (gettext("What goes when"), _periods),
        }[kind]
        facts = policy.notice
        return Report(
            language=language,
            title=title,
            made_at=datetime.combine(facts.published_on, time(), policy.zone),
            library=policy.name,
            facts=(
                Fact(gettext("Notice version"), facts.version),
                Fact(gettext("Published"), day_words(facts.published_on, language)),
            ),
            page_words=(gettext("Page"), gettext("of")),
            sections=tuple(sections(policy, language)),
        )


def _record(policy: Policy, language: Language) -> Iterator[Section]:
    record = record_of(policy, language)
    yield Section(
        gettext("Who is responsible"),
        facts=(
            Fact(gettext("Controller"), contact_of(record.controller)),
            Fact(gettext("Data protection officer"), contact_of(record.officer)),
        ),
    )
    yield from map(_activity, record.activities)
    yield Section(gettext("How it is kept safe"), points=record.measures)


def _activity(activity: Activity) -> Section:
    facts = [
        (gettext("Legal basis"), _basis(activity)),
        (gettext("Weighing of interests"), activity.weighed),
        (gettext("About whom"), ", ".join(map(words.people, activity.people))),
        (gettext("What is kept"), "; ".join(map(words.datum, activity.data))),
        (gettext("Who may see it"), ", ".join(map(words.seer, activity.seen_by))),
        (gettext("Who else gets it"), "; ".join(map(_recipient, activity.recipients))),
    ]
    nothing = gettext("Numbers only: no data about anybody.")
    return Section(
        words.activity(activity.purpose),
        paragraphs=() if activity.data else (nothing,),
        facts=tuple(Fact(name, value) for name, value in facts if value),
        tables=(_table(activity.ends),) if activity.ends else (),
    )


def _basis(activity: Activity) -> str:
    article = f"GDPR art. 6(1)({activity.basis})"
    return article if activity.law == article else f"{article}; {activity.law}"


def _recipient(recipient: Recipient) -> str:
    under = f", {recipient.agreement}" if recipient.agreement else ""
    abroad = f", {gettext('outside the EEA')}" if recipient.is_outside_the_eea else ""
    return f"{recipient.name} ({recipient.country}{abroad}{under})"


def _periods(policy: Policy, language: Language) -> Iterator[Section]:
    every = endings(policy, language)
    parts = (
        (gettext("Patrons"), {Subject.PATRON}),
        (gettext("Before somebody is a patron"), {Subject.APPLICANT}),
        (gettext("People who work here"), {Subject.STAFF}),
    )
    for heading, about in parts:
        clocks = tuple(each for each in every if each.about in about and each.period)
        rest = [each.what for each in every if each.about in about and not each.period]
        told = _rest(rest) if rest else ""
        if clocks:
            yield Section(heading, tables=(_table(clocks, told),))
        elif told:
            yield Section(heading, paragraphs=(told,))


def _rest(names: list[str]) -> str:
    told = ", ".join(dict.fromkeys(names))
    return gettext(
        "Without a period of their own, as they go with what they belong to: %(what)s."
    ) % {"what": told}


def _table(ends: tuple[Ending, ...], also: str = "") -> Table:
    columns = (gettext("What"), gettext("How long"), gettext("Counted from"), gettext("Then"))
    rows = tuple((each.what, each.stays, each.after, each.becomes) for each in ends)
    decisions = dict.fromkeys(each.decision for each in ends if each.decision)
    note = gettext("Decisions: %(list)s.") % {"list": "; ".join(decisions)} if decisions else ""
    return Table(columns, rows, " ".join(filter(None, (also, note))))
