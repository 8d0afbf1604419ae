"""The statement that both countries demand: how accessible the pages are, and how to complain."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hylla.doors.parts.page import page
from hylla.library.queries import policy_in_force
from hylla.privacy.policy import Country

Word = str | Promise

EXAMINED_ON = date(2026, 11, 22)
"""When the program's makers went through WCAG 2.2 last: docs/design.md has what they found."""


@dataclass(frozen=True)
class Body:
    """Someone outside the library who looks into it, and what they do."""

    name: str
    url: str
    does: Word


@dataclass(frozen=True)
class Law:
    """What a country's law is called, and who sees to it."""

    name: str
    url: str
    bodies: tuple[Body, ...]


LAWS: Mapping[Country, Law] = {
    # Likestillings- og diskrimineringsloven § 18; diskrimineringsombudsloven § 7.
    Country.NORWAY: Law(
        "Forskrift om universell utforming av IKT-løsninger",
        "https://lovdata.no/dokument/SF/forskrift/2013-06-21-732",
        (
            Body(
                "Tilsynet for universell utforming av ikt (Digdir)",
                "https://www.uutilsynet.no",
                gettext_lazy("sees to it that the law is followed. You can tell it what is wrong."),
            ),
            Body(
                "Diskrimineringsnemnda",
                "https://www.diskrimineringsnemnda.no",
                gettext_lazy("decides on complaints from those whom a page shuts out. It is free."),
            ),
        ),
    ),
    # Lag (2018:1937), 13 and 18 §§.
    Country.SWEDEN: Law(
        "Lag (2018:1937) om tillgänglighet till digital offentlig service",
        "https://www.riksdagen.se/sv/dokument-och-lagar/dokument/svensk-forfattningssamling/"
        "lag-20181937-om-tillganglighet-till-digital_sfs-2018-1937/",
        (
            Body(
                "Myndigheten för digital förvaltning (Digg)",
                "https://www.digg.se/tdosanmalan",
                gettext_lazy("sees to it that the law is followed, and takes complaints."),
            ),
        ),
    ),
}


def statement(request: HttpRequest) -> HttpResponse:
    """Show how accessible the pages are, what is known to be wrong, and where to complain."""
    return page(
        request,
        "opac/accessibility.html",
        title=_("Accessibility of these pages"),
        law=LAWS[policy_in_force().country],
        examined_on=EXAMINED_ON,
    )
