"""A breach of each of many rules, all at once: one look at the notice finds and names each."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from hylla.patrons.models import Card
from hylla.privacy.models import SentenceCheck, StateChange
from hylla.privacy.policy.outgoing import Outgoing
from hylla.privacy.verify import Standing, verify
from hylla.site.demo.house import open_house
from hylla.site.demo.shelves import fill_shelves
from hylla.site.probes import PROBES
from tests.builders import a_person, policy_of
from tests.site.breaches import BREACHES, NOW, Breach, Field
from tests.site.desk_breaches import AT_THE_DESK
from tests.site.list_breaches import LISTS
from tests.site.message_breaches import MESSAGES
from tests.site.outreach_breaches import OUTREACH
from tests.site.review_breaches import REVIEWS

EVERY = (*BREACHES, *AT_THE_DESK, *OUTREACH, *MESSAGES, *REVIEWS, *LISTS)
AT_LEAST = 20


@pytest.fixture
def standings(
    db: None, settings: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> dict[str, Standing]:
    """Open a library, plant every breach, look once."""
    settings.HYLLA_NOW = NOW.isoformat()
    policy = policy_of("fjordvik")
    no_mail = tuple(replace(each, carries=(Outgoing.SMS,)) for each in policy.processors)
    policy = replace(policy, processors=no_mail)
    fill_shelves(open_house(policy, now=NOW), on=NOW.date(), seed=1)
    Card.objects.create(
        number="20000000000002", person=a_person(), kind="local", status="active",
        issued_on=NOW.date(),
    )  # fmt: skip
    field = Field(monkeypatch, settings, tmp_path)
    for breach in EVERY:
        breach.plant(field)
    return {each.sentence.id: each for each in verify(policy, now=NOW, probes=PROBES)}


def test_a_breach_of_each_rule_is_found_and_named_in_one_look(
    standings: dict[str, Standing],
) -> None:
    assert len({each.rule for each in EVERY}) >= AT_LEAST
    assert len({each.sentence for each in EVERY}) == len(EVERY)
    assert {each.sentence: _found(each, standings) for each in EVERY} == {
        each.sentence: (each.state, each.rows, True, True) for each in EVERY
    }
    _is_remembered()


def _is_remembered() -> None:
    """The state, how late it is and whose task; and one row for the change of state."""
    late = SentenceCheck.objects.get(sentence="inactive-patrons-go")
    assert (late.state, late.owner) == ("late", "administrator")
    assert late.late_by is not None
    assert late.late_by.days > 365  # noqa: PLR2004 - twenty years, less the period
    changes = StateChange.objects.filter(sentence="inactive-patrons-go")
    assert [(each.state, each.at) for each in changes] == [("late", NOW)]


def _found(breach: Breach, standings: dict[str, Standing]) -> tuple[object, ...]:
    """Return the state, the number, whether it was named, and whether the sentence has the rule."""
    found = standings[breach.sentence]
    named = breach.words in found.detail
    return found.state, found.rows, named or found.detail, breach.rule in found.sentence.rules
