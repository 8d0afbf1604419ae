"""What two records come to as one: nothing twice that a record has once."""

import pytest

from hylla.catalogue.rules.codes import Code
from hylla.catalogue.rules.merging import joined, too_many
from hylla.formats.marc import Field, Record, Subfield


def made(*tags: str, text: str = "a") -> Record:
    """Return a record with these fields; each says which record it is of."""
    fields = (Field(tag, text if tag < "010" else "", "  ", (Subfield("a", text),)) for tag in tags)
    return Record("00000nam a2200000 a 4500", tuple(fields))


@pytest.mark.parametrize(
    ("stays", "goes", "taken", "reasons"),
    [
        (("245", "500"), ("245", "500"), {1}, []),
        (("245",), ("245",), {0}, [(Code.FIELD_TWICE, 245)]),
        (("008", "245"), ("008", "245"), {0}, [(Code.FIELD_TWICE, 8)]),
        (("007", "245"), ("007", "245"), {0}, []),
        (("100", "245"), ("110", "245"), {0}, [(Code.MAIN_ENTRY_TWICE, None)]),
        (
            ("100", "245"),
            ("100", "240", "245"),
            {0, 1, 2},
            [(Code.FIELD_TWICE, 100), (Code.FIELD_TWICE, 245)],
        ),
        # What was so before stays so; a third would be worse.
        (("245", "245"), ("500",), {0}, []),
        (("245", "245"), ("245",), {0}, [(Code.FIELD_TWICE, 245)]),
        (("100", "130", "245"), ("500",), {0}, []),
    ],
)
def test_what_stands_once_is_not_there_twice(
    stays: tuple[str, ...],
    goes: tuple[str, ...],
    taken: set[int],
    reasons: list[tuple[str, int | None]],
) -> None:
    mine = made(*stays)
    both = joined(mine, made(*goes, text="b"), without=(), taken=taken)
    assert [(each.code, each.number) for each in too_many(both, stays=mine)] == reasons


def test_one_in_the_place_of_the_other_is_not_too_many() -> None:
    mine = made("245")
    both = joined(mine, made("245", text="b"), without={0}, taken={0})
    assert list(too_many(both, stays=mine)) == []
    assert [field.first("a") for field in both.fields] == ["b"]
