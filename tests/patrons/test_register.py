"""Registration says everything that is wrong at once, stores nothing by halves, tells nothing."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError

from hylla.formats.luhn import check_digit
from hylla.library.refusals import Refused
from hylla.patrons.actions import Registered, register
from hylla.patrons.models import Card, NationalId, Person, SubjectKey
from hylla.patrons.queries import details, national_id_of, person_with_card
from hylla.patrons.rules import (
    AddressKind,
    CardKind,
    Channel,
    Code,
    NewAddress,
    NewGuardian,
    NewPatron,
)
from hylla.patrons.rules.card_numbers import kind_of
from hylla.privacy.policy import NationalId as Asked
from hylla.privacy.policy import Policy
from tests.patrons.samples import ADULT, CHILD, NOW, TODAY, YOUTH, synthetic_id

Make = Callable[..., NewPatron]
Register = Callable[[NewPatron], Registered]


def codes(register_now: Callable[[], Any]) -> set[str]:
    with pytest.raises(Refused) as refused:
        register_now()
    return {reason.code for reason in refused.value.reasons}


def test_a_patron_without_a_national_id_gets_a_local_card(
    adult: Make, registered: Register
) -> None:
    done = registered(adult())
    card = person_with_card(done.card_number)
    assert card is not None
    assert (card.person_id, card.kind, card.is_active) == (done.person_id, CardKind.LOCAL, True)
    assert not SubjectKey.objects.exists()
    assert national_id_of(done.person_id) is None
    known = details(done.person_id)
    assert known.name == "Kari Eksempel"
    assert known.category == "adult"
    assert known.phones == ("+4741234567",)
    assert known.addresses[0].country == "NO"
    assert known.registered_on == known.last_used_on == TODAY


def test_a_national_id_is_sealed_and_gives_a_national_card(
    adult: Make, registered: Register
) -> None:
    number = synthetic_id(ADULT)
    done = registered(adult(national_id=f"{number[:6]} {number[6:]}", birth_date=None))
    assert done.card_number.startswith("N")
    assert national_id_of(done.person_id) == number
    stored = NationalId.objects.get()
    assert number.encode() not in bytes(stored.sealed)
    assert stored.fingerprint.isalnum()
    assert number not in stored.fingerprint
    assert details(done.person_id).birth_date == ADULT
    assert details(done.person_id).has_national_id


def test_who_is_registered_already_is_refused_without_a_word_of_whom(
    adult: Make, registered: Register
) -> None:
    number = synthetic_id(ADULT)
    registered(adult(national_id=number))
    with pytest.raises(Refused) as refused:
        registered(adult(national_id=number, given_name="Other"))
    assert [each.code for each in refused.value.reasons] == [Code.NATIONAL_ID_TAKEN]
    assert str(refused.value) == Code.NATIONAL_ID_TAKEN
    assert Person.objects.count() == 1


def test_a_race_for_one_national_id_is_a_refusal_too(
    adult: Make, registered: Register, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = synthetic_id(ADULT)
    registered(adult(national_id=number))
    answers = iter([[], [Code.NATIONAL_ID_TAKEN], [Code.NATIONAL_ID_TAKEN]])
    monkeypatch.setattr("hylla.patrons.actions.registration._taken", lambda seen: next(answers))
    with pytest.raises(Refused) as refused:
        registered(adult(national_id=number))
    assert refused.value.__suppress_context__
    assert Person.objects.count() == 1


def test_another_broken_constraint_stays_a_bug(
    adult: Make, registered: Register, monkeypatch: pytest.MonkeyPatch
) -> None:
    registered(adult())
    monkeypatch.setattr(
        "hylla.patrons.actions.registration.free_number", lambda kind: Card.objects.get().number
    )
    with pytest.raises(IntegrityError):
        registered(adult())


def test_everything_that_is_wrong_is_said_at_once(adult: Make, registered: Register) -> None:
    new = adult(
        family_name=" ",
        birth_date=None,
        national_id="12345",
        pin="1111",
        emails=("not an address",),
        phones=("123",),
        addresses=(NewAddress(line_1="", postcode="12", city="X"),),
        home_branch_id=0,
        category="nobody",
        school_class="4B",
        card_number="2000",
    )
    assert codes(lambda: registered(new)) == {
        Code.NAME_MISSING,
        Code.BIRTH_DATE_MISSING,
        Code.NATIONAL_ID_LENGTH,
        Code.PIN_TOO_PLAIN,
        Code.EMAIL_MALFORMED,
        Code.PHONE_MALFORMED,
        Code.ADDRESS_INCOMPLETE,
        Code.POSTCODE_MALFORMED,
        Code.BRANCH_UNKNOWN,
        Code.CATEGORY_UNKNOWN,
        Code.SCHOOL_CLASS_NOT_KEPT,
        Code.CARD_NUMBER_MALFORMED,
    }
    assert not Person.objects.exists()


def swapped(number: str, place: int) -> str:
    return number[:place] + str((int(number[place]) + 1) % 10) + number[place + 1 :]


NUMBER = synthetic_id(ADULT)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"family_name": "123"}, Code.NAME_MALFORMED),
        ({"family_name": "x" * 101}, Code.NAME_MALFORMED),
        ({"given_name": "A\x00B"}, Code.NAME_MALFORMED),
        ({"birth_date": date(2025, 11, 22)}, Code.BIRTH_DATE_IMPOSSIBLE),
        ({"birth_date": date(1890, 1, 1)}, Code.BIRTH_DATE_IMPOSSIBLE),
        ({"birth_date": date(1990, 5, 15), "national_id": NUMBER}, Code.BIRTH_DATE_DIFFERS),
        ({"national_id": swapped(NUMBER, 10)}, Code.NATIONAL_ID_SECOND_CHECK_DIGIT),
        ({"national_id": NUMBER[:-1] + "x"}, Code.NATIONAL_ID_NOT_DIGITS),
        ({"national_id": "32" + NUMBER[2:]}, Code.NATIONAL_ID_DATE),
        ({"emails": ("a@b",)}, Code.EMAIL_MALFORMED),
        ({"emails": ("a@example.org\nBcc: b@example.org",)}, Code.EMAIL_MALFORMED),
        ({"phones": ("+0000",)}, Code.PHONE_MALFORMED),
        ({"emails": ()}, Code.CHANNEL_NEEDS_EMAIL),
        ({"channel": Channel.SMS, "phones": ("22 11 22 33",)}, Code.CHANNEL_NEEDS_MOBILE),
        ({"channel": Channel.LETTER, "addresses": ()}, Code.CHANNEL_NEEDS_ADDRESS),
        ({"address_protected": True}, Code.ADDRESS_PROTECTED),
        ({"pin": "123"}, Code.PIN_LENGTH),
        ({"pin": "1990"}, Code.PIN_IS_BIRTH_YEAR),
        ({"card_number": "N12345678"}, Code.CARD_NUMBER_MALFORMED),
        ({"card_number": "N123456789"}, Code.CARD_NEEDS_NATIONAL_ID),
        ({"guardian": uuid4()}, Code.NOT_A_CHILD),
    ],
)
def test_each_fault(adult: Make, registered: Register, changes: dict[str, Any], code: Code) -> None:
    assert code in codes(lambda: registered(adult(**changes)))
    assert not Person.objects.exists()


def test_a_library_that_keeps_no_national_ids_refuses_them(adult: Make, policy: Policy) -> None:
    without = replace(policy, cards=replace(policy.cards, national_id=Asked.NONE, national=False))
    new = adult(national_id=NUMBER)
    assert codes(lambda: register(new, policy=without, now=NOW)) == {Code.NATIONAL_ID_NOT_KEPT}


def test_without_national_cards_a_national_id_gives_a_local_card(
    adult: Make, policy: Policy
) -> None:
    without = replace(policy, cards=replace(policy.cards, national=False))
    done = register(adult(national_id=NUMBER), policy=without, now=NOW)
    assert kind_of(done.card_number) is CardKind.LOCAL


def test_a_card_that_lies_on_the_desk_is_taken_once(adult: Make, registered: Register) -> None:
    number = "2000000000042" + check_digit("2000000000042")
    assert registered(adult(card_number=f" {number[:4]} {number[4:]} ")).card_number == number
    assert codes(lambda: registered(adult(card_number=number))) == {Code.CARD_NUMBER_TAKEN}
    with_id = adult(card_number="n 123456789", national_id=NUMBER)
    assert registered(with_id).card_number == "N123456789"


@pytest.mark.parametrize(
    ("born", "category"), [(CHILD, "child"), (YOUTH, "youth"), (ADULT, "adult")]
)
def test_category_follows_age(
    child: Make, adult: Make, registered: Register, born: date, category: str
) -> None:
    make = child if born == CHILD else adult
    assert details(registered(make(birth_date=born)).person_id).category == category
    chosen = registered(make(birth_date=born, category="class"))
    assert details(chosen.person_id).category == "class"


def test_a_school_class_is_kept_only_where_the_branch_is_a_schools(
    child: Make, registered: Register, school_id: int, policy: Policy
) -> None:
    done = registered(child(school_class="4B", home_branch_id=school_id))
    assert details(done.person_id).school_class == "4B"
    assert details(done.person_id, on=date(2026, 8, 1)).school_class == ""
    assert codes(lambda: registered(child(school_class="4B"))) == {Code.SCHOOL_CLASS_NOT_KEPT}
    without = replace(policy, features=replace(policy.features, school_classes=False))
    new = child(school_class="4B", home_branch_id=school_id)
    refused = codes(lambda: register(new, policy=without, now=NOW))
    assert refused == {Code.SCHOOL_CLASS_NOT_KEPT}


def test_a_child_needs_a_guardian_and_no_address_of_its_own(
    child: Make, registered: Register
) -> None:
    done = registered(child())
    family = details(done.person_id)
    assert [each.name for each in family.guardians] == ["Ola Prøve"]
    assert family.guardians[0].ends_on == date(2034, 3, 1)
    assert family.guardians[0].person_id == done.guardian_id
    assert done.guardian_id is not None
    guardian = details(done.guardian_id)
    assert guardian.cards == ()
    assert guardian.category == "adult"
    assert [each.person_id for each in guardian.wards] == [done.person_id]
    assert codes(lambda: registered(child(guardian=None))) == {Code.GUARDIAN_MISSING}


def test_a_patron_can_be_the_guardian(child: Make, adult: Make, registered: Register) -> None:
    parent = registered(adult())
    done = registered(child(guardian=parent.person_id))
    assert done.guardian_id == parent.person_id
    other_child = child(guardian=done.person_id)
    assert codes(lambda: registered(other_child)) == {Code.GUARDIAN_NOT_ADULT}
    assert codes(lambda: registered(child(guardian=uuid4()))) == {Code.GUARDIAN_UNKNOWN}


@pytest.mark.parametrize(
    ("guardian", "code"),
    [
        (NewGuardian(family_name="Prøve"), Code.GUARDIAN_UNREACHABLE),
        (NewGuardian(family_name="", phones=("41234567",)), Code.NAME_MISSING),
        (
            NewGuardian(family_name="Prøve", phones=("41234567",), birth_date=YOUTH),
            Code.GUARDIAN_NOT_ADULT,
        ),
        (NewGuardian(family_name="Prøve", phones=("4",)), Code.PHONE_MALFORMED),
    ],
)
def test_faults_of_a_new_guardian(
    child: Make, registered: Register, guardian: NewGuardian, code: Code
) -> None:
    assert codes(lambda: registered(child(guardian=guardian))) == {code}
    assert not Person.objects.exists()


def test_a_library_that_keeps_no_guardians_asks_for_none(child: Make, policy: Policy) -> None:
    without = replace(policy, features=replace(policy.features, guardians=False))
    register(child(guardian=None), policy=without, now=NOW)
    refused = codes(lambda: register(child(), policy=without, now=NOW))
    assert refused == {Code.GUARDIANS_NOT_KEPT}


def test_two_addresses_one_of_them_for_a_while(adult: Make, registered: Register) -> None:
    lasting = NewAddress(line_1="Gata 1", postcode="0001", city="Fjordvik")
    passing = replace(lasting, kind=AddressKind.TEMPORARY, until_on=date(2025, 12, 31))
    done = registered(adult(addresses=(lasting, passing)))
    kinds = [each.kind for each in details(done.person_id, on=TODAY).addresses]
    assert kinds == [AddressKind.TEMPORARY, AddressKind.REGISTERED]
    later = details(done.person_id, on=date(2026, 1, 1)).addresses
    assert [each.kind for each in later] == [AddressKind.REGISTERED]
    endless = adult(addresses=(lasting, replace(passing, until_on=None)))
    assert codes(lambda: registered(endless)) == {Code.ADDRESS_NEEDS_END}
    assert codes(lambda: registered(adult(addresses=(lasting, lasting)))) == {Code.ADDRESS_TWICE}


def test_nothing_personal_stands_in_a_repr(child: Make) -> None:
    new = child(national_id=NUMBER, pin="4827")
    for value in ("Eksempel", "Lise", NUMBER, "4827", "Prøve", "ola@example.org"):
        assert value not in repr(new)
        assert value not in repr(new.guardian)
