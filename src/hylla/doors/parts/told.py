"""What a form or an address says, as one line: without control characters, and not endless."""

import unicodedata
from datetime import date

from django.http import QueryDict
from django.utils.dateparse import parse_date

LONGEST = 200
_MOST_DIGITS = 5
_MOST_DIGITS_OF_A_NUMBER = 18
"""No table has a number of more."""
_BLANKS = dict.fromkeys(map(ord, "\t\n\r\v\f"), " ")


def told(sent: QueryDict, name: str) -> str:
    """Return a value as one line; a database would refuse some of what a browser can send."""
    return one_line(sent.get(name, ""))


def one_line(text: str, *, most: int = LONGEST) -> str:
    """Return a text as one line, without what no database takes, and not endless."""
    text = text[:most].translate(_BLANKS)
    return "".join(each for each in text if unicodedata.category(each) != "Cc").strip()


def page_told(sent: QueryDict) -> int:
    """Return which page of a list is asked for; what is no number asks for the first."""
    text = told(sent, "page")
    is_number = text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS
    return max(1, int(text)) if is_number else 1


def number_told(text: str) -> int | None:
    """Return a number as somebody sent it, or None for what is none, or too large to be anything's.

    Signs of other scripts that count as digits, and thousands of digits, are no number.
    """
    is_number = text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS_OF_A_NUMBER
    return int(text) if is_number else None


def told_day(sent: QueryDict, name: str) -> date | None:
    """Return a day as a browser sends it, or None where it is none, such as 30 February."""
    try:
        return parse_date(told(sent, name))
    except ValueError:
        return None
