"""What the library has written to a patron, and what it is about to."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from hylla.doors.mypage.door import for_patron, my_page
from hylla.doors.parts.page import today_of
from hylla.doors.parts.who import now_of
from hylla.doors.parts.words import CHANNELS, WAYS
from hylla.library.queries import policy_in_force
from hylla.messages.queries import Readable, Sent, readable_messages_of
from hylla.messages.sentences import SUBJECTS
from hylla.patrons.queries import details, failing_of
from hylla.privacy.vocabulary import Language


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
    """Show every message that is still kept, the newest first."""
    policy, now = policy_in_force(), now_of(request)
    known = details(person_id, on=today_of(request))
    kept = policy.period("delivered_message")
    return my_page(
        request,
        "mypage/messages.html",
        title=_("Messages to you"),
        tab="messages",
        letters=[_letter(each) for each in readable_messages_of(person_id, policy=policy, now=now)],
        failing=failing_of(person_id, policy=policy, now=now),
        channel=CHANNELS[known.channel.value],
        period=kept.in_words(Language(get_language() or Language.EN)),
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
