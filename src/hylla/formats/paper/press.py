"""The press: turns values into a tagged PDF (PDF/UA-1, ISO 14289-1) by Typst, offline."""

import json
import re
from dataclasses import fields, is_dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import typst

from hylla.formats.paper.barcodes import code_128
from hylla.formats.paper.values import Barcode, Paper

TEMPLATES = Path(__file__).with_name("templates")
ACCESSIBLE: "list[typst.PDFStandard]" = ["ua-1"]
# A newline and a tab are read as white space; what else controls a terminal has no glyph.
UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


class Unprintable(Exception):
    """The paper cannot be made: its template is wrong."""


def pdf(paper: Paper) -> bytes:
    """Print a document.

    The fonts are those that Typst brings along, so that a document looks the same everywhere.
    A script they lack is looked for among the machine's own; where that fails too, the document
    is printed, tagged, with boxes for the letters, and does not claim to be PDF/UA.
    """
    values = json.dumps(_plain(paper))
    for fonts, standards in ((_fonts(False), ACCESSIBLE), (_fonts(True), ACCESSIBLE)):
        try:
            return _compiled(paper, values, fonts, standards)
        except typst.TypstError as error:
            if "could not be displayed" not in error.message:
                raise Unprintable(paper.template, error.message) from None
    return _compiled(paper, values, _fonts(True), [])


def _compiled(
    paper: Paper, values: str, fonts: typst.Fonts, standards: "list[typst.PDFStandard]"
) -> bytes:
    return typst.compile(
        TEMPLATES / f"{paper.template}.typ",
        root=TEMPLATES,
        font_paths=fonts,
        format="pdf",
        sys_inputs={"values": values},
        pdf_standards=standards,
        timestamp=int(paper.made_at.timestamp()),
        # Templates import no packages; should one ever, it is looked for here, where none is.
        package_path=TEMPLATES / "packages",
        package_cache_path=TEMPLATES / "packages",
    )


@cache
def _fonts(of_the_machine: bool) -> typst.Fonts:
    return typst.Fonts(include_system_fonts=of_the_machine)


def _plain(value: object) -> Any:
    """Return values as JSON has them. No text becomes part of a template: Typst reads data."""
    if isinstance(value, Barcode):
        return {"number": value.number, "alt": value.alt, "svg": code_128(value.number)}
    if is_dataclass(value):
        return {each.name: _plain(getattr(value, each.name)) for each in fields(value)}
    if isinstance(value, str):
        return UNPRINTABLE.sub("", value)
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    if isinstance(value, datetime):
        return value.isoformat()
    return value
