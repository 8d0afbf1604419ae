"""A cataloguer writes, changes or deletes an authority."""

from dataclasses import dataclass, replace
from uuid import uuid4

from django.db import transaction

from hylla.catalogue.actions.authorities.filing import (
    AuthorityToFile,
    file_authorities,
    keep_authority_versions,
    keys_of_authority,
    settle,
)
from hylla.catalogue.actions.batches.reheading import prepare_reheading
from hylla.catalogue.actions.editing import OWN, Hand, signed
from hylla.catalogue.actions.headings import authorities_written
from hylla.catalogue.actions.versions import Change
from hylla.catalogue.models import Authority, AuthorityVersion
from hylla.catalogue.queries.authorities import counts_of_titles
from hylla.catalogue.rules.authorities import field_key
from hylla.catalogue.rules.codes import Code
from hylla.catalogue.rules.incoming import incoming
from hylla.catalogue.rules.seen import seen_of
from hylla.catalogue.rules.versions import Why
from hylla.formats.marc import Record as MarcRecord
from hylla.formats.marc.authorities import AuthorityFacts, authority_facts
from hylla.formats.marc.headings import heading_text
from hylla.formats.marc.kept import kept_record
from hylla.library.refusals import Reason, Refused


@dataclass(frozen=True, slots=True)
class Saved:
    """What was saved; `batch` is the change of heading that waits for a yes, if there is one."""

    number: int
    batch: int | None = None


@transaction.atomic
def write_authority(record: MarcRecord, *, by: Hand) -> int:
    """Add an authority that a cataloguer has written, under a number of its own.

    :raises Refused: it has no heading, or another has the same.
    """
    authorities_written()
    facts = _facts(record)
    _refuse_taken(facts, but=0)
    own = signed(record, source=OWN, number=uuid4().hex[:12], now=by.now)
    filed = AuthorityToFile.of(incoming(own, file=OWN), _facts(own))
    (number,) = file_authorities([filed], on=by.on, change=_change(by)).values()
    return number


@transaction.atomic
def change_authority(number: int, record: MarcRecord, *, seen: str, by: Hand) -> Saved:
    """Put a record in the place of an authority's; it stays who it is.

    Where it has titles and gets another heading nothing is changed yet: a batch is made of it,
    which tells what would become of the titles.

    :raises Refused: it has no heading, another has the same, it would be of another kind, is not
        here, or was changed meanwhile.
    """
    authorities_written()
    ours = _locked(number, seen=seen)
    was = kept_record(bytes(ours.marc))
    source = (was.control("003").strip() if was else "") or ours.source
    own = signed(record, source=source, number=ours.control_number, now=by.now)
    facts = _facts(own)
    _refuse_taken(facts, but=number)
    told = incoming(own, file=ours.source)
    old = authority_facts(was) if was else None
    if old is not None and counts_of_titles([number]) and old.heading != facts.heading:
        if old.heading.tag != facts.heading.tag:
            raise Refused(Reason(Code.AUTHORITY_OTHER_KIND))
        return Saved(number, prepare_reheading(ours, told.marc, now=by.now))
    filed = replace(
        AuthorityToFile.of(told, facts),
        source=ours.source,
        control_number=ours.control_number,
        digest=ours.digest,
        revised=ours.revised,
    )
    file_authorities([filed], on=by.on, change=_change(by))
    return Saved(number)


@transaction.atomic
def delete_authority(number: int, *, seen: str, by: Hand) -> None:
    """Delete an authority that no title is under.

    :raises Refused: it has titles, was changed meanwhile, or is not here.
    """
    authorities_written()
    ours = _locked(number, seen=seen)
    if titles := counts_of_titles([number]).get(number, 0):
        raise Refused(Reason(Code.AUTHORITY_HAS_TITLES, number=titles))
    keys = keys_of_authority(number)
    keep_authority_versions([ours], change=Change(Why.DELETED, by.staff_id), on=by.on)
    ours.delete()
    # Two of one heading tied nothing; the one that is left may.
    settle(keys, authorities=())


def _locked(number: int, *, seen: str) -> Authority:
    ours = Authority.objects.select_for_update().filter(pk=number).first()
    record = kept_record(bytes(ours.marc)) if ours else None
    if ours is None or record is None:
        raise Refused(Reason(Code.AUTHORITY_UNKNOWN))
    if seen_of(record) != seen:
        raise Refused(Reason(Code.AUTHORITY_CHANGED_MEANWHILE))
    return ours


def _facts(record: MarcRecord) -> AuthorityFacts:
    facts = authority_facts(record)
    if facts is None or not heading_text(facts.heading):
        raise Refused(Reason(Code.HEADING_MISSING))
    return facts


def _refuse_taken(facts: AuthorityFacts, *, but: int) -> None:
    taken = Authority.objects.filter(key=field_key(facts.heading)).exclude(pk=but)
    if (other := taken.values_list("pk", flat=True).first()) is not None:
        raise Refused(Reason(Code.HEADING_TAKEN, number=other))


def _change(by: Hand) -> Change:
    return Change(Why.EDITED, by.staff_id)


@transaction.atomic
def restore_authority(version_id: int, *, by: Hand) -> Saved:
    """Make an authority what it was, or bring a deleted one back.

    Where titles would change with it, a batch is made that tells which, as in `change_authority`.

    :raises Refused: the version is no longer kept, or another has its heading by now.
    """
    authorities_written()
    version = AuthorityVersion.objects.filter(pk=version_id).first()
    record = kept_record(bytes(version.marc)) if version else None
    if version is None or record is None:
        raise Refused(Reason(Code.VERSION_UNKNOWN))
    ours = Authority.objects.filter(pk=version.authority_number).first()
    now = kept_record(bytes(ours.marc)) if ours else None
    if ours is not None and now is not None:
        return change_authority(ours.pk, record, seen=seen_of(now), by=by)
    facts = _facts(record)
    _refuse_taken(facts, but=0)
    filed = replace(
        AuthorityToFile.of(incoming(record, file=version.source), facts),
        source=version.source,
        control_number=version.control_number,
    )
    change = Change(Why.RESTORED, by.staff_id)
    (number,) = file_authorities([filed], on=by.on, change=change).values()
    return Saved(number)
