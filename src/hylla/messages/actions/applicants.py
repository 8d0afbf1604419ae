"""The one e-mail to people who asked for a card, and the word to those who have one already.

Nothing that a stranger typed stands in either, and who wrote the form cannot tell which was sent.
"""

import logging
from datetime import datetime

from django.utils import translation

from hylla.messages.actions.outbox import enqueue
from hylla.messages.actions.post import Answer, Post
from hylla.messages.models import Message, Template
from hylla.messages.queries.rendering import Rendered
from hylla.messages.rules import Addressee, Channel
from hylla.messages.sentences import APPLICANT_SUBJECT, APPLICANT_TEXT, GREETING, WRITE_TO
from hylla.patrons.actions import (
    ToWrite,
    next_to_write,
    note_written,
    remove_applicant,
    write_later,
)
from hylla.privacy.policy import Policy

MOST_AT_ONCE = 200
log = logging.getLogger("hylla.messages")


def write_to_applicants(*, policy: Policy, now: datetime) -> int:
    """Write to whoever asked for a card since the last time; return how many e-mails were sent."""
    sent = 0
    with Post(policy) as post:
        for _ in range(MOST_AT_ONCE):
            each = next_to_write(now=now)
            if each is None:
                break
            _tell_known(each, now)
            if not each.code:
                continue
            answer = post.send(_made(each, policy), message_id=each.applicant_id)
            if answer in {Answer.NO_SERVER, Answer.LATER}:
                write_later(each.applicant_id, now=now)
            else:
                note_written(each.applicant_id, now=now)
                sent += answer is Answer.SENT
            if answer is Answer.NO_SERVER:
                break
    return sent


def _tell_known(each: ToWrite, now: datetime) -> None:
    """Tell a patron that someone asked for a card as them: once, however often it is tried.

    When the address is theirs it was most likely they, and there is nothing to wait for.
    """
    if each.known_as is None:
        return
    told = Message.objects.filter(person_id=each.known_as, template=Template.ALREADY_REGISTERED)
    if not told.exists():
        enqueue(Template.ALREADY_REGISTERED, person_id=each.known_as, now=now)
    if each.is_theirs:
        remove_applicant(each.applicant_id)


def _made(each: ToWrite, policy: Policy) -> Rendered:
    addressee = Addressee(name="", language=each.language, email=each.email, lines=())
    values = {
        "library": policy.name,
        "code": f"{each.code[:4]} {each.code[4:]}",
        "reference": each.reference,
        "period": policy.period("unconfirmed_registration").in_words(each.language),
    }
    with translation.override(each.language):
        paragraphs = [
            str(GREETING),
            str(APPLICANT_TEXT) % values,
            str(WRITE_TO) % {"email": policy.notice.contact},
            policy.name,
        ]
        subject = str(APPLICANT_SUBJECT)
    return Rendered(addressee, Channel.EMAIL, subject, "\n\n".join(paragraphs) + "\n")
