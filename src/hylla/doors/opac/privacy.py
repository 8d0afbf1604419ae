"""The library's notice: every sentence, how it stands, and when that was last looked at."""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext_lazy, override
from django.utils.translation import gettext as _

from hylla.doors.parts.grounds import NAMES, TONES
from hylla.doors.parts.page import page
from hylla.doors.parts.words import ASKERS
from hylla.library.queries import policy_in_force
from hylla.privacy.handing import disclosures
from hylla.privacy.models import SentenceCheck
from hylla.privacy.notice import Line, sections, title
from hylla.privacy.policy import Party
from hylla.privacy.verify import last_checks
from hylla.privacy.vocabulary import Language, State

Word = str | Promise
BLANKS = re.compile(r"\s*\n\s*")

MEANINGS: Mapping[State, Word] = {
    State.KEPT: gettext_lazy("The program has looked, and the sentence is true."),
    State.LATE: gettext_lazy("Something should be gone by now and is not."),
    State.UNCHECKED: gettext_lazy("Nobody has looked, or what confirmed it is too old."),
    State.CONTRADICTED: gettext_lazy("The program has looked, and the sentence is not true."),
}


@dataclass(frozen=True)
class Standing:
    """How the whole notice stands, in one sentence, and the tone of that."""

    tone: str
    text: str


@dataclass(frozen=True)
class Mark:
    """A state with its name, its tone, what it means, and how many sentences have it."""

    name: str
    tone: str
    meaning: str
    number: int


@dataclass(frozen=True)
class Promised:
    """A sentence as it stands on the page."""

    id: str
    text: str
    state: str
    tone: str
    checked_at: datetime | None


@dataclass(frozen=True)
class Part:
    """The sentences of one area, under their heading."""

    id: str
    heading: str
    sentences: tuple[Promised, ...]


@dataclass(frozen=True)
class Contact:
    """Someone a patron may turn to, and what for."""

    what: str
    who: Party


def notice(request: HttpRequest) -> HttpResponse:
    """Show the notice in the reader's language, each sentence with its state."""
    policy, language = policy_in_force(), Language(get_language() or Language.EN)
    checks = last_checks()
    parts = [
        Part(
            section.area,
            section.heading,
            tuple(promised(line, checks.get(line.sentence.id)) for line in section.lines),
        )
        for section in sections(policy, language)
    ]
    return page(
        request,
        "opac/privacy.html",
        title=title(policy, language),
        parts=parts,
        areas=[_drawn(part, language, policy.zone) for part in parts],
        standing=_standing(parts),
        marks=_marks(parts),
        checked_at=max((check.checked_at for check in checks.values()), default=None),
        asked=[(ASKERS[each.by], each) for each in disclosures()],
        contacts=[
            Contact(_("Controller: who answers for your data"), policy.controller),
            Contact(_("Data protection officer"), policy.dpo),
            Contact(_("Supervisory authority, where you can complain"), policy.authority),
        ],
    )


@lru_cache(maxsize=256)
def _drawn(part: Part, language: Language, zone: ZoneInfo) -> SafeString:
    """Draw an area once for everyone: the page is long, and seldom changes.

    Blanks between lines are left out, for a telephone has to take them in as well.
    """
    with override(language), timezone.override(zone):
        text = render_to_string("opac/privacy_part.html", {"part": part})
    return mark_safe(BLANKS.sub("\n", text))  # noqa: S308 - a template has escaped it


def promised(line: Line, check: SentenceCheck | None) -> Promised:
    """Return a sentence with how it stood when it was last looked at."""
    state = State(check.state) if check else State.UNCHECKED
    when = check.checked_at if check else None
    return Promised(line.sentence.id, line.text, str(NAMES[state]), TONES[state], when)


def _standing(parts: list[Part]) -> Standing:
    """Say how many promises are kept; a broken one weighs more than those nobody has looked at."""
    tones = Counter(each.tone for part in parts for each in part.sentences)
    number = tones.total()
    if tones["notice"] == number:
        text = _("None of the %(number)d promises has been checked yet") % {"number": number}
        return Standing("notice", text)
    if tones["good"] == number:
        return Standing("good", _("All %(number)d promises are kept") % {"number": number})
    text = _("%(kept)d of %(all)d promises are kept") % {"kept": tones["good"], "all": number}
    return Standing("bad" if tones["bad"] else "notice", text)


def _marks(parts: list[Part]) -> list[Mark]:
    """Count the sentences in each state, also where it is none."""
    counts = Counter(each.state for part in parts for each in part.sentences)
    return [
        Mark(str(NAMES[state]), TONES[state], str(MEANINGS[state]), counts[str(NAMES[state])])
        for state in State
    ]
