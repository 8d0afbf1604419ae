"""A published notice stays as it read, whatever becomes of the program, and tells its changes."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings

from hylla.library.actions import publish_policy
from hylla.library.models import NoticeText, PolicyVersion
from hylla.library.queries import notice_in_force, past_notice, values_changed, versions
from hylla.privacy.notice import Altered, loading, sections
from hylla.privacy.policy import parse_policy
from hylla.privacy.vocabulary import Language

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)


@pytest.fixture
def text() -> str:
    return Path(settings.HYLLA_POLICY).read_text(encoding="utf-8")


@pytest.fixture
def two(text: str) -> str:
    """The text of a second version, after both were published."""
    publish_policy(text, now=NOW)
    later = text.replace('version = "1.0"', 'version = "1.1"').replace(
        'closed_loan = "P0D"', 'closed_loan = "PT24H"'
    )
    assert 'closed_loan = "PT24H"' in later
    publish_policy(later, now=NOW + timedelta(days=30))
    return later


def test_every_language_is_kept_whole(text: str) -> None:
    publish_policy(text, now=NOW)
    policy = parse_policy(text, name="policy")
    assert set(NoticeText.objects.values_list("language", flat=True)) >= set(Language)
    for language in Language:
        kept = past_notice("1.0", language=language).notice
        told = [line.text for part in sections(policy, language) for line in part.lines]
        assert list(kept.texts.values()) == told


def test_the_first_version_changed_nothing_that_was_before(text: str) -> None:
    publish_policy(text, now=NOW)
    first = past_notice("1.0", language="nb")
    assert (first.words, first.values) == (None, None)
    assert first.published.is_in_force


def test_versions_stand_newest_first(two: str) -> None:
    assert [(each.version, each.is_in_force) for each in versions()] == [
        ("1.1", True),
        ("1.0", False),
    ]


@pytest.mark.parametrize(
    ("language", "words"), [("nb", "24 timer"), ("nn", "24 timar"), ("sv", "24 timmar")]
)
def test_what_changed_stands_in_words_and_in_values(two: str, language: str, words: str) -> None:
    later = past_notice("1.1", language=language)
    assert later.words is not None
    assert later.values is not None
    changed = {each.id: each for each in later.words}
    assert set(changed) == {"loans-go-with-the-return", "loans-go-after-the-return"}
    assert words in str(changed["loans-go-after-the-return"].new)
    assert [(each.key, each.old, each.new) for each in later.values] == [
        ("periods.closed_loan", "P0D", "PT24H")
    ]


def test_an_old_version_does_not_follow_the_program(
    text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The sentences of the code are taken away: the old notice reads as on its day."""
    publish_policy(text, now=NOW)
    before = past_notice("1.0", language="sv")
    files = loading.area_files()
    other = {area: replace(file, sentences=file.sentences[:1]) for area, file in files.items()}
    monkeypatch.setattr(loading, "area_files", lambda: other)
    assert len(loading.read_sentences()) == len(files)
    assert past_notice("1.0", language="sv") == before
    kept = notice_in_force(language="sv")
    assert kept is not None
    assert len(kept.texts) > len(files)


def test_a_language_nobody_published_in_is_shown_in_the_nearest(text: str) -> None:
    publish_policy(text, now=NOW)
    assert past_notice("1.0", language="xx").notice == past_notice("1.0", language="en").notice


def test_an_altered_notice_is_not_shown(text: str) -> None:
    publish_policy(text, now=NOW)
    row = NoticeText.objects.get(language="nb")
    NoticeText.objects.filter(pk=row.pk).update(text=row.text.replace("straks", "snart") + " ")
    with pytest.raises(Altered):
        past_notice("1.0", language="nb")
    assert past_notice("1.0", language="nn").notice.version == "1.0"


def test_a_version_that_never_was_is_unknown(text: str) -> None:
    publish_policy(text, now=NOW)
    with pytest.raises(PolicyVersion.DoesNotExist):
        past_notice("0.9", language="nb")
    assert notice_in_force(language="nb") is not None


def test_values_are_compared_though_the_program_reads_the_old_text_no_more() -> None:
    old = 'a = 1\n[gone]\nb = true\n[[who]]\nname = "X"\ncountry = "NO"\n'
    new = 'a = 2\nlist = ["y"]\n'
    told = {each.key: (each.old, each.new) for each in values_changed(old, new)}
    assert told == {
        "a": ("1", "2"),
        "gone.b": ("true", None),
        "who.X.name": ("X", None),
        "who.X.country": ("NO", None),
        "list.y": (None, "y"),
    }
