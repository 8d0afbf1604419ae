"""An invoice on its way to debt collection: who is warned, who is left alone, and what goes."""

from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest
from django.core import mail

from hylla.circulation.actions import (
    leave,
    settle_claim,
    settle_invoice,
)
from hylla.circulation.queries import is_still_true
from hylla.fees.actions import (
    hand_over_each,
    note_warnings,
    warn,
    warn_each,
)
from hylla.fees.models import Claim, Invoice
from hylla.fees.queries import (
    Stage,
    for_collector,
    invoices_of,
    to_pause,
)
from hylla.fees.rules import FeeRefusal, Method
from hylla.formats.dsn import Bounce, Fault
from hylla.messages.actions import deliver_due, enqueue, letter_printed, note_bounce
from hylla.messages.models import Message, Template
from hylla.messages.queries import to_print
from hylla.messages.queries.rendering import rendered
from hylla.messages.rules import Channel
from hylla.patrons.actions.rights import lift_own, restrict
from hylla.patrons.models import Identity, Phone
from hylla.privacy.rights.terms import Asked
from tests.circulation.world import NOW, TODAY, World
from tests.privacy.cases.owing import (
    COLLECTOR,
    DAY,
    LATER,
    ORE,
    WARNED_AT,
    collected,
    invoiced,
    library_,
    policy_,
    recipients_on,
    somebody,
    stage_of,
    warned,
    why_no_warning,
    why_not,
)

__all__ = ["library_", "policy_"]


def test_it_is_handed_over_once(library: World) -> None:
    invoice = collected(library)
    assert why_not(library, invoice) is FeeRefusal.HANDED_OVER
    assert why_no_warning(library, invoice) is FeeRefusal.HANDED_OVER
    row = Invoice.objects.get()
    assert (row.handed_over_on, row.collector) == (LATER.date(), COLLECTOR)
    assert stage_of(library) is Stage.COLLECTED


def test_the_collector_gets_as_little_as_it_needs(library: World) -> None:
    """No title, no card number, no birth date unless the policy says so."""
    invoice = collected(library)
    (sent,) = for_collector([invoice.pk], policy=library.policy, now=LATER)
    assert (sent.number, sent.reference, sent.left_ore) == (
        invoice.number,
        invoice.reference,
        ORE,
    )
    assert (sent.name, sent.lines) == ("Kari Prøve", ("Prøveveien 1", "0001 Oslo"))
    assert sent.birth_date is None
    plan = replace(library.policy.invoices, collector_gets_birth_date=True)
    needs = replace(library.policy, invoices=plan)
    (with_birth_date,) = for_collector([invoice.pk], policy=needs, now=LATER)
    assert with_birth_date.birth_date == date(1980, 5, 17)


def test_nobody_is_warned_before_the_days_after_it_was_due_are_over(library: World) -> None:
    invoice = invoiced(library)
    last = NOW + ((invoice.due_on - TODAY).days + 5) * DAY
    assert stage_of(library, now=last) is Stage.NOT_YET
    assert why_no_warning(library, invoice, now=last) is FeeRefusal.TOO_EARLY_TO_WARN
    assert stage_of(library, now=last + DAY) is Stage.TO_WARN
    assert why_no_warning(library, invoice, now=last + DAY) is None
    assert why_no_warning(library, invoice, now=last + DAY) is FeeRefusal.WARNED_BEFORE


def test_a_warning_that_comes_back_later_has_not_begun(library: World) -> None:
    """What a mail server took and then could not deliver is warned of by the letter alone."""
    invoice = invoiced(library)
    warn(invoice.pk, now=WARNED_AT, policy=library.policy)
    deliver_due(policy=library.policy, now=WARNED_AT)
    assert note_warnings(policy=library.policy) == 1
    came_back = WARNED_AT + 2 * DAY
    trace = mail.outbox[0].extra_headers["Message-ID"].strip("<>").split("@")[0]
    bounce = Bounce(Fault.ADDRESS, (trace,))
    assert note_bounce(bounce, policy=library.policy, now=came_back)
    assert note_warnings(policy=library.policy) == 0
    assert why_not(library, invoice, now=WARNED_AT + 15 * DAY) is FeeRefusal.NOT_WARNED
    deliver_due(policy=library.policy, now=came_back)
    (letter,) = to_print(policy=library.policy, now=came_back)
    letter_printed(letter.message_id, now=came_back)
    assert note_warnings(policy=library.policy) == 1
    assert Invoice.objects.get().warned_on == came_back.date()


def test_the_days_of_the_warning_run_from_when_it_went(library: World) -> None:
    """inkassoloven § 9: fourteen days from when it was sent, and they are over first."""
    invoice = invoiced(library)
    warn(invoice.pk, now=WARNED_AT, policy=library.policy)
    assert note_warnings(policy=library.policy) == 0
    assert stage_of(library) is Stage.WARNING_WAITS
    assert why_not(library, invoice) is FeeRefusal.NOT_WARNED
    sent_at = WARNED_AT + 3 * DAY
    deliver_due(policy=library.policy, now=sent_at)
    (letter,) = mail.outbox
    assert invoice.number in letter.body
    assert COLLECTOR in letter.body
    assert "14" in letter.body
    assert note_warnings(policy=library.policy) == 1
    assert why_not(library, invoice, now=sent_at + 14 * DAY) is FeeRefusal.WARNING_RUNS
    assert stage_of(library, now=sent_at + 14 * DAY) is Stage.WARNED
    assert stage_of(library, now=sent_at + 15 * DAY) is Stage.READY
    assert why_not(library, invoice, now=sent_at + 15 * DAY) is None


def test_a_warning_that_no_mail_server_takes_becomes_a_letter(library: World) -> None:
    invoice = invoiced(library)
    warn(invoice.pk, now=WARNED_AT, policy=library.policy)
    Message.objects.update(failed=True, closed_at=WARNED_AT, channel="email")
    assert note_warnings(policy=library.policy) == 0
    (letter,) = to_print(policy=library.policy, now=WARNED_AT)
    assert letter.lines == ("Prøveveien 1", "0001 Oslo")
    letter_printed(letter.message_id, now=WARNED_AT + 8 * DAY)
    assert note_warnings(policy=library.policy) == 1
    invoice.refresh_from_db()
    assert invoice.warned_on == (WARNED_AT + 8 * DAY).date()


def test_a_warning_that_went_unsent_may_be_sent_again(library: World) -> None:
    invoice = invoiced(library)
    warn(invoice.pk, now=WARNED_AT, policy=library.policy)
    Message.objects.all().delete()
    assert note_warnings(policy=library.policy) == 0
    assert why_not(library, invoice) is FeeRefusal.NOT_WARNED
    assert why_no_warning(library, invoice) is None


def test_a_small_sum_stays_with_the_library(library: World) -> None:
    invoice = invoiced(library, ore=ORE - 1)
    assert why_no_warning(library, invoice) is FeeRefusal.TOO_LITTLE_TO_COLLECT
    assert stage_of(library) is Stage.TOO_LITTLE


def test_a_part_that_is_paid_after_the_warning_may_leave_too_little(library: World) -> None:
    invoice = warned(library, invoiced(library))
    claim = Claim.objects.filter(invoice=invoice).values_list("pk", flat=True)[0]
    settle_claim(claim, method="card", now=LATER, policy=library.policy)
    assert why_not(library, invoice) is FeeRefusal.TOO_LITTLE_TO_COLLECT


def test_a_child_is_left_alone(library: World) -> None:
    child = somebody(library, born=date(TODAY.year - 18, 12, 31))
    invoice = invoiced(library, whom=child)
    assert why_no_warning(library, invoice) is FeeRefusal.NOT_COLLECTED_FROM
    assert stage_of(library) is Stage.LEFT_ALONE


def test_whose_age_nobody_knows_is_left_alone(library: World) -> None:
    invoice = invoiced(library, whom=somebody(library, born=None))
    assert why_no_warning(library, invoice) is FeeRefusal.NOT_COLLECTED_FROM


def test_case_12_a_childs_debt_is_collected_from_whom_the_invoice_names(library: World) -> None:
    """Nothing about the child goes out: the guardian is warned, and handed over."""
    child = somebody(library, born=date(2015, 1, 1))
    guardian = somebody(library)
    Identity.objects.filter(person=guardian).update(given_name="Ask")
    invoice = collected(library, whom=child, guardian=guardian)
    assert Message.objects.get(template=Template.COLLECTION_WARNING).person_id == guardian
    (sent,) = for_collector([invoice.pk], policy=library.policy, now=LATER)
    assert sent.name == "Ask Prøve"
    assert set(sent.people) == {child, guardian}
    mine = invoices_of(guardian, policy=library.policy, now=LATER)
    assert [each.collector for each in mine] == [COLLECTOR]
    left = leave(guardian, policy=library.policy, now=LATER)
    settle_invoice(invoice.pk, method=Method.BANK, now=LATER, policy=library.policy)
    assert recipients_on(left.code, library) == [COLLECTOR]


@pytest.mark.parametrize("hidden", ["child", "guardian"])
def test_where_nobody_may_know_the_home_nothing_goes_out(library: World, hidden: str) -> None:
    child = somebody(library, born=date(2015, 1, 1))
    guardian = somebody(library)
    invoice = warned(library, invoiced(library, whom=child, guardian=guardian))
    whose = {"child": child, "guardian": guardian}[hidden]
    Identity.objects.filter(person=whose).update(address_protected=True)
    assert why_not(library, invoice) is FeeRefusal.NOT_COLLECTED_FROM
    assert not for_collector([invoice.pk], policy=library.policy, now=LATER)


def test_an_address_that_is_protected_later_goes_out_no_more(library: World) -> None:
    """The file of what the collector has can be made again, but not with them."""
    invoice = collected(library)
    Identity.objects.update(address_protected=True)
    assert not for_collector([invoice.pk], policy=library.policy, now=LATER)


def test_to_whom_nobody_can_write_no_warning_goes(library: World) -> None:
    person, _ = library.patron()
    invoice = invoiced(library, whom=person)
    assert why_no_warning(library, invoice) is FeeRefusal.NOT_COLLECTED_FROM


@pytest.mark.parametrize("what", ["", "fees"])
def test_case_56_what_is_contested_is_neither_warned_of_nor_handed_over(
    library: World, what: str
) -> None:
    invoice = invoiced(library)
    asked = restrict(invoice.patron_id, policy=library.policy, now=NOW, asked=Asked(what=what))
    assert why_no_warning(library, invoice) is FeeRefusal.NOT_COLLECTED_FROM
    assert stage_of(library) is Stage.LEFT_ALONE
    lift_own(asked, person_id=invoice.patron_id, policy=library.policy, now=NOW)
    warned(library, invoice)
    restrict(invoice.patron_id, policy=library.policy, now=LATER, asked=Asked(what=what))
    assert why_not(library, invoice) is FeeRefusal.NOT_COLLECTED_FROM
    assert not to_pause(policy=library.policy)


def test_a_library_without_a_collector_warns_nobody_and_hands_nothing_over(library: World) -> None:
    invoice = warned(library, invoiced(library))
    plan = replace(library.policy.invoices, collector="")
    library.policy = replace(library.policy, invoices=plan)
    assert why_not(library, invoice) is FeeRefusal.NO_COLLECTOR
    assert why_no_warning(library, invoice) is FeeRefusal.NO_COLLECTOR
    assert stage_of(library) is Stage.NOT_YET


def test_of_many_the_refused_stop_none(library: World) -> None:
    """One is paid meanwhile, one is unknown; the third goes."""
    paid, good = invoiced(library), invoiced(library)
    settle_invoice(paid.pk, method=Method.BANK, now=WARNED_AT, policy=library.policy)
    unknown = UUID(int=1)
    ids = [paid.pk, unknown, good.pk, good.pk]
    made = warn_each(ids, now=WARNED_AT, policy=library.policy)
    assert made.done == (good.pk,)
    assert [each.reason.code for each in made.left_out] == [
        FeeRefusal.INVOICE_SETTLED,
        FeeRefusal.UNKNOWN_INVOICE,
    ]
    deliver_due(policy=library.policy, now=WARNED_AT)
    note_warnings(policy=library.policy)
    assert hand_over_each(ids, now=LATER, policy=library.policy).done == (good.pk,)


@pytest.mark.parametrize("way", ["email", "letter"])
def test_what_is_paid_before_the_warning_goes_is_not_warned_of(library: World, way: str) -> None:
    invoice = invoiced(library)
    warn(invoice.pk, now=WARNED_AT, policy=library.policy)
    if way == "letter":
        Message.objects.update(channel="letter", attempts=1)
    settle_invoice(invoice.pk, method=Method.BANK, now=WARNED_AT, policy=library.policy)
    assert not Message.objects.exists()


def test_case_56_a_warning_that_has_not_gone_does_not_go_when_it_is_contested(
    library: World,
) -> None:
    invoice = invoiced(library)
    warn(invoice.pk, now=WARNED_AT, policy=library.policy)
    fees = Asked(what="fees")
    asked = restrict(invoice.patron_id, policy=library.policy, now=WARNED_AT, asked=fees)
    done = deliver_due(policy=library.policy, now=WARNED_AT, is_true=is_still_true)
    assert (done.sent, done.untrue) == (0, 1)
    note_warnings(policy=library.policy)
    lift_own(asked, person_id=invoice.patron_id, policy=library.policy, now=WARNED_AT)
    assert why_no_warning(library, invoice) is None
    assert deliver_due(policy=library.policy, now=WARNED_AT, is_true=is_still_true).sent == 1


def test_case_56_a_letter_that_is_not_printed_is_taken_back_when_it_is_contested(
    library: World,
) -> None:
    invoice = invoiced(library)
    warn(invoice.pk, now=WARNED_AT, policy=library.policy)
    Message.objects.update(channel="letter", attempts=1)
    note_warnings(policy=library.policy)
    assert len(to_print(policy=library.policy, now=WARNED_AT)) == 1
    fees = Asked(what="fees")
    restrict(invoice.patron_id, policy=library.policy, now=WARNED_AT, asked=fees)
    note_warnings(policy=library.policy)
    assert not to_print(policy=library.policy, now=WARNED_AT)
    note_warnings(policy=library.policy)
    assert stage_of(library) is Stage.LEFT_ALONE
    assert Invoice.objects.get().warning_id is None


def test_a_warning_goes_to_no_telephone(library: World) -> None:
    """Who wants text messages gets an e-mail: the law wants it in writing."""
    whom = somebody(library)
    Identity.objects.filter(person=whom).update(channel="sms")
    Phone.objects.create(person_id=whom, number="+4741298700", is_mobile=True)
    invoice = invoiced(library, whom=whom)
    warn(invoice.pk, now=WARNED_AT, policy=library.policy)
    message = Message.objects.get()
    made = rendered(message, policy=library.policy, now=WARNED_AT, by_sms=True)
    assert made.channel is Channel.EMAIL
    assert rendered_invoice_by_sms(whom, library) is Channel.SMS


def rendered_invoice_by_sms(whom: UUID, world: World) -> Channel:
    """Return how something else would go to them."""
    key = enqueue(Template.INVOICE, person_id=whom, now=WARNED_AT, day=TODAY)
    other = Message.objects.get(pk=key)
    return rendered(other, policy=world.policy, now=WARNED_AT, by_sms=True).channel
