"""A child grows, and with it what a guardian may know, until neither needs the other here."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest

from hylla.circulation.actions import agree, start_history
from hylla.library.models import Branch
from hylla.library.queries import policy_in_force
from hylla.library.refusals import Refused
from hylla.patrons.actions import (
    Shown,
    add_guardian,
    change_details,
    let_guardians_go,
    register,
)
from hylla.patrons.actions.rights import kinds_for_guardian
from hylla.patrons.models import Consent, Guardianship, Identity, Person
from hylla.patrons.models.consents import ConsentTo
from hylla.patrons.rules import Changes, NewGuardian, NewPatron
from hylla.privacy import ledger
from hylla.privacy.removal import remove_due
from hylla.privacy.vocabulary import Kind, Language, Role
from tests.builders import a_claim
from tests.circulation.world import NOW, World
from tests.doors.town import make_town


def a_child(world: World, *, born: date) -> tuple[UUID, UUID]:
    """Return a child and a guardian who has no card."""
    child, _ = world.patron(category="child", born=born)
    new = NewGuardian(given_name="Ola", family_name="Prøve", emails=("ola@example.org",))
    return child, add_guardian(child, guardian=new, policy=world.policy, now=NOW)


def test_case_10_on_that_birthday_the_guardian_sees_no_more(world: World) -> None:
    """The day before they still do; no night has to run in between."""
    limit = world.policy.ages.guardian_sees_loans_below
    birthday = NOW + timedelta(days=10)
    born = birthday.date().replace(year=birthday.year - limit)
    child, guardian = a_child(world, born=born)

    def seen(now: datetime) -> frozenset[Kind] | None:
        return kinds_for_guardian(guardian, child_id=child, policy=world.policy, now=now)

    assert seen(birthday - timedelta(days=1)) is None, "all of the child's rights"
    later = seen(birthday)
    assert later is not None
    assert Kind.MONEY in later
    assert not later & {Kind.BORROWED, Kind.REQUESTED, Kind.CONTACT}


def test_case_10_nothing_is_on_that_the_child_did_not_say_yes_to(world: World) -> None:
    """Below the age a history is refused, whoever asks; from it on it is off until asked for."""
    policy = world.policy
    young, _ = a_child(world, born=date(2018, 1, 1))
    shown = Shown(policy, Language.NB)
    for start in (
        lambda: start_history(young, shown=shown, now=NOW),
        lambda: agree(young, ConsentTo.PROFILE, shown=shown, now=NOW),
    ):
        with pytest.raises(Refused):
            start()
    assert not Consent.objects.exists()


def test_case_11_from_that_birthday_no_guardian_signs(world: World) -> None:
    """The day before a guardian must, and is reached; from then on the child does, and is."""
    policy, birthday = world.policy, NOW + timedelta(days=10)
    born = birthday.date().replace(year=birthday.year - policy.ages.own_card)
    home = Branch.objects.order_by("pk").values_list("pk", flat=True)[0]

    def refused(now: datetime, **reach: tuple[str, ...]) -> list[str]:
        new = NewPatron(
            given_name="Ask", family_name="Prøve", birth_date=born, home_branch_id=home, **reach
        )
        try:
            register(new, policy=policy, now=now)
        except Refused as why:
            return [each.code for each in why.reasons]
        return []

    assert refused(birthday - timedelta(days=1)) == ["guardian_missing"]
    assert refused(birthday) == ["channel_needs_email"]
    assert refused(birthday, emails=("ask@example.org",)) == []
    assert not Guardianship.objects.exists()


def test_case_12_the_link_and_a_guardian_without_a_card_go(world: World) -> None:
    """Thirty days after the birthday, and what is forgotten stands in the ledger."""
    _, guardian = a_child(world, born=date(2008, 12, 1))
    of_age = datetime(2026, 12, 1, 12, tzinfo=UTC)
    a_night(world, of_age + timedelta(days=29))
    assert Person.objects.filter(pk=guardian).exists()
    a_night(world, of_age + timedelta(days=32))
    assert not Guardianship.objects.exists()
    assert not Person.objects.filter(pk=guardian).exists()
    assert ledger.is_forgotten(guardian)


def test_case_12_who_owes_or_has_a_card_stays(world: World) -> None:
    owes = a_child(world, born=date(2008, 12, 1))[1]
    a_claim(Person.objects.get(pk=owes), opened_on=NOW.date())
    patron, _ = world.patron()
    child, _ = world.patron(category="child", born=date(2008, 12, 1))
    add_guardian(child, guardian=patron, policy=world.policy, now=NOW)
    _, needed = a_child(world, born=date(2015, 1, 1))
    a_night(world, datetime(2027, 2, 1, 12, tzinfo=UTC))
    assert set(Person.objects.values_list("pk", flat=True)) >= {owes, patron, needed}
    assert [each.guardian_id for each in Guardianship.objects.all()] == [needed]


def test_case_12_also_when_the_child_was_erased(world: World) -> None:
    child, guardian = a_child(world, born=date(2015, 1, 1))
    Person.objects.filter(pk=child).delete()
    assert let_guardians_go(policy=world.policy, now=NOW) == 1
    assert not Person.objects.filter(pk=guardian).exists()


def a_night(world: World, now: datetime) -> None:
    """Remove what is over, as the night does."""
    remove_due(world.policy, now=now)
    let_guardians_go(policy=world.policy, now=now)


@pytest.mark.django_db
def test_case_63_a_class_goes_with_the_school_year_and_is_replaced() -> None:
    town = make_town()
    town.main.is_school_library = True
    town.main.save()
    policy, autumn = policy_in_force(), datetime(2026, 9, 1, 9, tzinfo=UTC)
    pupil = town.patron(birth_date=date(2010, 1, 1))

    def enters(name: str, now: datetime) -> None:
        changes = Changes(school_class=name)
        change_details(pupil.id, changes=changes, by=Role.DESK, policy=policy, now=now)

    enters("7B", autumn)
    remove_due(policy, now=datetime(2027, 7, 30, tzinfo=UTC))
    assert Identity.objects.get(person=pupil.id).school_class == "7B"
    remove_due(policy, now=datetime(2027, 8, 5, tzinfo=UTC))
    assert Identity.objects.get(person=pupil.id).school_class == ""
    enters("8B", autumn)
    enters("8C", autumn)
    assert Identity.objects.get(person=pupil.id).school_class == "8C"
