r"""BibTeX: an entry for a list of references, in UTF-8 as biber and today's BibTeX read it.

Source: Patashnik, "BibTeXing" (1988), section 3 for types and fields; the braces around a title
keep its capitals. Signs that TeX takes for its own are written as TeX prints them.
"""

from hylla.formats.marc.facts import Material
from hylla.formats.titles.title import Title, is_person

_SIGNS = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\{",
        "}": r"\}",
        "&": r"\&",
        "%": r"\%",
        "$": r"\$",
        "#": r"\#",
        "_": r"\_",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        "\n": " ",
        "\r": " ",
    }
)


def bibtex(title: Title) -> str:
    """Return a title as an entry; what is no book is `misc`."""
    kind = "book" if title.kind == Material.BOOK else "misc"
    series, _, volume = next(iter(title.series), "").partition(" ; ")
    told = {
        "author": " and ".join(_author(each) for each in title.authors),
        "title": f"{{{_tex(title.whole_name)}}}",
        "publisher": _tex(title.publisher),
        "year": str(title.year or ""),
        "series": _tex(series),
        "number": _tex(volume),
        "isbn": ", ".join(title.isbns),
        "language": ", ".join(title.languages),
        "url": title.address.translate({ord("{"): "", ord("}"): ""}),
    }
    lines = [f"  {name} = {{{value}}}," for name, value in told.items() if value]
    return "\n".join([f"@{kind}{{title{title.number},", *lines, "}", ""])


def _author(name: str) -> str:
    """Braces keep a body's name in one piece; a person's is parted at its comma."""
    return _tex(name) if is_person(name) else f"{{{_tex(name)}}}"


def _tex(text: str) -> str:
    return text.translate(_SIGNS)
