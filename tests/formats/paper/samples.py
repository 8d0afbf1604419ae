"""One of each paper, with made-up people."""

from datetime import UTC, datetime
from typing import Any

from hylla.formats.paper import (
    CARDS,
    Barcode,
    Fact,
    Invoice,
    Label,
    Labels,
    Letter,
    Letters,
    Paper,
    Receipt,
    Report,
    Section,
    Slip,
    Table,
)

NOW = datetime(2026, 3, 3, 13, 30, tzinfo=UTC)
MARKUP = "#panic() *bold* $x^2$ @ref <label> `raw` 'q' \"z\" // /* \\ = Head #sys.inputs"
"""What would stop Typst, or be drawn otherwise, were it read as part of a template."""


EVERY: dict[str, Any] = {"language": "nb", "made_at": NOW}


def samples(name: str = "Kari Østensen", title: str = "Sult") -> dict[str, Paper]:
    """Return one of each; `name` and `title` stand wherever people write freely."""
    lines = Table(("Tittel", "Lever innen"), ((title, "31. mars 2026"), ("Pan", "2. april 2026")))
    return {**_for_hands(name, title, lines), **_for_envelopes(name, title, lines)}


def _for_hands(name: str, title: str, lines: Table) -> dict[str, Paper]:
    labels = tuple(
        Label(name, (title,), Barcode(f"0301234567{number:04}", f"Strekkode {number}"))
        for number in range(30)
    )
    return {
        "receipt": Receipt(
            title=title, library=name, lines=lines, total=Fact("Sum", "45 kr"), **EVERY
        ),
        "slip": Slip(
            title=title, library=name, code="K 17", barcode=Barcode("12345", "Kode"), **EVERY
        ),
        "labels": Labels(title=title, labels=labels, skip=2, **EVERY),
        "cards": Labels(title=title, labels=labels[:10], grid=CARDS, outlined=True, **EVERY),
    }


def _for_envelopes(name: str, title: str, lines: Table) -> dict[str, Paper]:
    post: dict[str, Any] = {
        **EVERY,
        "sender": (name, "Strandgata 1"),
        "recipient": (name, "Bakken 2", "0000 Fjordvik"),
        "place_and_date": "3. mars 2026",
        "paragraphs": ("Hei,", title),
    }
    letter = Letter(title=title, closing=(name,), **post)
    total, payment = Fact("Å betale", "45,00 kr"), (Fact("Betales til", name),)
    return {
        "letter": letter,
        "letters": Letters(title=title, letters=(letter, letter), **EVERY),
        "invoice": Invoice(title=title, lines=lines, total=total, payment=payment, **post),
        "report": Report(
            title=title,
            library=name,
            contents="Innhold",
            page_words=("Side", "av"),
            sections=tuple(
                Section(f"Del {part}", (title,), (name, "to"), (Fact("Hvem", name),), (lines,))
                for part in range(3)
            ),
            **EVERY,
        ),
    }
