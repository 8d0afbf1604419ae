"""The fields of authority records that cataloguers use most, as `fields` has those of titles.

Source: MARC 21 Format for Authority Data. What is not here may stand in a record all the same.
"""

from collections.abc import Mapping
from datetime import date

from .authorities import AuthorityKind
from .fields import DIGITS, Rule
from .record import Field, Record, Subfield

_DIVISIONS = "vxyz"
_TRACED = "iw4"
_HEADINGS: Mapping[str, tuple[str, str, str]] = {
    "00": ("abcdqtnplfk" + _DIVISIONS, "013", " "),
    "10": ("abcdntplfk" + _DIVISIONS, "012", " "),
    "11": ("acdenqtpl" + _DIVISIONS, "012", " "),
    "30": ("anplfkd" + _DIVISIONS, " ", DIGITS),
    "47": ("acdg" + _DIVISIONS, " ", " "),
    "48": ("a" + _DIVISIONS, " ", " "),
    "50": ("ab" + _DIVISIONS, " ", " "),
    "51": ("ag" + _DIVISIONS, " ", " "),
    "55": ("a" + _DIVISIONS, " ", " "),
}
FIELDS: Mapping[str, Rule] = {
    "010": Rule("az", repeats=False),
    "016": Rule("az2", " 7"),
    "024": Rule("a2qz", "78"),
    "035": Rule("az"),
    "040": Rule("abcdef", repeats=False),
    "043": Rule("ac", repeats=False),
    "046": Rule("fgst2"),
    **{
        f"1{end}": Rule(parts, first, second, repeats=False)
        for end, (parts, first, second) in _HEADINGS.items()
    },
    "368": Rule("abcdst2"),
    "370": Rule("abcefgst2"),
    "372": Rule("ast2"),
    "374": Rule("ast2"),
    "377": Rule("al2", " ", " 7"),
    "380": Rule("a02"),
    **{
        f"{traced}{end}": Rule(parts + _TRACED, first, second)
        for traced in "45"
        for end, (parts, first, second) in _HEADINGS.items()
    },
    "667": Rule("a"),
    "670": Rule("abu"),
    "675": Rule("a", repeats=False),
    "678": Rule("abu", " 01"),
    "680": Rule("ai"),
    "856": Rule("u3yz", " 01234", " 0128"),
}
_TAGS: Mapping[AuthorityKind, tuple[str, str, str]] = {
    AuthorityKind.PERSON: ("100", "1 ", "ad"),
    AuthorityKind.BODY: ("110", "2 ", "ab"),
    AuthorityKind.MEETING: ("111", "2 ", "andc"),
    AuthorityKind.WORK: ("100", "1 ", "adt"),
    AuthorityKind.TITLE: ("130", " 0", "a"),
    AuthorityKind.SERIES: ("130", " 0", "a"),
    AuthorityKind.EVENT: ("147", "  ", "adc"),
    AuthorityKind.PERIOD: ("148", "  ", "a"),
    AuthorityKind.TOPIC: ("150", "  ", "a"),
    AuthorityKind.PLACE: ("151", "  ", "a"),
    AuthorityKind.GENRE: ("155", "  ", "a"),
}


def empty_heading(kind: AuthorityKind) -> Field:
    """Return the heading that a new authority of a kind begins with."""
    tag, indicators, codes = _TAGS[kind]
    return Field(tag, "", indicators, tuple(Subfield(code, "") for code in codes))


def beginning(heading: Field, *, day: date, is_series: bool = False) -> Record:
    """Return what a new authority begins with."""
    of_series = "a" if is_series else "n"
    fields = (
        Field("008", f"{day:%y%m%d}n| azn{of_series}naabn          |a aaa     d"),
        heading,
        Field(f"4{heading.tag[1:]}", "", heading.indicators, (Subfield("a", ""),)),
        Field("670", "", "  ", (Subfield("a", ""),)),
        Field("678", "", "  ", (Subfield("a", ""),)),
    )
    return Record("00000nz  a2200000n  4500", fields)
