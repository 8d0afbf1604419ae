"""Every role at every door: what is shown of somebody is what the matrix gives, and is logged."""

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from hylla.library.actions import add_kiosk
from hylla.library.models import Branch, Staff
from hylla.library.rules import STAFF_ROLES
from hylla.outreach.models import Round
from hylla.patrons.models import AtKiosk, Guardianship
from hylla.privacy.matrix import Field, Right, When, shown
from hylla.privacy.models import AccessEntry
from hylla.privacy.vocabulary import Role
from tests.builders import half
from tests.doors.sight.looking import DOORS, Looker, Sight, look, look_at
from tests.doors.sight.planting import Planted, plant
from tests.doors.town import PASSWORD, PIN, Patron, Town

SELF_AND_PUBLIC = ("mypage", "joining", "opac", "harvest")
NO_ROW = {
    "patrons.AtDesk": "a number only: whom a desk has before it",
    "patrons.AtKiosk": "begins with a visit of the kiosk",
    "patrons.Session": "begins with a log-in",
    "patrons.KeptCard": "a hash of a token, and times",
    "patrons.Passkey": "a public key",
    "patrons.UserName": "a child has none",
    "patrons.Guardianship": "an adult has none",
    "messages.PushSubscription": "sealed",
    "patrons.GlassBroken": "codes and times",
    "patrons.OwnRecord": "a link only",
    "privacy.PreparedExtract": "sealed",
    "privacy.MergeCapsule": "sealed",
    "privacy.OnwardNotice": "names of processors, and for them alone by what they know who is gone",
    "privacy.Receipt": "a hash of a code",
    "privacy.ReceiptLine": "names of tables",
}
"""The tables about patrons in which nobody is planted; any other must have a row."""


@pytest.fixture
def planted(town: Town) -> Planted:
    """A child with marks: whoever may see any patron may see a child."""
    return plant(town, age=9)


def _browser() -> Client:
    return Client(headers={"Sec-Fetch-Site": "same-origin", "Accept-Language": "en"})


def _staff(town: Town, planted: Planted, role: Role) -> Looker:
    client = _browser()
    told = {"username": town.staff(role), "password": PASSWORD}
    assert client.post("/en/desk/log-in/", told).status_code == 302
    minor = not planted.is_adult
    Round.objects.filter(pk=1).update(staff=None)
    if role is Role.SCHOOL:
        Branch.objects.update(is_school_library=True)
    if role is Role.OUTREACH:
        Round.objects.filter(pk=1).update(staff=Staff.objects.get(username=told["username"]))
    whens = {
        Role.OUTREACH: (When.ROUND,),
        Role.DESK: (When.PRESENT, When.LETTER),
        Role.CHILDREN: (When.CHILD,) * minor,
        Role.SCHOOL: (When.PUPIL,),
        Role.INVOICE: (When.CASE,),
        Role.PRIVACY_OFFICER: (When.CASE, When.HELD),
        Role.ADMINISTRATOR: (When.ASKED,),
    }

    def scan(client: Client) -> None:
        client.post("/en/desk/", {"entry": planted.patron.card})

    return Looker(
        role.value, role, whens.get(role, ()), client, ("desk", "office", "cataloguing"), scan
    )


def _patron(patron: Patron, name: str, role: Role, *whens: When) -> Looker:
    client = _browser()
    told = {"card": patron.card, "pin": PIN}
    assert client.post("/en/my/log-in/", told).status_code == 302
    return Looker(name, role, whens, client, SELF_AND_PUBLIC)


def _kiosk(town: Town, planted: Planted) -> Looker:
    client = _browser()
    code = add_kiosk("kiosk-hall", branch_id=town.main.pk, now=timezone.now())
    assert client.post("/en/kiosk/start/", {"code": code}).status_code == 302

    def stand(client: Client) -> None:
        client.post("/en/kiosk/lend/", {"entry": planted.patron.card})
        # A PIN is counted outside any transaction; this look is inside one.
        AtKiosk.objects.update(pin_was_right=True)

    return Looker("machine", Role.MACHINE, (When.SESSION,), client, ("kiosk",), stand)


def _nobody(town: Town, planted: Planted) -> Looker:
    return Looker("nobody", None, (), _browser(), DOORS)


def _another(town: Town, planted: Planted) -> Looker:
    return _patron(town.patron(given_name="Another"), "another", Role.GUARDIAN)


Make = Callable[[Town, Planted], Looker]
LOOKERS: dict[str, Make] = {
    **{role.value: partial(_staff, role=role) for role in STAFF_ROLES},
    "machine": _kiosk,
    "nobody": _nobody,
    "another": _another,
}
SEERS = {"desk", "children", "school", "outreach", "invoice", "machine", "privacy_officer"}
NEEDED = {
    *(Field.NAME, Field.CARD, Field.CONTACT, Field.ADDRESS),
    *(Field.LOANS, Field.HOLDS, Field.CLAIMS),
}
"""What the desk cannot do without."""


def unlawful(sight: Sight) -> set[str]:
    """Return the columns whose whole value is shown although the matrix does not give it."""
    role, whens = sight.looker.role, set(sight.looker.whens)
    if role is Role.GUARDIAN and sight.address != reverse("mypage:extract_of_child"):
        whens -= {When.EXTRACT}
    return {
        each.column
        for each in sight.marks
        if role is None or shown(role, each.field, *whens) is not Right.READ
        if not _is_mask(role, each.column)
    }


def _is_mask(role: Role | None, column: str) -> bool:
    """Say whether a column is itself how another is masked: machines greet with a first name."""
    return role is Role.MACHINE and column == "patrons.Identity.given_name"


def unlogged(sight: Sight) -> set[str]:
    """Return the columns that are shown without a row in the read log that says so."""
    if sight.looker.role is Role.PATRON:
        return set()
    return {each.column for each in sight.marks if each.kind.value not in sight.logged}


def faults(sights: list[Sight]) -> list[str]:
    """Return all that is wrong, with where it is."""
    return [
        f"{sight.looker.name} {sight.method} {sight.address} {why}: {sorted(columns)}"
        for sight in sights
        for why, columns in (("shows", unlawful(sight)), ("writes no row of", unlogged(sight)))
        if columns
    ]


def test_somebody_stands_in_every_table(planted: Planted) -> None:
    assert planted.unmarked <= set(NO_ROW)
    marked = {each.field for each in planted.marks}
    times_only = {Field.LOG_INS, Field.PHONES, Field.CREDENTIAL, Field.STAFF, Field.APPLICATION}
    plain = {Field.PROTECTION, Field.MEMBERSHIP, Field.PREFERENCE, Field.BLOCKS, Field.CONSENTS}
    assert set(Field) - marked - times_only - plain <= {Field.GUARDIANS}


@pytest.mark.parametrize("who", half(sorted(LOOKERS)))
def test_a_role_at_every_door(
    who: str, town: Town, planted: Planted, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And of each view that showed something, nothing is left when the log cannot be written."""
    # How often a program comes is counted outside any transaction; this look is inside one.
    monkeypatch.setattr("hylla.doors.parts.throttle.take_from", lambda buckets, now: True)
    looker = LOOKERS[who](town, planted)
    seen = list(look(looker, planted))
    assert faults(seen) == []
    told = [each for each in seen if each.marks]
    assert bool(told) == (who in SEERS), "control"
    if who == Role.DESK:
        # Without it, a page that shows nothing would pass.
        assert {each.field for sight in told for each in sight.marks} >= NEEDED
    monkeypatch.setattr(AccessEntry.objects, "create", _fails)
    for each in told:
        assert not look_at(looker, planted, each.address, each.method).marks, each.address


def test_an_adult_is_no_childrens_librarians_to_see(town: Town) -> None:
    planted = plant(town, age=40)
    seen = list(look(_staff(town, planted, Role.CHILDREN), planted))
    assert [sight.address for sight in seen if sight.marks] == []


def _fails(*_: object, **__: object) -> None:
    raise OSError("the disk is full")


def test_a_patron_is_shown_everything_of_their_own(planted: Planted) -> None:
    looker = _patron(planted.patron, "self", Role.PATRON, When.EXTRACT)
    seen = list(look(looker, planted))
    assert faults(seen) == []
    assert {each for sight in seen for each in sight.marks} >= set(planted.marks) - _not_words(
        planted
    )


def _not_words(planted: Planted) -> set[Any]:
    """Return the marks that read otherwise in an extract, and things on a page without a name."""
    other = {Field.GUARDIANS, Field.BIRTH_DATE, Field.CLAIMS, Field.LOANS, Field.HOLDS}
    return {each for each in planted.marks if each.field in other}


@pytest.mark.parametrize(
    ("age", "whens"), half([(9, (When.WARD, When.YOUNG_WARD, When.EXTRACT)), (15, (When.WARD,))])
)
def test_case_07_a_guardian_is_shown_what_the_childs_age_allows(
    age: int, whens: tuple[When, ...], town: Town
) -> None:
    """Case 7: of a youth a guardian is shown what it costs, and no title."""
    guardian = town.patron(given_name="Guardian")
    planted = plant(town, age=age)
    _make_guardian(planted, guardian)
    planted.told["child"] = str(Guardianship.objects.get(child_id=planted.patron.id).pk)
    looker = _patron(guardian, "guardian", Role.GUARDIAN, *whens)
    seen = list(look(looker, planted))
    assert faults(seen) == []
    read = {each.field for sight in seen for each in sight.marks}
    assert (Field.LOANS in read) == (age < 13), "control"


def _make_guardian(planted: Planted, guardian: Patron) -> None:
    Guardianship.objects.filter(child_id=planted.patron.id).update(guardian_id=guardian.id)
    planted.marks = tuple(each for each in planted.marks if each.field is not Field.GUARDIANS)
