"""A loan that is said to be returned: nothing grows meanwhile, and staff find it or not."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hylla.catalogue.models import Item
from hylla.circulation.actions import (
    declare_lost,
    end_search,
    find_on_shelf,
    remind,
    renew,
    say_returned,
    send_invoices,
    unsay_returned,
)
from hylla.circulation.models import Loan
from hylla.circulation.queries import copies_to_find, loans_of, overdue_at
from hylla.circulation.rules.codes import Refusal
from hylla.circulation.rules.searching import due_after_search
from hylla.fees.models import Invoice
from hylla.fees.queries import balance_of
from hylla.library.refusals import Refused
from hylla.messages.models import Message
from tests.circulation.world import NOW, World, policy_of, with_fees

LATE = NOW + timedelta(days=32)
"""Four days after a loan from `NOW` was due: 8 kr."""
DAYS = st.dates(date(2026, 1, 1), date(2027, 1, 1))


@pytest.fixture
def library(world: World) -> World:
    world.policy = with_fees(policy_of("fjordvik"), daily=200, cap=50_000, block_at=0)
    return world


def out(world: World) -> tuple[Item, Loan]:
    """Lend something to somebody new."""
    item = world.item()
    world.lend(world.patron()[1], item)
    return item, Loan.objects.get(item=item)


def say(world: World, item: Item) -> None:
    say_returned(item.barcode, now=LATE, policy=world.policy)


def test_nothing_grows_while_it_is_searched_for(library: World) -> None:
    """Saying it is returned 2."""
    item, loan = out(library)
    say(library, item)
    say_returned(item.barcode, now=LATE + timedelta(days=3), policy=library.policy)
    loan.refresh_from_db()
    assert loan.said_returned_on == LATE.date()
    later = LATE + timedelta(days=60)
    assert send_invoices(now=later, policy=library.policy) == 0
    for day in range(60):
        assert remind(now=LATE + timedelta(days=day), policy=library.policy) == 0
    assert overdue_at(library.main.pk, now=later, policy=library.policy) == ()
    (shown,) = loans_of(loan.patron_id, now=later, policy=library.policy)
    assert (shown.is_overdue, shown.said_returned_on) == (False, LATE.date())
    assert not Invoice.objects.exists()
    assert library.take_back(item, now=later).fee_ore == 800
    assert not Loan.objects.filter(closed_at=None, returned_at=None).exists()


def test_found_on_the_shelf_it_costs_nothing(library: World) -> None:
    """Saying it is returned 4."""
    item, loan = out(library)
    say(library, item)
    (listed,) = copies_to_find(library.main.pk)
    assert (listed.barcode, listed.said_on) == (item.barcode, LATE.date())
    found = find_on_shelf(
        item.barcode, branch_id=library.main.pk, now=LATE + timedelta(days=9), policy=library.policy
    )
    assert (found.was_on_loan, found.fee_ore) == (True, 0)
    assert balance_of(loan.patron_id) == 0
    assert copies_to_find(library.main.pk) == ()


def test_not_found_the_days_of_the_search_do_not_count(library: World) -> None:
    """Saying it is returned 5: it is as late as it was, and nothing remembers that it was said."""
    item, loan = out(library)
    say(library, item)
    end = LATE + timedelta(days=10)
    end_search(item.barcode, now=end, policy=library.policy)
    loan.refresh_from_db()
    assert (loan.said_returned_on, (end.date() - loan.due_on).days) == (None, 4)
    message = Message.objects.get()
    assert (message.template, message.day) == ("not_found", loan.due_on)
    assert library.take_back(item, now=end + timedelta(days=1)).fee_ore == 1000


@given(DAYS, DAYS, st.integers(0, 90))
def test_nobody_is_later_after_a_search_than_before(due_on: date, said_on: date, days: int) -> None:
    today = said_on + timedelta(days=days)
    after = due_after_search(due_on, said_on=said_on, today=today)
    assert after >= due_on
    assert max((today - after).days, 0) == max((said_on - due_on).days, 0)


def test_whoever_has_it_after_all_has_it_as_before(library: World) -> None:
    """Saying it is returned 3."""
    item, loan = out(library)
    say(library, item)
    unsay_returned(item.barcode, person_id=loan.patron_id)
    assert Loan.objects.get().due_on == loan.due_on
    assert library.take_back(item, now=LATE + timedelta(days=1)).fee_ore == 1000


def test_what_is_searched_for_is_not_renewed_and_what_is_lost_is_not_searched_for(
    library: World,
) -> None:
    """Saying it is returned 1; renewing 3."""
    item, loan = out(library)
    say(library, item)
    with pytest.raises(Refused) as refused:
        renew(barcode=item.barcode, now=LATE, policy=library.policy)
    assert [each.code for each in refused.value.reasons] == [Refusal.SAID_RETURNED]
    declare_lost(item.barcode, price_ore=100, now=LATE, policy=library.policy)
    assert copies_to_find(library.main.pk) == ()
    stranger = library.patron()[0]
    with pytest.raises(Refused) as refused:
        say(library, item)
    assert [each.code for each in refused.value.reasons] == [Refusal.CLAIMED_AS_LOST]
    with pytest.raises(Refused) as refused:
        say_returned(item.barcode, person_id=stranger, now=LATE, policy=library.policy)
    assert [each.code for each in refused.value.reasons] == [Refusal.ITEM_ON_LOAN_TO_OTHER]
    for answer in (
        lambda: end_search(item.barcode, now=LATE, policy=library.policy),
        lambda: unsay_returned(item.barcode, person_id=loan.patron_id),
    ):
        with pytest.raises(Refused) as refused:
            answer()
        assert [each.code for each in refused.value.reasons] == [Refusal.NOT_SEARCHED_FOR]
