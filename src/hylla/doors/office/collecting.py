"""Debt collection: whom to warn, what may go and what goes, and what must come back."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hylla.doors.office.door import for_office, office_page
from hylla.doors.office.invoices import CLERKS
from hylla.doors.parts.page import Said, bad, good, notice, today_of
from hylla.doors.parts.passkeys import number_of
from hylla.doors.parts.saying import say
from hylla.doors.parts.tasks import Task
from hylla.doors.parts.who import now_of
from hylla.doors.parts.writing import exact_money
from hylla.fees.actions import Collected, hand_over_each, warn_each
from hylla.fees.queries import (
    Collectable,
    ForCollector,
    Stage,
    collectable,
    for_collector,
    to_pause,
    to_recall,
)
from hylla.fees.rules import CURRENCY
from hylla.formats.spreadsheets import as_csv
from hylla.library.queries import StaffFacts, policy_in_force
from hylla.privacy.access import record
from hylla.privacy.rights.deletions import note_asked, note_deleted
from hylla.privacy.rights.onward import note_told
from hylla.privacy.vocabulary import Kind, Role

GOES = {Kind.NAME, Kind.ADDRESS, Kind.MONEY}
"""What a debt collector gets, besides a birth date where the policy says so."""
LINES = 4
"""So many lines an address has at most."""
COLUMNS = (
    "invoice",
    "reference",
    "amount",
    "currency",
    "made_on",
    "due_on",
    "warned_on",
    "name",
    *(f"address_{number + 1}" for number in range(LINES)),
)


@dataclass(frozen=True)
class Row:
    """An invoice in a list: it names nobody, and no sum, which may tell who it is."""

    each: Collectable
    days_late: int


@dataclass(frozen=True, repr=False)
class Line:
    """What goes out of one invoice, in words."""

    facts: ForCollector
    amount: str


@for_office(CLERKS)
def listed(request: HttpRequest, worker: StaffFacts) -> HttpResponse:
    """List what may be warned of, what may go, what is there, and what must come back."""
    return _list(request, worker)


@for_office(CLERKS)
def warned(request: HttpRequest, worker: StaffFacts) -> HttpResponse:
    """Send the warning about each invoice that was chosen."""
    chosen = _chosen(request)
    if request.method != "POST":
        return redirect("office:collecting")
    if not chosen:
        return _list(request, worker, _nothing())
    made = warn_each(chosen, now=now_of(request), policy=policy_in_force())
    text = ngettext(
        "%(number)d warning is on its way. Its days run from when it has gone.",
        "%(number)d warnings are on their way. Their days run from when they have gone.",
        len(made.done),
    )
    return _list(request, worker, _outcome(made, text % {"number": len(made.done)}))


@for_office(CLERKS)
def looked_at(request: HttpRequest, worker: StaffFacts) -> HttpResponse:
    """Show all that would go to the debt collector; that it was shown stands in the read log."""
    if request.method != "POST":
        return redirect("office:collecting")
    rows = _read(request, worker, _chosen(request), Task.INVOICE)
    if not rows:
        return _list(request, worker, _nothing())
    policy = policy_in_force()
    return office_page(
        request,
        worker,
        "office/collecting_preview.html",
        title=_("What goes to the debt collector"),
        collector=policy.invoices.collector,
        with_birth_date=policy.invoices.collector_gets_birth_date,
        rows=[Line(each, exact_money(each.left_ore)) for each in rows],
        total=exact_money(sum(each.left_ore for each in rows)),
    )


@for_office(CLERKS)
def handed(request: HttpRequest, worker: StaffFacts) -> HttpResponse:
    """Hand the chosen invoices over; the file is fetched after that."""
    chosen = _chosen(request)
    if request.method != "POST":
        return redirect("office:collecting")
    if not chosen:
        return _list(request, worker, _nothing())
    made = hand_over_each(chosen, now=now_of(request), policy=policy_in_force())
    text = ngettext(
        "%(number)d invoice is handed over. Fetch its file below, and send it.",
        "%(number)d invoices are handed over. Fetch their file below, and send it.",
        len(made.done),
    )
    return _list(request, worker, _outcome(made, text % {"number": len(made.done)}), made.done)


@for_office(CLERKS)
def file(request: HttpRequest, worker: StaffFacts) -> HttpResponse:
    """Write out what the debt collector gets; nothing of it is kept here."""
    if request.method != "POST":
        return redirect("office:collecting")
    rows = _read(request, worker, _chosen(request), Task.COLLECTION, only_handed=True)
    if not rows:
        return _list(request, worker, _nothing())
    answer = HttpResponse(_written(rows), content_type="text/csv; charset=utf-8")
    name = f"collection-{today_of(request).isoformat()}.csv"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@for_office(CLERKS)
def recalled(request: HttpRequest, worker: StaffFacts) -> HttpResponse:
    """Note that the debt collector was asked to close and delete cases, or asked again."""
    if request.method != "POST":
        return redirect("office:collecting")
    number = note_asked(_recalls(request), policy=policy_in_force(), now=now_of(request))
    text = ngettext("Noted: %(number)d is recalled.", "Noted: %(number)d are recalled.", number)
    return _list(request, worker, good(text % {"number": number}) if number else _nothing())


@for_office(CLERKS)
def closed(request: HttpRequest, worker: StaffFacts) -> HttpResponse:
    """Note that the debt collector says that it has closed and deleted cases."""
    if request.method != "POST":
        return redirect("office:collecting")
    number = note_deleted(_recalls(request), now=now_of(request))
    text = ngettext(
        "Noted: %(number)d is closed and deleted there.",
        "Noted: %(number)d are closed and deleted there.",
        number,
    )
    return _list(request, worker, good(text % {"number": number}) if number else _nothing())


@for_office(CLERKS)
def paused(request: HttpRequest, worker: StaffFacts) -> HttpResponse:
    """Note that the debt collector was told to wait for what somebody contests."""
    if request.method != "POST":
        return redirect("office:collecting")
    ticked = set(map(number_of, request.POST.getlist("pause")))
    mine = [each for each in to_pause(policy=policy_in_force()) if each.notice_id in ticked]
    for each in mine:
        note_told(each.notice_id, now=now_of(request))
    said = good(_("Noted: it was told to wait.")) if mine else _nothing()
    return _list(request, worker, said)


def _list(
    request: HttpRequest,
    worker: StaffFacts,
    said: Said | None = None,
    fresh: Sequence[UUID] = (),
) -> HttpResponse:
    policy, now, day = policy_in_force(), now_of(request), today_of(request)
    rows = [
        Row(each, max((day - each.facts.due_on).days, 0))
        for each in collectable(policy=policy, now=now)
    ]
    recalls = to_recall(policy=policy, now=now)
    return office_page(
        request,
        worker,
        "office/collecting.html",
        title=_("Debt collection"),
        said=said,
        collector=policy.invoices.collector,
        days=policy.invoices.warning_days,
        fresh=set(fresh),
        to_ask=[each for each in recalls if each.told.told_at is None],
        asked=[each for each in recalls if each.told.told_at is not None],
        pauses=to_pause(policy=policy),
        **{stage.value: [each for each in rows if each.each.stage is stage] for stage in Stage},
    )


def _chosen(request: HttpRequest) -> list[UUID]:
    """Return the invoices that were ticked; what is no invoice's key is none."""
    return [key for told in request.POST.getlist("invoice") if (key := _key(told)) is not None]


def _key(told: str) -> UUID | None:
    try:
        return UUID(told)
    except ValueError:
        return None


def _recalls(request: HttpRequest) -> list[int]:
    """Return which were ticked of those that are a debt collector's, and nobody else's."""
    ticked = set(map(number_of, request.POST.getlist("recall")))
    theirs = to_recall(policy=policy_in_force(), now=now_of(request))
    return [each.told.id for each in theirs if each.told.id in ticked]


def _read(
    request: HttpRequest,
    worker: StaffFacts,
    ids: Iterable[UUID],
    task: Task,
    *,
    only_handed: bool = False,
) -> tuple[ForCollector, ...]:
    """Return what goes out of each invoice, written into the log of whom it tells of."""
    policy, now = policy_in_force(), now_of(request)
    kinds = GOES | ({Kind.BIRTH_DATE} if policy.invoices.collector_gets_birth_date else set())
    with transaction.atomic():
        rows = for_collector(list(ids), policy=policy, now=now)
        rows = tuple(each for each in rows if each.is_handed or not only_handed)
        for person_id in {person for each in rows for person in each.people}:
            record(
                person_id,
                at=now,
                role=Role.INVOICE,
                unit=worker.branch.code,
                task=task,
                kinds=kinds,
                staff_id=worker.id,
            )
        return rows


def _written(rows: Iterable[ForCollector]) -> str:
    policy = policy_in_force()
    birth = policy.invoices.collector_gets_birth_date
    currency = CURRENCY[policy.country]
    return as_csv(
        (*COLUMNS, "birth_date") if birth else COLUMNS,
        (_cells(each, currency, birth=birth) for each in rows),
    )


def _cells(each: ForCollector, currency: str, *, birth: bool) -> Sequence[str]:
    lines = (*each.lines, *[""] * LINES)[:LINES]
    days = (each.made_on, each.due_on, each.warned_on)
    born = each.birth_date.isoformat() if each.birth_date else ""
    return (
        each.number,
        each.reference,
        f"{each.left_ore // 100}.{each.left_ore % 100:02}",
        currency,
        *(day.isoformat() if day else "" for day in days),
        each.name,
        *lines,
        *([born] if birth else []),
    )


def _outcome(made: Collected, done: str) -> Said:
    """Say what was done, and of each that was left out why."""
    left_out = [
        _("Invoice %(number)s: %(why)s") % {"number": each.number or "?", "why": say(each.reason)}
        for each in made.left_out
    ]
    if not made.done:
        return bad(*left_out)
    return notice(done, *left_out) if left_out else good(done)


def _nothing() -> Said:
    return bad(_("Nothing is done: tick which ones, and look whether they are still here."))
