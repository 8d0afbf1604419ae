"""What a sentence of the notice rests on, what was looked at, and how it stood before."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.apps import apps
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from hylla.doors.parts.looks import WHY, kind_text, look_text
from hylla.privacy.declarations import PersonalData
from hylla.privacy.extract.words import role_text
from hylla.privacy.models import SentenceCheck
from hylla.privacy.notice import Sentence
from hylla.privacy.policy import Policy
from hylla.privacy.policy.law import CITATIONS
from hylla.privacy.registry import declaration_of
from hylla.privacy.verify import Why, changes_of_state, last_looks
from hylla.privacy.vocabulary import Ground, Language, Role, State

Word = str | Promise

NAMES: Mapping[State, Word] = {
    State.KEPT: gettext_lazy("kept"),
    State.LATE: gettext_lazy("late"),
    State.UNCHECKED: gettext_lazy("not checked"),
    State.CONTRADICTED: gettext_lazy("not kept"),
}
TONES: Mapping[State, str] = {
    State.KEPT: "good",
    State.LATE: "bad",
    State.UNCHECKED: "notice",
    State.CONTRADICTED: "bad",
}
CHANGES_SHOWN = 5
HOURS = timedelta(hours=1)


@dataclass(frozen=True)
class Look:
    """One thing that was looked at."""

    kind: str
    text: str
    state: State
    rows: int
    wrong: int
    why: str
    until_on: date | None


@dataclass(frozen=True)
class Change:
    """From when on a sentence stood otherwise than before."""

    state: Word
    at: datetime


@dataclass(frozen=True)
class Basis:
    """What a sentence rests on, for whoever opens it."""

    rules: str
    periods: str
    laws: str
    looks: tuple[Look, ...]
    since: datetime | None
    late: str
    task: str
    changes: tuple[Change, ...]


class Bases:
    """What all the sentences rest on, read in two questions."""

    def __init__(self, policy: Policy, language: Language) -> None:
        self._policy, self._language = policy, language
        self._looks, self._changes = last_looks(), changes_of_state()

    def of(self, sentence: Sentence, check: SentenceCheck | None) -> Basis:
        """Return what one sentence rests on."""
        names = [*sentence.acts, *sentence.probes]
        names += [sentence.id] if sentence.ground is Ground.ATTESTED else []
        changes = self._changes.get(sentence.id, ())[:CHANGES_SHOWN]
        return Basis(
            rules=", ".join(sentence.rules),
            periods=", ".join(dict.fromkeys(self._periods(sentence))),
            laws="; ".join(dict.fromkeys(self._laws(sentence))),
            looks=tuple(self._look(name) for name in names),
            since=check.stood_at if check else None,
            late=_late(check) if check else "",
            task=_task(check) if check else "",
            changes=tuple(Change(NAMES[State(each.state)], each.at) for each in changes),
        )

    def _look(self, name: str) -> Look:
        seen = self._looks.get(name)
        if seen is None:
            return Look(kind_text(name), look_text(name), State.UNCHECKED, 0, 0, "", None)
        why = str(WHY[Why(seen.why)]) if seen.why else ""
        state = State(seen.state)
        return Look(
            kind_text(name), look_text(name), state, seen.rows, seen.wrong, why, seen.until_on
        )

    def _periods(self, sentence: Sentence) -> Iterable[str]:
        for act in sentence.acts:
            period = self._policy.period(act.partition(":")[2])
            yield _("at once") if period.is_zero else period.in_words(self._language)

    def _laws(self, sentence: Sentence) -> Iterable[str]:
        for act in sentence.acts:
            declared = declaration_of(apps.get_model(act.partition(":")[0]))
            if isinstance(declared, PersonalData):
                yield CITATIONS[self._policy.bases[declared.purpose].law].text


def _late(check: SentenceCheck) -> str:
    """Say how late something is, in days, or in hours where it is less than one."""
    if check.late_by is None:
        return ""
    rows = ngettext("%(number)d row", "%(number)d rows", check.rows) % {"number": check.rows}
    days, hours = check.late_by.days, check.late_by // HOURS
    by = (
        ngettext("%(number)d day", "%(number)d days", days) % {"number": days}
        if days
        else ngettext("%(number)d hour", "%(number)d hours", hours) % {"number": hours}
    )
    return _("%(rows)s late by up to %(time)s") % {"rows": rows, "time": by}


def _task(check: SentenceCheck) -> str:
    return role_text(Role(check.owner)) if check.owner else ""
