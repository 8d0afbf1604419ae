"""Every word that a template shows goes through gettext: none is written into the page itself."""

import ast
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.template.base import Lexer, TokenType

from hylla.site.check.texts import KEYWORDS
from tests.house.sources import PACKAGE, place, python_files, tree

TEMPLATES = PACKAGE / "doors" / "templates"
# The catalogue of the design's parts is shown to developers only.
FOR_DEVELOPERS = {TEMPLATES / "design", TEMPLATES / "look", TEMPLATES / "design.html"}
# Made when nothing works, or nobody may come in: they say the same in each of the four languages.
IN_ALL_LANGUAGES = {TEMPLATES / "500.html", TEMPLATES / "closed.html"}
READ_ALOUD = {"alt", "title", "aria-label", "aria-description", "placeholder", "label", "heading"}
UNSEEN = {"script", "style", "c-vars"}
WORD = re.compile(r"[^\W\d_]{2,}")
# What the reader is shown in any language: names, abbreviations, keys.
NAMES = {"PDF", "PIN", "Hylla", "Escape", "Esc", "Enter", "CSV", "JSON", "Ctrl", "Alt", "kB", "MB"}
NAMES |= {"nbsp", "SIP", "WebAuthn", "MARC", "ISBN", "TOTP", "Shift", "QR", "F2", "AE", "Tab"}
NAMES |= {"Markdown", "LD", "GNU", "Affero", "General", "Public", "License"}
# A block that fills a class, not a text.
CLASSES = re.compile(r"{% block door %}.*?{% endblock %}")
FILTERED = re.compile(r"\|(?:default|default_if_none|yesno|pluralize|join|add):\"([^\"]*)\"")


class Words(HTMLParser):
    """Collects what is seen or read aloud, with the line it stands in."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.found: list[tuple[int, str]] = []
        self._unseen = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._unseen += tag in UNSEEN
        for name, value in attrs:
            if name in READ_ALOUD:
                self._note(value or "")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        self._unseen -= tag in UNSEEN

    def handle_endtag(self, tag: str) -> None:
        self._unseen -= tag in UNSEEN

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self._note(data)

    def _note(self, text: str) -> None:
        words = [word for word in WORD.findall(text) if word not in NAMES]
        self.found += [(self.getpos()[0], word) for word in words]


def written(source: str) -> Iterator[tuple[int, str]]:
    """Yield the line and the word of what a template says in no language but its author's."""
    page, is_said = "", False
    for token in Lexer(CLASSES.sub("", source)).tokenize():
        if token.token_type is TokenType.BLOCK:
            tag = token.contents.split()[0]
            is_said = tag in {"blocktranslate", "blocktrans", "comment", "verbatim"} or (
                is_said and tag == "plural"
            )
        elif token.token_type is TokenType.TEXT and not is_said:
            page += token.contents
            continue
        elif token.token_type is TokenType.VAR and not is_said:
            for literal in FILTERED.findall(token.contents):
                yield from ((token.lineno, word) for word in WORD.findall(literal))
        page += "\n" * token.contents.count("\n")
    words = Words()
    words.feed(page)
    yield from words.found


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("<h1>Hello</h1>", ["Hello"]),
        ('<h1>{% translate "Hello" %}</h1>', []),
        ("{% blocktranslate with n=x %}Hello {{ n }}{% plural %}all{% endblocktranslate %}!", []),
        ('<img alt="A cat"><input placeholder="">', ["cat"]),
        ('<img alt="{{ cat }}" class="large cat">', []),
        ('<c-button label="Save" :tone="tone" />', ["Save"]),
        ('{{ found|yesno:"yes,no" }}', ["yes", "no"]),
        ("{# Hello #}<script>let hello;</script>", []),
        ("{% comment %}Hello{% endcomment %}", []),
    ],
)
def test_a_written_word_is_seen(source: str, found: list[str]) -> None:
    assert [word for _, word in written(source)] == found


def test_no_template_speaks_one_language_only() -> None:
    faults = [
        f"{place(path)}:{line} {word}"
        for path in pages()
        for line, word in written(path.read_text(encoding="utf-8"))
    ]
    assert not faults, "\n".join(faults)


def pages() -> Iterator[Path]:
    """Yield every template that people see."""
    for path in sorted(TEMPLATES.rglob("*.html")):
        if path not in IN_ALL_LANGUAGES and not FOR_DEVELOPERS & {path, *path.parents}:
            yield path


def test_what_translates_has_a_name_under_which_texts_are_looked_for() -> None:
    """Under another the check of texts would miss them, and they would stay English."""
    odd = [
        f"{path.name}: {alias.asname}"
        for path in python_files()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation"
        for alias in node.names
        if alias.asname and alias.asname not in KEYWORDS
    ]
    assert not odd
