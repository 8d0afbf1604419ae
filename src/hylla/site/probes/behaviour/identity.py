"""Trials of who someone is: with a national id or without, a card from elsewhere, an age."""

from collections.abc import Iterator
from dataclasses import replace
from random import Random

from hylla.patrons.actions import let_guardian_go, register, report_card_lost
from hylla.patrons.models import Card, NationalId, Person
from hylla.patrons.rules import NewGuardian
from hylla.patrons.rules.card_numbers import CardKind, new_number
from hylla.privacy.extract import sections
from hylla.privacy.vocabulary import Subject
from hylla.site.probes.numbers import synthetic_id
from hylla.site.probes.stage import NothingToTry, Stage, codes, trial


@trial
def national_id_by_choice(stage: Stage) -> Iterator[str]:
    """Someone without a national id becomes a patron, with a local card."""
    bird = stage.patron()
    if NationalId.objects.filter(person=bird.person_id).exists():
        yield "a national id came from nowhere"
    if Card.objects.get(number=bird.card_number).kind != CardKind.LOCAL:
        yield "someone without a national id has a national card"


@trial
def nobody_twice(stage: Stage) -> Iterator[str]:
    """The same national id twice is refused, without a word of whose it is."""
    number = synthetic_id(stage, Random(stage.now.timestamp()))  # noqa: S311 - nobody's number
    bird = stage.patron(national_id=number)
    sealed = NationalId.objects.get(person=bird.person_id)
    if number.encode() in bytes(sealed.sealed) or number in sealed.fingerprint:
        yield "a national id is not sealed"
    again = stage.someone(national_id=number)
    found = codes(lambda: register(again, policy=stage.policy, now=stage.now))
    if "national_id_taken" not in found:
        yield "someone is registered twice"


@trial
def national_card_is_used(stage: Stage) -> Iterator[str]:
    """A national card from elsewhere keeps its number; without a national id it is refused."""
    number = new_number(CardKind.NATIONAL)
    identity = synthetic_id(stage, Random(stage.now.timestamp()))  # noqa: S311 - nobody's number
    without = stage.someone(card_number=number)
    if not codes(lambda: register(without, policy=stage.policy, now=stage.now)):
        yield "a national card is given to someone without a national id"
    bird = stage.patron(card_number=number, national_id=identity)
    if bird.card_number != number:
        yield "a national card from elsewhere gets another number"
    report_card_lost(bird.person_id, on=stage.day)


@trial
def own_card_by_age(stage: Stage) -> Iterator[str]:
    """Below the age a card needs a guardian; from that day on it does not."""
    age = stage.policy.ages.own_card
    young = stage.someone(age=age, birth_date=stage.born(age, days=1))
    found = codes(lambda: register(young, policy=stage.policy, now=stage.now))
    if age and "guardian_missing" not in found:
        yield "someone below the age gets a card without a guardian"
    if codes(lambda: register(stage.someone(age=age), policy=stage.policy, now=stage.now)):
        yield "someone of the age is refused a card"


@trial
def guardian_needs_no_card(stage: Stage) -> Iterator[str]:
    """A guardian without a card is a person apart, with an extract that is not the child's."""
    parent = NewGuardian(given_name="Trial", family_name="Guardian", emails=("g@example.org",))
    child = stage.patron(age=stage.policy.ages.adult - 6, guardian=parent)
    guardian = child.guardian_id
    if guardian is None or not Person.objects.filter(pk=guardian).exists():
        yield "a guardian is no person"
        return
    if Card.objects.filter(person=guardian).exists():
        yield "a guardian has a card that nobody asked for"
    told = " ".join(_told(stage, guardian))
    if str(child.person_id) in told or child.card_number in told:
        yield "a guardian's extract tells of the child"
    if str(guardian) in " ".join(_told(stage, child.person_id)):
        yield "a child's extract tells who the guardian is"


@trial
def guardians_go(stage: Stage) -> Iterator[str]:
    """Whoever was known for a child alone stays while it needs them, and goes after it."""
    if not stage.policy.features.guardians:
        raise NothingToTry
    parent = NewGuardian(given_name="Trial", family_name="Guardian", emails=("g@example.org",))
    child = stage.patron(age=stage.policy.ages.adult - 6, guardian=parent)
    guardian = child.guardian_id
    assert guardian is not None, "somebody was named"  # noqa: S101 - a trial
    if let_guardian_go(guardian, policy=stage.policy, now=stage.now):
        yield "a guardian whom a child needs was erased"
    Person.objects.filter(pk=child.person_id).delete()
    let_guardian_go(guardian, policy=stage.policy, now=stage.now)
    if Person.objects.filter(pk=guardian).exists():
        yield "a guardian without a card stays when no child needs them"


@trial
def category_by_age(stage: Stage) -> Iterator[str]:
    """Without being told otherwise, an age gives the category that the library has for it."""
    found = {
        age: Person.objects.get(pk=stage.patron(age=age, guardian=_parent(stage, age)).person_id)
        for age in (stage.policy.ages.own_card, 40)
    }
    for age, person in found.items():
        until, begins = person.category.until_age, person.category.from_age
        if age < begins or (until is not None and age >= until):
            yield f"someone of {age} has the category {person.category_id}"


def _parent(stage: Stage, age: int) -> NewGuardian | None:
    guardian = NewGuardian(given_name="Trial", family_name="Guardian", emails=("g@example.org",))
    is_child = stage.policy.features.guardians and age < stage.policy.ages.own_card
    return replace(guardian) if is_child else None


def _told(stage: Stage, person_id: object) -> Iterator[str]:
    for section in sections(person_id, policy=stage.policy, about=Subject.PATRON):  # type: ignore[arg-type] # a person's id
        for row in section.rows:
            yield from row.values.values()


PROBES = (
    national_id_by_choice,
    nobody_twice,
    national_card_is_used,
    own_card_by_age,
    guardian_needs_no_card,
    guardians_go,
    category_by_age,
)
