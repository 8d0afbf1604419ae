"""Writing XML as text: what is given as text is escaped, what is markup already is not."""

import re
from collections.abc import Mapping
from xml.sax.saxutils import escape, quoteattr

DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'

# Char of XML 1.0, section 2.2: nothing else may stand in a document, not even as a reference.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


class Xml(str):
    """Markup that is whole already."""

    __slots__ = ()


def fit(text: str) -> str:
    """Return the text without the characters that no XML may hold."""
    return _FORBIDDEN.sub("", text)


def written(text: str) -> Xml:
    """Return a text as markup; what is markup stays as it is."""
    return text if isinstance(text, Xml) else Xml(escape(fit(text)))


def tag(name: str, *inside: str, attributes: Mapping[str, str] | None = None) -> Xml:
    """Return an element with its attributes, and what stands in it."""
    told = "".join(f" {key}={quoteattr(fit(value))}" for key, value in (attributes or {}).items())
    if not inside:
        return Xml(f"<{name}{told}/>")
    return Xml(f"<{name}{told}>{''.join(map(written, inside))}</{name}>")


def joined(*parts: str) -> Xml:
    """Return parts of markup after one another; texts among them are escaped."""
    return Xml("".join(map(written, parts)))
