"""Paper: receipts, slips, letters, invoices, labels, cards and reports as accessible PDF."""

from hylla.formats.paper.press import Unprintable, pdf
from hylla.formats.paper.values import (
    CARDS,
    Barcode,
    Fact,
    Grid,
    Invoice,
    Label,
    Labels,
    Letter,
    Letters,
    Paper,
    Receipt,
    Report,
    Section,
    Size,
    Slip,
    Table,
    Window,
)

__all__ = [
    "CARDS",
    "Barcode",
    "Fact",
    "Grid",
    "Invoice",
    "Label",
    "Labels",
    "Letter",
    "Letters",
    "Paper",
    "Receipt",
    "Report",
    "Section",
    "Size",
    "Slip",
    "Table",
    "Unprintable",
    "Window",
    "pdf",
]
