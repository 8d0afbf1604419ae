"""What nobody could be told in time, what needs no telling any more, and what comes next."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest

from hylla.formats.language import day_words
from hylla.messages.actions import deliver_due, enqueue
from hylla.messages.models import Message, Template
from hylla.messages.queries import to_print
from hylla.messages.queries.rendering import rendered
from hylla.patrons.actions import Registered
from hylla.patrons.actions.rights import restrict
from hylla.patrons.rules import Channel
from hylla.privacy.policy import Policy
from tests.messages.samples import NOW

Someone = Callable[..., Registered]


def tell(person: Registered, template: Template) -> UUID:
    return enqueue(
        template, person_id=person.person_id, now=NOW, day=NOW.date(), number=1, code="A1"
    )


def test_what_must_arrive_is_a_letter_when_no_server_answered_for_five_days(
    someone: Someone, no_server: None, policy_now: Policy
) -> None:
    invoice, stopped = tell(someone(), Template.INVOICE), someone()
    tell(stopped, Template.INVOICE)
    restrict(stopped.person_id, policy=policy_now, now=NOW)
    for days in range(5):
        assert deliver_due(policy=policy_now, now=NOW + timedelta(days=days)).sent == 0
    assert set(Message.objects.values_list("attempts", flat=True)) == {0}
    done = deliver_due(policy=policy_now, now=NOW + timedelta(days=5))
    assert (done.letters, done.failed) == (1, 1), "nothing of whose data is restricted"
    (letter,) = to_print(policy=policy_now, now=NOW)
    assert letter.message_id == invoice


def test_a_letter_on_the_pile_goes_when_what_it_says_is_over(
    someone: Someone, policy_now: Policy
) -> None:
    tell(someone(emails=(), channel=Channel.LETTER), Template.HOLD_READY)
    kept = tell(someone(emails=(), channel=Channel.LETTER), Template.INVOICE)
    assert deliver_due(policy=policy_now, now=NOW).letters == 2

    def fetched(message: Message, on: date) -> bool:
        return message.template != Template.HOLD_READY

    for minutes, left in ((30, 2), (60, 1), (180, 1)):
        now = NOW + timedelta(minutes=minutes)
        deliver_due(policy=policy_now, now=now, is_true=fetched)
        assert len(to_print(policy=policy_now, now=now)) == left
    assert Message.objects.get().pk == kept


@pytest.mark.parametrize(("late", "follows"), [(3, False), (13, False), (14, True), (20, True)])
def test_the_last_reminder_says_when_it_becomes_an_invoice(
    someone: Someone, policy_now: Policy, late: int, *, follows: bool
) -> None:
    due = NOW.date() - timedelta(days=late)
    number = enqueue(Template.OVERDUE, person_id=someone().person_id, now=NOW, day=due, number=1)
    message = Message.objects.get(pk=number)
    steps, plan = policy_now.reminders, policy_now.invoices
    assert (steps.first_days, steps.second_days, plan.after_days) == (3, 14, 30)
    said = f"For det som ikke er levert før {day_words(due + timedelta(days=44), 'nb')}"
    assert (said in rendered(message, policy=policy_now, now=NOW).text) is follows
    never = replace(policy_now, invoices=replace(plan, after_days=0))
    assert said not in rendered(message, policy=never, now=NOW).text
