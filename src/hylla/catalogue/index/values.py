"""What the index is told about a title."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class IndexedTitle:
    """A title with all that it is found by and sorted into.

    `languages` are ISO 639-2/B codes, the text's own first. `branches` are the numbers of those
    that own a copy, `copies` how many there are: whether one is in is asked when somebody searches.
    Other forms of what stands in a field are those that its authorities have.
    """

    number: int
    work_key: str
    title: str
    subtitle: str = ""
    authors: tuple[str, ...] = ()
    series: tuple[str, ...] = ()
    subjects: tuple[str, ...] = ()
    publisher: str = ""
    languages: tuple[str, ...] = ()
    year: int | None = None
    kind: str = ""
    audience: str = ""
    numbers: tuple[str, ...] = ()
    branches: tuple[int, ...] = ()
    copies: int = 0
    classification: str = ""
    other_authors: tuple[str, ...] = ()
    other_subjects: tuple[str, ...] = ()
    other_titles: tuple[str, ...] = ()
