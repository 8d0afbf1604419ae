"""What a message says must still be so when it goes; what is fetched or returned is not told."""

from datetime import UTC, date, datetime, timedelta

import pytest

from hylla.circulation.models import Hold, Loan
from hylla.circulation.queries import is_still_true
from hylla.fees.models import Invoice
from hylla.messages.models import NOT_RENEWED, Message, Template
from hylla.patrons.models import Person
from tests.builders import a_branch, a_hold, a_loan, a_person, an_invoice, an_item

NOW = datetime(2026, 6, 15, 6, tzinfo=UTC)
TODAY = date(2026, 6, 15)
DUE = date(2026, 6, 12)
UNTIL = date(2026, 6, 20)


def message(person: Person, template: Template, **values: object) -> Message:
    return Message(person=person, template=template, created_at=NOW, **values)


@pytest.mark.parametrize("template", [Template.HOLD_READY, Template.HOLD_EXPIRING])
def test_what_waits_on_a_shelf(db: None, template: Template) -> None:
    person, other = a_person(), a_person()
    hold = a_hold(person, placed_at=NOW)
    told = message(person, template, day=UNTIL, branch_id=hold.pickup_branch_id)
    assert not is_still_true(told, TODAY)
    Hold.objects.update(item=an_item(), shelf_until_on=UNTIL)
    assert is_still_true(told, TODAY)
    assert not is_still_true(message(other, template, day=UNTIL), TODAY)
    elsewhere = message(person, template, day=UNTIL, branch=a_branch("other"))
    assert not is_still_true(elsewhere, TODAY)
    Hold.objects.all().delete()
    assert not is_still_true(told, TODAY)


@pytest.mark.parametrize(
    "template", [Template.DUE_SOON, Template.RECALLED, Template.RENEWED, *NOT_RENEWED]
)
@pytest.mark.parametrize(
    "after", [{"returned_at": NOW}, {"closed_at": NOW}, {"due_on": DUE + timedelta(days=28)}]
)
def test_what_is_due(db: None, template: Template, after: dict[str, object]) -> None:
    person = a_person()
    a_loan(person, lent_at=NOW, due_on=DUE)
    told = message(person, template, day=DUE, number=1)
    assert is_still_true(told, TODAY)
    Loan.objects.update(**after)
    assert not is_still_true(told, TODAY)


def test_an_invoice_that_is_paid_before_anybody_was_told(db: None) -> None:
    person = a_person()
    invoice = an_invoice(person, made_on=DUE, due_on=UNTIL)
    told = message(person, Template.INVOICE, day=UNTIL)
    assert is_still_true(told, TODAY)
    assert not is_still_true(message(person, Template.INVOICE, day=DUE), TODAY)
    assert not is_still_true(message(a_person(), Template.INVOICE, day=UNTIL), TODAY)
    Invoice.objects.filter(pk=invoice.pk).update(settled_at=NOW)
    assert not is_still_true(told, TODAY)


def test_what_is_overdue_and_one_of_two_is_enough(db: None) -> None:
    person = a_person()
    loans = [a_loan(person, lent_at=NOW, due_on=DUE) for _ in range(2)]
    told = message(person, Template.OVERDUE, day=DUE, number=2)
    assert is_still_true(told, TODAY)
    Loan.objects.filter(pk=loans[0].pk).update(returned_at=NOW)
    assert is_still_true(told, TODAY)
    Loan.objects.filter(pk=loans[1].pk).update(due_on=TODAY)
    assert not is_still_true(told, TODAY)


def test_the_rest_is_always_told(db: None) -> None:
    person = a_person()
    for template in (Template.NOT_FOUND, Template.WELCOME, Template.HOLD_EXPIRED):
        assert is_still_true(message(person, template, day=DUE), TODAY)
