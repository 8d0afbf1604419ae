"""The extract as people read it: days and times, yes and no, as they write them."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import get_language, gettext

from hylla.formats.language import day_words, moment_words, money_words
from hylla.privacy.extract.coded import code_text
from hylla.privacy.extract.sections import Row, Section
from hylla.privacy.extract.words import heading, label, purpose_text, role_text, section_text
from hylla.privacy.policy import Policy
from hylla.privacy.policy.law import CITATIONS


@dataclass(frozen=True, repr=False)
class Read:
    """One table's rows about a person: `columns` name each row's values, the last says "goes"."""

    heading: str
    text: str
    needed_for: str
    law: str
    seen_by: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def read(section: Section, policy: Policy) -> Read:
    """Put a section into words of the active language and times of the active time zone."""
    names = tuple(section.rows[0].values) if section.rows else ()
    return Read(
        heading=heading(section.name),
        text=section_text(section, policy),
        needed_for=purpose_text(section.purpose),
        law=CITATIONS[section.law].text,
        seen_by=", ".join(role_text(role) for role in section.seen_by) or gettext("nobody"),
        columns=(*(label(name) for name in names), gettext("Goes")),
        rows=tuple(_row(row, names) for row in section.rows),
    )


def value_text(text: str, name: str) -> str:
    """Write a day, a moment, a sum, a code, a yes or a no in words; the rest stands as it is."""
    if name.endswith("_ore") and text:
        return money_words(int(text), get_language() or "en")
    if text in ("True", "False"):
        return gettext("Yes") if text == "True" else gettext("No")
    moment = parse_datetime(text) if text[10:11] == "T" else None
    if moment is not None:
        return goes_text(moment)
    day = parse_date(text) if text[4:5] == "-" and len(text) == 10 else None
    return goes_text(day) if day else code_text(text, name)


def goes_text(goes: date | None) -> str:
    """Say when something goes: a moment, a day, or with the membership."""
    language = get_language() or "en"
    if goes is None:
        return gettext("When you leave the library")
    if isinstance(goes, datetime):
        return moment_words(timezone.localtime(goes), language)
    return day_words(goes, language)


def _row(row: Row, names: tuple[str, ...]) -> tuple[str, ...]:
    return (*(value_text(row.values[name], name) for name in names), goes_text(row.goes))
