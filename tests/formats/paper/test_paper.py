"""Papers are whole, can be read by a screen reader, and take no one's words for instructions."""

from dataclasses import replace
from io import BytesIO

import pikepdf
import pypdfium2
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from hylla.formats.paper import (
    SHEETS,
    Barcode,
    Labels,
    Letter,
    Paper,
    Receipt,
    Size,
    Slip,
    Table,
    Unprintable,
    Window,
    pdf,
)
from tests.formats.paper.reading import barcodes_in, roles, structure, text_of
from tests.formats.paper.samples import MARKUP, NOW, samples

NAMES = sorted(samples())
MILLIMETRE = 72 / 25.4


@pytest.mark.parametrize("name", NAMES)
def test_it_is_accessible(name: str) -> None:
    """PDF/UA-1: says so, is tagged, has a title that is shown, and a language."""
    document = pdf(samples()[name])
    with pikepdf.open(BytesIO(document)) as opened:
        with opened.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"
            assert metadata["dc:title"] == "Sult"
        assert opened.Root.MarkInfo.Marked is True or bool(opened.Root.MarkInfo.Marked)
        assert opened.Root.ViewerPreferences.DisplayDocTitle
        assert str(opened.Root.Lang) == "nb"


@pytest.mark.parametrize("name", NAMES)
def test_words_are_never_instructions(name: str) -> None:
    """What is written in a name or a title stands on the paper as it is."""
    plain = pdf(samples()[name])
    with_markup = text_of(pdf(samples(name=MARKUP, title=MARKUP)[name])).replace("\n", " ")
    times = with_markup.replace("- ", "").count("#panic()")
    assert times == text_of(plain).count("Kari Østensen") + text_of(plain).count("Sult")
    for word in MARKUP.split():
        assert word in with_markup


@given(st.text(alphabet=st.characters(exclude_categories=["Co", "Cn"]), max_size=40))
def test_no_text_stops_the_press(text: str) -> None:
    assert pdf(samples(name=f"A{text}", title="Sult")["slip"]).startswith(b"%PDF")


def test_letters_that_no_font_has_do_not_stop_it() -> None:
    """The paper comes, tagged, and does not claim what it cannot hold."""
    document = pdf(samples(title="Sult \U0001f4a9 \u13a0")["receipt"])
    assert "Sult" in text_of(document)
    assert "Table" in roles(document)


def test_a_template_that_is_wrong_is_told_of() -> None:
    class Untitled(Paper):
        template = "parts"

    with pytest.raises(Unprintable, match="title"):
        pdf(Untitled(language="nb", title="x", made_at=NOW))


def test_a_receipt_has_a_table_with_header_cells() -> None:
    document = pdf(samples()["receipt"])
    nodes = structure(document)
    assert [node.role for node in nodes].count("TH") == 2
    assert [node.role for node in nodes].count("TD") == 4
    assert {node.scope for node in nodes if node.role == "TH"} == {"Column"}
    text = text_of(document)
    assert text.index("Tittel") < text.index("Sult\n31. mars" if "Sult\n31" in text else "31. mars")
    assert text.index("31. mars") < text.index("Pan") < text.index("45 kr")


def test_a_receipt_fits_the_roll_and_grows_with_what_it_says() -> None:
    short = samples()["receipt"]
    assert isinstance(short, Receipt)
    long = replace(short, lines=Table(("Tittel", "Dato"), (("Sult", "3. mars"),) * 40))
    (one,), (other,) = (pypdfium2.PdfDocument(pdf(each)) for each in (short, long))
    assert one.get_width() == pytest.approx(80 * MILLIMETRE, abs=0.5)
    assert other.get_height() > 2 * one.get_height()
    a4 = pypdfium2.PdfDocument(pdf(replace(short, size=Size.A4)))[0]
    assert a4.get_width() == pytest.approx(210 * MILLIMETRE, abs=0.5)


def test_a_slip_has_its_barcode_with_words_in_its_place() -> None:
    document = pdf(samples()["slip"])
    assert barcodes_in(document) == ["12345"]
    assert [node.alt for node in structure(document) if node.role == "Figure"] == ["Kode"]


def test_labels_fill_the_sheets_that_are_left() -> None:
    """30 labels, 2 places used already: 22 on the first sheet, 8 on the second, all readable."""
    document = pdf(samples()["labels"])
    assert barcodes_in(document) == [f"0301234567{number:04}" for number in range(30)]
    pages = [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(document)]
    assert [page.count("0301234567") for page in pages] == [22, 8]
    alts = [node.alt for node in structure(document) if node.role == "Figure"]
    assert alts == [f"Strekkode {number}" for number in range(30)]


@pytest.mark.parametrize("code", SHEETS)
def test_labels_of_every_usual_size_can_be_read(code: str) -> None:
    """One more than a page holds: all barcodes are read, and the last stands on the next page."""
    usual, grid = samples()["labels"], SHEETS[code]
    assert isinstance(usual, Labels)
    labels = tuple(
        replace(usual.labels[0], barcode=Barcode(f"03012345670{number:03}", f"Kode {number}"))
        for number in range(grid.on_a_page + 1)
    )
    document = pdf(replace(usual, labels=labels, grid=grid, skip=0))
    assert sorted(barcodes_in(document)) == [each.barcode.number for each in labels]
    assert len(pypdfium2.PdfDocument(document)) == 2
    right = grid.left + grid.columns * grid.width + (grid.columns - 1) * grid.gap_x
    bottom = grid.top + grid.rows * grid.height + (grid.rows - 1) * grid.gap_y
    assert right <= grid.page_width
    assert bottom <= grid.page_height


def test_cards_can_be_read() -> None:
    assert len(barcodes_in(pdf(samples()["cards"]))) == 10


@pytest.mark.parametrize("number", ["", "æ", "12\n3"])
def test_a_number_that_is_no_barcode_is_refused(number: str) -> None:
    slip = samples()["slip"]
    assert isinstance(slip, Slip)
    with pytest.raises(ValueError, match="Code 128"):
        pdf(replace(slip, barcode=Barcode(number, "Kode")))


@given(
    st.text(alphabet=st.characters(min_codepoint=33, max_codepoint=126), min_size=1, max_size=16)
)
@example("2]033@02.03]0")
@example("99")
@example("991234")
def test_every_barcode_reads_as_its_number(number: str) -> None:
    slip = samples()["slip"]
    assert isinstance(slip, Slip)
    paper = pdf(replace(slip, barcode=Barcode(number, "Kode")))
    # A scanner looks more than once; a single picture may fall badly on its dots.
    assert any(barcodes_in(paper, fineness=each) == [number] for each in (4, 6, 8, 3))


@pytest.mark.parametrize(
    ("window", "least", "most"), [(Window.LEFT, 15, 101), (Window.RIGHT, 109, 195)]
)
@pytest.mark.parametrize("name", ["letter", "invoice"])
def test_the_address_is_seen_through_the_window(
    name: str, window: Window, least: float, most: float
) -> None:
    """However the folded sheet slides in a C5 envelope: 44 to 65 mm from its top."""
    paper = replace(
        samples(name="Kari Østensen-Rimstrand")[name],
        window=window,  # type: ignore[call-arg]  # letters and invoices have one
        recipient=("Kari Østensen-Rimstrand", "c/o Berg", "Bakkegata 112 B", "0000 Fjordvik", "NO"),
    )
    assert isinstance(paper, Paper)
    (page,) = pypdfium2.PdfDocument(pdf(paper))
    words = page.get_textpage()
    for line in ("c/o Berg", "Bakkegata 112 B", "0000 Fjordvik"):
        at, length = words.search(line).get_next()
        boxes = [words.get_charbox(at + each) for each in range(length)]
        left, right = min(box[0] for box in boxes), max(box[2] for box in boxes)
        bottom = min(box[1] for box in boxes)
        top = max(box[3] for box in boxes)
        assert least <= left / MILLIMETRE
        assert right / MILLIMETRE <= most
        assert (page.get_height() - top) / MILLIMETRE >= 44
        assert (page.get_height() - bottom) / MILLIMETRE <= 65


def test_letters_stand_on_sheets_of_their_own_in_their_own_languages() -> None:
    letters = samples()["letters"]
    one, other = letters.letters  # type: ignore[attr-defined]  # the sample is of letters
    assert isinstance(other, Letter)
    both = replace(letters, letters=(one, replace(other, language="sv", paragraphs=("Hej,",))))  # type: ignore[call-arg]  # as above
    document = pdf(both)
    pages = [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(document)]
    assert ["Hei," in page for page in pages] == [True, False]
    assert "Hej," in pages[1]
    assert roles(document).count("H1") == 2
    with pikepdf.open(BytesIO(document)) as opened:
        assert "sv" in {str(each.get("/Lang", "")) for each in _elements(opened)}


def test_a_report_has_its_headings_contents_and_pages() -> None:
    document = pdf(samples()["report"])
    nodes = roles(document)
    assert nodes.count("H1") == 4
    assert nodes.count("TH") == 6
    assert "TOC" in nodes
    assert "L" in nodes
    assert "Side 1 av 1" in text_of(document)
    with pikepdf.open(BytesIO(document)) as opened:
        assert len(opened.Root.Outlines.First.keys()) > 0


def test_the_same_values_give_the_same_bytes() -> None:
    assert pdf(samples()["report"]) == pdf(samples()["report"])


def _elements(opened: pikepdf.Pdf) -> list[pikepdf.Dictionary]:
    return [
        each for each in opened.objects if isinstance(each, pikepdf.Dictionary) and "/S" in each
    ]
