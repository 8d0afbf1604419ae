"""User names that tell nobody who it is, and texts that are about a title."""

from datetime import date

import pytest

from hylla.reviews.rules import (
    LONGEST,
    SHORTEST,
    Code,
    Known,
    Told,
    average_of,
    faults_of,
    folded,
    name_faults,
    who_may,
)
from tests.circulation.world import TODAY, policy_of

KARI = Known(
    given_name="Kari Anne",
    family_name="Prøve",
    log_in_name="karip80",
    numbers=("90000001", "+4741298765", "kari.nordfjord@example.org"),
)
LANGUAGES = ("nb", "en")


@pytest.mark.parametrize(
    "name", ["Bokorm", "Åse-Ø", "bok.orm", "Kari", "Läsaren 42", "Лесовик", "abc"]
)
def test_names_that_will_do(name: str) -> None:
    assert name_faults(name, known=KARI, library="Fjordvik bibliotek") == []


@pytest.mark.parametrize(
    ("name", "fault"),
    [
        ("", Code.NAME_MISSING),
        ("ab", Code.NAME_MALFORMED),
        ("a" * 31, Code.NAME_MALFORMED),
        ("<b>bok</b>", Code.NAME_MALFORMED),
        ("...", Code.NAME_MALFORMED),
        ("bok\u202eorm", Code.NAME_MALFORMED),
        ("90000001", Code.NAME_MALFORMED),
        ("card 90000001", Code.NAME_LIKE_A_NUMBER),
        ("born 17051980", Code.NAME_LIKE_A_NUMBER),
        ("Bokоrm", Code.NAME_MIXED),
        ("Bibliotekar", Code.NAME_RESERVED),
        ("Bibliotekar Berit", Code.NAME_RESERVED),
        ("The Admin", Code.NAME_RESERVED),
        ("Fjordvik-Bibliotek", Code.NAME_RESERVED),
        ("Kari Anne Prøve", Code.NAME_IS_YOURS),
        ("prove.kari-anne", Code.NAME_IS_YOURS),
        ("PRØVE", Code.NAME_IS_YOURS),
        ("KariP80", Code.NAME_IS_YOURS),
        ("kari nordfjord", Code.NAME_IS_YOURS),
    ],
)
def test_names_that_will_not(name: str, fault: Code) -> None:
    assert fault in name_faults(name, known=KARI, library="Fjordvik bibliotek")


def test_names_are_the_same_however_they_are_written() -> None:
    """Nobody passes for another by a space, a capital, an accent or a wide letter."""
    assert len({folded(each) for each in ("Bok-orm", "BOKORM", "bók órm", "\uff22okorm")}) == 1
    assert folded("Bokorm") != folded("Bokorm2")


@pytest.mark.parametrize(
    ("told", "faults"),
    [
        (Told(), []),
        (Told(stars=0, text=""), []),
        (Told(stars=-1), [Code.STARS_WRONG]),
        (Told(stars=6), [Code.STARS_WRONG]),
        (Told(stars=5), []),
        (Told(text="Too short", language="nb"), [Code.TOO_SHORT]),
        (Told(text="x" * SHORTEST, language="nb"), []),
        (Told(text="x" * LONGEST, language="nb"), []),
        (Told(text="x" * (LONGEST + 1), language="nb"), [Code.TOO_LONG]),
        (Told(text="x" * SHORTEST, language="xx"), [Code.LANGUAGE_UNKNOWN]),
        (Told(text="Write to me@example.org about it", language="nb"), [Code.NAMES_SOMEBODY]),
        (Told(text="Call +47 412 98 765 about this", language="nb"), [Code.NAMES_SOMEBODY]),
        (Told(text="Better than 978-82-03-29104-4, I think", language="nb"), []),
        (Told(text="Written in 1984, and read 2024-05-17", language="nb"), []),
        (Told(text="Set in 1914-1918 and again today", language="nb"), []),
        (Told(text="His number is 130972 48022, by the way", language="nb"), [Code.NAMES_SOMEBODY]),
    ],
)
def test_what_may_be_said(told: Told, faults: list[Code]) -> None:
    assert [each.code for each in faults_of(told.tidied(), languages=LANGUAGES)] == faults


def test_a_text_becomes_plain() -> None:
    told = Told(
        text="  One\x00 line\r\n\r\n\r\n\r\nAnd  another\t<b>word</b> ", name=" Bok \n orm "
    )
    assert told.tidied().text == "One line\n\nAnd another <b>word</b>"
    assert told.tidied().name == "Bok orm"


def test_who_may() -> None:
    policy = policy_of("kungsbacka")
    assert who_may(date(1980, 1, 1), on=TODAY, policy=policy) == []
    assert [each.code for each in who_may(None, on=TODAY, policy=policy)] == [Code.AGE_UNKNOWN]
    young = TODAY.replace(year=TODAY.year - 13)
    assert who_may(young, on=TODAY, policy=policy) == []
    (reason,) = who_may(young.replace(day=young.day + 1), on=TODAY, policy=policy)
    assert (reason.code, reason.number) == (Code.TOO_YOUNG, 13)
    (reason,) = who_may(date(1980, 1, 1), on=TODAY, policy=policy_of("bergen"))
    assert reason.code == Code.NOT_OFFERED


def test_an_average_of_few_is_none() -> None:
    assert average_of([5, 4], shown_from=3) is None
    assert average_of([5, 4, 4], shown_from=3) == 4.3
    assert average_of([], shown_from=3) is None
