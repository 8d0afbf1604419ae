"""Give an open loan a new due date."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from hylla.circulation.actions.here import Here, here_at, tariff
from hylla.circulation.models import Loan
from hylla.circulation.queries.editions import edition_of
from hylla.circulation.queries.families import wards_of
from hylla.circulation.queries.holds import in_turn, served_by, title_of
from hylla.circulation.queries.house import house_at
from hylla.circulation.queries.people import borrower_of
from hylla.circulation.rules.codes import Refusal
from hylla.circulation.rules.dates import today
from hylla.circulation.rules.refusals import RunningLoan, renewal_refusals, standing
from hylla.circulation.rules.terms import Terms
from hylla.fees.actions import open_claim
from hylla.fees.models import ClaimKind
from hylla.fees.queries import fee_on
from hylla.fees.rules import overdue_fee
from hylla.library.queries import rules_version
from hylla.library.refusals import Reason, Refused
from hylla.patrons.actions import refuse_own, remember_use
from hylla.patrons.models import Person
from hylla.patrons.queries import Relative
from hylla.privacy.policy import Policy
from hylla.statistics.actions import count
from hylla.statistics.models import Event
from hylla.statistics.rules import age_band


@dataclass(frozen=True, slots=True)
class Renewed:
    """A loan with a new due date. `fee_ore` is what it costs that the old one was past.

    `overridden` has what staff set aside.
    """

    loan_id: UUID
    barcode: str
    title: str
    due_on: date
    renewals: int
    fee_ore: int
    overridden: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RenewalAnswer:
    """What became of one loan when all were to be renewed: the one or the other is set."""

    loan_id: UUID
    barcode: str
    title: str
    renewed: Renewed | None
    reasons: tuple[Reason, ...]


def renew(
    *,
    barcode: str,
    person_id: UUID | None = None,
    now: datetime,
    policy: Policy,
    overriding: Collection[str] = frozenset(),
) -> Renewed:
    """Renew the open loan of an item; with `person_id`, only if it is theirs.

    :raises Refused: with every reason at once; nothing is changed.
    """
    with transaction.atomic():
        loan = open_loan(barcode, person_id)
        renewed = renew_loan(loan, now=now, policy=policy, overriding=overriding)
        remember_use(loan.patron_id, on=today(now, policy=policy))
        return renewed


def renew_loan(
    loan: Loan, *, now: datetime, policy: Policy, overriding: Collection[str] = frozenset()
) -> Renewed:
    """Renew a loan that is locked, under the rule of the branch that lent it.

    :raises Refused: with every reason at once; nothing is changed.
    """
    here = here_at(loan.branch_id, now=now, policy=policy, house=house_at(rules_version()))
    terms = here.terms(loan.patron.category_id, loan.item.item_type_id, loan.item.collection_id)
    if terms is None:
        raise Refused(Reason(Refusal.NO_RULE))
    # What another library has lent is due when that says; it may have given more time.
    due_on = loan.item.lent_until_on or here.due_date(terms)
    reasons = _refusals(loan, here, terms, new_due_on=due_on)
    if remaining := standing(reasons, overriding=overriding):
        raise Refused(*remaining)
    overridden = tuple(reason.code for reason in reasons)
    if overridden:
        _count(Event.OVERRIDE, loan, here)
    return replace(_renewed(loan, here, terms, due_on=due_on), overridden=overridden)


def renew_all(person_id: UUID, *, now: datetime, policy: Policy) -> tuple[RenewalAnswer, ...]:
    """Renew what can be renewed of someone's open loans, and say why for the rest."""
    loans = Loan.objects.filter(patron=person_id, returned_at=None, closed_at=None)
    return tuple(
        _answer(loan, now=now, policy=policy)
        for loan in loans.select_related("item__record").order_by("due_on", "id")
    )


@dataclass(frozen=True, repr=False)
class RenewedFor:
    """How many of a child's loans were renewed for its guardian, and how many not."""

    child: Relative
    done: int
    not_done: int


def renew_for_household(
    guardian_id: UUID, *, staff_id: int, now: datetime, policy: Policy
) -> tuple[RenewedFor, ...]:
    """Renew what a guardian's children have out; return of each how many were renewed, and not.

    Of what, it does not say: an older child's loans are its own (conflict case 7).

    :raises Refused: one of them is of the family of who works there (conflict case 60).
    """
    wards, counts = wards_of(guardian_id, policy=policy, now=now), []
    for ward in wards:
        refuse_own(staff_id, ward.relative.person_id)
    for ward in wards:
        answers = renew_all(ward.relative.person_id, now=now, policy=policy)
        done = sum(each.renewed is not None for each in answers)
        counts.append(RenewedFor(ward.relative, done, len(answers) - done))
    return tuple(counts)


def _answer(loan: Loan, *, now: datetime, policy: Policy) -> RenewalAnswer:
    barcode, title = loan.item.barcode, loan.item.record.title
    try:
        renewed = renew(barcode=barcode, person_id=loan.patron_id, now=now, policy=policy)
    except Refused as refused:
        return RenewalAnswer(loan.pk, barcode, title, None, refused.reasons)
    return RenewalAnswer(loan.pk, barcode, title, renewed, ())


def open_loan(barcode: str, person_id: UUID | None) -> Loan:
    """Return the open loan with its patron, who is locked until the transaction ends.

    :raises Refused: nobody has it, or with `person_id`, somebody else.
    """
    open_loans = Loan.objects.filter(item__barcode=barcode, returned_at=None, closed_at=None)
    found = open_loans.values_list("patron_id", flat=True).first()
    if found is None:
        raise Refused(Reason(Refusal.NOT_ON_LOAN))
    if person_id is not None and found != person_id:
        raise Refused(Reason(Refusal.ITEM_ON_LOAN_TO_OTHER))
    Person.objects.select_for_update(no_key=True).get(pk=found)
    joined = open_loans.select_related("item__record", "patron__identity", "claim")
    loan = joined.select_for_update(of=("self",)).filter(patron=found).first()
    if loan is None:
        raise Refused(Reason(Refusal.NOT_ON_LOAN))
    return loan


def _refusals(loan: Loan, here: Here, terms: Terms, *, new_due_on: date) -> tuple[Reason, ...]:
    waiting = in_turn(here.today).filter(
        served_by(loan.item_id, title_of(edition_of(loan.item.record_id)))
    )
    return renewal_refusals(
        borrower_of(loan.patron_id, on=here.today),
        RunningLoan(
            renewals=loan.renewals,
            due_on=loan.due_on,
            new_due_on=new_due_on,
            others_wait=waiting.exclude(patron=loan.patron_id).exists(),
            claimed_as_lost=loan.is_claimed_as_lost,
            said_returned=loan.said_returned_on is not None,
        ),
        terms=terms,
        on=here.today,
        block_at_ore=here.policy.fees.block_at_ore,
    )


def _renewed(loan: Loan, here: Here, terms: Terms, *, due_on: date) -> Renewed:
    last_day = here.last_day(loan.due_on)
    fee = overdue_fee(due_on=last_day, returned_on=here.today, tariff=tariff(terms, here))
    if fee:
        _claim(loan, here, fee)
    loan.due_on = due_on
    loan.renewals += 1
    loan.recalled_on = None
    loan.save(update_fields=["due_on", "renewals", "claim", "recalled_on"])
    _count(Event.RENEWAL, loan, here)
    item = loan.item
    return Renewed(loan.pk, item.barcode, item.record.title, due_on, loan.renewals, fee)


def _count(event: Event, loan: Loan, here: Here) -> None:
    count(
        event,
        on=here.today,
        branch=here.branch,
        item_type=loan.item.item_type_id,
        category=loan.patron.category_id,
        age_band=age_band(loan.patron.identity.birth_date, here.today),
    )


def _claim(loan: Loan, here: Here, fee: int) -> None:
    """Claim what the days past the old due date cost; the new one starts from nothing."""
    claim_id = open_claim(
        loan.patron_id,
        branch_id=loan.branch_id,
        kind=ClaimKind.OVERDUE,
        amount_ore=fee,
        on=here.today,
    )
    if fee_on(loan.claim_id) is None:
        loan.claim_id = claim_id
