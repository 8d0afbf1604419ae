"""Which fields of ours stay when another record of a title is laid over the one we have.

One rule a line: a tag in which X stands for any digit, if need be with a subfield that the field
must have (`650$9`), and with what that subfield says (`650$2=egne`); a plus at the end (`6XX +`)
lets what comes stand beside what we have. Without it, what comes in a tag is left out where we
keep something in that tag; where we have nothing, it is taken.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from hylla.formats.marc import Field, Record, Subfield

MOST_RULES = 100
_RULE = re.compile(
    r"(?P<tag>[0-9X]{3})(?:\$(?P<code>[0-9a-z])(?:=(?P<value>[^\s+][^+]*?))?)?\s*(?P<adds>\+)?",
    re.IGNORECASE,
)
# Who a record is, when it was changed and how long it is: never anybody's to keep.
OWN_TAGS = ("001", "003")


class WrongRule(ValueError):
    """A line that is no rule; `number` is which."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


@dataclass(frozen=True, slots=True)
class Keep:
    """One rule."""

    tag: re.Pattern[str]
    code: str = ""
    value: str = ""
    adds: bool = False

    def covers(self, field: Field) -> bool:
        """Tell whether a field is one that stays."""
        if not self.tag.fullmatch(field.tag):
            return False
        if not self.code:
            return True
        values = field.every(self.code)
        return any(not self.value or value == self.value for value in values)


def keep_rules(text: str) -> tuple[Keep, ...]:
    """Read the rules of a profile.

    :raises WrongRule: a line is none, or there are more than a hundred.
    """
    lines = enumerate(text.splitlines(), start=1)
    rules = tuple(_rule(line.strip(), number) for number, line in lines if line.strip())
    if len(rules) > MOST_RULES:
        raise WrongRule(MOST_RULES + 1)
    return rules


def _rule(line: str, number: int) -> Keep:
    found = _RULE.fullmatch(line)
    if found is None or found["tag"].upper() in OWN_TAGS:
        raise WrongRule(number)
    tag = re.compile(found["tag"].upper().replace("X", "[0-9]"))
    value = (found["value"] or "").strip()
    return Keep(tag, (found["code"] or "").lower(), value, bool(found["adds"]))


def laid_over(ours: Record, theirs: Record, *, rules: Sequence[Keep], is_same: bool) -> Record:
    """Return their record with what we keep of ours.

    `is_same` says that both have the same number in the same source. Otherwise ours keeps its own
    number, and theirs stands in field 035.
    """
    stays = [(field, rule) for field in ours.fields if (rule := _covering(rules, field))]
    closed = {field.tag for field, rule in stays if not rule.adds}
    coming = [
        field for field in theirs.fields if not (field.tag in closed and _covering(rules, field))
    ]
    if not is_same:
        coming = _under_our_number(ours, coming)
    for field, _rule_of in stays:
        if field not in coming:
            coming.insert(place_of(coming, field.tag), field)
    return Record(theirs.leader, tuple(coming), theirs.format_hint)


def _covering(rules: Sequence[Keep], field: Field) -> Keep | None:
    return next((rule for rule in rules if rule.covers(field)), None)


def _under_our_number(ours: Record, coming: list[Field]) -> list[Field]:
    source = next((each.value for each in coming if each.tag == "003"), "")
    number = next((each.value for each in coming if each.tag == "001"), "")
    told = f"({source.strip()}){number.strip()}"
    rest = [field for field in coming if field.tag not in OWN_TAGS]
    own = [field for field in ours.fields if field.tag in OWN_TAGS]
    there = {value for field in rest if field.tag == "035" for value in field.every("a")}
    if number.strip() and told not in there:
        elsewhere = Field("035", "", "  ", (Subfield("a", told),))
        rest.insert(place_of(rest, "035"), elsewhere)
    return [*own, *rest]


def place_of(fields: list[Field], tag: str) -> int:
    """Return where a field with a tag goes: behind the last that has the same or a lower one."""
    places = (place for place, field in enumerate(fields, start=1) if field.tag <= tag)
    return max(places, default=0)
