"""A restriction really stops: nothing is sent, claimed, shown or lent until it is lifted."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from django.test import Client
from django.utils import timezone

from hylla.circulation.actions import check_out, remind, return_item
from hylla.circulation.models import Loan
from hylla.fees.models import Claim
from hylla.library.queries import policy_in_force
from hylla.library.refusals import Refused
from hylla.messages.actions import deliver_due, enqueue
from hylla.messages.models import Message, Template
from hylla.messages.queries.letters import to_print
from hylla.patrons.actions import begin_visit
from hylla.patrons.actions.rights import ask, lift_own, objectionable, restrict
from hylla.privacy.access import record
from hylla.privacy.models import AccessEntry
from hylla.privacy.rights.answering import refuse_request
from hylla.privacy.rights.restriction import STILL_READ, Restricted, is_restricted
from hylla.privacy.rights.terms import Asked, RequestKind
from hylla.privacy.rights.terms import Refused as Ground
from hylla.privacy.vocabulary import Kind, Purpose, Role
from tests.doors.town import Patron, Town, change_policy

NAME = "Embla"


@pytest.fixture
def patron(town: Town) -> Patron:
    """Someone who has a loan, and nothing may be done with whose data."""
    them = town.patron(given_name=NAME, family_name="Tjernvatn")
    town.lend(them, town.item("Vinterfjell"), days_ago=40)
    restrict(them.id, policy=policy_in_force(), now=timezone.now())
    return them


@pytest.mark.parametrize("role", sorted(set(Role) - STILL_READ))
def test_no_role_reads(patron: Patron, role: Role) -> None:
    """The one place: whatever renders data to another writes it into the log first."""
    with pytest.raises(Restricted):
        record(patron.id, at=timezone.now(), role=role, unit="main", task="card", kinds={Kind.NAME})
    assert not AccessEntry.objects.exists()


def test_the_officer_and_the_person_do(patron: Patron) -> None:
    for role in STILL_READ:
        record(patron.id, at=timezone.now(), role=role, unit="", task="case", kinds={Kind.NAME})
    assert AccessEntry.objects.count() == len(STILL_READ)


def test_the_desk_sees_nothing(
    town: Town, patron: Patron, staff_client: Callable[[str], Client]
) -> None:
    desk = staff_client(town.staff(Role.DESK, Role.ADMINISTRATOR))
    for path, told in (
        ("", {"entry": patron.card}),
        ("find/", {"name": "Tjernvatn", "also": "14.05.1985"}),
        ("details/", {}),
        ("contact/", {}),
        ("receipt/", {}),
        ("card/print/", {}),
    ):
        page = desk.post(f"/en/desk/{path}", told, follow=True).content.decode()
        assert NAME not in page, path
        assert "Vinterfjell" not in page, path
    page = desk.post("/en/desk/", {"entry": patron.card}).content.decode()
    assert "Nothing may be done with this data now." in page


def test_a_kiosk_does_not_begin(patron: Patron) -> None:
    with pytest.raises(Refused) as refused:
        begin_visit(1, patron.card, now=timezone.now())
    assert [each.code for each in refused.value.reasons] == ["restricted"]


def test_a_guardian_sees_nothing(town: Town, patron_client: Callable[[Patron], Client]) -> None:
    guardian = town.patron()
    child = town.child(age=8, guardian=guardian, given_name="Lillian")
    page = patron_client(guardian).get("/en/my/family/").content.decode()
    assert "Lillian" in page
    restrict(child.id, policy=policy_in_force(), now=timezone.now())
    page = patron_client(guardian).get("/en/my/family/").content.decode()
    assert "Lillian" not in page


def test_the_person_sees_everything(
    patron: Patron, patron_client: Callable[[Patron], Client]
) -> None:
    mine = patron_client(patron)
    assert "Vinterfjell" in mine.get("/en/my/").content.decode()
    assert NAME in mine.get("/en/my/kept/").content.decode()


def test_nothing_is_sent_and_nobody_is_reminded(patron: Patron) -> None:
    now, policy = timezone.now(), policy_in_force()
    Message.objects.all().delete()
    enqueue(Template.OVERDUE, person_id=patron.id, now=now, number=1)
    done = deliver_due(policy=policy, now=now)
    assert (done.sent, done.letters, done.waiting) == (0, 0, 1)
    Message.objects.update(channel="letter")
    assert not to_print(policy=policy, now=now)
    for days in range(60):
        assert remind(now=now + timedelta(days=days), policy=policy) == 0


def test_case_56_no_fee_is_claimed_for_what_comes_late(town: Town, patron: Patron) -> None:
    """conflicts.md 56: neither a fee, nor through it a block."""
    now, policy = timezone.now(), policy_in_force()
    barcode = town_item(patron)
    assert not return_item(barcode=barcode, branch_id=town.main.pk, now=now, policy=policy).fee_ore
    assert not Claim.objects.exists()


def town_item(patron: Patron) -> str:
    """Return the barcode of what someone has on loan."""
    return Loan.objects.get(patron=patron.id).item.barcode


def test_nothing_is_lent(town: Town, patron: Patron) -> None:
    with pytest.raises(Refused) as refused:
        check_out(
            card=patron.card,
            barcode=town.item().barcode,
            branch_id=town.main.pk,
            now=datetime.now(UTC),
            policy=policy_in_force(),
        )
    assert "erasure_asked" in {each.code for each in refused.value.reasons}


def test_it_is_lifted_by_who_asked(patron: Patron) -> None:
    request = restrict(patron.id, policy=policy_in_force(), now=timezone.now())
    with pytest.raises(Refused):
        lift_own(request, person_id=UUID(int=1), policy=policy_in_force(), now=timezone.now())
    lift_own(request, person_id=patron.id, policy=policy_in_force(), now=timezone.now())
    assert not is_restricted(patron.id)


def test_case_56_a_contested_fee_stops_fees_only(town: Town) -> None:
    """conflicts.md 56."""
    them = town.patron()
    asked = Asked(what=Purpose.FEES)
    restrict(them.id, policy=policy_in_force(), now=timezone.now(), asked=asked)
    assert is_restricted(them.id, Purpose.FEES)
    assert not is_restricted(them.id, Purpose.MESSAGES)
    assert not is_restricted(them.id)
    town.lend(them, town.item())


def test_case_58_an_objection_restricts_until_it_is_decided(town: Town) -> None:
    """conflicts.md 58; GDPR article 18(1)(d)."""
    change_policy(
        (
            'messages = { article = "b", law = "gdpr-6-1-b" }',
            'messages = { article = "f", law = "gdpr-6-1-f", decision = "weighed" }',
        )
    )
    policy, now, them = policy_in_force(), timezone.now(), town.patron()
    assert Purpose.MESSAGES in objectionable(policy)
    asked = Asked(what=Purpose.LENDING)
    with pytest.raises(Refused):
        ask(RequestKind.OBJECTION, person_id=them.id, policy=policy, now=now, asked=asked)
    asked = Asked(what=Purpose.MESSAGES)
    request = ask(RequestKind.OBJECTION, person_id=them.id, policy=policy, now=now, asked=asked)
    assert is_restricted(them.id, Purpose.MESSAGES)
    refuse_request(request.pk, ground=Ground.COMPELLING_GROUNDS, now=now)
    assert not is_restricted(them.id, Purpose.MESSAGES)
