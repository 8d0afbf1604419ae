"""Staff show two things: made at the first log-in, asked at each, helped with by a colleague."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pyotp.totp import TOTP

from hylla.library.actions import enrol_app, give_recovery_codes
from hylla.library.models import RecoveryCode, SecondFactor, Staff, StaffPasskey
from hylla.library.queries import factors_of
from hylla.patrons.models import Session
from hylla.privacy.vocabulary import Role
from tests.doors.town import PASSWORD, Town
from tests.passkeys import SoftKey

StaffClient = Callable[[str], Client]
LOG_IN, SECOND = "/en/desk/log-in/", "/en/desk/log-in/second/"
ENROL, WAYS = "/en/desk/log-in/enrol/", "/en/desk/ways-in/"
SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"


@pytest.fixture
def demanded(settings: Any) -> None:
    """A library that is no demo."""
    settings.HYLLA_SECOND_FACTOR = True


@pytest.fixture
def username(town: Town) -> str:
    """Someone at the desk."""
    return town.staff(Role.DESK)


def code(*, steps: int = 0) -> str:
    return TOTP(SECRET).at(datetime.now(UTC) + timedelta(seconds=30 * steps))


@pytest.fixture
def enrolled(username: str) -> Staff:
    """The same with an app, enrolled a minute ago."""
    staff = Staff.objects.get(username=username)
    past = datetime.now(UTC) - timedelta(minutes=5)
    enrol_app(staff.pk, secret=SECRET, code=TOTP(SECRET).at(past), now=past)
    return staff


def half_of(answer: Any) -> str:
    found = re.search(r'name="half" value="([^"]+)"', answer.content.decode())
    assert found is not None
    return found[1]


def first_step(visitor: Client, username: str, **more: str) -> Any:
    return visitor.post(LOG_IN, {"username": username, "password": PASSWORD, **more})


def is_in(client: Client) -> bool:
    return "Log in at the desk" not in client.get("/en/desk/").content.decode()


def test_a_password_alone_sets_no_cookie_and_opens_nothing(
    visitor: Client, enrolled: Staff
) -> None:
    answer = first_step(visitor, enrolled.username)
    assert "Show that it is you" in answer.content.decode()
    assert not visitor.cookies
    assert not Session.objects.exists()
    assert not is_in(visitor)


def test_the_code_lets_in_and_leads_on(visitor: Client, enrolled: Staff) -> None:
    half = half_of(first_step(visitor, enrolled.username, after="/en/desk/shelf/"))
    answer = visitor.post(SECOND, {"half": half, "code": code()})
    assert answer["Location"] == "/en/desk/shelf/"
    assert is_in(visitor)


@pytest.mark.parametrize("after", ["https://evil.example/", "//evil.example", "/\\evil.example"])
def test_it_leads_to_no_other_site(visitor: Client, enrolled: Staff, after: str) -> None:
    half = half_of(first_step(visitor, enrolled.username, after=after))
    assert visitor.post(SECOND, {"half": half, "code": code()})["Location"] == "/en/desk/"


def test_a_code_is_not_taken_twice(visitor: Client, enrolled: Staff) -> None:
    now = code()
    half = half_of(first_step(visitor, enrolled.username))
    assert visitor.post(SECOND, {"half": half, "code": now}).status_code == 302
    again = Client(headers={"Sec-Fetch-Site": "same-origin"})
    assert again.post(SECOND, {"half": half, "code": now}).status_code == 422
    assert not again.cookies


def test_a_right_password_does_not_unlock_the_codes(visitor: Client, enrolled: Staff) -> None:
    """Five wrong codes lock, however often the password is given in between."""
    for _ in range(5):
        half = half_of(first_step(visitor, enrolled.username))
        answer = visitor.post(SECOND, {"half": half, "code": "000000"})
        assert "This code is wrong" in answer.content.decode()
    half = half_of(first_step(visitor, enrolled.username))
    answer = visitor.post(SECOND, {"half": half, "code": code()})
    assert "Locked for 15 minutes" in answer.content.decode()
    assert not visitor.cookies


@pytest.mark.parametrize("half", ["", "x", "AAAA" * 20])
def test_nobody_is_half_way_in_by_themselves(
    visitor: Client, enrolled: Staff, half: str, demanded: None
) -> None:
    for address in (SECOND, ENROL, f"{ENROL}passkey/"):
        answer = visitor.post(address, {"half": half, "code": code()})
        assert "Log in at the desk" in answer.content.decode()
    assert not visitor.cookies


def test_half_way_lasts_ten_minutes(
    visitor: Client, enrolled: Staff, monkeypatch: pytest.MonkeyPatch
) -> None:
    half = half_of(first_step(visitor, enrolled.username))
    later = datetime.now(UTC) + timedelta(minutes=10)
    monkeypatch.setattr("hylla.doors.desk.second_steps.now_of", lambda request: later)
    answer = visitor.post(SECOND, {"half": half, "code": TOTP(SECRET).at(later)})
    assert "That took more than ten minutes." in answer.content.decode()
    assert not visitor.cookies


def test_a_code_on_paper_lets_in_once(visitor: Client, enrolled: Staff) -> None:
    paper = give_recovery_codes(enrolled.pk)[0]
    half = half_of(first_step(visitor, enrolled.username))
    assert visitor.post(SECOND, {"half": half, "code": paper}).status_code == 302
    assert visitor.post(SECOND, {"half": half, "code": paper}).status_code == 422


def test_the_first_log_in_makes_the_second_factor(
    visitor: Client, username: str, demanded: None
) -> None:
    answer = first_step(visitor, username)
    page = answer.content.decode()
    assert "Make your second factor" in page
    assert "<svg" in page
    assert not visitor.cookies
    typed = re.search(r"<code>([A-Z2-7 ]+)</code>", page)
    assert typed is not None
    secret, half = typed[1].replace(" ", ""), half_of(answer)
    wrong = visitor.post(ENROL, {"half": half, "code": "000000"})
    assert wrong.status_code == 422
    assert typed[1] in wrong.content.decode(), "the picture stays the same"
    done = visitor.post(ENROL, {"half": half, "code": TOTP(secret).at(datetime.now(UTC))})
    codes = re.findall(r"<code>([a-z0-9]{5}-[a-z0-9]{5})</code>", done.content.decode())
    assert len(codes) == 10
    assert is_in(visitor)
    assert RecoveryCode.objects.count() == 10


def test_a_passkey_is_a_second_factor_too(visitor: Client, username: str, demanded: None) -> None:
    half = half_of(first_step(visitor, username))
    key = SoftKey(origin="http://testserver")
    options = visitor.post(f"{ENROL}passkey/ask/", {"half": half}).content.decode()
    done = visitor.post(f"{ENROL}passkey/", {"half": half, "answer": key.make(options)})
    assert "Your recovery codes" in done.content.decode()
    assert is_in(visitor)
    fresh = Client(headers={"Sec-Fetch-Site": "same-origin", "Accept-Language": "en"})
    options = fresh.post("/en/desk/log-in/passkey/ask/").content.decode()
    answer = fresh.post("/en/desk/log-in/passkey/", {"answer": key.sign(options)})
    assert answer.status_code == 302
    assert is_in(fresh)


def test_a_password_alone_makes_no_second_factor_once_there_is_one(
    visitor: Client, username: str, demanded: None
) -> None:
    """Whoever kept the enrolment page open, or stole the password, adds nothing of their own."""
    half = half_of(first_step(visitor, username))
    staff = Staff.objects.get(username=username)
    enrol_app(staff.pk, secret=SECRET, code=code(), now=datetime.now(UTC))
    answer = visitor.post(ENROL, {"half": half, "code": code(steps=1)})
    assert "Log in at the desk" in answer.content.decode()
    assert visitor.post(f"{ENROL}passkey/ask/", {"half": half}).status_code == 302
    assert not visitor.cookies


def test_the_policy_may_do_without(
    visitor: Client, username: str, demanded: None, town: Town
) -> None:
    from tests.doors.town import change_policy  # noqa: PLC0415 - only here

    change_policy(("second_factor = true", "second_factor = false"))
    assert first_step(visitor, username).status_code == 302


def test_an_app_is_added_by_oneself(desk: Client) -> None:
    page = desk.post(f"{WAYS}app/").content.decode()
    typed = re.search(r"<code>([A-Z2-7 ]+)</code>", page)
    half = re.search(r'name="half" value="([^"]+)"', page)
    assert typed is not None
    assert half is not None
    secret = typed[1].replace(" ", "")
    told = {"half": half[1], "code": TOTP(secret).at(datetime.now(UTC))}
    assert "Your recovery codes" in desk.post(f"{WAYS}app/", told).content.decode()
    page = desk.post(f"{WAYS}app/", {"drop": "1"}).content.decode()
    assert "no longer let anyone in" in page, "in a demo none is demanded"


def test_the_last_one_stays(
    desk: Client, demanded: None, town: Town, enrolled: Staff, visitor: Client
) -> None:
    half = half_of(first_step(visitor, enrolled.username))
    visitor.post(SECOND, {"half": half, "code": code()})
    answer = visitor.post(f"{WAYS}app/", {"drop": "1"})
    assert answer.status_code == 422
    assert "This is your last second factor." in answer.content.decode()
    assert factors_of(enrolled.pk).has_app


def test_nobody_takes_anothers_enrolment(desk: Client, enrolled: Staff, visitor: Client) -> None:
    """A sealed enrolment is good for its owner only."""
    half = half_of(first_step(visitor, enrolled.username))
    page = desk.post(f"{WAYS}app/", {"half": half, "code": code()}).content.decode()
    assert "Write the six digits" in page, "a new one of one's own is shown"


def test_a_new_password_ends_other_log_ins(
    username: str, staff_client: StaffClient, visitor: Client
) -> None:
    one, two = staff_client(username), staff_client(username)
    for new, again in (("short", "short"), ("seven rivers more", "seven rivers less")):
        answer = one.post(f"{WAYS}password/", {"new": new, "again": again})
        assert answer.status_code == 422
    told = {"new": "seven rivers more", "again": "seven rivers more"}
    assert "Your password is changed." in one.post(f"{WAYS}password/", told).content.decode()
    assert is_in(one)
    assert not is_in(two)
    assert first_step(visitor, username).status_code == 422


@pytest.mark.parametrize(
    "what", ["app/", "passkey/", "passkey/ask/", "codes/", "card/", "password/"]
)
def test_an_old_log_in_changes_nothing(desk: Client, what: str) -> None:
    session = desk.session
    session["fresh"] = (timezone.now() - timedelta(minutes=16)).isoformat()
    session.save()
    page = desk.post(f"{WAYS}{what}", {"number": "B4711", "pin": "482719"}).content.decode()
    assert "show once more that it is you" in page
    assert not SecondFactor.objects.exists()


def test_a_patrons_card_opens_no_desk(desk: Client, town: Town) -> None:
    answer = desk.post(f"{WAYS}card/", {"number": town.patron().card, "pin": "482719"})
    assert answer.status_code == 422
    assert "This card cannot be used." in answer.content.decode()


def test_new_codes_are_shown_once(desk: Client) -> None:
    assert desk.post(f"{WAYS}codes/").content.decode().count("<code>") == 10
    assert "<code>" not in desk.get(WAYS).content.decode()


def test_an_administrator_helps_a_colleague(
    town: Town, enrolled: Staff, staff_client: StaffClient, visitor: Client, demanded: None
) -> None:
    half = half_of(first_step(visitor, enrolled.username))
    visitor.post(SECOND, {"half": half, "code": code()})
    assert is_in(visitor)
    key = SoftKey(origin="http://testserver")
    options = visitor.post(f"{WAYS}passkey/ask/").content.decode()
    visitor.post(f"{WAYS}passkey/", {"answer": key.make(options)})
    assert StaffPasskey.objects.exists()
    administrator = _administrator(town)
    page = administrator.post("/en/desk/colleagues/reset/", {"colleague": str(enrolled.pk)})
    assert "makes a new second factor at the next log-in" in page.content.decode()
    assert not is_in(visitor)
    assert not StaffPasskey.objects.exists()
    assert "Make your second factor" in first_step(visitor, enrolled.username).content.decode()


def _administrator(town: Town) -> Client:
    username = town.staff(Role.ADMINISTRATOR)
    staff = Staff.objects.get(username=username)
    past = datetime.now(UTC) - timedelta(minutes=5)
    enrol_app(staff.pk, secret=SECRET, code=TOTP(SECRET).at(past), now=past)
    client = Client(headers={"Sec-Fetch-Site": "same-origin", "Accept-Language": "en"})
    half = half_of(first_step(client, username))
    client.post(SECOND, {"half": half, "code": code()})
    return client


def test_nobody_else_does(desk: Client, enrolled: Staff, staff_client: StaffClient) -> None:
    told = {"colleague": str(enrolled.pk)}
    assert desk.get("/en/desk/colleagues/").status_code == 403
    assert desk.post("/en/desk/colleagues/reset/", told).status_code == 403
    assert factors_of(enrolled.pk).has_app


def test_not_even_an_administrator_for_themselves(town: Town) -> None:
    client = _administrator(town)
    own = Staff.objects.get(username__startswith="administrator")
    answer = client.post("/en/desk/colleagues/reset/", {"colleague": str(own.pk)})
    assert answer.status_code == 422
    assert factors_of(own.pk).has_app
    for told in ("", "x", "999999", "9" * 40):
        answer = client.post("/en/desk/colleagues/reset/", {"colleague": told})
        assert answer.status_code == 422


def test_logging_out_everywhere(town: Town, staff_client: StaffClient, username: str) -> None:
    one, two = staff_client(username), staff_client(username)
    other = staff_client(town.staff(Role.DESK))
    one.post(f"{WAYS}end/")
    assert not is_in(one)
    assert not is_in(two)
    assert is_in(other)
