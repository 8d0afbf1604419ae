"""Reading a PDF back: its text in order, its structure, its pictures, as readers of it do."""

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import pikepdf
import pypdfium2
import zxingcpp


@dataclass(frozen=True)
class Node:
    """One element of the structure: its role, and what is said in place of it."""

    role: str
    alt: str
    scope: str


def text_of(document: bytes) -> str:
    """Return the text of all pages in the order it stands in the file."""
    pages = pypdfium2.PdfDocument(document)
    lines = (page.get_textpage().get_text_range() for page in pages)
    return "\n".join(lines).replace("\r\n", "\n")


def barcodes_in(document: bytes, *, fineness: int = 4) -> list[str]:
    """Return the numbers of the barcodes on all pages, read from the picture of each."""
    found = []
    for page in pypdfium2.PdfDocument(document):
        picture = page.render(scale=fineness).to_pil()
        codes = zxingcpp.read_barcodes(picture, formats=zxingcpp.BarcodeFormat.Code128)
        found += [code.text for code in codes]
    return sorted(found)


def structure(document: bytes) -> list[Node]:
    """Return the structure tree from the top, in reading order."""
    with pikepdf.open(BytesIO(document)) as opened:
        return list(_nodes(opened.Root.StructTreeRoot))


def roles(document: bytes) -> list[str]:
    """Return the roles of the structure, in reading order."""
    return [node.role for node in structure(document)]


def _nodes(element: Any) -> Iterator[Node]:
    if not isinstance(element, pikepdf.Dictionary):
        return
    if "/S" in element:
        traits = element.get("/A", {})
        scopes = [each for each in traits if "/Scope" in each] if _is_list(traits) else [traits]
        scope = next((str(each.get("/Scope", "")) for each in scopes), "")
        yield Node(str(element.S).lstrip("/"), str(element.get("/Alt", "")), scope.lstrip("/"))
    children = element.get("/K", [])
    for child in children if _is_list(children) else [children]:
        yield from _nodes(child)


def _is_list(value: Any) -> bool:
    return isinstance(value, pikepdf.Array)
