"""Messages reach people once, by the channel they chose, and never name a title or an address."""

import logging
from collections.abc import Callable
from datetime import date, timedelta
from threading import Thread
from typing import Any
from uuid import UUID

import pytest
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext

from hylla.messages.actions import Delivered, deliver_due, enqueue, letter_printed, post
from hylla.messages.models import Message, Template
from hylla.messages.queries import messages_of, to_print
from hylla.messages.queries.rendering import rendered
from hylla.patrons.actions import Registered, set_protected_address
from hylla.patrons.models import Person
from hylla.patrons.rules import Channel, NewAddress, NewGuardian
from hylla.privacy.policy import Policy
from hylla.privacy.vocabulary import Language
from tests.messages.conftest import MailServer, free_port
from tests.messages.samples import NOW

Someone = Callable[..., Registered]
DAY = date(2025, 11, 28)


def deliver(policy: Policy, *, after: timedelta = timedelta()) -> Delivered:
    return deliver_due(policy=policy, now=NOW + after)


def tell(person: Registered, template: Template = Template.OVERDUE, **contents: Any) -> UUID:
    return enqueue(
        template, person_id=person.person_id, now=NOW, **{"day": DAY, "number": 2, **contents}
    )


def test_enqueueing_is_one_statement(someone: Someone) -> None:
    person = someone()
    with CaptureQueriesContext(connection) as captured:
        tell(person)
    assert len(captured) == 1


def test_a_message_is_sent_once_and_closed(
    someone: Someone, server: MailServer, policy_now: Policy, branch_id: int
) -> None:
    person = someone()
    tell(person, Template.HOLD_READY, branch_id=branch_id, code="K7-22", number=None)
    assert deliver(policy_now) == Delivered(sent=1, failed=0, waiting=0)
    assert deliver(policy_now, after=timedelta(days=2)) == Delivered(0, 0, 0)
    (mail,) = server.inbox
    assert mail["To"] == "kari@example.org"
    assert mail["From"] == "Fjordvik bibliotek <bibliotek@fjordvik.example.org>"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Message-ID"].endswith("@fjordvik.example.org>")
    text = mail.get_content()
    for words in ("K7-22", "Hovedbiblioteket", "28. november 2025", policy_now.notice.contact):
        assert words in text
    (sent,) = messages_of(person.person_id, policy=policy_now, now=NOW)
    assert (sent.channel, sent.failed, sent.closed_at) == ("email", False, NOW)


def test_no_address_and_no_text_is_kept(
    someone: Someone, server: MailServer, policy_now: Policy
) -> None:
    tell(someone())
    deliver(policy_now)
    row = " ".join(map(str, vars(Message.objects.get()).values()))
    assert "example.org" not in row
    assert "Eksempel" not in row


def test_a_server_that_is_busy_is_tried_again_later_and_later(
    someone: Someone, server: MailServer, policy_now: Policy
) -> None:
    tell(someone())
    server.recipient = "451 Try again later"
    waits, after = [], timedelta()
    for _ in range(11):
        assert deliver(policy_now, after=after).waiting == 1
        again = Message.objects.get().next_attempt_at - NOW
        waits.append(again - after)
        assert deliver(policy_now, after=again - timedelta(seconds=1)).sent == 0
        after = again
    minutes = [int(wait.total_seconds()) // 60 for wait in waits]
    assert minutes == [5, 10, 20, 40, 80, 160, 320, 640, 1280, 1440, 1440]
    assert len(server.tried) == 11
    server.recipient = "250 OK"
    assert deliver(policy_now, after=after).sent == 1


def test_after_five_days_a_message_is_given_up(
    someone: Someone, server: MailServer, policy_now: Policy
) -> None:
    person = someone()
    tell(person, Template.DUE_SOON)
    server.recipient = "451 Try again later"
    deliver(policy_now)
    assert deliver(policy_now, after=timedelta(days=5)) == Delivered(0, 1, 0)
    assert len(server.tried) == 1
    (given_up,) = messages_of(person.person_id, policy=policy_now, now=NOW)
    assert given_up.failed
    assert given_up.closed_at == NOW + timedelta(days=5)


def test_what_must_arrive_is_a_letter_after_five_days_if_it_is_still_so(
    someone: Someone, server: MailServer, policy_now: Policy
) -> None:
    invoice = tell(someone(), Template.INVOICE)
    tell(someone(), Template.OVERDUE)
    server.recipient = "451 Try again later"
    deliver(policy_now)
    done = deliver_due(
        policy=policy_now,
        now=NOW + timedelta(days=5),
        is_true=lambda message, on: message.template != Template.OVERDUE,
    )
    assert done == Delivered(0, 0, 0, letters=1, untrue=1)
    (letter,) = to_print(policy=policy_now, now=NOW)
    assert letter.message_id == invoice


@pytest.mark.parametrize(
    ("recipient", "data"),
    [("550 No such user", "250 OK"), ("250 OK", "554 Not wanted")],
)
def test_what_a_server_refuses_for_good_is_not_tried_again(
    someone: Someone, server: MailServer, policy_now: Policy, recipient: str, data: str
) -> None:
    tell(someone(), Template.DUE_SOON)
    server.recipient, server.data = recipient, data
    assert deliver(policy_now) == Delivered(sent=0, failed=1, waiting=0)
    assert deliver(policy_now, after=timedelta(days=1)) == Delivered(0, 0, 0)
    assert len(server.tried) == 1


def test_one_refusal_does_not_hold_the_others_up(
    someone: Someone, server: MailServer, policy_now: Policy
) -> None:
    for number in range(4):
        tell(someone(), Template.DUE_SOON, number=number + 2)
    server.recipient = ["550 No such user", "250 OK", "451 Later", "250 OK"]
    assert deliver(policy_now) == Delivered(sent=2, failed=1, waiting=1)


def test_without_a_server_nothing_is_lost_and_no_attempt_counts(
    someone: Someone, no_server: None, policy_now: Policy
) -> None:
    for _ in range(3):
        tell(someone())
    assert deliver(policy_now) == Delivered(sent=0, failed=0, waiting=3)
    assert set(Message.objects.values_list("attempts", flat=True)) == {0}


def test_a_server_that_is_gone_is_logged_once_and_so_is_its_return(
    someone: Someone,
    server: MailServer,
    settings: Any,
    policy_now: Policy,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(post.SERVER, "is_gone", False)
    tell(someone())
    there = settings.EMAIL_PORT
    with caplog.at_level(logging.INFO, "hylla.messages"):
        for port, minutes in ((free_port(), 0), (free_port(), 60), (there, 120)):
            settings.EMAIL_PORT = port
            deliver(policy_now, after=timedelta(minutes=minutes))
    logged = [each.msg for each in caplog.records if "server" in each.msg]
    assert logged == ["no_mail_server", "mail_server_back"]


def test_a_worker_that_died_holds_a_message_for_an_hour(
    someone: Someone, server: MailServer, policy_now: Policy, monkeypatch: pytest.MonkeyPatch
) -> None:
    tell(someone())
    with monkeypatch.context() as broken:
        broken.setattr("hylla.messages.actions.post._email", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            deliver(policy_now)
    assert deliver(policy_now, after=timedelta(minutes=59)).sent == 0
    assert deliver(policy_now, after=timedelta(minutes=60)).sent == 1


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_send_nothing_twice(
    someone: Someone, server: MailServer, policy_now: Policy
) -> None:
    for _ in range(24):
        tell(someone())
    done: list[Delivered] = []

    def work() -> None:
        done.append(deliver(policy_now))
        connections.close_all()

    workers = [Thread(target=work) for _ in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert sum(each.sent for each in done) == 24
    names = [mail["Message-ID"] for mail in server.inbox]
    assert len(names) == len(set(names)) == 24


def test_who_wants_letters_or_has_no_email_gets_a_letter(
    someone: Someone, server: MailServer, policy_now: Policy, branch_id: int
) -> None:
    wants = someone(channel=Channel.LETTER)
    tell(wants)
    assert deliver(policy_now) == Delivered(sent=0, failed=0, waiting=0, letters=1)
    assert not server.inbox
    (letter,) = to_print(policy=policy_now, now=NOW, branch_id=branch_id)
    assert letter.name == "Kari Eksempel"
    assert letter.lines == ("Gata 1", "0001 Fjordvik")
    assert "28. november 2025" in letter.text
    assert to_print(policy=policy_now, now=NOW, branch_id=branch_id + 1) == ()
    letter_printed(letter.message_id, now=NOW)
    assert to_print(policy=policy_now, now=NOW) == ()
    (sent,) = messages_of(wants.person_id, policy=policy_now, now=NOW)
    assert sent.channel == "letter"
    assert deliver(policy_now, after=timedelta(days=1)) == Delivered(0, 0, 0)


def test_a_letter_that_leaves_the_country_names_the_other(
    someone: Someone, policy_now: Policy
) -> None:
    abroad = NewAddress(line_1="Vejen 1", postcode="8000", city="Aarhus", country="DK")
    tell(someone(channel=Channel.LETTER, addresses=(abroad,)))
    deliver(policy_now)
    (letter,) = to_print(policy=policy_now, now=NOW)
    assert letter.lines == ("Vejen 1", "8000 Aarhus", "DENMARK")


def test_a_text_message_goes_by_email_where_there_is_no_gateway(
    someone: Someone, server: MailServer, policy_now: Policy
) -> None:
    tell(someone(channel=Channel.SMS, phones=("41234567",)))
    assert deliver(policy_now).sent == 1


def test_a_letter_to_a_protected_person_waits_without_an_address(
    someone: Someone, policy_now: Policy
) -> None:
    person = someone(channel=Channel.LETTER)
    set_protected_address(person.person_id, protected=True)
    tell(person)
    deliver(policy_now)
    (letter,) = to_print(policy=policy_now, now=NOW)
    assert letter.lines == ()


GUARDIAN = NewGuardian(
    given_name="Ola", family_name="Prøve", emails=("ola@example.org",), language=Language.SV
)


@pytest.mark.parametrize(
    ("born", "template", "to"),
    [
        (date(2016, 1, 1), Template.HOLD_READY, "ola@example.org"),
        (date(2016, 1, 1), Template.OVERDUE, "ola@example.org"),
        (date(2011, 1, 1), Template.HOLD_READY, "ola@example.org"),
        (date(2010, 1, 1), Template.HOLD_READY, None),
        (date(2010, 1, 1), Template.DUE_SOON, None),
        (date(2010, 1, 1), Template.OVERDUE, "ola@example.org"),
    ],
)
def test_guardians_get_what_they_may_know(
    someone: Someone,
    server: MailServer,
    policy_now: Policy,
    born: date,
    template: Template,
    to: str | None,
) -> None:
    young = {"given_name": "Lise", "guardian": GUARDIAN, "emails": (), "addresses": ()}
    child = someone(birth_date=date(2016, 1, 1), **young)
    child_identity = Person.objects.get(pk=child.person_id).identity
    child_identity.birth_date = born
    child_identity.save()
    tell(child, template, code="K7-22")
    deliver(policy_now)
    assert [mail["To"] for mail in server.inbox] == ([to] if to else [])
    for mail in server.inbox:
        assert "Lise" in mail.get_content()
        assert mail["Content-Language"] == "sv"


def test_a_child_with_an_address_of_its_own_is_told_itself(
    someone: Someone, server: MailServer, policy_now: Policy
) -> None:
    tell(someone(birth_date=date(2016, 1, 1), guardian=GUARDIAN, emails=("lise@example.org",)))
    deliver(policy_now)
    assert [mail["To"] for mail in server.inbox] == ["lise@example.org"]


def test_the_person_may_be_gone(
    someone: Someone, server: MailServer, policy_now: Policy, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = someone()
    tell(person)

    def erased_meanwhile(message: Message, **given: Any) -> Any:
        Person.objects.filter(pk=message.person_id).delete()
        return rendered(message, **given)

    monkeypatch.setattr("hylla.messages.actions.delivery.rendered", erased_meanwhile)
    assert deliver(policy_now) == Delivered(0, 0, 0)
    assert not server.inbox


def test_nothing_personal_is_logged(
    someone: Someone, server: MailServer, policy_now: Policy, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, logger="hylla")
    for answer in ("550 <kari@example.org> unknown", "451 kari@example.org later"):
        server.recipient = answer
        tell(someone())
        deliver(policy_now)
    assert [record.msg for record in caplog.records] == ["message_failed", "message_postponed"]
    assert "kari" not in " ".join(str(vars(record)) for record in caplog.records)
