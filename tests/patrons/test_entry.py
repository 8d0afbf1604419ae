"""User names and passwords: chosen, one of a kind, and silent about everyone else's."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hylla.library.actions import forget_attempts_over
from hylla.library.models import Stranger
from hylla.library.refusals import Refused
from hylla.patrons.actions import (
    Registered,
    choose_password,
    choose_user_name,
    drop_password,
    drop_user_name,
    report_card_lost,
    sign_in,
    verify_pin,
)
from hylla.patrons.models import Credential, Person, UserName
from hylla.patrons.queries import ways_in
from hylla.patrons.rules import Code, NewPatron
from hylla.patrons.rules.card_numbers import CardKind, new_number
from hylla.patrons.rules.user_names import folded, user_name_faults
from tests.patrons.samples import NOW, TODAY

PIN = "4827"
PASSWORD = "seven rivers and a shelf"


@pytest.fixture
def kari(
    adult: Callable[..., NewPatron], registered: Callable[[NewPatron], Registered]
) -> Registered:
    return registered(adult(pin=PIN))


@pytest.fixture
def ola(
    adult: Callable[..., NewPatron], registered: Callable[[NewPatron], Registered]
) -> Registered:
    return registered(adult(given_name="Ola", emails=("ola@example.org",), pin="5938"))


def no(name: str, secret: str, *, minutes: int = 0) -> str:
    with pytest.raises(Refused) as refused:
        sign_in(name, secret, now=NOW + timedelta(minutes=minutes))
    return str(refused.value)


@pytest.mark.parametrize(
    ("name", "fits"),
    [("embla", True), ("Embla.T-9_x", True), ("åse", True), ("ab", False), ("9lives", False),
     ("n123456789", False), ("abc1234", False), ("a b c", False), ("x" * 31, False),
     ("<script>", False), ("аdmin", False), ("", False)],
)  # fmt: skip
def test_the_shape_of_a_user_name(name: str, fits: bool) -> None:
    assert (user_name_faults(folded(name)) == []) is fits


@given(st.sampled_from(CardKind))
def test_no_card_number_is_a_user_name(kind: CardKind) -> None:
    assert user_name_faults(folded(new_number(kind)))


def test_a_user_name_lets_in_as_the_card_does(kari: Registered) -> None:
    choose_user_name(kari.person_id, "  Embla.Fjell ")
    for typed in ("embla.fjell", "EMBLA.FJELL", kari.card_number):
        assert sign_in(typed, PIN, now=NOW) == kari.person_id
    drop_user_name(kari.person_id)
    assert no("embla.fjell", PIN) == Code.SIGN_IN_WRONG


def test_composed_and_decomposed_letters_are_the_same_name(kari: Registered) -> None:
    choose_user_name(kari.person_id, "A\u030ase")
    assert sign_in("\u00c5SE", PIN, now=NOW) == kari.person_id


def test_a_name_is_one_persons_whatever_its_letters(kari: Registered, ola: Registered) -> None:
    choose_user_name(kari.person_id, "embla")
    with pytest.raises(Refused, match=f"^{Code.USER_NAME_UNAVAILABLE}$"):
        choose_user_name(ola.person_id, "EMBLA")
    assert ways_in(ola.person_id).user_name == ""
    choose_user_name(kari.person_id, "embla")
    drop_user_name(kari.person_id)
    choose_user_name(ola.person_id, "embla")


def test_known_and_unknown_names_sound_and_lock_alike(kari: Registered) -> None:
    """Whoever tries names learns nothing, however often they try."""
    choose_user_name(kari.person_id, "embla")
    for name in ("embla", "nobody", "20000000000014"):
        said = [no(name, "0000") for _ in range(6)]
        assert said == [Code.SIGN_IN_WRONG] * 5 + [Code.PIN_LOCKED], name
        assert no(name, "0000", minutes=16) == Code.SIGN_IN_WRONG


def test_someone_without_a_pin_sounds_and_locks_alike(
    adult: Callable[..., NewPatron], registered: Callable[[NewPatron], Registered]
) -> None:
    card = registered(adult()).card_number
    said = [no(card, "0000") for _ in range(6)]
    assert said == [Code.SIGN_IN_WRONG] * 5 + [Code.PIN_LOCKED]


def test_what_strangers_typed_is_not_kept(kari: Registered) -> None:
    no("somebody@example.org", PIN)
    kept = Stranger.objects.get()
    assert "somebody" not in f"{kept.fingerprint}"
    assert forget_attempts_over(now=NOW + timedelta(minutes=29)) == 0
    assert forget_attempts_over(now=NOW + timedelta(minutes=31)) == 1


def test_every_way_hashes_once(kari: Registered, monkeypatch: pytest.MonkeyPatch) -> None:
    """Known, unknown and locked names cost the same."""
    choose_user_name(kari.person_id, "embla")
    hashed: list[str] = []
    monkeypatch.setattr("hylla.library.actions.attempts.make_password", hashed.append)
    monkeypatch.setattr(
        "hylla.library.actions.attempts.check_password",
        lambda text, _hashed: bool(hashed.append(text)),
    )
    for name in ("embla", "nobody"):
        for _ in range(6):
            no(name, "0000")
    assert len(hashed) == 12


def test_a_password_takes_the_place_of_the_pin(kari: Registered) -> None:
    choose_password(kari.person_id, PASSWORD)
    assert sign_in(kari.card_number, PASSWORD, now=NOW) == kari.person_id
    assert no(kari.card_number, PIN) == Code.SIGN_IN_WRONG
    verify_pin(kari.person_id, PIN, now=NOW)
    assert Credential.objects.get().password_hash.startswith("argon2$argon2id$")
    drop_password(kari.person_id)
    assert sign_in(kari.card_number, PIN, now=NOW) == kari.person_id


@pytest.mark.parametrize("weak", ["elevenchars", "aaaaaaaaaaaaaaaa", "embla.fjell.1234", ""])
def test_a_weak_password(kari: Registered, weak: str) -> None:
    choose_user_name(kari.person_id, "embla.fjell")
    with pytest.raises(Refused, match=Code.PASSWORD_WEAK):
        choose_password(kari.person_id, weak)


def test_a_password_without_a_pin_stays(
    adult: Callable[..., NewPatron], registered: Callable[[NewPatron], Registered]
) -> None:
    person_id = registered(adult()).person_id
    choose_password(person_id, PASSWORD)
    with pytest.raises(Refused, match=Code.NOTHING_LEFT):
        drop_password(person_id)
    with pytest.raises(Refused, match=Code.SIGN_IN_WRONG):
        verify_pin(person_id, "", now=NOW)


def test_a_lost_card_lets_nobody_in_and_a_user_name_still_does(kari: Registered) -> None:
    """Who finds the card has a number of no use; its owner knows another name."""
    choose_user_name(kari.person_id, "embla")
    report_card_lost(kari.person_id, on=TODAY)
    assert no(kari.card_number, PIN) == "card_lost"
    assert sign_in("embla", PIN, now=NOW) == kari.person_id


def test_a_user_name_goes_with_the_person(kari: Registered) -> None:
    choose_user_name(kari.person_id, "embla")
    Person.objects.filter(pk=kari.person_id).delete()
    assert not UserName.objects.exists()
