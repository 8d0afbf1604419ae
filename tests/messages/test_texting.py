"""Text messages: short, to whoever chose them, not by night, and without a word too much."""

import logging
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from hylla.circulation.queries import is_still_true
from hylla.clients.signing import HEADER
from hylla.clients.sms import Forged, State, segments
from hylla.clients.sms.local import LocalGateway, serve
from hylla.library.actions import add_branch
from hylla.messages.actions import Delivered, deliver_due, enqueue, take_receipt
from hylla.messages.models import Message, Template
from hylla.messages.queries import readable_messages_of
from hylla.messages.queries.rendering import rendered
from hylla.messages.queries.traces import is_trace, number_in, trace_of
from hylla.messages.rules import LAW_DEMANDS, NEVER_TO_A_PHONE
from hylla.messages.texting import ON_SMS
from hylla.patrons.actions import Registered
from hylla.patrons.models import Identity
from hylla.patrons.rules import Channel, NewGuardian
from hylla.privacy.policy import Policy, Quiet
from hylla.privacy.policy.outgoing import Outgoing
from hylla.privacy.vocabulary import Language
from tests.messages.conftest import MailServer
from tests.messages.samples import NOW

Someone = Callable[..., Registered]
SECRET = "a secret between two, of forty letters.."
DAY = date(2025, 11, 28)
NIGHT = datetime(2025, 11, 21, 22, tzinfo=UTC)
MORNING = datetime(2025, 11, 22, 7, tzinfo=UTC)


class Clock:
    now = NOW


@pytest.fixture(scope="module")
def running() -> Iterator[tuple[LocalGateway, str]]:
    local = LocalGateway(SECRET, lambda: Clock.now)
    server = serve(local)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield local, f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def gateway(running: tuple[LocalGateway, str], tmp_path: Path, settings: Any) -> LocalGateway:
    """The gateway on this machine, with which the library has agreed."""
    local, address = running
    local.taken.clear()
    local.answers.clear()
    Path(settings.HYLLA_KEYS).mkdir(parents=True, exist_ok=True)
    (Path(settings.HYLLA_KEYS) / "sms-test").write_text(SECRET)
    file = tmp_path / "sms.toml"
    file.write_text(
        f'protocol = "json"\naddress = "{address}"\nsender = "Fjordvik"\nsecret_file = "sms-test"\n'
    )
    settings.HYLLA_SMS = str(file)
    return local


@pytest.fixture
def texted(someone: Someone) -> Callable[..., Registered]:
    def make(**changes: Any) -> Registered:
        return someone(**{"channel": Channel.SMS, "phones": ("41234567",), **changes})

    return make


def tell(person: Registered, template: Template = Template.OVERDUE, **contents: Any) -> UUID:
    told = {"day": DAY, "number": 1, **contents}
    return enqueue(template, person_id=person.person_id, now=NOW, **told)


def deliver(policy: Policy, now: datetime = NOW, **more: Any) -> Delivered:
    Clock.now = now
    return deliver_due(policy=policy, now=now, **more)


def test_who_chose_text_messages_gets_one(
    texted: Someone, gateway: LocalGateway, server: MailServer, policy_now: Policy
) -> None:
    person = texted(language=Language.EN)
    number = tell(person)
    assert deliver(policy_now) == Delivered(sent=1, failed=0, waiting=0)
    ((reference, sms),) = gateway.taken.items()
    assert (sms.to, sms.sender) == ("+4741234567", "Fjordvik")
    assert sms.text == (
        "Fjordvik bibliotek: One of your loans was due on 28 November 2025."
        " Please return or renew it."
    )
    assert number_in(reference) == number
    assert not server.inbox
    (mine,) = readable_messages_of(person.person_id, policy=policy_now, now=NOW)
    assert (mine.sent.channel, mine.text) == ("sms", sms.text)
    row = " ".join(map(str, vars(Message.objects.get()).values()))
    assert "41234567" not in row


@pytest.mark.parametrize("without", ["agreement", "offer", "carrier"])
def test_without_a_gateway_it_goes_by_email(
    texted: Someone,
    gateway: LocalGateway,
    server: MailServer,
    policy_now: Policy,
    settings: Any,
    without: str,
) -> None:
    tell(texted())
    if without == "agreement":
        settings.HYLLA_SMS = ""
    if without == "offer":
        policy_now = replace(policy_now, texting=replace(policy_now.texting, offered=False))
    if without == "carrier":
        mail = (replace(each, carries=(Outgoing.MAIL,)) for each in policy_now.processors)
        policy_now = replace(policy_now, processors=tuple(mail))
    assert deliver(policy_now).sent == 1
    assert len(server.inbox) == 1
    assert not gateway.taken


def test_who_did_not_choose_it_gets_none(
    someone: Someone, gateway: LocalGateway, server: MailServer, policy_now: Policy
) -> None:
    tell(someone(phones=("41234567",)))
    assert deliver(policy_now).sent == 1
    assert not gateway.taken


@pytest.mark.parametrize("language", list(Language))
def test_every_text_message_is_short(
    texted: Someone, gateway: LocalGateway, policy_now: Policy, language: Language
) -> None:
    branch = add_branch("long", name="Kulturhuset Nedre Fjordvik bibliotekfilial")
    person = texted(language=language)
    for template in sorted(ON_SMS):
        for number in (1, 12):
            tell(person, template, number=number, branch_id=branch.pk, code="K7-22")
    for message in Message.objects.select_related("branch"):
        text = rendered(message, policy=policy_now, now=NOW).text
        assert segments(text) <= 2, text
        # Every letter is of the alphabet that makes them cheap, and the words fit as they are.
        assert segments(text + "a" * (306 - len(text))) == 2, text
        assert branch.name in text or not message.template.startswith("hold"), text


def test_whatever_has_no_short_form_is_demanded_by_law() -> None:
    assert set(Template) == set(ON_SMS) | set(LAW_DEMANDS) | set(NEVER_TO_A_PHONE)


def test_a_name_that_makes_it_long_is_left_out(
    texted: Someone, gateway: LocalGateway, policy_now: Policy
) -> None:
    branch = add_branch("long", name="Guovdageainnu girjerádju ja áhkuid čoahkkinlatnja " * 2)
    tell(texted(language=Language.EN), Template.HOLD_READY, branch_id=branch.pk, code="K7-22")
    deliver(policy_now)
    (sms,) = gateway.taken.values()
    assert sms.text == (
        "Fjordvik bibliotek: A message waits for you on My page. You can also ask at any desk."
    )


@pytest.mark.parametrize("template", sorted(LAW_DEMANDS))
def test_what_the_law_demands_is_told_whole(
    texted: Someone,
    gateway: LocalGateway,
    server: MailServer,
    policy_now: Policy,
    template: Template,
) -> None:
    tell(texted(), template)
    assert deliver(policy_now).sent == 1
    assert not gateway.taken
    assert len(server.inbox) == 1


def test_a_guardian_gets_it_without_the_childs_name(
    someone: Someone, gateway: LocalGateway, policy_now: Policy
) -> None:
    ola = NewGuardian(
        given_name="Ola",
        family_name="Prøve",
        phones=("41234567",),
        language=Language.EN,
    )
    child = someone(birth_date=date(2016, 1, 1), emails=(), addresses=(), guardian=ola)
    Identity.objects.filter(given_name="Ola").update(channel=Channel.SMS)
    tell(child)
    deliver(policy_now)
    (sms,) = gateway.taken.values()
    assert "a child whose guardian you are" in sms.text
    assert "Kari" not in sms.text


def test_by_night_a_text_message_waits_and_an_email_does_not(
    texted: Someone,
    someone: Someone,
    gateway: LocalGateway,
    server: MailServer,
    policy_now: Policy,
) -> None:
    tell(texted())
    tell(someone(emails=("per@example.org",)))
    assert deliver(policy_now, NIGHT) == Delivered(sent=1, failed=0, waiting=1)
    assert not gateway.taken
    assert Message.objects.get(closed_at=None).attempts == 0
    assert deliver(policy_now, MORNING - timedelta(minutes=1)).sent == 0
    assert deliver(policy_now, MORNING).sent == 1
    assert len(gateway.taken) == 1


def test_where_no_night_is_quiet_it_goes_at_once(
    texted: Someone, gateway: LocalGateway, policy_now: Policy
) -> None:
    tell(texted())
    loud = replace(policy_now, quiet=Quiet(from_hour=0, until_hour=0))
    assert deliver(loud, NIGHT).sent == 1


def test_what_is_over_in_the_morning_is_not_sent_and_nothing_of_it_is_kept(
    texted: Someone, gateway: LocalGateway, policy_now: Policy, branch_id: int
) -> None:
    tell(texted(), Template.HOLD_READY, branch_id=branch_id, code="K7-22")
    assert deliver(policy_now, NIGHT, is_true=lambda *_, **__: True).waiting == 1
    # There is no such hold any more.
    done = deliver(policy_now, MORNING, is_true=is_still_true)
    assert done == Delivered(0, 0, 0, untrue=1)
    assert not gateway.taken
    assert not Message.objects.exists()


def test_a_gateway_that_is_away_costs_nothing_and_holds_no_email_up(
    texted: Someone,
    someone: Someone,
    gateway: LocalGateway,
    server: MailServer,
    policy_now: Policy,
    caplog: pytest.LogCaptureFixture,
) -> None:
    for _ in range(2):
        tell(texted(language=Language.EN))
    tell(someone())
    gateway.answers = [401, 202]
    with caplog.at_level(logging.INFO):
        assert deliver(policy_now) == Delivered(sent=1, failed=0, waiting=2)
    assert gateway.answers == [202]
    assert set(Message.objects.filter(closed_at=None).values_list("attempts", flat=True)) == {0}
    assert not any("41234567" in each.getMessage() + str(vars(each)) for each in caplog.records)
    gateway.answers.clear()
    assert deliver(policy_now, NOW + timedelta(minutes=5)).sent == 2


def test_a_busy_gateway_is_tried_again_later(
    texted: Someone, gateway: LocalGateway, policy_now: Policy
) -> None:
    tell(texted())
    gateway.answers = [429, 503]
    assert deliver(policy_now).waiting == 1
    assert deliver(policy_now, NOW + timedelta(minutes=5)).waiting == 1
    assert deliver(policy_now, NOW + timedelta(minutes=14)).sent == 0
    assert deliver(policy_now, NOW + timedelta(minutes=15)).sent == 1


def receipt(gateway: LocalGateway, state: State, reference: str = "") -> tuple[bytes, str]:
    notice = gateway.receipt(reference or next(iter(gateway.taken)), state)
    return notice.body, notice.signature


def test_a_receipt_says_that_it_arrived(
    texted: Someone, gateway: LocalGateway, policy_now: Policy
) -> None:
    tell(texted())
    deliver(policy_now)
    client, (body, signed) = Client(), receipt(gateway, State.ARRIVED)
    sent = {"data": body, "content_type": "application/json", "headers": {HEADER: signed}}
    # The door looks at the clock of the machine: what was signed in the past is not believed.
    assert client.post("/sms/receipt/", **sent).status_code == 400
    assert take_receipt(body, signed, policy=policy_now, now=NOW)
    assert Message.objects.get().arrived
    # Nothing that comes late takes it back.
    assert not take_receipt(*receipt(gateway, State.LOST), policy=policy_now, now=NOW)
    assert not Message.objects.get().failed


def test_only_the_gateway_gives_receipts(
    texted: Someone, gateway: LocalGateway, policy_now: Policy, settings: Any
) -> None:
    tell(texted())
    deliver(policy_now)
    body, signed = receipt(gateway, State.ARRIVED)
    with pytest.raises(Forged):
        take_receipt(body, "", policy=policy_now, now=NOW)
    assert not take_receipt(*receipt(gateway, State.ARRIVED, "rubbish"), policy=policy_now, now=NOW)
    settings.HYLLA_SMS = ""
    with pytest.raises(Forged):
        take_receipt(body, signed, policy=policy_now, now=NOW)
    client = Client()
    assert client.get("/sms/receipt/").status_code == 404
    assert client.post("/sms/receipt/").status_code == 400
    assert not Message.objects.get().arrived


def test_a_trace_is_nobodys_to_make(db: None) -> None:
    number = UUID("6f1b2c3d-0000-4000-8000-000000000001")
    trace = trace_of(number, to="kari@example.org")
    assert len(trace) == 45
    assert number_in(trace) == number_in(trace.upper()) == number
    assert is_trace(trace.upper(), to="kari@example.org")
    assert not is_trace(trace, to="per@example.org")
    for wrong in ("", "x", "æ" * 45, "1" * 45, trace[:-1], trace + "a", "a" + trace[1:]):
        assert not is_trace(wrong, to="kari@example.org")
