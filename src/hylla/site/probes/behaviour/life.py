"""Trials of a membership: its last use, its history, a desk that was left, a registration."""

from collections.abc import Iterator
from datetime import timedelta

from hylla.circulation.actions import start_history, stop_history
from hylla.circulation.models import History, OutreachHistory
from hylla.messages.actions import warn_inactive
from hylla.messages.models import Message, Template
from hylla.outreach.actions import Terms, begin, end, wish
from hylla.outreach.models import Agreement
from hylla.outreach.rules import Wanted
from hylla.patrons.actions import (
    Shown,
    apply_for_card,
    close_idle_desks,
    open_at_desk,
    remove_applicant,
    sign_in,
)
from hylla.patrons.models import Applicant, AtDesk, Person, Session
from hylla.patrons.models.applicants import Way
from hylla.patrons.rules import IDLE
from hylla.site.probes.stage import PIN, Stage, codes, trial

LONG_AGO = timedelta(days=100)
A_TASK = "card"


@trial
def last_use_by_log_in(stage: Stage) -> Iterator[str]:
    """A log-in on the web counts as use, and so do a loan and a return: the day, and no more."""
    bird = stage.patron(pin=PIN)
    person = Person.objects.filter(pk=bird.person_id)
    for use in (
        lambda: sign_in(bird.card_number, PIN, now=stage.now),
        lambda: stage.give_back(stage.lent(bird.card_number)),
    ):
        person.update(last_used_on=stage.day - LONG_AGO)
        use()
        if person.get().last_used_on != stage.day:
            yield "a use of the card is not noted"


@trial
def inactive_are_warned(stage: Stage) -> Iterator[str]:
    """Whoever goes soon for not having come is written to, once."""
    bird = stage.patron()
    (keep,) = Person.personal_data.keep
    last = stage.day + timedelta(days=stage.policy.inactivity.letter_days)
    used = stage.policy.period(keep.period).before(last)
    Person.objects.filter(pk=bird.person_id).update(last_used_on=used)
    letters = Message.objects.filter(person=bird.person_id, template=Template.INACTIVE_SOON)
    for night in range(4):
        now = stage.now + timedelta(days=night)
        warn_inactive(policy=stage.policy, since=now - timedelta(days=2), now=now)
    if letters.count() != 1:
        yield "whoever is about to be removed is not written to once"


@trial
def history_goes_when_off(stage: Stage) -> Iterator[str]:
    """A history is off until it is turned on, holds what the notice says, and goes at once."""
    bird = stage.patron()
    mine = History.objects.filter(consent__person=bird.person_id)
    _borrow_and_return(stage, bird.card_number)
    if mine.exists():
        yield "a loan was remembered before anyone wanted it"
    shown = Shown(stage.policy, stage.policy.default_language)
    start_history(bird.person_id, shown=shown, now=stage.now)
    if mine.exists():
        yield "a history begins with something in it"
    _borrow_and_return(stage, bird.card_number)
    if mine.count() != 1:
        yield "a return was not remembered once"
    stop_history(bird.person_id, now=stage.now)
    if mine.exists():
        yield "a history that was turned off was not deleted"
    _borrow_and_return(stage, bird.card_number)
    if mine.exists():
        yield "a loan was remembered after the history was turned off"


@trial
def outreach_ends_at_once(stage: Stage) -> Iterator[str]:
    """While an agreement runs a return is remembered; ended, all is gone and as it was before."""
    if not stage.policy.features.outreach:
        return
    bird = stage.patron()
    person = Person.objects.filter(pk=bird.person_id)
    before = person.get().category_id
    mine = OutreachHistory.objects.filter(consent__person=bird.person_id)
    _borrow_and_return(stage, bird.card_number)
    if mine.exists():
        yield "a loan was remembered for the outreach service without an agreement"
    shown = Shown(stage.policy, stage.policy.default_language)
    agreement = begin(bird.person_id, Terms(None), shown=shown, now=stage.now)
    wish(agreement, wanted=Wanted.SUBJECT, words="trial")
    if person.get().category_id != stage.policy.features.outreach:
        yield "an agreement did not move its patron into the category"
    _borrow_and_return(stage, bird.card_number)
    if mine.count() != 1:
        yield "a return was not remembered once for the outreach service"
    end(bird.person_id, now=stage.now)
    if mine.exists() or Agreement.objects.filter(pk=agreement).exists():
        yield "an agreement that was ended left something"
    if person.get().category_id != before:
        yield "an agreement that was ended left its patron in the category"


@trial
def history_by_age(stage: Stage) -> Iterator[str]:
    """Below the age nobody can turn a history on; from that day on they can."""
    age, shown = stage.policy.ages.own_history, Shown(stage.policy, stage.policy.default_language)
    bird = stage.patron()
    identity = Person.objects.get(pk=bird.person_id).identity
    identity.birth_date = stage.born(age, days=1)
    identity.save(update_fields=["birth_date"])
    if not codes(lambda: start_history(bird.person_id, shown=shown, now=stage.now)):
        yield "someone too young has a history"
    identity.birth_date = stage.born(age)
    identity.save(update_fields=["birth_date"])
    if codes(lambda: start_history(bird.person_id, shown=shown, now=stage.now)):
        yield "someone old enough is refused a history"


@trial
def desk_forgets(stage: Stage) -> Iterator[str]:
    """A record that is left open closes after the idle minutes, and nothing remembers it."""
    bird = stage.patron()
    desk = Session.objects.create(
        session_key="trial", session_data="", expire_date=stage.now + timedelta(days=1)
    )
    open_at_desk(desk.pk, bird.person_id, task=A_TASK, now=stage.now)
    close_idle_desks(now=stage.now + IDLE)
    mine = AtDesk.objects.filter(person=bird.person_id)
    if not mine.exists():
        yield "a record closed before its time"
    close_idle_desks(now=stage.now + IDLE + timedelta(seconds=1))
    if mine.exists():
        yield "a record stays open at a desk that was left"


@trial
def registration_is_withdrawn(stage: Stage) -> Iterator[str]:
    """A registration on the web gives no card, and whoever takes it back leaves nothing."""
    people = Person.objects.count()
    waits = apply_for_card(
        stage.someone(category=""), way=Way.DESK, policy=stage.policy, now=stage.now
    )
    if Person.objects.count() != people:
        yield "somebody is a patron before it is known who they are"
    remove_applicant(waits.applicant_id)
    if Applicant.objects.filter(pk=waits.applicant_id).exists():
        yield "a registration that was taken back is left"


def _borrow_and_return(stage: Stage, card: str) -> None:
    stage.give_back(stage.lent(card))


PROBES = (
    last_use_by_log_in,
    inactive_are_warned,
    history_goes_when_off,
    history_by_age,
    outreach_ends_at_once,
    desk_forgets,
    registration_is_withdrawn,
)
