"""The titles of a list that its owner shares by a secret link; of whose it is, nothing is told."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from hylla.doors.parts.crawling import slowing_crawlers
from hylla.doors.parts.listing import lines_of, on_lists
from hylla.doors.parts.page import page
from hylla.doors.parts.who import now_of
from hylla.library.queries import policy_in_force
from hylla.lists.queries import shared_titles


@slowing_crawlers
def shared_list(request: HttpRequest, word: str) -> HttpResponse:
    """Show the titles to whoever has the link."""
    titles = shared_titles(word, now=now_of(request), policy=policy_in_force())
    lines = lines_of(titles or ())
    return page(
        request,
        "opac/shared_list.html",
        title=_("Titles somebody shows you") if titles is not None else _("Nothing is shown here"),
        here="search",
        is_open=titles is not None,
        lines=lines,
        **on_lists(request, (each.record_id for each in lines if each.record_id)),
        status=200 if titles is not None else 404,
    )
