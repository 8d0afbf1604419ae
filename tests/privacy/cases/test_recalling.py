"""A debt collector has an invoice: how it is told to wait, and to close and delete it."""

from dataclasses import replace
from uuid import UUID

import pytest

from hylla.circulation.actions import (
    cancel_invoice,
    leave,
    settle_claim,
    settle_collected,
    settle_invoice,
)
from hylla.fees.actions import (
    hand_over,
)
from hylla.fees.models import Claim
from hylla.fees.queries import (
    balances,
    collectable,
    for_collector,
    to_pause,
    to_recall,
)
from hylla.fees.rules import CancelReason, FeeRefusal, Method
from hylla.library.refusals import Refused
from hylla.patrons.actions.rectifying import rectify
from hylla.patrons.actions.rights import ask, restrict
from hylla.patrons.models import Person
from hylla.patrons.rules import Changes
from hylla.privacy.models import OnwardNotice
from hylla.privacy.rights.deletions import (
    deletions_late,
    deletions_waiting,
    note_asked,
    note_deleted,
)
from hylla.privacy.rights.onward import note_told
from hylla.privacy.rights.terms import Asked, RequestKind
from tests.circulation.world import World
from tests.privacy.cases.owing import (
    COLLECTOR,
    DAY,
    LATER,
    ORE,
    WARNED_AT,
    collected,
    invoiced,
    is_finished,
    library_,
    policy_,
    recipients_on,
    somebody,
    warned,
    why_no_warning,
    why_not,
)

__all__ = ["library_", "policy_"]


def is_there(person: UUID) -> bool:
    return Person.objects.filter(pk=person).exists()


@pytest.mark.parametrize("method", [Method.BANK, Method.WAIVED])
def test_case_04_it_is_recalled_when_it_is_settled(library: World, method: Method) -> None:
    """The person goes with the debt, and the receipt waits for what the collector says."""
    invoice = collected(library)
    left = leave(invoice.patron_id, policy=library.policy, now=LATER)
    assert not left.is_done
    assert recipients_on(left.code, library) == [COLLECTOR]
    assert not to_recall(policy=library.policy, now=LATER)
    settle_invoice(invoice.pk, method=method, now=LATER, policy=library.policy)
    assert not is_there(invoice.patron_id)
    (asked,) = deletions_waiting(now=LATER)
    assert (asked.told.recipient, asked.reference) == (COLLECTOR, invoice.number)
    assert to_recall(policy=library.policy, now=LATER) == (asked,)
    assert deletions_late(now=LATER + 14 * DAY) == 0
    assert deletions_late(now=LATER + 15 * DAY) == 1
    note_asked([asked.told.id], policy=library.policy, now=LATER)
    assert not is_finished(left.code, library)
    note_deleted([asked.told.id], now=LATER)
    assert is_finished(left.code, library)
    assert OnwardNotice.objects.get().reference == ""


def test_case_04_who_asks_first_reads_of_the_collector_when_it_comes(library: World) -> None:
    """Who wants to go still owes; the receipt names the collector from when it has the invoice."""
    invoice = warned(library, invoiced(library))
    left = leave(invoice.patron_id, policy=library.policy, now=WARNED_AT)
    assert recipients_on(left.code, library) == []
    hand_over(invoice.pk, now=LATER, policy=library.policy)
    assert recipients_on(left.code, library) == [COLLECTOR]


def test_case_04_two_invoices_of_one_person_are_recalled_one_by_one(library: World) -> None:
    """A receipt has one line for the collector, and is done when both cases are closed there."""
    whom = somebody(library)
    first, second = collected(library, whom=whom), collected(library, whom=whom)
    left = leave(whom, policy=library.policy, now=LATER)
    settle_invoice(first.pk, method=Method.BANK, now=LATER, policy=library.policy)
    (asked,) = deletions_waiting(now=LATER)
    assert asked.reference == first.number
    note_asked([asked.told.id], policy=library.policy, now=LATER)
    note_deleted([asked.told.id], now=LATER)
    assert not is_finished(left.code, library)
    settle_invoice(second.pk, method=Method.BANK, now=LATER, policy=library.policy)
    (again,) = deletions_waiting(now=LATER)
    assert (again.reference, again.told.told_at) == (second.number, None)
    note_asked([again.told.id], policy=library.policy, now=LATER)
    note_deleted([again.told.id], now=LATER)
    assert is_finished(left.code, library)


def test_case_04_a_part_that_is_paid_recalls_nothing(library: World) -> None:
    invoice = collected(library)
    one, two = Claim.objects.filter(invoice=invoice).values_list("pk", flat=True)
    settle_claim(one, method="card", now=LATER, policy=library.policy)
    assert not deletions_waiting(now=LATER)
    settle_claim(two, method="card", now=LATER, policy=library.policy)
    assert len(deletions_waiting(now=LATER)) == 1


def test_case_04_who_stays_has_it_recalled_too(library: World) -> None:
    invoice = collected(library)
    cancel_invoice(invoice.pk, reason=CancelReason.WRONG, now=LATER, policy=library.policy)
    assert is_there(invoice.patron_id)
    assert [each.reference for each in deletions_waiting(now=LATER)] == [invoice.number]


def test_case_04_what_the_collector_says_is_paid_is_closed_there(library: World) -> None:
    """The books balance, nothing is left to ask, and who waited to go is gone."""
    invoice = collected(library)
    left = leave(invoice.patron_id, policy=library.policy, now=LATER)
    numbers = settle_collected(invoice.pk, now=LATER, policy=library.policy)
    assert len(numbers) == 2
    assert sum(balances().values()) == 0
    assert balances()["bank"] == ORE
    assert not deletions_waiting(now=LATER)
    assert not is_there(invoice.patron_id)
    assert is_finished(left.code, library)
    assert recipients_on(left.code, library) == [COLLECTOR]


def test_only_what_a_collector_has_was_paid_to_it(library: World) -> None:
    invoice = warned(library, invoiced(library))
    with pytest.raises(Refused) as no:
        settle_collected(invoice.pk, now=LATER, policy=library.policy)
    assert no.value.reasons[0].code == FeeRefusal.NOT_HANDED_OVER
    hand_over(invoice.pk, now=LATER, policy=library.policy)
    settle_collected(invoice.pk, now=LATER, policy=library.policy)
    with pytest.raises(Refused) as again:
        settle_collected(invoice.pk, now=LATER, policy=library.policy)
    assert again.value.reasons[0].code == FeeRefusal.INVOICE_SETTLED


def test_what_no_collector_has_is_recalled_from_none(library: World) -> None:
    invoice = warned(library, invoiced(library))
    settle_invoice(invoice.pk, method=Method.BANK, now=LATER, policy=library.policy)
    assert not deletions_waiting(now=LATER)
    assert why_not(library, invoice) is FeeRefusal.INVOICE_SETTLED
    assert why_no_warning(library, invoice) is FeeRefusal.INVOICE_SETTLED


def test_case_56_a_contest_of_what_a_collector_has_makes_it_wait(library: World) -> None:
    invoice = collected(library)
    restrict(invoice.patron_id, policy=library.policy, now=LATER, asked=Asked(what="fees"))
    (pause,) = to_pause(policy=library.policy)
    assert (pause.recipient, pause.numbers) == (COLLECTOR, (invoice.number,))
    (each,) = collectable(policy=library.policy, now=LATER)
    assert each.is_paused
    assert not for_collector([invoice.pk], policy=library.policy, now=LATER)
    note_told(pause.notice_id, now=LATER)
    assert not to_pause(policy=library.policy)


def test_case_56_a_contest_of_something_else_pauses_nothing(library: World) -> None:
    invoice = collected(library)
    restrict(invoice.patron_id, policy=library.policy, now=LATER, asked=Asked(what="messages"))
    assert not to_pause(policy=library.policy)


def test_who_did_it_then_is_told_when_another_does_it_now(library: World) -> None:
    invoice = collected(library)
    plan = replace(library.policy.invoices, collector="Annen Inkasso AS")
    library.policy = replace(library.policy, invoices=plan)
    settle_invoice(invoice.pk, method=Method.BANK, now=LATER, policy=library.policy)
    (asked,) = to_recall(policy=library.policy, now=LATER)
    assert asked.told.recipient == COLLECTOR


def test_a_collector_is_told_of_a_name_that_is_corrected(library: World) -> None:
    """Article 19: it has the name, whatever the name is kept for here."""
    invoice = collected(library)
    wrong = ask(
        RequestKind.RECTIFICATION,
        person_id=invoice.patron_id,
        policy=library.policy,
        now=LATER,
        asked=Asked(what="given_name"),
    )
    changes = Changes(given_name="Karin")
    rectify(wrong.pk, changes=changes, policy=library.policy, now=LATER)
    (told,) = OnwardNotice.objects.all()
    assert (told.recipient, told.request_id) == (COLLECTOR, wrong.pk)
