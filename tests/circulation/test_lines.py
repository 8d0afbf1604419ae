"""Kungsbacka's and Bergen's lending and fee lines, run under their own policies.

Each line of /docs/privacy/coverage.md that is about lending and money is done here by actions, or
named with the test that does it elsewhere.
"""

from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest

from hylla.catalogue.models import Item
from hylla.circulation.actions import (
    AtDesk,
    Damage,
    claim_damage,
    declare_lost,
    place_hold,
    remind,
    return_at_desk,
    send_invoices,
    set_loan_rule,
    settle_claim,
    start_history,
)
from hylla.circulation.models import History, Loan
from hylla.circulation.queries import charges_of, holds_of, loans_of
from hylla.fees.actions import hand_over, note_warnings, open_claim, warn
from hylla.fees.models import ClaimKind, Invoice
from hylla.fees.queries import balance_of, for_collector, to_recall
from hylla.fees.rules import Method
from hylla.library.actions import bump_rules_version
from hylla.library.refusals import Refused
from hylla.messages.models import Message, Template
from hylla.messages.queries import messages_of
from hylla.patrons.actions import (
    Shown,
    block,
    move_categories,
    report_card_lost,
    set_usual_categories,
)
from hylla.patrons.actions import replace_card as new_card
from hylla.patrons.models import Block, Card, Email, Person
from hylla.patrons.models.cards import BlockReason
from hylla.patrons.rules.categories import UsualCategories
from hylla.privacy.removal import remove_due
from tests.circulation.world import ANYONE, NOW, TODAY, World, make_world, policy_of

A_DAY = timedelta(days=1)
TESTS = Path(__file__).parents[1]
ELSEWHERE = {
    "KUN-01": "patrons/test_register.py::test_a_patron_without_a_national_id_gets_a_local_card",
    "KUN-07": "doors/desk/test_printing.py::test_a_receipt_has_days_and_numbers",
    "KUN-08": "doors/kiosk/test_lending.py::test_a_receipt_of_returns_has_a_number_and_no_titles",
    "KUN-09": "doors/desk/test_flaws.py::test_what_was_noted_is_told_at_the_next_loan_and_return",
    "KUN-21": "patrons/test_register.py::test_a_child_needs_a_guardian_and_no_address_of_its_own",
    "KUN-22": "privacy/test_extract.py::test_a_guardian_reads_of_the_child_and_not_about_them",
    "KUN-23": "patrons/test_register.py::test_two_addresses_one_of_them_for_a_while",
    "KUN-37": "circulation/test_return_item.py::test_kungsbacka_lets_go_when_the_fee_is_settled",
    "KUN-36": "circulation/test_return_item.py::test_kungsbacka_lets_go_at_once_without_a_fee",
    "KUN-42": "privacy/test_clocks.py::test_children_are_left_alone_at_kungsbacka",
    "BER-40": "interlibrary/test_borrowing.py::test_the_whole_way",
    "BER-43": "privacy/test_clocks.py::test_inactive_after_60_months_at_bergen",
}


@pytest.mark.parametrize("line", ELSEWHERE)
def test_what_is_tried_elsewhere_is_there(line: str) -> None:
    path, _, name = ELSEWHERE[line].partition("::")
    assert f"\ndef {name}(" in (TESTS / path).read_text(encoding="utf-8")


@pytest.fixture
def kungsbacka(db: None) -> World:
    return make_world(policy_of("kungsbacka"))


@pytest.fixture
def bergen(db: None) -> World:
    return make_world(policy_of("bergen"))


@pytest.fixture(params=["kungsbacka", "bergen"])
def either(db: None, request: pytest.FixtureRequest) -> World:
    return make_world(policy_of(request.param))


def out(world: World, *, now: datetime = NOW) -> tuple[UUID, str, Item]:
    """Lend somebody something."""
    person, card = world.patron()
    item = world.item(record=world.record("Ulvedalen"))
    world.lend(card, item, now=now)
    return person, card, item


def against(world: World, card: str, *, now: datetime = NOW) -> list[str]:
    """Return why a card borrows nothing; what it borrows is brought back."""
    item = world.item()
    try:
        world.lend(card, item, now=now)
    except Refused as refused:
        return [str(each.code) for each in refused.reasons]
    world.take_back(item, now=now)
    return []


def owes(world: World, person: UUID, ore: int, *, on: date = TODAY) -> UUID:
    return open_claim(
        person, branch_id=world.main.pk, kind=ClaimKind.OVERDUE, amount_ore=ore, on=on
    )


def test_kun_02_a_lost_card_is_stopped_in_the_middle_of_the_night(kungsbacka: World) -> None:
    person, card, item = out(kungsbacka)
    report_card_lost(person, on=TODAY)
    assert against(kungsbacka, card, now=NOW.replace(hour=2) + A_DAY) == ["card_lost"]
    assert kungsbacka.take_back(item).was_on_loan


def test_kun_05_nothing_of_what_was_borrowed_can_be_saved(kungsbacka: World) -> None:
    person, _, item = out(kungsbacka)
    shown = Shown(kungsbacka.policy, kungsbacka.policy.default_language)
    with pytest.raises(Refused) as refused:
        start_history(person, shown=shown, now=NOW)
    assert [each.code for each in refused.value.reasons] == ["history_not_offered"]
    kungsbacka.take_back(item)
    assert (Loan.objects.count(), History.objects.count()) == (0, 0)


def test_kun_06_how_long_a_loan_is_hangs_on_what_is_borrowed(kungsbacka: World) -> None:
    set_loan_rule(replace(ANYONE, item_type="game", loan_days=7))
    bump_rules_version()
    _, card = kungsbacka.patron()
    book, game = kungsbacka.item(), kungsbacka.item(item_type="game")
    assert kungsbacka.lend(card, book).due_on - TODAY == timedelta(days=28)
    assert kungsbacka.lend(card, game).due_on - TODAY == timedelta(days=7)


@pytest.mark.parametrize(("days", "fee"), [(0, 0), (1, 200), (10, 2000), (49, 9800), (300, 10_000)])
def test_kun_10_every_late_day_costs_two_crowns_up_to_a_hundred(
    kungsbacka: World, days: int, fee: int
) -> None:
    """Whatever the library's own rule asks for besides."""
    set_loan_rule(replace(ANYONE, fee_per_day_ore=900, fee_cap_ore=90_000))
    bump_rules_version()
    person, _, item = out(kungsbacka)
    late = NOW + timedelta(days=28 + days)
    assert kungsbacka.take_back(item, now=late).fee_ore == fee == balance_of(person)


def test_kun_11_first_reminders_and_then_an_invoice(kungsbacka: World) -> None:
    person, _, _ = out(kungsbacka)
    policy, sent = kungsbacka.policy, {}
    for day in range(28, 100):
        now = NOW + timedelta(days=day)
        remind(now=now, policy=policy)
        send_invoices(now=now, policy=policy)
        for each in Message.objects.filter(person=person).exclude(pk__in=sent):
            sent[each.pk] = (day - 28, str(each.template))
    steps, plan = policy.reminders, policy.invoices
    assert list(sent.values()) == [
        (steps.first_days, "overdue"),
        (steps.second_days, "overdue"),
        (steps.second_days + plan.after_days, "invoice"),
    ]
    assert Invoice.objects.get().amount_ore == plan.replacement_ore


def test_kun_12_and_13_unpaid_it_goes_to_a_collector_who_learns_no_title(
    kungsbacka: World,
) -> None:
    person, card, _ = out(kungsbacka)
    Email.objects.create(person_id=person, address="kari@example.org")
    policy, plan = kungsbacka.policy, kungsbacka.policy.invoices
    made = NOW + timedelta(days=28 + policy.reminders.second_days + plan.after_days)
    send_invoices(now=made, policy=policy)
    # It stops them from the day on which it is made.
    assert "blocked_invoice" in against(kungsbacka, card, now=made)
    (row,) = Invoice.objects.all()
    warned = made + timedelta(days=plan.due_days + plan.warn_after_days + 5)
    warn(row.pk, now=warned, policy=policy)
    Message.objects.filter(template=Template.COLLECTION_WARNING).update(closed_at=warned)
    note_warnings(policy=policy)
    with pytest.raises(Refused):
        hand_over(row.pk, now=warned + plan.warning_days * A_DAY, policy=policy)
    over = warned + (plan.warning_days + 1) * A_DAY
    hand_over(row.pk, now=over, policy=policy)
    (told,) = for_collector([row.pk], policy=policy, now=over)
    assert told.left_ore == plan.replacement_ore
    assert "Ulvedalen" not in repr(vars_of(told))
    (claim,) = charges_of(person, now=over, policy=policy)
    settle_claim(claim.claim_id, method=Method.CASH, now=over, policy=policy)
    # Paid here: they borrow again at once, and the collector drops it.
    assert against(kungsbacka, card, now=over) == []
    assert [each.reference for each in to_recall(policy=policy, now=over)] == [row.number]


def vars_of(told: object) -> dict[str, object]:
    return {name: getattr(told, name) for name in told.__slots__}  # type: ignore[attr-defined]  # a dataclass with slots


def test_kun_13_who_owes_the_limit_is_stopped_until_it_is_paid(kungsbacka: World) -> None:
    person, card = kungsbacka.patron()
    owes(kungsbacka, person, 9_999)
    assert against(kungsbacka, card) == []
    last = owes(kungsbacka, person, 1)
    assert against(kungsbacka, card) == ["fees_over_limit"]
    settle_claim(last, method=Method.CASH, now=NOW, policy=kungsbacka.policy)
    assert against(kungsbacka, card) == []


def test_kun_14_the_first_card_is_free_and_another_costs(kungsbacka: World) -> None:
    person, card = kungsbacka.patron()
    report_card_lost(person, on=TODAY)
    again = new_card(person, policy=kungsbacka.policy, now=NOW)
    assert again.charge_ore == kungsbacka.policy.cards.replacement_ore == 2000
    Card.objects.all().delete()
    assert new_card(person, policy=kungsbacka.policy, now=NOW).charge_ore == 0
    assert against(kungsbacka, card) == ["unknown_card"]


def test_kun_15_what_is_lost_or_damaged_is_claimed(kungsbacka: World) -> None:
    person, _, lost = out(kungsbacka)
    declare_lost(lost.barcode, price_ore=30_000, now=NOW, policy=kungsbacka.policy)
    other, _, torn = out(kungsbacka)
    desk = AtDesk(torn.barcode, kungsbacka.main.pk, "hall")
    back = return_at_desk(desk, now=NOW, policy=kungsbacka.policy)
    damage = Damage(torn.barcode, 5_000, back.capsule, "hall")
    claim_damage(damage, branch_id=kungsbacka.main.pk, now=NOW, policy=kungsbacka.policy)
    assert (balance_of(person), balance_of(other)) == (30_000, 5_000)


def test_kun_25_and_ber_39_who_waits_hears_that_it_is_there_and_then_waits_no_more(
    either: World,
) -> None:
    item = either.item(record=either.record("Ulvedalen"))
    person, card = either.patron()
    place_hold(
        person_id=person,
        record_id=item.record_id,
        pickup_branch_id=either.main.pk,
        now=NOW,
        policy=either.policy,
    )
    either.take_back(item)
    (told,) = Message.objects.all()
    assert (told.person_id, told.template) == (person, "hold_ready")
    assert "Ulvedalen" not in str(vars(told))
    assert len(holds_of(person, now=NOW, policy=either.policy)) == 1
    either.lend(card, item)
    assert holds_of(person, now=NOW, policy=either.policy) == ()


def test_ber_17_a_child_becomes_an_adult_by_age(bergen: World) -> None:
    set_usual_categories(UsualCategories("Child", "Youth", "Adult"), adult_from=18)
    child, _ = bergen.patron(category="child", born=date(2008, 11, 4))
    categories = []
    for day in (NOW, NOW + A_DAY):
        move_categories(policy=bergen.policy, now=day)
        categories.append(Person.objects.get(pk=child).category_id)
    assert categories[-1] == "adult" != categories[0]


def test_ber_29_a_block_has_its_reason_and_days_and_ends(bergen: World) -> None:
    person, card = bergen.patron()
    until = TODAY + timedelta(days=10)
    block(person, BlockReason.CONDUCT, on=TODAY, until_on=until)
    with pytest.raises(Refused) as refused:
        bergen.lend(card, bergen.item())
    (reason,) = refused.value.reasons
    assert (reason.code, reason.day) == ("blocked_conduct", until)
    assert against(bergen, card, now=NOW + timedelta(days=11)) == []
    remove_due(bergen.policy, now=NOW + timedelta(days=60))
    assert not Block.objects.exists()


def test_ber_35_what_is_out_is_known_until_it_is_back(bergen: World) -> None:
    person, _, item = out(bergen)
    (loan,) = loans_of(person, now=NOW, policy=bergen.policy)
    assert (loan.title, loan.due_on) == ("Ulvedalen", TODAY + timedelta(days=28))
    late = NOW + timedelta(days=40)
    assert bergen.take_back(item, now=late).fee_ore == 0
    assert loans_of(person, now=late, policy=bergen.policy) == ()
    assert not Loan.objects.exists()


def test_ber_36_each_sum_says_what_it_is_for_until_it_is_paid(bergen: World) -> None:
    person, card, item = out(bergen)
    lost = declare_lost(item.barcode, price_ore=20_000, now=NOW, policy=bergen.policy)
    owes(bergen, person, 500)
    told = charges_of(person, now=NOW, policy=bergen.policy)
    lines = sorted((str(each.kind), each.amount_ore, each.title) for each in told)
    assert lines == [("lost", 20_000, "Ulvedalen"), ("overdue", 500, "")]
    assert against(bergen, card) == ["fees_over_limit"]
    assert lost is not None
    settle_claim(lost, method=Method.CARD, now=NOW, policy=bergen.policy)
    (left,) = charges_of(person, now=NOW, policy=bergen.policy)
    assert (left.kind, left.title) == ("overdue", "")
    assert (Loan.objects.count(), against(bergen, card)) == (0, [])


def test_ber_37_what_was_borrowed_is_remembered_for_who_wants_that(bergen: World) -> None:
    wants, card, item = out(bergen)
    _, other, another = out(bergen)
    shown = Shown(bergen.policy, bergen.policy.default_language)
    start_history(wants, shown=shown, now=NOW)
    for each in (item, another):
        bergen.take_back(each)
    assert [each.consent.person_id for each in History.objects.all()] == [wants]
    assert card != other


def test_ber_38_what_was_sent_is_read_by_who_got_it_for_its_time(bergen: World) -> None:
    person, _, _ = out(bergen)
    late = NOW + timedelta(days=28 + bergen.policy.reminders.first_days)
    remind(now=late, policy=bergen.policy)
    (sent,) = messages_of(person, policy=bergen.policy, now=late)
    assert sent.template == "overdue"
    Message.objects.update(closed_at=late)
    gone = bergen.policy.period("delivered_message").after(late) + A_DAY
    assert messages_of(person, policy=bergen.policy, now=gone) == ()
    remove_due(bergen.policy, now=gone)
    assert not Message.objects.exists()
