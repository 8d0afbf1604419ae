"""Somebody asks to read the register of patrons as a public record (conflict case 61)."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from uuid import UUID

import pytest

from hylla.library.models import Staff, StaffRole
from hylla.library.refusals import Refused
from hylla.patrons.actions.disclosing import (
    Clerk,
    Handed,
    agree_to_disclose,
    decide_disclosure,
    hand_out,
    tell_of_disclosure,
)
from hylla.patrons.models import Address, Email, Guardianship, Identity, Person
from hylla.privacy.access import readings_of, taken_out
from hylla.privacy.approving import Sort, waiting_for_two
from hylla.privacy.disclosing import (
    FEW,
    CaseFacts,
    Decision,
    Question,
    disclosure_case,
    disclosure_cases,
    drop_case,
    write_case,
)
from hylla.privacy.handing import disclosures
from hylla.privacy.models import DisclosureCase, Request
from hylla.privacy.models.disclosing import About, Ruling
from hylla.privacy.models.incidents import AskedBy
from hylla.privacy.removal import remove_due
from hylla.privacy.vocabulary import Role
from hylla.site.probes.sql import disclosures_are_decided
from tests.builders import ask_to_be_erased
from tests.circulation.world import NOW, World

NAMES, ADDRESSES, LOANS = "patrons.Identity", "patrons.Address", "circulation.Loan"
GIVEN = (ADDRESSES, NAMES)
LAW = "TF 2 kap. 1 §"


def staff(world: World, role: Role = Role.PRIVACY_OFFICER) -> int:
    """Return somebody at work in this role."""
    number = Staff.objects.count() + 1
    row = Staff.objects.create(
        username=f"s{number}", name=f"S{number}", branch=world.main, language="nb"
    )
    StaffRole.objects.create(staff=row, role=role)
    return row.pk


def people(world: World, number: int) -> list[UUID]:
    """Register so many, each with a home."""
    made = [world.patron()[0] for _ in range(number)]
    for each in made:
        Address.objects.create(
            person_id=each,
            kind="registered",
            line_1=f"Gata {each.hex[:6]}",
            postcode="0001",
            city="Prøvevik",
            country="NO",
        )
    return made


def asked(world: World, *wanted: str, about: About = About.EVERYONE) -> CaseFacts:
    """Write down that somebody asks for these tables."""
    question = Question(
        asked_by=AskedBy.PUBLIC_RECORD, ground=LAW, wanted=wanted or GIVEN, about=about
    )
    return again(world, write_case(question, on=NOW.date()))


def again(world: World, case: CaseFacts | int) -> CaseFacts:
    """Read a case anew."""
    number = case if isinstance(case, int) else case.id
    found = disclosure_case(number, policy=world.policy, now=NOW)
    assert found is not None
    return found


def decided(
    world: World, case: CaseFacts, *given: str, ruling: Ruling = Ruling.GIVEN, by: int = 0
) -> CaseFacts:
    """Decide a case, and read it anew."""
    told = given or GIVEN
    decision = Decision(ruling, LAW, () if ruling is Ruling.REFUSED else told)
    decide_disclosure(case, decision, by=by or staff(world), now=NOW)
    return again(world, case)


def handed(world: World, case: CaseFacts, *, card: str = "") -> tuple[Handed, ...]:
    """Hand out."""
    clerk = Clerk(staff(world), "main")
    return hand_out(again(world, case), card=card, by=clerk, now=NOW)


def ordered(
    world: World, *, silence: str = "", given: tuple[str, ...] = GIVEN, by: AskedBy = AskedBy.POLICE
) -> CaseFacts:
    """Write down and decide what the police ask about one person."""
    question = Question(
        asked_by=by,
        ground="RB 27 kap.",
        wanted=GIVEN,
        about=About.ONE,
        recipient="Polisen Väst",
        reference="K 17-26",
    )
    case = again(world, write_case(question, on=NOW.date()))
    decision = Decision(Ruling.GIVEN, "OSL 10 kap. 24 §", given, silence)
    decide_disclosure(case, decision, by=staff(world), now=NOW)
    return again(world, case)


def looks(world: World, person: UUID, *, at: datetime = NOW) -> list[str]:
    """Return the tasks of the looks that somebody reads."""
    return [each.task for each in readings_of(person, policy=world.policy, now=at)]


def test_case_15_what_the_police_got_has_a_case_two_people_and_its_reader(world: World) -> None:
    """conflicts.md 15, of the register: who, their case, the law, what; the person reads of it."""
    person, card = world.patron()
    case = ordered(world)
    assert disclosures_are_decided(world.policy, NOW).problems == ()
    with pytest.raises(Refused, match="disclosure_not_ready"):
        handed(world, case, card=card)
    agree_to_disclose(case, staff_id=staff(world, Role.ADMINISTRATOR), now=NOW)
    assert len(handed(world, case, card=card)) == 1
    done = again(world, case)
    told = done.question
    assert (told.recipient, told.reference, done.given) == ("Polisen Väst", "K 17-26", GIVEN)
    assert looks(world, person) == ["evidence"]
    counted = {each.by: each for each in disclosures()}[AskedBy.POLICE]
    assert (counted.times, counted.people_told) == (1, 1)
    assert disclosures_are_decided(world.policy, NOW).problems == ()
    DisclosureCase.objects.update(agreed_at=None)
    assert disclosures_are_decided(world.policy, NOW).problems
    with pytest.raises(Refused, match="disclosure_over"):
        tell_of_disclosure(done, staff_id=staff(world))


@pytest.mark.parametrize("is_told_early", [True, False])
def test_case_15_what_a_law_forbids_to_tell_is_told_at_its_date(
    world: World, is_told_early: bool
) -> None:
    person, card = world.patron()
    case = ordered(world, silence="RB 27 kap. 16 a §", by=AskedBy.COURT)
    agree_to_disclose(case, staff_id=staff(world), now=NOW)
    handed(world, case, card=card)
    assert looks(world, person) == []
    assert taken_out(person, policy=world.policy) == ()
    assert again(world, case).is_untold
    end = world.policy.period("deferred_reading").after(NOW)
    if is_told_early:
        tell_of_disclosure(again(world, case), staff_id=staff(world))
    else:
        remove_due(world.policy, now=end - timedelta(minutes=1))
        assert looks(world, person, at=end - timedelta(minutes=1)) == []
        remove_due(world.policy, now=end)
    assert looks(world, person, at=end) == ["evidence"]
    assert taken_out(person, policy=world.policy) == (("evidence", NOW.date()),)
    assert not again(world, case).is_untold


def test_case_15_nobody_is_silent_without_a_law_or_about_many(world: World) -> None:
    people(world, 1)
    with pytest.raises(Refused, match="disclosure_not_silent"):
        ordered(world, silence="no")
    with pytest.raises(Refused, match="disclosure_not_silent"):
        ordered(world, silence="RB 27:16 a", by=AskedBy.OTHER)
    decision = Decision(Ruling.GIVEN, LAW, GIVEN, "RB 27:16 a")
    with pytest.raises(Refused, match="disclosure_not_silent"):
        decide_disclosure(asked(world), decision, by=staff(world), now=NOW)


def test_case_61_many_need_two_and_protected_people_are_left_out(world: World) -> None:
    """So are those who live with them, and whose data may only be stored; each other reads it."""
    everyone = people(world, FEW + 4)
    protected, child, stored, *others = everyone
    Identity.objects.filter(person=protected).update(address_protected=True)
    Guardianship.objects.create(
        child_id=child,
        guardian_id=protected,
        since_on=NOW.date(),
        ends_on=NOW.date() + timedelta(days=99),
    )
    ask_to_be_erased(stored, kind="restriction", answered_at=NOW)
    officer = staff(world)
    case = decided(world, asked(world), by=officer)
    with pytest.raises(Refused, match="disclosure_not_ready"):
        handed(world, case)
    assert [each.sort for each in waiting_for_two(now=NOW)] == [Sort.DISCLOSURE]
    assert agree_to_disclose(again(world, case), staff_id=officer, now=NOW) == 1
    administrator = staff(world, Role.ADMINISTRATOR)
    assert agree_to_disclose(again(world, case), staff_id=administrator, now=NOW) == 0
    rows = handed(world, case)
    assert len(rows) == len(others)
    homes = {each.address for each in rows}
    assert homes == {f"Gata {each.hex[:6]}, 0001, Prøvevik" for each in others}
    reads = {each for each in everyone if readings_of(each, policy=world.policy, now=NOW)}
    assert reads == set(others)
    done = again(world, case)
    assert (done.people_told, done.left_out) == (len(others), 3)
    with pytest.raises(Refused, match="disclosure_not_ready"):
        handed(world, case)


def test_case_61_loans_are_always_refused(world: World) -> None:
    """Whoever asks for them too is given a part, and nobody can decide otherwise."""
    people(world, 1)
    case = asked(world, NAMES, LOANS, "circulation.History", "patrons.Session")
    assert set(case.refused_always) == {LOANS, "circulation.History", "patrons.Session"}
    with pytest.raises(Refused, match="disclosure_not_that"):
        decided(world, case, NAMES, LOANS)
    with pytest.raises(Refused, match="disclosure_in_part"):
        decided(world, case, NAMES)
    case = decided(world, case, NAMES, ruling=Ruling.PARTLY)
    (row,) = handed(world, case)
    assert (row.family_name, row.address, row.emails) == ("Prøve", "", "")


def test_case_61_the_register_has_no_copy_and_a_period(world: World) -> None:
    """It says who asked, on what ground, what was decided and how many were told: and no name."""
    person, card = world.patron()
    Email.objects.create(person_id=person, address="kari@example.org")
    case = asked(world, NAMES, "patrons.Email", about=About.ONE)
    case = decided(world, case, NAMES, "patrons.Email")
    (row,) = handed(world, case, card=card)
    assert row.emails == "kari@example.org"
    stored = str(DisclosureCase.objects.values().get())
    assert not [each for each in ("kari", "Kari", str(person), card) if each in stored]
    counted = {each.by: each for each in disclosures()}[AskedBy.PUBLIC_RECORD]
    assert (counted.times, counted.people_asked, counted.people_told) == (1, 1, 1)
    remove_due(world.policy, now=NOW + timedelta(days=3 * 365 - 5))
    assert DisclosureCase.objects.exists()
    after = NOW + timedelta(days=3 * 366 + 2)
    assert disclosure_cases(policy=world.policy, now=after) == ()
    remove_due(world.policy, now=after)
    assert not DisclosureCase.objects.exists()
    assert Person.objects.filter(pk=person).exists()


def test_case_61_a_refusal_is_counted_and_hands_nothing_out(world: World) -> None:
    people(world, 2)
    case = decided(world, asked(world, LOANS), ruling=Ruling.REFUSED)
    assert case.closed_at == NOW
    with pytest.raises(Refused, match="disclosure_not_ready"):
        handed(world, case)
    counted = {each.by: each for each in disclosures()}[AskedBy.PUBLIC_RECORD]
    assert (counted.people_asked, counted.people_told) == (2, 0)
    with pytest.raises(Refused, match="disclosure_over"):
        decided(world, case, ruling=Ruling.REFUSED)


def test_case_61_who_may_and_on_what_law(world: World) -> None:
    people(world, 1)
    case = asked(world)
    with pytest.raises(Refused, match="disclosure_not_yours"):
        decided(world, case, by=staff(world, Role.ADMINISTRATOR))
    with pytest.raises(Refused, match="disclosure_needs_law"):
        decide_disclosure(case, Decision(Ruling.GIVEN, " ", GIVEN), by=staff(world), now=NOW)
    case = decided(world, case)
    with pytest.raises(Refused, match="disclosure_over"):
        agree_to_disclose(case, staff_id=staff(world), now=NOW)
    with pytest.raises(Refused, match="disclosure_not_yours"):
        agree_to_disclose(case, staff_id=staff(world, Role.DESK), now=NOW)
    one = decided(world, asked(world, about=About.ONE))
    with pytest.raises(Refused, match="card_unknown"):
        handed(world, one, card="nothing")


def test_case_61_the_second_yes_may_come_late(world: World) -> None:
    """After the week both are asked anew; a case that nobody decided can be dropped."""
    people(world, FEW + 1)
    officer = staff(world)
    case = decided(world, asked(world), by=officer)
    late = NOW + timedelta(days=8)
    assert agree_to_disclose(case, staff_id=staff(world), now=late) == 1
    assert agree_to_disclose(case, staff_id=officer, now=late) == 0
    other = asked(world)
    drop_case(other.id)
    drop_case(case.id)
    assert [each.id for each in disclosure_cases(policy=world.policy, now=late)] == [case.id]
    assert not Request.objects.exists()
    assert replace(case, agreed_at=late).is_ready
    assert case.asked_on == date(NOW.year, NOW.month, NOW.day)
