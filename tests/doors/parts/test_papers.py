"""What the doors print says what happened, in the reader's language, and no more than that."""

import uuid
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

import pytest

from hylla.doors.parts.papers import (
    Billed,
    Labelled,
    NewCard,
    Owed,
    Paid,
    Printing,
    Shelved,
    card_sheet,
    hold_slip,
    invoice_pdf,
    item_labels,
    letters_pdf,
    loan_receipt,
    payment_receipt,
    return_receipt,
)
from hylla.formats.paper import Size
from hylla.messages.queries import Letter
from hylla.privacy.vocabulary import Language
from tests.builders import policy_of
from tests.formats.paper.reading import barcodes_in, roles, text_of

NOW = datetime(2026, 3, 3, 13, 30, tzinfo=UTC)
BILL = Billed(
    name="Embla Tjernvatn",
    lines=("Gata 1", "0001 Fjordvik"),
    owed=(Owed("Erstatning", date(2026, 3, 1), 45_000), Owed("Gebyr", date(2026, 3, 2), 4_550)),
    due_on=date(2026, 3, 17),
)


@dataclass(frozen=True)
class Thing:
    """Something lent, and brought back late."""

    title: str
    due_on: date = date(2026, 3, 31)
    fee_ore: int = 0


def printing(language: Language = Language.NB, size: Size = Size.ROLL) -> Printing:
    """Print at the main branch, in the afternoon."""
    return Printing(policy_of("fjordvik"), "Hovedbiblioteket", NOW, language, size)


def said(document: bytes) -> str:
    """Return the text with plain spaces."""
    return " ".join(text_of(document).split())


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (Language.NB, ("3. mars 2026 kl. 14.30", "2 lån 31. mars 2026", "Lever innen")),
        (Language.NN, ("3. mars 2026 kl. 14.30", "2 lån 31. mars 2026", "Lever innan")),
        (Language.SV, ("3 mars 2026 kl. 14.30", "2 lån 31 mars 2026", "Lämnas senast")),
        (Language.EN, ("3 March 2026, 14:30", "2 loans 31 March 2026", "Bring back by")),
    ],
)
@pytest.mark.parametrize("size", Size)
def test_a_receipt_for_loans(language: Language, words: tuple[str, ...], size: Size) -> None:
    loans = [Thing("Sult"), Thing("Pan"), Thing("Victoria", due_on=date(2026, 4, 2))]
    text = said(loan_receipt(loans, printing=printing(language, size)))
    assert all(word in text for word in words)
    assert "Sult" not in text


def test_titles_stand_on_a_receipt_for_whoever_wants_them() -> None:
    text = said(loan_receipt([Thing("Sult")], printing=printing(), with_titles=True))
    assert "Sult 31. mars 2026" in text


def test_a_receipt_for_returns_sums_the_fees() -> None:
    returned = [Thing("Sult", fee_ore=1_500), Thing("Pan", fee_ore=300)]
    text = said(return_receipt(returned, printing=printing()))
    assert "2 ting 18 kr" in text
    assert "Sult" not in text
    assert "Gebyr i alt: 18 kr" in text
    named = said(return_receipt(returned, printing=printing(), with_titles=True))
    assert "Sult 15 kr Pan 3 kr" in named
    assert "i alt" not in said(return_receipt([Thing("Sult")], printing=printing()))


def test_a_receipt_for_payment() -> None:
    paid = [Paid("Levert for sent", 4_500), Paid("Nytt kort", 5_050)]
    text = said(payment_receipt(paid, printing=printing()))
    assert "Levert for sent 45 kr Nytt kort 50,50 kr Betalt i alt: 95,50 kr" in text


def test_a_slip_says_the_code_and_the_day_alone() -> None:
    document = hold_slip(Shelved("K 17", date(2026, 3, 10), "30100001"), printing=printing())
    assert "K 17 Hentes innen: 10. mars 2026" in said(document)
    assert barcodes_in(document) == ["30100001"]


def test_labels_and_cards() -> None:
    items = [Labelled(f"3010{number:04}", "F HAM", ("Sult",)) for number in range(3)]
    document = item_labels(items, printing=printing())
    assert barcodes_in(document) == ["30100000", "30100001", "30100002"]
    assert said(document).count("F HAM Sult") == 3
    cards = card_sheet([NewCard("N001", "Embla"), NewCard("N002")], printing=printing())
    assert barcodes_in(cards) == ["N001", "N002"]
    assert said(cards).count("Embla") == 1


def test_an_invoice_says_what_to_pay_to_whom_and_when() -> None:
    document = invoice_pdf(BILL, printing=printing(size=Size.A4))
    text = said(document)
    assert "Erstatning 1. mars 2026 450,00 kr Gebyr 2. mars 2026 45,50 kr" in text
    assert "Å betale: 495,50 kr" in text
    assert "Betales til: Fjordvik kommune ved biblioteksjefen Forfaller: 17. mars 2026" in text
    assert roles(document).count("TH") == 3


def test_an_invoice_makes_no_reference_up() -> None:
    assert "referanse" not in said(invoice_pdf(BILL, printing=printing()))
    known = replace(BILL, number="12", account="0000 00 00000", reference="0001234")
    text = said(invoice_pdf(known, printing=printing()))
    assert "Faktura 12" in text
    assert "Kontonummer: 0000 00 00000 Betalingsreferanse: 0001234" in text


def test_each_letter_is_in_its_readers_language() -> None:

    one = Letter(
        uuid.uuid4(), uuid.uuid4(), Language.NB, "Embla", ("Gata 1",), "Emne", "Hei,\n\nTekst.\n"
    )
    other = replace(one, language=Language.SV, name="Åsa", subject="Ärende", text="Hej,\n")
    text = said(letters_pdf([one, other], policy=policy_of("fjordvik"), now=NOW))
    assert "Embla Gata 1 3. mars 2026 Emne Hei, Tekst." in text
    assert "Åsa Gata 1 3 mars 2026 Ärende Hej," in text
    alone = letters_pdf([other], policy=policy_of("umea"), now=NOW)
    assert "Åsa Gata 1 3 mars 2026 Ärende" in said(alone)
