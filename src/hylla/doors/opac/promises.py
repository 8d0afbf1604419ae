"""One sentence of the notice: what it rests on, what was looked at, and how it stood before."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from hylla.doors.opac.privacy import MEANINGS, promised
from hylla.doors.parts.grounds import Bases
from hylla.doors.parts.page import page
from hylla.library.queries import policy_in_force
from hylla.privacy.notice import sections
from hylla.privacy.verify import last_checks
from hylla.privacy.vocabulary import Language, State


def promise(request: HttpRequest, sentence_id: str) -> HttpResponse:
    """Show one sentence with its proof; a page of its own, for the notice is long without it."""
    policy, language = policy_in_force(), Language(get_language() or Language.EN)
    lines = [line for section in sections(policy, language) for line in section.lines]
    line = next((each for each in lines if each.sentence.id == sentence_id), None)
    if line is None:
        raise Http404
    check = last_checks().get(sentence_id)
    return page(
        request,
        "opac/promise.html",
        title=_("What this promise rests on"),
        promised=promised(line, check),
        meaning=MEANINGS[State(check.state) if check else State.UNCHECKED],
        basis=Bases(policy, language).of(line.sentence, check),
    )
