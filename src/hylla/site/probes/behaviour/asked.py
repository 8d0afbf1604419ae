"""Trials of what people ask for: a correction, that all stops, to leave, and a child's own yes."""

from collections.abc import Iterator
from uuid import UUID

from hylla.circulation.actions import take_up
from hylla.messages.actions import (
    LiftedAs,
    announce_lift,
    deliver_due,
    enqueue,
    lift_when_told,
)
from hylla.messages.models import Message, Template
from hylla.patrons.actions import Registered, rectify
from hylla.patrons.actions.rights import ask
from hylla.patrons.models import Card, Credential, Guardianship, Identity, Person, Session
from hylla.patrons.models.cards import CardStatus
from hylla.patrons.queries.inactivity import inactivity_preview
from hylla.patrons.rules import Changes, NewGuardian
from hylla.privacy.access import record
from hylla.privacy.models import OnwardNotice, Request
from hylla.privacy.rights.answering import refuse_request
from hylla.privacy.rights.onward import recipients
from hylla.privacy.rights.restriction import STILL_READ, Restricted
from hylla.privacy.rights.statements import statements_of
from hylla.privacy.rights.terms import Asked, RequestKind
from hylla.privacy.rights.terms import Refused as Ground
from hylla.privacy.vocabulary import Kind, Purpose, Role
from hylla.site.probes.stage import NothingToTry, Stage, codes, trial


@trial
def corrections_are_made(stage: Stage) -> Iterator[str]:
    """What is asked for is changed and told onward; what is refused stands with their words."""
    bird = stage.patron()
    done = _correction(stage, bird, "given_name")
    changes = Changes(given_name="Otherwise")
    rectify(done, changes=changes, policy=stage.policy, now=stage.now)
    if Identity.objects.get(person=bird.person_id).given_name != "Otherwise":
        yield "a correction that was granted is not made"
    told = set(OnwardNotice.objects.filter(request=done).values_list("recipient", flat=True))
    if told != set(recipients(stage.policy, [Purpose.MEMBERSHIP])):
        yield "whoever has the data is not told of a correction"
    refused = _correction(stage, bird, "birth_date")
    refuse_request(refused, ground=Ground.IS_CORRECT, now=stage.now)
    if [each.what for each in statements_of(bird.person_id)] != ["birth_date"]:
        yield "what somebody says of a field that is not corrected is lost"


@trial
def restriction_stops(stage: Stage) -> Iterator[str]:
    """Nothing is sent, lent or read, and nobody is removed, while somebody's data is only kept."""
    bird = stage.patron()
    lent = stage.lent(stage.patron().card_number)
    _take_up(stage, RequestKind.RESTRICTION, bird.person_id, Asked())
    message = enqueue(Template.WELCOME, person_id=bird.person_id, now=stage.now)
    Message.objects.exclude(pk=message).delete()
    deliver_due(policy=stage.policy, now=stage.now)
    if Message.objects.filter(pk=message).exclude(attempts=0).exists():
        yield "something is sent to somebody whose data is restricted"
    yield from (
        f"{role} reads data that is restricted"
        for role in sorted(set(Role) - STILL_READ)
        if _reads(stage, bird.person_id, role)
    )
    if not codes(lambda: stage.lend(bird.card_number, stage.like(lent))):
        yield "something is lent to somebody whose data is restricted"
    Person.objects.filter(pk=bird.person_id).update(last_used_on=stage.born(90))
    if bird.person_id in inactivity_preview(stage.policy, now=stage.now).going:
        yield "somebody whose data is restricted would be removed by night"


@trial
def lifting_is_told(stage: Stage) -> Iterator[str]:
    """A restriction does not end before the message that says so has gone."""
    bird = stage.patron()
    _take_up(stage, RequestKind.RESTRICTION, bird.person_id, Asked())
    request = Request.objects.get(person=bird.person_id)

    def ended() -> bool:
        gone = LiftedAs.MESSAGE_HAS_GONE
        codes(lambda: lift_when_told(request.pk, lifted_as=gone, now=stage.now))
        return not Request.objects.filter(pk=request.pk, closed_at=None).exists()

    if ended():
        yield "a restriction ended without a word"
        return
    announce_lift(request.pk, now=stage.now)
    told = Message.objects.filter(person=bird.person_id, template=Template.RESTRICTION_ENDS)
    if not told.exists():
        yield "nobody is written to before a restriction ends"
    if ended():
        yield "a restriction ended before the message had gone"
        return
    told.update(closed_at=stage.now)
    if not ended():
        yield "a restriction goes on although they were told"


@trial
def membership_ends(stage: Stage) -> Iterator[str]:
    """With a loan still open the card and every way in end at once, and the patron is told."""
    bird = stage.patron(pin="4092")
    lent = stage.lent(bird.card_number)
    _take_up(stage, RequestKind.TERMINATION, bird.person_id, Asked())
    if Card.objects.filter(person=bird.person_id, status=CardStatus.ACTIVE).exists():
        yield "a card goes on after the membership"
    for model in (Credential, Session):
        if model._default_manager.filter(person=bird.person_id).exists():
            yield f"{model._meta.label} goes on after the membership"
    told = Message.objects.filter(person=bird.person_id, template=Template.MEMBERSHIP_ENDED)
    if not told.exists():
        yield "nobody is told what their membership still waits for"
    stage.give_back(lent)
    if Person.objects.filter(pk=bird.person_id).exists():
        yield "somebody who left stays although nothing is open"


@trial
def children_agree(stage: Stage) -> Iterator[str]:
    """What a guardian asks for waits for an older child's yes, and for a younger one's does not."""
    from_age = stage.policy.ages.guardian_sees_loans_below
    ages = {max(from_age - 1, 0), min(from_age, stage.policy.ages.adult - 1)}
    for age in sorted(ages):
        child = _child(stage, age)
        guardian = Guardianship.objects.get(child=child.person_id).guardian_id
        _take_up(stage, RequestKind.RESTRICTION, child.person_id, Asked(guardian=guardian))
        waits = Request.objects.get(person=child.person_id).needs_child
        if waits != (age >= from_age):
            yield f"at {age} a child is {'' if waits else 'not '}asked"


def _take_up(stage: Stage, kind: RequestKind, person_id: UUID, asked: Asked) -> None:
    take_up(
        kind,
        person_id=person_id,
        asked=asked,
        policy=stage.policy,
        now=stage.now,
    )


def _correction(stage: Stage, bird: Registered, what: str) -> UUID:
    taken = ask(
        RequestKind.RECTIFICATION,
        person_id=bird.person_id,
        policy=stage.policy,
        now=stage.now,
        asked=Asked(what=what, words="It is otherwise"),
    )
    return taken.pk


def _reads(stage: Stage, person_id: UUID, role: Role) -> bool:
    try:
        record(
            person_id,
            at=stage.now,
            role=role,
            unit=stage.branch.code,
            task="card",
            kinds=[Kind.NAME],
        )
    except Restricted:
        return False
    return True


def _child(stage: Stage, age: int) -> Registered:
    if not stage.policy.features.guardians:
        raise NothingToTry
    return stage.patron(age=age, guardian=NewGuardian(family_name="Trial", phones=("+4741298700",)))


PROBES = (
    corrections_are_made,
    restriction_stops,
    lifting_is_told,
    membership_ends,
    children_agree,
)
