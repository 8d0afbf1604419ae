"""Authority records among those that an import reads."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Q

from hylla.catalogue.actions.authorities.filing import AuthorityToFile, file_authorities
from hylla.catalogue.actions.filing import Identity
from hylla.catalogue.actions.report import ImportReport, Skipped
from hylla.catalogue.models import Authority, AuthorityForm
from hylla.catalogue.rules.authorities import FormKind, number_key
from hylla.catalogue.rules.codes import LeftOut
from hylla.catalogue.rules.incoming import Incoming, Ours, Verdict, incoming, verdict
from hylla.formats.marc import ReadRecord
from hylla.formats.marc.authorities import authority_facts
from hylla.formats.marc.faults import costs_of
from hylla.formats.marc.headings import number_told
from hylla.formats.marc.kept import kept_record

BATCH = 500
_LEFT_OUT = {Verdict.OLDER: LeftOut.OLDER, Verdict.REPEATED: LeftOut.REPEATED_NUMBER}


@dataclass(frozen=True, slots=True)
class _Waiting:
    """An authority that is read and not written yet."""

    file: str
    result: ReadRecord
    told: Incoming

    @property
    def identity(self) -> Identity:
        return self.told.source, self.told.control_number

    def skipped(self, reason: LeftOut) -> Skipped:
        number = self.told.control_number[:100]
        return Skipped(self.file, self.result.number, reason, number)


class AuthorityImport:
    """The authorities of one import: as with titles, the one revised last stands."""

    def __init__(self, report: ImportReport, *, on: date) -> None:
        self._report = report
        self._on = on
        self._waiting: dict[Identity, _Waiting] = {}
        self._taken: set[Identity] = set()

    def take(self, result: ReadRecord, *, file: str) -> None:
        """Let a record wait for its batch."""
        each = _Waiting(file, result, incoming(result.record, file=file))
        if each.identity in self._waiting or len(self._waiting) >= BATCH:
            self.write()
        self._waiting[each.identity] = each

    def write(self) -> None:
        """Write what waits, in one transaction."""
        batch, self._waiting = list(self._waiting.values()), {}
        if not batch:
            return
        with transaction.atomic():
            ours = _ours(each.identity for each in batch)
            fit = [filed for each in batch if (filed := self._judged(each, ours))]
            if fit:
                file_authorities(fit, on=self._on)

    def _judged(self, each: _Waiting, ours: Mapping[Identity, Ours]) -> AuthorityToFile | None:
        """Count a record, and return what is to be written of it, if anything."""
        judged = verdict(
            each.told, ours=ours.get(each.identity), was_here=each.identity in self._taken
        )
        if judged in _LEFT_OUT:
            self._report.skipped.append(each.skipped(_LEFT_OUT[judged]))
            return None
        if judged is Verdict.ADD and _is_anothers(each.told):
            self._report.skipped.append(each.skipped(LeftOut.MERGED_AUTHORITY))
            return None
        facts = authority_facts(each.result.record)
        if facts is None:
            self._report.skipped.append(each.skipped(LeftOut.NO_HEADING))
            return None
        self._taken.add(each.identity)
        if judged is Verdict.NOTHING_NEW:
            self._report.authorities.unchanged += 1
            return None
        altered = sorted(costs_of(each.result.record))
        self._report.altered += (Skipped(each.file, each.result.number, why) for why in altered)
        self._report.authorities.added += judged is Verdict.ADD
        self._report.authorities.updated += judged is Verdict.CHANGE
        return AuthorityToFile.of(each.told, facts)


def _is_anothers(told: Incoming) -> bool:
    """Tell whether another authority says that this number was its own: the two are one."""
    number = number_told(f"({told.source}){told.control_number}")
    forms = AuthorityForm.objects.filter(kind=FormKind.NUMBER, key=number_key(number))
    return bool(number) and any(
        record is not None and number in map(number_told, record.every("035", "z"))
        for marc in forms.values_list("authority__marc", flat=True)
        if (record := kept_record(bytes(marc)))
    )


def _ours(identities: Iterable[Identity]) -> Mapping[Identity, Ours]:
    numbers: dict[str, list[str]] = {}
    for source, number in identities:
        numbers.setdefault(source, []).append(number)
    wanted = Q(pk__in=())
    for source, some in numbers.items():
        wanted |= Q(source=source, control_number__in=some)
    rows = Authority.objects.filter(wanted).values_list(
        "source", "control_number", "digest", "revised"
    )
    return {(source, number): Ours(*rest) for source, number, *rest in rows}
