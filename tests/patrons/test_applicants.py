"""People who ask for a card are kept apart, wholly known to themselves, and forgotten in time."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from hylla.library.refusals import Refused
from hylla.patrons.actions import (
    LookedAt,
    apply_for_card,
    confirm_applicant,
    confirm_applicant_by_eid,
    read_applicant,
    remove_applicant,
    sign_in_identified,
)
from hylla.patrons.models import Applicant, ApplicantReading, NationalId, Person
from hylla.patrons.models.applicants import Way
from hylla.patrons.queries import applicant, number_of_applicant, waiting
from hylla.patrons.rules import Code, NewPatron, Seen
from hylla.patrons.rules.applicants import LETTERS, eid_is_enough, needs_guardian
from hylla.privacy.access import readings_of
from hylla.privacy.extract import sections
from hylla.privacy.extract.words import COLUMNS, TABLES
from hylla.privacy.policy import Policy
from hylla.privacy.registry import personal_models
from hylla.privacy.vocabulary import Kind, Role, Subject
from hylla.site.probes.schema import applicants_have_no_rights
from tests.builders import LIBRARIES, policy_of
from tests.patrons.samples import ADULT, NOW, TODAY, synthetic_id

Make = Callable[..., NewPatron]
NUMBER = synthetic_id(ADULT)
LOOK = LookedAt(NOW, Role.DESK, "main", "x", frozenset({Kind.NAME}))


def test_the_number_opens_with_the_rows_own_key_only(adult: Make, policy: Policy) -> None:
    one, two = (
        apply_for_card(adult(national_id=NUMBER), way=Way.NUMBER, policy=policy, now=NOW)
        for _ in range(2)
    )
    assert number_of_applicant(one.applicant_id) == NUMBER
    first, second = (Applicant.objects.get(pk=each.applicant_id) for each in (one, two))
    assert bytes(first.sealed or b"") != bytes(second.sealed or b"")
    assert first.fingerprint == second.fingerprint
    assert re.fullmatch(f"[{LETTERS}]{{6}}", one.reference)
    assert NUMBER not in repr((one, first))


def test_several_may_use_one_number_until_one_is_confirmed(adult: Make, policy: Policy) -> None:
    for name in ("Kari", "Nosy"):
        new = adult(national_id=NUMBER, given_name=name)
        apply_for_card(new, way=Way.NUMBER, policy=policy, now=NOW)
    assert Applicant.objects.count() == 2
    assert not Person.objects.exists()
    assert not NationalId.objects.exists()


def test_everything_kept_is_in_the_extract(adult: Make, policy: Policy) -> None:
    new = adult(national_id=NUMBER)
    applied = apply_for_card(new, way=Way.NUMBER, policy=policy, now=NOW)
    read_applicant(applied.applicant_id, look=LOOK)
    sealed = {"patrons.Applicant.sealed": number_of_applicant}
    found = sections(applied.applicant_id, policy=policy, sealed=sealed, about=Subject.APPLICANT)
    assert {each.name for each in found} == {
        model._meta.label for model, _ in personal_models(Subject.APPLICANT)
    }
    rows = {each.name: each.rows for each in found}
    assert rows["patrons.Applicant"][0].values["sealed"] == NUMBER
    assert rows["patrons.Applicant"][0].goes == NOW + timedelta(days=14)
    assert len(rows["patrons.ApplicantReading"]) == 1
    for each in found:
        assert each.name in TABLES
        assert all(set(row.values) <= set(COLUMNS) for row in each.rows)


def test_nothing_that_gives_a_right_points_at_them(adult: Make, policy: Policy) -> None:
    apply_for_card(adult(national_id=NUMBER), way=Way.NUMBER, policy=policy, now=NOW)
    finding = applicants_have_no_rights(policy, NOW)
    assert (finding.looked_at, finding.problems) == (1, ())
    related = {each.related_model for each in Applicant._meta.related_objects}
    assert related == {ApplicantReading}


def test_withdrawn_nothing_is_left(adult: Make, policy: Policy) -> None:
    applied = apply_for_card(adult(), way=Way.DESK, policy=policy, now=NOW)
    assert remove_applicant(applied.applicant_id)
    assert not remove_applicant(applied.applicant_id)
    assert not Applicant.objects.exists()


def test_whose_time_is_over_is_shown_to_nobody(adult: Make, policy: Policy) -> None:
    applied = apply_for_card(adult(), way=Way.DESK, policy=policy, now=NOW)
    late = NOW + timedelta(days=14, seconds=1)
    assert len(waiting(policy=policy, now=NOW)) == 1
    assert waiting(policy=policy, now=late) == ()
    assert applicant(applied.applicant_id, policy=policy, now=late) is None


def test_who_looked_comes_along(adult: Make, policy: Policy) -> None:
    applied = apply_for_card(adult(), way=Way.DESK, policy=policy, now=NOW)
    read_applicant(applied.applicant_id, look=LOOK)
    done = confirm_applicant(applied.applicant_id, seen=Seen(), policy=policy, now=NOW)
    (entry,) = readings_of(done.person_id, policy=policy, now=NOW)
    assert (entry.task, entry.unit, entry.kinds) == ("x", "main", "name")


def test_an_e_id_confirms_its_own_number_only(adult: Make, policy: Policy) -> None:
    new = adult(national_id=NUMBER)
    applied = apply_for_card(new, way=Way.NUMBER, policy=policy, now=NOW)
    other = Seen(national_id=synthetic_id(ADULT, nth=1))
    told = {"policy": policy, "now": NOW}
    assert confirm_applicant_by_eid(applied.applicant_id, seen=other, **told) is None
    done = confirm_applicant_by_eid(
        applied.applicant_id, seen=Seen(national_id=NUMBER, given_name="Kari Anne"), **told
    )
    assert done is not None
    assert Person.objects.get().identity.given_name == "Kari Anne"
    assert sign_in_identified(NUMBER, policy=policy, now=NOW) == done.person_id


def test_someone_unknown_or_unreadable_is_nobody(adult: Make, policy: Policy) -> None:
    assert sign_in_identified(NUMBER, policy=policy, now=NOW) is None
    assert sign_in_identified("14", policy=policy, now=NOW) is None


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"home_branch_id": 0}, Code.BRANCH_UNKNOWN),
        ({"home_branch_id": 10**6, "national_id": NUMBER}, Code.BRANCH_UNKNOWN),
        ({"family_name": ""}, Code.NAME_MISSING),
        ({"birth_date": None}, Code.NATIONAL_ID_EMPTY),
    ],
)
def test_what_is_wrong_is_refused_and_nothing_stored(
    adult: Make, policy: Policy, changes: dict[str, object], code: Code
) -> None:
    with pytest.raises(Refused) as refused:
        apply_for_card(adult(**changes), way=Way.NUMBER, policy=policy, now=NOW)
    assert code in {reason.code for reason in refused.value.reasons}
    assert not Applicant.objects.exists()


def test_ages() -> None:
    policy = policy_of("fjordvik")
    own = policy.ages.own_card
    assert needs_guardian(own - 1, policy=policy)
    assert not needs_guardian(own, policy=policy)
    assert eid_is_enough(own, policy=policy)
    assert not eid_is_enough(own - 1, policy=policy)
    assert not eid_is_enough(None, policy=policy)
    asks = replace(policy, registration=replace(policy.registration, eid_confirms=False))
    assert not eid_is_enough(40, policy=asks)


@pytest.mark.parametrize("library", LIBRARIES)
def test_each_library_says_how_one_registers(library: str) -> None:
    """Two weeks, everywhere; an e-ID only where its provider is named."""
    policy = policy_of(library)
    assert policy.period("unconfirmed_registration").after(TODAY) == TODAY + timedelta(days=14)
    assert bool(policy.registration.eid_provider) is policy.registration.eid
