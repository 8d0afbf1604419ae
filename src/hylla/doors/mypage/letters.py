"""What the library has written to a patron, and what it is about to."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from hylla.doors.mypage.door import for_patron, my_page
from hylla.doors.parts.contact import WayFields, ways_of
from hylla.doors.parts.page import Said, good, today_of
from hylla.doors.parts.who import now_of
from hylla.doors.parts.words import CHANNELS, WAYS
from hylla.library.queries import policy_in_force
from hylla.library.refusals import Refused
from hylla.messages.queries import Readable, Sent, readable_messages_of
from hylla.messages.sentences import SUBJECTS
from hylla.patrons import actions
from hylla.patrons.queries import details, failing_of
from hylla.patrons.rules import Changes
from hylla.privacy.vocabulary import Language, Role


@dataclass(frozen=True)
class Letter:
    """A message: when, what about, how it went, in which tone, and its words."""

    at: datetime
    subject: str
    state: str
    tone: str
    language: Language
    text: str


@for_patron
def messages(request: HttpRequest, person_id: uuid.UUID) -> HttpResponse:
    """Show every message that is still kept, the newest first, or change which way some go."""
    if request.method != "POST":
        return _page(request, person_id)
    form = WayFields(request.POST)
    if form.is_valid():
        try:
            actions.change_details(
                person_id,
                changes=Changes(**form.cleaned_data),
                by=Role.PATRON,
                now=now_of(request),
                policy=policy_in_force(),
            )
        except Refused as refused:
            form.refuse(refused, {})
    if form.errors:
        return _page(request, person_id, form=form)
    return _page(request, person_id, said=good(_("Your choice is saved.")))


def _page(
    request: HttpRequest,
    person_id: uuid.UUID,
    *,
    form: WayFields | None = None,
    said: Said | None = None,
) -> HttpResponse:
    policy, now = policy_in_force(), now_of(request)
    known = details(person_id, on=today_of(request))
    kept = policy.period("delivered_message")
    return my_page(
        request,
        "mypage/messages.html",
        title=_("Not saved: check what you wrote") if form else _("Messages to you"),
        tab="messages",
        said=[said] if said else [],
        form=form or WayFields(initial=ways_of(known)),
        others=[WAYS[each] for each in dict.fromkeys(known.ways.values())],
        letters=[_letter(each) for each in readable_messages_of(person_id, policy=policy, now=now)],
        failing=failing_of(person_id, policy=policy, now=now),
        channel=CHANNELS[known.channel.value],
        period=kept.in_words(Language(get_language() or Language.EN)),
        status=422 if form else 200,
    )


def _letter(readable: Readable) -> Letter:
    sent = readable.sent
    state, tone = _state(sent)
    subject = str(SUBJECTS[sent.template])
    return Letter(sent.created_at, subject, state, tone, readable.language, readable.text)


def _state(sent: Sent) -> tuple[str, str]:
    if sent.closed_at is None:
        return _("on its way"), "info"
    if sent.failed:
        return _("could not be delivered"), "bad"
    if sent.arrived:
        return _("%(way)s, and arrived") % {"way": WAYS[sent.channel]}, "good"
    return str(WAYS.get(sent.channel, sent.channel)), "good"
