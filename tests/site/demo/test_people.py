"""The demonstration's people are nobody, and fit together as families do."""

import re
import uuid
from datetime import date
from random import Random

import pytest
from dateutil.relativedelta import relativedelta
from hypothesis import given, settings
from hypothesis import strategies as st

from hylla.formats.national_id import NationalIdKind, parse
from hylla.patrons.rules.contact import Channel, address_faults, is_email, is_mobile, phone_number
from hylla.patrons.rules.people import NewPatron, name_faults
from hylla.patrons.rules.registration import examined
from hylla.privacy.policy import read_policy
from hylla.site.demo.contacts import PLACES
from hylla.site.demo.names import GROUPS
from hylla.site.demo.national_ids import synthetic_numbers
from hylla.site.demo.people import DemoPerson, families
from hylla.site.demo.places import STAFF
from hylla.site.demo.school import school_class, school_year_ends_on
from tests.house.sources import ROOT

TODAY = date(2026, 3, 2)
FAMILIES = families(200, seed=7, today=TODAY)
PEOPLE = [person for family in FAMILIES for person in family.people]


def age(person: DemoPerson) -> int:
    """Return how old someone is."""
    return relativedelta(TODAY, person.birth_date).years


def test_the_same_seed_and_day_make_the_same_people() -> None:
    assert families(200, seed=7, today=TODAY) == FAMILIES
    assert families(200, seed=8, today=TODAY) != FAMILIES


@pytest.mark.parametrize("seed", range(12))
def test_people_are_of_all_ages_and_groups(seed: int) -> None:
    people = [each for family in families(200, seed=seed, today=TODAY) for each in family.people]
    ages = {age(person) for person in people}
    assert len(people) == 200
    assert (min(ages) <= 1, max(ages) >= 90, max(ages) <= 95) == (True, True, True)
    assert {each // 10 for each in ages} == set(range(10))
    # 200 people are about 95 families; a group is two to fourteen of thirty.
    found = {group for group in GROUPS for each in people if each.family_name in group.family}
    assert len(found) >= 5
    assert {each.language for each in people} >= {"nb", "nn", "sv"}
    assert {each.channel for each in people} == set(Channel) - {Channel.PAGE}


def test_children_have_guardians_who_stand_before_them_and_are_old_enough() -> None:
    counts = set()
    for family in FAMILIES:
        for place, person in enumerate(family.people):
            assert bool(person.guardians) == (age(person) < 18)
            counts.add(len(person.guardians))
            for guardian in person.guardians:
                assert guardian < place
                assert age(family.people[guardian]) >= age(person) + 20
    assert counts == {0, 1, 2}


def test_families_are_of_all_kinds() -> None:
    kinds = {
        (sum(age(each) >= 18 for each in family.people), len(family.people)) for family in FAMILIES
    }
    assert {(1, 1), (2, 2), (1, 2), (2, 3), (2, 4)} <= kinds
    parted = [
        family
        for family in FAMILIES
        if any(len(each.guardians) == 2 for each in family.people)
        and family.people[0].address != family.people[1].address
    ]
    assert parted


def test_two_people_have_a_protected_address_and_the_library_has_none_of_it() -> None:
    hidden = [person for person in PEOPLE if person.address_protected]
    assert [age(person) < 18 for person in hidden] == [False, True]
    assert all(person.address is None for person in hidden)
    assert all(person.address for person in PEOPLE if not person.address_protected)


def test_national_ids_are_synthetic_and_right_and_some_have_none() -> None:
    numbers = [person.national_id for person in PEOPLE if person.national_id]
    assert len(set(numbers)) == len(numbers)
    assert 12 <= len(PEOPLE) - len(numbers) <= 18
    for person in PEOPLE:
        if person.national_id:
            read = parse(person.national_id, country="NO", today=TODAY)
            assert (read.kind, read.synthetic) == (NationalIdKind.FODSELSNUMMER, True)
            assert read.birth_date == person.birth_date
            assert 81 <= int(person.national_id[2:4]) <= 92


@settings(max_examples=60)
@given(born=st.dates(date(1900, 1, 1), TODAY), seed=st.integers())
def test_every_synthetic_number_reads_as_its_birth_date(born: date, seed: int) -> None:
    numbers = list(synthetic_numbers(born, chance=Random(seed)))
    assert len(set(numbers)) == len(numbers) > 300
    for number in numbers[:20]:
        assert parse(number, country="NO", today=TODAY).birth_date == born


def test_no_number_is_made_where_the_series_tell_no_century() -> None:
    with pytest.raises(ValueError, match="1900 to 2039"):
        next(synthetic_numbers(date(1899, 12, 31), chance=Random(1)))


def test_people_are_reached_at_nobodys_addresses() -> None:
    emails = [each for person in PEOPLE for each in person.emails]
    assert len(set(emails)) == len(emails)
    assert all(is_email(each) and each.endswith("@example.org") for each in emails)
    for number in {each for person in PEOPLE for each in person.phones}:
        assert phone_number(number, country="NO") == number
        assert re.fullmatch(r"\+47000\d{5}|\+467017406(0[5-9]|[1-9]\d)", number)


def test_addresses_are_complete_and_outside_every_postcode_in_use() -> None:
    for person in PEOPLE:
        if person.address:
            assert address_faults((person.address,), on=TODAY) == []
            assert PLACES[person.address.postcode] == person.address.city
    assert all(9992 <= int(postcode) <= 9999 for postcode in PLACES)


def test_who_wants_a_channel_has_what_it_needs() -> None:
    for person in PEOPLE:
        if person.channel is Channel.EMAIL:
            assert person.emails
        if person.channel is Channel.SMS:
            assert is_mobile(person.phones[0])


def test_names_can_be_names_and_are_not_the_staffs() -> None:
    assert [each for each in PEOPLE if name_faults(each.given_name, each.family_name)] == []
    staff = {member.name for member in STAFF}
    assert not staff & {f"{each.given_name} {each.family_name}" for each in PEOPLE}
    for family in FAMILIES:
        given_names = [each.given_name for each in family.people]
        assert len(set(given_names)) == len(given_names)


def test_no_family_name_is_in_two_groups() -> None:
    names = [name for group in GROUPS for name in group.family]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize(
    ("born", "today", "grade"),
    [
        (date(2019, 12, 31), date(2025, 8, 1), "1"),
        (date(2020, 1, 1), date(2025, 8, 1), ""),
        (date(2019, 6, 1), date(2026, 7, 31), "1"),
        (date(2019, 6, 1), date(2026, 8, 1), "2"),
        (date(2010, 6, 1), date(2026, 3, 2), "10"),
        (date(2010, 6, 1), date(2026, 8, 1), ""),
    ],
)
def test_a_child_is_in_the_class_of_its_birth_year(born: date, today: date, grade: str) -> None:
    assert school_class(born, today=today, chance=Random(3)).rstrip("AB") == grade


def test_a_class_lasts_until_the_school_year_ends() -> None:
    assert school_year_ends_on(date(2026, 7, 31)) == date(2026, 7, 31)
    assert school_year_ends_on(date(2026, 8, 1)) == date(2027, 7, 31)
    pupils = [person for person in PEOPLE if person.school_class]
    assert len(pupils) >= 10
    assert {person.school_class_until for person in pupils} == {date(2026, 7, 31)}


@pytest.mark.parametrize("count", [0, 1, 7, 50, 900])
def test_there_are_as_many_people_as_asked_for(count: int) -> None:
    assert sum(len(each.people) for each in families(count, seed=1, today=TODAY)) == count


def test_people_can_be_invented_on_a_leap_day() -> None:
    leap = date(2028, 2, 29)
    assert all(
        person.birth_date <= leap
        for family in families(100, seed=1, today=leap)
        for person in family.people
    )


def test_the_library_would_register_every_one_of_them() -> None:
    policy = read_policy(ROOT / "policies" / "fjordvik.toml")
    for person in PEOPLE:
        new = NewPatron(
            given_name=person.given_name,
            family_name=person.family_name,
            home_branch_id=1,
            birth_date=person.birth_date,
            national_id=person.national_id or "",
            language=person.language,
            channel=person.channel,
            addresses=(person.address,) if person.address else (),
            phones=person.phones,
            emails=person.emails,
            school_class=person.school_class,
            school_class_until=person.school_class_until,
            address_protected=person.address_protected,
            guardian=uuid.UUID(int=1) if person.guardians else None,
        )
        assert examined(new, policy=policy, on=TODAY).faults == ()
