"""What stands on each kind of paper: words that are ready to be read, in one language."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import ClassVar


class Size(StrEnum):
    """What a receipt or a slip is printed on."""

    ROLL = "roll"
    """A roll of 80 mm, of which printers reach 72."""
    A4 = "a4"


class Window(StrEnum):
    """Where a C5 envelope has its window: to the left in Norway, to the right in Sweden."""

    LEFT = "left"
    RIGHT = "right"


@dataclass(frozen=True)
class Fact:
    """A name and a value beside one another."""

    name: str
    value: str


@dataclass(frozen=True)
class Barcode:
    """A number as Code 128, with what a screen reader says in its place."""

    number: str
    alt: str


@dataclass(frozen=True, repr=False)
class Table:
    """Rows under named columns. `note` stands below."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str = ""


@dataclass(frozen=True, kw_only=True, repr=False)
class Paper:
    """What every document has: its language (BCP 47), its title, and when it was made."""

    template: ClassVar[str]
    language: str
    title: str
    made_at: datetime


@dataclass(frozen=True, kw_only=True, repr=False)
class Receipt(Paper):
    """What was lent, returned or paid."""

    template: ClassVar[str] = "receipt"
    library: str
    facts: tuple[Fact, ...] = ()
    lines: Table
    total: Fact | None = None
    notes: tuple[str, ...] = ()
    size: Size = Size.ROLL


@dataclass(frozen=True, kw_only=True, repr=False)
class Slip(Paper):
    """What is put into an item on the hold shelf: a code in large letters, never a name."""

    template: ClassVar[str] = "slip"
    library: str
    code: str
    facts: tuple[Fact, ...] = ()
    barcode: Barcode | None = None
    size: Size = Size.ROLL


@dataclass(frozen=True, kw_only=True, repr=False)
class Letter(Paper):
    """A letter for an envelope with a window; `title` is its subject."""

    template: ClassVar[str] = "letter"
    sender: tuple[str, ...]
    recipient: tuple[str, ...]
    place_and_date: str
    paragraphs: tuple[str, ...]
    closing: tuple[str, ...] = ()
    window: Window = Window.LEFT


@dataclass(frozen=True, kw_only=True, repr=False)
class Letters(Paper):
    """Letters to print in one go, each on a sheet of its own."""

    template: ClassVar[str] = "letters"
    letters: tuple[Letter, ...]


@dataclass(frozen=True, kw_only=True, repr=False)
class Invoice(Paper):
    """A demand for money. `payment` names payee, account, reference and due date, if there are."""

    template: ClassVar[str] = "invoice"
    sender: tuple[str, ...]
    recipient: tuple[str, ...]
    place_and_date: str
    paragraphs: tuple[str, ...]
    lines: Table
    total: Fact
    payment: tuple[Fact, ...]
    closing: tuple[str, ...] = ()
    window: Window = Window.LEFT


@dataclass(frozen=True)
class Grid:
    """How a sheet is cut, in millimetres; A4 with 3 x 8 labels of 70 x 37 unless told.

    Of a roll each label is a page.
    """

    columns: int = 3
    rows: int = 8
    width: float = 70
    height: float = 37
    left: float = 0
    top: float = 0.5
    gap_x: float = 0
    gap_y: float = 0
    page_width: float = 210
    page_height: float = 297

    @property
    def on_a_page(self) -> int:
        """How many labels a page has."""
        return self.columns * self.rows


def _roll(width: float, height: float) -> Grid:
    return Grid(1, 1, width, height, top=0, page_width=width, page_height=height)


SHEETS: Mapping[str, Grid] = {
    "a4-24": Grid(),
    "a4-21": Grid(3, 7, 63.5, 38.1, left=7.2, top=15.1, gap_x=2.55),
    "a4-14": Grid(2, 7, 99.1, 38.1, left=4.65, top=15.1, gap_x=2.5),
    "a4-40": Grid(4, 10, 48.5, 25.4, left=8, top=21.5),
    "a4-65": Grid(5, 13, 38.1, 21.2, left=4.75, top=10.7, gap_x=2.5),
    "roll-57": _roll(57, 32),
    "roll-62": _roll(62, 29),
}
"""The usual sheets and rolls of labels, by a code; the first is taken unless another is chosen."""

CARDS = Grid(columns=2, rows=5, width=85.6, height=54, left=15, top=13.5, gap_x=8.8)
"""Ten cards of the size of a bank card (ISO/IEC 7810 ID-1) on A4."""


@dataclass(frozen=True)
class Label:
    """One label or card: a line in bold, smaller lines below, a barcode."""

    head: str
    lines: tuple[str, ...]
    barcode: Barcode


@dataclass(frozen=True, kw_only=True, repr=False)
class Labels(Paper):
    """Labels for items; `skip` leaves those out that a sheet has no more."""

    template: ClassVar[str] = "labels"
    labels: tuple[Label, ...]
    grid: Grid = Grid()
    skip: int = 0
    outlined: bool = False
    """Draw a thin line around each, to cut along."""


@dataclass(frozen=True, repr=False)
class Section:
    """A part of a report under its heading."""

    heading: str
    paragraphs: tuple[str, ...] = ()
    points: tuple[str, ...] = ()
    facts: tuple[Fact, ...] = ()
    tables: tuple[Table, ...] = ()


@dataclass(frozen=True, kw_only=True, repr=False)
class Report(Paper):
    """A longer document: the privacy notice, the extract of what is kept about someone."""

    template: ClassVar[str] = "report"
    library: str
    facts: tuple[Fact, ...] = ()
    contents: str = ""
    """The heading of the table of contents; without it there is none."""
    page_words: tuple[str, str]
    """What stands before the page's number and before how many there are: "Page", "of"."""
    sections: tuple[Section, ...]
