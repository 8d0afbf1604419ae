"""The page of a batch, whatever it does: looked at, let run, undone, thrown away."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from hylla.catalogue.actions.batches import drop_batch, run_batch, undo_batch
from hylla.catalogue.queries.batches import (
    BatchFacts,
    RowFacts,
    Tally,
    batch,
    batches,
    compared,
    remarks,
    row_of,
    rows_of,
    tallies,
)
from hylla.catalogue.rules.batches import CHANGING, WORKED_ON, BatchKind, Fate, RowState, Stage
from hylla.catalogue.rules.comparing import Line
from hylla.doors.cataloguing.door import cataloguing_page, for_cataloguers
from hylla.doors.cataloguing.words import (
    OF_ONE,
    OF_TWO,
    STAGES,
    STATES,
    TO_COME,
    TONES,
    remark_text,
    why_text,
)
from hylla.doors.parts.page import Said
from hylla.doors.parts.refusals import why
from hylla.doors.parts.told import page_told
from hylla.doors.parts.who import now_of
from hylla.library.queries import StaffFacts
from hylla.library.refusals import Refused

LOOK_AGAIN_SECONDS = 4


@dataclass(frozen=True)
class BatchRowInList:
    """A file in the list."""

    facts: BatchFacts
    stage: str | Promise
    tone: str


@dataclass(frozen=True)
class Group:
    """How many records have one fate, for which reasons."""

    fate: Fate
    heading: str | Promise
    count: int
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class Shown:
    """A record in a list."""

    facts: RowFacts
    fate: str | Promise
    why: str
    remarks: str
    is_open: bool


Lines = Callable[[BatchFacts, int], tuple[Line, ...]]
Told = Callable[[BatchFacts], tuple[str, ...]]


class BatchPages:
    """The pages of batches of some kinds; `name` is one's address, `home` that of their list.

    `told` says what a batch does, in sentences, and `lines` what it does to one thing.
    """

    def __init__(
        self,
        kinds: tuple[BatchKind, ...],
        *,
        name: str,
        home: str,
        told: Told = lambda facts: (),
        lines: Lines = lambda facts, place: compared(facts.id, place),
    ) -> None:
        self._kinds = kinds
        self._name, self._home = name, f"cataloguing:{home}"
        self._one = f"cataloguing:{name}"
        self._told, self._lines = told, lines

    def paths(self, under: str) -> list[URLPattern]:
        """Return the addresses of these pages, for cataloguers alone."""
        name, number = self._name, f"{under}<int:number>/"
        return [
            path(number, for_cataloguers(self.one), name=name),
            path(f"{number}run/", for_cataloguers(self.run), name=f"run_{name}"),
            path(f"{number}undo/", for_cataloguers(self.undo), name=f"undo_{name}"),
            path(f"{number}drop/", for_cataloguers(self.drop), name=f"drop_{name}"),
            path(f"{number}<int:place>/", for_cataloguers(self.row), name=f"{name}_row"),
        ]

    def one(
        self, request: HttpRequest, worker: StaffFacts, number: int, *, said: Said | None = None
    ) -> HttpResponse:
        """Show what it would do, how far it is, or what it has done."""
        facts = self._facts(number)
        if facts is None:
            return redirect(self._home)
        is_worked_on, is_merge = facts.stage in WORKED_ON, facts.kind is BatchKind.MERGE
        counted = tallies(number)
        fate = next((each for each in Fate if each == request.GET.get("fate")), None)
        page = rows_of(number, fate=fate, page=page_told(request.GET))
        answer = cataloguing_page(
            request,
            worker,
            "cataloguing/batch.html",
            title=facts.name,
            said=said,
            facts=facts,
            here=reverse(self._one, kwargs={"number": number}),
            home=reverse(self._home),
            told=self._told(facts),
            stage=STAGES[facts.stage],
            tone=TONES.get(facts.stage, "quiet"),
            is_worked_on=is_worked_on,
            groups=() if is_worked_on or is_merge else tuple(_groups(facts.kind, counted)),
            is_merge=is_merge,
            left=sum(each.count for each in counted if each.state is RowState.LEFT),
            remarks=[(remark_text(code), count) for code, count in remarks(number).items()],
            fate=fate,
            fate_text=_to_come(fate, facts.kind) if fate else "",
            page=page,
            query=f"fate={fate.value}&" if fate else "",
            rows=[_shown(each, facts.kind) for each in page.rows],
            **_may(facts.stage, changes=any(each.fate in CHANGING for each in counted)),
            fault=why_text(facts.fault.partition(" ")[0]) if facts.fault else "",
        )
        if is_worked_on and said is None:
            # Without a script the page comes again by itself; a link says the same.
            answer.headers["Refresh"] = str(LOOK_AGAIN_SECONDS)
        return answer

    def row(
        self, request: HttpRequest, worker: StaffFacts, number: int, place: int
    ) -> HttpResponse:
        """Show one record before and after, field by field."""
        facts, found = self._facts(number), row_of(number, place)
        if facts is None or found is None:
            raise Http404
        return cataloguing_page(
            request,
            worker,
            "cataloguing/batch_row.html",
            title=found.title or _("Record %(number)d") % {"number": place},
            facts=facts,
            here=reverse(self._one, kwargs={"number": number}),
            row=_shown(found, facts.kind),
            lines=self._lines(facts, place),
        )

    def run(self, request: HttpRequest, worker: StaffFacts, number: int) -> HttpResponse:
        """Let it be done."""
        return self._do(request, worker, number, lambda: run_batch(number))

    def undo(self, request: HttpRequest, worker: StaffFacts, number: int) -> HttpResponse:
        """Let it be undone."""
        now = now_of(request)
        return self._do(request, worker, number, lambda: undo_batch(number, now=now))

    def drop(self, request: HttpRequest, worker: StaffFacts, number: int) -> HttpResponse:
        """Throw it away, if it has changed nothing."""
        return self._do(request, worker, number, lambda: drop_batch(number), leads_home=True)

    def _facts(self, number: int) -> BatchFacts | None:
        found = batch(number)
        return found if found is not None and found.kind in self._kinds else None

    def _do(
        self,
        request: HttpRequest,
        worker: StaffFacts,
        number: int,
        act: Callable[[], None],
        *,
        leads_home: bool = False,
    ) -> HttpResponse:
        if self._facts(number) is None:
            return redirect(self._home)
        if request.method == "POST":
            try:
                act()
            except Refused as refused:
                return self.one(request, worker, number, said=why(refused))
        return redirect(self._home) if leads_home else redirect(self._one, number=number)


def in_list(*kinds: BatchKind) -> list[BatchRowInList]:
    """Return the batches of some kinds, for a list."""
    rows = batches(*kinds)
    return [
        BatchRowInList(each, STAGES[each.stage], TONES.get(each.stage, "quiet")) for each in rows
    ]


def _may(stage: Stage, *, changes: bool) -> dict[str, bool]:
    """Return what can be done with a batch as it stands."""
    return {
        "can_run": stage is Stage.READY and changes,
        "is_idle": stage is Stage.READY and not changes,
        "can_drop": stage in {Stage.READY, Stage.FAILED},
        "can_undo": stage is Stage.DONE,
    }


def _to_come(fate: Fate, kind: BatchKind) -> str | Promise:
    is_of_copies = kind is BatchKind.COPIES and fate is Fate.CHANGE
    return _("Changes") if is_of_copies else TO_COME[fate]


def _groups(kind: BatchKind, counted: Iterable[Tally]) -> Iterator[Group]:
    for fate in Fate:
        own = [each for each in counted if each.fate is fate]
        if not own:
            continue
        reasons = {each.reason: 0 for each in own if each.reason}
        for each in own:
            if each.reason:
                reasons[each.reason] += each.count
        told = tuple(f"{count} × {why_text(code)}" for code, count in reasons.items())
        yield Group(fate, _to_come(fate, kind), sum(each.count for each in own), told)


def _came(row: RowFacts, kind: BatchKind) -> str | Promise:
    return OF_TWO[row.place] if kind is BatchKind.MERGE else OF_ONE[row.fate]


def _shown(row: RowFacts, kind: BatchKind) -> Shown:
    is_left = row.state is RowState.LEFT
    return Shown(
        facts=row,
        fate=STATES[row.state] if is_left or row.state is RowState.UNDONE else _came(row, kind),
        why=why_text(row.reason) if row.reason else "",
        remarks=", ".join(map(remark_text, row.remarks)),
        is_open=row.fate in CHANGING or (row.fate is Fate.REFUSE and kind is BatchKind.CHANGE),
    )
