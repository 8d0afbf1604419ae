"""A till is counted: what was found stands beside what was booked, and nothing is closed twice."""

from datetime import timedelta

from hylla.fees.actions import Back, Till, close_till, refund, settle
from hylla.fees.models import TillClosing
from hylla.fees.queries import booked_since, closings_of, last_closing
from hylla.fees.rules import Method
from hylla.privacy.declarations import NotPersonal
from tests.circulation.world import World
from tests.fees.owing import NOW, claim


def pay(world: World, method: str, amount_ore: int) -> int:
    return settle(claim(world, amount_ore).pk, method=method, now=NOW, policy=world.policy)


def close(world: World, *, cash: int, card: int, days: int = 0) -> None:
    counted = {Method.CASH: cash, Method.CARD: card}
    now = NOW + timedelta(days=days)
    after = last_closing(world.main.pk)
    close_till(world.main.pk, counted_ore=counted, after=after, now=now, policy=world.policy)


def test_counted_beside_booked(world: World) -> None:
    for method, amount in (("cash", 5000), ("cash", 1500), ("card", 9000), ("waived", 7000)):
        pay(world, method, amount)
    pay(world, "online", 300)
    assert booked_since(world.main.pk) == {Method.CASH: 6500, Method.CARD: 9000}
    close(world, cash=6400, card=9000)
    told = {each.method: each for each in closings_of(world.main.pk)}
    assert (told[Method.CASH].booked_ore, told[Method.CASH].difference_ore) == (6500, -100)
    assert told[Method.CARD].difference_ore == 0
    assert booked_since(world.main.pk) == {Method.CASH: 0, Method.CARD: 0}


def test_the_next_closing_has_what_came_since_and_may_be_below_zero(world: World) -> None:
    number = pay(world, "cash", 5000)
    close(world, cash=5000, card=0)
    till = Till(world.main.pk, Method.CASH)
    refund(number, back=Back(2000, 5000), till=till, now=NOW, policy=world.policy)
    assert booked_since(world.main.pk)[Method.CASH] == -2000
    close(world, cash=-2000, card=0, days=1)
    assert [each.difference_ore for each in closings_of(world.main.pk)] == [0, 0, 0, 0]
    booked = sum(TillClosing.objects.values_list("booked_ore", flat=True))
    assert booked == 3000


def test_a_till_is_a_branchs_own(world: World) -> None:
    pay(world, "cash", 5000)
    assert booked_since(world.other.pk) == {Method.CASH: 0, Method.CARD: 0}
    assert closings_of(world.other.pk) == ()


def test_it_tells_of_nobody() -> None:
    assert isinstance(TillClosing.personal_data, NotPersonal)
    related = {each.name for each in TillClosing._meta.get_fields() if each.is_relation}
    assert related == {"branch"}
