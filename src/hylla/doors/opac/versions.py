"""Earlier versions of the notice, as they read, and what each changed."""

from dataclasses import dataclass
from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from hylla.doors.parts.page import page
from hylla.library.models import PolicyVersion
from hylla.library.queries import PastNotice, past_notice, policy_in_force, versions
from hylla.privacy.notice import Passage


@dataclass(frozen=True)
class Listed:
    """A version in the list, and how much it changed; None where nothing was before."""

    version: str
    day: date
    is_in_force: bool
    reworded: int | None


def every_version(request: HttpRequest) -> HttpResponse:
    """List the versions that were published, the newest first."""
    language = get_language() or "en"
    listed = [_listed(past_notice(each.version, language=language)) for each in versions()]
    return page(request, "opac/versions.html", title=_("Versions of the notice"), listed=listed)


def one_version(request: HttpRequest, version: str) -> HttpResponse:
    """Show a version as it read then, with what it changed."""
    try:
        past = past_notice(version, language=get_language() or "en")
    except PolicyVersion.DoesNotExist:
        raise Http404 from None
    passages: tuple[Passage, ...] = past.notice.passages
    return page(
        request,
        "opac/version.html",
        title=past.notice.title,
        facts=_listed(past),
        past=past,
        passages=passages,
    )


def _listed(past: PastNotice) -> Listed:
    told = past.published
    return Listed(
        told.version,
        told.published_at.astimezone(policy_in_force().zone).date(),
        told.is_in_force,
        None if past.words is None else len(past.words),
    )
