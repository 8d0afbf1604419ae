"""The outreach service at the desk: whose page it is, what is logged, and what is said (R46)."""

from collections.abc import Callable
from uuid import UUID

import pytest
from django.test import Client
from django.utils import timezone

from hylla.circulation.models import Loan, OutreachHistory
from hylla.library.models import Staff
from hylla.library.queries import policy_in_force
from hylla.library.rules import STAFF_ROLES
from hylla.outreach.actions import Terms, add_round, begin, wish
from hylla.outreach.models import Agreement, Round, Wish
from hylla.outreach.rules import Wanted
from hylla.patrons.actions import Shown
from hylla.privacy.models import AccessEntry
from hylla.privacy.vocabulary import Language, Role
from tests.doors.town import Patron, Town, change_policy


class Way:
    """A round with one stop, and whoever answers for it."""

    def __init__(self, town: Town, staff_client: Callable[[str], Client]) -> None:
        username = town.staff(Role.OUTREACH)
        staff = Staff.objects.get(username=username).pk
        today = timezone.localdate()
        self.number = add_round(
            "Fjord", branch_id=town.main.pk, first_on=today, every_weeks=3, staff_id=staff
        )
        self.patron: Patron = town.patron(given_name="Markname")
        shown = Shown(policy_in_force(), Language.EN)
        self.stop: UUID = begin(self.patron.id, Terms(self.number), shown=shown, now=timezone.now())
        wish(self.stop, wanted=Wanted.AUTHOR, words="Markwish")
        OutreachHistory.objects.create(
            consent_id=self.stop, record=town.record("Markhad"), returned_on=today
        )
        self.client = staff_client(username)

    def at(self, *parts: object) -> str:
        """Return an address of the rounds."""
        return "/en/desk/rounds/" + "".join(f"{each}/" for each in parts)

    def send(self, *parts: object, **told: str) -> str:
        """Press a button and return the page it leads to."""
        answer = self.client.post(self.at(*parts), told, follow=True)
        return answer.content.decode()


@pytest.fixture
def way(town: Town, staff_client: Callable[[str], Client]) -> Way:
    return Way(town, staff_client)


def test_a_look_is_logged_and_the_patron_reads_of_it(
    way: Way, patron_client: Callable[[Patron], Client]
) -> None:
    page = way.client.get(way.at("stop", way.stop)).content.decode()
    assert all(each in page for each in ("Markname", "Markwish", "Markhad"))
    row = AccessEntry.objects.get(person_id=way.patron.id)
    assert (row.task, row.role) == ("outreach", "outreach")
    assert {"borrowed", "name", "preference"} <= set(row.kinds.split())
    looked = patron_client(way.patron).get("/en/my/looked/").content.decode()
    assert "Whoever answers for your round chose for you" in looked


@pytest.mark.parametrize("role", STAFF_ROLES)
def test_case_20_no_other_role_sees_a_history(
    way: Way, town: Town, staff_client: Callable[[str], Client], role: Role
) -> None:
    """Nor a colleague in the same role, whose round it is not."""
    other = staff_client(town.staff(role))
    for parts in (("stop", way.stop), (way.number,), ()):
        for answer in (other.get(way.at(*parts)), other.post(way.at(*parts))):
            told = answer.content.decode()
            assert not any(each in told for each in ("Markname", "Markwish", "Markhad"))
    printed = other.post(way.at(way.number, "print"), {"titles": "yes"})
    assert b"Markname" not in printed.content
    assert not AccessEntry.objects.exists()


def test_a_list_is_printed_without_titles_unless_they_are_chosen(way: Way, town: Town) -> None:
    town.lend(way.patron, town.item("Marklent"))
    plain = way.send(way.number, "print", titles="no")
    assert "Markname" in plain
    assert "Gata 1" in plain
    assert "Marklent" not in plain
    assert "Marklent" in way.send(way.number, "print", titles="yes")
    tasks = AccessEntry.objects.filter(person_id=way.patron.id).values_list("task", flat=True)
    assert set(tasks) == {"outreach_list"}
    assert way.client.get(way.at(way.number, "print")).status_code == 302


def test_a_bag_goes_out_and_what_they_have_had_is_told(way: Way, town: Town) -> None:
    had = OutreachHistory.objects.get().record
    old, new = town.item(record=had), town.item("Nytt")
    page = way.send("stop", way.stop, barcodes=f"{old.barcode}\n{new.barcode}\n999")
    assert "Lent: Nytt, until" in page
    assert "Not lent, for they have had it before: Markhad" in page
    assert "Not lent: 999." in page
    assert f"{old.barcode}\n999</textarea>" in page, "what is left stays in the field"
    assert Loan.objects.count() == 1
    assert "Lent: Markhad" in way.send("stop", way.stop, barcodes=old.barcode, again="on")
    assert "check what you wrote" in way.send("stop", way.stop, barcodes="")


def test_wishes_come_and_go(way: Way) -> None:
    assert "large print" in way.send("stop", way.stop, "change", wanted="form", words="large print")
    assert "check what you wrote" in way.send("stop", way.stop, "change", wanted="form", words="")
    noted = Wish.objects.get(words="large print")
    way.send("stop", way.stop, "change", do="forget", wish=str(noted.pk))
    assert not Wish.objects.filter(pk=noted.pk).exists()


def test_somebody_joins_by_their_card_and_leaves(way: Way, town: Town) -> None:
    patron = town.patron(given_name="Newcomer")
    assert "Nobody here has this card." in way.send(way.number, card="000")
    page = way.send(way.number, card=patron.card)
    assert "Agreed." in page
    assert "Newcomer" in page
    assert "There is an agreement already." in way.send(way.number, card=patron.card)
    stop = Agreement.objects.get(consent__person=patron.id).pk
    way.send("stop", stop, "change", do="up")
    assert Agreement.objects.first() == Agreement.objects.get(pk=stop)
    assert "deleted for good" in way.send("stop", stop, "change", do="end")
    assert "the agreement has ended" in way.send("stop", stop, barcodes="1")


def test_a_round_is_begun_let_go_taken_and_taken_away(
    way: Way, town: Town, staff_client: Callable[[str], Client]
) -> None:
    told = {"branch": str(town.main.pk), "first_on": "2026-11-03", "every_weeks": "2"}
    assert "Nobody is on this round yet." in way.send(name="West", **told)
    assert "There is a round of this name." in way.send(name="West", **told)
    colleague = staff_client(town.staff(Role.OUTREACH))
    assert (
        b"Somebody answers for this round."
        in colleague.post(way.at(way.number, "hand-over"), {"do": "take"}).content
    )
    assert "The round is free." in way.send(way.number, "hand-over", do="let_go")
    assert "somebody else" in way.client.get(way.at(way.number)).content.decode()
    taken = colleague.post(way.at(way.number, "hand-over"), {"do": "take"})
    assert b"You answer for the round now." in taken.content
    assert b"Markname" in colleague.get(way.at(way.number)).content
    west = Round.objects.get(name="West").pk
    assert "The round is taken away." in way.send(west, "hand-over", do="drop")


def test_the_desk_makes_the_agreement_and_ends_it(
    way: Way, town: Town, scan: Callable[..., str], act: Callable[..., str]
) -> None:
    patron = town.patron()
    assert "The books come" in scan(patron.card)
    assert "Agreed." in act("outreach", round=str(way.number))
    assert Agreement.objects.filter(consent__person=patron.id).exists()
    assert "There is an agreement already." in act("outreach", round=str(way.number))
    assert "Not agreed" in act("outreach", round="999")
    assert "deleted for good" in act("outreach", do="end")
    assert not Agreement.objects.filter(consent__person=patron.id).exists()


def test_the_patron_ends_it_in_one_press(
    way: Way, patron_client: Callable[[Patron], Client]
) -> None:
    own = patron_client(way.patron)
    assert "The books come to me" in own.get("/en/my/agreed/").content.decode()
    page = own.post("/en/my/agreed/no/", {"what": "outreach"}).content.decode()
    assert "deleted for good" in page
    assert not Agreement.objects.exists()
    assert way.client.get(way.at("stop", way.stop)).status_code == 422


def test_without_the_service_there_are_no_pages(way: Way, scan: Callable[..., str]) -> None:
    change_policy(('outreach = "outreach"', 'outreach = ""'))
    assert way.client.get(way.at()).status_code == 404
    assert "The books come" not in scan(way.patron.card)
    assert "Rounds" not in way.client.get("/en/desk/ways-in/").content.decode()
