"""A way for each kind of message, and never none where law or money needs it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from hylla.formats.dsn import Bounce, Fault
from hylla.library.refusals import Refused
from hylla.messages.actions import Delivered, deliver_due, enqueue, note_bounce
from hylla.messages.models import Message, Template
from hylla.messages.queries import readable_messages_of
from hylla.messages.queries.rendering import rendered
from hylla.messages.queries.traces import trace_of
from hylla.messages.rules import ABOUT, LAW_DEMANDS, MUST_ARRIVE, Channel
from hylla.patrons.actions import Registered, change_details
from hylla.patrons.models import Email, Identity
from hylla.patrons.rules import Changes
from hylla.patrons.rules import Channel as Wanted
from hylla.patrons.rules.contact import CAN_STAY_ON_PAGE
from hylla.privacy.policy import Policy, Quiet
from hylla.privacy.vocabulary import Role
from tests.messages.conftest import MailServer
from tests.messages.samples import NOW

Someone = Callable[..., Registered]
DAY = date(2025, 11, 28)


def choose(person: Registered, policy: Policy, **ways: Any) -> None:
    change_details(
        person.person_id, changes=Changes(**ways), by=Role.PATRON, policy=policy, now=NOW
    )


def tell(person: Registered, template: Template) -> Message:
    number = enqueue(template, person_id=person.person_id, now=NOW, day=DAY, number=1)
    return Message.objects.select_related("branch").get(pk=number)


def way(person: Registered, template: Template, policy: Policy) -> Channel:
    return rendered(tell(person, template), policy=policy, now=NOW, by_sms=True).channel


def test_no_law_and_no_money_waits_for_anybody_to_look() -> None:
    can_stay = {template for template, about in ABOUT.items() if about in CAN_STAY_ON_PAGE}
    assert not can_stay & (LAW_DEMANDS | (MUST_ARRIVE - {"hold_ready"}))
    assert set(ABOUT) <= set(Template)


def test_each_kind_goes_its_way_and_the_rest_as_all(someone: Someone, policy_now: Policy) -> None:
    kari = someone(phones=("41234567",))
    choose(kari, policy_now, soon_by="sms", holds_by="page", invoices_by="letter")
    expected = {
        Template.DUE_SOON: Channel.SMS,
        Template.RENEWED: Channel.SMS,
        Template.HOLD_READY: Channel.PAGE,
        Template.OVERDUE: Channel.EMAIL,
        Template.INVOICE: Channel.LETTER,
        Template.COLLECTION_WARNING: Channel.LETTER,
        Template.WELCOME: Channel.EMAIL,
        Template.MEMBERSHIP_ENDED: Channel.EMAIL,
    }
    assert {each: way(kari, each, policy_now) for each in expected} == expected
    choose(kari, policy_now, soon_by="", holds_by="", invoices_by="")
    assert {way(kari, each, policy_now) for each in expected} == {Channel.EMAIL}


def test_what_is_on_my_page_only_is_not_sent_and_can_be_read(
    someone: Someone, policy_now: Policy, server: MailServer
) -> None:
    kari = someone()
    choose(kari, policy_now, holds_by="page")
    tell(kari, Template.HOLD_READY)
    always_quiet = replace(policy_now, quiet=Quiet(from_hour=0, until_hour=23))
    assert deliver_due(policy=always_quiet, now=NOW) == Delivered(1, 0, 0)
    assert not server.tried
    (message,) = Message.objects.all()
    assert (message.channel, message.closed_at, message.failed) == ("page", NOW, False)
    (read,) = readable_messages_of(kari.person_id, policy=policy_now, now=NOW)
    assert read.text


@pytest.mark.parametrize("kind", ["overdue_by", "invoices_by", "channel"])
def test_what_money_needs_cannot_be_switched_off(
    someone: Someone, policy_now: Policy, kind: str
) -> None:
    kari = someone()
    with pytest.raises(Refused) as refused:
        choose(kari, policy_now, **{kind: Wanted.PAGE})
    assert [each.code for each in refused.value.reasons] == ["channel_must_reach"]
    assert "page" not in vars(Identity.objects.get()).values()


def test_a_way_that_leads_nowhere_is_refused_now_and_when_it_would_be_lost(
    someone: Someone, policy_now: Policy
) -> None:
    kari = someone()
    with pytest.raises(Refused) as refused:
        choose(kari, policy_now, overdue_by="sms")
    assert [each.code for each in refused.value.reasons] == ["channel_needs_mobile"]
    choose(kari, policy_now, phones=("41234567",), overdue_by="sms")
    with pytest.raises(Refused) as refused:
        choose(kari, policy_now, phones=())
    assert [each.code for each in refused.value.reasons] == ["channel_needs_mobile"]


def test_what_comes_back_goes_the_next_way_of_its_kind(
    someone: Someone, policy_now: Policy
) -> None:
    """Letters are for all but what is overdue: that goes by e-mail, and then as a text message."""
    kari = someone(channel=Wanted.LETTER, phones=("41234567",))
    choose(kari, policy_now, overdue_by="email")
    message = tell(kari, Template.OVERDUE)
    assert rendered(message, policy=policy_now, now=NOW).channel is Channel.EMAIL
    Message.objects.update(channel=Channel.EMAIL, closed_at=NOW)
    bounce = Bounce(Fault.ADDRESS, (trace_of(message.pk, to="kari@example.org"),))
    assert note_bounce(bounce, policy=policy_now, now=NOW)
    message.refresh_from_db()
    assert rendered(message, policy=policy_now, now=NOW, by_sms=True).channel is Channel.SMS
    assert rendered(message, policy=policy_now, now=NOW, by_sms=False).channel is Channel.LETTER


def test_a_guardians_choice_hides_nothing_of_their_child(
    someone: Someone, policy_now: Policy, branch_id: int
) -> None:
    parent = someone()
    child = someone(
        given_name="Ola",
        birth_date=date(2018, 5, 14),
        emails=(),
        addresses=(),
        guardian=parent.person_id,
    )
    choose(parent, policy_now, holds_by="page", overdue_by="letter")
    assert way(parent, Template.HOLD_READY, policy_now) is Channel.PAGE
    made = rendered(tell(child, Template.HOLD_READY), policy=policy_now, now=NOW)
    assert (made.channel, made.addressee.email) == (Channel.EMAIL, Email.objects.get().address)
    assert way(child, Template.OVERDUE, policy_now) is Channel.LETTER
