"""Consents beside the history: separate, from consented history only, over at once (R09)."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from hylla.catalogue.actions import add_record
from hylla.catalogue.models import Record
from hylla.catalogue.rules.title_facts import TitleFacts
from hylla.circulation.actions import agree, conform_consents, disagree, offered
from hylla.circulation.models import History
from hylla.circulation.queries.recommending import most_read_by, recommended_to
from hylla.library.refusals import Refused
from hylla.patrons.actions import Shown, holds_still
from hylla.patrons.models import Consent
from hylla.patrons.models.consents import ConsentTo
from hylla.patrons.queries import consent_of
from hylla.privacy.policy import Policy
from hylla.privacy.vocabulary import Language
from tests.circulation.world import NOW, TODAY, World

SOON = NOW + timedelta(days=3)
EVERY = (ConsentTo.LOAN_HISTORY, ConsentTo.PROFILE, ConsentTo.RECOMMENDATIONS)


@pytest.fixture
def policy(world: World) -> Policy:
    """A library that offers all of it."""
    features = replace(world.policy.features, profile=True, recommendations=True)
    world.policy = replace(world.policy, features=features)
    return world.policy


def a_title(title: str, author: str, *subjects: str) -> Record:
    """Add a title."""
    facts = TitleFacts(title=title, authors=(author,), subjects=subjects, year=2019)
    return Record.objects.get(pk=add_record(facts, source="test", control_number=title, on=TODAY))


def read(world: World, card: str, record: Record) -> None:
    """Borrow a title and bring it back."""
    item = world.item(record=record)
    world.lend(card, item)
    world.take_back(item, now=SOON)


def says_yes(person: object, policy: Policy, *wanted: ConsentTo) -> None:
    """Say yes to each."""
    for what in wanted:
        agree(person, what, shown=Shown(policy, Language.EN), now=NOW)  # type: ignore[arg-type] # a UUID


def test_each_yes_is_for_itself(world: World, policy: Policy) -> None:
    person, _ = world.patron(born=date(1980, 1, 1))
    says_yes(person, policy, ConsentTo.RECOMMENDATIONS)
    assert [consent_of(person, what) is not None for what in EVERY] == [False, False, True]
    assert offered(policy) == EVERY


def test_recommended_from_ones_own_history_and_with_the_reason(
    world: World, policy: Policy
) -> None:
    person, card = world.patron(born=date(1980, 1, 1))
    borrowed = a_title("Vinterfjell", "Tjernvatn, Embla", "Fjell")
    by_author = a_title("Sommerhav", "Tjernvatn, Embla")
    by_subject = a_title("Høstskog", "Elv, Sara", "Fjell")
    a_title("Noe annet", "Noen, Andre", "Hav")
    says_yes(person, policy, *EVERY)
    read(world, card, borrowed)
    found = recommended_to(person, now=SOON, policy=policy)
    told = {each.record_id: (each.because, each.shared, each.what) for each in found}
    assert told == {
        by_author.pk: ("Vinterfjell", "author", "Tjernvatn, Embla"),
        by_subject.pk: ("Vinterfjell", "subject", "Fjell"),
    }


@pytest.mark.parametrize("missing", EVERY)
def test_nothing_without_its_own_yes_and_a_history(
    world: World, policy: Policy, missing: ConsentTo
) -> None:
    """R10, SAN-52: a loan serves the loan and nothing else unless someone wants it otherwise."""
    person, card = world.patron(born=date(1980, 1, 1))
    for title in ("Vinterfjell", "Sommerhav", "Høstskog"):
        a_title(title, "Tjernvatn, Embla")
    says_yes(person, policy, *EVERY)
    for title in ("Vinterfjell", "Sommerhav"):
        read(world, card, Record.objects.get(title=title))
    assert recommended_to(person, now=SOON, policy=policy)
    assert [each.titles for each in most_read_by(person, now=SOON, policy=policy)] == [2]
    disagree(person, missing, now=SOON)
    recommended = bool(recommended_to(person, now=SOON, policy=policy))
    summed_up = bool(most_read_by(person, now=SOON, policy=policy))
    assert recommended == (missing is ConsentTo.PROFILE)
    assert summed_up == (missing is ConsentTo.RECOMMENDATIONS)


def test_case_21_a_yes_taken_back_ends_work_that_runs_and_comes_back_as_another(
    world: World, policy: Policy
) -> None:
    """conflicts.md 21, for every consent there is."""
    person, card = world.patron(born=date(1980, 1, 1))
    for what in EVERY:
        says_yes(person, policy, what)
        epoch = consent_of(person, what)
        assert epoch is not None
        assert holds_still(epoch.id)
        if what is ConsentTo.LOAN_HISTORY:
            read(world, card, a_title("Vinterfjell", "Tjernvatn, Embla"))
            assert History.objects.count() == 1
        disagree(person, what, now=SOON)
        assert not holds_still(epoch.id)
        assert not History.objects.exists()
        says_yes(person, policy, what)
        assert not holds_still(epoch.id)
    assert Consent.objects.count() == 2 * len(EVERY)


def test_who_is_too_young_and_what_is_not_offered(world: World, policy: Policy) -> None:
    child, _ = world.patron(born=date(2018, 1, 1))
    adult, _ = world.patron(born=date(1980, 1, 1))
    with pytest.raises(Refused):
        says_yes(child, policy, ConsentTo.PROFILE)
    without = replace(policy, features=replace(policy.features, recommendations=False))
    with pytest.raises(Refused):
        says_yes(adult, without, ConsentTo.RECOMMENDATIONS)


def test_what_is_offered_no_longer_ends_by_night(world: World, policy: Policy) -> None:
    person, _ = world.patron(born=date(1980, 1, 1))
    says_yes(person, policy, *EVERY)
    without = replace(policy, features=replace(policy.features, recommendations=False))
    assert conform_consents(now=SOON, policy=without) == 1
    assert consent_of(person, ConsentTo.RECOMMENDATIONS) is None
    assert consent_of(person, ConsentTo.PROFILE) is not None
