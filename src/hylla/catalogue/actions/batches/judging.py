"""Look up whether the titles of incoming records are here, and say what becomes of each."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Self

from django.db.models import Q

from hylla.catalogue.actions.filing import Identity, ToFile
from hylla.catalogue.actions.import_marc import to_file
from hylla.catalogue.models import BORROWED, Record, RecordKey
from hylla.catalogue.queries.merged import merged_into
from hylla.catalogue.rules.batches import CHANGING, Fate
from hylla.catalogue.rules.incoming import Incoming, Ours, incoming
from hylla.catalogue.rules.judging import ImportRules, Judged, of_same_keys, of_same_number
from hylla.catalogue.rules.matching import keys_by, number_in
from hylla.formats import marc


@dataclass(frozen=True, slots=True)
class Came:
    """A record that came, in MARC 21."""

    record: marc.Record
    told: Incoming
    filed: ToFile

    @classmethod
    def of(cls, record: marc.Record, *, file: str) -> Self:
        """Look at a record; `file` is its source where it names none."""
        told = incoming(record, file=file)
        return cls(record, told, to_file(record, told))

    @property
    def identity(self) -> Identity:
        return self.filed.identity

    @property
    def keys(self) -> tuple[str, ...]:
        """Return its keys, and its own number as other systems tell of it."""
        return (*(self.filed.keys or ()), number_in(*self.identity))


@dataclass(frozen=True, slots=True)
class Known:
    """A title that a record may be of; `number` is None where it is yet to be written."""

    number: int | None
    identity: Identity
    ours: Ours


@dataclass(frozen=True, slots=True)
class Finding:
    """What becomes of a record, and which title it is of.

    `waits_for_another` says that this depends on a record before it that is not written yet.
    """

    judged: Judged
    known: Known | None = None
    waits_for_another: bool = False

    @property
    def number(self) -> int | None:
        return self.known.number if self.known else None


class Judging:
    """Judges records in the order of their file, and remembers which came before."""

    def __init__(self, rules: ImportRules) -> None:
        self._rules = rules
        self._before: dict[Identity, Known] = {}
        self._merged: Mapping[Identity, Known] = {}
        self._keys_before: defaultdict[str, dict[Identity, None]] = defaultdict(dict)

    def findings(self, records: Sequence[Came]) -> Iterator[Finding]:
        """Yield what becomes of each; what is here is looked up once for all of them."""
        by_identity = _of_identities([each.identity for each in records])
        wanted = [key for each in records for key in _asked(self._rules, each)]
        by_key = _of_keys(wanted)
        self._merged = _of_merged([each.identity for each in records])
        for each in records:
            finding = self._finding(each, by_identity.get(each.identity), by_key)
            if finding.judged.fate in CHANGING:
                self._remember(each, finding)
            yield finding

    def _finding(
        self, came: Came, here: Known | None, by_key: Mapping[str, Sequence[Known]]
    ) -> Finding:
        before = self._before.get(came.identity)
        same = before or here
        if same is not None:
            judged = of_same_number(
                came.told,
                ours=same.ours,
                was_here=before is not None,
                on_match=self._rules.on_match,
            )
            return Finding(judged, same, waits_for_another=before is not None)
        found = self._by_keys(came, by_key)
        digests = {known.identity: known.ours.digest for known in found}
        judged = of_same_keys(came.told, digests=list(digests.values()), rules=self._rules)
        waits = any(known.identity in self._before for known in found)
        known = found[0] if len(found) == 1 and judged.fate is not Fate.ADD else None
        return Finding(judged, known, waits_for_another=waits)

    def _by_keys(self, came: Came, by_key: Mapping[str, Sequence[Known]]) -> list[Known]:
        """Return the titles found by the first kind of key that finds any.

        Before them comes the title into which the one with its number was merged.
        """
        if merged := self._merged.get(came.identity):
            return [merged]
        for keys in keys_by(self._rules.match_by, came.keys).values():
            here = {known.identity: known for key in keys for known in by_key.get(key, ())}
            before = {
                identity: self._before[identity]
                for key in keys
                for identity in self._keys_before.get(key, ())
            }
            if found := {**here, **before}:
                return list(found.values())
        return []

    def _remember(self, came: Came, finding: Finding) -> None:
        """Note how the title will be once this record is written."""
        known = finding.known
        identity = known.identity if known else came.identity
        is_same = identity == came.identity
        revised = came.told.revised if is_same or known is None else known.ours.revised
        ours = Ours(came.told.digest, revised)
        self._before[identity] = Known(known.number if known else None, identity, ours)
        for key in came.keys:
            self._keys_before[key][identity] = None


def _asked(rules: ImportRules, came: Came) -> Iterator[str]:
    for keys in keys_by(rules.match_by, came.keys).values():
        yield from keys


def _of_identities(identities: Sequence[Identity]) -> Mapping[Identity, Known]:
    """Return those of the titles that are here, one question for each source."""
    numbers: defaultdict[str, list[str]] = defaultdict(list)
    for source, number in identities:
        numbers[source].append(number)
    wanted = Q(pk__in=[])
    for source, some in numbers.items():
        wanted |= Q(source=source, control_number__in=some)
    return {known.identity: known for known in _known(wanted).values()}


def _of_keys(keys: Sequence[str]) -> Mapping[str, Sequence[Known]]:
    if not keys:
        return {}
    pairs = list(RecordKey.objects.filter(key__in=set(keys)).values_list("key", "record_id"))
    known = _known(Q(pk__in={number for _, number in pairs}))
    found: defaultdict[str, list[Known]] = defaultdict(list)
    for key, number in pairs:
        if number in known:
            found[key].append(known[number])
    return found


def _of_merged(identities: Sequence[Identity]) -> Mapping[Identity, Known]:
    numbers = merged_into(identities)
    known = _known(Q(pk__in=set(numbers.values())))
    return {each: known[number] for each, number in numbers.items() if number in known}


def _known(wanted: Q) -> Mapping[int, Known]:
    rows = Record.objects.filter(wanted).exclude(source=BORROWED)
    told = rows.values_list("pk", "source", "control_number", "digest", "revised")
    return {
        number: Known(number, (source, control), Ours(digest, revised))
        for number, source, control, digest, revised in told
    }
