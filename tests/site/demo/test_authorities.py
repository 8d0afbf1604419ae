"""The made-up library's authorities are of authors whose titles it has."""

from datetime import date

import pytest

from hylla.catalogue.actions.adding import NewTitle, add_titles
from hylla.catalogue.models import TitleHeading
from hylla.catalogue.rules import TitleFacts
from hylla.site.demo.authorities import AUTHORS, write_authorities
from hylla.site.demo.titles import titles

TODAY = date(2026, 3, 2)


@pytest.mark.django_db
def test_each_has_titles() -> None:
    names = [line.split("|")[0] for line in AUTHORS.strip().splitlines()]
    authors = {name for title in titles() for name in title.authors}
    assert set(names) <= authors
    add_titles(
        [NewTitle(name, TitleFacts("Fjellet", authors=(name,))) for name in names],
        source="made",
        on=TODAY,
    )
    assert write_authorities(on=TODAY) == len(names)
    assert TitleHeading.objects.exclude(authority=None).count() == len(names)
