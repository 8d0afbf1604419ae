"""A language is added by its catalogue, and says in the nearest one what it lacks."""

import gettext
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from hylla.formats.language import available, chain, nearest, spoken
from hylla.privacy.notice import sentences_for, text_of
from hylla.privacy.vocabulary import Language
from hylla.site.catalogues import compile_catalogues
from tests.builders import policy_of
from tests.house.sources import ROOT

CATALOGUE = r"""
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\n"
"Plural-Forms: nplurals=3; plural=(n==1 ? 0 : n==2 ? 1 : 2);\n"

msgid "My page"
msgstr "Mu siidu"
"""
SHOW = """
import django, json
from django.core.management import call_command
from hylla.site.catalogues import compile_catalogues
compile_catalogues()
django.setup()
call_command("migrate", verbosity=0)
from django.test import Client
browser = Client(headers={"host": "localhost"})
pages = {code: browser.get(f"/{code}/").content.decode() for code in ("se", "nb")}
pages["guess"] = browser.get("/", headers={"accept-language": "se, en;q=0.5"})["Location"]
pages["cookies"] = str(browser.cookies)
print(json.dumps(pages))
"""


@pytest.fixture
def catalogue(tmp_path: Path) -> Path:
    """A catalogue of North Sami with one text, in a folder of its own."""
    path = tmp_path / "locale" / "se" / "LC_MESSAGES" / "django.po"
    path.parent.mkdir(parents=True)
    path.write_text(CATALOGUE, encoding="utf-8")
    return path


def test_a_catalogue_and_a_line_of_the_policy_make_a_language(
    catalogue: Path, tmp_path: Path
) -> None:
    """It stands in the switch of every page, and what it lacks is said in Norwegian."""
    text = (ROOT / "policies" / "fjordvik.toml").read_text(encoding="utf-8")
    policy = tmp_path / "policy.toml"
    policy.write_text(
        text.replace('languages = ["nb",', 'languages = ["se", "nb",'), encoding="utf-8"
    )
    pages = shown(
        HYLLA_LOCALE=str(catalogue.parents[2]),
        HYLLA_POLICY=str(policy),
        HYLLA_DATA=str(tmp_path / "data"),
    )
    assert "Davvisámegiella" in pages["se"]
    assert "Davvisámegiella" in pages["nb"]
    assert "Mu siidu" in pages["se"]
    assert "Logg inn" in pages["se"] or "Søk" in pages["se"]
    assert '<html lang="se"' in pages["se"]
    assert pages["guess"] == "/se/"
    assert pages["cookies"] == ""


def shown(**environment: str) -> dict[str, str]:
    """Return the first page of a library in its languages, from a process of its own."""
    known = {name: value for name, value in os.environ.items() if not name.startswith("HYLLA_")}
    settings = {"DJANGO_SETTINGS_MODULE": "hylla.site.settings", "HYLLA_DEMO": "1"}
    done = subprocess.run(
        [sys.executable, "-c", SHOW],
        env={**known, **settings, "PYTHONPATH": str(ROOT / "src"), **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    pages: dict[str, str] = json.loads(done.stdout.splitlines()[-1])
    return pages


def test_what_is_missing_is_said_in_the_nearest_language(catalogue: Path) -> None:
    compile_catalogues(catalogue.parents[2])
    with catalogue.with_suffix(".mo").open("rb") as file:
        texts = gettext.GNUTranslations(file)
    assert texts.gettext("My page") == "Mu siidu"
    assert texts.gettext("Search") == "Søk"
    # Norwegian has two forms, this language three: the last serves for what is left.
    known = (
        "One of your loans is due on %(day)s.",
        "%(number)s of your loans are due, the first on %(day)s.",
    )
    forms = [texts.ngettext(*known, number) for number in (1, 2, 5)]
    assert forms[0] != forms[1] == forms[2]


@pytest.mark.parametrize(
    ("language", "first"), [("se", "nb"), ("da", "nb"), ("fi", "sv"), ("xx", "en"), ("nn", "nb")]
)
def test_each_language_has_its_nearest(language: str, first: str) -> None:
    others = {code: code for code in ("nb", "nn", "sv", "en") if code != language}
    assert next(code for code in list(chain(language))[1:] if code in others) == first
    assert nearest(language, others) == spoken(others, language) == first


def test_the_notice_is_said_in_the_nearest_language() -> None:
    """Numbers and all: a sentence is never half in one language."""
    policy = policy_of("fjordvik")
    for sentence in sentences_for(policy):
        said = text_of(sentence, policy, Language("fi"))
        assert said == text_of(sentence, policy, Language.SV)


def test_further_languages_are_no_members() -> None:
    """What every sentence must have stays four; others come as they are needed."""
    assert Language("se") is Language("se")
    assert Language("se") not in list(Language)
    assert [each.value for each in Language] == ["nb", "nn", "sv", "en"]
    with pytest.raises(ValueError, match="xx"):
        Language("xx")


def test_the_four_have_catalogues() -> None:
    assert set(available()) == set(Language)
