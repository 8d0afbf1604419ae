"""A loan history: off until it is wanted, remembered with the return, gone when it is not."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from threading import Event, Thread
from uuid import UUID, uuid4

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from hylla.catalogue.actions import add_record
from hylla.catalogue.models import Record
from hylla.catalogue.rules.title_facts import TitleFacts
from hylla.circulation.actions import (
    conform_history,
    forget_entry,
    forget_history,
    return_item,
    start_history,
    stop_history,
)
from hylla.circulation.models import History, Loan
from hylla.circulation.queries import history_of, whole_history_of
from hylla.circulation.rules.codes import Refusal
from hylla.library.refusals import Refused
from hylla.patrons.actions import Shown, holds_still
from hylla.patrons.models import Consent
from hylla.patrons.models.consents import ConsentTo
from hylla.patrons.queries import consent_of
from hylla.privacy.erasure import ask, take_back
from hylla.privacy.policy import History as Offered
from hylla.privacy.policy import Policy
from hylla.privacy.removal import remove_due
from hylla.privacy.vocabulary import Language
from hylla.site.probes.schema import history_is_private
from hylla.site.probes.sql.consents import history_is_wanted
from tests.circulation.world import NOW, TODAY, World, make_world, policy_of, with_fees

SOON = NOW + timedelta(days=1)
MONTH = TODAY.replace(day=1)


def offering(policy: Policy, how: Offered) -> Policy:
    return replace(policy, features=replace(policy.features, history=how))


def turn_on(world: World, person: UUID) -> None:
    start_history(person, shown=Shown(world.policy, Language.NB), now=NOW)


def read(world: World, title: str = "Hest", *, born: date = date(1980, 5, 17)) -> UUID:
    """Let someone who wants a history borrow a title and return it."""
    person, card = world.patron(born=born)
    turn_on(world, person)
    borrow(world, card, title)
    return person


def borrow(world: World, card: str, title: str = "Hest") -> None:
    item = world.item(record=world.record(title))
    world.lend(card, item)
    world.take_back(item, now=SOON)


def test_nothing_is_remembered_of_who_does_not_ask(world: World) -> None:
    """R04: default off."""
    borrow(world, world.patron()[1])
    assert not History.objects.exists()
    assert not Consent.objects.exists()


def test_a_return_is_remembered_from_then_on(world: World) -> None:
    """R04, R06, UME-26: title and month; the loan itself is gone as ever."""
    person, card = world.patron()
    borrow(world, card, "Før")
    turn_on(world, person)
    borrow(world, card, "Etter")
    (entry,) = whole_history_of(person, now=SOON, policy=world.policy)
    assert (entry.title, entry.returned_on, entry.is_month) == ("Etter", MONTH, True)
    assert not Loan.objects.exists()


def test_a_policy_may_keep_the_date(world: World) -> None:
    """R06, ASK-46."""
    world.policy = policy_of("askoy")
    person = read(world)
    (entry,) = whole_history_of(person, now=SOON, policy=world.policy)
    assert (entry.returned_on, entry.is_month) == (TODAY + timedelta(days=1), False)


def test_another_patrons_return_is_not_remembered(world: World) -> None:
    person = read(world)
    borrow(world, world.patron()[1])
    assert len(whole_history_of(person, now=SOON, policy=world.policy)) == 1
    assert History.objects.count() == 1


def test_the_proof(world: World) -> None:
    """R07, ASK-48: who, what, which version, language, where and when; a second yes adds none."""
    person, _ = world.patron()
    for _ in range(2):
        turn_on(world, person)
    given = Consent.objects.get()
    assert (given.person_id, given.what, given.given_in) == (person, "loan_history", "my_page")
    assert given.notice_version == world.policy.notice.version
    assert given.notice_digest == world.policy.digest
    assert (given.language, given.given_at, given.withdrawn_at) == ("nb", NOW, None)


def test_off_deletes_everything_at_once(world: World) -> None:
    """R05, ASK-49, SAN-62: and the yes stays as proof, until the policy lets it go."""
    person = read(world)
    assert stop_history(person, now=SOON) == 1
    assert not History.objects.exists()
    assert Consent.objects.get().withdrawn_at == SOON
    assert consent_of(person, ConsentTo.LOAN_HISTORY) is None
    remove_due(world.policy, now=SOON + timedelta(days=364))
    assert Consent.objects.exists()
    remove_due(world.policy, now=SOON + timedelta(days=366))
    assert not Consent.objects.exists()


def test_case_22_on_again_begins_empty(world: World) -> None:
    """Case 22: under a new consent, and nothing of the old one comes back."""
    person = read(world)
    old = consent_of(person, ConsentTo.LOAN_HISTORY)
    stop_history(person, now=SOON)
    turn_on(world, person)
    new = consent_of(person, ConsentTo.LOAN_HISTORY)
    assert old is not None
    assert new is not None
    assert old.id != new.id
    assert whole_history_of(person, now=SOON, policy=world.policy) == ()
    assert not holds_still(old.id)
    assert holds_still(new.id)


def test_case_23_off_with_a_loan_out(world: World) -> None:
    """Case 23: the loan stays, and does not enter any history."""
    person, card = world.patron()
    turn_on(world, person)
    world.lend(card, item := world.item())
    stop_history(person, now=NOW)
    assert Loan.objects.count() == 1
    world.take_back(item, now=SOON)
    assert not History.objects.exists()


def test_a_return_that_waits_for_its_fee_is_remembered_once(world: World) -> None:
    world.policy = with_fees(policy_of("fjordvik"), daily=200, cap=5000, block_at=90_000)
    person, card = world.patron()
    turn_on(world, person)
    world.lend(card, item := world.item())
    world.take_back(item, now=NOW + timedelta(days=40))
    world.take_back(item, now=NOW + timedelta(days=41))
    assert Loan.objects.get().claim_id is not None
    assert History.objects.count() == 1


def test_one_title_and_all_titles_can_be_forgotten(world: World) -> None:
    person, card = world.patron()
    other = read(world, "Annens")
    turn_on(world, person)
    for title in ("Én", "To", "Tre"):
        borrow(world, card, title)
    one, *_ = whole_history_of(person, now=SOON, policy=world.policy)
    (foreign,) = whole_history_of(other, now=SOON, policy=world.policy)
    assert not forget_entry(foreign.entry_id, person_id=person)
    assert not forget_entry(uuid4(), person_id=person)
    assert forget_entry(one.entry_id, person_id=person)
    assert forget_history(person) == 2
    assert consent_of(person, ConsentTo.LOAN_HISTORY) is not None
    assert History.objects.count() == 1


def test_the_newest_stands_first_and_words_find(world: World) -> None:
    world.policy = policy_of("askoy")
    person, card = world.patron()
    turn_on(world, person)
    for days, title in enumerate(("Å være åker", "Fjellets høst", "Fjellet om våren")):
        item = world.item(record=found_by(title))
        world.lend(card, item)
        world.take_back(item, now=NOW + timedelta(days=days))

    def titles(words: str = "") -> list[str]:
        page = history_of(person, now=SOON, policy=world.policy, words=words)
        return [each.title for each in page.rows]

    assert titles() == ["Fjellet om våren", "Fjellets høst", "Å være åker"]
    assert titles("fjell") == ["Fjellet om våren", "Fjellets høst"]
    assert titles("HØST fjell") == ["Fjellets høst"]
    assert titles("åker være") == ["Å være åker"]
    assert titles("hav") == []


def found_by(title: str) -> Record:
    """Return a title that search knows."""
    facts = TitleFacts(title=title, authors=(), year=2020)
    return Record.objects.get(pk=add_record(facts, source="h", control_number=title, on=TODAY))


def test_a_page_past_the_end_is_the_last(world: World) -> None:
    page = history_of(read(world), now=SOON, policy=world.policy, page=9)
    assert (page.number, page.total, len(page.rows)) == (1, 1, 1)


def test_each_title_goes_after_the_policys_period(world: World) -> None:
    """A reader leaves it out from that day, and the night deletes it."""
    person = read(world)
    late = NOW + timedelta(days=3 * 366 + 31)
    assert whole_history_of(person, now=late, policy=world.policy) == ()
    assert History.objects.exists()
    remove_due(world.policy, now=late)
    assert not History.objects.exists()


@pytest.mark.parametrize(
    ("library", "born", "code"),
    [
        ("kungsbacka", date(1980, 1, 1), Refusal.HISTORY_NOT_OFFERED),
        ("umea", date(2013, 11, 4), Refusal.HISTORY_TOO_YOUNG),
        ("askoy", date(2011, 11, 4), Refusal.HISTORY_TOO_YOUNG),
        ("askoy", None, Refusal.HISTORY_AGE_UNKNOWN),
    ],
)
def test_who_may_not(world: World, library: str, born: date | None, code: Refusal) -> None:
    world.policy = policy_of(library)
    person, _ = world.patron(born=born)
    with pytest.raises(Refused) as refused:
        turn_on(world, person)
    assert [each.code for each in refused.value.reasons] == [code]
    assert not Consent.objects.exists()


def test_on_the_birthday_one_may(world: World) -> None:
    person, _ = world.patron(born=date(2013, 11, 3))
    turn_on(world, person)
    assert consent_of(person, ConsentTo.LOAN_HISTORY) is not None


def test_case_01_a_request_to_be_erased_ends_it_while_the_rest_waits(world: World) -> None:
    """Case 1: history and consents go now, and nothing more is remembered."""
    person, card = world.patron()
    turn_on(world, person)
    borrow(world, card)
    world.lend(card, item := world.item())
    assert not ask(person, policy=world.policy, now=SOON)
    assert not History.objects.exists()
    assert not Consent.objects.exists()
    with pytest.raises(Refused):
        turn_on(world, person)
    take_back(person, now=SOON)
    world.take_back(item, now=SOON)
    assert not History.objects.exists()


def test_erasure_takes_it_along(world: World) -> None:
    person = read(world)
    assert ask(person, policy=world.policy, now=SOON)
    assert not History.objects.exists()
    assert not Consent.objects.exists()


def test_a_library_that_stops_offering_it(world: World) -> None:
    """From the new policy on nothing is remembered; the night ends what there is."""
    person, card = world.patron()
    turn_on(world, person)
    borrow(world, card)
    world.policy = offering(world.policy, Offered.OFF)
    borrow(world, card)
    assert History.objects.count() == 1
    assert history_is_wanted(world.policy, SOON + timedelta(days=3)).problems
    assert conform_history(now=SOON, policy=world.policy) == 1
    assert not History.objects.exists()
    assert not history_is_wanted(world.policy, SOON + timedelta(days=3)).problems


def test_a_library_that_goes_over_to_months(world: World) -> None:
    world.policy = policy_of("askoy")
    person = read(world)
    world.policy = offering(world.policy, Offered.MONTH)
    assert conform_history(now=SOON, policy=world.policy) == 1
    (entry,) = whole_history_of(person, now=SOON, policy=world.policy)
    assert (entry.returned_on, entry.is_month) == (MONTH, True)


def test_a_library_that_raises_the_age(world: World) -> None:
    read(world, born=date(2012, 1, 1))
    kept = read(world)
    world.policy = replace(world.policy, ages=replace(world.policy.ages, own_history=15))
    assert history_is_wanted(world.policy, SOON + timedelta(days=3)).problems
    assert conform_history(now=SOON, policy=world.policy) == 1
    assert [each.person_id for each in Consent.objects.filter(withdrawn_at=None)] == [kept]


def test_the_probes_see_what_should_not_be(world: World) -> None:
    """The control: an entry that outlived its consent is found; all is well without it."""
    read(world)
    assert history_is_wanted(world.policy, SOON).problems == ()
    assert history_is_private(world.policy, SOON).problems == ()
    Consent.objects.update(withdrawn_at=SOON)
    assert history_is_wanted(world.policy, SOON).problems == ("1 entries nobody wants any more",)


@pytest.mark.parametrize(
    ("wants", "more"), [(False, 0), (True, 0 if connection.vendor == "postgresql" else 1)]
)
def test_a_return_costs_those_who_have_it_off_no_statement(
    world: World, wants: bool, more: int
) -> None:
    """Lock, facts and all writes in PostgreSQL; facts, loan and tally in SQLite, as before."""
    person, card = world.patron()
    if wants:
        turn_on(world, person)
    world.lend(card, item := world.item())
    with CaptureQueriesContext(connection) as captured:
        return_item(barcode=item.barcode, branch_id=world.main.pk, now=NOW, policy=world.policy)
    statements = [each["sql"] for each in captured if "SAVEPOINT" not in each["sql"]]
    assert len(statements) == 3 + more


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("off_first", [False, True])
def test_case_21_off_in_the_middle_of_a_return(off_first: bool) -> None:
    """Case 21: whichever comes first, nothing is left of a history that was turned off."""
    world = make_world(policy_of("umea"))
    person, card = world.patron()
    turn_on(world, person)
    world.lend(card, item := world.item())
    held, go_on = Event(), Event()

    def give_back() -> None:
        world.take_back(item, now=SOON)

    def turn_off() -> None:
        stop_history(person, now=SOON)

    first, second = (turn_off, give_back) if off_first else (give_back, turn_off)
    one = in_transaction(first, held, go_on)
    assert held.wait(20)
    other = Thread(target=closing(second))
    other.start()
    other.join(0.3)
    assert other.is_alive(), "the second waits for the first"
    go_on.set()
    one.join(20)
    other.join(20)
    assert not Loan.objects.exists()
    assert not History.objects.exists()


def in_transaction(action: Callable[[], None], held: Event, go_on: Event) -> Thread:
    """Run an action in a thread whose transaction stays open until it is told to go on."""

    def run() -> None:
        with transaction.atomic():
            action()
            held.set()
            go_on.wait(20)

    thread = Thread(target=closing(run))
    thread.start()
    return thread


def closing(action: Callable[[], None]) -> Callable[[], None]:
    """Return the action with its thread's connection closed after it."""

    def run() -> None:
        try:
            action()
        finally:
            connection.close()

    return run
