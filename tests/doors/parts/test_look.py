"""The style sheet of a library: its own colours, one request, kept for a year."""

import gzip
import re

import pytest
from django.test import Client, override_settings

from hylla.doors.parts.look import sheet as sheets
from hylla.doors.parts.look.sheet import NoBase, sheet_of, shortened
from hylla.doors.parts.look.tokens import by_day, by_night, tokens
from hylla.formats.colour import contrast
from hylla.privacy.policy.look import Look
from tests.doors.town import PIN, Town


def address(client: Client, kind: str = "css") -> str:
    page = client.get("/en/").content.decode()
    found = re.search(rf'"(/look/\w+\.{kind})"', page)
    assert found is not None
    return found[1]


def test_a_page_asks_for_one_sheet_with_the_librarys_colour(visitor: Client, town: Town) -> None:
    page = visitor.get("/en/").content.decode()
    assert page.count('rel="stylesheet"') == 1
    answer = visitor.get(address(visitor))
    assert answer["Content-Type"] == "text/css"
    assert "--ds-color-accent-base-default:#0b5563" in answer.content.decode()
    assert "immutable" in answer["Cache-Control"]
    assert not visitor.cookies


def test_browsers_that_can_unpack_get_it_packed(visitor: Client, town: Town) -> None:
    plain = visitor.get(address(visitor))
    packed = visitor.get(address(visitor), headers={"Accept-Encoding": "gzip, br"})
    assert packed["Content-Encoding"] == "gzip"
    assert packed["Vary"].startswith("Accept-Encoding")
    assert gzip.decompress(packed.content) == plain.content
    assert len(packed.content) < 30_000


def test_an_older_name_gets_what_is_now_and_is_not_kept(visitor: Client, town: Town) -> None:
    answer = visitor.get("/look/0123456789abcdef.css")
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "no-cache"


def test_those_who_are_logged_in_keep_it_too(visitor: Client, town: Town) -> None:
    visitor.post("/en/my/log-in/", {"card": town.patron().card, "pin": PIN})
    assert visitor.get("/en/my/")["Cache-Control"] == "no-store"
    assert "immutable" in visitor.get(address(visitor))["Cache-Control"]


def test_the_mark_is_a_picture_that_can_do_nothing(visitor: Client, town: Town) -> None:
    answer = visitor.get(address(visitor, "svg"))
    assert answer["Content-Type"] == "image/svg+xml"
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert answer.content.startswith(b"<svg")


def test_a_sheet_has_its_name_from_its_content() -> None:
    teal, red = sheet_of(Look()), sheet_of(Look(colour="#8f2a2a"))
    assert teal == sheet_of(Look())
    assert teal.name != red.name


def test_without_the_base_it_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "BASE", sheets.BASE.with_name("nothing.css"))
    with pytest.raises(NoBase, match=r"\./hylla makes it"):
        sheet_of(Look())


def test_what_is_shortened_means_the_same() -> None:
    text = '/* why */\n.a > .b,\n.c {\n  margin: 0 auto;\n  content: "+ x";\n}\n'
    assert shortened(text) == '.a>.b,.c{margin: 0 auto;content: "+ x";}'


@pytest.mark.parametrize("scales", [by_day(Look()), by_night(Look())], ids=["day", "night"])
def test_words_can_be_read_on_every_ground(scales: dict[str, dict[str, object]]) -> None:
    neutral = scales["neutral"]
    grounds = [
        each[ground]
        for each in scales.values()
        for ground in ("background-default", "surface-default", "surface-tinted", "surface-hover")
    ] + [neutral["background-tinted"]]
    for word in ("text-default", "text-subtle"):
        for ground in grounds:
            assert contrast(neutral[word], ground) >= 4.5  # type: ignore[arg-type] # colours
    for ground in ("background-default", "surface-default"):
        assert contrast(neutral["border-default"], neutral[ground]) >= 3  # type: ignore[arg-type]  # colours


def test_every_name_that_the_base_uses_has_a_value() -> None:
    used = set(re.findall(r"var\((--ds-color-[a-z0-9-]+)\)", sheets.BASE.read_text("utf-8")))
    given = set(re.findall(r"(--ds-color-[a-z0-9-]+):", tokens(Look())))
    assert used - given == set()


@pytest.mark.parametrize(("demo", "status"), [(True, 200), (False, 404)])
def test_the_catalogue_is_for_demonstrations(
    visitor: Client, town: Town, demo: bool, status: int
) -> None:
    with override_settings(HYLLA_DEMO=demo):
        assert visitor.get("/design/").status_code == status


def test_pages_are_packed_for_everyone_and_for_no_one_who_is_logged_in(
    visitor: Client, town: Town
) -> None:
    can_unpack = {"Accept-Encoding": "gzip"}
    answer = visitor.get("/en/privacy/", headers=can_unpack)
    assert answer["Content-Encoding"] == "gzip"
    assert b"<h1>" in gzip.decompress(answer.content)
    assert "Content-Encoding" not in visitor.get("/en/privacy/")
    visitor.post("/en/my/log-in/", {"card": town.patron().card, "pin": PIN})
    for path in ("/en/my/", "/en/privacy/"):
        assert "Content-Encoding" not in visitor.get(path, headers=can_unpack)
