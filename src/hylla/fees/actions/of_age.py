"""What somebody owed as a child is their guardian's alone when they come of age (case 12)."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from hylla.fees.actions.invoices import let_borrow_again
from hylla.fees.models import Claim, Invoice
from hylla.patrons.models import Guardianship
from hylla.patrons.queries.family import is_hidden_from
from hylla.patrons.rules import birthday, last_birth_date
from hylla.privacy.clocks import today
from hylla.privacy.held import is_held
from hylla.privacy.policy import Policy
from hylla.privacy.rights.restriction import restricted_people
from hylla.privacy.vocabulary import Purpose


def pass_on_debts(*, policy: Policy, now: datetime) -> int:
    """Make the open claims of who has come of age their guardian's; return how many that were.

    By night, before the link between the two goes. What is contested, or held by law, stays where
    it is, and so does all of a child whose home must be kept from its guardians: nobody is told of
    it, and no debt collector gets it.
    """
    born = last_birth_date(policy.ages.adult, on=today(policy, now))
    grown = Guardianship.objects.filter(child__identity__birth_date__lte=born)
    grown = grown.exclude(child__in=restricted_people(Purpose.FEES))
    owing = Claim.objects.filter(settled_at=None).values("patron")
    children = grown.filter(child__in=owing).values_list("child", "child__identity__birth_date")
    ends = {child: birthday(born, policy.ages.adult) for child, born in children if born}
    return sum(_pass_on(child, of_age, policy, now) for child, of_age in ends.items())


def _pass_on(child_id: UUID, of_age: date, policy: Policy, now: datetime) -> int:
    with transaction.atomic():
        passed = sum(_with_invoice(each, now) for each in _billed_to_guardians(child_id, now))
        guardian = _guardian_until(of_age, child_id)
        if guardian is not None:
            bare = Q(patron=child_id, invoice=None, opened_on__lt=of_age)
            passed += _move(bare, guardian, now)
        if passed:
            let_borrow_again(child_id, now=now, policy=policy)
        return passed


def _billed_to_guardians(child_id: UUID, now: datetime) -> list[Invoice]:
    rows = Invoice.objects.select_for_update(of=("self",)).exclude(is_held(Invoice, now))
    billed = rows.filter(patron=child_id, addressee__isnull=False, settled_at=None)
    return list(billed.order_by("pk"))


def _with_invoice(invoice: Invoice, now: datetime) -> int:
    if invoice.addressee_id is None:
        return 0
    moved = _move(Q(invoice=invoice.pk), invoice.addressee_id, now)
    invoice.patron_id, invoice.addressee_id = invoice.addressee_id, None
    invoice.save(update_fields=["patron", "addressee"])
    return moved


def _move(which: Q, guardian_id: UUID, now: datetime) -> int:
    rows = Claim.objects.select_for_update(of=("self",)).exclude(is_held(Claim, now))
    keys = list(rows.filter(which, settled_at=None).order_by("pk").values_list("pk", flat=True))
    return Claim.objects.filter(pk__in=keys).update(patron=guardian_id, for_ward=True)


def _guardian_until(of_age: date, child_id: UUID) -> UUID | None:
    """Return who was the guardian to the end: the first whom the home is not hidden from."""
    rows = Guardianship.objects.filter(child=child_id, ends_on=of_age).order_by("since_on", "id")
    guardians = rows.values_list("guardian", flat=True)
    return next((each for each in guardians if not is_hidden_from(each, child_id=child_id)), None)
