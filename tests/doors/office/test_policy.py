"""Another policy: a form over it, what it would change, and two people who put it in force."""

import tomllib
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from hylla.library.actions import publish_policy
from hylla.library.models import PolicyDraft, PolicyVersion
from hylla.library.queries import policy_in_force
from hylla.privacy.approving import Sort, asked_of
from hylla.privacy.models import Approval
from hylla.privacy.policy.writing import with_tables, with_values
from hylla.privacy.vocabulary import Role
from tests.builders import POLICIES
from tests.doors.town import Town

Read = Callable[..., str]


def fields(part: str, office: Client) -> dict[str, Any]:
    """Return what the form of a part sends when nothing is changed."""
    form = office.get(f"/en/office/policy/part/{part}/").context["form"]
    sent: dict[str, Any] = {}
    for field in form:
        value = field.value()
        if value is True:
            sent[field.html_name] = "on"
        elif isinstance(value, list):
            sent[field.html_name] = value
        elif value not in (None, False):
            sent[field.html_name] = str(value)
    return sent


def test_every_key_has_its_explanation_and_the_laws_limit(read: Read) -> None:
    page = read("policy/part/periods/")
    assert "Loans: " in page
    assert "What you have borrowed" not in page, "it speaks to staff"
    assert "the longest practice found is 60 months" in page
    for part in ("library", "bases", "lending", "entry"):
        assert "[" in read(f"policy/part/{part}/")


@pytest.mark.parametrize("part", ["library", "bases", "periods", "lending", "entry"])
def test_a_form_that_changes_nothing_changes_nothing(part: str, office: Client, town: Town) -> None:
    sent = fields(part, office)
    answer = office.post(f"/en/office/policy/part/{part}/", sent)
    assert answer.status_code == 302, answer.context["form"].errors
    draft = tomllib.loads(PolicyDraft.objects.get().text)
    before = tomllib.loads(policy_in_force().text)
    draft.pop("notice"), before.pop("notice")
    assert draft == before


MARK = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8">
  <path d="M1 1h6v6H1z"/>
</svg>
"""


def test_the_languages_and_the_mark_are_changed_like_the_rest(office: Client, town: Town) -> None:
    """What nobody touched, and its comments, stays as it was written; the preview tells the new."""
    sent = {**fields("library", office), "languages": ["sv", "en", "nb"]}
    assert office.post("/en/office/policy/part/library/", sent).status_code == 302
    sent = {**fields("entry", office), "look__mark": MARK.replace("\n", "\r\n")}
    answer = office.post("/en/office/policy/part/entry/", sent, follow=True)
    assert "look.mark" in answer.content.decode()
    text = PolicyDraft.objects.get().text
    told = tomllib.loads(text)
    assert (told["languages"], told["look"]["mark"]) == (["nb", "en", "sv"], MARK)
    assert MARK in text
    before = policy_in_force().text.splitlines()
    assert {each for each in before if each.startswith("#")} <= set(text.splitlines())


@pytest.mark.parametrize(
    ("part", "field", "wrong", "said"),
    [
        ("library", "default_language", {"languages": ["sv"]}, "one of `languages`"),
        ("library", "default_language", {"languages": []}, "one of `languages`"),
        ("library", "languages", {"languages": ["se"]}, "Select a valid choice"),
        ("entry", "look__mark", {"look__mark": MARK.replace("path", "script")}, "script"),
        ("entry", "look__mark", {"look__mark": "fjord"}, "Found"),
    ],
)
def test_a_language_or_a_mark_that_cannot_be_is_refused(
    part: str, field: str, wrong: dict[str, Any], said: str, office: Client, town: Town
) -> None:
    sent = {**fields(part, office), **wrong}
    answer = office.post(f"/en/office/policy/part/{part}/", sent)
    assert answer.status_code == 422
    assert any(said in each for each in answer.context["form"].errors[field])
    assert not PolicyDraft.objects.exists()


def test_what_the_law_does_not_allow_stands_beside_its_field(office: Client) -> None:
    sent = {**fields("periods", office), "periods__closed_loan": "P90D"}
    answer = office.post("/en/office/policy/part/periods/", sent)
    assert answer.status_code == 422
    form = answer.context["form"]
    assert "at most P14D" in form.errors["periods__closed_loan"][0]
    assert not PolicyDraft.objects.exists()


def test_a_wrong_value_keeps_what_was_typed(office: Client) -> None:
    sent = {**fields("lending", office), "ages__adult": "40"}
    answer = office.post("/en/office/policy/part/lending/", sent)
    assert answer.status_code == 422
    assert "15 to 21" in answer.context["form"].errors["ages__adult"][0]
    assert 'value="40"' in answer.content.decode()


def shorten(office: Client) -> str:
    """Write a draft in which messages are kept for three days; return the preview."""
    sent = {**fields("periods", office), "periods__delivered_message": "P3D"}
    answer = office.post("/en/office/policy/part/periods/", sent, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


def test_case_47_both_differences_and_the_people_are_told_before(
    office: Client, town: Town
) -> None:
    town.patron()
    page = shorten(office)
    assert "periods.delivered_message" in page
    assert "P7D" in page
    assert "3 days" in page, "in words"
    assert "<del>" in page
    assert "Whom it touches" in page


def test_case_47_two_different_people_put_it_in_force(
    office: Client, administrator: Client, read: Read
) -> None:
    shorten(office)
    digest = PolicyDraft.objects.get().digest
    for _ in range(2):
        page = office.post("/en/office/policy/agree/", {"digest": digest}).content.decode()
        assert "Another privacy officer or administrator" in page
    assert not PolicyVersion.objects.exists()
    assert "Another policy" in read()
    page = administrator.post("/en/office/policy/agree/", {"digest": digest}).content.decode()
    assert "Version 1.1 is in force" in page
    assert str(policy_in_force().period("delivered_message")) == "P3D"
    assert not PolicyDraft.objects.exists()
    history = read("policy/")
    assert "Officer, Admin" in history or "Admin, Officer" in history
    assert "in force" in history


def test_whoever_said_yes_did_not_say_yes_to_another_text(
    office: Client, administrator: Client
) -> None:
    shorten(office)
    digest = PolicyDraft.objects.get().digest
    office.post("/en/office/policy/agree/", {"digest": digest})
    sent = {**fields("periods", administrator), "periods__delivered_message": "P2D"}
    administrator.post("/en/office/policy/part/periods/", sent)
    answer = administrator.post("/en/office/policy/agree/", {"digest": digest})
    assert answer.status_code == 422
    assert "changed or dropped since" in answer.content.decode()
    assert asked_of(Sort.POLICY, digest) is None
    assert not PolicyVersion.objects.exists()


def test_a_dropped_draft_leaves_nothing(office: Client) -> None:
    shorten(office)
    digest = PolicyDraft.objects.get().digest
    office.post("/en/office/policy/agree/", {"digest": digest})
    office.post("/en/office/policy/drop/")
    assert not PolicyDraft.objects.exists()
    assert not Approval.objects.exists()


def test_the_text_comes_and_goes_as_a_file(office: Client) -> None:
    text = office.get("/en/office/policy/file/").content.decode()
    assert tomllib.loads(text)["code"] == policy_in_force().code
    changed = with_values(text, {"notice.version": "3.0", "copies.backup_days": 20})
    file = SimpleUploadedFile("own.toml", changed.encode())
    answer = office.post("/en/office/policy/text/", {"file": file}, follow=True)
    assert "copies.backup_days" in answer.content.decode()
    assert PolicyDraft.objects.get().text == changed


@pytest.mark.parametrize("text", ["[", 'code = "x"', ""])
def test_a_text_that_is_no_policy_is_told_why(text: str, office: Client) -> None:
    answer = office.post("/en/office/policy/text/", {"text": text})
    assert answer.status_code == 422
    assert "Put this right first" in answer.content.decode()
    assert not PolicyDraft.objects.exists()


def test_a_version_is_published_once(office: Client, administrator: Client) -> None:
    """The command line has published the same number in the meantime."""
    shorten(office)
    draft = PolicyDraft.objects.get()
    publish_policy(draft.text.replace('"P3D"', '"P2D"'), now=datetime.now(UTC))
    office.post("/en/office/policy/agree/", {"digest": draft.digest})
    answer = administrator.post("/en/office/policy/agree/", {"digest": draft.digest})
    assert "notice.version" in answer.content.decode()
    assert answer.status_code == 422
    assert PolicyVersion.objects.count() == 1


def test_the_desk_decides_nothing(town: Town, staff_client: Callable[[str], Client]) -> None:
    client = staff_client(town.staff(Role.DESK))
    for path in ("", "part/periods/", "text/", "file/", "preview/"):
        assert client.get(f"/en/office/policy/{path}").status_code == 403


@pytest.mark.parametrize("path", sorted(POLICIES.glob("*.toml")), ids=lambda path: path.stem)
def test_only_the_line_that_changes_changes(path: object) -> None:
    text = path.read_text(encoding="utf-8")  # type: ignore[attr-defined] # a path
    new = with_values(text, {"copies.backup_days": 21, "periods.closed_loan": "PT71H"})
    assert len(set(new.splitlines()) - set(text.splitlines())) == 2
    assert tomllib.loads(new)["periods"]["closed_loan"] == "PT71H"
    added = with_tables(text, "processors", [{"name": 'Nordvik "IT"', "purposes": ["fees"]}])
    assert tomllib.loads(added)["processors"] == [{"name": 'Nordvik "IT"', "purposes": ["fees"]}]
    rest = tomllib.loads(text)
    rest.pop("processors", None)
    assert {k: v for k, v in tomllib.loads(added).items() if k != "processors"} == rest


def test_what_cannot_be_changed_by_a_line_is_written_anew() -> None:
    text = "[a]\nb = 1\n[a.c]\nd = [\n 1,\n 2]\n"
    new = with_values(text, {"a.c": {"d": [3]}, "a.b": None, "top": True})
    assert tomllib.loads(new) == {"a": {"c": {"d": [3]}}, "top": True}
