"""A membership ends when the patron says so: card and log-ins at once, the rest by itself (R21)."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from hylla.circulation.actions import check_out, leave, return_item
from hylla.library.queries import policy_in_force
from hylla.library.refusals import Refused
from hylla.messages.actions import deliver_due, tell_answers
from hylla.messages.models import Message, PushSubscription, Template
from hylla.patrons.actions import begin_visit, choose_user_name, keep_card
from hylla.patrons.models import AtKiosk, Card, Credential, KeptCard, Passkey, Person, Session
from hylla.privacy import ledger
from hylla.privacy.models import Request
from hylla.privacy.rights.answering import answer_request, extend_request, refuse_request
from hylla.privacy.rights.asking import take_request
from hylla.privacy.rights.receipts import receipt_with
from hylla.privacy.rights.terms import Answer, Asked, CameBy, Delay, Outcome, Proof, RequestKind
from hylla.privacy.rights.terms import Refused as Ground
from hylla.privacy.vocabulary import Role
from tests.doors.town import PIN, Patron, Town

DESK = Asked(came_by=CameBy.DESK, proof=Proof.PASSPORT, role=Role.DESK)


@pytest.fixture
def patron(town: Town) -> Patron:
    """Someone with a loan, and with every way in."""
    them = town.patron()
    town.lend(them, town.item("Vinterfjell"))
    now = timezone.now()
    keep_card(them.id, now=now)
    choose_user_name(them.id, "embla.t")
    Passkey.objects.create(
        person_id=them.id, credential_id=b"a", public_key=b"b", name="", added_on=now.date()
    )
    PushSubscription.objects.create(
        person_id=them.id, sealed=b"", fingerprint="f", service="s", since_at=now, seen_at=now
    )
    return them


def ways_in(patron: Patron) -> int:
    """Count what lets someone in, or lends to them."""
    tables = (AtKiosk, Credential, KeptCard, Passkey, PushSubscription, Session)
    cards = Card.objects.filter(person=patron.id, status="active").count()
    return cards + sum(each._default_manager.filter(person_id=patron.id).count() for each in tables)


def test_card_and_log_ins_end_at_once_and_the_page_says_what_waits(
    patron: Patron, patron_client: Callable[[Patron], Client]
) -> None:
    mine = patron_client(patron)
    assert ways_in(patron) >= len(["card", "pin", "kept", "passkey", "push", "session"])
    page = mine.post("/en/my/erase/", {"pin": PIN, "kind": "end"}).content.decode()
    assert "Your membership has ended" in page
    assert "Loans that are not closed" in page
    assert ways_in(patron) == 0
    assert mine.get("/en/my/rights/").status_code in {200, 302}
    assert "Log in" in mine.get("/en/my/").content.decode()
    answer = mine.post("/en/my/log-in/", {"card": patron.card, "pin": PIN})
    assert answer.status_code == 422
    answer = mine.post("/en/my/log-in/", {"card": "embla.t", "pin": PIN})
    assert answer.status_code == 422


def test_the_card_borrows_nothing_and_no_kiosk_takes_it(town: Town, patron: Patron) -> None:
    leave(patron.id, policy=policy_in_force(), now=timezone.now(), kind=RequestKind.TERMINATION)
    with pytest.raises(Refused, match="card_ended"):
        begin_visit(1, patron.card, now=timezone.now())
    with pytest.raises(Refused, match="card_ended"):
        check_out(
            card=patron.card,
            barcode=town.item().barcode,
            branch_id=town.main.pk,
            now=timezone.now(),
            policy=policy_in_force(),
        )


def test_they_are_written_to_the_receipt_says_it_and_the_return_completes(
    town: Town, patron: Patron
) -> None:
    policy, now = policy_in_force(), timezone.now()
    left = leave(patron.id, policy=policy, now=now, kind=RequestKind.TERMINATION)
    assert Message.objects.filter(template=Template.MEMBERSHIP_ENDED, person=patron.id).exists()
    receipt = receipt_with(left.code, policy=policy, now=now)
    assert receipt is not None
    told = {each.name: each.outcome for each in receipt.lines}
    assert told["circulation.Loan"] is Outcome.WAITS
    assert {
        told[name] for name in ("patrons.Credential", "patrons.Passkey", "patrons.UserName")
    } == {Outcome.NOW}
    assert tell_answers(now=now) == 0, "one message is enough"
    barcode = Person.objects.get(pk=patron.id).loans.get().item.barcode
    return_item(barcode=barcode, branch_id=town.main.pk, now=now, policy=policy)
    assert not Person.objects.filter(pk=patron.id).exists()


def test_a_backup_does_not_let_them_in_again(patron: Patron) -> None:
    leave(patron.id, policy=policy_in_force(), now=timezone.now(), kind=RequestKind.TERMINATION)
    entries = ledger.ledger().read().entries
    (who,) = ledger.hashes([patron.id])
    facets = ledger.forgotten(entries)[who]
    assert {"patrons.Credential", "patrons.Passkey", "patrons.UserName"} <= set(facets)


def test_an_erasure_that_waits_leaves_the_card(patron: Patron) -> None:
    leave(patron.id, policy=policy_in_force(), now=timezone.now())
    assert Card.objects.filter(person=patron.id, status="active").exists()
    assert not Message.objects.filter(template=Template.MEMBERSHIP_ENDED).exists()


def asked(patron: Patron, asked: Asked = DESK, days_ago: int = 3) -> Request:
    """Let someone ask for something that takes a decision."""
    return take_request(
        RequestKind.OBJECTION,
        person_id=patron.id,
        policy=policy_in_force(),
        now=timezone.now() - timedelta(days=days_ago),
        asked=asked,
    )


def templates(patron: Patron) -> list[str]:
    rows = Message.objects.filter(person=patron.id).order_by("created_at", "pk")
    return [each for each in rows.values_list("template", flat=True) if each.startswith("request")]


def test_an_answer_a_no_and_a_delay_are_written_once_each(town: Town) -> None:
    patron, now = town.patron(), timezone.now()
    request = asked(patron)
    assert tell_answers(now=now) == 0
    extend_request(request.pk, delay=Delay.COMPLEX, policy=policy_in_force(), now=now)
    assert (tell_answers(now=now), tell_answers(now=now)) == (1, 0)
    later = now + timedelta(days=1)
    refuse_request(request.pk, ground=Ground.UNFOUNDED, now=later)
    assert (tell_answers(now=later), tell_answers(now=later)) == (1, 0)
    assert sorted(templates(patron)) == ["request_extended", "request_refused"]
    other = town.patron()
    answer_request(asked(other).pk, now=later, answer=Answer.PARTLY)
    tell_answers(now=later)
    assert templates(other) == ["request_answered"]


def test_what_was_done_on_the_page_is_not_written_again(town: Town) -> None:
    patron, now = town.patron(), timezone.now()
    request = asked(patron, Asked(), days_ago=0)
    answer_request(request.pk, now=request.requested_at)
    assert tell_answers(now=now) == 0


def test_whoever_asks_by_right_is_answered_although_all_else_stops(town: Town) -> None:
    """GDPR article 18(2): the rest waits."""
    patron, policy, now = town.patron(), policy_in_force(), timezone.now()
    Message.objects.all().delete()
    request = take_request(
        RequestKind.RESTRICTION, person_id=patron.id, policy=policy, now=now, asked=DESK
    )
    answer_request(request.pk, now=now)
    tell_answers(now=now)
    Message.objects.create(
        person_id=patron.id, template=Template.DUE_SOON, number=1, day=now.date(),
        created_at=now, next_attempt_at=now,
    )  # fmt: skip
    done = deliver_due(policy=policy, now=now)
    assert (done.sent, done.waiting) == (1, 1)
    assert Message.objects.get(closed_at=None).template == Template.DUE_SOON
