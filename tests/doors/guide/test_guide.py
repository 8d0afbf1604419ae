"""From an empty database to a lending library, and everything that is refused on the way."""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from hylla.catalogue.models import Record
from hylla.circulation.models import Loan
from hylla.library.actions import begin_first_run
from hylla.library.models import Branch, FirstRun, OpeningHours, PolicyVersion, Staff
from hylla.library.queries import first_run, policy_in_force
from hylla.patrons.actions import register
from hylla.patrons.rules import NewPatron
from tests.doors.guide.conftest import ABOUT, ADMINISTRATOR, BRANCH, RULES, Go, filled, until
from tests.doors.town import PIN, Patron, Town

STEPS = ["library", "policy", "branches", "administrator", "rules", "titles", "ready"]


def test_from_nothing_to_a_loan(go: Go, beginner: Client, marc_file: Path) -> None:
    until(go, "titles")
    with marc_file.open("rb") as file:
        told = {"file": file, "branch": str(Branch.objects.get().pk)}
        answer = beginner.post("/en/guide/titles/", told)
    page = b"".join(answer.streaming_content).decode()  # type: ignore[attr-defined] # it streams
    assert page.index("1 record read") < page.index("The file is read")
    assert page.rstrip().endswith("</html>")
    assert Record.objects.count() == 2
    run = first_run()
    assert run is not None
    assert "2 added" in run.import_report
    assert "2" in beginner.get("/en/guide/ready/").content.decode()
    assert "You can lend" in go("ready", {}).content.decode()
    assert policy_in_force().name == "Ulvøya bibliotek"
    desk = Client(headers={"Sec-Fetch-Site": "same-origin"})
    told = {"username": "signe", "password": ADMINISTRATOR["password"]}
    assert desk.post("/en/desk/log-in/", told).status_code == 302
    lend_something()


def lend_something() -> None:
    branch = Branch.objects.get()
    town = Town(branch, branch)
    person = register(
        NewPatron(
            given_name="Embla",
            family_name="Tjernvatn",
            birth_date=timezone.localdate().replace(year=1985, day=1),
            home_branch_id=branch.pk,
            pin=PIN,
            emails=("embla@example.org",),
        ),
        policy=policy_in_force(),
        now=timezone.now(),
    )
    town.lend(Patron(person.person_id, person.card_number), town.item())
    assert Loan.objects.get().due_on > timezone.localdate()


@pytest.mark.parametrize("step", STEPS)
def test_without_the_code_nobody_comes_in(code: str, visitor: Client, step: str) -> None:
    for send in (visitor.get, visitor.post):
        answer = send(f"/en/guide/{step}/")
        assert (answer.status_code, answer["Location"]) == (302, "/en/guide/")
    answer = visitor.post("/en/guide/", {"code": "2222-2222-2222-2222"})
    assert answer.status_code == 422
    assert "This code is wrong or spent." in answer.content.decode()
    assert not visitor.cookies


@pytest.mark.parametrize("step", ["", *STEPS])
@pytest.mark.django_db
def test_before_it_is_begun_there_is_no_guide(visitor: Client, step: str) -> None:
    assert visitor.get(f"/en/guide/{step}{'/' if step else ''}").status_code == 404


def test_once_finished_it_cannot_be_opened_again(go: Go, beginner: Client) -> None:
    until(go, "ready")
    go("ready", {})
    assert begin_first_run(now=timezone.now()) is None
    for step in ["", *(f"{each}/" for each in STEPS)]:
        assert beginner.get(f"/en/guide/{step}").status_code == 404
        assert beginner.post(f"/en/guide/{step}", ABOUT).status_code == 404
    assert FirstRun.objects.get().policy_text == ""


def test_it_is_left_and_resumed_where_it_was(go: Go, beginner: Client) -> None:
    until(go, "administrator")
    assert beginner.get("/en/guide/")["Location"] == "/en/guide/administrator/"
    page = beginner.get("/en/guide/library/").content.decode()
    assert "Ulvøya kommune" in page, "what was told stands there to be changed"


def test_no_step_comes_before_its_turn(go: Go, beginner: Client) -> None:
    until(go, "branches")
    for step in ("administrator", "rules", "titles", "ready"):
        answer = go(step, {**RULES, **ADMINISTRATOR, "later": "1"})
        assert (answer.status_code, answer["Location"]) == (302, "/en/guide/branches/")
    assert not Staff.objects.exists()
    run = FirstRun.objects.get()
    assert (run.rules_set_at, run.import_passed_over) == (None, False)


def test_an_administrator_who_is_logged_in_goes_on_without_the_code(go: Go) -> None:
    until(go, "rules")
    other = Client(headers={"Sec-Fetch-Site": "same-origin"})
    told = {"username": "signe", "password": ADMINISTRATOR["password"]}
    other.post("/en/desk/log-in/", told)
    assert other.get("/en/guide/rules/").status_code == 200


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"library_name": ""}, "This field is required."),
        ({"email": "nobody"}, "Enter a valid email address."),
        ({"notice_url": "http://ulvoya.example.org"}, "The address begins with https://"),
        ({"country": "SE"}, "In Sweden public records are removed by decision only"),
        ({"country": "XX"}, "Select a valid choice."),
    ],
)
def test_what_is_wrong_with_the_library_is_said(go: Go, changes: dict[str, str], said: str) -> None:
    answer = go("library", {**ABOUT, **changes})
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert FirstRun.objects.get().controller_name == "", "nothing is half written"


def test_the_promises_of_a_sample_are_shown_in_plain_words(go: Go, beginner: Client) -> None:
    until(go, "policy")
    assert "As Umeå" not in beginner.get("/en/guide/policy/").content.decode(), "another country"
    go("policy", {"sample": "fjordvik"})
    page = beginner.get("/en/guide/policy/").content.decode()
    assert "removed at the latest" in page
    assert "Ulvøya kommune" in page
    assert "Fjordvik" not in page.partition("Begin again with a sample")[0]


def test_a_policy_with_faults_says_what_to_do_and_keeps_what_was_typed(
    go: Go, beginner: Client
) -> None:
    until(go, "policy")
    go("policy", {"sample": "fjordvik"})
    run = first_run()
    assert run is not None
    wrong = run.policy_text.replace('access_log = "P24M"', 'access_log = "P24Y"')
    answer = go("policy", {"text": wrong})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "periods.access_log" in page
    assert "at most" in page
    assert "P24Y" in page
    assert not PolicyVersion.objects.exists()
    assert "P24Y" in beginner.get("/en/guide/policy/").content.decode()
    assert go("policy", {"text": run.policy_text}).status_code == 302
    assert PolicyVersion.objects.get().version == "1.0"


def test_looking_at_a_changed_text_publishes_nothing(go: Go) -> None:
    until(go, "policy")
    go("policy", {"sample": "bergen"})
    assert go("policy", filled({"text": "*", "look": "1"})).status_code == 302
    assert not PolicyVersion.objects.exists()


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"closes_0": ""}, "Give both times, or leave the day empty."),
        ({"closes_0": "09:00"}, "This is not later than the opening."),
        ({"opens_0": "", "closes_0": ""}, "A branch is open on one day at least."),
        ({"opens_0": "soon"}, "Enter a valid time."),
        ({"name": ""}, "This field is required."),
    ],
)
def test_what_is_wrong_with_a_branch_is_said(go: Go, changes: dict[str, str], said: str) -> None:
    until(go, "branches")
    answer = go("branches", {**BRANCH, **changes})
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not Branch.objects.exists()
    assert not OpeningHours.objects.exists()


def test_branches_are_added_and_changed(go: Go, beginner: Client) -> None:
    until(go, "branches")
    go("branches", BRANCH)
    go("branches", BRANCH)
    assert sorted(Branch.objects.values_list("code", flat=True)) == ["ulvoya", "ulvoya-2"]
    known = str(Branch.objects.get(code="ulvoya").pk)
    page = beginner.get("/en/guide/branches/", {"branch": known}).content.decode()
    assert 'value="18:00"' in page
    go("branches", {**BRANCH, "branch": known, "name": "Skjæret", "closes_0": "17:00"})
    assert Branch.objects.get(code="ulvoya").name == "Skjæret"
    hours = OpeningHours.objects.filter(branch_id=known).values_list("closes_at", flat=True)
    assert [str(each) for each in hours] == ["17:00:00"]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"password": "kort", "again": "kort"}, "A password has at least 12 characters"),
        ({"again": "another one, longer"}, "This is not the same as the password above."),
        ({"username": "Signe V"}, "A user name has 2 to 50 small letters"),
        ({"undertaking": ""}, "Nobody logs in before they have signed it."),
    ],
)
def test_what_is_wrong_with_the_administrator_is_said(
    go: Go, changes: dict[str, Any], said: str
) -> None:
    until(go, "administrator")
    answer = go("administrator", filled({**ADMINISTRATOR, "branch": "*", **changes}))
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert ADMINISTRATOR["password"] not in answer.content.decode()
    assert not Staff.objects.exists()


def test_there_is_one_first_administrator(go: Go) -> None:
    until(go, "rules")
    answer = go("administrator", filled({**ADMINISTRATOR, "branch": "*", "username": "second"}))
    assert "There is an administrator" in answer.content.decode()
    assert Staff.objects.count() == 1


@pytest.mark.parametrize("content", [b"", b"this is no MARC\n" * 20])
def test_a_file_that_is_none_is_told_of(
    go: Go, beginner: Client, content: bytes, tmp_path: Path
) -> None:
    until(go, "titles")
    path = tmp_path / "titler.mrc"
    path.write_bytes(content)
    with path.open("rb") as file:
        told = {"file": file, "branch": str(Branch.objects.get().pk)}
        answer = beginner.post("/en/guide/titles/", told)
    if answer.streaming:
        page = b"".join(answer.streaming_content).decode()  # type: ignore[attr-defined] # as said
        assert "The file could not be read" in page
    else:
        assert "This file is empty." in answer.content.decode()
    assert not Record.objects.exists()


def test_who_walks_away_from_an_import_is_told_how_to_go_on(
    go: Go, beginner: Client, marc_file: Path
) -> None:
    until(go, "titles")
    with marc_file.open("rb") as file:
        told = {"file": file, "branch": str(Branch.objects.get().pk)}
        answer = beginner.post("/en/guide/titles/", told)
    # As a server does with an answer that nobody wants any more.
    pieces = answer._iterator  # type: ignore[attr-defined] # it streams
    assert next(pieces)
    assert next(pieces)
    pieces.close()
    page = beginner.get("/en/guide/titles/").content.decode()
    assert "The last file was not read to its end" in page
    assert beginner.get("/en/guide/ready/")["Location"] == "/en/guide/titles/"
