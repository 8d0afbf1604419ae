"""The fields of authority records in plain words, and the kinds of authorities."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from hylla.doors.cataloguing import marc_words
from hylla.doors.cataloguing.marc_words import Word, Words
from hylla.formats.marc.authorities import AuthorityKind

KINDS: Mapping[AuthorityKind, Word] = {
    AuthorityKind.PERSON: _("Person"),
    AuthorityKind.BODY: _("Body"),
    AuthorityKind.MEETING: _("Meeting"),
    AuthorityKind.WORK: _("Work of somebody"),
    AuthorityKind.TITLE: _("Uniform title"),
    AuthorityKind.SERIES: _("Series"),
    AuthorityKind.EVENT: _("Event"),
    AuthorityKind.PERIOD: _("Period"),
    AuthorityKind.TOPIC: _("Subject"),
    AuthorityKind.PLACE: _("Place"),
    AuthorityKind.GENRE: _("Genre or form"),
}
_HEADINGS: Words = {
    "100": _("Heading, a person"),
    "110": _("Heading, a body"),
    "111": _("Heading, a meeting"),
    "130": _("Heading, a title or series"),
    "147": _("Heading, an event"),
    "148": _("Heading, a period"),
    "150": _("Heading, a subject"),
    "151": _("Heading, a place"),
    "155": _("Heading, a genre or form"),
}
FIELDS: Words = {
    "010": _("Number at the Library of Congress"),
    "016": _("Number at a national library"),
    "024": _("Number in VIAF, ISNI or another list"),
    "035": _("Number in another system"),
    "040": _("Who made the record"),
    "043": _("Area, as a code"),
    "046": _("Years, as codes"),
    **_HEADINGS,
    "368": _("What it is called besides"),
    "370": _("Places it belongs to"),
    "372": _("Field of work"),
    "374": _("Occupation"),
    "377": _("Language"),
    "380": _("Form of the work"),
    **{f"4{tag[1:]}": _("Another form, which leads here") for tag in _HEADINGS},
    **{f"5{tag[1:]}": _("Related authority") for tag in _HEADINGS},
    "667": _("Note for cataloguers"),
    "670": _("Where it was found"),
    "675": _("Where it was not found"),
    "678": _("Note for readers"),
    "680": _("What it is used for, told to readers"),
    "856": _("Link"),
}
HINTS: Words = {
    "024": _("The number in a, and in 2 from which list: viaf, isni, wikidata."),
    "100": _("The surname first. A year tells people of one name apart."),
    "400": _("As it stands on other books, or as readers may write it."),
    "670": _("The book or list from which you know. Readers do not see it."),
    "678": _("A sentence or two that has been published; nothing private."),
}
_OWN_PARTS: Mapping[tuple[str, str], Word] = {
    ("046", "f"): _("Born"),
    ("046", "g"): _("Died"),
    ("670", "a"): _("Where"),
    ("670", "b"): _("What stands there"),
    ("024", "a"): _("Number"),
    ("024", "2"): _("List"),
    ("035", "a"): _("Number"),
    ("035", "z"): _("Number that it had"),
}
_TRACED: Words = {"w": _("Kind of relation, as a code"), "i": _("Kind of relation, in words")}


def field_text(tag: str) -> str:
    """Return what a field is for, or that it is one of the library's own, or nothing."""
    if tag in FIELDS:
        return str(FIELDS[tag])
    return marc_words.field_text(tag) if "9" in tag[:2] else ""


def part_text(tag: str, code: str) -> str:
    """Return what a subfield is for, or nothing."""
    known = _OWN_PARTS.get((tag, code))
    if known is None and tag[:1] in "45":
        known = _TRACED.get(code)
    return str(known) if known else marc_words.part_text(f"1{tag[1:]}", code)


def indicator_text(tag: str, place: int, code: str) -> str:
    """Return what an indicator says, or nothing."""
    return marc_words.indicator_text("100", place, code) if tag.endswith("00") else ""
