"""The household of whoever stands at the desk: what of each child its guardian may know."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from hylla.circulation.actions import take_up
from hylla.circulation.models import Loan
from hylla.fees.actions import open_claim
from hylla.fees.models import Claim, ClaimKind, Voucher
from hylla.library.models import Staff
from hylla.library.queries import policy_in_force
from hylla.patrons.actions import add_guardian, say_own_record
from hylla.patrons.models import Guardianship, Identity
from hylla.privacy.models import AccessEntry
from hylla.privacy.rights.terms import Asked, RequestKind
from hylla.privacy.vocabulary import Role
from tests.doors.town import Patron, Town

Act = Callable[..., str]
WHERE = "/en/desk/household/"


class Home:
    """A guardian with a child of six and one of sixteen, who both have something out."""

    def __init__(self, town: Town) -> None:
        self.town = town
        self.guardian = town.patron(given_name="Guardian")
        self.young = town.child(age=6, guardian=self.guardian, given_name="Young")
        self.older = town.child(age=16, guardian=self.guardian, given_name="Older")
        town.lend(self.young, town.item("Youngtitle"), days_ago=40)
        town.lend(self.older, town.item("Oldertitle"), days_ago=40)

    def owes(self, whom: Patron, ore: int) -> None:
        branch, on = self.town.main.pk, timezone.localdate()
        kind = ClaimKind.CARD
        open_claim(whom.id, branch_id=branch, kind=kind, amount_ore=ore, on=on)


@pytest.fixture
def home(town: Town) -> Home:
    return Home(town)


def opened(desk: Client, whom: Patron) -> str:
    """Open someone at the desk, and their household."""
    desk.post("/en/desk/", {"entry": whom.card})
    return desk.get(WHERE).content.decode()


def test_case_07_titles_are_told_of_the_young_and_not_of_the_older(
    home: Home, desk: Client
) -> None:
    page = opened(desk, home.guardian)
    assert "Young" in page
    assert "Older" in page
    assert "Youngtitle" in page
    assert "Oldertitle" not in page
    assert page.count("1 loan is overdue") == 2
    assert home.young.card in page
    kinds = {
        each.person_id: set(each.kinds.split())
        for each in AccessEntry.objects.filter(task="household")
    }
    assert set(kinds) == {home.young.id, home.older.id}
    assert "borrowed" in kinds[home.young.id]
    assert "borrowed" not in kinds[home.older.id]


def test_case_09_two_guardians_are_not_told_of_each_other(home: Home, desk: Client) -> None:
    other = home.town.patron(given_name="Hiding")
    policy, now = policy_in_force(), timezone.now()
    add_guardian(home.young.id, guardian=other.id, policy=policy, now=now)
    Identity.objects.filter(pk=other.id).update(address_protected=True)
    page = opened(desk, home.guardian)
    assert "Hiding" not in page
    assert "Youngtitle" not in page
    assert "What is on loan is not told to this guardian." in page
    page = opened(desk, other)
    assert "Guardian Tjernvatn" not in page
    assert "Youngtitle" in page


def test_paying_all_at_once(home: Home, desk: Client, act: Act) -> None:
    home.owes(home.young, 1000)
    home.owes(home.older, 2500)
    home.owes(home.guardian, 700)
    page = opened(desk, home.guardian)
    assert 'name="total" value="3500"' in page
    home.owes(home.older, 100)
    refused = desk.post(f"{WHERE}pay/", {"method": "card", "total": "3500"})
    assert refused.status_code == 422
    assert "The children owe something else by now." in refused.content.decode()
    assert not Voucher.objects.exists()
    page = act("household/pay", method="card", total="3600")
    assert page.count("Settled, voucher numbers") == 1
    assert Voucher.objects.count() == 3
    assert Claim.objects.filter(settled_at=None).get().patron_id == home.guardian.id
    again = desk.post(f"{WHERE}pay/", {"method": "card", "total": "0"})
    assert "The children owe something else by now." in again.content.decode()


@pytest.mark.parametrize(
    "told", [{}, {"method": "gold", "total": "1"}, {"method": "cash", "total": "-1"}]
)
def test_no_other_payment_is_taken(home: Home, desk: Client, told: dict[str, str]) -> None:
    home.owes(home.young, 1)
    opened(desk, home.guardian)
    answer = desk.post(f"{WHERE}pay/", told)
    assert answer.status_code == 422
    assert not Voucher.objects.exists()


def test_renewing_for_all_says_how_many_and_not_what(home: Home, desk: Client, act: Act) -> None:
    opened(desk, home.guardian)
    page = act("household/renew")
    assert "Young Tjernvatn: 1 renewed, 0 not." in page
    assert "Older Tjernvatn: 1 renewed, 0 not." in page
    assert "Oldertitle" not in page
    assert set(Loan.objects.values_list("renewals", flat=True)) == {1}


def test_a_child_is_added_by_its_card_and_a_guardianship_ends(
    home: Home, desk: Client, act: Act
) -> None:
    stranger = home.town.patron(given_name="Aunt")
    assert "Nobody's guardian" in opened(desk, stranger)
    page = act("household/add", child_card=home.young.card)
    assert "The guardian is added." in page
    tie = Guardianship.objects.get(guardian=stranger.id)
    page = act("household/end", guardianship=str(tie.pk))
    assert "No longer the guardian of Young Tjernvatn." in page
    assert "Youngtitle" not in page
    tie.refresh_from_db()
    assert tie.ends_on == timezone.localdate()
    answer = desk.post(f"{WHERE}end/", {"guardianship": str(tie.pk)})
    assert "There is no such guardian." in answer.content.decode()


@pytest.mark.parametrize(
    ("card", "said"),
    [("", "This field is required."), ("404", "Nobody has this card."), ("own", "")],
)
def test_nobody_else_is_added(home: Home, desk: Client, card: str, said: str) -> None:
    opened(desk, home.guardian)
    told = {"child_card": home.guardian.card if card == "own" else card}
    answer = desk.post(f"{WHERE}add/", told)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert Guardianship.objects.count() == 2


def test_from_a_childs_card_to_the_household_of_who_stands_there(
    home: Home, desk: Client, act: Act
) -> None:
    page = opened(desk, home.young)
    assert "Household of Guardian Tjernvatn" in page
    assert "Oldertitle" not in page
    assert "Older" not in page
    tie = Guardianship.objects.get(child=home.young.id)
    page = act("household/guardian", guardianship=str(tie.pk))
    assert "Older" in page
    assert AccessEntry.objects.filter(person_id=home.guardian.id, task="household").exists()
    answer = desk.post(f"{WHERE}guardian/", {"guardianship": "404"})
    assert "There is no such guardian." in answer.content.decode()


def test_case_60_not_for_the_family_of_who_works_there(
    home: Home, town: Town, staff_client: Callable[[str], Client]
) -> None:
    username = town.staff(Role.DESK)
    desk, parent = staff_client(username), town.patron()
    add_guardian(home.young.id, guardian=parent.id, policy=policy_in_force(), now=timezone.now())
    say_own_record(Staff.objects.get(username=username).pk, parent.id)
    home.owes(home.young, 1000)
    page = opened(desk, home.guardian)
    assert "Youngtitle" not in page
    for where, told in (("pay", {"method": "cash", "total": "1000"}), ("renew", {})):
        desk.post(f"{WHERE}{where}/", told)
    assert not Voucher.objects.exists()
    assert set(Loan.objects.values_list("renewals", flat=True)) == {0}


def test_of_whom_nothing_may_be_done_nothing_is_shown(home: Home, desk: Client) -> None:
    at = {"policy": policy_in_force(), "now": timezone.now()}
    take_up(RequestKind.RESTRICTION, person_id=home.young.id, asked=Asked(), **at)
    page = opened(desk, home.guardian)
    assert "Youngtitle" not in page
    assert "Older" in page


@pytest.mark.parametrize("role", [Role.OUTREACH, Role.CATALOGUER, Role.INVOICE])
def test_other_roles_open_none(
    home: Home, staff_client: Callable[[str], Client], role: Role
) -> None:
    client = staff_client(home.town.staff(role))
    client.post("/en/desk/", {"entry": home.guardian.card})
    assert "Youngtitle" not in client.get(WHERE, follow=True).content.decode()


def test_a_childrens_librarian_opens_children_only(
    home: Home, staff_client: Callable[[str], Client]
) -> None:
    client = staff_client(home.town.staff(Role.CHILDREN))
    page = opened(client, home.young)
    assert "Household of Guardian" in page
    tie = Guardianship.objects.get(child=home.young.id)
    page = client.post(f"{WHERE}guardian/", {"guardianship": str(tie.pk)}).content.decode()
    assert "Your role opens the records of children only." in page
    assert "Older" not in page
