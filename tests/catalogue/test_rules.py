"""What becomes of incoming records, ISBNs as asked, and words for every no: tables of values."""

import pytest
from django.utils.translation import override

from hylla.catalogue.rules import Code, TitleFacts
from hylla.catalogue.rules.incoming import Incoming, Ours, Verdict, incoming, verdict
from hylla.catalogue.rules.isbn import isbn_asked
from hylla.catalogue.rules.title_facts import fitted
from hylla.catalogue.rules.weights import MOST_WORDS, weighed_words
from hylla.circulation.sentences import say
from hylla.formats.marc import Field, Record, Subfield
from hylla.library.refusals import Reason


@pytest.mark.parametrize(
    ("digest", "revised", "ours", "was_here", "expected"),
    [
        ("a", "", None, False, Verdict.ADD),
        ("a", "2", Ours("a", "1"), False, Verdict.NOTHING_NEW),
        ("b", "", Ours("a", ""), False, Verdict.CHANGE),
        ("b", "1", Ours("a", ""), False, Verdict.CHANGE),
        ("b", "2", Ours("a", "1"), False, Verdict.CHANGE),
        ("b", "2", Ours("a", "1"), True, Verdict.CHANGE),
        ("b", "1", Ours("a", "1"), False, Verdict.CHANGE),
        ("b", "1", Ours("a", "1"), True, Verdict.REPEATED),
        ("b", "", Ours("a", ""), True, Verdict.REPEATED),
        ("b", "1", Ours("a", "2"), False, Verdict.OLDER),
        ("b", "", Ours("a", "2"), True, Verdict.OLDER),
    ],
)
def test_verdict(
    digest: str, revised: str, ours: Ours | None, was_here: bool, expected: Verdict
) -> None:
    record = Incoming("source", "1", digest, revised, b"")
    assert verdict(record, ours=ours, was_here=was_here) is expected


def control(**values: str) -> Record:
    fields = (Field(tag.removeprefix("f"), value) for tag, value in values.items())
    return Record("00000nam a2200000 a 4500", tuple(fields))


@pytest.mark.parametrize(
    ("record", "identity", "revised"),
    [
        (control(f001=" 12 ", f003="NO-A"), ("NO-A", "12"), ""),
        (control(f001="12"), ("file.mrc", "12"), ""),
        (control(f001="12", f005="20240131120000.0"), ("file.mrc", "12"), "20240131120000.0"),
        (control(f001="12", f005="99999999999999.9"), ("file.mrc", "12"), ""),
        (control(f001="12", f005="in May"), ("file.mrc", "12"), ""),
        (control(f001="12", f003="x  " * 40), (("x " * 40)[:50], "12"), ""),
        (
            Record("", (Field("001", "", "  ", (Subfield("a", "12"), Subfield("b", "820010"))),)),
            ("820010", "12"),
            "",
        ),
    ],
)
def test_who_a_record_is(record: Record, identity: tuple[str, str], revised: str) -> None:
    told = incoming(record, file="file.mrc")
    assert (told.source, told.control_number) == identity
    assert told.revised == revised


def test_a_number_that_is_none_or_too_long_becomes_one_that_fits() -> None:
    without, long = control(f003="NO-A"), control(f001="9" * 101, f005="x")
    changed = control(f001="9" * 101, f005="y")
    assert incoming(without, file="").control_number == incoming(without, file="").digest
    assert incoming(long, file="").control_number == incoming(changed, file="").control_number
    assert len(incoming(long, file="").control_number) == 64


@pytest.mark.parametrize(
    ("text", "isbn"),
    [
        ("9788205295353", "9788205295353"),
        ("978-82-05-29535-3", "9788205295353"),
        ("isbn: 82 05 29535 2", "9788205295353"),
        ("ISBN-13: 9788205295353", "9788205295353"),
        ("080442957X", "9780804429573"),
        ("9788205295354", ""),
        ("9788205295353 Sult", ""),
        ("97882052953539", ""),
        ("sult", ""),
        ("", ""),
    ],
)
def test_an_isbn_is_the_whole_question(text: str, isbn: str) -> None:
    assert isbn_asked(text) == isbn


def test_facts_are_made_to_fit() -> None:
    facts = fitted(
        TitleFacts(
            title="  Fjell\x00et\nsom  ",
            authors=("Moe,\r\nIda", "\x01"),
            year=0,
            languages=("nob",) * 40,
            classification="8" * 90,
            subjects=("x" * 5000,) * 500,
        )
    )
    assert (facts.title, facts.authors, facts.year) == ("Fjell et som", ("Moe, Ida",), None)
    assert len(" ".join(facts.languages)) <= 50
    assert len(facts.classification) == 50
    assert len(facts.subjects) == 100
    assert len(facts.subjects[0]) == 1000


def test_a_word_weighs_what_its_best_place_does_and_there_are_not_too_many() -> None:
    words = weighed_words(
        TitleFacts(
            title="Sult",
            subjects=("Sult", *(f"emne{number}" for number in range(1000))),
            authors=("Åsen, Ida",),
        )
    )
    assert words["sult"] > words["aasen"] == words["asen"] > words["emne1"]
    assert len(words) == MOST_WORDS


@pytest.mark.parametrize("code", list(Code))
@pytest.mark.parametrize("language", ["nb", "nn", "sv"])
def test_every_no_has_its_sentence(code: Code, language: str) -> None:
    with override("en"):
        english = say(Reason(code))
    with override(language):
        assert say(Reason(code)) not in {"", english}
