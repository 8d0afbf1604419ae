"""How a message reaches someone, and a child's guardian in their place."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime

from hylla.formats.language import country_on_mail
from hylla.patrons.models import Guardianship, Identity, Person
from hylla.patrons.queries.failing import fails
from hylla.patrons.queries.people import AddressFacts, addresses_of
from hylla.patrons.rules import About, Channel
from hylla.privacy.clocks import today
from hylla.privacy.policy import Policy
from hylla.privacy.vocabulary import Language


@dataclass(frozen=True, repr=False, kw_only=True)
class Reachable:
    """One person as a message needs them; a protected person's addresses are never given."""

    person_id: uuid.UUID
    name: str
    given_name: str
    birth_date: date | None
    language: Language
    channel: Channel
    emails: tuple[str, ...]
    """Those at which something arrives; so are the numbers."""
    mobiles: tuple[str, ...]
    fails: bool
    """Nothing arrives at any address, or any number, by which they want to be told."""
    addresses: tuple[AddressFacts, ...]
    protected: bool
    home_country: str
    """The library's own, from which letters are posted."""

    @property
    def postal_lines(self) -> tuple[str, ...]:
        """The lines of the first address; none where there is none, or it is protected.

        The country stands on mail that leaves the country, and on no other (UPU S42).
        """
        if not self.addresses:
            return ()
        first = self.addresses[0]
        place = f"{first.postcode} {first.city}"
        is_abroad = first.country != self.home_country
        abroad = country_on_mail(first.country) if is_abroad else ""
        return tuple(filter(None, (first.line_1, first.line_2, place, abroad)))


def reach_of(
    person_id: uuid.UUID, *, policy: Policy, now: datetime, about: About | None = None
) -> tuple[Reachable, ...]:
    """Return the person, and after them the guardians that are in force.

    `about` is the kind of message for which they are to be reached, if it is of any. What a
    guardian looks up on their own page they do not find a child's messages on, so that those come
    as the rest.

    :raises Person.DoesNotExist: nobody has that id.
    """
    on = today(policy, now)
    first = Person.objects.select_related("identity").get(pk=person_id)
    guardians = Guardianship.objects.filter(
        child_id=person_id, since_on__lte=on, ends_on__gt=on
    ).order_by("since_on", "id")
    others = [row.guardian for row in guardians.select_related("guardian__identity")]
    wanted = [_wanted(first.identity, about)]
    wanted += [_wanted(each.identity, about, stays=False) for each in others]
    people = zip((first, *others), wanted, strict=True)
    return tuple(_reachable(each, way, policy, now) for each, way in people)


def _wanted(identity: Identity, about: About | None, *, stays: bool = True) -> Channel:
    chosen = getattr(identity, about.column) if about else ""
    return Channel(chosen if chosen and (stays or chosen != Channel.PAGE) else identity.channel)


def _reachable(person: Person, wanted: Channel, policy: Policy, now: datetime) -> Reachable:
    identity = person.identity
    emails, mobiles = person.emails.all(), person.phones.filter(is_mobile=True)
    good_emails = tuple(row.address for row in emails if not fails(row, policy=policy, now=now))
    good_mobiles = tuple(row.number for row in mobiles if not fails(row, policy=policy, now=now))
    by_sms = wanted is Channel.SMS
    asked, good = (mobiles, good_mobiles) if by_sms else (emails, good_emails)
    protected = identity.address_protected
    return Reachable(
        person_id=person.pk,
        name=f"{identity.given_name} {identity.family_name}".strip(),
        given_name=identity.given_name or identity.family_name,
        birth_date=identity.birth_date,
        language=Language(identity.language),
        channel=wanted,
        emails=good_emails,
        mobiles=good_mobiles,
        fails=bool(asked) and not good,
        addresses=() if protected else addresses_of(person.pk, on=today(policy, now)),
        protected=protected,
        home_country=policy.country.value,
    )
