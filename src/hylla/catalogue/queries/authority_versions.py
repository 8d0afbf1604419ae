"""How authorities were, and what changed them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from hylla.catalogue.models import Authority, AuthorityVersion
from hylla.catalogue.rules.comparing import Line, lines_of
from hylla.catalogue.rules.versions import Why
from hylla.formats.marc.authorities import heading_of
from hylla.formats.marc.headings import heading_text
from hylla.formats.marc.kept import kept_record
from hylla.library.queries import names_of


@dataclass(frozen=True, slots=True)
class AuthorityVersionFacts:
    """That an authority was changed on a day: why, and by whom, if that is known."""

    id: int
    authority: int
    on: date
    why: Why
    by: str
    heading: str
    is_here: bool


def versions_of_authority(number: int) -> tuple[AuthorityVersionFacts, ...]:
    """Return what changed an authority, the newest first."""
    return _facts(AuthorityVersion.objects.filter(authority_number=number).order_by("-pk"))


def authority_version(version_id: int) -> AuthorityVersionFacts | None:
    """Return one version, or None."""
    return next(iter(_facts(AuthorityVersion.objects.filter(pk=version_id))), None)


def what_changed_authority(version_id: int) -> tuple[Line, ...]:
    """Return an authority before and after one change, field by field."""
    row = AuthorityVersion.objects.get(pk=version_id)
    own = AuthorityVersion.objects.filter(authority_number=row.authority_number)
    after = own.filter(pk__gt=version_id).order_by("pk").first()
    now = Authority.objects.filter(pk=row.authority_number).first()
    marc = after.marc if after else now.marc if now else None
    return lines_of(kept_record(bytes(row.marc)), kept_record(bytes(marc)) if marc else None)


def _facts(rows: Iterable[AuthorityVersion]) -> tuple[AuthorityVersionFacts, ...]:
    found = list(rows)
    names = names_of(row.staff_id for row in found)
    here = set(
        Authority.objects.filter(pk__in={row.authority_number for row in found}).values_list(
            "pk", flat=True
        )
    )
    return tuple(
        AuthorityVersionFacts(
            row.pk,
            row.authority_number,
            row.until_on,
            Why(row.why),
            names.get(row.staff_id or 0, ""),
            _heading(bytes(row.marc)),
            is_here=row.authority_number in here,
        )
        for row in found
    )


def _heading(marc: bytes) -> str:
    record = kept_record(marc)
    heading = heading_of(record) if record else None
    return heading_text(heading) if heading else ""
