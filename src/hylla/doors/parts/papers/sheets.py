"""Slips for the hold shelf, labels for items, and cards."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from hylla.doors.parts.papers.printing import Printing, reader_of
from hylla.doors.parts.writing import day_text
from hylla.formats.paper import CARDS, Barcode, Fact, Grid, Label, Labels, Slip, pdf


@dataclass(frozen=True)
class Shelved:
    """Something on the hold shelf: its code, until when, and the item's barcode."""

    code: str
    until_on: date
    barcode: str


@dataclass(frozen=True)
class Labelled:
    """An item that gets a label."""

    barcode: str
    shelf_mark: str
    lines: tuple[str, ...] = ()
    """Smaller lines below the shelf mark: its branch, its title."""


@dataclass(frozen=True, repr=False)
class NewCard:
    """A card to print, for someone."""

    number: str
    name: str = ""
    """Left out where whoever finds the card is not to learn whose it is."""


def hold_slip(shelved: Shelved, *, printing: Printing) -> bytes:
    """Print what is put into a copy on the hold shelf: no name, no title."""
    with reader_of(printing.language, printing.policy):
        slip = Slip(
            language=printing.language,
            title=_("Hold shelf"),
            made_at=printing.now,
            library=f"{printing.policy.name}, {printing.branch}",
            code=shelved.code,
            facts=(Fact(_("To be fetched by"), day_text(shelved.until_on)),),
            barcode=_barcode(shelved.barcode),
            size=printing.size,
        )
    return pdf(slip)


def item_labels(
    items: Sequence[Labelled], *, printing: Printing, grid: Grid | None = None, skip: int = 0
) -> bytes:
    """Print labels; `skip` leaves out those that a begun sheet has no more."""
    with reader_of(printing.language, printing.policy):
        labels = tuple(
            Label(item.shelf_mark or "–", item.lines, _barcode(item.barcode)) for item in items
        )
        sheet = Labels(
            language=printing.language,
            title=_("Labels for items"),
            made_at=printing.now,
            labels=labels,
            grid=grid or Grid(),
            skip=skip,
        )
    return pdf(sheet)


def card_sheet(cards: Sequence[NewCard], *, printing: Printing, skip: int = 0) -> bytes:
    """Print library cards of the size of a bank card, ten on a sheet, to be cut."""
    with reader_of(printing.language, printing.policy):
        sheet = Labels(
            language=printing.language,
            title=_("Library cards"),
            made_at=printing.now,
            labels=tuple(
                Label(printing.policy.name, _lines(card), _barcode(card.number)) for card in cards
            ),
            grid=CARDS,
            skip=skip,
            outlined=True,
        )
    return pdf(sheet)


def _lines(card: NewCard) -> tuple[str, ...]:
    return (card.name,) if card.name else ()


def _barcode(number: str) -> Barcode:
    return Barcode(number, _("Barcode %(number)s") % {"number": number})
