"""A message as it is read: words, language and addressee come together only when it is sent."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import translation
from django.utils.translation import get_language

from hylla.formats.language import day_words
from hylla.messages.models import Message, Template
from hylla.messages.rules import Addressee, Channel, may_go_to_guardian, route
from hylla.messages.sentences import (
    ABOUT_CHILD,
    DUE_TODAY,
    GREETING,
    NO_TITLES,
    ON_PHONE,
    SUBJECTS,
    TEXTS,
    WRITE_TO,
)
from hylla.patrons.queries import Reachable, reach_of
from hylla.patrons.rules import Channel as Wanted
from hylla.patrons.rules import age_on
from hylla.patrons.rules.guarding import may_be_found
from hylla.privacy.clocks import today
from hylla.privacy.policy import Policy
from hylla.privacy.vocabulary import Language


@dataclass(frozen=True, repr=False)
class Rendered:
    """One message ready to go, to someone, by a channel."""

    addressee: Addressee
    channel: Channel
    subject: str
    text: str


def rendered(message: Message, *, policy: Policy, now: datetime) -> Rendered:
    """Return a message in the language of whoever gets it: the person, or a child's guardian."""
    on = today(policy, now)
    person, *guardians = reach_of(message.person_id, on=on)
    age = age_on(person.birth_date, on) if person.birth_date else None
    others = guardians if may_go_to_guardian(message.template, age=age, ages=policy.ages) else []
    others = [each for each in others if not _could_find(person, each, guardians)]
    addressee, channel = route(_addressee(person), [_addressee(each) for each in others])
    about = "" if addressee == _addressee(person) else person.given_name
    with translation.override(addressee.language):
        subject = str(SUBJECTS[Template(message.template)])
        text = _text(message, about=about, policy=policy)
    return Rendered(addressee, channel, subject, text)


@dataclass(frozen=True, repr=False)
class OnPhone:
    """The line that a phone shows, and its language."""

    language: Language
    words: str


def on_phone(message: Message, *, policy: Policy, now: datetime) -> OnPhone:
    """Return what a phone shows: in its patron's language, without a name, a title or a place."""
    on = today(policy, now)
    language = reach_of(message.person_id, on=on)[0].language
    days = (message.day - on).days if message.day else 0
    template = Template(message.template)
    words = DUE_TODAY if template is Template.DUE_SOON and days <= 0 else ON_PHONE[template]
    with translation.override(language):
        return OnPhone(language, str(words % {"days": days}))


def _text(message: Message, *, about: str, policy: Policy) -> str:
    """Return the whole text in the language that is active."""
    values = {
        "branch": message.branch.name if message.branch else policy.name,
        "code": message.code,
        "number": message.number or 0,
        "day": day_words(message.day, get_language() or "en") if message.day else "",
    }
    paragraphs = [
        str(GREETING),
        str(ABOUT_CHILD) % {"name": about} if about else "",
        TEXTS[Template(message.template)] % values,
        str(NO_TITLES),
        str(WRITE_TO) % {"email": policy.notice.contact},
        policy.name,
    ]
    return "\n\n".join(filter(None, paragraphs)) + "\n"


def _could_find(child: Reachable, guardian: Reachable, guardians: list[Reachable]) -> bool:
    """Say whether a message names a branch to someone who could find by it whom they must not."""
    return may_be_found(
        child=child.protected,
        guardian=guardian.protected,
        others=(each.protected for each in guardians if each is not guardian),
    )


def _addressee(person: Reachable) -> Addressee:
    return Addressee(
        name=person.name,
        language=person.language,
        wants_letters=person.channel is Wanted.LETTER,
        email=person.emails[0] if person.emails else "",
        lines=person.postal_lines,
    )
