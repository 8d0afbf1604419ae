"""Every page that everyone may read, taken from the addresses, so that none is forgotten."""

from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID

from django.conf import settings
from django.urls import URLPattern, reverse
from django.utils import timezone, translation

from hylla.catalogue.actions.indexing import rebuild
from hylla.catalogue.index.folder import Folder
from hylla.catalogue.models import Record
from hylla.doors.joining.urls import urlpatterns as joining
from hylla.doors.opac.urls import urlpatterns as opac
from hylla.library.queries import policy_in_force
from hylla.patrons.models import Person
from tests.browser.conftest import Site
from tests.builders import a_list, a_public_list, a_review
from tests.doors.town import Town

FILES = {
    "opac:licence",
    "opac:privacy_pdf",
    "opac:privacy_file",
    "opac:new_arrivals",
    "opac:suggestions",
}
"""What is fetched to be kept: no pages."""
NEEDS_A_FORM = {
    f"joining:{name}" for name in ("new", "kept", "withdraw", "welcome", "eid", "not_me")
}
"""What only a form leads to; tests/browser/joining_pages.py goes there."""


def reviewed(town: Town, title: Record) -> tuple[UUID, UUID]:
    """Let a title be rated and reviewed; return a review that is read, and one that waits."""
    texts = (
        "I walked half of this with the book in my hand. The maps are good, the prose is better.",
        "A fine companion for a wet summer. The chapter on huts alone is worth the loan.",
    )
    told = {"record": title, "written_on": timezone.localdate()}
    people = [Person.objects.get(pk=town.patron().id) for _ in range(3)]
    shown = [
        a_review(person, name=f"Fjellreven {place}", text=text, **told)
        for place, (person, text) in enumerate(zip(people, texts, strict=False))
    ]
    unread = a_review(people[-1], name="Sofaturisten", state="waiting", **told)
    return shown[0].pk, unread.pk


def shared_by(town: Town, record_id: int) -> str:
    """Let somebody share a list with a title; return the word of its link."""
    told: dict[str, Any] = {
        "shared_as": "shared-with-everybody",
        "record": Record.objects.get(pk=record_id),
    }
    a_list(Person.objects.get(pk=town.patron().id), touched_on=timezone.localdate(), **told)
    return str(told["shared_as"])


def _recommended(record_id: int) -> int:
    return a_public_list(Record.objects.get(pk=record_id), on=timezone.localdate())


def public_paths(site: Site) -> dict[str, str]:
    """Return the path of each page by its name."""
    record = site.town.item("Fjellvandring i nord").record_id
    site.town.item("Fjellvandring i sør", branch=site.town.west)
    assert rebuild(Folder(settings.HYLLA_SEARCH))
    shown, _ = reviewed(site.town, Record.objects.get(pk=record))
    paths = {
        "search": "/en/search/?q=fjellvandring",
        "chosen": "/en/search/?q=fjellvandringg&kind=book",
        "nothing": "/en/search/?q=zzyzx",
        "not-found": "/en/nowhere/",
        "log-in": "/en/my/",
        "log-in-for-a-hold": f"/en/my/holds/{record}/",
        "register-new": "/en/register/new/?way=desk",
    }
    examples: Mapping[str, dict[str, object]] = {
        "opac:record": {"record_id": record},
        "opac:work": {"work_key": Record.objects.get(pk=record).work_key},
        "opac:reviews": {"record_id": record},
        "opac:report_review": {"review_id": shown},
        "opac:shared_list": {"word": shared_by(site.town, record)},
        "opac:public_list": {"number": _recommended(record)},
        "opac:author": {"address": "elv-sara"},
        "opac:version": {"version": policy_in_force().notice.version},
        "opac:paper": {"kind": "periods"},
        "opac:promise": {"sentence_id": "loans-are-told-to-you"},
    }
    with translation.override("en"):
        for name in _names():
            paths[name] = reverse(name, kwargs=examples.get(name, {}))
    return paths


def _names() -> Iterator[str]:
    for app, patterns in (("opac", opac), ("joining", joining)):
        for pattern in patterns:
            assert isinstance(pattern, URLPattern)
            name = f"{app}:{pattern.name}"
            if name not in FILES | NEEDS_A_FORM:
                yield name
