"""An agreement: what begins with it, who sees it, and what is left when it ends (R46, R08)."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest

from hylla.circulation.actions import conform_consents, disagree, leave, merge
from hylla.circulation.models import History, Loan, OutreachHistory
from hylla.circulation.queries.history import had_under
from hylla.library.models import StaffRole
from hylla.library.refusals import Refused
from hylla.outreach.actions import (
    Bag,
    Terms,
    begin,
    begin_by_card,
    drop_round,
    end,
    end_over,
    forget_wish,
    lend_bag,
    let_go,
    move_up,
    take,
    wish,
)
from hylla.outreach.models import Agreement, Round, Wish
from hylla.outreach.queries import (
    agreement_of,
    round_of,
    rounds,
    stop_of,
    stops_of,
    wishes_of,
)
from hylla.outreach.rules import Wanted
from hylla.patrons.actions import Shown, report_card_lost
from hylla.patrons.actions.glass import say_own_record
from hylla.patrons.models import Consent, OtherCategory, Person
from hylla.patrons.models.consents import ConsentTo
from hylla.patrons.rules.merging import Pair
from hylla.privacy.policy import Policy
from hylla.privacy.rights.terms import Proof
from hylla.privacy.vocabulary import Language
from hylla.site.probes.sql.outreach import outreach_is_agreed
from tests.circulation.world import NOW, TODAY, World
from tests.outreach.conftest import works_in_outreach

LATER = NOW + timedelta(days=40)


def agree(world: World, person: UUID, way: int | None, until_on: date | None = None) -> UUID:
    """Make an agreement at the desk."""
    shown = Shown(world.policy, Language.EN)
    return begin(person, Terms(way, until_on), shown=shown, now=NOW)


def codes(act: Callable[[], object]) -> set[str]:
    """Return why something is refused."""
    with pytest.raises(Refused) as refused:
        act()
    return {reason.code for reason in refused.value.reasons}


def category(person: UUID) -> str:
    return str(Person.objects.get(pk=person).category_id)


def borrow_and_return(world: World, card: str) -> int:
    item = world.item()
    world.lend(card, item)
    world.take_back(item)
    return int(item.record_id)


def test_what_is_returned_is_remembered_for_the_chooser_and_nobody_else(
    world: World, chooser: int, way: int
) -> None:
    person, card = world.patron()
    _, other = world.patron()
    borrow_and_return(world, card)
    agreement = agree(world, person, way)
    assert category(person) == "outreach"
    record = borrow_and_return(world, card)
    borrow_and_return(world, other)
    stop = stop_of(agreement, chooser, on=TODAY)
    assert stop is not None
    had = had_under(stop.id, now=NOW, policy=world.policy)
    assert [(each.record_id, each.month) for each in had] == [(record, date(2026, 11, 1))]
    assert OutreachHistory.objects.count() == 1
    assert not History.objects.exists(), "their own history is another thing"


@pytest.mark.parametrize("way_out", ["press", "desk", "last day", "erasure", "no service"])
def test_case_20_every_way_out_leaves_nothing(world: World, way: int, way_out: str) -> None:
    person, card = world.patron()
    agreement = agree(world, person, way, until_on=TODAY + timedelta(days=30))
    wish(agreement, wanted=Wanted.AUTHOR, words="Undset")
    borrow_and_return(world, card)
    still = world.item()
    world.lend(card, still)
    without = replace(world.policy, features=replace(world.policy.features, outreach=""))
    ways: dict[str, Callable[[], object]] = {
        "press": lambda: disagree(person, ConsentTo.OUTREACH, now=NOW),
        "desk": lambda: end(person, now=NOW),
        "last day": lambda: end_over(now=LATER, policy=world.policy),
        "erasure": lambda: leave(person, policy=world.policy, now=NOW),
        "no service": lambda: conform_consents(now=NOW, policy=without),
    }
    ways[way_out]()
    for table in (Agreement, Wish, OutreachHistory, OtherCategory):
        assert not table._default_manager.exists(), table
    assert category(person) == "adult"
    assert Loan.objects.filter(item=still, closed_at=None).exists(), "what is on loan stays"
    assert not outreach_is_agreed(world.policy, LATER).problems


def test_past_its_last_day_nobody_sees_it_even_before_the_night(
    world: World, chooser: int, way: int
) -> None:
    person, _ = world.patron()
    agreement = agree(world, person, way, until_on=TODAY)
    assert stop_of(agreement, chooser, on=TODAY)
    tomorrow = TODAY + timedelta(days=1)
    assert stop_of(agreement, chooser, on=tomorrow) is None
    assert agreement_of(person, on=tomorrow) is None
    assert outreach_is_agreed(world.policy, LATER).problems
    assert end_over(now=NOW, policy=world.policy) == 0
    assert end_over(now=LATER, policy=world.policy) == 1


def test_a_new_agreement_begins_empty(world: World, way: int) -> None:
    person, card = world.patron()
    agree(world, person, way)
    borrow_and_return(world, card)
    end(person, now=NOW)
    borrow_and_return(world, card)
    agree(world, person, way)
    assert not OutreachHistory.objects.exists()


def test_case_20_only_whoever_answers_for_the_round_sees_its_patrons(
    world: World, chooser: int, way: int
) -> None:
    person, _ = world.patron()
    agreement = agree(world, person, way)
    colleague = works_in_outreach(world, "amir")

    def sees(staff: int) -> bool:
        found = stop_of(agreement, staff, on=TODAY), stops_of(way, staff, on=TODAY)
        assert bool(found[0]) == bool(found[1])
        return bool(found[0])

    assert sees(chooser)
    assert not sees(colleague)
    assert codes(lambda: take(way, staff_id=colleague)) == {"outreach_taken"}
    assert codes(lambda: let_go(way, staff_id=colleague)) == {"outreach_not_yours"}
    let_go(way, staff_id=chooser)
    assert not sees(chooser)
    assert round_of(way, chooser, on=TODAY) is None
    take(way, staff_id=colleague)
    assert sees(colleague)
    # Who leaves the role sees nothing from then on, and the round can be taken.
    StaffRole.objects.filter(staff=colleague).delete()
    assert not sees(colleague)
    assert [each.is_free for each in rounds(chooser, on=TODAY)] == [True]
    take(way, staff_id=chooser)
    assert sees(chooser)


def test_what_is_refused(world: World, way: int, chooser: int) -> None:
    person, card = world.patron()
    child, _ = world.patron(category="child", born=date(2018, 1, 1))
    yesterday = TODAY - timedelta(days=1)
    assert codes(lambda: agree(world, person, 999)) == {"outreach_no_round"}
    assert codes(lambda: agree(world, person, way, yesterday)) == {"outreach_end_past"}
    assert codes(lambda: agree(world, child, way)) == {"history_too_young"}
    shown = Shown(world.policy, Language.EN)
    assert codes(by_card("123", way, chooser, shown)) == {"card_unknown"}
    by_card(card, way, chooser, shown)()
    assert codes(lambda: agree(world, person, way)) == {"outreach_runs"}
    without = replace(world.policy, features=replace(world.policy.features, outreach=""))
    assert codes(by_card(card, way, chooser, Shown(without, Language.EN))) >= {
        "outreach_not_offered"
    }
    assert Agreement.objects.count() == 1


def by_card(card: str, way: int, chooser: int, shown: Shown) -> Callable[[], object]:
    return lambda: begin_by_card(card, Terms(way), staff_id=chooser, shown=shown, now=NOW)


@pytest.mark.parametrize("is_own", [True, False])
def test_nobody_agrees_with_themselves_or_a_colleague(
    world: World, way: int, chooser: int, is_own: bool
) -> None:
    """Conflict case 60."""
    person, card = world.patron()
    say_own_record(chooser if is_own else works_in_outreach(world, "eli"), person)
    shown = Shown(world.policy, Language.EN)
    wanted = "own_record" if is_own else "colleagues_record"
    assert codes(by_card(card, way, chooser, shown)) == {wanted}


def test_nobody_who_wants_to_be_erased_joins(world: World, way: int) -> None:
    person, card = world.patron()
    world.lend(card, world.item())
    leave(person, policy=world.policy, now=NOW)
    assert codes(lambda: agree(world, person, way)) == {"erasure_asked"}
    assert not Consent.objects.exists()


def bag_of(world: World, *barcodes: str, again: bool = False) -> Bag:
    return Bag([(each,) for each in barcodes], again=again)


def pack(world: World, agreement: UUID, chooser: int, bag: Bag, policy: Policy) -> list[str]:
    stop = stop_of(agreement, chooser, on=TODAY)
    assert stop
    packed = lend_bag(stop, bag, branch_id=world.main.pk, now=NOW, policy=policy)
    return [
        "before"
        if each.had_before
        else " ".join(reason.code for reason in each.reasons) or f"lent {each.due_on}"
        for each in packed
    ]


def test_a_bag_is_lent_in_one_go_and_what_they_have_had_is_told(
    world: World, chooser: int, way: int
) -> None:
    person, card = world.patron()
    agreement = agree(world, person, way)
    had, new, now_out = world.item(), world.item(), world.item()
    world.lend(card, had)
    world.take_back(had)
    world.lend(card, now_out)
    twin = world.item(record=now_out.record)
    bag = bag_of(world, had.barcode, new.barcode, twin.barcode, "nothing")
    told = pack(world, agreement, chooser, bag, world.policy)
    assert told == ["before", "lent 2026-12-01", "before", "unknown_item"]
    again = bag_of(world, had.barcode, again=True)
    assert pack(world, agreement, chooser, again, world.policy) == ["lent 2026-12-01"]
    report_card_lost(person, on=TODAY)
    stop = stop_of(agreement, chooser, on=TODAY)
    assert stop
    told_of = codes(
        lambda: lend_bag(stop, again, branch_id=world.main.pk, now=NOW, policy=world.policy)
    )
    assert told_of == {"outreach_no_card"}


def test_a_wish_is_said_once_and_forgotten_by_its_patron_alone(world: World, way: int) -> None:
    person, _ = world.patron()
    stranger, _ = world.patron()
    agreement = agree(world, person, way)
    assert codes(lambda: wish(agreement, wanted=Wanted.FORM, words="  ")) == {"outreach_wish_empty"}
    for _ in range(2):
        wish(agreement, wanted=Wanted.FORM, words="large print")
    (noted,) = wishes_of(person, on=TODAY)
    assert not forget_wish(noted.id, person_id=stranger)
    assert forget_wish(noted.id, person_id=person)
    end(person, now=NOW)
    assert codes(lambda: wish(agreement, wanted=Wanted.FORM, words="x")) == {"outreach_not_yours"}


def test_stops_have_an_order_and_an_empty_round_goes(world: World, chooser: int, way: int) -> None:
    people = [world.patron()[0] for _ in range(3)]
    for person in people:
        agree(world, person, way)
    last = stops_of(way, chooser, on=TODAY)[-1]
    move_up(last)
    order = [each.person_id for each in stops_of(way, chooser, on=TODAY)]
    assert order == [people[0], people[2], people[1]]
    assert codes(lambda: drop_round(way, staff_id=chooser)) == {"outreach_has_stops"}
    for person in people:
        end(person, now=NOW)
    drop_round(way, staff_id=chooser)
    assert not Round.objects.exists()


def test_two_agreements_of_one_person_do_not_become_one(world: World, way: int) -> None:
    (stays, card), (goes, _) = world.patron(), world.patron()
    for person in (stays, goes):
        agree(world, person, way)
    borrow_and_return(world, card)
    pair = Pair(stays, goes)
    merge(pair, proof=Proof.PASSPORT, now=NOW, policy=world.policy)
    assert not Agreement.objects.exists()
    assert not OutreachHistory.objects.exists()
    assert category(stays) == "adult"
