"""Who works for the library stands in the policy, or nothing leaves for them (R48)."""

import tomllib
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.management.base import CommandError
from django.test import Client

from hylla.library.models import PolicyDraft
from hylla.library.queries import policy_in_force
from hylla.messages.actions import deliver_due, enqueue
from hylla.messages.models import Message, Template
from hylla.privacy.policy.outgoing import Outgoing, uncovered
from hylla.site.probes.network import outbound_has_agreement
from hylla.site.start import refuse_unfit
from tests.builders import policy_of
from tests.doors.town import Town

Read = Callable[..., str]
NOW = datetime(2026, 6, 15, 12, tzinfo=UTC)
POLICY = policy_of("fjordvik")
ELSEWHERE = "mail.example.org"
NEW = {
    "name": "Nordvik Drift AS",
    "country": "NO",
    "agreement": "2026/14",
    "purposes": ["messages"],
    "sends": "addresses",
    "deletion": "within a week",
    "deletion_channel": "delete@nordvik.example",
    "deletion_days": 7,
    "knows_by": ["email"],
    "secrecy": "appendix 2",
    "carries": ["mail"],
}


def test_each_stands_with_its_agreement(read: Read) -> None:
    page = read("processors/")
    for told in ("Fjordvik IKT AS", "FIKT-2025-3", "innen 7 dager", "§ 8", "Google (US)"):
        assert told in page


def test_one_is_added_to_the_draft(office: Client) -> None:
    answer = office.post("/en/office/processors/1/", NEW, follow=True)
    assert "Nordvik Drift AS" in answer.content.decode()
    drafted = tomllib.loads(PolicyDraft.objects.get().text)["processors"]
    assert drafted[1] == NEW
    assert drafted[0]["name"] == "Fjordvik IKT AS"


def test_one_is_taken_away(office: Client) -> None:
    office.post("/en/office/processors/1/", {**NEW, "carries": ["mail", "sms"]})
    office.post("/en/office/processors/0/", {**NEW, "remove": "1"})
    (left,) = tomllib.loads(PolicyDraft.objects.get().text)["processors"]
    assert left["name"] == NEW["name"]


def test_who_carries_text_messages_stays_while_they_are_offered(office: Client) -> None:
    answer = office.post("/en/office/processors/0/", {**NEW, "remove": "1"})
    assert answer.status_code == 422
    assert "texting.offered" in answer.content.decode()
    assert not PolicyDraft.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"country": "US"}, "country"), ({"agreement": ""}, "agreement"), ({"name": ""}, "name")],
)
def test_what_is_wrong_stands_beside_its_field(
    wrong: dict[str, str], field: str, office: Client
) -> None:
    answer = office.post("/en/office/processors/1/", {**NEW, **wrong})
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {field}
    assert not PolicyDraft.objects.exists()


def test_there_is_no_processor_after_the_last(office: Client) -> None:
    assert office.get("/en/office/processors/7/").status_code == 404


@pytest.mark.parametrize(
    ("changes", "host", "eid", "missing"),
    [
        ({"processors": ()}, "127.0.0.1", False, ()),
        ({"processors": ()}, ELSEWHERE, False, (Outgoing.MAIL,)),
        ({}, ELSEWHERE, True, ()),
        ({"processors": (), "own_systems": (Outgoing.MAIL,)}, ELSEWHERE, False, ()),
        ({"push_services": ()}, "localhost", False, (Outgoing.PUSH,)),
        (
            {"registration": replace(POLICY.registration, eid_provider="")},
            "localhost",
            True,
            (Outgoing.EID,),
        ),
    ],
)
def test_what_leaves_needs_somebody_named(
    changes: dict[str, Any], host: str, eid: bool, missing: tuple[Outgoing, ...]
) -> None:
    assert uncovered(replace(POLICY, **changes), mail_host=host, eid=eid) == missing


def test_without_an_agreement_mail_waits(town: Town, settings: Any) -> None:
    settings.EMAIL_HOST = ELSEWHERE
    person = town.patron().id
    enqueue(Template.WELCOME, person_id=person, now=NOW)
    alone = replace(policy_in_force(), processors=())
    deliver_due(policy=alone, now=NOW)
    assert mail.outbox == []
    assert Message.objects.filter(person=person, closed_at=None).exists()
    deliver_due(policy=policy_in_force(), now=NOW + timedelta(hours=1))
    assert mail.outbox


@pytest.mark.django_db
def test_the_program_does_not_start_and_the_probe_tells(
    settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.EMAIL_HOST = ELSEWHERE
    alone = replace(POLICY, processors=())
    assert outbound_has_agreement(POLICY, NOW).problems == ()
    assert len(outbound_has_agreement(alone, NOW).problems) == 1
    monkeypatch.setattr("hylla.site.start.policy_in_force", lambda: alone)
    with pytest.raises(CommandError, match="mail: the policy names nobody"):
        refuse_unfit()


def test_the_page_says_what_is_not_sent(
    read: Read, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.EMAIL_HOST = ELSEWHERE
    alone = replace(policy_in_force(), processors=())
    monkeypatch.setattr("hylla.doors.office.processors.policy_in_force", lambda: alone)
    assert "Nobody is named who carries this" in read("processors/")
