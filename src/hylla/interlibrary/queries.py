"""What is asked for elsewhere and what is there of ours: things and numbers, no names."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from hylla.circulation.models import Hold, Loan
from hylla.interlibrary.models import Consignment, NameTask, Order, Partner, Unconfirmed, Wish
from hylla.interlibrary.rules import Stage, Unheard, Wanted, is_quiet, stage_of
from hylla.privacy.clocks import kept, today
from hylla.privacy.policy import Policy


@dataclass(frozen=True, slots=True)
class Request:
    """A wish or an order, as the desk and its patron see it; whose it is, stands nowhere in it."""

    id: UUID
    stage: Stage
    wanted: Wanted
    pickup_branch_id: int
    pickup_branch: str
    since: datetime
    number: str = ""
    partner: str = ""
    due_on: date | None = None
    barcode: str = ""
    reason: str = ""
    knows_name: bool = False
    is_quiet: bool = False
    """Whether nothing was heard of it for so long that somebody here must ask."""

    @property
    def is_wish(self) -> bool:
        """Whether no other library knows of it: its patron can take it back."""
        return self.stage in {Stage.ASKED, Stage.APPROVED, Stage.BOUGHT}


@dataclass(frozen=True, slots=True)
class Away:
    """A copy of ours that another library has asked for, or has."""

    id: int
    partner: str
    number: str
    barcode: str
    title: str
    asked_on: date
    sent_on: date | None
    due_on: date | None
    is_late: bool
    reminded_on: date | None


@dataclass(frozen=True, slots=True)
class PartnerFacts:
    """Another library, and the address of its office."""

    id: int
    name: str
    email: str


@dataclass(frozen=True, slots=True)
class Closed:
    """An order that ended without its lender's word; its number leads to nobody."""

    id: int
    partner: str
    number: str
    reason: Unheard
    closed_on: date


@dataclass(frozen=True, slots=True)
class Task:
    """A name that another library is to delete."""

    id: int
    partner: str
    number: str
    asked_on: date


def open_requests(person_id: UUID) -> tuple[Wanted, ...]:
    """Return what somebody has asked for that is neither declined nor over."""
    wishes = Wish.objects.filter(patron=person_id, declined_at=None)
    orders = Order.objects.filter(patron=person_id)
    return (*map(_wanted, wishes), *map(_wanted, orders))


def requests_of(person_id: UUID, *, now: datetime, policy: Policy) -> tuple[Request, ...]:
    """Return somebody's wishes and orders, the newest first."""
    return _requests(Q(patron=person_id), now=now, policy=policy)


def every_request(*, now: datetime, policy: Policy, words: str = "") -> tuple[Request, ...]:
    """Return all wishes and orders, or those that have the words, the newest first."""
    found = _requests(Q(), now=now, policy=policy)
    asked = words.casefold().split()
    return tuple(each for each in found if all(word in _text(each) for word in asked))


def request(request_id: UUID, *, now: datetime, policy: Policy) -> Request | None:
    """Return one wish or order, or None where it is over."""
    return next(iter(_requests(Q(pk=request_id), now=now, policy=policy)), None)


def partners() -> tuple[tuple[int, str], ...]:
    """Return the other libraries, in order of their names."""
    return tuple(Partner.objects.values_list("pk", "name"))


def partner_facts() -> tuple[PartnerFacts, ...]:
    """Return the other libraries with their offices, in order of their names."""
    return tuple(PartnerFacts(each.pk, each.name, each.email) for each in Partner.objects.all())


def closed_unheard() -> tuple[Closed, ...]:
    """Return the orders that ended without their lender's word, the oldest first."""
    rows = Unconfirmed.objects.select_related("partner").order_by("closed_on", "pk")
    return tuple(
        Closed(each.pk, each.partner.name, each.number, Unheard(each.reason), each.closed_on)
        for each in rows
    )


def consignments(*, on: date) -> tuple[Away, ...]:
    """Return what of ours is promised to others or there, what is due first first."""
    rows = Consignment.objects.select_related("partner", "item__record").defer("item__record__marc")
    return tuple(
        Away(
            each.pk,
            each.partner.name,
            each.number,
            each.item.barcode,
            each.item.record.title,
            each.asked_on,
            each.sent_on,
            each.due_on,
            each.due_on is not None and each.due_on < on,
            each.reminded_on,
        )
        for each in rows.order_by("due_on", "asked_on", "pk")
    )


def name_tasks() -> tuple[Task, ...]:
    """Return the names that other libraries have not said to have deleted."""
    rows = NameTask.objects.filter(done_on=None).select_related("partner").order_by("asked_on")
    return tuple(Task(each.pk, each.partner.name, each.number, each.asked_on) for each in rows)


def has_any() -> bool:
    """Say whether anything is under way: then the desk has its pages, whatever the policy says."""
    tasks = NameTask.objects.filter(done_on=None)
    return (
        Wish.objects.exists()
        or Order.objects.exists()
        or Consignment.objects.exists()
        or tasks.exists()
        or Unconfirmed.objects.exists()
    )


def _requests(which: Q, *, now: datetime, policy: Policy) -> tuple[Request, ...]:
    wishes = kept(Wish, policy=policy, now=now).filter(which).select_related("pickup_branch")
    orders = Order.objects.filter(which).select_related("partner", "pickup_branch", "item")
    open_loans = Loan.objects.filter(item=OuterRef("item"), returned_at=None, closed_at=None)
    told = orders.annotate(
        is_set_aside=Exists(Hold.objects.filter(item=OuterRef("item"))), is_lent=Exists(open_loans)
    )
    found = [*map(_of_wish, wishes)]
    for row in told:
        stage = stage_of(row.status, is_set_aside=row.is_set_aside, is_lent=row.is_lent)
        heard_on = today(policy, row.heard_at)
        quiet = is_quiet(row.status, heard_on=heard_on, on=today(policy, now))
        found.append(replace(_of_order(row, stage), is_quiet=quiet))
    return tuple(sorted(found, key=lambda each: (each.since, str(each.id)), reverse=True))


def _of_wish(row: Wish) -> Request:
    return Request(
        row.pk,
        _stage_of_wish(row),
        _wanted(row),
        row.pickup_branch_id,
        row.pickup_branch.name,
        row.asked_at,
        reason=row.reason,
    )


def _stage_of_wish(row: Wish) -> Stage:
    if row.declined_at:
        return Stage.DECLINED
    if row.is_bought:
        return Stage.BOUGHT
    return Stage.APPROVED if row.is_approved else Stage.ASKED


def _of_order(row: Order, stage: Stage) -> Request:
    return Request(
        row.pk,
        stage,
        _wanted(row),
        row.pickup_branch_id,
        row.pickup_branch.name,
        row.sent_at,
        row.number,
        row.partner.name,
        row.due_on,
        row.item.barcode if row.item else "",
        knows_name=row.knows_name,
    )


def _wanted(row: Wish | Order) -> Wanted:
    return Wanted(row.title, row.author, row.isbn, row.year)


def _text(each: Request) -> str:
    wanted = each.wanted
    told: Iterable[str] = (wanted.title, wanted.author, wanted.isbn, each.number, each.partner)
    return " ".join((*told, each.barcode)).casefold()
