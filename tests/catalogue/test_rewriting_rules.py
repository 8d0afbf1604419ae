"""What one rule, or several in order, make of a record."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hylla.catalogue.rules.batches import Fate
from hylla.catalogue.rules.change_rules import (
    Do,
    Fault,
    How,
    Rule,
    faults_of,
    parts_told,
    rules_text,
    rules_told,
)
from hylla.catalogue.rules.comparing import field_text
from hylla.catalogue.rules.rewriting import rewritten, says
from hylla.catalogue.rules.weighing import weighed
from hylla.formats.marc import Field, Record, Subfield
from hylla.formats.marc.kept import kept_record
from hylla.formats.marc.writing import iso2709_of

LEADER = "00000nam a2200000 i 4500"
FIXED = "250131s2025    no            000 1 nob d"


def written(text: str) -> Field:
    """Read `650 #7 $a Fjell $2 x`."""
    tag, indicators, rest = text.split(" ", 2)
    return Field(tag, "", indicators.replace("#", " "), parts_told(rest))


def a_record(*fields: str) -> Record:
    told = ["245 10 $a Fjellet", *fields]
    return Record(LEADER, (Field("001", "7"), Field("008", FIXED), *sorted(
        map(written, told), key=lambda each: each.tag
    )))  # fmt: skip


def texts(record: Record) -> list[str]:
    rest = (each for each in record.fields if each.subfields)
    return [field_text(each) for each in rest if not field_text(each).startswith("245 10 $a Fj")]


CASES: list[tuple[Rule, list[str], list[str]]] = [
    (Rule(Do.ADD_FIELD, "655", "#", "7", text="$a Roman $2 ntsf"), [], ["655 #7 $a Roman $2 ntsf"]),
    (Rule(Do.ADD_FIELD, "655", text="$a Roman"), ["655 ## $a Novelle"], ["655 ## $a Novelle"]),
    (
        Rule(Do.ADD_FIELD, "655", text="$a Roman", always=True),
        ["655 ## $a Novelle"],
        ["655 ## $a Novelle", "655 ## $a Roman"],
    ),
    (Rule(Do.DELETE_FIELD, "9XX"), ["901 ## $a x", "655 ## $a y", "999 ## $a z"], ["655 ## $a y"]),
    (
        Rule(Do.DELETE_FIELD, "650", second="7", where_code="2", where_says="humord"),
        ["650 #7 $a Fjell $2 humord", "650 #7 $a Fjell $2 bokbas", "650 #4 $a Vidde"],
        ["650 #7 $a Fjell $2 bokbas", "650 #4 $a Vidde"],
    ),
    (
        Rule(Do.DELETE_FIELD, "500", code="a", find="Trykt", how=How.WORD),
        ["500 ## $a Trykt i Oslo.", "500 ## $a Opptrykt."],
        ["500 ## $a Opptrykt."],
    ),
    (
        Rule(Do.SET_PART, "336", code="2", text="rdacontent"),
        ["336 ## $b txt", "336 ## $b sti $2 rda $2 x"],
        ["336 ## $b txt $2 rdacontent", "336 ## $b sti $2 rdacontent"],
    ),
    (
        Rule(Do.SET_PART, "650", code="2", find="ntsk", how=How.WHOLE, text="ntsf"),
        ["650 #7 $a Fjell $2 ntsk", "650 #7 $a Vidde"],
        ["650 #7 $a Fjell $2 ntsf", "650 #7 $a Vidde"],
    ),
    (
        Rule(Do.DELETE_PART, "245", code="h"),
        ["245 00 $a Film $h [film]", "245 00 $h [lyd]"],
        ["245 00 $a Film"],
    ),
    (
        Rule(Do.REPLACE_TEXT, "6XX", code="a", find="neger", how=How.WORD, text="svart"),
        ["650 #4 $a neger", "650 #4 $a negere", "651 #4 $a Neger", "655 ## $x neger"],
        ["650 #4 $a svart", "650 #4 $a negere", "651 #4 $a Neger", "655 ## $x neger"],
    ),
    (
        Rule(Do.REPLACE_TEXT, "500", find="c++ (", any_case=True, text=r"\1"),
        ["500 ## $a Om C++ (språk)"],
        [r"500 ## $a Om \1språk)"],
    ),
    (Rule(Do.REPLACE_TEXT, "500", find="Slett"), ["500 ## $a Slett"], []),
    (
        Rule(Do.COPY_FIELD, "490", to_tag="830"),
        ["490 1# $a Serien $v 3"],
        ["490 1# $a Serien $v 3", "830 1# $a Serien $v 3"],
    ),
    (Rule(Do.MOVE_FIELD, "653", to_tag="650"), ["653 ## $a Fjell"], ["650 ## $a Fjell"]),
    (
        Rule(Do.MOVE_FIELD, "500", code="a", find="Målgruppe", to_tag="521"),
        ["500 ## $a Annet.", "500 ## $a Målgruppe: barn"],
        ["500 ## $a Annet.", "521 ## $a Målgruppe: barn"],
    ),
    (
        Rule(Do.COPY_PART, "082", code="a", to_tag="092", to_code="a"),
        ["082 04 $a 839.82 $2 23"],
        ["082 04 $a 839.82 $2 23", "092 ## $a 839.82"],
    ),
    (
        Rule(Do.MOVE_PART, "650", code="z", to_code="x"),
        ["650 #4 $a Fjell $z Norge"],
        ["650 #4 $a Fjell $x Norge"],
    ),
    (
        Rule(Do.MOVE_PART, "500", code="a", to_tag="590", to_code="a", to_first="1"),
        ["500 ## $a Gave"],
        ["590 1# $a Gave"],
    ),
    (
        Rule(Do.SET_INDICATORS, "490", first="1", to_first="0"),
        ["490 1# $a Serien"],
        ["490 0# $a Serien"],
    ),
    (
        Rule(Do.DELETE_FIELD, "653", only_tag="650", only_code="2", only_says="NTSF"),
        ["650 #7 $a Fjell $2 ntsf.", "653 ## $a Fjell"],
        ["650 #7 $a Fjell $2 ntsf."],
    ),
    (
        Rule(Do.DELETE_FIELD, "653", only_tag="650", unless=True),
        ["650 #7 $a Fjell", "653 ## $a Fjell"],
        ["650 #7 $a Fjell", "653 ## $a Fjell"],
    ),
    (Rule(Do.DELETE_FIELD, "653", language="swe"), ["653 ## $a F"], ["653 ## $a F"]),
    (Rule(Do.DELETE_FIELD, "653", language="nob"), ["653 ## $a F"], []),
]


@pytest.mark.parametrize(("rule", "before", "after"), CASES)
def test_rules(rule: Rule, before: list[str], after: list[str]) -> None:
    assert not faults_of(rule)
    once = rewritten(a_record(*before), [rule])
    assert texts(once) == after
    assert rewritten(once, [rule]) == once
    assert (once.control("001"), once.control("008")) == ("7", FIXED)


def test_places_of_008() -> None:
    rule = Rule(Do.SET_FIXED, part="audience", text="j")
    after = rewritten(a_record(), [rule])
    assert after.control("008") == FIXED[:22] + "j" + FIXED[23:]
    assert rewritten(after, [rule]) is after
    serial = Record("00000nas a2200000 i 4500", a_record().fields)
    assert rewritten(serial, [rule]) is serial


def test_rules_follow_one_another() -> None:
    rules = [
        Rule(Do.MOVE_FIELD, "653", to_tag="650"),
        Rule(Do.SET_INDICATORS, "650", to_second="4"),
        Rule(Do.REPLACE_TEXT, "650", code="a", find="Fjell", text="Fjelltur"),
    ]
    assert texts(rewritten(a_record("653 ## $a Fjell"), rules)) == ["650 #4 $a Fjelltur"]


@pytest.mark.parametrize(
    ("rule", "fault"),
    [
        (Rule(Do.DELETE_FIELD, "24"), Fault.TAG),
        (Rule(Do.DELETE_FIELD, "001"), Fault.TAG),
        (Rule(Do.DELETE_FIELD, "XXX"), Fault.TAG),
        (Rule(Do.ADD_FIELD, "9XX", text="$a x"), Fault.TAG),
        (Rule(Do.ADD_FIELD, "650", text="Fjell"), Fault.FIELD),
        (Rule(Do.ADD_FIELD, "650", text="$a Fjell $"), Fault.FIELD),
        (Rule(Do.ADD_FIELD, "650", text="$a x", first="?"), Fault.INDICATOR),
        (Rule(Do.SET_PART, "650", text="x"), Fault.CODE),
        (Rule(Do.SET_PART, "650", code="a"), Fault.TEXT),
        (Rule(Do.SET_PART, "650", code="a", text="x\x1fbad"), Fault.TEXT),
        (Rule(Do.REPLACE_TEXT, "650", text="x"), Fault.FIND),
        (Rule(Do.SET_INDICATORS, "650"), Fault.INDICATOR),
        (Rule(Do.COPY_FIELD, "650", to_tag="6XX"), Fault.TO_TAG),
        (Rule(Do.MOVE_FIELD, "650", to_tag="008"), Fault.TO_TAG),
        (Rule(Do.MOVE_FIELD, "650", to_tag="650"), Fault.SAME_PLACE),
        (Rule(Do.MOVE_PART, "650", code="a"), Fault.TO_CODE),
        (Rule(Do.MOVE_PART, "650", code="a", to_code="a"), Fault.SAME_PLACE),
        (Rule(Do.SET_FIXED, part="audience", text="z"), Fault.FIXED),
        (Rule(Do.SET_FIXED, part="type", text="a"), Fault.FIXED),
        (Rule(Do.SET_FIXED, part="language", text="norsk"), Fault.FIXED),
        (Rule(Do.DELETE_FIELD, "650", where_says="x"), Fault.WHERE),
        (Rule(Do.DELETE_FIELD, "650", language="norsk"), Fault.LANGUAGE),
        (Rule(Do.DELETE_FIELD, "650", only_says="x"), Fault.ONLY),
    ],
)
def test_what_is_no_rule(rule: Rule, fault: Fault) -> None:
    assert faults_of(rule) == (fault,)


@pytest.mark.parametrize(
    ("value", "wanted", "is_said"),
    [("Fjell.", "fjell", True), ("Fjellet", "fjell*", True), ("Fjellet", "fjell", False)],
)
def test_what_a_part_says(value: str, wanted: str, is_said: bool) -> None:
    assert says(value, wanted) is is_said


@pytest.mark.parametrize(
    ("rule", "fate", "reason", "remarks"),
    [
        (Rule(Do.DELETE_FIELD, "245"), Fate.REFUSE, "title_missing", ()),
        (Rule(Do.ADD_FIELD, "245", text="$a To", always=True), Fate.REFUSE, "field_twice", ()),
        (Rule(Do.MOVE_FIELD, "700", to_tag="110"), Fate.REFUSE, "main_entry_twice", ()),
        (Rule(Do.ADD_FIELD, "020", text="$a 123"), Fate.CHANGE, "", ("isbn_wrong",)),
        (Rule(Do.ADD_FIELD, "022", text="$a 123"), Fate.CHANGE, "", ("issn_wrong",)),
        (Rule(Do.DELETE_FIELD, "999"), Fate.SAME, "", ()),
    ],
)
def test_what_would_be_wrong_is_told(
    rule: Rule, fate: Fate, reason: str, remarks: tuple[str, ...]
) -> None:
    before = a_record("100 1# $a Nord", "700 1# $a Sør")
    found = weighed(before, rewritten(before, [rule]))
    assert (found.fate, found.reason, found.remarks) == (fate, reason, remarks)


def test_what_was_wrong_before_is_no_reason() -> None:
    before = a_record("020 ## $a 123", "245 00 $a To")
    after = rewritten(before, [Rule(Do.ADD_FIELD, "500", text="$a x")])
    assert weighed(before, after).remarks == ()
    assert weighed(before, after).fate is Fate.CHANGE


CODES = st.sampled_from("abz2")
VALUES = st.sampled_from(["Fjell", "fjell og vidde", "Vidde.", "12", "å", "ntsf"])
TAGS = st.sampled_from(["500", "650", "653", "700", "900"])
FIELDS = st.builds(
    lambda tag, ind, parts: Field(tag, "", ind, tuple(Subfield(*each) for each in parts)),
    TAGS,
    st.sampled_from(["  ", "1 ", " 7"]),
    st.lists(st.tuples(CODES, VALUES), min_size=1, max_size=3),
)
RECORDS = st.lists(FIELDS, max_size=5).map(
    lambda rest: Record(LEADER, (Field("001", "7"), Field("008", FIXED), written("245 10 $a T"),
                                 *sorted(rest, key=lambda each: each.tag)))
)  # fmt: skip
RULES = st.builds(
    Rule,
    do=st.sampled_from(Do),
    tag=TAGS | st.just("6XX"),
    first=st.sampled_from(["", "#", "1"]),
    code=CODES,
    find=st.sampled_from(["", "Fjell", "vidde"]),
    how=st.sampled_from(How),
    any_case=st.booleans(),
    text=st.sampled_from(["$a Ny $2 x", "$b Skog", "j"]),
    to_tag=st.sampled_from(["", "655", "950"]),
    to_code=st.sampled_from("xy"),
    to_second=st.sampled_from(["", "4"]),
    part=st.just("audience"),
    always=st.booleans(),
    only_tag=st.sampled_from(["", "500"]),
    unless=st.booleans(),
).filter(lambda rule: not faults_of(rule))


@settings(max_examples=150, deadline=None)
@given(RECORDS, st.lists(RULES, max_size=3))
def test_any_rules_on_any_record(record: Record, rules: list[Rule]) -> None:
    """Rules are kept and read again; one again changes nothing; who a record is stays; what comes
    out is kept as it is."""
    assert rules_told(rules_text(rules)) == tuple(rules)
    after = rewritten(record, rules)
    assert after == rewritten(record, rules_told(rules_text(rules)))
    assert after.control("001") == "7"
    assert all(re.fullmatch("00.", f.tag) or f.subfields for f in after.fields)
    kept = kept_record(iso2709_of(after))
    assert kept is not None
    assert kept.fields == after.fields
    for rule in rules:
        once = rewritten(record, [rule])
        assert rewritten(once, [rule]) == once
