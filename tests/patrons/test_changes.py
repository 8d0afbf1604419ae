"""What is kept about someone can be put right, and what must not be known goes at once."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.utils import translation

from hylla.library.refusals import Refused
from hylla.patrons.actions import (
    Registered,
    add_guardian,
    block,
    change_details,
    end_guardian,
    move_categories,
    national_ids,
    remove_national_id,
    set_national_id,
    set_protected_address,
    unblock,
)
from hylla.patrons.models import Guardianship, Identity, NationalId, Person, Phone, SubjectKey
from hylla.patrons.models.cards import BlockReason
from hylla.patrons.queries import details, family_of, matching, national_id_of, person_with_card
from hylla.patrons.queries.search import Found
from hylla.patrons.rules import CardKind, Changes, Channel, Code, NewAddress, NewPatron
from hylla.privacy.policy import Policy
from hylla.privacy.vocabulary import Language, Role
from tests.patrons.samples import ADULT, CHILD, NOW, TODAY, YOUTH, synthetic_id

Make = Callable[..., NewPatron]
Register = Callable[[NewPatron], Registered]
ADDRESS = NewAddress(line_1="Ny vei 2", postcode="0002", city="Fjordvik")


@pytest.fixture
def kari(adult: Make, registered: Register) -> Registered:
    return registered(adult())


@pytest.fixture
def lise(child: Make, registered: Register) -> Registered:
    return registered(child())


def change(of: Registered, policy: Policy, *, by: Role = Role.DESK, **values: Any) -> None:
    change_details(of.person_id, changes=Changes(**values), by=by, policy=policy, now=NOW)


def test_patrons_change_how_they_are_reached(
    kari: Registered, policy: Policy, school_id: int
) -> None:
    change(
        kari,
        policy,
        by=Role.PATRON,
        language=Language.SV,
        channel=Channel.SMS,
        home_branch_id=school_id,
        addresses=(ADDRESS,),
        phones=("91234567", "22112233"),
        emails=(),
    )
    now = details(kari.person_id)
    assert (now.language, now.channel) == (Language.SV, Channel.SMS)
    assert now.home_branch.code == "school"
    assert now.phones == ("+4791234567", "+4722112233")
    assert now.emails == ()
    assert [each.city for each in now.addresses] == ["Fjordvik"]
    assert now.name == "Kari Eksempel"


@pytest.mark.parametrize(
    "values",
    [
        {"family_name": "Annen"},
        {"given_name": "Anne"},
        {"birth_date": date(1980, 1, 1)},
        {"category": "child"},
        {"school_class": "4B"},
    ],
)
def test_who_they_are_the_desk_changes(
    kari: Registered, policy: Policy, values: dict[str, Any]
) -> None:
    with pytest.raises(Refused, match=Code.NOT_BY_PATRON):
        change(kari, policy, by=Role.PATRON, **values)


def test_the_desk_changes_names_and_birth_date(lise: Registered, policy: Policy) -> None:
    change(lise, policy, family_name="  Van  der Prøve ", birth_date=date(2015, 1, 1))
    now = details(lise.person_id)
    assert now.name == "Lise Van der Prøve"
    assert now.guardians[0].ends_on == date(2033, 1, 1)


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"family_name": ""}, Code.NAME_MISSING),
        ({"birth_date": date(2030, 1, 1)}, Code.BIRTH_DATE_IMPOSSIBLE),
        ({"emails": ("nowhere",)}, Code.EMAIL_MALFORMED),
        ({"emails": ()}, Code.CHANNEL_NEEDS_EMAIL),
        ({"channel": Channel.SMS, "phones": ()}, Code.CHANNEL_NEEDS_MOBILE),
        ({"channel": Channel.LETTER, "addresses": ()}, Code.CHANNEL_NEEDS_ADDRESS),
        ({"phones": ("1",)}, Code.PHONE_MALFORMED),
        ({"home_branch_id": 0}, Code.BRANCH_UNKNOWN),
        ({"category": "nobody"}, Code.CATEGORY_UNKNOWN),
        ({"school_class": "4B"}, Code.SCHOOL_CLASS_NOT_KEPT),
    ],
)
def test_wrong_changes_change_nothing(
    kari: Registered, policy: Policy, values: dict[str, Any], code: Code
) -> None:
    before = vars(details(kari.person_id))
    with pytest.raises(Refused) as refused:
        change(kari, policy, **{"given_name": "Anne", **values})
    assert code in {each.code for each in refused.value.reasons}
    assert vars(details(kari.person_id)) == before


def test_a_school_class_goes_with_the_school(
    lise: Registered, policy: Policy, school_id: int, branch_id: int
) -> None:
    change(lise, policy, home_branch_id=school_id, school_class="4B")
    assert details(lise.person_id).school_class == "4B"
    change(lise, policy, home_branch_id=branch_id)
    assert details(lise.person_id).school_class == ""


def test_case_36_a_protected_address_is_not_kept_and_nobody_is_found_by_search(
    kari: Registered, policy: Policy
) -> None:
    found = [each.person_id for each in matching(name="Kari", also="14.05.1990").hits]
    assert found == [kari.person_id]
    set_protected_address(kari.person_id, protected=True)
    now = details(kari.person_id)
    assert now.protected
    assert now.addresses == ()
    assert matching(name="Kari", also="14.05.1990") == Found((), 0)
    assert matching(name="Kari", also=kari.card_number) == Found((), 0)
    assert person_with_card(kari.card_number) is not None
    with pytest.raises(Refused, match=Code.ADDRESS_PROTECTED):
        change(kari, policy, addresses=(ADDRESS,))
    set_protected_address(kari.person_id, protected=False)
    change(kari, policy, addresses=(ADDRESS,))


@pytest.mark.parametrize(
    ("name", "also"),
    [
        ("kari", "1990-05-14"),
        ("EKSEMPEL Kari", "kari@EXAMPLE.org"),
        ("eksempel", "41 23 45 67"),
        ("Kar Eks", "0001"),
        ("ågren", "0001"),
        ("mari", "0001"),
    ],
)
def test_search_takes_a_name_and_one_thing_more(
    adult: Make, registered: Register, name: str, also: str
) -> None:
    given = {"ågren": "Åse", "mari": "Anne-Mari"}.get(name, "Kari")
    family = "Ågren" if name == "ågren" else "Eksempel"
    done = registered(adult(given_name=given, family_name=family))
    assert [each.person_id for each in matching(name=name, also=also).hits] == [done.person_id]


@pytest.mark.parametrize(
    ("name", "also"), [("", "0001"), ("K", "0001"), ("Kari", ""), ("Kari", " ")]
)
def test_a_search_that_is_too_wide_is_refused(kari: Registered, name: str, also: str) -> None:
    with pytest.raises(Refused, match=Code.SEARCH_TOO_WIDE):
        matching(name=name, also=also)


def test_a_wrong_clue_or_name_finds_nobody(kari: Registered) -> None:
    assert matching(name="Kari", also="0009") == Found((), 0)
    assert matching(name="Ola", also="0001") == Found((), 0)
    assert matching(name="Kari%", also="0001") == Found((), 0)


def test_a_search_shows_ten_at_most_and_little_of_each(adult: Make, registered: Register) -> None:
    for _ in range(12):
        registered(adult())
    found = matching(name="Kari", also="0001")
    assert (len(found.hits), found.more) == (10, 2)
    assert vars(found.hits[0]).keys() == {"person_id", "name", "birth_year"}


def test_a_search_sorts_before_it_leaves_anyone_out(adult: Make, registered: Register) -> None:
    """A database puts Å before Ø or after Z as it likes; here Østby comes before Ås."""
    names = [*(f"Ås{letter}" for letter in "abcdefghij"), "Østby", "Berg"]
    for family_name in names:
        registered(adult(family_name=family_name))
    with translation.override("nb"):
        hits = matching(name="Kari", also="0001").hits
    found = [hit.name.removeprefix("Kari ") for hit in hits]
    assert found == ["Berg", "Østby", *(f"Ås{letter}" for letter in "abcdefgh")]


def test_blocks_begin_and_end(kari: Registered) -> None:
    block(kari.person_id, BlockReason.INVOICE, on=TODAY)
    block(kari.person_id, BlockReason.INVOICE, on=TODAY + timedelta(days=1))
    (standing,) = details(kari.person_id, on=TODAY).blocks
    assert (standing.since_on, standing.until_on) == (TODAY, None)
    later = TODAY + timedelta(days=5)
    unblock(kari.person_id, BlockReason.INVOICE, on=later)
    assert details(kari.person_id, on=later - timedelta(days=1)).blocks
    assert not details(kari.person_id, on=later).blocks
    unblock(kari.person_id, BlockReason.INVOICE, on=later + timedelta(days=9))
    assert details(kari.person_id).blocks[0].until_on == later - timedelta(days=1)
    block(kari.person_id, BlockReason.INVOICE, on=later, until_on=later)
    (again,) = details(kari.person_id, on=later).blocks
    assert (again.since_on, again.until_on) == (later, later)


def test_a_second_guardian_and_the_end_of_the_first(
    lise: Registered, kari: Registered, policy: Policy
) -> None:
    add_guardian(lise.person_id, guardian=kari.person_id, policy=policy, now=NOW)
    add_guardian(lise.person_id, guardian=kari.person_id, policy=policy, now=NOW)
    assert Guardianship.objects.count() == 2
    assert lise.guardian_id is not None
    end_guardian(lise.person_id, guardian_id=lise.guardian_id, on=TODAY)
    family = family_of(lise.person_id, on=TODAY)
    assert [each.person_id for each in family.guardians] == [kari.person_id]
    assert [each.person_id for each in family_of(kari.person_id, on=TODAY).wards] == [
        lise.person_id
    ]
    assert len(family_of(lise.person_id).guardians) == 2


def test_a_guardianship_ends_when_the_child_is_of_age(lise: Registered) -> None:
    of_age = date(CHILD.year + 18, CHILD.month, CHILD.day)
    assert family_of(lise.person_id, on=of_age - timedelta(days=1)).guardians
    assert not family_of(lise.person_id, on=of_age).guardians


def test_who_cannot_be_a_guardian(lise: Registered, kari: Registered, policy: Policy) -> None:
    def code(child: Registered, guardian: Any) -> str:
        with pytest.raises(Refused) as refused:
            add_guardian(child.person_id, guardian=guardian, policy=policy, now=NOW)
        return str(refused.value)

    assert code(kari, lise.guardian_id) == Code.NOT_A_CHILD
    assert code(lise, uuid4()) == Code.GUARDIAN_UNKNOWN
    assert Code.GUARDIAN_IS_CHILD_ITSELF in code(lise, lise.person_id)


def test_a_national_id_is_taken_later_and_given_up_again(
    kari: Registered, adult: Make, registered: Register, policy: Policy
) -> None:
    number, other = synthetic_id(ADULT), synthetic_id(ADULT, nth=1)
    set_national_id(kari.person_id, national_id=number, policy=policy, now=NOW)
    set_national_id(kari.person_id, national_id=other, policy=policy, now=NOW)
    assert national_id_of(kari.person_id) == other
    with pytest.raises(Refused, match=Code.NATIONAL_ID_TAKEN):
        registered(adult(national_id=other))
    with pytest.raises(Refused, match=Code.BIRTH_DATE_DIFFERS):
        set_national_id(kari.person_id, national_id=synthetic_id(CHILD), policy=policy, now=NOW)
    with pytest.raises(Refused, match=Code.NATIONAL_ID_LENGTH):
        set_national_id(kari.person_id, national_id="1", policy=policy, now=NOW)
    assert national_id_of(kari.person_id) == other
    remove_national_id(kari.person_id)
    assert national_id_of(kari.person_id) is None
    assert not NationalId.objects.exists()
    assert not SubjectKey.objects.exists()


def test_two_desks_that_take_the_same_number_at_once(
    kari: Registered,
    adult: Make,
    registered: Register,
    policy: Policy,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Both looked before either wrote: the constraint has the last word, and it is a refusal."""
    number, blind = synthetic_id(ADULT), iter([False])
    look = national_ids.is_taken
    set_national_id(kari.person_id, national_id=number, policy=policy, now=NOW)
    monkeypatch.setattr(
        "hylla.patrons.actions.registration.is_taken", lambda each: next(blind, look(each))
    )
    with pytest.raises(Refused, match=Code.NATIONAL_ID_TAKEN):
        registered(adult(national_id=number))
    assert national_id_of(kari.person_id) == number
    assert Person.objects.count() == 1


def test_giving_up_the_national_id_makes_the_card_local(adult: Make, registered: Register) -> None:
    done = registered(adult(national_id=synthetic_id(ADULT)))
    remove_national_id(done.person_id)
    card = details(done.person_id).card
    assert card is not None
    assert card.kind is CardKind.LOCAL


def test_by_night_everyone_moves_into_the_category_of_their_age(
    child: Make, adult: Make, registered: Register, policy: Policy
) -> None:
    stays, moves = registered(child()), registered(child(birth_date=date(2012, 11, 22)))
    forgotten = registered(child(birth_date=CHILD))
    school_class = registered(adult(category="class"))
    youth = registered(adult(birth_date=YOUTH))
    Person.objects.filter(pk=forgotten.person_id).update(registered_on=date(2000, 1, 1))
    forgotten_born = Person.objects.get(pk=forgotten.person_id).identity
    forgotten_born.birth_date = ADULT
    forgotten_born.save()
    assert move_categories(policy=policy, now=NOW) == 2
    assert move_categories(policy=policy, now=NOW + timedelta(days=1)) == 1
    expected = {
        stays: "child",
        moves: "youth",
        forgotten: "adult",
        school_class: "class",
        youth: "youth",
    }
    for who, category in expected.items():
        assert details(who.person_id).category == category


def test_protection_and_a_number_change_with_the_rest(kari: Registered, policy: Policy) -> None:
    """All in one, so that all that is wrong is said at once and nothing is half changed."""

    def change(**named: Any) -> None:
        changes = Changes(**named)
        change_details(kari.person_id, changes=changes, by=Role.DESK, policy=policy, now=NOW)

    later = ADULT.replace(day=1)
    with pytest.raises(Refused) as refused:
        change(family_name="", national_id=synthetic_id(later), address_protected=True)
    assert {each.code for each in refused.value.reasons} == {"name_missing", "birth_date_differs"}
    assert not details(kari.person_id).protected
    change(birth_date=later, national_id=synthetic_id(later), address_protected=True)
    assert national_id_of(kari.person_id) == synthetic_id(later)
    assert (details(kari.person_id).protected, details(kari.person_id).addresses) == (True, ())
    change(national_id="", address_protected=False)
    assert national_id_of(kari.person_id) is None
    assert not details(kari.person_id).protected


@pytest.mark.parametrize("changes", [{"national_id": ""}, {"address_protected": False}])
def test_a_patron_changes_neither_number_nor_protection(
    kari: Registered, policy: Policy, changes: dict[str, Any]
) -> None:
    with pytest.raises(Refused, match=Code.NOT_BY_PATRON):
        change_details(
            kari.person_id, changes=Changes(**changes), by=Role.PATRON, policy=policy, now=NOW
        )


def test_protection_waits_for_nothing_and_is_lifted_when_letters_have_a_way(
    kari: Registered, policy: Policy
) -> None:
    def change(**named: Any) -> None:
        changes = Changes(**named)
        change_details(kari.person_id, changes=changes, by=Role.DESK, policy=policy, now=NOW)

    Identity.objects.filter(person_id=kari.person_id).update(channel="sms")
    Phone.objects.all().delete()
    change(address_protected=True)
    change(channel=Channel.LETTER)
    with pytest.raises(Refused, match=Code.CHANNEL_NEEDS_ADDRESS):
        change(address_protected=False)
