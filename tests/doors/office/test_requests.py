"""What people ask for by right, answered in the office; each look at a person is written down."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from hylla.library.queries import policy_in_force
from hylla.messages.models import Message, Template
from hylla.patrons.actions.rights import ask
from hylla.patrons.models import Person
from hylla.privacy.access import pseudonym
from hylla.privacy.models import AccessEntry, PreparedExtract, Request
from hylla.privacy.rights.terms import Asked, RequestKind
from hylla.privacy.vocabulary import Role
from tests.doors.office.conftest import staff_id
from tests.doors.town import Patron, Town

Read = Callable[..., str]
NEW = {
    "kind": "erasure",
    "came_by": "letter",
    "proof": "none",
    "name": "Ingen Prøve",
    "reply_to": "Gata 9, 0001 Fjordvik",
}


@pytest.fixture
def patron(town: Town) -> Patron:
    return town.patron(given_name="Embla")


@pytest.fixture
def asked(patron: Patron) -> str:
    """Return a correction that somebody has asked for on my page."""
    told = Asked(what="birth_date", words="It is the 15th")
    taken = ask(
        RequestKind.RECTIFICATION,
        person_id=patron.id,
        policy=policy_in_force(),
        now=timezone.now(),
        asked=told,
    )
    return str(taken.pk)


def test_the_list_names_nobody_and_the_case_writes_the_read_log(asked: str, read: Read) -> None:
    listed = read("requests/")
    assert "Birth date" in listed
    assert "Embla" not in listed
    assert not AccessEntry.objects.exists()
    page = read(f"requests/{asked}/")
    assert "Embla Tjernvatn" in page
    assert "It is the 15th" in page
    row = AccessEntry.objects.get()
    assert (row.role, row.task) == ("privacy_officer", "rights_request")
    assert row.by == pseudonym(staff_id("officer"), row.person_id)
    assert set(row.kinds.split()) == {"name", "contact", "request", "birth_date"}


def test_without_the_read_log_nothing_is_shown(
    asked: str, office: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object, **__: object) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr(AccessEntry.objects, "create", fails)
    office.raise_request_exception = False
    answer = office.get(f"/en/office/requests/{asked}/")
    assert answer.status_code == 500
    assert "Embla" not in answer.content.decode()


def test_two_clicks_from_the_first_page_to_a_request(asked: str, read: Read) -> None:
    assert f"/en/office/requests/{asked}/" in read()


def test_yes_takes_the_words_away(press: Read) -> None:
    press("requests/new/", **{**NEW, "kind": "extract"}, words="All of it, please")
    asked = Request.objects.get().pk
    assert "Answered" in press(f"requests/{asked}/answer/", answer="granted")
    row = Request.objects.get()
    assert (row.answer, row.words) == ("granted", "")
    assert "its answer already" in press(f"requests/{asked}/answer/", 422, answer="granted")


def test_no_has_its_law_and_where_to_complain(asked: str, press: Read) -> None:
    page = press(f"requests/{asked}/refuse/", ground="is_correct")
    assert "GDPR art. 16" in page
    assert policy_in_force().authority.name in page
    assert Request.objects.get().ground == "is_correct"


def test_no_without_a_law_is_no_answer(asked: str, press: Read) -> None:
    press(f"requests/{asked}/refuse/", 422, ground="because")
    assert Request.objects.get().answered_at is None


def test_two_months_more_once(asked: str, press: Read) -> None:
    before = Request.objects.get().due_on
    assert "Two months more" in press(f"requests/{asked}/extend/", delay="complex")
    assert Request.objects.get().due_on > before + timedelta(days=50)
    assert "taken once" in press(f"requests/{asked}/extend/", 422, delay="complex")


def test_an_extract_is_made_behind_a_link(patron: Patron, press: Read, visitor: Client) -> None:
    taken = ask(
        RequestKind.EXTRACT, person_id=patron.id, policy=policy_in_force(), now=timezone.now()
    )
    page = press(f"requests/{taken.pk}/extract/")
    link = page.partition("http://testserver")[2].partition("<")[0].strip()
    assert visitor.get(link).status_code == 200
    assert Request.objects.get().answer == "granted"


def test_a_restriction_holds_until_it_is_lifted(patron: Patron, press: Read) -> None:
    page = press(
        "requests/new/", **{**NEW, "kind": "restriction", "card": patron.card, "proof": "eid"}
    )
    assert "It holds until it is lifted" in page
    asked = f"requests/{Request.objects.get().pk}"
    assert "must be told first" in press(f"{asked}/lift/", 422, lifted_as="message_has_gone")
    assert "Written" in press(f"{asked}/announce/")
    press(f"{asked}/announce/")
    message = Message.objects.get(template=Template.RESTRICTION_ENDS)
    press(f"{asked}/lift/", 422, lifted_as="message_has_gone")
    Message.objects.filter(pk=message.pk).update(closed_at=timezone.now(), failed=True)
    press(f"{asked}/lift/", 422, lifted_as="message_has_gone")
    assert Request.objects.get().closed_at is None
    Message.objects.filter(pk=message.pk).update(failed=False)
    assert "Lifted" in press(f"{asked}/lift/", lifted_as="message_has_gone")
    assert Request.objects.get().closed_at is not None


@pytest.mark.parametrize("lifted_as", ["own_wish", "told_otherwise"])
def test_a_restriction_is_lifted_on_their_own_wish(
    lifted_as: str, patron: Patron, press: Read
) -> None:
    told = {**NEW, "kind": "restriction", "card": patron.card, "proof": "eid"}
    press("requests/new/", **told)
    asked = Request.objects.get().pk
    press(f"requests/{asked}/lift/", 422, lifted_as="because")
    assert "Lifted" in press(f"requests/{asked}/lift/", lifted_as=lifted_as)
    assert Request.objects.get().closed_at is not None


def test_someone_without_an_account_is_taken_in(press: Read) -> None:
    page = press("requests/new/", **NEW)
    assert "Ingen Prøve" in page
    assert "Gata 9" in page
    row = Request.objects.get()
    assert (row.person_id, row.came_by, row.kind) == (None, "letter", "erasure")
    ended = press(f"requests/{row.pk}/unidentified/")
    assert "Ingen Prøve" not in ended
    row.refresh_from_db()
    assert (row.name, row.reply_to, row.answer) == ("", "", "unidentified")


def test_nobody_is_erased_who_has_not_shown_who_they_are(patron: Patron, press: Read) -> None:
    page = press("requests/new/", 422, **NEW, card=patron.card)
    assert "Ask for something that shows who it is" in page
    assert Person.objects.filter(pk=patron.id).exists()
    page = press("requests/new/", **{**NEW, "proof": "passport"}, card=patron.card)
    assert "The receipt has this code" in page
    assert not Person.objects.filter(pk=patron.id).exists()


def test_a_letter_gets_no_link_before_it_is_known_whose_it_is(
    patron: Patron, press: Read, visitor: Client
) -> None:
    page = press("requests/new/", **{**NEW, "kind": "extract"}, card=patron.card)
    assert "Make the extract" in page
    assert not PreparedExtract.objects.exists()
    told = {**NEW, "kind": "portability", "proof": "passport", "card": patron.card}
    link = press("requests/new/", **told).partition("http://testserver")[2].partition("<")[0]
    assert visitor.get(link.strip()).status_code == 200


def test_a_consent_is_taken_back_for_whoever_shows_who_they_are(
    patron: Patron, press: Read
) -> None:
    told = {**NEW, "kind": "withdrawal", "consent": "loan_history", "card": patron.card}
    press("requests/new/", 422, **told)
    assert not Request.objects.exists()
    press("requests/new/", **{**told, "proof": "eid"})
    assert Request.objects.get().answer == "granted"


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"name": ""}, "Without a card this is needed"),
        ({"card": "99999999"}, "Nobody here has this card"),
        ({"kind": "rectification"}, "Say what is to be corrected"),
        ({"kind": "objection", "purpose": "lending"}, "Nobody can object to this"),
    ],
)
def test_what_cannot_be_taken_is_said_beside_its_field(
    wrong: dict[str, str], said: str, press: Read
) -> None:
    assert said in press("requests/new/", 422, **{**NEW, **wrong})
    assert not Request.objects.exists()


def test_what_is_late_is_told_first(asked: str, read: Read) -> None:
    Request.objects.update(due_on=timezone.localdate() - timedelta(days=2))
    page = read()
    assert "1 request is late" in page
    assert "2 days late" in page


def test_a_request_that_is_gone_is_not_found(office: Client) -> None:
    gone = "00000000-0000-0000-0000-000000000001"
    assert office.get(f"/en/office/requests/{gone}/").status_code == 404


@pytest.mark.parametrize("role", [Role.DESK, Role.ADMINISTRATOR])
def test_requests_are_the_officers(
    role: Role, asked: str, town: Town, staff_client: Callable[[str], Client]
) -> None:
    client = staff_client(town.staff(role))
    for path in ("requests/", f"requests/{asked}/"):
        answer = client.get(f"/en/office/{path}")
        assert answer.status_code == 403
        assert "Your administrator gives roles" in answer.content.decode()
    assert client.post(f"/en/office/requests/{asked}/answer/").status_code == 403
    assert not AccessEntry.objects.exists()


def test_whoever_is_not_logged_in_comes_back_here(visitor: Client, town: Town) -> None:
    answer = visitor.get("/en/office/requests/")
    assert answer.headers["location"] == "/en/desk/log-in/?after=%2Fen%2Foffice%2Frequests%2F"
    form = visitor.get(answer.headers["location"]).content.decode()
    assert 'value="/en/office/requests/"' in form
