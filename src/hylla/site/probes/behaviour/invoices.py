"""Trials of invoices: that what is owed becomes one, whom it goes to, and when it stops lending."""

from collections.abc import Iterator
from dataclasses import asdict
from datetime import timedelta
from uuid import UUID

from hylla.circulation.actions import invoice_patron, settle_invoice
from hylla.circulation.models import Loan
from hylla.circulation.rules.reminding import late_days
from hylla.fees.actions import stop_overdue
from hylla.fees.models import Invoice
from hylla.fees.queries import invoice_case
from hylla.fees.rules import Method
from hylla.patrons.models import Block
from hylla.patrons.models.cards import BlockReason
from hylla.patrons.rules import NewGuardian
from hylla.privacy.policy import Stops
from hylla.site.probes.stage import Stage, trial

AMOUNT_ORE = 12_300


@trial
def invoice_comes_once(stage: Stage) -> Iterator[str]:
    """All that is owed stands on one invoice, what is still out with it, and no title does."""
    plan = stage.policy.invoices
    bird = stage.patron()
    lent = stage.lent(bird.card_number)
    long = timedelta(days=max(late_days(stage.policy.reminders)) + plan.after_days)
    Loan.objects.filter(pk=lent.loan_id).update(due_on=stage.day - long)
    stage.owes(bird.person_id, AMOUNT_ORE)
    made = [invoice_patron(bird.person_id, now=stage.now, policy=stage.policy) for _ in range(2)]
    rows = list(Invoice.objects.filter(patron=bird.person_id))
    if made != [True, False] or len(rows) != 1:
        yield "what is owed does not become one invoice"
        return
    case = invoice_case(rows[0].pk, policy=stage.policy, now=stage.now)
    if case is None or case.facts.left_ore != AMOUNT_ORE + plan.replacement_ore:
        yield "another sum stands on the invoice than is owed"
    secrets = (bird.card_number, lent.barcode, lent.title)
    if any(each in str(case and asdict(case)) for each in secrets):
        yield "an invoice tells what was borrowed, or by which card"
    yield from _to_a_guardian(stage)


def _to_a_guardian(stage: Stage) -> Iterator[str]:
    if not stage.policy.features.guardians:
        return
    parent = NewGuardian(family_name="Trial", phones=("+4741298700",))
    child = stage.patron(age=stage.policy.ages.own_card - 5, guardian=parent)
    stage.owes(child.person_id, AMOUNT_ORE)
    invoice_patron(child.person_id, now=stage.now, policy=stage.policy)
    row = Invoice.objects.get(patron=child.person_id)
    if row.addressee_id is None or row.addressee_id != child.guardian_id:
        yield "a child's invoice goes to the child"


@trial
def invoice_blocks(stage: Stage) -> Iterator[str]:
    """From the day that is told somebody may not borrow, and may again when the last is settled."""
    bird = stage.patron()
    stage.owes(bird.person_id, AMOUNT_ORE)
    invoice_patron(bird.person_id, now=stage.now, policy=stage.policy)
    row = Invoice.objects.get(patron=bird.person_id)
    overdue = stage.policy.invoices.stops is Stops.OVERDUE
    if _is_stopped(bird.person_id) is overdue:
        yield "an invoice stops somebody on another day than is told"
    late = stage.now
    if overdue:
        late += timedelta(days=(row.due_on - stage.day).days + 1)
        stop_overdue(now=late, policy=stage.policy)
        if not _is_stopped(bird.person_id):
            yield "an overdue invoice stops nobody"
    settle_invoice(row.pk, method=Method.BANK, now=late, policy=stage.policy)
    if _is_stopped(bird.person_id):
        yield "who has paid an invoice is stopped still"


def _is_stopped(person_id: UUID) -> bool:
    return Block.objects.filter(
        person=person_id, reason=BlockReason.INVOICE, until_on=None
    ).exists()


PROBES = (invoice_comes_once, invoice_blocks)
