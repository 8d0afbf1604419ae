"""Titles that follow their authority to another heading."""

from collections.abc import Collection
from dataclasses import dataclass, replace

from hylla.catalogue.rules.authorities import field_key, heading_key
from hylla.formats.marc import Field, Record
from hylla.formats.marc.authorities import AuthorityFacts
from hylla.formats.marc.headings import (
    CONTROLLED,
    forms_of,
    numbers_in,
    reheaded,
    with_number,
)


@dataclass(frozen=True, slots=True)
class Reheading:
    """From which authority to which heading.

    `number` is what `$0` says from now on, where the authority itself becomes another. With
    `by_heading` fields without a number are under it, too; `others` are the numbers of other
    authorities, whose fields are left alone whatever they say.
    """

    old: AuthorityFacts
    new: Field
    by_heading: bool = True
    others: Collection[str] = ()
    number: str = ""

    def of(self, record: Record) -> Record:
        """Return a title's record with the fields that are under the authority changed."""
        return replace(record, fields=tuple(map(self._field, record.fields)))

    def _field(self, field: Field) -> Field:
        if not self._is_under(field):
            return field
        changed = reheaded(field, self.old.heading, self.new)
        if self.number:
            changed = with_number(changed, old=self.old.numbers, number=self.number)
        return changed

    def _is_under(self, field: Field) -> bool:
        family = CONTROLLED.get(field.tag)
        if family is not self.old.family:
            return False
        numbers = tuple(numbers_in(field))
        if set(numbers) & set(self.old.numbers):
            return True
        if not self.by_heading or set(numbers) & set(self.others):
            return False
        key = field_key(self.old.heading)
        return key in {heading_key(family, form) for form in forms_of(field)}
