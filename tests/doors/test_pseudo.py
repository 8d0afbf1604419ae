"""Every word of every page goes through gettext, or is the library's own: nothing is English only.

The pages are made in a language that puts each translated text in brackets. What stands outside of
them must be data: a name, a title, a sentence of the notice, something of the policy.
"""

import re
import tomllib
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from typing import Any
from uuid import uuid4

import pytest
from django.apps import apps
from django.db import models
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import translation
from django.utils.safestring import SafeData, mark_safe

from hylla.doors.opac.accessibility import LAWS
from hylla.formats.language import available
from hylla.library.queries import policy_in_force
from hylla.privacy.notice import sections, title
from hylla.privacy.vocabulary import Language, Role
from tests.builders import half
from tests.doors.town import Town

MARKED = re.compile(r"⟦[^⟦⟧]*⟧")
WORD = re.compile(r"[^\W\d_]{3,}")
# An id is no word, whatever letters it has.
ID = re.compile(r"\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b")
READ_ALOUD = {"alt", "title", "aria-label", "aria-description", "placeholder"}
UNSEEN = {"script", "style", "svg"}
# Django's letters for dates and what a document calls itself.
FORMATS = {
    "how a date is written, in Django's letters",
    "how a moment is written, in Django's letters",
}
# Months, and what addresses, files and keys are called.
PLAIN = "January February March April May June July August September October November December"
PLAIN += " PDF PIN CSV JSON ISO UTF Windows Alt Esc Enter hylla https example org www localhost"
PLAIN += " BibTeX RIS MARCXML MODS JSON-LD Dublin Core testserver"
PLAIN += " Hylla Markdown GNU Affero General Public License"


class Seen(HTMLParser):
    """Collects what is seen or read aloud on a page."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self._unseen = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._unseen += tag in UNSEEN
        self.texts += [value or "" for name, value in attrs if name in READ_ALOUD]

    def handle_endtag(self, tag: str) -> None:
        self._unseen -= tag in UNSEEN

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self.texts.append(data)


@pytest.fixture
def brackets(monkeypatch: pytest.MonkeyPatch) -> None:
    """Put every translated text in brackets."""
    real = translation._trans

    def marked(said: str) -> str:
        text = f"⟦{said}⟧"
        return mark_safe(text) if isinstance(said, SafeData) else text  # noqa: S308 - it was safe

    def pgettext(context: str, message: str) -> str:
        said = plain["pgettext"](context, message)
        return said if context in FORMATS else marked(said)

    plain: dict[str, Callable[..., str]] = {
        name: getattr(real, name) for name in ("gettext", "ngettext", "pgettext", "npgettext")
    }
    monkeypatch.setattr(real, "gettext", lambda message: marked(plain["gettext"](message)))
    monkeypatch.setattr(real, "ngettext", lambda *given: marked(plain["ngettext"](*given)))
    monkeypatch.setattr(real, "npgettext", lambda *given: marked(plain["npgettext"](*given)))
    monkeypatch.setattr(real, "pgettext", pgettext)


def test_no_page_says_anything_but_through_gettext(
    town: Town,
    patron_client: Callable[..., Client],
    staff_client: Callable[[str], Client],
    brackets: None,
) -> None:
    patron = town.patron()
    town.child(age=9, guardian=patron)
    item = town.item()
    town.lend(patron, item, days_ago=40)
    readers = {"": patron_client(patron), "desk": staff_client(town.staff(*Role))}
    wanted = [*addresses(), reverse("opac:record", args=[item.record_id]), "/en/search/?words=a"]
    known = set(WORD.findall(" ".join([PLAIN, *data()])))
    faults, pages = [], 0
    for address in half(wanted):
        reader = readers["desk" if "/desk/" in address else ""]
        answer = reader.get(address)
        if answer.status_code == 200 and answer["Content-Type"].startswith("text/html"):
            pages += 1
            words = unmarked(answer.content.decode()) - known
            faults += [f"{address}: {word}" for word in sorted(words)]
    assert pages > 8
    assert not faults, "\n".join(faults)


def test_what_is_unmarked_is_seen() -> None:
    page = "<p>⟦Loans: ⟦two⟧ <b>now</b>⟧ Hello</p><img alt='Cat'><script>let there = 1</script>"
    assert unmarked(f"{page} {uuid4()}") == {"Hello", "Cat"}


def unmarked(page: str) -> set[str]:
    """Return the words that stand outside of brackets."""
    seen = Seen()
    seen.feed(page)
    # A translated text may have tags in it: the brackets are then in different pieces.
    rest = ID.sub(" ", " ".join(seen.texts))
    while (less := MARKED.sub(" ", rest)) != rest:
        rest = less
    return set(WORD.findall(rest))


def addresses() -> Iterator[str]:
    """Yield the English address of every page that needs nothing in it."""
    with translation.override("en"):
        for prefix, pattern in patterns(get_resolver()):
            if not pattern.pattern.regex.groups and pattern.name:
                yield reverse(f"{prefix}{pattern.name}")


def patterns(resolver: URLResolver, prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Yield each address with the names of what it stands in."""
    for each in resolver.url_patterns:
        if isinstance(each, URLResolver):
            inner = f"{prefix}{each.namespace}:" if each.namespace else prefix
            yield from patterns(each, inner)
        else:
            yield prefix, each


def data() -> Iterator[str]:
    """Yield every text that is the library's own: of its tables, its policy, its notice."""
    for model in apps.get_models():
        columns = [each.attname for each in model._meta.concrete_fields if is_text(each)]
        for row in model._default_manager.values_list(*columns):
            yield from map(str, row)
    policy = policy_in_force()
    yield from leaves(tomllib.loads(policy.text))
    yield from available().values()
    for law in LAWS.values():
        yield from (law.name, *(body.name for body in law.bodies))
    yield title(policy, Language.EN)
    for part in sections(policy, Language.EN):
        yield part.heading
        yield from (line.text for line in part.lines)


def is_text(field: "models.Field[Any, Any]") -> bool:
    """Tell whether a column holds words."""
    return isinstance(field, models.CharField | models.TextField)


def leaves(value: object) -> Iterator[str]:
    """Yield the texts of nested tables."""
    if isinstance(value, dict):
        for inner in value.values():
            yield from leaves(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from leaves(inner)
    else:
        yield str(value)
