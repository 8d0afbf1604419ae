"""A new library from nothing: the draft of its policy, and the guide's beginning and end."""

import tomllib
from datetime import date
from pathlib import Path

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from hylla.library.actions import (
    add_branch,
    add_staff,
    begin_first_run,
    describe_library,
    draft_policy,
    enter_first_run,
    finish_first_run,
    publish_first_policy,
)
from hylla.library.models import Controller, PolicyVersion
from hylla.library.queries import first_run, is_first_run_token, policy_in_force
from hylla.library.refusals import Refused
from hylla.library.rules import NewStaff
from hylla.library.rules.first_run import Particulars, Step, code_of, drafted
from hylla.privacy.checks import problems_of_policy
from hylla.privacy.policy import PolicyErrors, parse_policy
from hylla.privacy.vocabulary import Role

SAMPLES = sorted(Path(__file__).parents[2].glob("policies/*.toml"))
ON = date(2026, 3, 2)
TOLD = Particulars(
    library_name='Ulvøya "lille" bibliotek',
    country="NO",
    controller_name="Ulvøya kommune",
    org_number="000000000",
    address="Gata 1, 0001 Ulvøya",
    email="bibliotek@ulvoya.example.org",
    phone="",
    notice_url="https://bibliotek.ulvoya.example.org/personvern",
    dpo_name="Personvernombudet",
    dpo_email="ombud@ulvoya.example.org",
    removal_decision="KN 2026:17",
)


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda file: file.stem)
def test_a_draft_from_each_sample_may_be_published(sample: Path) -> None:
    text = drafted(sample.read_text(encoding="utf-8"), TOLD, version="1.0", on=ON)
    policy = parse_policy(text, name="draft")
    assert not problems_of_policy(policy)
    assert (policy.name, policy.code) == (TOLD.library_name, "ulvoya-lille-bibliot")
    assert policy.controller.email == TOLD.email
    assert policy.notice.published_on == ON
    assert not policy.sample
    before = parse_policy(sample.read_text(encoding="utf-8"), name="sample")
    assert policy.periods == before.periods
    assert policy.bases == before.bases
    assert not policy.invoices.collector
    assert policy.invoices.after_days == before.invoices.after_days
    for theirs in (before.controller.name, before.notice.contact, *before.processors):
        assert str(theirs) not in text


@given(st.text(max_size=200))
def test_what_is_told_stays_what_it_is(said: str) -> None:
    """Quotes, line ends and controls: what people write is never read as a policy's own words."""
    told = Particulars(**{**TOLD.__dict__, "address": said, "library_name": said})
    sample = SAMPLES[0].read_text(encoding="utf-8")
    read = tomllib.loads(drafted(sample, told, version="1.0", on=ON))
    assert read["name"] == said
    assert read["controller"].get("address", "") == said
    assert set(read["controller"]) <= {"name", "address", "email", "phone"}


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Ulvøya bibliotek", "ulvoya-bibliotek"),
        ("Ærø & Åre", "aero-are"),
        ("3 skjær", "library"),
        ("", "library"),
        ("a" * 40, "a" * 20),
    ],
)
def test_a_code_from_a_name(name: str, code: str) -> None:
    assert code_of(name) == code


@pytest.mark.django_db
def test_a_code_opens_the_guide_once() -> None:
    code = begin_first_run(now=timezone.now())
    assert code
    token = enter_first_run(code.lower())
    assert token
    assert is_first_run_token(token)
    assert enter_first_run(code) is None, "it is spent"
    assert enter_first_run("") is None
    assert not is_first_run_token("")
    again = begin_first_run(now=timezone.now())
    assert again
    assert again != code
    assert is_first_run_token(token), "who is in stays in"


@pytest.mark.django_db
def test_a_library_with_an_administrator_needs_no_guide() -> None:
    branch = add_branch("main", name="Main")
    add_staff(
        NewStaff(
            username="signe",
            name="Signe Vindgløtt",
            password="a shelf of seven rivers",
            branch_id=branch.pk,
            roles=frozenset({Role.ADMINISTRATOR}),
        )
    )
    assert begin_first_run(now=timezone.now()) is None
    assert first_run() is None


@pytest.mark.django_db
def test_publishing_names_the_controller_and_goes_on_from_version_to_version() -> None:
    now = timezone.now()
    begin_first_run(now=now)
    describe_library(TOLD)
    text = draft_policy(SAMPLES[0].read_text(encoding="utf-8"), now=now)
    publish_first_policy(text, now=now)
    publish_first_policy(text, now=now)
    assert PolicyVersion.objects.count() == 1, "nothing new, nothing said"
    assert policy_in_force().name == TOLD.library_name
    assert Controller.objects.get().org_number == TOLD.org_number
    changed = text.replace("Ulvøya kommune", "Ulvøy kommune")
    publish_first_policy(changed, now=now)
    assert policy_in_force().notice.version == "1.1"
    assert Controller.objects.get().name == "Ulvøy kommune"


@pytest.mark.django_db
def test_a_draft_with_faults_is_kept_and_not_in_force() -> None:
    now = timezone.now()
    begin_first_run(now=now)
    describe_library(TOLD)
    text = draft_policy(SAMPLES[0].read_text(encoding="utf-8"), now=now)
    with pytest.raises(PolicyErrors):
        publish_first_policy(text.replace("P24M", "P24Y"), now=now)
    run = first_run()
    assert run is not None
    assert run.policy_text == text
    assert run.missing is Step.POLICY
    assert not PolicyVersion.objects.exists()
    assert not Controller.objects.exists()


@pytest.mark.django_db
def test_the_guide_does_not_end_before_its_last_step() -> None:
    begin_first_run(now=timezone.now())
    with pytest.raises(Refused, match="first_run_unfinished"):
        finish_first_run(Step.TITLES, now=timezone.now())
    finish_first_run(Step.READY, now=timezone.now())
    assert first_run() is None
    assert begin_first_run(now=timezone.now()) is None, "it cannot be opened again"
