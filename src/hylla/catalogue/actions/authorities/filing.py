"""Put authority records into the tables, and tie titles to them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from hylla.catalogue.actions.filing import Identity
from hylla.catalogue.actions.headings import authorities_written, tie_again
from hylla.catalogue.actions.stamping import note_changes
from hylla.catalogue.actions.versions import IMPORT, MOST_VERSIONS, Change
from hylla.catalogue.models import Authority, AuthorityForm, AuthorityVersion
from hylla.catalogue.rules.authorities import FormKind, forms_in
from hylla.catalogue.rules.incoming import Incoming
from hylla.catalogue.rules.title_facts import one_line
from hylla.formats.marc.authorities import AuthorityFacts

_CHANGED = ["digest", "revised", "marc", "kind", "key", "heading", "name", "note"]


@dataclass(frozen=True, slots=True)
class AuthorityToFile:
    """An authority record on its way into the tables."""

    source: str
    control_number: str
    digest: str
    revised: str
    marc: bytes
    facts: AuthorityFacts

    @classmethod
    def of(cls, told: Incoming, facts: AuthorityFacts) -> "AuthorityToFile":
        """Return a record as it came."""
        return cls(told.source, told.control_number, told.digest, told.revised, told.marc, facts)

    @property
    def identity(self) -> Identity:
        return self.source, self.control_number


def file_authorities(
    records: Sequence[AuthorityToFile], *, on: date, change: Change = IMPORT
) -> Mapping[Identity, int]:
    """Add the authorities or change them in place, tie titles anew; return their numbers.

    How those were that change is kept. A transaction is the caller's to open, and has written no
    titles yet. Each may occur once.
    """
    authorities_written()
    before = _known(records)
    coming = {each.identity: each.marc for each in records}
    keep_authority_versions(
        (row for row in before if bytes(row.marc) != coming[row.source, row.control_number]),
        change=change,
        on=on,
    )
    keys = _keys(row.pk for row in before)
    written = Authority.objects.bulk_create(
        [_row(each, on=on) for each in records],
        update_conflicts=True,
        unique_fields=["source", "control_number"],
        update_fields=_CHANGED,
    )
    ids = {each.identity: row.pk for each, row in zip(records, written, strict=True)}
    _write_forms({ids[each.identity]: each.facts for each in records})
    settle(keys | _keys(ids.values()), authorities=ids.values())
    return ids


def settle(keys: Iterable[str], *, authorities: Iterable[int]) -> None:
    """Tie titles anew, and let the index look at those that are, or were, under the authorities."""
    note_changes(tie_again(set(keys), authorities=set(authorities)))


def keys_of_authority(number: int) -> set[str]:
    """Return the keys by which fields of titles may be an authority's."""
    return _keys([number])


def keep_authority_versions(rows: Iterable[Authority], *, change: Change, on: date) -> None:
    """Keep how authorities are before they are changed. A transaction is the caller's to open."""
    kept = [
        AuthorityVersion(
            authority_number=row.pk,
            source=row.source,
            control_number=row.control_number,
            marc=row.marc,
            until_on=on,
            why=change.why,
            staff_id=change.staff_id,
        )
        for row in rows
    ]
    AuthorityVersion.objects.bulk_create(kept)
    for each in kept:
        own = AuthorityVersion.objects.filter(authority_number=each.authority_number)
        last = own.order_by("-pk").values_list("pk", flat=True)[MOST_VERSIONS : MOST_VERSIONS + 1]
        own.filter(pk__lte=max(last, default=0)).delete()


def _known(records: Sequence[AuthorityToFile]) -> list[Authority]:
    wanted = Q(pk__in=())
    for source in {each.source for each in records}:
        own = [each.control_number for each in records if each.source == source]
        wanted |= Q(source=source, control_number__in=own)
    return list(Authority.objects.select_for_update().filter(wanted).order_by("pk"))


def _keys(numbers: Iterable[int]) -> set[str]:
    forms = AuthorityForm.objects.filter(authority__in=list(numbers))
    tying = forms.filter(kind__in=(FormKind.HEADING, FormKind.NUMBER))
    return set(tying.values_list("key", flat=True))


def _row(each: AuthorityToFile, *, on: date) -> Authority:
    facts = each.facts
    heading = forms_in(facts)[0]
    return Authority(
        source=each.source,
        control_number=each.control_number,
        digest=each.digest,
        revised=each.revised,
        marc=each.marc,
        kind=facts.kind,
        key=heading.key,
        heading=heading.text,
        name=one_line(facts.name),
        note=one_line(facts.note),
        added_on=on,
    )


def _write_forms(facts: Mapping[int, AuthorityFacts]) -> None:
    AuthorityForm.objects.filter(authority__in=facts).delete()
    AuthorityForm.objects.bulk_create(
        AuthorityForm(
            authority_id=number,
            kind=form.kind,
            key=form.key,
            text=form.text,
            sorts_as=form.sorts_as,
        )
        for number, each in facts.items()
        for form in forms_in(each)
    )
