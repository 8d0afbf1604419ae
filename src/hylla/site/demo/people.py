"""Invented people in families, of all ages, who live in the region of Fjordvik."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import cycle
from random import Random

from dateutil.relativedelta import relativedelta

from hylla.patrons.rules.contact import Channel, NewAddress
from hylla.privacy.vocabulary import Language
from hylla.site.demo import contacts
from hylla.site.demo.names import GROUPS, NameGroup
from hylla.site.demo.national_ids import synthetic_numbers
from hylla.site.demo.school import school_class, school_year_ends_on

OF_AGE = 18
OLDER_NAMES_FROM_AGE = 50
YOUNGEST_PARENT = 20
SHARE_WITHOUT_NATIONAL_ID = 13
"""One in so many, newcomers and people who would not say it, has none."""
SHARE_WITH_ANOTHER_NAME = 0.4
"""Of second adults: they keep the name they were born with."""


@dataclass(frozen=True, kw_only=True, repr=False)
class DemoPerson:
    """One invented person.

    `guardians` are places in the family's `people`, and always earlier ones. `address` is None for
    a protected person, of whom the library keeps none. `national_id` is synthetic.
    """

    given_name: str
    family_name: str
    birth_date: date
    national_id: str | None
    address: NewAddress | None
    phones: tuple[str, ...]
    emails: tuple[str, ...]
    language: Language
    channel: Channel
    address_protected: bool = False
    school_class: str = ""
    school_class_until: date | None = None
    guardians: tuple[int, ...] = ()


@dataclass(frozen=True)
class DemoFamily:
    """People who belong together, adults first."""

    people: tuple[DemoPerson, ...]


@dataclass(frozen=True)
class _Household:
    """A kind of family: ranges of ages. The first `guardians` adults have the children."""

    adults: tuple[tuple[int, int], ...]
    children: tuple[tuple[int, int], ...] = ()
    guardians: int = 0
    apart: bool = False
    """The adults live at two addresses."""


# In the order in which they come; together they have every age.
_HOUSEHOLDS = (
    _Household(adults=((28, 40), (28, 42)), children=((0, 1), (3, 6)), guardians=2),
    _Household(adults=((30, 49),), children=((6, 11),), guardians=1),
    _Household(adults=((90, 95),)),
    _Household(adults=((19, 25),)),
    _Household(adults=((38, 52), (38, 55)), children=((15, 17), (10, 14), (7, 9)), guardians=2),
    _Household(adults=((62, 74), (60, 76))),
    _Household(adults=((33, 48), (33, 50)), children=((8, 13),), guardians=2, apart=True),
    _Household(adults=((21, 27), (21, 28))),
    _Household(adults=((32, 45), (63, 80)), children=((4, 9), (1, 3)), guardians=1),
    _Household(adults=((50, 59), (48, 61))),
    _Household(adults=((77, 89),)),
    _Household(adults=((43, 55), (44, 58)), children=((13, 17),), guardians=2),
)


def families(count: int, *, seed: int, today: date) -> tuple[DemoFamily, ...]:
    """Invent that many people, in families: the same for the same seed and day.

    The only child of the first single parent, and that parent, have a protected address.
    """
    town = _Town(Random(seed), today)  # noqa: S311 - invented people are no secret
    made: list[DemoFamily] = []
    for household in cycle(_HOUSEHOLDS):
        if town.people >= count:
            break
        made.append(town.family(household, at_most=count - town.people))
    return _protected(made)


def _protected(made: Sequence[DemoFamily]) -> tuple[DemoFamily, ...]:
    """Protect the first child with one guardian and nobody else at home, with that guardian."""
    pairs = (
        place
        for place, each in enumerate(made)
        if len(each.people) == 2 and each.people[1].guardians
    )
    first = next(pairs, None)
    return tuple(
        DemoFamily(tuple(_hidden(person) for person in each.people)) if place == first else each
        for place, each in enumerate(made)
    )


def _hidden(person: DemoPerson) -> DemoPerson:
    return replace(person, address=None, address_protected=True, channel=Channel.LETTER)


@dataclass(frozen=True)
class _Place:
    """What someone has from the family they are in."""

    family_name: str
    age: int
    address: NewAddress
    guardians: tuple[int, ...] = ()


@dataclass
class _Town:
    """Makes one family after another, and knows how many people there are."""

    chance: Random
    today: date
    people: int = 0
    taken: set[str] = field(default_factory=set)
    """National ids."""

    def family(self, household: _Household, *, at_most: int) -> DemoFamily:
        """Make a family of that kind; of a large one only as many as there is room for."""
        group = self.chance.choices(GROUPS, [each.share for each in GROUPS])[0]
        language = self.chance.choice(group.languages)
        older, younger = self._mixed(group.older), self._mixed(group.younger)
        made = [
            self._person(
                place, (older if place.age >= OLDER_NAMES_FROM_AGE else younger).pop(), language
            )
            for place in self._places(household, group)[:at_most]
        ]
        return DemoFamily(tuple(made))

    def _places(self, household: _Household, group: NameGroup) -> list[_Place]:
        """Decide ages, family names and homes: adults first, then their children."""
        home, *others = self._mixed(group.family)
        address = contacts.address(chance=self.chance)
        places: list[_Place] = []
        for span in household.adults:
            other = bool(places) and self.chance.random() < SHARE_WITH_ANOTHER_NAME
            away = bool(places) and household.apart
            places.append(
                _Place(
                    family_name=others[0] if other else home,
                    age=self.chance.randint(*span),
                    address=contacts.address(chance=self.chance) if away else address,
                )
            )
        guardians = tuple(range(household.guardians))
        oldest = min((places[each].age for each in guardians), default=0) - YOUNGEST_PARENT
        for span in household.children:
            age = min(self.chance.randint(*span), oldest)
            places.append(_Place(home, age, address, guardians))
        return places

    def _person(self, place: _Place, given: str, language: Language) -> DemoPerson:
        position, self.people = self.people, self.people + 1
        born = self._birth_date(place.age)
        channel = contacts.channel(place.age, chance=self.chance)
        in_class = school_class(born, today=self.today, chance=self.chance)
        return DemoPerson(
            given_name=given,
            family_name=place.family_name,
            birth_date=born,
            national_id=self._national_id(born, position),
            address=place.address,
            phones=contacts.phones(place.age, channel, position=position),
            emails=contacts.emails(place.age, (given, place.family_name), position=position),
            language=language,
            channel=channel,
            school_class=in_class,
            school_class_until=school_year_ends_on(self.today) if in_class else None,
            guardians=place.guardians,
        )

    def _birth_date(self, age: int) -> date:
        """Choose a day on which someone who is that old today was born."""
        last = self.today - relativedelta(years=age)
        first = self.today - relativedelta(years=age + 1) + timedelta(days=1)
        return first + timedelta(days=self.chance.randint(0, (last - first).days))

    def _national_id(self, born: date, position: int) -> str | None:
        if position % SHARE_WITHOUT_NATIONAL_ID == SHARE_WITHOUT_NATIONAL_ID - 1:
            return None
        numbers = synthetic_numbers(born, chance=self.chance)
        number = next(each for each in numbers if each not in self.taken)
        self.taken.add(number)
        return number

    def _mixed(self, names: tuple[str, ...]) -> list[str]:
        return self.chance.sample(names, len(names))
