"""What a machine sees of a patron, and that every sight of it stands in the read log."""

from datetime import UTC, datetime
from typing import Any

import pytest

from hylla.circulation.actions import place_hold, return_item
from hylla.circulation.models import Hold, Loan
from hylla.doors.sip2.library import machines
from hylla.fees.models import Claim
from hylla.formats import sip2
from hylla.library.queries import policy_in_force
from hylla.patrons.models import Address, Block, Card, Person
from hylla.privacy.models import AccessEntry
from hylla.privacy.vocabulary import Role
from tests.doors.sip2.real.conftest import SignIn
from tests.doors.sip2.terminal import check_in, check_out, patron
from tests.doors.town import PIN, Patron, Town

NEVER = ("|BD", "|BE", "|BF", "|PB", "|PA", "|PI", "|PC", "|AQ", "|CD", "|AV", "|BU", "|CY", "|DA")


@pytest.fixture
def someone(town: Town) -> Patron:
    """Who has everything that must not be seen."""
    someone = town.patron(
        given_name="Embla",
        family_name="Hemmeliglid",
        address_protected=True,
        emails=("embla@example.org",),
        phones=("412 34 567",),
        addresses=(),
    )
    # A protected address is not taken in; one that was there before must not show either.
    Address.objects.create(
        person_id=someone.id,
        kind="registered",
        line_1="Skjulvegen 7",
        postcode="9999",
        city="Skjulvik",
        country="NO",
    )
    return someone


def ask_for(listing: int, someone: Patron, **changes: Any) -> sip2.PatronInformation:
    summary = "".join("Y" if at == listing else " " for at in range(10))
    return patron(summary=summary, patron=someone.card, **changes)


def test_a_machine_with_every_field_sees_no_way_to_a_person(
    machine: SignIn, town: Town, someone: Patron
) -> None:
    item = town.item()
    town.lend(someone, item)
    terminal = machine("hall")
    frames = [
        terminal.exchange(terminal.frame(ask_for(listing, someone, pin=PIN))).decode()
        for listing in range(6)
    ]
    for whole in frames:
        # Numbers made at random and the sum at the end may hold any four digits.
        frame = whole.replace(someone.card, "").replace(item.barcode, "").rpartition("AY")[0]
        assert "|AEEmbla|" in frame
        assert "BLY|CQY|" in frame
        assert not any(field in frame for field in NEVER)
        for hidden in ("Hemmelig", "Skjul", "9999", "41234567", "412 34", "embla@", "1985"):
            assert hidden not in frame


def test_a_machine_sees_its_own_fields_only(machine: SignIn, town: Town, someone: Patron) -> None:
    town.lend(someone, town.item())
    charged = ask_for(2, someone, pin=PIN)
    west = machine("west").ask(charged, sip2.PatronInformationAnswer)
    assert (west.name, west.charged_items, west.owed) == (
        "Embla",
        (Loan.objects.get().item.barcode,),
        None,
    )
    sorter = machine("sorter").ask(charged, sip2.PatronInformationAnswer)
    assert (sorter.name, sorter.charged_items, sorter.owed) == ("", (), None)


def test_without_a_pin_a_machine_sees_whether_the_card_may_borrow(
    machine: SignIn, town: Town, someone: Patron
) -> None:
    town.lend(someone, town.item())
    terminal = machine("hall")
    for pin in (None, "0000"):
        answer = terminal.ask(ask_for(2, someone, pin=pin), sip2.PatronInformationAnswer)
        assert (answer.name, answer.charged, answer.charged_items) == ("", None, ())
    assert not AccessEntry.objects.exists()


def test_every_sight_is_written_down(machine: SignIn, town: Town, someone: Patron) -> None:
    machine("west").ask(ask_for(2, someone, pin=PIN), sip2.PatronInformationAnswer)
    entry = AccessEntry.objects.get()
    assert (entry.person_id, entry.role, entry.unit) == (someone.id, Role.MACHINE, "west")
    assert entry.task == "self_service"
    assert set(entry.kinds.split()) == {"block", "borrowed", "name", "requested"}
    status = sip2.PatronStatus(
        language="012", sent_at=None, patron=someone.card, patron_password=PIN
    )
    assert machine("sorter").ask(status, sip2.PatronStatusAnswer).valid_password
    assert AccessEntry.objects.latest("pk").kinds == "block"


def test_lending_shows_a_title_and_leaves_no_row(
    machine: SignIn, town: Town, someone: Patron
) -> None:
    copy, terminal = town.item(), machine("hall")
    out = check_out(copy.barcode, patron=someone.card, patron_password=PIN)
    assert terminal.ask(out, sip2.CheckoutAnswer).ok
    assert terminal.ask(check_in(copy.barcode), sip2.CheckinAnswer).ok
    assert not AccessEntry.objects.exists()


def test_nothing_is_shown_that_cannot_be_written_down(
    machine: SignIn, someone: Patron, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*arguments: Any, **values: Any) -> None:
        raise OSError("no space left")

    monkeypatch.setattr("hylla.doors.sip2.library.patrons.record", full)
    answer = machine("hall").ask(ask_for(2, someone, pin=PIN), sip2.PatronInformationAnswer)
    assert (answer.name, answer.charged, answer.valid_password) == ("", 0, False)
    assert answer.screen == ("Noe gikk galt. Spør i skranken.",)


def test_a_right_pin_counts_as_use(machine: SignIn, someone: Patron) -> None:
    Person.objects.filter(pk=someone.id).update(last_used_on="2024-01-01")
    terminal = machine("hall")
    terminal.ask(ask_for(2, someone, pin=None), sip2.PatronInformationAnswer)
    assert Person.objects.get(pk=someone.id).last_used_on.year == 2024
    terminal.ask(ask_for(2, someone, pin=PIN), sip2.PatronInformationAnswer)
    assert Person.objects.get(pk=someone.id).last_used_on.year > 2024


def test_holds_and_loans_are_listed_by_code_and_barcode(
    machine: SignIn, town: Town, someone: Patron
) -> None:
    late, ready, waiting = town.item(), town.item(), town.item()
    town.lend(someone, late, days_ago=60)
    town.lend(town.patron(), waiting)
    for copy in (ready, waiting):
        place_hold(
            person_id=someone.id,
            record_id=copy.record_id,
            pickup_branch_id=town.main.pk,
            now=datetime.now(UTC),
            policy=policy_in_force(),
        )
    return_item(
        barcode=ready.barcode,
        branch_id=town.main.pk,
        now=datetime.now(UTC),
        policy=policy_in_force(),
    )
    Claim.objects.create(
        patron_id=someone.id,
        branch=town.main,
        kind="card",
        amount_ore=5000,
        opened_on=datetime.now(UTC).date(),
    )
    terminal = machine("hall")
    answer = terminal.ask(ask_for(0, someone, pin=PIN), sip2.PatronInformationAnswer)
    assert answer.hold_items == (Hold.objects.get(record=ready.record_id).shelf_code,)
    counts = (answer.holds_ready, answer.overdue, answer.charged, answer.fined)
    assert (*counts, answer.recalled, answer.holds_waiting) == (1, 1, 1, None, 0, 1)
    # What someone owes is not declared for machines.
    assert (answer.owed, answer.currency) == (None, None)
    overdue = terminal.ask(ask_for(1, someone, pin=PIN), sip2.PatronInformationAnswer)
    assert overdue.overdue_items == (late.barcode,)


def test_a_machine_is_shown_only_what_the_tables_declare_for_machines() -> None:
    for field, table in machines.SOURCES.items():
        declared = Role.MACHINE in table.personal_data.seen_by  # type: ignore[attr-defined]  # each of them declares
        assert (field in machines.SHOWN) is declared
    # What the answers hold besides: whether the card is in use, and whether there is a block.
    assert Role.MACHINE in Card.personal_data.seen_by
    assert Role.MACHINE in Block.personal_data.seen_by
    assert machines.SHOWN.isdisjoint(each[1:] for each in NEVER)
