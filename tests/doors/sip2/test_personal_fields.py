"""No field about a person leaves the door unless the account has it and the PIN was right."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from hylla.doors.sip2 import answers
from hylla.doors.sip2.accounts import Account, PersonalField, Visit
from hylla.doors.sip2.items import Alert, Returned, ReturnRequest
from hylla.doors.sip2.patrons import Listing, PatronFacts, PatronQuery
from hylla.formats import sip2
from tests.doors.sip2.fake_library import FakeLibrary
from tests.doors.sip2.terminal import check_in, patron

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)

# What stands on the wire for each field, and nowhere else in these answers.
MARKS = {
    PersonalField.NAME: "mark-name",
    PersonalField.ADDRESS: "mark-address",
    PersonalField.EMAIL: "mark-email",
    PersonalField.PHONE: "mark-phone",
    PersonalField.BIRTH_DATE: "19121212",
    PersonalField.CATEGORY: "mark-category",
    PersonalField.HOME_LIBRARY: "mark-home",
    PersonalField.OWED: "98765.43",
}
LISTS = {
    Listing.HOLDS_READY: PersonalField.HOLDS_READY,
    Listing.OVERDUE: PersonalField.OVERDUE,
    Listing.CHARGED: PersonalField.CHARGED,
    Listing.FINES: PersonalField.FINES,
    Listing.RECALLED: PersonalField.RECALLED,
    Listing.HOLDS_WAITING: PersonalField.HOLDS_WAITING,
}
FACTS = PatronFacts(
    card="C1",
    valid=True,
    pin_valid=True,
    name="mark-name",
    address="mark-address",
    email="mark-email",
    phone="mark-phone",
    birth_on=date(1912, 12, 12),
    category="mark-category",
    home_library="mark-home",
    owed_ore=9876543,
    listed=("mark-list",),
)


class OnePatron(FakeLibrary):
    """Knows one patron, and a return that waits for another."""

    facts: PatronFacts

    def patron(self, visit: Visit, *, query: PatronQuery) -> PatronFacts | None:
        return self.facts

    def check_in(self, visit: Visit, *, request: ReturnRequest) -> Returned:
        return Returned(
            item="I",
            title="T",
            home_branch="main",
            alert=Alert.HOLD_HERE,
            hold_card="mark-card",
            hold_name="mark-name",
        )


def wire(request: sip2.Message, *, account: Account, facts: PatronFacts = FACTS) -> str:
    library = OnePatron()
    library.facts = facts
    message = answers.answer(
        library, request=request, visit=Visit(account=account, language="nb", now=NOW)
    )
    return sip2.encode(message, dialect=sip2.Dialect()).decode()


def shows(frame: str, field: PersonalField, mark: str) -> bool:
    """Say whether the field is there with its value; its value alone must not be there either."""
    assert (mark in frame) is (f"{field}{mark}|" in frame)
    return mark in frame


@given(
    fields=st.frozensets(st.sampled_from(PersonalField)),
    listing=st.none() | st.sampled_from(Listing),
    pin_valid=st.none() | st.booleans(),
    pin_required=st.booleans(),
)
def test_only_what_the_account_may_see(
    fields: frozenset[PersonalField],
    listing: Listing | None,
    pin_valid: bool | None,
    pin_required: bool,
) -> None:
    account = Account(name="m", branch="main", fields=fields, pin_required=pin_required)
    summary = "".join("Y" if one is listing else " " for one in Listing).ljust(10)
    facts = replace(FACTS, pin_valid=pin_valid)
    opened = pin_valid or (pin_valid is None and not pin_required)
    full = wire(patron(summary=summary), account=account, facts=facts)
    for field, mark in MARKS.items():
        assert shows(full, field, mark) is (opened and field in fields)
    wanted = listing is not None and opened and LISTS[listing] in fields
    assert ("mark-list" in full) is wanted
    if wanted and listing is not None:
        assert f"{LISTS[listing]}mark-list|" in full
    short = wire(
        sip2.PatronStatus(language="012", sent_at=None, patron="C1"), account=account, facts=facts
    )
    for field in (PersonalField.NAME, PersonalField.OWED):
        assert shows(short, field, MARKS[field]) is (opened and field in fields)
    assert sum(mark in short for mark in MARKS.values()) <= 2


@given(fields=st.frozensets(st.sampled_from(PersonalField)))
def test_for_whom_a_returned_item_waits(fields: frozenset[PersonalField]) -> None:
    frame = wire(check_in(), account=Account(name="m", branch="main", fields=fields))
    assert shows(frame, PersonalField.HOLD_CARD, "mark-card") is (PersonalField.HOLD_CARD in fields)
    assert shows(frame, PersonalField.HOLD_NAME, "mark-name") is (PersonalField.HOLD_NAME in fields)
    assert "|CV01|" in frame
    assert "|AA" not in frame


@given(first=st.none() | st.text(max_size=3), last=st.none() | st.text(max_size=3))
def test_a_part_of_a_list(first: str | None, last: str | None) -> None:
    account = Account(name="m", branch="main", fields=frozenset(PersonalField))
    facts = replace(FACTS, listed=tuple(f"I{number}" for number in range(1, 21)))
    frame = wire(patron(first=first, last=last), account=account, facts=facts)
    numbers = [int(each[3:]) for each in frame.split("|") if each.startswith("AUI")]

    def number(text: str | None, otherwise: int) -> int:
        return int(text) if text and text.isascii() and text.isdecimal() else otherwise

    assert numbers == list(range(max(1, number(first, 1)), min(20, number(last, 20)) + 1))


def test_a_list_from_the_third_to_the_fifth() -> None:
    account = Account(name="m", branch="main", fields=frozenset(PersonalField))
    facts: Any = replace(FACTS, listed=tuple("abcdefg"))
    frame = wire(patron(first="3", last="5"), account=account, facts=facts)
    assert "|AUc|AUd|AUe|" in frame
    assert frame.count("|AU") == 3
