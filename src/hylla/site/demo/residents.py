"""Registers the invented people, as the desk would."""

import random
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from hylla.patrons.actions import add_guardian, register
from hylla.patrons.rules import NewPatron, pin_faults
from hylla.privacy.clocks import today
from hylla.privacy.policy import Country, Policy
from hylla.privacy.policy import NationalId as Asked
from hylla.site.demo.people import DemoFamily, DemoPerson, families

PEOPLE = 200
SCHOOL = "rimstrand"


@dataclass(frozen=True)
class Resident:
    """Someone who was registered, and what they log in with."""

    person_id: uuid.UUID
    card: str
    pin: str
    name: str
    birth_date: str


@dataclass
class Register:
    """Where people are registered: by which policy, at which branches, when."""

    policy: Policy
    branches: Mapping[str, int]
    now: datetime
    chance: random.Random

    def family(self, family: DemoFamily) -> list[Resident]:
        """Register a family, guardians before their children."""
        made: list[Resident] = []
        for person in family.people:
            guardians = [made[place].person_id for place in person.guardians]
            made.append(self.person(person, guardians if self.policy.features.guardians else []))
        return made

    def person(self, person: DemoPerson, guardians: Sequence[uuid.UUID]) -> Resident:
        """Register one person with their guardians."""
        new = self._as_given(person, guardians)
        made = register(new, policy=self.policy, now=self.now)
        for guardian in guardians[1:]:
            add_guardian(made.person_id, guardian=guardian, policy=self.policy, now=self.now)
        name = f"{person.given_name} {person.family_name}"
        return Resident(made.person_id, made.card_number, new.pin, name, str(person.birth_date))

    def _as_given(self, person: DemoPerson, guardians: Sequence[uuid.UUID]) -> NewPatron:
        """Return what a form would hold; what the policy does not keep is not given."""
        norwegian = self.policy.country is Country.NORWAY
        keeps_id = norwegian and self.policy.cards.national_id is Asked.OPTIONAL
        pupil = bool(person.school_class) and self.policy.features.school_classes
        return NewPatron(
            given_name=person.given_name,
            family_name=person.family_name,
            birth_date=person.birth_date,
            national_id=(person.national_id or "") if keeps_id else "",
            home_branch_id=self._branch(pupil=pupil),
            pin=self._pin(person),
            language=person.language,
            channel=person.channel,
            addresses=(replace(person.address, country="NO"),) if person.address else (),
            phones=person.phones,
            emails=person.emails,
            school_class=person.school_class if pupil else "",
            school_class_until=person.school_class_until if pupil else None,
            address_protected=person.address_protected,
            guardian=guardians[0] if guardians else None,
        )

    def _branch(self, *, pupil: bool) -> int:
        if pupil:
            return self.branches[SCHOOL]
        return self.chance.choice([self.branches[code] for code in self.branches if code != SCHOOL])

    def _pin(self, person: DemoPerson) -> str:
        while True:
            pin = f"{self.chance.randrange(10_000):04}"
            if not pin_faults(pin, birth_date=person.birth_date):
                return pin


def settle_in(
    policy: Policy,
    branches: Mapping[str, int],
    *,
    now: datetime,
    seed: int,
    count: int = PEOPLE,
) -> list[Resident]:
    """Register so many people, children with their guardians."""
    chance = random.Random(seed)  # noqa: S311 - what it draws is printed in demo.json
    book = Register(policy, branches, now, chance)
    made: list[Resident] = []
    for family in families(count, seed=seed, today=today(policy, now)):
        made += book.family(family)
    return made
