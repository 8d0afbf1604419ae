"""A message as it is read: words, language and addressee come together only when it is sent."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import translation
from django.utils.translation import get_language

from hylla.clients.sms import plain, segments
from hylla.formats.language import day_words
from hylla.messages.gateway import goes_by_sms
from hylla.messages.models import Message, Template
from hylla.messages.rules import (
    ABOUT,
    LAW_DEMANDS,
    NEVER_TO_A_PHONE,
    Addressee,
    Channel,
    may_go_to_guardian,
    route,
)
from hylla.messages.sentences import (
    ABOUT_CHILD,
    DUE_TODAY,
    GREETING,
    INVOICE_FOLLOWS,
    NO_TITLES,
    ON_PHONE,
    SUBJECTS,
    TEXTS,
    WRITE_TO,
)
from hylla.messages.texting import MOST_PARTS, OF_A_CHILD, ON_SMS, SEE_MY_PAGE
from hylla.patrons.queries import Reachable, reach_of
from hylla.patrons.rules import Channel as Wanted
from hylla.patrons.rules import age_on
from hylla.patrons.rules.guarding import may_be_found
from hylla.privacy.clocks import today
from hylla.privacy.policy import Policy
from hylla.privacy.vocabulary import Language

WIRES = (Channel.EMAIL, Channel.SMS)
"""What can come back; a message that waits and bears one of them went that way in vain."""


@dataclass(frozen=True, repr=False)
class Rendered:
    """One message ready to go, to someone, by a channel."""

    addressee: Addressee
    channel: Channel
    subject: str
    text: str
    is_last_resort: bool = False
    """A letter only because nothing arrives otherwise."""


def rendered(
    message: Message, *, policy: Policy, now: datetime, by_sms: bool | None = None
) -> Rendered:
    """Return a message in the language of whoever gets it: the person, or a child's guardian.

    What is over is worded as it went. `by_sms` says whether text messages can be sent, where it is
    not to be looked up.
    """
    on = today(policy, now)
    about_what = ABOUT.get(message.template)
    person, *guardians = reach_of(message.person_id, policy=policy, now=now, about=about_what)
    age = age_on(person.birth_date, on) if person.birth_date else None
    others = guardians if may_go_to_guardian(message.template, age=age, ages=policy.ages) else []
    others = [each for each in others if not _could_find(person, each, guardians)]
    can_text = goes_by_sms(policy) if by_sms is None else by_sms
    is_short = message.template not in LAW_DEMANDS | NEVER_TO_A_PHONE
    in_vain = message.channel if not message.closed_at and message.channel in WIRES else ""
    addressee, channel = route(
        _addressee(person),
        [_addressee(each) for each in others],
        by_sms=can_text and is_short,
        without=in_vain,
    )
    everyone = (person, *others)
    went = message.channel if message.closed_at else channel
    about = "" if addressee == _addressee(person) else person.given_name
    with translation.override(addressee.language):
        subject = str(SUBJECTS[Template(message.template)])
        words = _few_words if went == Channel.SMS else _text
        text = words(message, about=about, policy=policy)
    is_last = channel is Channel.LETTER and addressee.wants is not Wanted.LETTER
    failed = bool(in_vain) or any(each.fails for each in everyone)
    return Rendered(addressee, channel, subject, text, is_last and failed)


@dataclass(frozen=True, repr=False)
class OnPhone:
    """The line that a phone shows, and its language."""

    language: Language
    words: str


def on_phone(message: Message, *, policy: Policy, now: datetime) -> OnPhone:
    """Return what a phone shows: in its patron's language, without a name, a title or a place."""
    on = today(policy, now)
    language = reach_of(message.person_id, policy=policy, now=now)[0].language
    days = (message.day - on).days if message.day else 0
    template = Template(message.template)
    words = DUE_TODAY if template is Template.DUE_SOON and days <= 0 else ON_PHONE[template]
    with translation.override(language):
        return OnPhone(language, str(words % {"days": days}))


def _text(message: Message, *, about: str, policy: Policy) -> str:
    """Return the whole text in the language that is active."""
    paragraphs = [
        str(GREETING),
        str(ABOUT_CHILD) % {"name": about} if about else "",
        TEXTS[Template(message.template)] % _values(message, policy),
        _what_follows(message, policy),
        str(NO_TITLES),
        str(WRITE_TO) % {"email": policy.notice.contact},
        policy.name,
    ]
    return "\n\n".join(filter(None, paragraphs)) + "\n"


def _few_words(message: Message, *, about: str, policy: Policy) -> str:
    """Return a text message in the language that is active: of whom it speaks, it does not name."""
    words = ON_SMS.get(Template(message.template), SEE_MY_PAGE) % _values(message, policy)
    of_whom = str(OF_A_CHILD) if about else ""
    follows = _what_follows(message, policy)
    said = plain(" ".join(filter(None, (f"{policy.name}:", words, follows, of_whom))))
    if segments(said) <= MOST_PARTS:
        return said
    return plain(f"{policy.name}: {SEE_MY_PAGE}")


def _what_follows(message: Message, policy: Policy) -> str:
    """Say in the last reminder when it becomes an invoice; nothing in any other message."""
    steps, after = policy.reminders, policy.invoices.after_days
    last = timedelta(days=max(steps.first_days, steps.second_days))
    if message.template != Template.OVERDUE or not message.day or not after:
        return ""
    if today(policy, message.created_at) < message.day + last:
        return ""
    on = message.day + last + timedelta(days=after)
    return str(INVOICE_FOLLOWS) % {"day": day_words(on, get_language() or "en")}


def _values(message: Message, policy: Policy) -> dict[str, str | int]:
    return {
        "branch": message.branch.name if message.branch else policy.name,
        "code": message.code,
        "number": message.number or 0,
        "collector": policy.invoices.collector,
        "day": day_words(message.day, get_language() or "en") if message.day else "",
    }


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
        email=person.emails[0] if person.emails else "",
        lines=person.postal_lines,
        wants=person.channel,
        number=person.mobiles[0] if person.mobiles else "",
        fails=person.fails,
    )
