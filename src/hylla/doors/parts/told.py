"""What a form or an address says, as one line: without control characters, and not endless."""

import unicodedata

from django.http import QueryDict

LONGEST = 200


def told(sent: QueryDict, name: str) -> str:
    """Return a value as one line; a database would refuse some of what a browser can send."""
    text = sent.get(name, "")[:LONGEST]
    return "".join(each for each in text if unicodedata.category(each) != "Cc").strip()
