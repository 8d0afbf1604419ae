"""Trials of invoices: who gets one and when it stops lending, and of debt collection."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from uuid import UUID

from hylla.circulation.actions import invoice_patron, settle_invoice
from hylla.circulation.models import Loan
from hylla.circulation.rules.reminding import late_days
from hylla.fees.actions import hand_over, note_warnings, stop_overdue, warn
from hylla.fees.models import Invoice
from hylla.fees.queries import for_collector, invoice_case, to_pause, to_recall
from hylla.fees.rules import Method
from hylla.messages.models import Message, Template
from hylla.patrons.actions.rights import restrict
from hylla.patrons.models import Block
from hylla.patrons.models.cards import BlockReason
from hylla.patrons.rules import NewGuardian
from hylla.privacy.policy import Stops
from hylla.privacy.rights.terms import Asked
from hylla.privacy.vocabulary import Purpose
from hylla.site.probes.stage import Stage, codes, trial

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


@trial
def collector_gets_little(stage: Stage) -> Iterator[str]:
    """A warning comes first, its days are over, and neither titles nor a card number go out."""
    case = _owed(stage)
    due = _late(stage, case)
    if not codes(lambda: hand_over(case.row.pk, now=due, policy=stage.policy)):
        yield "an invoice goes to debt collection without a warning"
        return
    _warned(stage, case, at=due)
    last = due + timedelta(days=stage.policy.invoices.warning_days)
    if not codes(lambda: hand_over(case.row.pk, now=last, policy=stage.policy)):
        yield "an invoice goes to debt collection before the days of the warning are over"
        return
    after = last + timedelta(days=1)
    hand_over(case.row.pk, now=after, policy=stage.policy)
    (sent,) = for_collector([case.row.pk], policy=stage.policy, now=after)
    if any(each in str(asdict(sent)) for each in case.secrets):
        yield "a debt collector is told what was borrowed, or by which card"
    if sent.birth_date and not stage.policy.invoices.collector_gets_birth_date:
        yield "a debt collector is told a birth date"


@trial
def collection_is_recalled(stage: Stage) -> Iterator[str]:
    """What is contested waits there, and what is paid is to be closed and deleted there."""
    case, plan = _owed(stage), stage.policy.invoices
    due = _late(stage, case)
    _warned(stage, case, at=due)
    after = due + timedelta(days=plan.warning_days + 1)
    hand_over(case.row.pk, now=after, policy=stage.policy)
    fees = Asked(what=Purpose.FEES)
    restrict(case.row.patron_id, policy=stage.policy, now=after, asked=fees)
    numbers = [number for each in to_pause(policy=stage.policy) for number in each.numbers]
    if case.row.number not in numbers:
        yield "a debt collector is not told to wait for what is contested"
    settle_invoice(case.row.pk, method=Method.BANK, now=after, policy=stage.policy)
    recalled = to_recall(policy=stage.policy, now=after)
    if not any(case.row.number in each.reference for each in recalled):
        yield "an invoice that is paid is not recalled from debt collection"


@dataclass(frozen=True, repr=False)
class _Owed:
    """An invoice of somebody who never was, and what nobody may learn with it."""

    row: Invoice
    secrets: tuple[str, ...]


def _owed(stage: Stage) -> _Owed:
    bird = stage.patron()
    lent = stage.lent(bird.card_number)
    stage.owes(bird.person_id, max(AMOUNT_ORE, stage.policy.invoices.collect_from_ore))
    invoice_patron(bird.person_id, now=stage.now, policy=stage.policy)
    row = Invoice.objects.get(patron=bird.person_id)
    return _Owed(row, (bird.card_number, lent.barcode, lent.title))


def _late(stage: Stage, case: _Owed) -> datetime:
    days = (case.row.due_on - stage.day).days + stage.policy.invoices.warn_after_days + 1
    return stage.now + timedelta(days=days)


def _warned(stage: Stage, case: _Owed, *, at: datetime) -> None:
    warn(case.row.pk, now=at, policy=stage.policy)
    mine = Message.objects.filter(person=case.row.patron_id, template=Template.COLLECTION_WARNING)
    mine.update(closed_at=at)
    note_warnings(policy=stage.policy)


PROBES = (invoice_comes_once, invoice_blocks, collector_gets_little, collection_is_recalled)
