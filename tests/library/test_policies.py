"""A published policy is in force at once, is never half published and never published twice."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hylla.library.actions import publish_policy
from hylla.library.models import PolicyVersion
from hylla.library.queries import policy_in_force, rules_version
from hylla.privacy.policy import PolicyErrors

NOW = datetime(2025, 11, 21, 12, tzinfo=UTC)


@pytest.fixture
def text() -> str:
    return Path(settings.HYLLA_POLICY).read_text(encoding="utf-8")


@pytest.mark.django_db
def test_before_one_is_published_the_file_is_in_force(text: str) -> None:
    assert policy_in_force().text == text


@pytest.mark.django_db
def test_the_policy_published_last_is_in_force(text: str) -> None:
    publish_policy(text, now=NOW)
    changed = text.replace('version = "1.0"', 'version = "1.1"').replace("P7D", "P5D")
    before = rules_version()
    publish_policy(changed, now=NOW + timedelta(days=1))
    assert rules_version() != before
    assert policy_in_force().notice.version == "1.1"
    assert str(policy_in_force().period("delivered_message")) == "P5D"
    assert PolicyVersion.objects.get(version="1.0").text == text


@pytest.mark.django_db
def test_asking_for_the_policy_is_one_question_and_one_value(text: str) -> None:
    publish_policy(text, now=NOW)
    policy = policy_in_force()
    with CaptureQueriesContext(connection) as captured:
        assert policy_in_force() is policy
    assert len(captured) == 1


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ('version = "1.0"', "version = ", "TOML"),
        ('closed_loan = "P0D"', 'closed_loan = "P9Y"', "closed_loan"),
        ('closed_loan = "P0D"', "", "closed_loan"),
    ],
)
@pytest.mark.django_db
def test_a_policy_with_problems_is_refused(text: str, old: str, new: str, named: str) -> None:
    assert old in text
    with pytest.raises(PolicyErrors) as refused:
        publish_policy(text.replace(old, new), now=NOW)
    assert named in str(refused.value)
    assert not PolicyVersion.objects.exists()


@pytest.mark.django_db
def test_a_version_is_published_once(text: str) -> None:
    publish_policy(text, now=NOW)
    with pytest.raises(PolicyErrors) as refused:
        publish_policy(text.replace("P7D", "P5D"), now=NOW)
    assert [each.key for each in refused.value.problems] == ["notice.version"]
    assert PolicyVersion.objects.count() == 1
