"""What is wrong or odd about a record somebody writes, and the places of its fixed fields."""

import pytest

from hylla.formats.marc import Field, Record, Subfield, describe
from hylla.formats.marc.checking import Problem, problems
from hylla.formats.marc.fields import FIELDS
from hylla.formats.marc.fixed import Part, Start, beginning, copied, parts_of, with_parts

LEADER = "00000nam a2200000 i 4500"
TITLE = Field("245", "", "00", (Subfield("a", "Fjellet"),))


def a_field(tag: str, indicators: str = "  ", **parts: str) -> Field:
    return Field(tag, "", indicators, tuple(Subfield(c.strip("_"), v) for c, v in parts.items()))


@pytest.mark.parametrize(
    ("field", "problem", "said"),
    [
        (a_field("2x5", a="x"), Problem.TAG_UNFIT, "2x5"),
        (a_field("500", A="x"), Problem.CODE_UNFIT, "A"),
        (a_field("500", x="x"), Problem.CODE_UNKNOWN, "x"),
        (a_field("650", "94", a="x"), Problem.FIRST_UNKNOWN, "9"),
        (a_field("264", " 9", a="x"), Problem.SECOND_UNKNOWN, "9"),
        (a_field("245", "00", a="Igjen"), Problem.NOT_REPEATED, ""),
        (a_field("020", a="9788205062062"), Problem.ISBN_WRONG, "9788205062062"),
        (a_field("022", a="1234-5678"), Problem.ISSN_WRONG, "1234-5678"),
        (a_field("041", "0 ", a="norsk"), Problem.LANGUAGE_WRONG, "norsk"),
    ],
)
def test_each_problem_is_found_where_it_is(field: Field, problem: Problem, said: str) -> None:
    (found,) = problems(Record(LEADER, (TITLE, field)))
    assert (found.place, found.tag, found.problem, found.said) == (1, field.tag, problem, said)


def test_a_right_record_has_none_and_one_without_title_is_not_saved() -> None:
    right = (TITLE, a_field("020", a="82-05-06206-4 (ib.)"), a_field("999", "99", z="ours"))
    assert problems(Record(LEADER, right)) == ()
    (found,) = problems(Record(LEADER, ()))
    assert (found.place, found.problem, found.is_grave) == (-1, Problem.TITLE_MISSING, True)
    (found,) = problems(Record(LEADER, (a_field("245", "00", a=" / "),)))
    assert found.place == 0


def test_parts_are_read_and_written_and_the_rest_stays() -> None:
    fixed = "010101s2020    no a   j      000 1 nob  "
    record = Record(LEADER, (Field("001", "x"), Field("008", fixed), TITLE))
    parts = parts_of(record)
    assert (parts[Part.YEAR], parts[Part.COUNTRY], parts[Part.AUDIENCE]) == ("2020", "no ", "j")
    assert with_parts(record, parts) == record
    changed = with_parts(record, {Part.YEAR: "1999", Part.LANGUAGE: "nno", Part.AUDIENCE: "å"})
    assert changed.control("008") == fixed.replace("2020", "1999").replace("nob", "nno")
    assert [each.tag for each in changed.fields] == ["001", "008", "245"]
    made = with_parts(Record(LEADER, (TITLE,)), {Part.YEAR: "2001"})
    assert [each.tag for each in made.fields] == ["008", "245"]
    assert len(made.control("008")) == 40


@pytest.mark.parametrize("start", Start)
def test_each_beginning_becomes_what_it_says(start: Start) -> None:
    record = beginning(start, day="260302", language="nob", country="no")
    assert len(record.control("008")) == 40
    kind = {Start.E_BOOK: "book", Start.THING: "other"}.get(start, start.value)
    assert describe(record).material == kind
    assert parts_of(record)[Part.LANGUAGE] == "nob"
    written = tuple(each for each in record.fields if any(p.value for p in each.subfields))
    assert problems(Record(record.leader, (TITLE, *written))) == ()


def test_a_copy_leaves_out_whose_the_first_is() -> None:
    own = (Field("001", "x"), Field("003", "y"), a_field("035", a="z"), TITLE)
    assert copied(Record(LEADER, own)).fields == (TITLE,)


def test_the_table_has_what_every_field_needs() -> None:
    for tag, rule in FIELDS.items():
        assert len(set(rule.parts)) == len(rule.parts), tag
        assert rule.first, tag
