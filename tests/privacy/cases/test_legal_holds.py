"""Somebody holds data back: who may, for how long, what the person is told (conflict case 68)."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from uuid import UUID

import pytest

from hylla.circulation.actions import leave, settle_claim
from hylla.circulation.models import Loan
from hylla.circulation.queries import last_borrower, loans_of
from hylla.fees.models import Claim
from hylla.library.models import Staff, StaffRole
from hylla.library.refusals import Refused
from hylla.patrons.actions.legal_holds import (
    agree_to_hold,
    answer_for_hold,
    ask_for_longer,
    ask_to_hold,
    let_go,
    tell_of_hold,
)
from hylla.patrons.models import Identity, OwnRecord, Person
from hylla.patrons.queries.inactivity import inactivity_preview
from hylla.privacy.access import record
from hylla.privacy.erasure import complete_all
from hylla.privacy.extract import as_told, sections
from hylla.privacy.guard import Guard
from hylla.privacy.legal_holds import LONGEST, Ground
from hylla.privacy.models import LegalHold
from hylla.privacy.models.holding import HeldFor
from hylla.privacy.removal import remove_due, would_remove
from hylla.privacy.rights.receipts import Followed, receipt_with
from hylla.privacy.rights.restriction import Restricted
from hylla.privacy.rights.terms import Outcome
from hylla.privacy.verify.running import Clocks
from hylla.privacy.vocabulary import Kind, Role, State
from tests.builders import a_claim
from tests.circulation.world import NOW, World, make_world, policy_of

WEEK = timedelta(days=7)
END = NOW + timedelta(days=30)
LAW = "GDPR art. 17(3)(e)"
SILENCE = "RB 27:16"
LOANS = "circulation.Loan"
CLAIMS = "fees.Claim"


@pytest.fixture
def strict(db: None) -> World:
    """A library that forgets a loan with its return, and a claim when it is settled."""
    policy = policy_of("umea")
    at_once = {**policy.periods, "settled_claim": policy.period("closed_loan")}
    return make_world(replace(policy, periods=at_once))


def staff(world: World, *roles: Role) -> int:
    """Return somebody at work with these roles."""
    number = Staff.objects.count() + 1
    row = Staff.objects.create(
        username=f"s{number}", name=f"S{number}", branch=world.main, language="nb"
    )
    for role in roles or (Role.PRIVACY_OFFICER,):
        StaffRole.objects.create(staff=row, role=role)
    return row.pk


def ground(*tables: str, until: datetime = END, silence: str = "") -> Ground:
    """Return a ground to hold loans, or these tables."""
    reason = HeldFor.CRIME if silence else HeldFor.LEGAL_CLAIM
    held = tables or (LOANS,)
    return Ground(reason=reason, law=LAW, tables=held, until_at=until, silence_law=silence)


def hold(world: World, card: str, why: Ground, *, now: datetime = NOW) -> UUID:
    """Let two people hold something back."""
    first, second = staff(world), staff(world, Role.ADMINISTRATOR)
    made = ask_to_hold(card=card, ground=why, staff_id=first, now=now)
    said = agree_to_hold(made, until_at=why.until_at, staff_id=second, policy=world.policy, now=now)
    assert said == 0
    return made


def goes(world: World, person: UUID, table: str, *, at: datetime) -> list[date | None]:
    """Return when each row of a table goes, as the extract tells it."""
    found = as_told(sections(person, policy=world.policy), person, now=at)
    return [row.goes for each in found if each.name == table for row in each.rows]


def receipt(world: World, code: str, *, at: datetime = NOW) -> Followed:
    """Return the receipt with that code."""
    found = receipt_with(code, policy=world.policy, now=at)
    assert found is not None
    return found


@pytest.mark.parametrize("is_held", [True, False])
def test_case_68_held_rows_outlive_the_return_and_the_rest_goes(
    strict: World, is_held: bool
) -> None:
    """The loan stays until the end, is read by nobody, and is not late; then it goes by itself."""
    (person, card), (_, other) = strict.patron(), strict.patron()
    item, others = strict.item(), strict.item()
    hold(strict, card, ground(LOANS if is_held else CLAIMS))
    strict.lend(card, item)
    strict.lend(other, others)
    strict.take_back(item)
    strict.take_back(others)
    assert [each.item_id for each in Loan.objects.all()] == ([item.pk] if is_held else [])
    if not is_held:
        return
    assert loans_of(person, policy=strict.policy, now=NOW) == ()
    assert last_borrower(item.barcode, policy=strict.policy, now=NOW) is None
    before = END - timedelta(hours=1)
    remove_due(strict.policy, now=before)
    look = Clocks(strict.policy, before).look("circulation.Loan:closed_loan")
    assert (look.state, look.wrong) == (State.KEPT, 0)
    assert look.detail.startswith("1 past their date are held by law")
    assert goes(strict, person, LOANS, at=before) == [END]
    assert Clocks(strict.policy, END).look("circulation.Loan:closed_loan").state is State.KEPT
    remove_due(strict.policy, now=END)
    assert not Loan.objects.exists()


def test_case_68_a_claim_that_is_held_outlives_its_payment(strict: World) -> None:
    (person, card), (other, _) = strict.patron(), strict.patron()
    claims = [
        a_claim(Person.objects.get(pk=each), opened_on=NOW.date()) for each in (person, other)
    ]
    hold(strict, card, ground(CLAIMS))
    for claim in claims:
        settle_claim(claim.pk, method="cash", now=NOW, policy=strict.policy)
    assert [each.patron_id for each in Claim.objects.all()] == [person]
    remove_due(strict.policy, now=END)
    assert not Claim.objects.exists()


def test_case_68_an_erasure_waits_and_the_receipt_says_until_when(world: World) -> None:
    """Only who somebody is stays beside what is held; nobody but the officer reads it."""
    person, card = world.patron()
    item = world.item()
    world.lend(card, item)
    world.take_back(item)
    hold(world, card, ground())
    left = leave(person, policy=world.policy, now=NOW)
    assert not left.is_done
    lines = {each.name: each for each in receipt(world, left.code).lines}
    assert lines[LOANS].outcome is Outcome.UNTIL
    assert (lines[LOANS].until_on, lines[LOANS].law) == (END.date(), LAW)
    assert lines["privacy.LegalHold"].until_on == END.date()
    looks = {"at": NOW, "unit": "main", "task": "card", "kinds": {Kind.NAME}}
    with pytest.raises(Restricted):
        record(person, role=Role.DESK, **looks)  # type: ignore[arg-type] # all of one call
    record(person, role=Role.PRIVACY_OFFICER, **looks)  # type: ignore[arg-type] # the same
    remove_due(world.policy, now=END - timedelta(days=1))
    assert complete_all(policy=world.policy, now=END - timedelta(days=1)) == 0
    assert Loan.objects.exists()
    remove_due(world.policy, now=END)
    assert complete_all(policy=world.policy, now=END) == 1
    assert not Person.objects.exists()
    assert not LegalHold.objects.exists()
    done = receipt(world, left.code, at=END)
    assert {each.outcome for each in done.lines} <= {Outcome.NOW, Outcome.KEPT, Outcome.ELSEWHERE}


def test_case_68_what_a_law_keeps_secret_is_told_later(world: World) -> None:
    """Neither receipt nor extract lies; neither tells. When the silence is over, both do."""
    person, card = world.patron()
    item = world.item()
    world.lend(card, item)
    world.take_back(item)
    made = hold(world, card, ground(silence=SILENCE))
    left = leave(person, policy=world.policy, now=NOW)
    told = receipt(world, left.code)
    assert not left.is_done
    assert told.completed_at is None
    assert not [each for each in told.lines if each.law == LAW]
    later = NOW + timedelta(days=5)
    assert goes(world, person, LOANS, at=later) == []
    assert goes(world, person, "privacy.LegalHold", at=later) == []
    tell_of_hold(made, staff_id=staff(world), now=later)
    assert goes(world, person, LOANS, at=later) == [END]
    assert goes(world, person, "privacy.LegalHold", at=later) != []


def test_case_68_silence_ends_by_itself(world: World) -> None:
    _, card = world.patron()
    made = hold(world, card, ground(until=NOW + LONGEST, silence=SILENCE))
    deferred = LegalHold.objects.filter(pk=made, deferred_at__isnull=False)
    remove_due(world.policy, now=NOW + timedelta(days=29))
    assert deferred.exists()
    remove_due(world.policy, now=NOW + timedelta(days=31))
    assert not deferred.exists()
    assert LegalHold.objects.filter(pk=made).exists()


def test_case_68_one_person_alone_holds_nothing(strict: World) -> None:
    """What nobody else says yes to holds nothing, and goes after a week."""
    _, card = strict.patron()
    item, officer = strict.item(), staff(strict)
    made = ask_to_hold(card=card, ground=ground(), staff_id=officer, now=NOW)
    assert agree_to_hold(made, until_at=END, staff_id=officer, policy=strict.policy, now=NOW) == 1
    strict.lend(card, item)
    strict.take_back(item)
    assert not Loan.objects.exists()
    with pytest.raises(Refused, match="hold_not_yours"):
        agree_to_hold(
            made, until_at=END, staff_id=staff(strict, Role.DESK), policy=strict.policy, now=NOW
        )
    after = NOW + WEEK + timedelta(days=1)
    with pytest.raises(Refused, match="hold_over"):
        agree_to_hold(made, until_at=END, staff_id=staff(strict), policy=strict.policy, now=after)
    remove_due(strict.policy, now=after)
    assert not LegalHold.objects.exists()


def test_case_68_a_proposal_keeps_nobody(world: World) -> None:
    person, card = world.patron()
    ask_to_hold(card=card, ground=ground(), staff_id=staff(world), now=NOW)
    assert leave(person, policy=world.policy, now=NOW).is_done
    assert not LegalHold.objects.exists()


def test_case_68_two_people_prolong_it(world: World) -> None:
    """Until both have said yes the first end stands; a hold past its end is prolonged by nobody."""
    _, card = world.patron()
    made = hold(world, card, ground())
    later, new_end = END - timedelta(days=2), END + timedelta(days=60)
    officer = staff(world)
    ask_for_longer(made, until_at=new_end, staff_id=officer, now=later)
    assert LegalHold.objects.get(pk=made).until_at == END
    with pytest.raises(Refused, match="hold_not_asked"):
        agree_to_hold(made, until_at=END, staff_id=staff(world), policy=world.policy, now=later)
    agree_to_hold(made, until_at=new_end, staff_id=staff(world), policy=world.policy, now=later)
    assert LegalHold.objects.get(pk=made).until_at == new_end
    with pytest.raises(Refused, match="hold_over"):
        ask_for_longer(made, until_at=new_end + WEEK, staff_id=officer, now=new_end)


def test_case_68_an_early_end_needs_one(world: World) -> None:
    person, card = world.patron()
    made = hold(world, card, ground())
    answer_for_hold(made, staff_id=staff(world), now=NOW)
    let_go(made, staff_id=staff(world), now=NOW + WEEK)
    assert leave(person, policy=world.policy, now=NOW + WEEK).is_done
    with pytest.raises(Refused, match="hold_over"):
        let_go(made, staff_id=staff(world), now=NOW + WEEK)


def test_case_68_nobody_is_removed_for_being_away_while_it_lasts(world: World) -> None:
    """The preview of the night and the guard know it."""
    person, card = world.patron()
    Person.objects.update(last_used_on=date(2000, 1, 1))
    hold(world, card, ground())
    preview = inactivity_preview(world.policy, now=NOW)
    assert (preview.going, preview.held["privacy.LegalHold"]) == ((), 1)
    guard = Guard(world.policy, now=NOW)
    assert not [
        each
        for each in would_remove(world.policy, now=NOW, may=guard.would)
        if each.name.startswith("patrons.Person") and (each.rows or each.held)
    ]
    assert Identity.objects.filter(person=person).exists()
    assert inactivity_preview(world.policy, now=END).going == (person,)


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        (replace(ground(), law=" "), "hold_needs_law"),
        (ground(until=NOW), "hold_end"),
        (ground(until=NOW + LONGEST + timedelta(seconds=1)), "hold_end"),
        (ground("circulation.History"), "hold_not_that"),
        (ground("patrons.Consent"), "hold_not_that"),
        (ground("library.Staff"), "hold_not_that"),
        (replace(ground(), tables=()), "hold_not_that"),
        (replace(ground(), silence_law=SILENCE), "hold_not_silent"),
        (ground(silence="no"), "hold_not_silent"),
    ],
)
def test_case_68_what_is_missing_is_refused(world: World, wrong: Ground, why: str) -> None:
    """No hold without a law and an end; nothing that rests on somebody's own yes."""
    _, card = world.patron()
    with pytest.raises(Refused, match=why):
        ask_to_hold(card=card, ground=wrong, staff_id=staff(world), now=NOW)


def test_case_68_nobody_holds_their_own(world: World) -> None:
    person, card = world.patron()
    officer, desk = staff(world), staff(world, Role.DESK)
    OwnRecord.objects.create(staff_id=officer, person_id=person)
    with pytest.raises(Refused, match="own_record"):
        ask_to_hold(card=card, ground=ground(), staff_id=officer, now=NOW)
    with pytest.raises(Refused, match="hold_not_yours"):
        ask_to_hold(card=card, ground=ground(), staff_id=desk, now=NOW)
    with pytest.raises(Refused, match="card_unknown"):
        ask_to_hold(card="nothing", ground=ground(), staff_id=staff(world), now=NOW)
    made = ask_to_hold(card=card, ground=ground(), staff_id=staff(world), now=NOW)
    with pytest.raises(Refused, match="own_record"):
        agree_to_hold(made, until_at=END, staff_id=officer, policy=world.policy, now=NOW)
