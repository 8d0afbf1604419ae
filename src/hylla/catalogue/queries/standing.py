"""How the fields of a record that somebody writes stand to the authorities."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from hylla.catalogue.models import Authority, AuthorityForm
from hylla.catalogue.queries.authorities import begins_with
from hylla.catalogue.rules.authorities import (
    FormKind,
    Owner,
    heading_key,
    number_key,
    owner_of,
    sorted_as,
)
from hylla.formats.marc import Field
from hylla.formats.marc.authorities import heading_of
from hylla.formats.marc.headings import (
    CONTROLLED,
    Family,
    forms_of,
    heading_text,
    numbers_in,
)
from hylla.formats.marc.kept import kept_record

MOST_NEAR = 5
MOST_LOOKED_UP = 8
"""Fields of one record to which near headings are looked up."""
_SHORTEST = 3


class Stands(StrEnum):
    """How a field stands."""

    TIED = "tied"
    VARIANT = "variant"
    """What it says is another form of an authority."""
    SEVERAL = "several"
    """More than one authority has the heading."""
    UNKNOWN = "unknown"
    EMPTY = "empty"


@dataclass(frozen=True, slots=True)
class Near:
    """An authority that a field may be meant to be under."""

    id: int
    heading: str
    form: str


@dataclass(frozen=True, slots=True)
class Standing:
    """How a field stands, and to which authority; `near` are those that begin with its words."""

    how: Stands
    authority: Near | None = None
    near: tuple[Near, ...] = ()


@dataclass(frozen=True, slots=True)
class Usable:
    """An authority's heading, and the number by which a field names it."""

    heading: Field
    number: str


def usable(authority: int) -> Usable | None:
    """Return what a field under an authority says, or None for an unknown number."""
    row = Authority.objects.filter(pk=authority).first()
    record = kept_record(bytes(row.marc)) if row else None
    heading = heading_of(record) if record else None
    if row is None or heading is None:
        return None
    return Usable(heading, f"({row.source}){row.control_number}")


def standings(fields: Sequence[Field]) -> Mapping[int, Standing]:
    """Return how the fields that are under authority control stand, by their place."""
    under = {place: field for place, field in enumerate(fields) if field.tag in CONTROLLED}
    wanted = {
        place: (CONTROLLED[field.tag], field)
        for place, field in under.items()
        if heading_text(field)
    }
    keys = {place: _keys(family, field) for place, (family, field) in wanted.items()}
    forms = _forms({key for own in keys.values() for key in own})
    found = {
        place: _standing(family, keys[place], forms) for place, (family, _field) in wanted.items()
    }
    unknown = [place for place, each in found.items() if each.how is Stands.UNKNOWN]
    for place in unknown[:MOST_LOOKED_UP]:
        family, field = wanted[place]
        found[place] = Standing(Stands.UNKNOWN, near=_near(family, heading_text(field)))
    return {place: found.get(place, Standing(Stands.EMPTY)) for place in under}


def _keys(family: Family, field: Field) -> tuple[str, ...]:
    return (
        *map(number_key, numbers_in(field)),
        *(heading_key(family, form) for form in forms_of(field)),
    )


def _forms(keys: set[str]) -> Mapping[str, list[AuthorityForm]]:
    forms: defaultdict[str, list[AuthorityForm]] = defaultdict(list)
    rows = AuthorityForm.objects.filter(key__in=keys).exclude(kind=FormKind.RELATED)
    for each in rows.select_related("authority").order_by("pk") if keys else ():
        forms[each.key].append(each)
    return forms


def _standing(
    family: Family, keys: Sequence[str], forms: Mapping[str, list[AuthorityForm]]
) -> Standing:
    owners = {
        key: [_owner(each) for each in forms.get(key, ()) if each.kind != FormKind.VARIANT]
        for key in keys
    }
    owner = owner_of(family, keys, owners=owners)
    if owner is not None:
        key, number = owner
        tied = next(each for each in forms[key] if each.authority_id == number)
        return Standing(Stands.TIED, _as_near(tied))
    if any(each.family == family for key in keys for each in owners[key]):
        return Standing(Stands.SEVERAL)
    variants = (
        each
        for key in keys
        for each in forms.get(key, ())
        if each.kind == FormKind.VARIANT and _owner(each).family == family
    )
    variant = next(variants, None)
    return Standing(Stands.VARIANT, _as_near(variant)) if variant else Standing(Stands.UNKNOWN)


def _owner(form: AuthorityForm) -> Owner:
    return Owner(form.authority_id, Family(form.authority.key[0]))


def _near(family: Family, text: str) -> tuple[Near, ...]:
    begun = sorted_as(text)
    if len(begun) <= _SHORTEST:
        return ()
    rows = AuthorityForm.objects.filter(
        begins_with("sorts_as", begun),
        kind__in=(FormKind.HEADING, FormKind.VARIANT),
        authority__key__gte=f"{family}:",
        authority__key__lt=f"{family};",
    )
    ordered = rows.order_by("sorts_as", "pk").select_related("authority")
    return tuple(map(_as_near, ordered[:MOST_NEAR]))


def _as_near(form: AuthorityForm) -> Near:
    return Near(form.authority_id, form.authority.heading, form.text)
