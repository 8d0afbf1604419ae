"""The fields cataloguers use most: their subfields, indicators, and which may stand once only.

Source: MARC 21 Format for Bibliographic Data. What is not here may stand in a record all the same.
"""

from collections.abc import Mapping
from dataclasses import dataclass

DIGITS = "0123456789"
_NAME = "abcdqeutnpl04"
_BODY = "abcdneutpl04"
_SUBJECT = "avxyz20"


@dataclass(frozen=True, slots=True)
class Rule:
    """What a field may have; `first` and `second` are the codes of its indicators."""

    parts: str
    first: str = " "
    second: str = " "
    repeats: bool = True


_CONTROL_ONCE = frozenset({"001", "003", "005", "008"})

FIELDS: Mapping[str, Rule] = {
    "020": Rule("aqcz"),
    "022": Rule("alyz", " 01"),
    "024": Rule("aqz2", "0123478", " 01"),
    "028": Rule("abq", "0123456", "0123"),
    "035": Rule("az"),
    "041": Rule("adhjkm", " 01", " 7"),
    "080": Rule("abx2", " 01"),
    "082": Rule("ab2q", "017", " 04"),
    "084": Rule("ab2q"),
    "100": Rule(_NAME, "013", repeats=False),
    "110": Rule(_BODY, "012", repeats=False),
    "111": Rule("acdne04", "012", repeats=False),
    "130": Rule("anplfk0", DIGITS, repeats=False),
    "240": Rule("anplfk0", "01", DIGITS, repeats=False),
    "245": Rule("abnpch", "01", DIGITS, repeats=False),
    "246": Rule("abnpi", "0123", " 012345678"),
    "250": Rule("ab3"),
    "264": Rule("abc3", " 23", "01234"),
    "300": Rule("abce3"),
    "336": Rule("ab2"),
    "337": Rule("ab2"),
    "338": Rule("ab2"),
    "490": Rule("avx", "01"),
    "500": Rule("a3"),
    "505": Rule("agrt", "0128", " 0"),
    "508": Rule("a"),
    "511": Rule("a", "01"),
    "520": Rule("abc", " 012348"),
    "521": Rule("ab", " 012348"),
    "538": Rule("a3"),
    "546": Rule("ab3"),
    "590": Rule("a", DIGITS + " ", DIGITS + " "),
    "600": Rule("abcdqtvxyz20", "013", "01234567"),
    "610": Rule("abntvxyz20", "012", "01234567"),
    "611": Rule("acdntvxyz20", "012", "01234567"),
    "630": Rule("anptvxyz20", DIGITS, "01234567"),
    "650": Rule(_SUBJECT, " 012", "01234567"),
    "651": Rule(_SUBJECT, " ", "01234567"),
    "653": Rule("a", " 012", " 0123456"),
    "655": Rule("avxyz20", " 0", "01234567"),
    "700": Rule(_NAME, "013", " 2"),
    "710": Rule(_BODY, "012", " 2"),
    "730": Rule("anplfk0", DIGITS, " 2"),
    "740": Rule("anp", DIGITS, " 2"),
    "765": Rule("atdzw", "01", " 8"),
    "780": Rule("atxw", "01", "01234567"),
    "785": Rule("atxw", "01", "012345678"),
    "830": Rule("anpvx0", " ", DIGITS),
    "856": Rule("u3yzq", " 01234", " 0128"),
}
CONTROL = ("001", "003", "005", "006", "007", "008")
GIVEN = ("001", "003", "005")
"""Who a record is and when it was written: set by the program."""


def stands_once(tag: str) -> bool:
    """Tell whether a record has a field at most once; of what is unknown, it may have more."""
    rule = FIELDS.get(tag)
    return tag in _CONTROL_ONCE or (rule is not None and not rule.repeats)
