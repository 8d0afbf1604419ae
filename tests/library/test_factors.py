"""The second factor of staff: each code once, five wrong ones lock, and nothing is in clear."""

from datetime import UTC, date, datetime, timedelta

import pytest
from cryptography.exceptions import InvalidTag
from pyotp.totp import TOTP

from hylla.formats.one_time import app_address, new_secret, step_of
from hylla.formats.squares import picture
from hylla.library.actions import (
    add_branch,
    add_staff,
    enrol_app,
    give_recovery_codes,
    remove_app,
    remove_staff_card,
    reset_second_factor,
    set_staff_card,
    staff_back,
    staff_with_card,
    take_second_step,
)
from hylla.library.models import RecoveryCode, SecondFactor, Staff, StaffCard
from hylla.library.queries import colleagues, factors_of
from hylla.library.refusals import Refused
from hylla.library.rules import Code, NewStaff, is_weak_pin
from hylla.privacy.vocabulary import Role

NOW = datetime(2025, 11, 21, 12, tzinfo=UTC)
PASSWORD = "correct horse battery"
LATER = NOW + timedelta(seconds=30)


def staff_called(username: str) -> Staff:
    branch_id = Staff.objects.values_list("branch_id", flat=True).first()
    new = NewStaff(
        username=username,
        name=username.title(),
        password=PASSWORD,
        branch_id=branch_id or add_branch("main", name="Main").pk,
        roles=frozenset({Role.DESK}),
        undertaking_on=date(2025, 1, 1),
    )
    return add_staff(new)


@pytest.fixture
def kari(db: None) -> Staff:
    return staff_called("kari")


@pytest.fixture
def secret(kari: Staff) -> str:
    """Enrol an app, and return its secret."""
    secret = new_secret()
    enrol_app(kari.pk, secret=secret, code=TOTP(secret).at(NOW), now=NOW)
    return secret


def no(staff: Staff, code: str, *, now: datetime = LATER) -> str:
    with pytest.raises(Refused) as refused:
        take_second_step(staff.pk, code, now=now)
    return str(refused.value)


def test_the_codes_are_those_of_the_standard() -> None:
    """RFC 6238, appendix B: at 59 seconds the code ends in 287082."""
    secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
    at = datetime.fromtimestamp(59, UTC)
    assert step_of("287082", secret=secret, at=at) == 1
    assert step_of("287083", secret=secret, at=at) is None


@pytest.mark.parametrize(("seconds", "taken"), [(-61, False), (-30, True), (30, True), (61, False)])
def test_clocks_may_differ_by_one_step(seconds: int, taken: bool) -> None:
    secret = new_secret()
    code = TOTP(secret).at(NOW)
    assert (step_of(code, secret=secret, at=NOW + timedelta(seconds=seconds)) is not None) is taken


def test_a_picture_has_no_style_and_no_script() -> None:
    drawn = picture(app_address(new_secret(), username="kari", library="Fjordvik bibliotek"))
    assert drawn.startswith("<svg")
    assert not [word for word in ("style", "script", "href", "http") if word in drawn]


def test_an_app_is_taken_into_use_by_its_first_code(kari: Staff) -> None:
    secret = new_secret()
    with pytest.raises(Refused, match=Code.SECOND_WRONG):
        enrol_app(kari.pk, secret=secret, code="000000", now=NOW)
    assert not factors_of(kari.pk).has_second
    enrol_app(kari.pk, secret=secret, code=TOTP(secret).at(NOW), now=NOW)
    assert factors_of(kari.pk).has_app


def test_the_secret_is_sealed_and_belongs_to_its_owner(kari: Staff, secret: str) -> None:
    sealed = bytes(SecondFactor.objects.get().sealed or b"")
    assert secret.encode() not in sealed
    ola = staff_called("ola")
    SecondFactor.objects.create(staff=ola, sealed=sealed)
    with pytest.raises(InvalidTag):
        take_second_step(ola.pk, TOTP(secret).at(LATER), now=LATER)


def test_no_code_is_taken_twice(kari: Staff, secret: str) -> None:
    assert no(kari, TOTP(secret).at(NOW)) == Code.SECOND_WRONG, "the one it was enrolled with"
    code = TOTP(secret).at(LATER)
    take_second_step(kari.pk, f"{code[:3]} {code[3:]}", now=LATER)
    assert no(kari, code) == Code.SECOND_WRONG
    assert no(kari, TOTP(secret).at(NOW)) == Code.SECOND_WRONG, "nor an older one after it"


def test_five_wrong_codes_lock_the_right_one_too(kari: Staff, secret: str) -> None:
    paper = give_recovery_codes(kari.pk)
    for _ in range(5):
        assert no(kari, "000000") == Code.SECOND_WRONG
    assert no(kari, TOTP(secret).at(LATER)) == Code.SECOND_LOCKED
    assert no(kari, paper[0]) == Code.SECOND_LOCKED
    after = LATER + timedelta(minutes=15)
    take_second_step(kari.pk, TOTP(secret).at(after), now=after)


def test_a_code_on_paper_lets_in_once(kari: Staff, secret: str) -> None:
    codes = give_recovery_codes(kari.pk)
    assert len(set(codes)) == 10
    take_second_step(kari.pk, codes[3].upper(), now=LATER)
    assert no(kari, codes[3]) == Code.SECOND_WRONG
    take_second_step(kari.pk, codes[4].replace("-", " "), now=LATER)
    assert factors_of(kari.pk).recovery_codes == 8
    kept = " ".join(RecoveryCode.objects.values_list("fingerprint", flat=True))
    assert not [each for each in codes if each.replace("-", "") in kept]


def test_new_codes_end_the_old_and_are_nobody_elses(kari: Staff, secret: str) -> None:
    old = give_recovery_codes(kari.pk)
    new = give_recovery_codes(kari.pk)
    assert no(kari, old[0]) == Code.SECOND_WRONG
    ola = staff_called("ola")
    give_recovery_codes(ola.pk)
    assert no(ola, new[0]) == Code.SECOND_WRONG


def test_the_last_factor_stays_where_one_is_demanded(kari: Staff, secret: str) -> None:
    with pytest.raises(Refused, match=Code.LAST_FACTOR):
        remove_app(kari.pk, is_demanded=True)
    remove_app(kari.pk, is_demanded=False)
    assert not factors_of(kari.pk).has_second


def test_a_reset_takes_everything_of_one_and_nothing_of_others(kari: Staff, secret: str) -> None:
    ola = staff_called("ola")
    enrol_app(ola.pk, secret=secret, code=TOTP(secret).at(NOW), now=NOW)
    give_recovery_codes(kari.pk)
    reset_second_factor(kari.pk)
    assert [(each.username, each.has_second) for each in colleagues()] == [
        ("kari", False),
        ("ola", True),
    ]
    assert not RecoveryCode.objects.exists()


def test_all_of_it_goes_with_the_account(kari: Staff, secret: str) -> None:
    give_recovery_codes(kari.pk)
    set_staff_card(kari.pk, number="B4711", pin="482719")
    kari.delete()
    assert not SecondFactor.objects.exists()
    assert not RecoveryCode.objects.exists()
    assert not StaffCard.objects.exists()


@pytest.mark.parametrize(
    ("pin", "weak"),
    [("482719", False), ("48271", True), ("123456", True), ("111111", True), ("112211", True),
     ("abcdef", True), ("987654", True), ("482719123", True), ("٤٨٢٧١٩", True)],
)  # fmt: skip
def test_a_pin_for_a_shared_desk(pin: str, weak: bool) -> None:
    assert is_weak_pin(pin) is weak


def refusal_at_desk(card: str, pin: str) -> str:
    with pytest.raises(Refused) as refused:
        staff_with_card(card, pin, now=NOW)
    return str(refused.value)


def test_a_card_takes_over_with_its_pin_only(kari: Staff) -> None:
    set_staff_card(kari.pk, number=" b4711 ", pin="482719")
    assert staff_with_card("B4711", "482719", now=NOW) == kari
    assert refusal_at_desk("B4711", "482718") == Code.STAFF_CARD_WRONG
    assert refusal_at_desk("B4712", "482719") == Code.STAFF_CARD_WRONG
    remove_staff_card(kari.pk)
    assert refusal_at_desk("B4711", "482719") == Code.STAFF_CARD_WRONG


@pytest.mark.parametrize("card", ["B4711", "B9999"])
def test_a_known_card_and_an_unknown_one_lock_alike(kari: Staff, card: str) -> None:
    set_staff_card(kari.pk, number="B4711", pin="482719")
    said = [refusal_at_desk(card, "000001") for _ in range(6)]
    assert said == [Code.STAFF_CARD_WRONG] * 5 + [Code.STAFF_CARD_LOCKED]


def test_a_card_is_one_persons(kari: Staff) -> None:
    set_staff_card(kari.pk, number="B4711", pin="482719")
    with pytest.raises(Refused, match=Code.STAFF_CARD_UNFIT):
        set_staff_card(staff_called("ola").pk, number="b4711", pin="582719")


def test_who_locked_comes_back_with_pin_or_password(kari: Staff) -> None:
    assert staff_back(kari.pk, PASSWORD, now=NOW) == kari
    set_staff_card(kari.pk, number="B4711", pin="482719")
    assert staff_back(kari.pk, "482719", now=NOW) == kari
    assert staff_back(kari.pk, PASSWORD, now=NOW) == kari
    for secret in ("482718", "something else"):
        with pytest.raises(Refused):
            staff_back(kari.pk, secret, now=NOW)
