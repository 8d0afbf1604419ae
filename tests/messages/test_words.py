"""Every message has words in every language, and every place in them is filled."""

from collections.abc import Callable
from datetime import date

import pytest
from django.utils import translation

from hylla.messages.actions import enqueue
from hylla.messages.models import Message, Template
from hylla.messages.queries.rendering import rendered
from hylla.messages.rules import wait_after
from hylla.messages.sentences import SUBJECTS, TEXTS
from hylla.patrons.actions import Registered
from hylla.privacy.policy import Policy
from hylla.privacy.vocabulary import Language
from tests.messages.samples import NOW


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("number", [1, 2])
@pytest.mark.parametrize("template", Template)
def test_every_place_is_filled(
    someone: Callable[..., Registered],
    policy_now: Policy,
    branch_id: int,
    template: Template,
    number: int,
    language: Language,
) -> None:
    person = someone(language=language)
    enqueue(
        template,
        person_id=person.person_id,
        now=NOW,
        branch_id=branch_id,
        day=date(2025, 12, 1),
        number=number,
        code="K7-22",
    )
    made = rendered(Message.objects.get(), policy=policy_now, now=NOW)
    assert "%" not in made.text + made.subject
    assert "()" not in made.text


@pytest.mark.parametrize("language", [each for each in Language if each is not Language.EN])
@pytest.mark.parametrize("template", Template)
def test_words_are_translated(template: Template, language: Language) -> None:
    with translation.override("en"):
        english = str(SUBJECTS[template]), str(TEXTS[template] % values(2))
    with translation.override(language):
        here = str(SUBJECTS[template]), str(TEXTS[template] % values(2))
    assert here[0] != english[0]
    assert here[1] != english[1]


def values(number: int) -> dict[str, object]:
    told: dict[str, object] = {"branch": "Main", "code": "K7", "number": number}
    return {**told, "day": "1 December", "collector": "Exempelinkasso AB"}


def test_waits_never_pass_a_day() -> None:
    assert wait_after(1).total_seconds() == 300
    assert wait_after(10_000).total_seconds() == 86_400
