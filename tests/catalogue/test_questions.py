"""What somebody types is taken apart, and always becomes something that can be looked for."""

import pytest

from hylla.catalogue.rules.questions import Phrase, Trouble, Where, Word, question
from hylla.catalogue.rules.spelling import distance, meant
from hylla.catalogue.rules.words import MOST_WORDS_ASKED


def words(text: str) -> list[str]:
    return [word.text for word in question(text).words]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Markens grøde", ["markens", "groede"]),
        ("Ibsen, Henrik: Gengangere", ["ibsen", "henrik", "gengangere"]),
        ("Animal Crossing: New Horizons", ["animal", "crossing", "new", "horizons"]),
        ("12:30 / 100% - c", ["12", "30", "100", "c"]),
        ("C++ c# C, f♯ 3", ["cplusplus", "csharp", "c", "fsharp", "3"]),
        ("x++y #1 ab# +", ["x", "y", "1", "ab"]),
        ("sult sult Sult", ["sult"]),
        ("1914-1918", ["1914", "1918"]),
        ("AND OR NOT (title) [x] {y} ^2 ~ \\ /", ["and", "or", "not", "title", "x", "y", "2"]),
        ("القاهرة", ["القاهرة"]),
    ],
)
def test_signs_mean_nothing(text: str, told: list[str]) -> None:
    assert words(text) == told
    assert question(text).troubles == ()


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("author:hamsun", Where.AUTHOR),
        ("Forfatter: hamsun", Where.AUTHOR),
        ("författare:hamsun", Where.AUTHOR),
        ("tittel: hamsun", Where.TITLE),
        ("ämne:hamsun", Where.SUBJECT),
        ("serie:hamsun", Where.SERIES),
        ("forlag:hamsun", Where.PUBLISHER),
        ("nowhere:hamsun", Where.ANYWHERE),
    ],
)
def test_a_field_tells_where_to_look(text: str, where: Where) -> None:
    assert question(text).words[-1] == Word("hamsun", where)


def test_quotes_keep_words_together() -> None:
    asked = question("“hel ved” mytting")
    assert asked.phrases == (Phrase(("hel", "ved")),)
    assert [word.text for word in asked.words] == ["hel", "ved", "mytting"]
    assert question('title:"hel ved"').phrases == (Phrase(("hel", "ved"), Where.TITLE),)


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("year:1990", (1990, 1990)),
        ("år: 1990-1999", (1990, 1999)),
        ("year:1990-", (1990, 2999)),
        ("year:-1950", (1, 1950)),
        ("år: 1990 – 1999", (1990, 1999)),
        ("year:1999-1990", (1990, 1999)),
        ('year:"1990"', (1990, 1990)),
    ],
)
def test_years(text: str, years: tuple[int, int]) -> None:
    assert question(text).years == years


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("978-82-02-23513-0", "9788202235130"),
        ("ISBN 8202235138", "9788202235130"),
        ("0317-8471", "03178471"),
        ("issn: 03178471", "03178471"),
        ("0317-8472", ""),
        ("urn:isbn:9788202235130", "9788202235130"),
        ("ISBN 82-02-23513-8 (ib.)", "9788202235130"),
        ("hamsun 978-82-02-23513-0", "9788202235130"),
        ("9770317847001", "03178471"),
        ("8202235138 hamsun", ""),
        ("1914 1918 12 3", ""),
    ],
)
def test_an_isbn_or_issn_alone_is_one(text: str, number: str) -> None:
    assert question(text).number == number


@pytest.mark.parametrize(
    ("text", "trouble"),
    [
        ('"hel ved', Trouble.OPEN_QUOTE),
        ("author:", Trouble.EMPTY_FIELD),
        ("year:soon", Trouble.NO_YEAR),
        ("a b c d e f g h i j k l m n", Trouble.TOO_MANY_WORDS),
        ("?!-%*", Trouble.NO_WORDS),
        ("978-82-02-23513-1", Trouble.ODD_ISBN),
        ("82-02-23513-7", Trouble.ODD_ISBN),
        ("isbn 8202235137", Trouble.ODD_ISBN),
    ],
)
def test_what_cannot_be_meant_is_told(text: str, trouble: Trouble) -> None:
    assert question(text).troubles == (trouble,)


def test_an_open_quote_does_not_stop_the_words() -> None:
    assert words('"hel ved') == ["hel", "ved"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\x00",
        "\ud800",
        "*" * 10_000,
        "a*" * 5_000,
        '"' * 10_000,
        "title:" * 2_000,
        "ø" * 10_000,
    ],
)
def test_whatever_comes_is_a_question_of_few_words(text: str) -> None:
    asked = question(text)
    assert len(asked.words) <= MOST_WORDS_ASKED
    assert len(asked.phrases) <= MOST_WORDS_ASKED


@pytest.mark.parametrize(
    ("one", "other", "far"),
    [
        ("sult", "sult", 0),
        ("slut", "sult", 1),
        ("sut", "sult", 1),
        ("sultt", "sult", 1),
        ("solt", "sult", 1),
        ("pan", "sult", 3),
        ("ab", "abcdef", 3),
    ],
)
def test_how_far_words_are_apart(one: str, other: str, far: int) -> None:
    assert distance(one, other) == distance(other, one) == far


def test_what_was_meant_is_written_as_the_title_has_it() -> None:
    titles = ["Flaggermusmannen", "Nesbø, Jo"]
    assert meant(("flagermusmannen",), titles) == "Flaggermusmannen"
    assert meant(("nesboe", "flagermusmannen"), titles) == "Nesbø Flaggermusmannen"
    assert meant(("nesboe",), titles) == ""
    assert meant(("xyzzy",), titles) == ""
    assert meant(("森", "flagermusmannen"), [*titles, "ノルウェイの森"]) == "森 Flaggermusmannen"
