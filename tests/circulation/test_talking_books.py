"""The right to talking books: said at the desk, asked for when one is lent, shown nowhere (R36)."""

import uuid
from dataclasses import replace
from datetime import date

import pytest

from hylla.circulation.actions import agree, disagree, note_talking_books, place_hold
from hylla.circulation.actions.loan_rules import set_loan_rule
from hylla.circulation.queries.what_if import Supposed, what_if
from hylla.circulation.rules.terms import Asked, Case
from hylla.library.refusals import Refused
from hylla.patrons.actions import Shown
from hylla.patrons.models import Consent
from hylla.patrons.models.consents import ConsentTo, GivenIn
from hylla.privacy.vocabulary import Language
from hylla.statistics.models import Tally
from tests.circulation.world import ANYONE, NOW, World

CODE = "talking_books_only"


@pytest.fixture
def talking(world: World) -> World:
    """A library where games stand for talking books, and books for all the rest."""
    features = replace(world.policy.features, talking_books=True)
    world.policy = replace(world.policy, features=features)
    set_loan_rule(replace(ANYONE.of(Case(None, "game")), talking_books=True))
    return world


def note(world: World, person: uuid.UUID) -> None:
    """Note the right at the desk."""
    note_talking_books(person, shown=Shown(world.policy, Language.EN), now=NOW)


def codes(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    """Return why not."""
    return [each.code for each in refused.value.reasons]


def test_case_64_at_checkout_it_is_yes_or_no_and_stands_in_no_statistics(talking: World) -> None:
    """conflicts.md 64: a child may have it too, and it is taken back at once."""
    child, card = talking.patron(born=date(2018, 1, 1))
    item, book = talking.item(item_type="game"), talking.item()
    talking.lend(card, book)
    with pytest.raises(Refused) as refused:
        talking.lend(card, item, overriding={CODE})
    assert codes(refused) == [CODE]
    note(talking, child)
    talking.lend(card, item)
    counted = Tally.objects.filter(event="checkout").values_list("item_type", "count")
    assert sorted(counted) == [("book", 1), ("game", 1)]
    disagree(child, ConsentTo.TALKING_BOOKS, now=NOW)
    with pytest.raises(Refused) as refused:
        talking.lend(card, talking.item(item_type="game"))
    assert codes(refused) == [CODE]


def test_a_hold_asks_for_it_too(talking: World) -> None:
    person, _ = talking.patron()
    record = talking.item(item_type="game").record

    def hold() -> None:
        place_hold(
            person_id=person,
            record_id=record.pk,
            pickup_branch_id=talking.main.pk,
            now=NOW,
            policy=talking.policy,
        )

    with pytest.raises(Refused) as refused:
        hold()
    assert codes(refused) == [CODE]
    note(talking, person)
    hold()


def test_it_is_said_at_the_desk_alone_and_once(talking: World) -> None:
    person, _ = talking.patron()
    shown = Shown(talking.policy, Language.EN)
    with pytest.raises(Refused) as refused:
        agree(person, ConsentTo.TALKING_BOOKS, shown=shown, now=NOW)
    assert codes(refused) == ["consent_at_desk"]
    note(talking, person)
    note(talking, person)
    assert Consent.objects.get().given_in == GivenIn.DESK


def test_a_library_that_notes_nothing(talking: World) -> None:
    features = replace(talking.policy.features, talking_books=False)
    talking.policy = replace(talking.policy, features=features)
    person, _ = talking.patron()
    with pytest.raises(Refused) as refused:
        note(talking, person)
    assert codes(refused) == ["consent_not_asked"]


def test_it_is_tried_out_for_somebody_made_up(talking: World) -> None:
    supposed = Supposed(Asked("adult", "game", talking.main.pk))
    for has_right, expected in ((False, [CODE]), (True, [])):
        asked = replace(supposed, has_talking_books=has_right)
        found = what_if(asked, now=NOW, policy=talking.policy)
        assert [each.code for each in (*found.reasons, *found.hold_reasons)] == 2 * expected
