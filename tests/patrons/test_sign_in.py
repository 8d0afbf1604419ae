"""A card and its PIN let someone in; nothing else does, and nothing tells who has a card."""

import logging
from collections.abc import Callable
from datetime import date, timedelta
from threading import Thread

import pytest
from django.db import connections

from hylla.library.refusals import Refused
from hylla.patrons.actions import (
    Registered,
    block,
    change_pin,
    remember_use,
    replace_card,
    report_card_lost,
    set_pin,
    sign_in,
    verify_pin,
)
from hylla.patrons.models import Card, Credential, Person
from hylla.patrons.models.cards import BlockReason, CardStatus
from hylla.patrons.rules import Code, NewPatron
from hylla.privacy.policy import Policy
from tests.patrons.samples import NOW, TODAY

PIN = "4827"
Make = Callable[..., NewPatron]
Register = Callable[[NewPatron], Registered]


@pytest.fixture
def kari(adult: Make, registered: Register) -> Registered:
    return registered(adult(pin=PIN))


def no(card: str, pin: str, *, minutes: int = 0) -> str:
    with pytest.raises(Refused) as refused:
        sign_in(card, pin, now=NOW + timedelta(minutes=minutes))
    return str(refused.value)


def test_card_and_pin_let_in(kari: Registered) -> None:
    spaced = f"{kari.card_number[:4]} {kari.card_number[4:]}"
    assert sign_in(spaced, PIN, now=NOW) == kari.person_id
    assert Credential.objects.get().pin_hash.startswith("argon2$argon2id$")


def test_unknown_card_wrong_pin_and_no_pin_sound_alike(
    kari: Registered, adult: Make, registered: Register
) -> None:
    without_pin = registered(adult())
    answers = {
        no(kari.card_number, "4828"),
        no("20000000000014", PIN),
        no("", ""),
        no("'; DROP TABLE", PIN),
        no(without_pin.card_number, PIN),
    }
    assert answers == {Code.SIGN_IN_WRONG}


@pytest.mark.parametrize("card", ["20000000000014", "nothing"])
def test_an_unknown_card_is_hashed_too(
    kari: Registered, card: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    hashed: list[str] = []
    monkeypatch.setattr("hylla.library.actions.attempts.make_password", hashed.append)
    no(card, PIN)
    assert hashed == [PIN]


def test_a_locked_card_is_hashed_too(kari: Registered, monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(5):
        no(kari.card_number, "4828")
    hashed: list[str] = []
    monkeypatch.setattr("hylla.library.actions.attempts.make_password", hashed.append)
    assert no(kari.card_number, PIN) == Code.PIN_LOCKED
    assert hashed == [PIN]


def test_five_wrong_pins_lock_for_a_quarter_of_an_hour(kari: Registered) -> None:
    for _ in range(5):
        assert no(kari.card_number, "4828") == Code.SIGN_IN_WRONG
    assert no(kari.card_number, PIN) == Code.PIN_LOCKED
    assert no(kari.card_number, PIN, minutes=14) == Code.PIN_LOCKED
    assert sign_in(kari.card_number, PIN, now=NOW + timedelta(minutes=15)) == kari.person_id
    for _ in range(4):
        no(kari.card_number, "4828", minutes=15)
    sign_in(kari.card_number, PIN, now=NOW + timedelta(minutes=15))


def test_a_new_pin_unlocks(kari: Registered) -> None:
    for _ in range(6):
        no(kari.card_number, "4828")
    set_pin(kari.person_id, "73915")
    assert sign_in(kari.card_number, "73915", now=NOW) == kari.person_id
    assert no(kari.card_number, PIN) == Code.SIGN_IN_WRONG


def test_changing_a_pin_takes_the_old_one(kari: Registered) -> None:
    with pytest.raises(Refused, match=Code.SIGN_IN_WRONG):
        change_pin(kari.person_id, old="4828", new="73915", now=NOW)
    with pytest.raises(Refused, match=Code.PIN_IS_BIRTH_YEAR):
        change_pin(kari.person_id, old=PIN, new="1990", now=NOW)
    verify_pin(kari.person_id, PIN, now=NOW)
    change_pin(kari.person_id, old=PIN, new="73915", now=NOW)
    verify_pin(kari.person_id, "73915", now=NOW)


def test_a_card_that_is_no_longer_good_lets_nobody_in(kari: Registered, policy: Policy) -> None:
    report_card_lost(kari.person_id, on=TODAY)
    assert no(kari.card_number, PIN) == Code.CARD_LOST
    assert no(kari.card_number, "4828") == Code.SIGN_IN_WRONG
    with pytest.raises(Refused, match=Code.NO_ACTIVE_CARD):
        report_card_lost(kari.person_id, on=TODAY)
    second = replace_card(kari.person_id, policy=policy, now=NOW)
    assert second.charge_ore == policy.cards.replacement_ore
    assert sign_in(second.card_number, PIN, now=NOW) == kari.person_id
    third = replace_card(kari.person_id, policy=policy, now=NOW)
    assert no(second.card_number, PIN) == Code.CARD_REPLACED
    assert len({kari.card_number, second.card_number, third.card_number}) == 3
    statuses = Card.objects.order_by("id").values_list("status", flat=True)
    assert list(statuses) == [CardStatus.LOST, CardStatus.REPLACED, CardStatus.ACTIVE]
    Card.objects.filter(status=CardStatus.ACTIVE).update(status=CardStatus.ENDED, ended_on=TODAY)
    assert no(third.card_number, PIN) == Code.CARD_ENDED


def test_a_blocked_patron_and_an_expired_card_still_see_what_is_kept(kari: Registered) -> None:
    block(kari.person_id, BlockReason.CONDUCT, on=TODAY)
    Card.objects.update(expires_on=TODAY - timedelta(days=1))
    assert sign_in(kari.card_number, PIN, now=NOW) == kari.person_id


def test_logging_in_is_use_and_the_date_never_goes_back(kari: Registered) -> None:
    Person.objects.update(last_used_on=date(2024, 1, 1))
    sign_in(kari.card_number, PIN, now=NOW)
    assert Person.objects.get().last_used_on == TODAY
    remember_use(kari.person_id, on=date(2025, 1, 1))
    assert Person.objects.get().last_used_on == TODAY


def test_refusals_and_logs_hold_no_number(
    kari: Registered, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    answer = no(kari.card_number, "4828") + no("20000000000014", PIN)
    for value in (kari.card_number, "4828", "20000000000014", PIN):
        assert value not in answer
    written = [r.getMessage() for r in caplog.records if not r.name.startswith("django.db")]
    assert not [line for line in written if "4828" in line or kari.card_number in line]


@pytest.mark.django_db(transaction=True)
def test_many_at_once_get_no_more_than_five_tries(
    kari: Registered, monkeypatch: pytest.MonkeyPatch
) -> None:
    compared: list[str] = []

    def compare(pin: str, hashed: str) -> bool:
        compared.append(pin)
        return False

    monkeypatch.setattr("hylla.library.actions.attempts.check_password", compare)

    def guess() -> None:
        for _ in range(4):
            with pytest.raises(Refused):
                sign_in(kari.card_number, "4828", now=NOW)
        connections.close_all()

    threads = [Thread(target=guess) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(compared) == 5
