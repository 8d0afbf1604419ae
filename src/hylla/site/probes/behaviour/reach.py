"""Trials of being reached: addresses, languages, channels, and what people correct themselves."""

from collections.abc import Iterator
from dataclasses import astuple
from datetime import timedelta
from functools import partial
from uuid import UUID

from hylla.circulation.actions import remind
from hylla.circulation.models import Loan
from hylla.formats.dsn import Bounce, Fault
from hylla.library.models import Branch
from hylla.library.queries import calendar
from hylla.messages.actions import enqueue, note_bounce, silent_until, sms_of, warn_of_cards
from hylla.messages.gateway import goes_by_sms
from hylla.messages.models import Message, Template
from hylla.messages.queries.rendering import rendered
from hylla.messages.queries.traces import trace_of
from hylla.messages.rules import Channel as Way
from hylla.patrons.actions import change_details, try_again
from hylla.patrons.models import Address, Card, Email, Identity, Person
from hylla.patrons.rules import AddressKind, Changes, Channel, NewAddress
from hylla.privacy.vocabulary import Role
from hylla.site.probes.stage import Stage, browser, codes, trial

NUMBER = "+4791234567"
SUNDAY = 7
ADDRESS = NewAddress(line_1="Trial 1", postcode="5003", city="Trial", country="NO")


@trial
def addresses_are_two(stage: Stage) -> Iterator[str]:
    """A permanent and a temporary address stand side by side; a second of a kind is refused."""
    bird = stage.patron()
    temporary = NewAddress(
        line_1="Trial 2", postcode="5003", city="Trial", country="NO",
        kind=AddressKind.TEMPORARY, until_on=stage.day + timedelta(days=30),
    )  # fmt: skip
    _change(stage, bird.person_id, addresses=(ADDRESS, temporary))
    if Address.objects.filter(person=bird.person_id).count() != 2:  # noqa: PLR2004 - as the notice
        yield "someone has not two addresses"
    if not codes(lambda: _change(stage, bird.person_id, addresses=(ADDRESS, ADDRESS))):
        yield "someone has two permanent addresses"


@trial
def home_library_changes(stage: Stage) -> Iterator[str]:
    """Someone gets another home library when they ask for it."""
    bird = stage.patron()
    other = Branch.objects.exclude(pk=stage.branch.pk).order_by("-pk").first() or stage.branch
    _change(stage, bird.person_id, home_branch_id=other.pk)
    if Person.objects.get(pk=bird.person_id).home_branch_id != other.pk:
        yield "the home library did not change"


@trial
def patron_corrects(stage: Stage) -> Iterator[str]:
    """Patrons change how they are reached and in which language, and not who they are."""
    bird = stage.patron()
    language = stage.policy.languages[-1]
    _change(stage, bird.person_id, phones=("+4791234567",), language=language)
    identity = Identity.objects.get(person=bird.person_id)
    numbers = list(identity.person.phones.values_list("number", flat=True))
    if (identity.language, len(numbers)) != (language, 1):
        yield "what a patron corrected is not stored"
    if not codes(lambda: _change(stage, bird.person_id, family_name="Other")):
        yield "a patron changes who they are without a proof"
    by_desk = Changes(family_name="Other")
    change_details(
        bird.person_id, changes=by_desk, by=Role.DESK, policy=stage.policy, now=stage.now
    )
    if Identity.objects.get(person=bird.person_id).family_name != "Other":
        yield "what the desk corrected is not stored"


@trial
def channel_is_obeyed(stage: Stage) -> Iterator[str]:
    """Who wants letters gets no e-mail, and who wants e-mail gets it at their own address."""
    bird = stage.patron(addresses=(ADDRESS,))
    message = _message(stage, bird.person_id)
    made = rendered(message, policy=stage.policy, now=stage.now)
    own = list(Person.objects.get(pk=bird.person_id).emails.values_list("address", flat=True))
    if made.channel is not Way.EMAIL or [made.addressee.email] != own:
        yield "a message does not go to the e-mail address that was given"
    _change(stage, bird.person_id, phones=("+4791234567",), channel=Channel.SMS)
    instead = Way.SMS if goes_by_sms(stage.policy) else Way.EMAIL
    if rendered(message, policy=stage.policy, now=stage.now).channel is not instead:
        yield "someone who chose text messages gets something else"
    _change(stage, bird.person_id, channel=Channel.LETTER)
    if rendered(message, policy=stage.policy, now=stage.now).channel is not Way.LETTER:
        yield "someone who wants letters gets something else"
    yield from _kinds_are_obeyed(stage)


def _kinds_are_obeyed(stage: Stage) -> Iterator[str]:
    """Say what is wrong with the ways that someone chose for some kinds of message."""
    bird = stage.patron(addresses=(ADDRESS,))
    _change(stage, bird.person_id, holds_by=Channel.PAGE, overdue_by=Channel.LETTER)

    def way(template: Template) -> Way:
        number = enqueue(template, person_id=bird.person_id, now=stage.now, day=stage.day)
        message = Message.objects.get(pk=number)
        return rendered(message, policy=stage.policy, now=stage.now).channel

    wanted = {
        Template.HOLD_READY: Way.PAGE,
        Template.OVERDUE: Way.LETTER,
        Template.DUE_SOON: Way.EMAIL,
        Template.INVOICE: Way.EMAIL,
    }
    if any(way(template) is not expected for template, expected in wanted.items()):
        yield "a message of one kind does not go the way that was chosen for it"
    for kind in ("overdue_by", "invoices_by"):
        if not codes(partial(_change, stage, bird.person_id, **{kind: Channel.PAGE})):
            yield "what is overdue, or an invoice, can be had without anything being sent"


@trial
def texts_tell_little(stage: Stage) -> Iterator[str]:
    """Whoever carries text messages is told a number and words: no name, title or card, no link."""
    bird = stage.patron(phones=(NUMBER,), channel=Channel.SMS)
    lent = stage.lent(bird.card_number)
    own = Identity.objects.get(person=bird.person_id).family_name
    secrets = (own, bird.card_number, lent.title, lent.barcode, "http", "www.", str(bird.person_id))
    for template in Template:
        message = Message.objects.get(
            pk=enqueue(
                template,
                person_id=bird.person_id,
                now=stage.now,
                branch_id=stage.branch.pk,
                day=stage.day,
                code="A1",
                number=2,
            )
        )
        made = rendered(message, policy=stage.policy, now=stage.now, by_sms=True)
        if made.channel is not Way.SMS:
            # What the law demands is told whole, and goes another way.
            continue
        sms = sms_of(made, message)
        if any(each in " ".join(map(str, astuple(sms))) for each in secrets):
            yield "whoever carries text messages is told more than a number and words"
            return
        if sms.to != NUMBER:
            yield "a text message goes to a number that nobody gave"
            return


@trial
def silence_is_kept(stage: Stage) -> Iterator[str]:
    """In each hour of eight days it is quiet when the policy says so, and what waits wakes then."""
    quiet, zone = stage.policy.quiet, stage.policy.zone
    for hours in range(8 * 24):
        moment = stage.now + timedelta(hours=hours)
        here = moment.astimezone(zone)
        by_night = (here.hour - quiet.from_hour) % 24 < (quiet.until_hour - quiet.from_hour) % 24
        should = by_night or (quiet.sundays and here.isoweekday() == SUNDAY)
        until = silent_until(stage.policy, moment)
        if should != (until is not None):
            yield f"at {here:%H}:00 a telephone is {'heard' if should else 'silent'}"
            return
        if until is not None and not moment < until <= moment + timedelta(days=2, hours=12):
            yield "what waits for a silence to end does not go when it does"
            return


@trial
def failing_is_passed_over(stage: Stage) -> Iterator[str]:
    """Where mail comes back no more is sent, and an invoice goes by letter; forgery is in vain."""
    bird = stage.patron(addresses=(ADDRESS,))
    own = Email.objects.get(person=bird.person_id)
    number = enqueue(Template.INVOICE, person_id=bird.person_id, now=stage.now, day=stage.day)
    sent = Message.objects.filter(pk=number)

    def comes_back(to: str) -> Message:
        sent.update(channel=Way.EMAIL, closed_at=stage.now)
        bounce = Bounce(Fault.ADDRESS, (trace_of(number, to=to),))
        note_bounce(bounce, policy=stage.policy, now=stage.now)
        own.refresh_from_db()
        return sent.get()

    comes_back("somebody-else@example.org")
    if own.failed_at is not None:
        yield "a stranger's word stops the mail to somebody"
    message = comes_back(own.address)
    if own.failed_at is None or message.closed_at is not None:
        yield "mail that comes back is taken for delivered"
        return
    if rendered(message, policy=stage.policy, now=stage.now).channel is not Way.LETTER:
        yield "an invoice that came back does not go another way"
    try_again(bird.person_id)
    fresh = _message(stage, bird.person_id)
    if rendered(fresh, policy=stage.policy, now=stage.now).channel is not Way.EMAIL:
        yield "an address that works again gets no mail"


@trial
def language_is_obeyed(stage: Stage) -> Iterator[str]:
    """A message comes in the language that its reader chose, and so does a page."""
    said: set[str] = set()
    for language in stage.policy.languages:
        bird = stage.patron(language=language)
        message = _message(stage, bird.person_id)
        made = rendered(message, policy=stage.policy, now=stage.now)
        if made.addressee.language != language:
            yield f"a message to a reader of {language} is in another language"
        said.add(made.text)
        page = browser().get(f"/{language}/", secure=True)
        if f'<html lang="{language}'.encode() not in page.content:
            yield f"a page in {language} says that it is in another language"
    if len(said) != len(stage.policy.languages):
        yield "a message is the same in two languages"


@trial
def reminders_are_written(stage: Stage) -> Iterator[str]:
    """Whoever has something due soon is written to, once, without what it is."""
    bird = stage.patron()
    lent = stage.lent(bird.card_number)
    ahead = timedelta(days=stage.policy.reminders.soon_days)
    # On a day on which nobody can bring anything back nothing is due, and so nobody is told.
    due_on = calendar(stage.branch.pk).next_open(stage.day + ahead)
    night = stage.now + (due_on - ahead - stage.day)
    Loan.objects.filter(pk=lent.loan_id).update(due_on=due_on)
    remind(now=night, policy=stage.policy)
    remind(now=night, policy=stage.policy)
    mine = Message.objects.filter(person=bird.person_id)
    if [each.template for each in mine] != [Template.DUE_SOON]:
        yield "someone with a loan that is due soon is not written to once"
    yield from _told_of_card(stage)
    texts = [rendered(each, policy=stage.policy, now=stage.now) for each in mine]
    if any(lent.title in each.text or lent.barcode in each.text for each in texts):
        yield "a message tells what was borrowed"


def _told_of_card(stage: Stage) -> Iterator[str]:
    """Say what is wrong with the word before a card ends."""
    ahead = timedelta(days=stage.policy.reminders.card_days)
    bird = stage.patron()
    Card.objects.filter(person=bird.person_id).update(expires_on=stage.day + ahead)
    warn_of_cards(now=stage.now, policy=stage.policy)
    told = Message.objects.filter(person=bird.person_id, template=Template.CARD_EXPIRING)
    if ahead and not told.exists():
        yield "nobody is told that a card is about to end"


def _message(stage: Stage, person_id: UUID) -> Message:
    number = enqueue(
        Template.HOLD_READY,
        person_id=person_id,
        now=stage.now,
        branch_id=stage.branch.pk,
        day=stage.day,
        code="A1",
    )
    return Message.objects.get(pk=number)


def _change(stage: Stage, person_id: UUID, **changes: object) -> None:
    change_details(
        person_id,
        changes=Changes(**changes),  # type: ignore[arg-type] # each of its own type above
        by=Role.PATRON,
        policy=stage.policy,
        now=stage.now,
    )


PROBES = (
    addresses_are_two,
    home_library_changes,
    patron_corrects,
    channel_is_obeyed,
    texts_tell_little,
    silence_is_kept,
    failing_is_passed_over,
    language_is_obeyed,
    reminders_are_written,
)
