"""The receipt says facet by facet what became of a request, to whoever holds its code."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.apps import apps

from hylla.circulation.actions import leave
from hylla.patrons.models import Card, Guardianship, Identity, Person
from hylla.patrons.models.contact import Phone
from hylla.privacy.erasure import Facet, complete, facets, take_back
from hylla.privacy.extract import sections
from hylla.privacy.models import Receipt
from hylla.privacy.models.requests import ReceiptLine
from hylla.privacy.policy.law import CITATIONS
from hylla.privacy.removal import remove_due
from hylla.privacy.rights.receipts import Followed, receipt_with
from hylla.privacy.rights.terms import Outcome, RequestKind
from tests.builders import LIBRARIES, a_claim, a_hold, a_loan, a_person, policy_of

NOW = datetime(2026, 6, 15, 12, tzinfo=UTC)
POLICY = policy_of("fjordvik")


def outcomes(lines: tuple[Facet, ...]) -> dict[str, Outcome]:
    """Return what becomes of each facet."""
    return {each.name: each.outcome for each in lines}


def followed(code: str) -> Followed | None:
    """Return the receipt with that code."""
    return receipt_with(code, policy=POLICY, now=NOW)


def a_card(person: Person, *, kind: str = "local") -> Card:
    """Return a new card of someone's."""
    return Card.objects.create(
        person=person, number=f"N{Card.objects.count():09}", kind=kind, status="active",
        issued_on=date(2020, 1, 1),
    )  # fmt: skip


@pytest.mark.django_db
def test_case_01_the_receipt_follows_what_waits() -> None:
    """conflicts.md 1: what goes at once, what waits; the last return completes both."""
    person = a_person()
    loan = a_loan(person, lent_at=NOW)
    a_hold(person, placed_at=NOW)
    left = leave(person.pk, policy=POLICY, now=NOW)
    assert not left.is_done
    waiting = followed(left.code)
    assert waiting is not None
    assert waiting.completed_at is None
    told = outcomes(waiting.lines)
    assert told["circulation.Loan"] == told["patrons.Identity"] == Outcome.WAITS
    assert told["circulation.Hold"] == Outcome.NOW

    loan.delete()
    later = NOW + timedelta(days=3)
    assert complete(person.pk, policy=POLICY, now=later)
    done = followed(left.code.lower().replace("-", " "))
    assert done is not None
    assert done.completed_at == later
    assert set(outcomes(done.lines).values()) == {Outcome.NOW}
    assert done.copies_until_on == (later + timedelta(days=POLICY.copies.backup_days)).date()


@pytest.mark.django_db
def test_what_is_shown_before_is_what_comes() -> None:
    """Preview equals result."""
    person = a_person()
    a_hold(person, placed_at=NOW)
    a_claim(person, opened_on=date(2026, 1, 1))
    shown = facets(person.pk, now=NOW)
    receipt = followed(leave(person.pk, policy=POLICY, now=NOW).code)
    assert receipt is not None
    assert outcomes(shown).items() <= outcomes(receipt.lines).items()


@pytest.mark.django_db
def test_case_33_what_lies_elsewhere_is_told() -> None:
    """conflicts.md 3 and 33: vouchers are kept without a name, the national register is another."""
    person = a_person()
    a_claim(person, opened_on=date(2026, 1, 1), settled_at=NOW - timedelta(days=1))
    a_card(person, kind="national")
    receipt = followed(leave(person.pk, policy=POLICY, now=NOW).code)
    assert receipt is not None
    told = {each.name: each for each in receipt.lines}
    assert told["fees.Voucher"].outcome is Outcome.KEPT
    assert "bokføringsloven" in told["fees.Voucher"].law
    assert told["national_register"].outcome is Outcome.ELSEWHERE


@pytest.mark.django_db
def test_a_receipt_leads_to_nobody_once_they_are_gone() -> None:
    person = a_person()
    code = leave(person.pk, policy=POLICY, now=NOW, kind=RequestKind.TERMINATION).code
    receipt = Receipt.objects.get()
    assert receipt.request_id is None
    assert code.replace("-", "") not in receipt.code_hash
    assert followed("2222-2222-2222-2222-2222") is None
    remove_due(POLICY, now=NOW + timedelta(days=360))
    assert followed(code) is not None
    remove_due(POLICY, now=NOW + timedelta(days=370))
    assert followed(code) is None


@pytest.mark.django_db
def test_a_receipt_stands_in_the_extract_while_it_leads_to_someone() -> None:
    person = a_person()
    a_loan(person, lent_at=NOW)
    leave(person.pk, policy=POLICY, now=NOW)
    rows = {each.name: len(each.rows) for each in sections(person.pk, policy=POLICY)}
    assert rows["privacy.Request"] == rows["privacy.Receipt"] == 1
    assert rows["privacy.ReceiptLine"] > 1
    take_back(person.pk, now=NOW)
    assert not Receipt.objects.exists()


@pytest.mark.django_db
def test_case_05_who_is_only_a_guardian_any_more_keeps_what_the_child_needs() -> None:
    """conflicts.md 5: the borrower's own goes, name and contact stay for the child."""
    person, child = a_person(), a_person(born=date(2018, 1, 1))
    Guardianship.objects.create(
        child=child, guardian=person, since_on=date(2026, 1, 1), ends_on=date(2036, 1, 1)
    )
    a_card(person)
    Phone.objects.create(person=person, number="+4741234567", is_mobile=True, rank=1)
    left = leave(person.pk, policy=POLICY, now=NOW)
    assert not left.is_done
    assert not Card.objects.filter(person=person).exists()
    assert Identity.objects.filter(person=person).exists()
    assert Phone.objects.filter(person=person).exists()
    Guardianship.objects.all().delete()
    assert complete(person.pk, policy=POLICY, now=NOW)


@pytest.mark.parametrize("column", ["law", "facet"])
def test_a_line_has_room_for_every_law_and_every_table(column: str) -> None:
    """A Swedish library's vouchers are kept by a law of sixty-two letters (conflict case 3)."""
    tables = [each._meta.label for each in apps.get_models()]
    told = {"law": [each.text for each in CITATIONS.values()], "facet": tables}[column]
    room = ReceiptLine._meta.get_field(column).max_length
    assert room is not None
    assert max(map(len, told)) <= room


@pytest.mark.django_db
@pytest.mark.parametrize("library", LIBRARIES)
def test_case_03_the_law_that_keeps_a_voucher_is_named_in_every_library(library: str) -> None:
    policy, person = policy_of(library), a_person()
    a_claim(person, opened_on=NOW.date())
    left = leave(person.pk, policy=policy, now=NOW)
    told = receipt_with(left.code, policy=policy, now=NOW)
    assert told is not None
    assert all(each.law for each in told.lines if each.outcome is Outcome.KEPT)
