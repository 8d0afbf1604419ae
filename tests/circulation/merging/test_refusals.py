"""Who cannot be one person is not made one, and nothing is changed."""

from datetime import date
from uuid import UUID

import pytest
from django.db import transaction

from hylla.circulation.actions import (
    leave,
    merge,
    unmerge,
)
from hylla.library.models import Staff
from hylla.patrons.actions import add_guardian, set_national_id
from hylla.patrons.models import (
    Identity,
    OwnRecord,
    Person,
)
from hylla.patrons.rules import Code
from hylla.patrons.rules.merging import Pair
from hylla.privacy import ledger
from hylla.privacy.rights.terms import Proof
from tests.builders import a_claim, a_legal_hold
from tests.circulation.merging.two import A_DAY, NUMBER, OTHER_NUMBER, made_one, refused, two
from tests.circulation.world import NOW, TODAY, World


def _family(world: World, stays: UUID, goes: UUID) -> None:
    Identity.objects.filter(pk=goes).update(birth_date=date(2018, 1, 1))
    Identity.objects.filter(pk=stays).update(birth_date=date(1980, 5, 17))
    add_guardian(goes, guardian=stays, policy=world.policy, now=NOW)
    Identity.objects.filter(pk=goes).update(birth_date=None)


def _births(world: World, stays: UUID, goes: UUID) -> None:
    Identity.objects.filter(pk=goes).update(birth_date=date(1980, 5, 18))


def _numbers(world: World, stays: UUID, goes: UUID) -> None:
    Identity.objects.update(birth_date=None)
    for person, number in ((stays, NUMBER), (goes, OTHER_NUMBER)):
        set_national_id(person, national_id=number, policy=world.policy, now=NOW)


def _staff(world: World, stays: UUID, goes: UUID) -> None:
    for name, person in (("en", stays), ("to", goes)):
        staff = Staff.objects.create(
            username=name, name=name, password_hash="", branch=world.main, language="nb"
        )
        OwnRecord.objects.create(staff=staff, person_id=person)


def _held(world: World, stays: UUID, goes: UUID) -> None:
    a_legal_hold(Person.objects.get(pk=goes), until_at=NOW + A_DAY)


def _leaving(world: World, stays: UUID, goes: UUID) -> None:
    for person in (stays, goes):
        a_claim(Person.objects.get(pk=person), opened_on=TODAY)
        leave(person, policy=world.policy, now=NOW)


@pytest.mark.parametrize(
    ("plant", "code"),
    [
        (_family, Code.MERGE_FAMILY),
        (_births, Code.MERGE_BIRTH_DATES),
        (_numbers, Code.MERGE_NATIONAL_IDS),
        (_staff, Code.MERGE_STAFF),
        (_held, Code.MERGE_OFFICER),
        (_leaving, Code.MERGE_BOTH_LEAVE),
    ],
)
def test_who_cannot_be_one_is_refused_and_nothing_is_changed(
    world: World, plant: object, code: Code
) -> None:
    """Whichever of the two is to stay."""
    stays, _, goes, _ = two(world)
    assert callable(plant)
    plant(world, stays, goes)
    for one, other in ((stays, goes), (goes, stays)):
        with refused(code):
            made_one(world, one, other)
    assert Person.objects.filter(pk__in=(stays, goes)).count() == 2


def test_one_entry_is_not_two(world: World) -> None:
    """And who is not there cannot be merged, and nobody without something shown."""
    stays, _, goes, _ = two(world)
    with refused(Code.MERGE_SAME):
        made_one(world, stays, stays)
    with refused(Code.NOT_IDENTIFIED):
        merge(Pair(stays, goes), proof=Proof.NONE, now=NOW, policy=world.policy)
    with refused(Code.MERGE_CHANGED):
        made_one(world, stays, UUID(int=7))
    with refused(Code.MERGE_OVER):
        unmerge(stays, now=NOW, policy=world.policy)


def test_where_the_ledger_cannot_be_written_nobody_is_merged(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a restored backup would not know must not be done."""
    stays, _, goes, _ = two(world)

    def full(*_: object, **__: object) -> None:
        raise ledger.NotWrittenError

    monkeypatch.setattr(ledger, "note_merged", full)
    with pytest.raises(ledger.NotWrittenError), transaction.atomic():
        made_one(world, stays, goes)
    assert Person.objects.count() == 2
