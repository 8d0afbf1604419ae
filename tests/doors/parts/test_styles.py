"""No rule without a page that needs it, and no class that nothing defines."""

import re
from pathlib import Path

import pytest

from hylla.doors.parts.look.sheet import sheet_of
from hylla.privacy.policy import read_policy
from hylla.site.style_rules import UNUSED
from tests.house.sources import ROOT

DOORS = ROOT / "src" / "hylla" / "doors"
TEMPLATES = DOORS / "templates"
SHEETS = sorted((DOORS / "static" / "hylla").rglob("*.css"))
SCRIPTS = sorted((DOORS / "static" / "hylla").rglob("*.js"))
TONES = {"good", "notice", "bad"}
"""What `{{ told.tone }}` becomes."""
BESIDE_OTHERS = {"ds-card__block"}
"""What nobody uses, in a list of selectors within one that somebody does."""
HEADERS = 700
"""Bytes that stand before a sheet, at most."""
BASE = DOORS / "static" / "base" / "base.css"

CLASS = re.compile(r"\.(-?[a-zA-Z_][\w-]*)")
ATTRIBUTE = re.compile(r'\bclass="((?:{%.*?%}|{{.*?}}|[^"])*)"', re.DOTALL)
TAG = re.compile(r"{%.*?%}|{{.*?}}", re.DOTALL)
DOOR = re.compile(r"{% block door %}([\w-]+){% endblock %}")


def classes_in(sheet: str) -> set[str]:
    """Return the classes that a sheet has rules for."""
    text = re.sub(r'/\*.*?\*/|"[^"]*"|url\([^)]*\)', "", sheet, flags=re.DOTALL)
    rules = re.findall(r"([^{};]+){", text)
    return {name for rule in rules if "@" not in rule for name in CLASS.findall(rule)}


def classes_of(template: str) -> set[str]:
    """Return the classes that a template gives; one that is put together ends in a hyphen."""
    given = [TAG.sub("", each) for each in ATTRIBUTE.findall(template)]
    return {name for each in [*given, *DOOR.findall(template)] for name in each.split()}


def given_in(folder: Path) -> set[str]:
    """Return the classes of all templates."""
    pages = [*folder.rglob("*.html")]
    return {name for page in pages for name in classes_of(page.read_text(encoding="utf-8"))}


def quoted_in(script: str) -> set[str]:
    """Return the words of a script's quoted texts: classes are among them."""
    quoted = re.findall(r"""(["'`])(.*?)\1""", script)
    return {word for _, text in quoted for word in re.split(r"[^\w-]+", text)}


def is_given(name: str, given: set[str]) -> bool:
    """Say whether a class is given, or put together from one that ends in a hyphen."""
    return name in given or any(each.endswith("-") and name.startswith(each) for each in given)


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_every_class_in_our_sheets_is_given_somewhere(sheet: Path) -> None:
    given = given_in(TEMPLATES) | TONES
    for script in SCRIPTS:
        given |= quoted_in(script.read_text(encoding="utf-8")) - {""}
    wanted = classes_in(sheet.read_text(encoding="utf-8"))
    assert sorted(name for name in wanted if not is_given(name, given)) == []


def test_every_class_in_a_template_is_defined() -> None:
    defined = {name for sheet in [BASE, *SHEETS] for name in classes_in(sheet.read_text("utf-8"))}
    unknown = [
        f"{path.relative_to(TEMPLATES)}: {name}"
        for path in TEMPLATES.rglob("*.html")
        for name in classes_of(path.read_text(encoding="utf-8"))
        if name not in defined
        and not (name.endswith("-") and any(each.startswith(name) for each in defined))
    ]
    assert not unknown, "\n".join(unknown)


def test_every_class_of_the_design_systems_sheet_is_given_somewhere() -> None:
    """What nobody uses is left out at set-up: it would be sent to every telephone."""
    written = given_in(TEMPLATES) | quoted_in((DOORS / "parts" / "tags.py").read_text("utf-8"))
    assert classes_in(BASE.read_text("utf-8")) - written == BESIDE_OTHERS


@pytest.mark.parametrize("asked", [each for each in UNUSED if each.startswith("[")])
def test_what_is_left_out_stands_in_no_page(asked: str) -> None:
    name, _, value = asked.strip("[]").partition("=")
    given = re.compile(rf"""\b{name}=["']?{value}""" if value else rf"(?<![\w.:-]){name}(?![\w-])")
    pages = [*TEMPLATES.rglob("*.html"), *SCRIPTS, *(DOORS / "parts").rglob("*.py")]
    assert [page.name for page in pages if given.search(page.read_text("utf-8"))] == []


def test_the_sheet_reaches_a_telephone_in_one_go() -> None:
    """A connection begins with ten packets: 14,600 bytes with what stands before them."""
    sent = sheet_of(read_policy(ROOT / "policies" / "fjordvik.toml").look)
    assert len(sent.packed) + HEADERS < 14_600


def test_every_template_is_used() -> None:
    """By a page, a component, a program, or by Django itself for what goes wrong."""
    pages = {path.relative_to(TEMPLATES).as_posix(): path for path in TEMPLATES.rglob("*.html")}
    text = "\n".join(
        path.read_text(encoding="utf-8")
        for path in [*pages.values(), *(ROOT / "src").rglob("*.py")]
    )
    by_django = {"403.html", "404.html", "500.html"}
    unused = {
        name
        for name in pages.keys() - by_django
        if f'"{name}"' not in text and f"<c-{_component(name)}" not in text
    }
    assert unused == set()


def _component(name: str) -> str:
    folder, _, rest = name.partition("/")
    return rest.removesuffix(".html").replace("_", "-") if folder == "cotton" else "\0"


def test_what_nobody_needs_is_found() -> None:
    """The control: a rule left behind, and a class that nothing defines."""
    assert classes_in(
        "/* .no */ .left { a: b } @media (max-width: 1.5rem) { .on:has(.in) { } }"
    ) == {
        "left",
        "on",
        "in",
    }
    assert classes_of('<p class="a {% if b %}c{% endif %} d-{{ e }}">') == {"a", "c", "d-"}
    assert quoted_in("row.classList.add('left'); const right = `.on > .in`") == {
        "left",
        "on",
        "in",
        "",
    }
    assert not is_given("left", {"lef", "lefthand", "le"})
    assert is_given("d-2", {"d-"})
