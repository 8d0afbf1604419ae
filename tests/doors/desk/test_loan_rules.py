"""Loan rules at the desk: which applies and why, and how they are changed."""

import re
from collections.abc import Callable
from datetime import timedelta
from html import unescape

import pytest
from django.test import Client
from django.utils import timezone

from hylla.catalogue.models import Collection
from hylla.circulation.models import LoanRule, RuleChange
from hylla.circulation.queries import loan_rules
from hylla.doors.parts.writing import day_text
from hylla.library.actions import bump_rules_version
from hylla.library.queries import rules_version
from hylla.privacy.vocabulary import Role
from tests.doors.town import Town

StaffClient = Callable[[str], Client]
RULES = "/en/desk/rules/"


@pytest.fixture
def office(town: Town, staff_client: StaffClient) -> Client:
    """A browser in which an administrator is logged in."""
    return staff_client(town.staff(Role.ADMINISTRATOR))


def told(page: str) -> str:
    """Return what is read on a page."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page.partition("<main")[2])).split())


def sent(client: Client, path: str, *, status: int = 200, **values: object) -> str:
    """Send a form and return what the page says."""
    answer = client.post(path, {name: str(value) for name, value in values.items()})
    assert answer.status_code == status
    return answer.content.decode()


def rule(**other: object) -> dict[str, object]:
    """Return a whole form; `category` and the like where it is for a new rule."""
    usual = {
        "is_lent": "on",
        "loan_days": 28,
        "max_renewals": 2,
        "max_loans": 40,
        "max_holds": 20,
        "min_age": 0,
        "fee": 0,
        "cap": 0,
        "grace_days": 0,
    }
    return {**usual, **other}


def hidden(page: str) -> dict[str, str]:
    """Return what a page sends on without asking."""
    fields = re.findall(r'<input type="hidden" name="(\w+)"(?: value="([^"]*)")?', page)
    return {name: unescape(value) for name, value in fields if name != "opened"}


def test_a_rule_is_added_only_after_it_was_looked_at(town: Town, office: Client) -> None:
    town.lend(town.patron(), town.item())
    new = rule(category="adult", item_type="book", loan_days=14, max_of_type=3)
    before = loan_rules()
    page = sent(office, f"{RULES}0/", **new)
    assert loan_rules() == before
    assert "What this touches" in page
    assert "Loans that are out keep their due dates" in told(page)
    page = sent(office, f"{RULES}0/put/", **hidden(page))
    assert "The rule is in force." in page
    assert len(loan_rules()) == len(before) + 1
    assert "14 days" in told(page)
    assert "3 of this kind" in told(page)
    history = told(office.get(f"{RULES}changes/").content.decode())
    assert "Added" in history
    assert "No rule" in history


def test_a_rule_may_renew_by_itself(town: Town, office: Client) -> None:
    (general,) = loan_rules()
    page = sent(office, f"{RULES}{general.id}/", **rule(auto_renew="on"))
    assert "By itself, when it is soon due" in told(page)
    page = sent(office, f"{RULES}{general.id}/put/", **hidden(page))
    assert loan_rules()[0].terms.auto_renew
    assert "By itself, when it is soon due" in told(page)
    assert "By itself" in told(office.get(f"{RULES}changes/").content.decode())
    asked = {"category": "adult", "item_type": "book", "branch": town.main.pk}
    town.item()
    assert "Yes, when it is soon due" in told(sent(office, f"{RULES}which/", **asked))


def test_a_rule_may_call_back(town: Town, office: Client) -> None:
    (general,) = loan_rules()
    page = sent(office, f"{RULES}{general.id}/", status=422, **rule(auto_recall="on"))
    assert "Say how many days a loan has before it is called back." in told(page)
    page = sent(office, f"{RULES}{general.id}/", **rule(auto_recall="on", recall_after_days=14))
    page = sent(office, f"{RULES}{general.id}/put/", **hidden(page))
    assert "Called back after 14 days. By itself, when somebody waits" in told(page)
    town.item()
    asked = {"category": "adult", "item_type": "book", "branch": town.main.pk}
    page = told(sent(office, f"{RULES}which/", **asked))
    day = day_text(timezone.localdate() + timedelta(days=14))
    assert f"Back at the earliest, if it is called back {day}" in page.replace("\xa0", " ")


def test_a_rule_is_changed_and_taken_away(town: Town, office: Client) -> None:
    sent(office, f"{RULES}0/put/", seen=rules_version(), **rule(category="adult"))
    number = LoanRule.objects.get(category="adult", item_type=None).pk
    page = office.get(f"{RULES}{number}/").content.decode()
    assert 'name="category"' not in page
    page = sent(office, f"{RULES}{number}/", **rule(is_lent="", all_due_on="2031-06-12"))
    sent(office, f"{RULES}{number}/put/", **hidden(page))
    assert not LoanRule.objects.get(pk=number).is_lent
    page = sent(office, f"{RULES}{number}/", remove=1)
    page = sent(office, f"{RULES}{number}/put/", **hidden(page))
    assert "The rule is gone." in page
    assert RuleChange.objects.count() == 3
    answer = sent(office, f"{RULES}{number}/", status=422, remove=1)
    assert "This rule is gone." in answer


def test_who_was_slower_looks_again(town: Town, office: Client) -> None:
    seen = rules_version()
    sent(office, f"{RULES}0/put/", seen=seen, **rule(category="adult"))
    page = sent(office, f"{RULES}0/put/", status=422, seen=seen, **rule(category="child"))
    assert "Somebody has changed the rules since you looked." in page
    page = sent(office, f"{RULES}0/put/", **hidden(page))
    assert "The rule is in force." in page


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("loan_days", "-1"),
        ("loan_days", "1000"),
        ("loan_days", "soon"),
        ("max_loans", ""),
        ("all_due_on", "2020-01-01"),
        ("all_due_on", "31 February"),
        ("fee", "100000000"),
        ("fee", "-2"),
        ("cap", "99999"),
        ("category", "nobody"),
        ("branch", "999999999999"),
    ],
)
def test_what_is_wrong_stands_beside_its_field(
    town: Town, office: Client, field: str, value: str
) -> None:
    town.patron()
    before = loan_rules()
    page = sent(office, f"{RULES}0/", status=422, **{**rule(category="adult"), field: value})
    assert f'id="id_{field}_error"' in page
    assert loan_rules() == before


def test_the_only_rule_for_something_is_not_taken_away(town: Town, office: Client) -> None:
    town.lend(town.patron(), town.item())
    general = loan_rules()[-1]
    page = sent(office, f"{RULES}{general.id}/", remove=1)
    assert "It cannot go: there would be no rule for" in page
    assert "Put it in force" not in page
    answer = office.post(f"{RULES}{general.id}/put/", {"remove": 1, "seen": rules_version()})
    assert answer.status_code == 422
    assert loan_rules()[-1] == general


def test_which_rule_applies_and_what_it_comes_to(town: Town, staff_client: StaffClient) -> None:
    desk = staff_client(town.staff(Role.DESK))
    town.lend(town.patron(), town.item())
    case = {"category": "adult", "item_type": "book", "branch": town.main.pk}
    page = told(sent(desk, f"{RULES}which/", **case, days_late=3, loans=1))
    assert "It applies." in page
    assert "Fee after 3 late days" in page
    LoanRule.objects.update(min_age=15)
    bump_rules_version()
    page = told(sent(desk, f"{RULES}which/", **case, age=14))
    assert "Refused" in page
    assert "from the age of 15" in page


def test_who_may_read_and_who_may_change(town: Town, staff_client: StaffClient) -> None:
    desk = staff_client(town.staff(Role.DESK))
    page = desk.get(RULES).content.decode()
    assert "Add a rule" not in page
    for path in ("0/", "changes/"):
        assert desk.get(RULES + path).status_code == 403
    assert desk.post(f"{RULES}0/put/", rule()).status_code == 403
    assert staff_client(town.staff(Role.PRIVACY_OFFICER)).get(RULES).status_code == 403


def test_a_kind_and_a_collection_are_added_and_a_copy_filed(
    town: Town, office: Client, desk: Client
) -> None:
    add, file = "/en/desk/collections/add/", "/en/desk/collections/"
    for sort, code in (("kind", "laptop"), ("collection", "quick")):
        page = sent(office, add, sort=sort, name=f"The {code}", code=code)
        assert f"Added: The {code}." in page
        again = sent(office, add, status=422, sort=sort, name="Other", code=code)
        assert 'id="id_code_error"' in again
    item = town.item()
    sent(desk, file, barcode=item.barcode, item_type="laptop", collection="quick")
    item.refresh_from_db()
    assert (item.item_type_id, item.collection_id) == ("laptop", "quick")
    page = sent(desk, file, status=422, barcode="nothing", collection="quick")
    assert 'id="id_barcode_error"' in page
    assert 'id="id_collection_error"' in sent(
        desk, file, status=422, barcode=item.barcode, collection="none"
    )
    sent(desk, file, barcode=item.barcode, item_type="", collection="")
    item.refresh_from_db()
    assert (item.item_type_id, item.collection_id) == ("laptop", None)
    assert desk.post(add, {"sort": "kind", "name": "X", "code": "x"}).status_code == 403
    assert Collection.objects.count() == 1
