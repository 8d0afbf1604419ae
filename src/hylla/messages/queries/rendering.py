"""A message as it is read: words, language and addressee come together only when it is sent."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import translation
from django.utils.formats import date_format

from hylla.messages.models import Message, Template
from hylla.messages.rules import Addressee, Channel, may_go_to_guardian, route
from hylla.messages.sentences import (
    ABOUT_CHILD,
    GREETING,
    NO_TITLES,
    SUBJECTS,
    TEXTS,
    WRITE_TO,
)
from hylla.patrons.queries import AddressFacts, Reachable, reach_of
from hylla.patrons.rules import Channel as Wanted
from hylla.patrons.rules import age_on
from hylla.privacy.clocks import today
from hylla.privacy.policy import Policy


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
    addressee, channel = route(_addressee(person), [_addressee(each) for each in others])
    about = "" if addressee == _addressee(person) else person.given_name
    with translation.override(addressee.language):
        subject = str(SUBJECTS[Template(message.template)])
        text = _text(message, about=about, policy=policy)
    return Rendered(addressee, channel, subject, text)


def _text(message: Message, *, about: str, policy: Policy) -> str:
    """Return the whole text in the language that is active."""
    values = {
        "branch": message.branch.name if message.branch else policy.name,
        "code": message.code,
        "number": message.number or 0,
        "day": date_format(message.day, "DATE_FORMAT") if message.day else "",
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


def _addressee(person: Reachable) -> Addressee:
    return Addressee(
        name=person.name,
        language=person.language,
        wants_letters=person.channel is Wanted.LETTER,
        email=person.emails[0] if person.emails else "",
        lines=_lines(person.addresses[0]) if person.addresses else (),
    )


def _lines(address: AddressFacts) -> tuple[str, ...]:
    place = f"{address.postcode} {address.city}"
    return tuple(filter(None, (address.line_1, address.line_2, place, address.country)))
