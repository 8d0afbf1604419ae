"""Writes authorities for some of the made-up library's authors, all of them long dead."""

from datetime import date

from django.db import transaction

from hylla.catalogue.actions.authorities.filing import AuthorityToFile, file_authorities
from hylla.catalogue.rules.incoming import incoming
from hylla.formats.marc import Field, Record, Subfield
from hylla.formats.marc.authorities import authority_facts
from hylla.formats.marc.authority_fields import beginning

SOURCE = "fjordvik"
AUTHORS = """
Andersen, H. C.|Dansk forfatter, 1805-1875.|Andersen, Hans Christian
Blixen, Karen|Dansk forfatter, 1885-1962; skrev på engelsk som Isak Dinesen.|Dinesen, Isak|Osceola
Bulgakov, Mikhail|Russisk forfatter, 1891-1940.|Bulgakov, Michail|Булгаков, Михаил
Carroll, Lewis|Engelsk forfatter og matematiker, 1832-1898.|Dodgson, Charles Lutwidge
Chaplin, Charles|Engelsk filmskaper, 1889-1977.|Chaplin, Charlie
Christie, Agatha|Engelsk forfatter, 1890-1976.|Westmacott, Mary
Dostojevskij, Fjodor|Russisk forfatter, 1821-1881.|Dostoyevsky, Fyodor|Достоевский, Фёдор
Doyle, Arthur Conan|Skotsk forfatter, 1859-1930.|Conan Doyle, Arthur
Hamsun, Knut|Norsk forfatter, 1859-1952.|Pedersen, Knut
Nexø, Martin Andersen|Dansk forfatter, 1869-1954.|Andersen Nexø, Martin
Orwell, George|Engelsk forfatter, 1903-1950.|Blair, Eric
Riverton, Stein|Norsk forfatter, 1884-1934.|Elvestad, Sven|Elvestad Larsen, Kristoffer
Saint-Exupéry, Antoine de|Fransk forfatter og flyger, 1900-1944.|Exupéry, Antoine de Saint-
Sandel, Cora|Norsk forfatter, 1880-1974.|Fabricius, Sara
Tolstoj, Lev|Russisk forfatter, 1828-1910.|Tolstoy, Leo|Tolstoi, Leo|Толстой, Лев
Valkeapää, Nils-Aslak|Samisk forfatter, kunstner og musiker, 1943-2001.|Áillohaš
"""
"""Name as the titles have it, note, and other forms."""


@transaction.atomic
def write_authorities(*, on: date) -> int:
    """Add them, so that titles are found by their other forms; return how many there are."""
    lines = AUTHORS.strip().splitlines()
    filed = [_filed(line, place, on) for place, line in enumerate(lines, start=1)]
    return len(file_authorities(filed, on=on))


def _filed(line: str, place: int, on: date) -> AuthorityToFile:
    name, note, *others = line.split("|")
    plain = beginning(_field("100", name), day=on)
    fixed = tuple(each for each in plain.fields if each.tag == "008")
    number = (Field("001", f"a{place:03}"), Field("003", SOURCE))
    variants = (_field("400", other) for other in others)
    told = Field("678", "", "  ", (Subfield("a", note),))
    record = Record(plain.leader, (*number, *fixed, _field("100", name), *variants, told))
    facts = authority_facts(record)
    if facts is None:
        raise ValueError(f"{name} is no heading")
    return AuthorityToFile.of(incoming(record, file=SOURCE), facts)


def _field(tag: str, name: str) -> Field:
    return Field(tag, "", "1 ", (Subfield("a", name),))
