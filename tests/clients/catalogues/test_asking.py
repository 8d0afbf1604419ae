"""Other catalogues are asked in their own words; what goes wrong there is told, and ends soon."""

from http.server import ThreadingHTTPServer
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hylla.clients.catalogues import (
    Problem,
    SourceError,
    Wanted,
    WrongSettings,
    asked,
    asking,
    query_of,
    read_sources,
)
from hylla.clients.catalogues.profiles import PROFILES
from hylla.formats import cql
from tests.clients.catalogues.neighbours import Misbehaving, running, source


@pytest.mark.parametrize(
    ("profile", "wanted", "query"),
    [
        ("libris", Wanted(isbn="9788299990011"), 'bath.isbn="9788299990011"'),
        ("alma", Wanted(issn="15008002"), 'alma.issn="15008002"'),
        ("biblioteksentralen", Wanted(isbn="9788299990011"), 'dc.identifier="9788299990011"'),
        (
            "alma",
            Wanted(title="  Vinden  fra nes ", author="Fjære"),
            'alma.title all "Vinden fra nes" and alma.creator all "Fjære"',
        ),
        ("libris", Wanted(words="vinden"), 'cql.serverChoice = "vinden"'),
        ("plain", Wanted(words='a "b" \\ c* ?^'), r'cql.serverChoice all "a \"b\" \\ c\* \?\^"'),
    ],
)
def test_each_catalogue_is_asked_in_its_own_words(profile: str, wanted: Wanted, query: str) -> None:
    assert query_of(wanted, PROFILES[profile]) == query


@given(st.text(min_size=1), st.text(min_size=1), st.sampled_from(sorted(PROFILES)))
def test_nothing_that_is_typed_becomes_part_of_the_language(
    title: str, author: str, profile: str
) -> None:
    """However it is typed, the query is these two clauses and no more."""
    wanted = Wanted(title=title, author=author)
    query = query_of(wanted, PROFILES[profile])
    words = [text for text in (title.split(), author.split()) if text]
    if not words:
        assert not query
        return
    tree = cql.read(query).tree
    clauses = [tree.left, tree.right] if isinstance(tree, cql.Boolean) else [tree]
    assert len(clauses) == len(words)
    assert all(isinstance(each, cql.Clause) for each in clauses)


@pytest.mark.parametrize(
    ("way", "problem"),
    [
        ("moved", Problem.MOVED),
        ("refuses", Problem.REFUSED),
        ("drips", Problem.TOO_SLOW),
        ("drips_head", Problem.TOO_SLOW),
        ("endless", Problem.TOO_LARGE),
        ("hangs_up", Problem.UNREACHABLE),
        ("cut", Problem.UNREACHABLE),
        ("stalls", Problem.TOO_SLOW),
    ],
)
def test_what_goes_wrong_is_told(
    way: str, problem: Problem, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An answer that never ends is broken off, be it slow or large."""
    monkeypatch.setattr(asking, "SECONDS", 0.2)
    monkeypatch.setattr(asking, "LARGEST", 1_000_000)
    monkeypatch.setattr(asking, "TIMEOUT", (1, 0.2))
    with (
        running(ThreadingHTTPServer(("127.0.0.1", 0), Misbehaving)) as address,
        pytest.raises(SourceError) as told,
    ):
        asked(source(f"{address}/{way}"), Wanted(words="fjell"))
    assert told.value.problem is problem
    # No text of an error holds what was asked for.
    assert "fjell" not in str(told.value)
    assert told.value.__cause__ is None


def test_nobody_is_there() -> None:
    with pytest.raises(SourceError, match=Problem.UNREACHABLE):
        asked(source("http://127.0.0.1:9/"), Wanted(words="fjell"))


def written(tmp_path: Path, text: str) -> Path:
    file = tmp_path / "sources.toml"
    file.write_text(text)
    return file


def test_a_file_names_them_in_their_order(tmp_path: Path) -> None:
    text = """
    [[source]]
    name = "Libris"
    profile = "libris"

    [[source]]
    name = "Universitetet"
    profile = "alma"
    address = "https://alma.example.org/view/sru/47UNI/"

    [[source]]
    name = "Naboen"
    profile = "plain"
    address = "https://nabo.example.org/sru"
    version = "2.0"
    isbn = "dc.identifier"
    """
    libris, alma, plain = read_sources(written(tmp_path, text))
    assert (libris.name, libris.profile) == ("Libris", PROFILES["libris"])
    assert libris.address.startswith("https://")
    assert alma.address == "https://alma.example.org/view/sru/47UNI"
    assert (plain.profile.version, plain.profile.isbn) == ("2.0", "dc.identifier")
    assert "operation" not in asking._parameters(plain, Wanted(isbn="1"), 1)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "one [[source]] or more"),
        ("x = [", "is no TOML"),
        ('[[source]]\nname = "A"', "profile is one of"),
        ('[[source]]\nname = "A"\nprofile = "alma"', "address says where it is"),
        (
            '[[source]]\nname = "A"\nprofile = "plain"\naddress = "http://a.example.org"',
            "source 1: address begins with https://",
        ),
        ('[[source]]\nname = "A"\nprofile = "libris"\nkey = "x"', "there is no key key"),
        ('[[source]]\nname = 1\nprofile = "libris"', "name is a text"),
        ('[[source]]\nname = "A"\nprofile = "libris"\nversion = "3"', "version is one of"),
        ('[[source]]\nname = "A"\nprofile = "libris"\n' * 2, "two sources are called A"),
    ],
)
def test_a_file_that_is_wrong_says_where(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(WrongSettings) as told:
        read_sources(written(tmp_path, text))
    assert said in str(told.value)
    assert "sources.toml" in str(told.value)
