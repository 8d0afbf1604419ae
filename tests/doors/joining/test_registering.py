"""A card is asked for in a few steps; nobody learns who has one; nothing is a right until later."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.test import Client

from hylla.library.queries import policy_in_force
from hylla.messages.actions import write_to_applicants
from hylla.messages.models import Message, Template
from hylla.patrons.models import Applicant, Card, Person
from hylla.privacy.removal import remove_due
from tests.doors.joining.conftest import MINE, NUMBER, Press, hidden_in, reference_in, text_of
from tests.doors.town import Town, change_policy
from tests.patrons.samples import ADULT, CHILD, synthetic_id

NEW = "/en/register/new/"


def write() -> int:
    """Do what the worker does."""
    return write_to_applicants(policy=policy_in_force(), now=datetime.now(UTC))


def test_a_card_is_asked_for(town: Town, register: Press) -> None:
    reference = reference_in(register(home_branch=str(town.west.pk)))
    waits = Applicant.objects.get()
    assert (waits.reference, waits.family_name, waits.birth_date) == (reference, "Løvmark", ADULT)
    assert (waits.home_branch, waits.terms) == (town.west, policy_in_force().notice.version)
    assert NUMBER.encode() not in bytes(waits.sealed or b"")
    assert not Person.objects.exists()
    assert not Card.objects.exists()


def test_the_pages_set_no_cookie_and_stay_in_no_cache(town: Town, visitor: Client) -> None:
    for page in ("/en/register/", f"{NEW}?way=number", "/en/register/code/"):
        answer = visitor.get(page)
        assert (answer.status_code, dict(visitor.cookies)) == (200, {})
        assert answer.headers["Cache-Control"] == "no-store"


def test_each_step_says_what_is_wrong_with_it_and_loses_nothing(
    town: Town, visitor: Client
) -> None:
    told = {"way": "number", "go": "on"}
    first = visitor.post(NEW, {**told, "step": "who", "national_id": NUMBER[:-1] + "x"})
    assert first.status_code == 422
    page = first.content.decode()
    assert NUMBER[:-1] + "x" in page
    assert "A family name is missing." in page
    assert "mobile telephone" not in text_of(page)
    second = visitor.post(NEW, {**told, **MINE, "step": "contact", "email": "nowhere"})
    assert "This is not an e-mail address." in second.content.decode()
    assert hidden_in(second.content.decode(), "family_name") == "Løvmark"


def test_what_is_looked_over_is_written_as_people_write_it(town: Town, visitor: Client) -> None:
    told = {**MINE, "way": "desk", "national_id": "", "birth_date": "1988-03-04"}
    told |= {"home_branch": str(town.main.pk), "step": "contact", "go": "on"}
    page = text_of(visitor.post(NEW, told).content.decode())
    assert "4 March 1988" in page
    assert "1988-03-04" not in page


def test_going_back_keeps_what_was_typed(town: Town, visitor: Client) -> None:
    told = {"way": "number", **MINE, "step": "contact", "go": "back"}
    page = visitor.post(NEW, told).content.decode()
    assert hidden_in(page, "email") == MINE["email"]
    assert hidden_in(page, "step") == "who"


def test_somebody_must_be_reachable(town: Town, register: Press) -> None:
    page = register(email="", steps=("contact",))
    assert "Give an e-mail address, a mobile telephone or a postal address." in page
    register(email="", phone="412 34 567")
    assert Applicant.objects.get().phone == "+4741234567"


def test_the_rules_must_be_accepted(town: Town, register: Press) -> None:
    assert "Tick this to send it." in register(accept="")
    assert not Applicant.objects.exists()


def test_what_is_wrong_is_found_at_the_end_too(town: Town, register: Press) -> None:
    """Whoever skips steps by hand gains nothing."""
    page = register(family_name="", steps=("check",))
    assert "A family name is missing." in page
    assert not Applicant.objects.exists()


def test_without_a_number(town: Town, register: Press) -> None:
    register(way="desk", birth_date="1990-05-14", national_id=NUMBER)
    waits = Applicant.objects.get()
    assert (waits.sealed, waits.fingerprint, waits.way) == (None, "", "desk")


def test_case_32_a_child_comes_with_a_guardian(
    town: Town, register: Press, visitor: Client
) -> None:
    told = {"national_id": synthetic_id(CHILD), "email": ""}
    page = register(**told, steps=("who",))
    assert "together with a guardian" in page
    steps = ("who", "guardian", "contact", "check")
    assert "A child gets a card together with a guardian." in register(**told, steps=steps)
    guardian = {
        "guardian_given": "Ola",
        "guardian_name": "Løvmark",
        "guardian_email": "ola@example.org",
    }
    page = register(**told, **guardian, steps=steps)
    assert "The child and the guardian come together." in page
    assert Applicant.objects.get().guardian_family_name == "Løvmark"
    write()
    assert not mail.outbox, "nobody writes to a guardian before it is confirmed (case 32)"


def test_an_adults_guardian_is_forgotten(town: Town, register: Press) -> None:
    register(guardian_name="Løvmark", guardian_phone="12")
    assert Applicant.objects.get().guardian_family_name == ""


def test_case_32_one_e_mail_with_a_code_that_confirms_it(
    town: Town, register: Press, visitor: Client
) -> None:
    reference = reference_in(register())
    assert (write(), write()) == (1, 0)
    (sent,) = mail.outbox
    assert sent.to == [MINE["email"]]
    assert not {MINE["family_name"], NUMBER} & set(str(sent.body).split())
    code = _code_in(str(sent.body))
    wrong = visitor.post("/en/register/code/", {"reference": reference, "code": "AAAA AAAA"})
    assert wrong.status_code == 422
    right = visitor.post("/en/register/code/", {"reference": reference.lower(), "code": code})
    assert "Your e-mail is confirmed." in right.content.decode()
    assert Applicant.objects.get().email_confirmed_at is not None


def test_a_code_cannot_be_guessed(town: Town, register: Press, visitor: Client) -> None:
    reference = reference_in(register())
    write()
    code = _code_in(str(mail.outbox[0].body))
    for _ in range(5):
        visitor.post("/en/register/code/", {"reference": reference, "code": "AAAA AAAA"})
    answer = visitor.post("/en/register/code/", {"reference": reference, "code": code})
    assert answer.status_code == 422


@pytest.mark.parametrize("way", ["number", "name"])
def test_nobody_learns_who_is_registered(
    town: Town, register: Press, visitor: Client, way: str
) -> None:
    """A patron's number, or name and birth date, gets the page and the e-mail of everyone else."""
    stranger = register(email="nosy@example.org")
    write()
    number = NUMBER if way == "number" else ""
    names = ("Sigrun", "LØVMARK") if way == "name" else ("Annet", "Navn")
    known = town.patron(
        given_name=names[0],
        family_name=names[1],
        birth_date=ADULT,
        national_id=number,
        emails=("known@example.org",),
    )
    same = register(email="nosy@example.org")
    assert text_of(same) == text_of(stranger)
    write()
    one, two = (str(each.body) for each in mail.outbox)
    assert _without_codes(one) == _without_codes(two)
    told = Message.objects.get(person_id=known.id)
    assert told.template == Template.ALREADY_REGISTERED
    register(email="nosy@example.org")
    write()
    assert Message.objects.filter(person_id=known.id).count() == 1, "told once"


def test_whoever_is_registered_already_is_told_by_their_own_e_mail(
    town: Town, register: Press
) -> None:
    known = town.patron(national_id=NUMBER, birth_date=ADULT, emails=("Sigrun@example.org",))
    page = register()
    write()
    assert not mail.outbox
    assert not Applicant.objects.exists()
    assert Message.objects.get().person_id == known.id
    assert "Your registration waits" in page


def test_no_address_gets_many_e_mails(town: Town, register: Press) -> None:
    for day in range(5):
        register(national_id=synthetic_id(ADULT, nth=day))
    write()
    assert len(mail.outbox) == 3


def test_case_32_a_registration_has_no_rights(town: Town, register: Press, visitor: Client) -> None:
    reference = reference_in(register())
    for card in (reference, NUMBER, str(Applicant.objects.get().pk)):
        answer = visitor.post("/en/my/log-in/", {"card": card, "pin": "2580"})
        assert answer.status_code == 422


def test_it_can_be_seen_and_withdrawn(town: Town, register: Press, visitor: Client) -> None:
    page = register()
    applicant_id = hidden_in(page, "id")
    kept = visitor.post("/en/register/kept/", {"id": applicant_id}).content.decode()
    for value in (NUMBER, "Løvmark", MINE["email"]):
        assert value in kept
    gone = visitor.post("/en/register/withdraw/", {"id": applicant_id}).content.decode()
    assert "withdrawn" in gone
    assert not Applicant.objects.exists()
    again = visitor.post("/en/register/kept/", {"id": applicant_id}).content.decode()
    assert "There is no such registration any more." in again


def test_case_32_after_two_weeks_it_is_gone(town: Town, register: Press) -> None:
    register()
    policy, now = policy_in_force(), datetime.now(UTC)
    remove_due(policy, now=now + timedelta(days=13, hours=23))
    assert Applicant.objects.exists()
    remove_due(policy, now=now + timedelta(days=14, minutes=1))
    assert not Applicant.objects.exists()


def test_too_many_at_once_lose_nothing(town: Town, register: Press) -> None:
    pages = [register(national_id=synthetic_id(ADULT, nth=each)) for each in range(6)]
    assert "Too many have asked just now." in pages[-1]
    assert hidden_in(pages[-1], "family_name") == "Løvmark"
    assert Applicant.objects.count() == 5


def test_where_the_policy_has_no_registration(town: Town, visitor: Client) -> None:
    change_policy(("online = true", "online = false"), ("eid = true", "eid = false"),
                  ("eid_confirms = true", "eid_confirms = false"))  # fmt: skip
    assert "You get a card at the desk." in visitor.get("/en/register/").content.decode()
    assert visitor.get(f"{NEW}?way=number").status_code == 404


@pytest.mark.parametrize(
    "told", [{}, {"way": "eid"}, {"way": "x"}, {"way": "eid", "identity": "x"}]
)
def test_what_no_page_sends_is_taken_calmly(
    town: Town, visitor: Client, told: dict[str, str]
) -> None:
    assert visitor.post(NEW, told).status_code in {200, 302}
    assert not Applicant.objects.exists()


def _code_in(body: str) -> str:
    return body.partition("code is ")[2][:9]


def _without_codes(body: str) -> str:
    return body.replace(_code_in(body), "").partition(" and the reference ")[0]
