"""How a message reaches someone, and a child's guardian in their place."""

import uuid
from dataclasses import dataclass
from datetime import date

from hylla.formats.language import country_on_mail
from hylla.library.queries import policy_in_force
from hylla.patrons.models import Guardianship, Identity, Person
from hylla.patrons.queries.people import AddressFacts, addresses_of
from hylla.patrons.rules import Channel
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
    mobiles: tuple[str, ...]
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


def reach_of(person_id: uuid.UUID, *, on: date) -> tuple[Reachable, ...]:
    """Return the person, and after them the guardians that are in force on a day.

    :raises Person.DoesNotExist: nobody has that id.
    """
    first = Person.objects.select_related("identity").get(pk=person_id)
    guardians = Guardianship.objects.filter(
        child_id=person_id, since_on__lte=on, ends_on__gt=on
    ).order_by("since_on", "id")
    people = [first, *(row.guardian for row in guardians.select_related("guardian__identity"))]
    return tuple(_reachable(each, each.identity, on) for each in people)


def _reachable(person: Person, identity: Identity, on: date) -> Reachable:
    protected = identity.address_protected
    return Reachable(
        person_id=person.pk,
        name=f"{identity.given_name} {identity.family_name}".strip(),
        given_name=identity.given_name or identity.family_name,
        birth_date=identity.birth_date,
        language=Language(identity.language),
        channel=Channel(identity.channel),
        emails=tuple(person.emails.values_list("address", flat=True)),
        mobiles=tuple(person.phones.filter(is_mobile=True).values_list("number", flat=True)),
        addresses=() if protected else addresses_of(person.pk, on=on),
        protected=protected,
        home_country=policy_in_force().country.value,
    )
