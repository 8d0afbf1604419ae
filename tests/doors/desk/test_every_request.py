"""The desk takes every kind of request: also of guardians, and of people without a card."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from hylla.circulation.actions import agree
from hylla.library.queries import policy_in_force
from hylla.patrons.actions import Shown
from hylla.patrons.actions.rights import objectionable, restrict
from hylla.patrons.models import Guardianship, Person
from hylla.patrons.models.consents import ConsentTo
from hylla.patrons.queries import consent_of
from hylla.patrons.queries.inactivity import inactivity_preview
from hylla.privacy.models import PreparedExtract, Request
from hylla.privacy.removal import remove_due
from hylla.privacy.rights.inbox import requests_open
from hylla.privacy.rights.terms import RequestKind
from hylla.privacy.vocabulary import Language
from tests.doors.town import Town

Press = Callable[..., str]


def test_every_kind_is_on_the_form(town: Town, scan: Press, desk: Client) -> None:
    scan(town.patron().card)
    offered = dict(desk.get("/en/desk/").context["rights_form"].fields["kind"].choices)
    assert set(offered) == set(RequestKind)


@pytest.mark.parametrize("kind", [RequestKind.EXTRACT, RequestKind.PORTABILITY])
def test_what_they_are_given_waits_behind_a_link(
    town: Town, scan: Press, act: Press, kind: RequestKind
) -> None:
    scan(town.patron().card)
    page = act("rights", kind=kind, proof="passport")
    assert "Give the patron this link." in page
    assert PreparedExtract.objects.get().request.kind == kind
    assert Request.objects.get().proof == "passport"


def test_a_consent_is_taken_back_there_and_then(town: Town, scan: Press, act: Press) -> None:
    patron, policy = town.patron(), policy_in_force()
    shown = Shown(policy=policy, language=Language.EN)
    agree(patron.id, ConsentTo.LOAN_HISTORY, shown=shown, now=timezone.now())
    scan(patron.card)
    act("rights", kind="withdrawal", proof="passport", what="given_name")
    assert consent_of(patron.id, ConsentTo.LOAN_HISTORY), "control: that is no consent"
    page = act("rights", kind="withdrawal", proof="passport", what="loan_history")
    assert "What rested on it is deleted for good." in page
    assert consent_of(patron.id, ConsentTo.LOAN_HISTORY) is None
    assert Request.objects.get().answer == "granted"


def test_an_objection_is_to_a_purpose_one_can_object_to(
    town: Town, scan: Press, act: Press
) -> None:
    scan(town.patron().card)
    page = act("rights", kind="objection", proof="passport", what="birth_date")
    assert "Nobody can object to this" in page
    for purpose in objectionable(policy_in_force()):
        act("rights", kind="objection", proof="passport", what=purpose, words="My reasons")
        assert Request.objects.filter(kind="objection", what=purpose, words="My reasons").exists()


@pytest.mark.parametrize(("age", "waits"), [(9, False), (15, True)])
def test_a_guardian_asks_at_the_desk_for_a_child(
    town: Town, scan: Press, act: Press, age: int, *, waits: bool
) -> None:
    guardian = town.patron(given_name="Gro")
    child = town.child(age=age, guardian=guardian)
    assert "Gro" in scan(child.card)
    number = str(Guardianship.objects.get(child=child.id).pk)
    page = act("rights", kind="restriction", proof="passport", guardian=number)
    assert ("Nothing is done before the child says yes." in page) == waits
    request = Request.objects.get()
    assert (request.asked_by_id, request.needs_child) == (guardian.id, waits)
    assert act("rights", kind="restriction", proof="passport", guardian="999")


def test_an_adult_has_nobody_who_asks_in_their_place(town: Town, scan: Press, desk: Client) -> None:
    scan(town.patron().card)
    assert "guardian" not in desk.get("/en/desk/").context["rights_form"].fields


def test_somebody_without_a_card_is_taken_in_too(town: Town, desk: Client) -> None:
    """SAN-106; conflicts.md 59: nobody at the desk looks whether they are known."""
    told = {"name": "Ola Prøve", "reply_to": "Gata 1", "kind": "extract", "words": "All of it"}
    answer = desk.post("/en/desk/rights/without-card/", told)
    assert (answer.status_code, Request.objects.exists()) == (422, False), "nothing was shown"
    answer = desk.post("/en/desk/rights/without-card/", {**told, "proof": "id_card"})
    assert "The privacy officer answers within a month." in answer.content.decode()
    (waits,) = requests_open(policy=policy_in_force(), now=timezone.now())
    assert (waits.person_id, waits.name, waits.proof) == (None, "Ola Prøve", "id_card")


def test_whose_data_is_only_stored_is_not_removed_by_night(town: Town) -> None:
    """GDPR article 18(2)."""
    kept, gone = town.patron(), town.patron()
    policy, now = policy_in_force(), timezone.now()
    restrict(kept.id, policy=policy, now=now)
    later = now + timedelta(days=20 * 365)
    preview = inactivity_preview(policy, now=later)
    assert set(preview.going) == {gone.id}
    assert (preview.too_young, preview.held["privacy.Request"]) == (0, 1)
    remove_due(policy, now=later)
    assert set(Person.objects.values_list("pk", flat=True)) == {kept.id}
