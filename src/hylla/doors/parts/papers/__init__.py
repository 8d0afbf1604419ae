"""What the doors print: each function takes plain values and returns a PDF; docs/paper.md."""

from hylla.doors.parts.papers.post import Billed, Owed, invoice_pdf, letters_pdf
from hylla.doors.parts.papers.printing import Printing
from hylla.doors.parts.papers.receipts import (
    Paid,
    count_receipt,
    loan_receipt,
    payment_receipt,
    return_receipt,
)
from hylla.doors.parts.papers.sending import sent
from hylla.doors.parts.papers.sheets import (
    Labelled,
    NewCard,
    Shelved,
    card_sheet,
    hold_slip,
    item_labels,
)

__all__ = [
    "Billed",
    "Labelled",
    "NewCard",
    "Owed",
    "Paid",
    "Printing",
    "Shelved",
    "card_sheet",
    "count_receipt",
    "hold_slip",
    "invoice_pdf",
    "item_labels",
    "letters_pdf",
    "loan_receipt",
    "payment_receipt",
    "return_receipt",
    "sent",
]
