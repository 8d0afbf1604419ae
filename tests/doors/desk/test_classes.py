"""Class lists of a school library: without titles unless decided, replaced, and ended for good."""

import re
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO

import pytest
from django.test import Client
from django.utils import timezone

from hylla.circulation.queries.classes import class_list
from hylla.library.actions import add_branch
from hylla.library.models import Branch
from hylla.library.queries import policy_in_force
from hylla.patrons.actions import set_protected_address
from hylla.patrons.models import Identity
from hylla.patrons.rules import end_of_school_year
from hylla.privacy.models import AccessEntry
from hylla.privacy.removal import remove_due
from hylla.privacy.vocabulary import Role
from tests.doors.town import Patron, Town, change_policy

Staff = Callable[[str], Client]


@pytest.fixture
def school(town: Town) -> Town:
    """The town, whose library is a school's, too."""
    Branch.objects.filter(pk=town.main.pk).update(is_school_library=True)
    town.main.refresh_from_db()
    return town


@pytest.fixture
def teacher(school: Town, staff_client: Staff) -> Client:
    return staff_client(school.staff(Role.SCHOOL))


@pytest.fixture
def pupil(school: Town) -> Patron:
    return school.child(age=11, given_name="Embla", family_name="Tjernvatn")


def send(teacher: Client, pupils: str, **changes: object) -> str:
    last = end_of_school_year(timezone.localdate())
    told = {"name": "7B", "until_on": last.isoformat(), "pupils": pupils, **changes}
    return teacher.post("/en/desk/classes/", told).content.decode()


def in_class(name: str = "7B") -> set[str]:
    rows = Identity.objects.filter(school_class=name)
    return set(rows.values_list("given_name", flat=True))


def test_case_63_school_staff_see_their_class_without_titles(
    teacher: Client, pupil: Patron, school: Town
) -> None:
    send(teacher, pupil.card)
    school.lend(pupil, school.item("Vinterfjell"), days_ago=60)
    school.lend(pupil, school.item("Sommerhav"))
    other = add_branch("by", name="By")
    school.lend(pupil, school.item("Trollunger", branch=other))
    page = teacher.get("/en/desk/classes/7B/").content.decode()
    assert "Embla Tjernvatn" in page
    (seen,) = class_list(
        "7B", branch_id=school.main.pk, policy=policy_in_force(), now=timezone.now()
    )
    assert (seen.on_loan, seen.late, seen.titles) == (2, 1, ()), "the school's own things"
    for title in ("Vinterfjell", "Sommerhav", "Trollunger", pupil.card):
        assert title not in page
    (entry,) = AccessEntry.objects.filter(person=pupil.id)
    assert (entry.role, entry.task, entry.kinds) == ("school", "class_list", "name school_class")


def test_case_63_and_with_titles_of_the_school_where_the_library_has_decided_so(
    teacher: Client, pupil: Patron, school: Town
) -> None:
    change_policy(("school_classes = true", "school_classes = true\nclass_titles = true"))
    send(teacher, pupil.card)
    school.lend(pupil, school.item("Vinterfjell"))
    school.lend(pupil, school.item("Trollunger", branch=add_branch("by", name="By")))
    page = teacher.get("/en/desk/classes/7B/").content.decode()
    assert "Vinterfjell" in page
    assert "Trollunger" not in page
    assert "borrowed" in AccessEntry.objects.get(person=pupil.id).kinds


def test_case_63_a_new_list_replaces_the_old_one(
    teacher: Client, pupil: Patron, school: Town
) -> None:
    born = Identity.objects.get(person=pupil.id).birth_date
    assert born is not None
    new = school.child(age=11, given_name="Ask", family_name="Bjørkås")
    assert "1 pupil is in the class now." in send(teacher, pupil.card)
    page = send(teacher, f"bjørkås;  ask;{born:%d.%m.%Y}\n")
    assert "1 was in it, and is not any more." in page
    assert in_class() == {"Ask"}
    send(teacher, f"Bjørkås\tAsk\t{born}\nTjernvatn\tEmbla\t{born}", name="8B")
    assert (in_class(), in_class("8B")) == (set(), {"Ask", "Embla"})
    assert "Ask" not in teacher.get("/en/desk/classes/7B/").content.decode()
    send(teacher, new.card, name="10A")
    named = re.findall(
        r"/en/desk/classes/(\w+)/", teacher.get("/en/desk/classes/").content.decode()
    )
    assert [each for each in named if each != "end"] == ["8B", "10A"]
    send(teacher, f"{pupil.card}\n{new.card}", name="8B")
    assert (
        "2 pupils have none here now."
        in teacher.post("/en/desk/classes/end/", {"name": "8B"}).content.decode()
    )
    assert in_class("8B") == set()


def test_case_63_a_list_ends_with_its_last_day_and_is_deleted(
    teacher: Client, pupil: Patron, school: Town
) -> None:
    now = timezone.now()
    send(teacher, pupil.card, until_on=timezone.localdate().isoformat())
    policy, branch = policy_in_force(), school.main.pk
    assert class_list("7B", branch_id=branch, policy=policy, now=now)
    tomorrow = now + timedelta(days=1)
    assert not class_list("7B", branch_id=branch, policy=policy, now=tomorrow), "before any night"
    remove_due(policy, now=now + timedelta(days=3))
    assert Identity.objects.filter(school_class="7B").count() == 0


@pytest.mark.parametrize(
    ("pupils", "said"),
    [
        ("", "Nobody is on the list."),
        ("Tjernvatn;Embla", "Line 1: write a card number, or family name"),
        ("\nTjernvatn;Embla;31.02.2014", "Line 2: write a card number, or family name"),
        ("N999999999", "Line 1: no patron of this school library"),
        ("Tjernvatn;Embla;2001-01-01", "Line 1: no patron of this school library"),
        ("{card}\n{card}", "Line 2: this pupil stands on the list already."),
        ("{elsewhere}", "Line 1: no patron of this school library"),
        ("{hidden}", "Line 1: no patron of this school library"),
        ("Lik;Navn;{born}", "Line 1: several have this name and birth date."),
        ("{card}\n" * 201, "A class has at most 200 pupils."),
    ],
)
def test_a_list_with_a_mistake_says_where_and_changes_nothing(
    teacher: Client, pupil: Patron, school: Town, pupils: str, said: str
) -> None:
    send(teacher, pupil.card)
    elsewhere = school.child(age=11, home_branch_id=add_branch("by", name="By").pk)
    hidden = school.child(age=11)
    set_protected_address(hidden.id, protected=True)
    twins = [school.child(age=11, given_name="Navn", family_name="Lik") for _ in range(2)]
    born = Identity.objects.get(person=twins[0].id).birth_date
    told = pupils.format(card=pupil.card, elsewhere=elsewhere.card, hidden=hidden.card, born=born)
    page = send(teacher, told)
    assert said in page
    assert in_class() == {"Embla"}


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"name": "7B/x"}, "A class has a short name"),
        ({"name": ""}, "A class has a short name"),
        ({"until_on": "2001-01-01"}, "The last day of a class is between today and "),
        ({"until_on": "2999-01-01"}, "The last day of a class is between today and "),
    ],
)
def test_a_class_needs_a_name_and_a_last_day_of_this_school_year(
    teacher: Client, pupil: Patron, changes: dict[str, str], said: str
) -> None:
    assert said in send(teacher, pupil.card, **changes)
    assert not Identity.objects.exclude(school_class="").exists()


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1252"])
def test_a_file_is_read_as_spreadsheets_write_it(
    teacher: Client, school: Town, encoding: str
) -> None:
    child = school.child(age=11, given_name="Åse", family_name="Bjørkås")
    born = Identity.objects.get(person=child.id).birth_date
    file = BytesIO(f"Bjørkås;Åse;{born}\r\n".encode(encoding))
    file.name = "7b.csv"
    send(teacher, "", file=file)
    assert in_class() == {"Åse"}
    large = BytesIO(b"x" * 200_001)
    large.name = "x.csv"
    assert "This file is too large." in send(teacher, "", file=large)


def test_a_list_is_a_school_librarys_only_and_its_staffs(
    town: Town, staff_client: Staff, pupil: Patron
) -> None:
    Branch.objects.update(is_school_library=False)
    teacher = staff_client(town.staff(Role.SCHOOL))
    assert "Your branch is no school library." in send(teacher, pupil.card)
    assert teacher.get("/en/desk/classes/7B/").status_code == 302
    assert in_class() == set()
    desk = staff_client(town.staff(Role.DESK))
    assert desk.get("/en/desk/classes/").status_code == 403
    assert teacher.get("/en/desk/find/").status_code == 403, "opens no records"
