"""Durations in words, in the languages of the notice."""

from collections.abc import Mapping

from hylla.formats.language import spoken
from hylla.privacy.vocabulary import Language

# For each unit: the word after 1, and the word after any other number.
_UNITS: Mapping[Language, Mapping[str, tuple[str, str]]] = {
    Language.NB: {
        "year": ("år", "år"),
        "month": ("måned", "måneder"),
        "day": ("dag", "dager"),
        "hour": ("time", "timer"),
    },
    Language.NN: {
        "year": ("år", "år"),
        "month": ("månad", "månader"),
        "day": ("dag", "dagar"),
        "hour": ("time", "timar"),
    },
    Language.SV: {
        "year": ("år", "år"),
        "month": ("månad", "månader"),
        "day": ("dag", "dagar"),
        "hour": ("timme", "timmar"),
    },
    Language.EN: {
        "year": ("year", "years"),
        "month": ("month", "months"),
        "day": ("day", "days"),
        "hour": ("hour", "hours"),
    },
}
_AT_ONCE = {
    Language.NB: "straks",
    Language.NN: "straks",
    Language.SV: "genast",
    Language.EN: "at once",
}
_AND = {Language.NB: "og", Language.NN: "og", Language.SV: "och", Language.EN: "and"}


def words(parts: Mapping[str, int], *, language: Language) -> str:
    """Say the parts that are not zero, with the right form of each unit."""
    units = spoken(_UNITS, language)
    parts_said = [
        f"{number} {units[unit][number != 1]}" for unit, number in parts.items() if number
    ]
    if not parts_said:
        return spoken(_AT_ONCE, language)
    if len(parts_said) == 1:
        return parts_said[0]
    return f"{', '.join(parts_said[:-1])} {spoken(_AND, language)} {parts_said[-1]}"
