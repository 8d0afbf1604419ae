"""Logging in by e-ID: the same browser, once, within ten minutes; nothing of strangers is kept."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pytest
from django.http import HttpResponse
from django.test import Client
from pytest_django.fixtures import Settings

from hylla.clients.eid import Started
from hylla.clients.eid.local import LocalProvider, Resident
from hylla.doors.parts import eid
from hylla.patrons.models import Applicant, Credential, Person, Session
from hylla.patrons.rules import masked_national_id
from tests.clients.eid.providers import KARI, OWN_KEY, choose, running
from tests.doors.joining.conftest import MINE, NUMBER, Press, hidden_in
from tests.doors.town import Town, change_policy
from tests.patrons.samples import ADULT, CHILD, synthetic_id

BACK = "http://testserver/e-id/back/"
ME = replace(KARI, national_id=NUMBER, given_name="Sigrun", family_name="Løvmark")
CHILD_ME = replace(ME, national_id=synthetic_id(CHILD))
OTHER = replace(ME, national_id=synthetic_id(ADULT, nth=3), given_name="Ask")


@pytest.fixture(scope="module")
def local() -> Iterator[LocalProvider]:
    """The provider."""
    people = (ME, CHILD_ME, OTHER)
    with running(redirect_uris=(BACK,), people=people) as (provider, _):
        yield provider


@pytest.fixture(autouse=True)
def agreed(local: LocalProvider, tmp_path: Path, settings: Settings) -> LocalProvider:
    """The library's agreement with it."""
    Path(settings.HYLLA_KEYS).mkdir(exist_ok=True)
    private = OWN_KEY.as_pem(private=True).decode()
    (Path(settings.HYLLA_KEYS) / "local.pem").write_text(private)
    (tmp_path / "eid.toml").write_text(
        '[[providers]]\nprofile = "local"\nclient_id = "hylla-test"\nsecret_file = "local.pem"\n'
        f'issuer = "{local.settings.issuer}"\n'
    )
    settings.HYLLA_EID = str(tmp_path / "eid.toml")
    eid._read.cache_clear()
    return local


def go(visitor: Client, **told: str) -> str:
    """Press the button; return where it leads."""
    answer = visitor.post("/en/register/e-id/", {"provider": "local", **told})
    assert answer.status_code == 200
    address = answer.headers["Refresh"].partition("url=")[2]
    assert address in answer.content.decode().replace("&amp;", "&")
    return address


def come_back(visitor: Client, address: str, who: Resident | None = ME) -> HttpResponse:
    """Choose who to be, and come back."""
    return visitor.get("/e-id/back/", _brought(address, who))


def _brought(address: str, who: Resident | None) -> dict[str, str]:
    return choose_at(address, who)


def choose_at(address: str, who: Resident | None) -> dict[str, str]:
    """Do what the browser does at the provider."""
    return choose(Started(address=address, state="", nonce="", verifier=""), who)


def test_a_patron_logs_in(town: Town, visitor: Client) -> None:
    me = town.patron(national_id=NUMBER, birth_date=ADULT)
    answer = come_back(visitor, go(visitor, after="/en/my/details/"))
    assert (answer.status_code, answer.headers["Location"]) == (302, "/en/my/details/")
    assert visitor.get("/en/my/").status_code == 200
    assert Session.objects.get().person_id == me.id


def test_it_leads_to_no_other_site(town: Town, visitor: Client) -> None:
    town.patron(national_id=NUMBER, birth_date=ADULT)
    answer = come_back(visitor, go(visitor, after="https://elsewhere.example.org/"))
    assert answer.headers["Location"] == "/en/my/"


def test_the_log_in_page_offers_it(town: Town, visitor: Client) -> None:
    page = visitor.get("/en/my/log-in/").content.decode()
    assert "Log in with Prøve-ID" in page


def test_of_a_stranger_nothing_is_kept(town: Town, visitor: Client) -> None:
    answer = come_back(visitor, go(visitor))
    assert "You have no card here yet" in answer.content.decode()
    assert not Session.objects.exists()
    assert not Applicant.objects.exists()
    assert visitor.cookies["hylla"].value == ""
    assert NUMBER not in answer.content.decode()
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_stranger_has_a_card_at_once(town: Town, visitor: Client) -> None:
    """From the page after the log-in to the card: names and number come from the e-ID."""
    page = come_back(visitor, go(visitor)).content.decode()
    told = {"way": "eid", "identity": hidden_in(page, "identity"), "go": "on"}
    told |= {"email": MINE["email"], "home_branch": str(town.main.pk), "accept": "on"}
    first = visitor.post("/en/register/new/", {**told, "go": "back", "step": ""})
    assert masked_national_id(NUMBER) in first.content.decode()
    for step in ("who", "contact"):
        assert visitor.post("/en/register/new/", {**told, "step": step}).status_code == 200
    answer = visitor.post("/en/register/new/", {**told, "step": "check"})
    assert answer.headers["Location"] == "/en/register/welcome/"
    me = Person.objects.get()
    assert (me.identity.given_name, me.identity.birth_date) == ("Sigrun", ADULT)
    assert me.cards.get().number in visitor.get("/en/register/welcome/").content.decode()
    again = visitor.post("/en/register/new/", {**told, "step": "check"})
    assert again.status_code == 302, "sent twice it is the same person"
    assert Person.objects.count() == 1


def test_a_title_that_was_wanted_is_where_a_new_patron_arrives(town: Town, visitor: Client) -> None:
    """Reserve, no card, e-ID, the form, the PIN: and the page on which the hold is placed."""
    title = town.record("Vinterfjell").pk
    hold = f"/en/my/holds/{title}/"
    page = come_back(visitor, go(visitor, wants="register", after=hold)).content.decode()
    assert hidden_in(page, "title") == str(title)
    told = {"way": "eid", "identity": hidden_in(page, "identity"), "step": "check", "go": "on"}
    told |= {"email": MINE["email"], "home_branch": str(town.main.pk), "accept": "on"}
    answer = visitor.post("/en/register/new/", {**told, "title": str(title)})
    assert answer.headers["Location"] == f"/en/register/welcome/?title={title}"
    welcome = visitor.get(answer.headers["Location"]).content.decode()
    assert f'href="{hold}"' in welcome
    pin = {"new": "4092", "again": "4092", "title": hidden_in(welcome, "title")}
    assert visitor.post("/en/register/welcome/", pin).headers["Location"] == hold
    assert "Pick-up branch" in visitor.get(hold).content.decode()


@pytest.mark.parametrize("who", [None, ME])
def test_a_title_survives_a_stranger_and_a_change_of_mind(
    town: Town, visitor: Client, who: Resident | None
) -> None:
    hold = f"/en/my/holds/{town.record().pk}/"
    page = come_back(visitor, go(visitor, after=hold), who).content.decode()
    assert f'href="{hold}"' in page, "the log-in by card leads there too"


def test_a_new_patron_chooses_a_pin_once(town: Town, visitor: Client) -> None:
    me = town.patron(national_id=NUMBER, birth_date=ADULT, pin="")
    come_back(visitor, go(visitor))
    wrong = visitor.post("/en/register/welcome/", {"new": "1111", "again": "1111"})
    assert "too easy" in wrong.content.decode()
    visitor.post("/en/register/welcome/", {"new": "4092", "again": "4092"})
    assert Credential.objects.get(person_id=me.id).pin_hash.startswith("argon2")
    visitor.post("/en/register/welcome/", {"new": "5173", "again": "5173"})
    login = Client(headers={"Sec-Fetch-Site": "same-origin"})
    answer = login.post("/en/my/log-in/", {"card": me.card, "pin": "4092"})
    assert answer.status_code == 302


def test_where_an_e_id_is_not_enough_it_waits(town: Town, visitor: Client) -> None:
    change_policy(("eid_confirms = true", "eid_confirms = false"))
    page = come_back(visitor, go(visitor, wants="register")).content.decode()
    told = {"way": "eid", "identity": hidden_in(page, "identity"), "step": "check", "go": "on"}
    told |= {"email": MINE["email"], "home_branch": str(town.main.pk), "accept": "on"}
    assert "Your registration waits" in visitor.post("/en/register/new/", told).content.decode()
    assert Applicant.objects.get().way == "eid"
    assert not Person.objects.exists()


def test_a_child_is_never_confirmed_by_e_id(town: Town, visitor: Client) -> None:
    page = come_back(visitor, go(visitor, wants="register"), CHILD_ME).content.decode()
    told = {"way": "eid", "identity": hidden_in(page, "identity"), "step": "check", "go": "on"}
    told |= {"guardian_name": "Løvmark", "guardian_phone": "41234567", "accept": "on"}
    visitor.post("/en/register/new/", {**told, "home_branch": str(town.main.pk)})
    assert Applicant.objects.exists()
    assert not Person.objects.exists()


def test_what_the_form_carries_cannot_be_changed(town: Town, visitor: Client) -> None:
    page = come_back(visitor, go(visitor, wants="register")).content.decode()
    token = hidden_in(page, "identity")
    forged = ("A" if token[20] != "A" else "B").join((token[:20], token[21:]))
    answer = visitor.post("/en/register/new/", {"way": "eid", "identity": forged, "step": "check"})
    assert "Show who you are again" in answer.content.decode()
    assert eid.opened_identity(token, now=datetime.now(UTC)) is not None
    assert eid.opened_identity(token, now=datetime.now(UTC) + timedelta(minutes=31)) is None


def test_a_registration_that_waits_is_confirmed(
    town: Town, visitor: Client, register: Press
) -> None:
    title = str(town.record().pk)
    page = register(email="sigrun@example.org", title=title)
    assert "Continue with Prøve-ID" in page
    told = {"wants": hidden_in(page, "wants"), "after": hidden_in(page, "after")}
    answer = come_back(visitor, go(visitor, **told))
    assert answer.headers["Location"] == f"/en/register/welcome/?title={title}"
    assert not Applicant.objects.exists()
    assert Person.objects.get().emails.get().address == "sigrun@example.org"


def test_nobody_confirms_another(town: Town, visitor: Client, register: Press) -> None:
    page = register()
    answer = come_back(visitor, go(visitor, wants=hidden_in(page, "wants")), OTHER)
    assert answer.status_code == 422
    assert Applicant.objects.exists()
    assert not Person.objects.exists()


def test_an_answer_belongs_to_the_browser_that_asked(town: Town, visitor: Client) -> None:
    """Whoever sends someone the way back of their own log-in logs nobody in."""
    town.patron(national_id=NUMBER, birth_date=ADULT)
    brought = choose_at(go(visitor), ME)
    victim = Client()
    assert victim.get("/e-id/back/", brought).status_code == 400
    assert not victim.cookies
    go(victim_with_a_flow := Client(headers={"Sec-Fetch-Site": "same-origin"}))
    assert victim_with_a_flow.get("/e-id/back/", brought).status_code == 400


def test_an_answer_is_taken_once(town: Town, visitor: Client) -> None:
    town.patron(national_id=NUMBER, birth_date=ADULT)
    brought = choose_at(go(visitor), ME)
    assert visitor.get("/e-id/back/", brought).status_code == 302
    visitor.post("/en/my/log-out/")
    assert visitor.get("/e-id/back/", brought).status_code == 400


def test_an_answer_comes_within_ten_minutes(town: Town, visitor: Client) -> None:
    town.patron(national_id=NUMBER, birth_date=ADULT)
    address = go(visitor)
    session = visitor.session
    late = datetime.now(UTC) - timedelta(minutes=11)
    session[eid.FLOW] = {**session[eid.FLOW], "began_at": late.isoformat()}
    session.save()
    assert come_back(visitor, address).status_code == 400


def test_whoever_changes_their_mind_is_told_so(town: Town, visitor: Client) -> None:
    answer = come_back(visitor, go(visitor), None)
    assert "You broke off" in answer.content.decode()
    assert not Session.objects.exists()


def test_an_e_id_too_weak(town: Town, visitor: Client, agreed: LocalProvider) -> None:
    town.patron(national_id=NUMBER, birth_date=ADULT)
    usual = type(agreed).claims
    agreed.claims = lambda who, asked: {  # type: ignore[method-assign] # for this test
        **usual(agreed, who, asked), "acr": "idporten-loa-substantial",
    }  # fmt: skip
    answer = come_back(visitor, go(visitor))
    del agreed.claims
    assert "surer e-ID" in answer.content.decode()
    assert not Session.objects.exists()


def test_the_language_comes_along(town: Town, visitor: Client) -> None:
    answer = visitor.post("/sv/register/e-id/", {"provider": "local"})
    address = answer.headers["Refresh"].partition("url=")[2]
    assert dict(parse_qsl(urlsplit(address).query))["ui_locales"] == "sv"
    page = come_back(visitor, address, None).content.decode()
    assert '<html lang="sv">' in page


def test_a_provider_that_does_not_answer(
    town: Town, visitor: Client, settings: Settings, tmp_path: Path
) -> None:
    told = Path(settings.HYLLA_EID).read_text().rpartition("issuer")[0]
    (tmp_path / "gone.toml").write_text(f'{told}issuer = "http://127.0.0.1:9"\n')
    settings.HYLLA_EID = str(tmp_path / "gone.toml")
    answer = visitor.post("/en/register/e-id/", {"provider": "local"})
    assert answer.status_code == 503
    assert "cannot be reached" in answer.content.decode()


def test_where_the_policy_has_none(town: Town, visitor: Client) -> None:
    change_policy(("eid = true", "eid = false"), ("eid_confirms = true", "eid_confirms = false"))
    assert visitor.post("/en/register/e-id/", {"provider": "local"}).status_code == 404
    assert "Prøve-ID" not in visitor.get("/en/my/log-in/").content.decode()


def test_no_log_line_holds_anyone(
    town: Town, visitor: Client, caplog: pytest.LogCaptureFixture
) -> None:
    brought = choose_at(go(visitor), ME)
    visitor.get("/e-id/back/", brought)
    visitor.get("/e-id/back/", brought)
    told = " ".join(str(vars(each)) for each in caplog.records if each.name.startswith("hylla"))
    for value in (NUMBER, brought["code"], brought["state"], "Løvmark"):
        assert value not in told


def test_who_is_somebody_else_is_forgotten_at_every_step(town: Town, visitor: Client) -> None:
    """The page holds who the e-ID said it is; the button leads to a page that does not."""
    first = come_back(visitor, go(visitor, wants="register")).content.decode()
    told = {"way": "eid", "identity": hidden_in(first, "identity"), "go": "on", **MINE}
    second = visitor.post("/en/register/new/", {**told, "step": "who"}).content.decode()
    for page in (first, second):
        assert 'action="/en/register/e-id/not-me/"' in page
        assert hidden_in(page, "identity")
        assert NUMBER not in page, "the last four digits are enough to know it by"
    forgotten = visitor.post("/en/register/e-id/not-me/")
    page = forgotten.content.decode()
    assert forgotten.headers["Cache-Control"] == "no-store"
    for trace in ('name="identity"', "Sigrun", NUMBER[-4:]):
        assert trace not in page
    for way_on in ('href="/en/my/log-in/"', 'href="/en/register/"', "Prøve-ID"):
        assert way_on in page


def test_a_stranger_may_say_that_it_was_somebody_else(town: Town, visitor: Client) -> None:
    page = come_back(visitor, go(visitor)).content.decode()
    assert 'action="/en/register/e-id/not-me/"' in page


def test_turning_back_before_the_provider_ends_what_was_begun(town: Town, visitor: Client) -> None:
    address = go(visitor)
    assert Session.objects.count() == 1
    visitor.post("/en/register/e-id/not-me/")
    assert not Session.objects.exists()
    assert visitor.cookies["hylla"].value == ""
    assert come_back(visitor, address).status_code == 400


def test_turning_back_logs_nobody_out(town: Town, visitor: Client) -> None:
    town.patron(national_id=NUMBER, birth_date=ADULT)
    come_back(visitor, go(visitor))
    visitor.post("/en/register/e-id/not-me/")
    assert "My page" in visitor.get("/en/my/").content.decode()
    assert Session.objects.count() == 1


def test_nobody_is_forgotten_by_looking(town: Town, visitor: Client) -> None:
    go(visitor)
    assert visitor.get("/en/register/e-id/not-me/").status_code == 302
    assert Session.objects.count() == 1
