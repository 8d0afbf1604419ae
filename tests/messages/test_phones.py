"""Phones whose patrons asked are told first; what they do not show goes by e-mail."""

import json
import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from cryptography import x509
from django.utils import translation

from hylla.clients.push.fake import Browser, FakePushService
from hylla.library.refusals import Refused
from hylla.messages.actions import (
    Delivered,
    deliver_due,
    enqueue,
    heard_of,
    shown_on_phone,
    turn_off_at,
    turn_off_unoffered,
    turn_on,
)
from hylla.messages.models import Message, PushSubscription, Template
from hylla.messages.queries import messages_of, phones_of, signer
from hylla.messages.rules import NEVER_TO_A_PHONE, Code, service_of
from hylla.messages.sentences import ON_PHONE, SENTENCES
from hylla.patrons.actions import Registered
from hylla.patrons.models import Person
from hylla.privacy.policy import Policy, PushService
from hylla.privacy.vocabulary import Language
from tests.builders import half
from tests.certificates import self_signed
from tests.messages.conftest import MailServer
from tests.messages.samples import NOW

Someone = Callable[..., Registered]
HERE = PushService(name="This machine", host="127.0.0.1", country="NO")


@pytest.fixture
def policy(policy_now: Policy) -> Policy:
    """A policy that names the push service on this machine, and no other."""
    return replace(policy_now, push_services=(HERE,))


@pytest.fixture
def service(tmp_path: Path, settings: Any) -> Any:
    """The push service; the product trusts its certificate."""
    file = self_signed(tmp_path / "service.pem", x509.IPAddress(ip_address("127.0.0.1")))
    settings.HYLLA_PUSH_CA = str(file)
    with FakePushService(certificate=str(file)) as running:
        yield running


@pytest.fixture
def phone(service: FakePushService, policy: Policy) -> Callable[[Registered], Browser]:
    """Return what turns messages on for someone, on a new phone."""

    def make(person: Registered) -> Browser:
        browser = service.browser(signer(policy).public_key)
        told = browser.subscription.text().encode()
        turn_on(person.person_id, told=told, policy=policy, now=NOW)
        return browser

    return make


def tell(person: Registered, template: Template = Template.DUE_SOON, days: int = 2) -> UUID:
    day = NOW.date() + timedelta(days=days)
    return enqueue(template, person_id=person.person_id, now=NOW, day=day, number=1, code="K7-22")


def deliver(policy: Policy, *, after: timedelta = timedelta()) -> Delivered:
    return deliver_due(policy=policy, now=NOW + after)


def read(browser: Browser) -> list[dict[str, str]]:
    return [json.loads(message) for message in browser.messages]


def test_a_phone_is_told_and_says_that_it_has_shown_it(
    someone: Someone, phone: Callable[..., Browser], server: MailServer, policy: Policy
) -> None:
    person = someone(language=Language.EN)
    browser = phone(person)
    message = tell(person)
    assert deliver(policy) == Delivered(0, 0, 0, pushed=1)
    assert read(browser) == [
        {
            "id": str(message),
            "title": policy.name,
            "body": "A message from the library: something is due in 2 days.",
            "lang": "en",
        }
    ]
    assert browser.lasts == [24 * 60 * 60]
    shown_on_phone(message, now=NOW + timedelta(minutes=1))
    (sent,) = messages_of(person.person_id, policy=policy, now=NOW)
    assert (sent.channel, sent.failed) == ("push", False)
    assert sent.closed_at == NOW + timedelta(minutes=1)
    assert deliver(policy, after=timedelta(days=2)) == Delivered(0, 0, 0)
    assert not server.inbox


def test_what_no_phone_shows_in_a_day_goes_by_email(
    someone: Someone, phone: Callable[..., Browser], server: MailServer, policy: Policy
) -> None:
    person = someone()
    browser = phone(person)
    tell(person)
    deliver(policy)
    assert deliver(policy, after=timedelta(hours=23)) == Delivered(0, 0, 0)
    assert deliver(policy, after=timedelta(hours=24)).sent == 1
    assert [mail["To"] for mail in server.inbox] == ["kari@example.org"]
    assert len(browser.bodies) == 1, "and not to the phone once more"
    (sent,) = messages_of(person.person_id, policy=policy, now=NOW)
    assert (sent.channel, sent.failed) == ("email", False)


def test_a_late_mail_server_does_not_bring_the_phone_back(
    someone: Someone, phone: Callable[..., Browser], server: MailServer, policy: Policy
) -> None:
    person = someone()
    browser = phone(person)
    tell(person)
    deliver(policy)
    server.recipient = ["451 Later", "250 OK"]
    deliver(policy, after=timedelta(hours=24))
    assert deliver(policy, after=timedelta(hours=25)).sent == 1
    assert len(browser.bodies) == 1


def test_a_service_that_is_busy_is_tried_three_times(
    someone: Someone,
    phone: Callable[..., Browser],
    service: FakePushService,
    server: MailServer,
    policy: Policy,
) -> None:
    browser = phone(person := someone())
    tell(person)
    service.answers = [503, 429, 503]
    after = timedelta()
    for _ in range(3):
        assert deliver(policy, after=after) == Delivered(0, 0, 1)
        after = Message.objects.get().next_attempt_at - NOW
    assert deliver(policy, after=after).sent == 1
    assert not browser.bodies
    assert len(server.inbox) == 1


@pytest.mark.parametrize(("status", "left"), [(410, 0), (404, 0), (400, 1), (413, 1)])
def test_a_phone_that_is_gone_is_forgotten_at_once_and_mail_goes(
    someone: Someone,
    phone: Callable[..., Browser],
    service: FakePushService,
    server: MailServer,
    policy: Policy,
    status: int,
    left: int,
) -> None:
    phone(person := someone())
    tell(person)
    service.answers = [status]
    assert deliver(policy).sent == 1
    assert PushSubscription.objects.count() == left


def test_one_phone_of_two_is_enough(
    someone: Someone, phone: Callable[..., Browser], server: MailServer, policy: Policy
) -> None:
    person = someone()
    lost, kept = phone(person), phone(person)
    lost.is_gone = True
    tell(person)
    assert deliver(policy).pushed == 1
    assert len(kept.bodies) == 1
    assert [each.service for each in phones_of(person.person_id, policy=policy, now=NOW)] == [
        "This machine"
    ]
    assert not server.inbox


def test_nothing_goes_to_a_phone_without_its_patrons_choice(
    someone: Someone, phone: Callable[..., Browser], server: MailServer, policy: Policy
) -> None:
    person, other = someone(), someone(emails=("ola@example.org",))
    theirs = phone(other)
    tell(person)
    assert deliver(policy) == Delivered(1, 0, 0)
    browser = phone(person)
    turn_off_at(browser.endpoint)
    tell(person)
    assert deliver(policy) == Delivered(1, 0, 0)
    assert not browser.bodies + theirs.bodies


def test_a_policy_that_does_not_offer_it_ends_it(
    someone: Someone, phone: Callable[..., Browser], server: MailServer, policy: Policy
) -> None:
    browser = phone(person := someone())
    off = replace(
        policy, features=replace(policy.features, push=False), push_services=(), digest="off"
    )
    tell(person)
    assert deliver(off) == Delivered(1, 0, 0)
    told = browser.subscription.text().encode()
    with pytest.raises(Refused, match="push_not_offered"):
        turn_on(person.person_id, told=told, policy=off, now=NOW)
    assert turn_off_unoffered(policy) == 0
    assert turn_off_unoffered(off) == 1


def test_a_phone_that_was_not_heard_of_for_its_time_is_told_nothing(
    someone: Someone, phone: Callable[..., Browser], server: MailServer, policy: Policy
) -> None:
    browser = phone(person := someone())
    year = timedelta(days=365)
    assert heard_of(browser.endpoint, person_id=person.person_id, now=NOW + timedelta(days=1))
    enqueue(Template.WELCOME, person_id=person.person_id, now=NOW + year)
    assert deliver(policy, after=year).pushed == 1
    enqueue(Template.WELCOME, person_id=person.person_id, now=NOW + year)
    assert deliver(policy, after=year + timedelta(days=2)).sent == 2


def test_the_same_phone_belongs_to_whoever_asked_last(
    someone: Someone, service: FakePushService, policy: Policy
) -> None:
    first, second = someone(), someone(emails=("ola@example.org",))
    told = service.browser(signer(policy).public_key).subscription.text().encode()
    for person in (first, first, second):
        turn_on(person.person_id, told=told, policy=policy, now=NOW)
    assert phones_of(first.person_id, policy=policy, now=NOW) == ()
    assert len(phones_of(second.person_id, policy=policy, now=NOW)) == 1


def test_another_patron_on_a_phone_changes_nothing(
    someone: Someone, phone: Callable[..., Browser], policy: Policy
) -> None:
    browser, other = phone(first := someone()), someone(emails=("ola@example.org",))
    assert heard_of(browser.endpoint, person_id=other.person_id, now=NOW) is None
    assert len(phones_of(first.person_id, policy=policy, now=NOW)) == 1


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (b"no phone", "push_malformed"),
        (b'{"endpoint": "https://internal.example.org/admin"}', "push_malformed"),
    ],
)
def test_what_no_browser_sends_is_refused(
    someone: Someone, policy: Policy, text: bytes, code: str
) -> None:
    person = someone()
    with pytest.raises(Refused, match=code):
        turn_on(person.person_id, told=text, policy=policy, now=NOW)


def test_a_service_that_the_policy_does_not_name_is_refused(
    someone: Someone, service: FakePushService, policy: Policy
) -> None:
    """Also so that nobody has the library call an address of their choice."""
    told = service.browser(signer(policy).public_key).subscription.text()
    elsewhere = told.replace("127.0.0.1", "127.0.0.2").encode()
    person = someone()
    with pytest.raises(Refused, match="push_service_unknown"):
        turn_on(person.person_id, told=elsewhere, policy=policy, now=NOW)


@pytest.mark.parametrize(
    ("host", "named", "is_it"),
    [
        ("fcm.googleapis.com", "fcm.googleapis.com", True),
        ("FCM.googleapis.com", "fcm.googleapis.com", True),
        ("fcm.googleapis.com.example.org", "fcm.googleapis.com", False),
        ("db5.notify.windows.com", "*.notify.windows.com", True),
        ("notify.windows.com", "*.notify.windows.com", False),
        (".notify.windows.com", "*.notify.windows.com", False),
        ("evilnotify.windows.com", "*.notify.windows.com", False),
        ("", "*.notify.windows.com", False),
    ],
)
def test_whose_host_it_is(host: str, named: str, is_it: bool) -> None:
    services = (PushService(name="Maker", host=named, country="US"),)
    assert bool(service_of(host, services=services)) is is_it


def test_the_address_cannot_be_read_from_the_table(
    someone: Someone, phone: Callable[..., Browser]
) -> None:
    browser = phone(someone())
    row = PushSubscription.objects.get()
    everything = repr(sorted(vars(row).items(), key=str)).encode() + bytes(row.sealed)
    for part in (browser.endpoint, browser.endpoint.rpartition("/")[2]):
        assert part.encode() not in everything


def test_phones_go_with_their_person(someone: Someone, phone: Callable[..., Browser]) -> None:
    phone(person := someone())
    Person.objects.get(pk=person.person_id).delete()
    assert not PushSubscription.objects.exists()


def test_nothing_of_a_phone_is_logged(
    someone: Someone,
    phone: Callable[..., Browser],
    service: FakePushService,
    server: MailServer,
    policy: Policy,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG, logger="hylla")
    browser = phone(person := someone())
    for answer in (503, 410, 400):
        service.answers = [answer]
        tell(person)
        deliver(policy)
    told = " ".join(str(vars(record)) for record in caplog.records if "hylla" in record.name)
    assert browser.endpoint not in told
    assert "kari" not in told


@pytest.mark.parametrize("language", half(list(Language)))
def test_a_phone_shows_neither_name_nor_title_nor_place(
    someone: Someone, phone: Callable[..., Browser], policy: Policy, language: Language
) -> None:
    browser = phone(person := someone(language=language))
    for template in Template:
        for days in (-3, 0, 1, 2):
            tell(person, template, days)
    deliver(policy)
    told = read(browser)
    assert len(told) == len(set(Template) - NEVER_TO_A_PHONE) * 4
    assert {each["lang"] for each in told} == {language}
    for word in ("%", "Kari", "Eksempel", "K7-22", "Hovedbiblioteket"):
        assert word not in "".join(each["body"] for each in told)
    with translation.override("en"):
        english = {str(words % {"days": 2}) for words in ON_PHONE.values()}
    both = english & {each["body"] for each in told}
    assert both == (english if language is Language.EN else set())


def test_every_refusal_has_its_sentence() -> None:
    assert set(SENTENCES) == set(Code)
