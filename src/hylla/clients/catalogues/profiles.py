"""How the catalogues of the North want to be asked, and a query in their words.

Sources: Biblioteksentralen's and Libris' own documentation of SRU, Alma's explain answer;
CQL 1.2, 2.1, for what stands in quotes.
"""

import re
from collections.abc import Iterator, Mapping

from hylla.clients.catalogues.values import Profile, Wanted

PROFILES: Mapping[str, Profile] = {
    "libris": Profile(
        isbn="bath.isbn",
        issn="bath.issn",
        title="dc.title",
        author="dc.creator",
        words="cql.serverChoice",
        version="1.1",
        # A phrase would be wanted by nobody; without `all` every word must be there, too.
        all_of="=",
        address="https://libris.kb.se/sru/libris",
    ),
    "alma": Profile(
        isbn="alma.isbn",
        issn="alma.issn",
        title="alma.title",
        author="alma.creator",
        words="alma.all_for_ui",
    ),
    "biblioteksentralen": Profile(
        isbn="dc.identifier",
        issn="dc.identifier",
        title="dc.title",
        author="dc.creator",
        words="cql.serverChoice",
        version="1.1",
        schema="marc21",
        address="https://sru.aja.bs.no/mlnb",
    ),
    "plain": Profile(
        isbn="bath.isbn",
        issn="bath.issn",
        title="dc.title",
        author="dc.creator",
        words="cql.serverChoice",
    ),
}
LONGEST = 200
_MEANS_SOMETHING = re.compile(r'([\\"*?^])')


def query_of(wanted: Wanted, profile: Profile) -> str:
    """Return a query in CQL; what somebody typed cannot end its quotes, nor is a sign in it one."""
    return " and ".join(_clauses(wanted, profile))


def _clauses(wanted: Wanted, profile: Profile) -> Iterator[str]:
    if wanted.isbn:
        yield f"{profile.isbn}={_quoted(wanted.isbn)}"
    if wanted.issn:
        yield f"{profile.issn}={_quoted(wanted.issn)}"
    for index, told in (
        (profile.title, wanted.title),
        (profile.author, wanted.author),
        (profile.words, wanted.words),
    ):
        if words := told.split():
            yield f"{index} {profile.all_of} {_quoted(' '.join(words))}"


def _quoted(text: str) -> str:
    escaped = _MEANS_SOMETHING.sub(r"\\\1", text[:LONGEST])
    return f'"{escaped}"'
