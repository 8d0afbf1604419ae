"""What comes back: the address is passed over, what must arrive goes another way, forgery fails."""

import io
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.core.management import CommandError, call_command

from hylla.clients.sms import State
from hylla.clients.sms.local import LocalGateway
from hylla.formats.dsn import Bounce, Fault
from hylla.messages.actions import Delivered, deliver_due, enqueue, note_bounce, take_receipt
from hylla.messages.models import Message, Template
from hylla.messages.queries import messages_of, to_print
from hylla.messages.queries.traces import trace_of
from hylla.messages.rules import MUST_ARRIVE
from hylla.patrons.actions import Registered, change_details, try_again
from hylla.patrons.models import Email, Phone
from hylla.patrons.queries import failing_of
from hylla.patrons.rules import Changes, Channel, NewGuardian
from hylla.privacy import quarantine
from hylla.privacy.policy import Policy
from hylla.privacy.removal import remove_due
from hylla.privacy.vocabulary import Role
from tests.formats.test_dsn import report
from tests.messages.conftest import MailServer
from tests.messages.samples import NOW
from tests.messages.test_texting import Clock, gateway, receipt, running  # noqa: F401 - fixtures

Someone = Callable[..., Registered]
DAY = date(2025, 11, 28)
LATER = NOW + timedelta(minutes=10)


def tell(person: Registered, template: Template = Template.INVOICE) -> UUID:
    return enqueue(template, person_id=person.person_id, now=NOW, day=DAY, number=1)


def deliver(policy: Policy, after: timedelta = timedelta()) -> Delivered:
    Clock.now = NOW + after
    return deliver_due(policy=policy, now=Clock.now)


def trace(server: MailServer, position: int = -1) -> str:
    return str(server.inbox[position]["Message-ID"]).strip(" <>").split("@")[0]


def comes_back(*words: str, policy: Policy, fault: Fault = Fault.ADDRESS) -> bool:
    return note_bounce(Bounce(fault, words), policy=policy, now=LATER)


def test_each_mail_comes_back_to_an_address_of_its_own(
    someone: Someone, server: MailServer, policy_now: Policy, settings: Any
) -> None:
    settings.HYLLA_BOUNCES = "bounce@bibliotek.example.org"
    person = someone()
    number = tell(person)
    deliver(policy_now)
    (mail,) = server.inbox
    mark = trace_of(number, to="kari@example.org")
    assert server.senders == [f"bounce+{mark}@bibliotek.example.org"]
    assert mail["From"] == "Fjordvik bibliotek <bibliotek@fjordvik.example.org>"
    assert trace(server) == mark
    assert not any(part in mark for part in ("kari", person.person_id.hex, number.hex))


def test_an_invoice_that_comes_back_goes_by_letter_and_mail_stops(
    someone: Someone, server: MailServer, policy_now: Policy
) -> None:
    person = someone()
    tell(person)
    deliver(policy_now)
    assert comes_back("x", trace(server), policy=policy_now)
    (failing,) = failing_of(person.person_id, policy=policy_now, now=LATER)
    assert (failing.is_email, failing.where) == (True, "kari@example.org")
    assert deliver(policy_now, timedelta(minutes=11)).letters == 1
    (letter,) = to_print(policy=policy_now, now=LATER)
    assert letter.name == "Kari Eksempel"
    # From then on nothing is tried there; what need not arrive costs no stamp.
    tell(person, Template.DUE_SOON)
    assert deliver(policy_now, timedelta(minutes=12)) == Delivered(0, 1, 0)
    assert len(server.inbox) == 1
    newest = messages_of(person.person_id, policy=policy_now, now=LATER)
    assert {each.failed for each in newest if each.template is Template.DUE_SOON} == {True}


def test_what_need_not_arrive_stands_as_not_delivered(
    someone: Someone, server: MailServer, policy_now: Policy
) -> None:
    tell(someone(), Template.RENEWED)
    deliver(policy_now)
    assert comes_back(trace(server), policy=policy_now)
    message = Message.objects.get()
    assert (message.failed, message.closed_at, message.channel) == (True, LATER, "email")


def test_a_full_mailbox_fails_that_message_and_not_the_address(
    someone: Someone, server: MailServer, policy_now: Policy
) -> None:
    person = someone()
    tell(person)
    deliver(policy_now)
    assert comes_back(trace(server), policy=policy_now, fault=Fault.MESSAGE)
    assert failing_of(person.person_id, policy=policy_now, now=LATER) == ()
    assert deliver(policy_now, timedelta(minutes=11)).letters == 1
    tell(person)
    assert deliver(policy_now, timedelta(minutes=12)).sent == 1


def test_the_same_report_twice_counts_once(
    someone: Someone, server: MailServer, policy_now: Policy
) -> None:
    tell(someone())
    deliver(policy_now)
    assert comes_back(trace(server), policy=policy_now)
    assert not comes_back(trace(server), policy=policy_now)
    deliver(policy_now, timedelta(minutes=11))
    assert not comes_back(trace(server), policy=policy_now)
    assert Message.objects.get().channel == "letter"


def test_nobody_can_switch_off_a_strangers_mail(
    someone: Someone, server: MailServer, policy_now: Policy
) -> None:
    kari, per = someone(), someone(emails=("per@example.org",))
    number = tell(kari)
    tell(per)
    deliver(policy_now)
    traces = {mail["To"]: trace(server, n) for n, mail in enumerate(server.inbox)}
    mine, other = traces["kari@example.org"], traces["per@example.org"]
    forged = (
        "", "a" * 45, number.hex, str(number), mine[:-1] + ("a" if mine[-1] != "a" else "b"),
        # The number of one and the sum of the other.
        mine[:26] + other[26:],
        trace_of(number, to="per@example.org"), trace_of(UUID(int=1), to="kari@example.org"),
    )  # fmt: skip
    assert not comes_back(*forged, policy=policy_now)
    assert not Email.objects.exclude(failed_at=None).exists()
    assert set(Message.objects.values_list("failed", flat=True)) == {False}


def test_an_address_that_was_changed_meanwhile_is_left_alone(
    someone: Someone, server: MailServer, policy_now: Policy
) -> None:
    person = someone()
    tell(person)
    deliver(policy_now)
    changes = Changes(emails=("new@example.org",))
    change_details(person.person_id, changes=changes, by=Role.PATRON, policy=policy_now, now=NOW)
    assert not comes_back(trace(server), policy=policy_now)
    assert not Email.objects.exclude(failed_at=None).exists()


def test_the_mark_stays_with_its_address_until_its_owner_or_the_night_ends_it(
    someone: Someone, server: MailServer, policy_now: Policy
) -> None:
    person = someone()
    tell(person)
    deliver(policy_now)
    comes_back(trace(server), policy=policy_now)
    both = Changes(emails=("new@example.org", "kari@example.org"))
    change_details(person.person_id, changes=both, by=Role.PATRON, policy=policy_now, now=NOW)
    assert [row.failed_at for row in Email.objects.order_by("rank")] == [None, LATER]
    tell(person)
    assert deliver(policy_now, timedelta(minutes=12)).sent == 1
    assert server.inbox[-1]["To"] == "new@example.org"
    over = LATER + timedelta(days=90)
    assert failing_of(person.person_id, policy=policy_now, now=over) == ()
    remove_due(policy_now, now=over)
    assert not Email.objects.exclude(failed_at=None).exists()
    Email.objects.update(failed_at=LATER)
    assert try_again(person.person_id) == 2
    assert try_again(person.person_id) == 0


def test_a_server_that_knows_nobody_there_says_it_at_once(
    someone: Someone, server: MailServer, policy_now: Policy
) -> None:
    person = someone()
    tell(person)
    server.recipient = "550 5.1.1 No such user"
    assert deliver(policy_now) == Delivered(sent=0, failed=0, waiting=0, letters=1)
    assert len(failing_of(person.person_id, policy=policy_now, now=NOW)) == 1
    assert len(server.tried) == 1


def test_a_relay_that_refuses_everybody_switches_nobody_off(
    someone: Someone, server: MailServer, policy_now: Policy
) -> None:
    person = someone()
    tell(person)
    server.recipient = "554 5.7.1 Relay access denied"
    assert deliver(policy_now).letters == 1
    assert failing_of(person.person_id, policy=policy_now, now=NOW) == ()


def test_where_mail_comes_back_and_a_number_is_known_a_text_message_goes(
    someone: Someone,
    server: MailServer,
    gateway: LocalGateway,  # noqa: F811 - the fixture
    policy_now: Policy,
) -> None:
    tell(someone(phones=("41234567",)))
    deliver(policy_now)
    comes_back(trace(server), policy=policy_now)
    assert deliver(policy_now, timedelta(minutes=11)).sent == 1
    assert [sms.to for sms in gateway.taken.values()] == ["+4741234567"]


@pytest.mark.parametrize("told", ["at once", "by receipt"])
def test_a_number_that_does_not_exist_is_passed_over(
    someone: Someone,
    server: MailServer,
    gateway: LocalGateway,  # noqa: F811 - the fixture
    policy_now: Policy,
    told: str,
) -> None:
    number = "41230000" if told == "at once" else "41234567"
    person = someone(channel=Channel.SMS, phones=(number,))
    tell(person)
    deliver(policy_now)
    if told == "by receipt":
        assert take_receipt(*receipt(gateway, State.NO_NUMBER), policy=policy_now, now=Clock.now)
        deliver(policy_now, timedelta(minutes=1))
    (failing,) = failing_of(person.person_id, policy=policy_now, now=LATER)
    assert (failing.is_email, failing.where) == (False, f"+47{number}")
    assert [mail["To"] for mail in server.inbox] == ["kari@example.org"]
    assert Phone.objects.get().failed_at == NOW


def test_what_a_telephone_never_got_goes_by_email(
    someone: Someone,
    server: MailServer,
    gateway: LocalGateway,  # noqa: F811 - the fixture
    policy_now: Policy,
) -> None:
    person = someone(channel=Channel.SMS, phones=("41234567",))
    tell(person)
    deliver(policy_now)
    assert take_receipt(*receipt(gateway, State.LOST), policy=policy_now, now=Clock.now)
    assert failing_of(person.person_id, policy=policy_now, now=LATER) == ()
    assert deliver(policy_now, timedelta(minutes=11)).sent == 1
    assert len(server.inbox) == 1
    # And where that comes back too there is an end: a letter.
    for minutes in (20, 30, 40, 50):
        comes_back(trace(server), policy=policy_now, fault=Fault.MESSAGE)
        for reference in list(gateway.taken):
            take_receipt(*receipt(gateway, State.LOST, reference), policy=policy_now, now=Clock.now)
        deliver(policy_now, timedelta(minutes=minutes))
    assert Message.objects.get().channel == "letter"


def test_mail_to_a_guardian_that_comes_back_marks_the_guardians_address(
    someone: Someone, server: MailServer, policy_now: Policy
) -> None:
    ola = NewGuardian(given_name="Ola", family_name="Prøve", emails=("ola@example.org",))
    tell(someone(birth_date=date(2016, 1, 1), emails=(), guardian=ola), Template.OVERDUE)
    deliver(policy_now)
    assert comes_back(trace(server), policy=policy_now)
    assert Email.objects.get(address="ola@example.org").failed_at == LATER


def test_after_five_days_it_is_a_letter_at_once(
    someone: Someone, server: MailServer, policy_now: Policy
) -> None:
    tell(someone())
    deliver(policy_now)
    bounce = Bounce(Fault.MESSAGE, (trace(server),))
    assert note_bounce(bounce, policy=policy_now, now=NOW + timedelta(days=5))
    assert Message.objects.get().channel == "letter"
    assert len(to_print(policy=policy_now, now=NOW)) == 1


def test_what_must_arrive_is_known() -> None:
    assert set(Template) >= MUST_ARRIVE


@pytest.fixture
def mail(someone: Someone, server: MailServer, policy_now: Policy, settings: Any) -> bytes:
    """A report about an invoice that was sent a moment ago."""
    settings.HYLLA_NOW = LATER.isoformat()
    tell(someone())
    deliver(policy_now)
    return report(to=f"bounce+{trace(server)}@bibliotek.example.org")


def run(*arguments: str, **options: Any) -> str:
    out = io.StringIO()
    call_command("bounces", *arguments, stdout=out, stderr=out, **options)
    return out.getvalue()


def test_the_command_reads_what_the_server_hands_it(
    mail: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(mail)))
    said = run()
    assert said == "1 read, 1 of them mail of ours that came back\n"
    assert Email.objects.get().failed_at is not None


def test_the_command_reads_files_and_empties_a_maildir(mail: bytes, tmp_path: Path) -> None:
    (tmp_path / "one").write_bytes(b"Subject: I am away\n\nUntil Monday.")
    assert run(str(tmp_path / "one")) == "1 read, 0 of them mail of ours that came back\n"
    for name in ("new", "cur", "tmp"):
        (tmp_path / name).mkdir()
    (tmp_path / "new" / "1").write_bytes(mail)
    (tmp_path / "cur" / "2").write_bytes(b"rubbish")
    assert run(maildir=tmp_path) == "2 read, 1 of them mail of ours that came back\n"
    assert not [*(tmp_path / "new").iterdir(), *(tmp_path / "cur").iterdir()]


def test_the_command_says_what_is_wrong(mail: bytes, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="no folder new"):
        run(maildir=tmp_path)
    with pytest.raises(CommandError, match="no such file"):
        run(str(tmp_path / "none"))
    with pytest.raises(CommandError, match="not both"):
        run("x", maildir=tmp_path)


def test_in_quarantine_the_server_keeps_the_mail(
    mail: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hylla.site.management.commands.bounces.is_closed", lambda: True)
    assert quarantine.is_closed() is False
    with pytest.raises(SystemExit) as ended:
        run()
    assert ended.value.code == 75
