"""What came in to an account is read whole, or not at all; and nothing else is."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hylla.formats.bank_credits import LARGEST, Credit, Fault, Unreadable, bank_notices
from tests.formats.bank import DAY, NORWEGIAN, Paid, camt, entry, structured, transaction

ONE = Paid("202600000014", "350.00")
TWO = Paid("2026 0000 0022", "1.5", "SEK")


@pytest.mark.parametrize("version", ["02", "08"])
def test_each_transaction_of_an_entry_is_a_payment(version: str) -> None:
    file = camt(entry(ONE, TWO, version=version), version=version)
    (notice,) = bank_notices(file)
    assert notice.account == NORWEGIAN
    assert notice.credits == (
        Credit("202600000014", 35_000, "NOK", DAY),
        Credit("202600000022", 150, "SEK", DAY),
    )


def test_one_payment_for_two_references_is_two() -> None:
    parts = "".join(
        structured(each).replace(
            "<Strd>",
            f'<Strd><RfrdDocAmt><RmtdAmt Ccy="NOK">{each.amount}</RmtdAmt></RfrdDocAmt>',
        )
        for each in (ONE, Paid("202600000022", "20.00"))
    )
    whole = transaction(Paid(ONE.reference, "370.00")).replace(structured(ONE), parts)
    file = camt(entry(ONE).replace(transaction(ONE), whole))
    assert [each.amount_ore for each in bank_notices(file)[0].credits] == [35_000, 2_000]


def test_an_entry_without_details_is_one_payment_without_a_reference() -> None:
    file = camt(entry(ONE).replace(transaction(ONE), ""))
    assert bank_notices(file)[0].credits == (Credit("", 999_900, "NOK", DAY),)


@pytest.mark.parametrize(
    "other",
    [entry(ONE, way="DBIT"), entry(ONE, status="PDNG"), entry(ONE, reversal="true")],
    ids=["out", "not yet", "taken back"],
)
def test_what_is_no_payment_in_is_left_out(other: str) -> None:
    (notice,) = bank_notices(camt(other, entry(ONE)))
    assert (len(notice.credits), notice.left_out) == (1, 1)


@pytest.mark.parametrize(
    ("file", "fault"),
    [
        (b"", Fault.NO_XML),
        (b"NY000010555555551000081000080800", Fault.NO_XML),
        (camt(entry(ONE))[:-20], Fault.NO_XML),
        (camt(entry(ONE)).decode().encode("utf-16"), Fault.NO_XML),
        (b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', Fault.NO_XML),
        (b"<svg/>", Fault.ANOTHER_KIND),
        (camt(entry(ONE)).replace(b"camt.054", b"camt.053"), Fault.ANOTHER_KIND),
        (b" " * (LARGEST + 1), Fault.TOO_LARGE),
        (camt(entry(ONE)).replace(b"350.00", b"350,00"), Fault.DAMAGED),
        (camt(entry(ONE)).replace(b"350.00", b"350.001"), Fault.DAMAGED),
        (camt(entry(ONE)).replace(b"350.00", b"-350"), Fault.DAMAGED),
        (camt(entry(ONE)).replace(b"350.00", b"Infinity"), Fault.DAMAGED),
        (camt(entry(ONE)).replace(b"350.00", b"NaN"), Fault.DAMAGED),
        (camt(entry(ONE)).replace(b"2026-06-15", b"15.06.2026"), Fault.DAMAGED),
    ],
)
def test_what_cannot_be_read_says_why(file: bytes, fault: Fault) -> None:
    with pytest.raises(Unreadable) as refused:
        bank_notices(file)
    assert refused.value.fault is fault


@given(st.integers(0, len(camt(entry(ONE)))), st.binary(max_size=4))
def test_damage_is_found_or_read(place: int, damage: bytes) -> None:
    """And nothing else is raised."""
    whole = camt(entry(ONE))
    with suppress(Unreadable):
        bank_notices(whole[:place] + damage + whole[place + len(damage) :])
