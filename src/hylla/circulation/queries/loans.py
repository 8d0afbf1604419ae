"""Who has what on loan. Loans that were returned or closed are shown by no ordinary query."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import lru_cache
from uuid import UUID

from django.db.models import Case, Count, Exists, F, OuterRef, QuerySet, When, Window

from hylla.circulation.models import Loan
from hylla.circulation.queries.holds import in_turn, served_by, title_outside
from hylla.circulation.rules.dates import last_day, today
from hylla.fees.models import ClaimKind
from hylla.fees.queries import claims_of
from hylla.library.queries import calendar, rules_version
from hylla.library.queries.prepared import Prepared, Row
from hylla.privacy.clocks import kept
from hylla.privacy.policy import Policy


@dataclass(frozen=True, slots=True)
class OpenLoan:
    """A loan as its patron sees it. `others_wait` says that it cannot be renewed for that.

    While it is searched for, since its patron says that it is returned, it is not late. `last_on`
    is the last day without delay: the due date, or the next day on which the branch opens.
    """

    loan_id: UUID
    record_id: int
    barcode: str
    title: str
    authors: str
    branch_id: int
    lent_at: datetime
    due_on: date
    renewals: int
    is_overdue: bool
    others_wait: bool
    said_returned_on: date | None
    is_recalled: bool
    last_on: date
    is_ours: bool = True
    """Whether it stands in the catalogue; what another library has lent does not."""


@dataclass(frozen=True, slots=True)
class Charge:
    """Something owed, with the title it is about where a loan still knows it (R03)."""

    claim_id: UUID
    kind: ClaimKind
    amount_ore: int
    opened_on: date
    title: str
    for_ward: bool = False


@dataclass(frozen=True, slots=True)
class LastBorrower:
    """Who had an item last, for the desk that finds it damaged, while the loan is kept at all."""

    person_id: UUID
    loan_id: UUID
    returned_at: datetime | None


def loans_of(
    person_id: UUID, *, now: datetime, policy: Policy, only: Collection[UUID] | None = None
) -> tuple[OpenLoan, ...]:
    """Return what someone has on loan, or only these of it, the first to be due first."""
    day = today(now, policy=policy)
    waiting = in_turn(day).filter(served_by(OuterRef("item"), title_outside("item__record")))
    theirs = open_loans().filter(patron=person_id)
    loans = (
        (theirs if only is None else theirs.filter(pk__in=only))
        .select_related("item__record")
        .defer("item__record__marc")
        .annotate(others_wait=Exists(waiting))
        .order_by("due_on", "lent_at", "id")
    )
    return tuple(
        OpenLoan(
            loan.pk,
            loan.item.record_id,
            loan.item.barcode,
            loan.item.record.title,
            loan.item.record.authors,
            loan.branch_id,
            loan.lent_at,
            loan.due_on,
            loan.renewals,
            last_on < day and loan.said_returned_on is None,
            loan.others_wait,
            loan.said_returned_on,
            loan.recalled_on is not None,
            last_on,
            loan.item.lent_until_on is None,
        )
        for loan, last_on in zip(loans, _last_days(loans), strict=True)
    )


def _last_days(loans: Iterable[Loan]) -> Iterator[date]:
    """Return the last day on which each is not late, as its return would count it."""
    branches = {loan.branch_id for loan in loans}
    version = rules_version() if branches else 0
    days = {each: calendar(each, version=version) for each in branches}
    return (last_day(loan.due_on, calendar=days[loan.branch_id]) for loan in loans)


def loans_on_top(
    person_id: UUID, *, now: datetime, policy: Policy, most: int
) -> tuple[tuple[UUID, ...], int]:
    """Return which so many loans of someone to show first, and how many there are.

    What was lent today stands before the rest, which comes as it is due. Whoever has 1,000 loans
    waits no longer than others: one statement, and none of the rest is read.
    """
    midnight = datetime.combine(today(now, policy=policy), time(), policy.zone)
    found = _top(most)(person_id=person_id, midnight=midnight)
    return tuple(pk for pk, _ in found), found[0][1] if found else 0


@lru_cache(maxsize=8)
def _top(most: int) -> Prepared:
    def rows(*, person_id: UUID, midnight: datetime) -> QuerySet[Loan, Row]:
        loans = open_loans().filter(patron=person_id)
        since = loans.annotate(today_at=Case(When(lent_at__gte=midnight, then="lent_at")))
        ordered = since.order_by(F("today_at").desc(nulls_last=True), "due_on", "lent_at", "id")
        return ordered.values_list("pk", Window(Count("*")))[:most]

    return Prepared(rows)


def open_loans() -> QuerySet[Loan]:
    """Return the loans whose item is out."""
    return Loan.objects.filter(returned_at=None, closed_at=None)


def was_lent_since(barcode: str, *, moment: datetime) -> bool:
    """Say whether an item is on a loan that began after a moment, which no return then can end."""
    return open_loans().filter(item__barcode=barcode, lent_at__gt=moment).exists()


def charges_of(person_id: UUID, *, now: datetime, policy: Policy) -> tuple[Charge, ...]:
    """Return what someone owes, with the title while the loan waits for the fee."""
    claims = claims_of(person_id)
    # A child's titles are not told with what it owed: the loan stays the child's (case 7).
    loans = kept(Loan, policy=policy, now=now).filter(patron=person_id)
    ids = [each.claim_id for each in claims]
    titles = {
        key: title
        for path in ("claim", "claim__beside")
        for key, title in loans.filter(**{f"{path}__in": ids}).values_list(
            path, "item__record__title"
        )
    }
    return tuple(
        Charge(
            each.claim_id,
            each.kind,
            each.amount_ore,
            each.opened_on,
            titles.get(each.claim_id, ""),
            each.for_ward,
        )
        for each in claims
    )


def last_borrower(barcode: str, *, now: datetime, policy: Policy) -> LastBorrower | None:
    """Return who returned the item last, or None where the policy has let that go already.

    For claiming damage alone. A loan past its date is never read, also where the night has not
    removed it yet.
    """
    loans = kept(Loan, policy=policy, now=now).filter(item__barcode=barcode)
    loan = loans.exclude(returned_at=None).order_by("-lent_at", "-id").first()
    return LastBorrower(loan.patron_id, loan.pk, loan.returned_at) if loan else None
