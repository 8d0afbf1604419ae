"""The versions of the notice that were published, and what each changed."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from hylla.formats.language import nearest
from hylla.library.models import NoticeText, PolicyVersion
from hylla.library.rules.versions import text_digest
from hylla.privacy.notice import Compiled, Rewording, read_compiled, reworded
from hylla.privacy.policy import Change


@dataclass(frozen=True)
class Published:
    """One version: its number, and since when it was in force."""

    version: str
    published_at: datetime
    digest: str
    is_in_force: bool
    text_digest: str
    """By which those who said yes to it are found."""


@dataclass(frozen=True)
class PastNotice:
    """A version as it read, and what it changed in words and in values; None before the second."""

    published: Published
    notice: Compiled
    checksum: str
    words: tuple[Rewording, ...] | None
    values: tuple[Change, ...] | None


def versions() -> tuple[Published, ...]:
    """Return every version, the newest first."""
    rows = PolicyVersion.objects.all()
    return tuple(_published(row, newest=number == 0) for number, row in enumerate(rows))


def notice_in_force(*, language: str) -> Compiled | None:
    """Return the notice as it was published last, or None before the first time."""
    row = PolicyVersion.objects.first()
    if row is None:
        return None
    kept = _text(row, language)
    return read_compiled(kept.text, expected=kept.checksum)


def past_notice(version: str, *, language: str) -> PastNotice:
    """Return a version in a language, or in the nearest it was published in.

    :raises PolicyVersion.DoesNotExist: there is no such version.
    :raises Altered: what is stored is not what was published.
    """
    rows = list(PolicyVersion.objects.all())
    place = next((n for n, row in enumerate(rows) if row.version == version), None)
    if place is None:
        raise PolicyVersion.DoesNotExist(version)
    row = rows[place]
    before = rows[place + 1] if place + 1 < len(rows) else None
    kept = _text(row, language)
    notice = read_compiled(kept.text, expected=kept.checksum)
    return PastNotice(
        _published(row, newest=place == 0),
        notice,
        kept.checksum,
        None if before is None else _words(before, notice, kept.language),
        None if before is None else values_changed(before.text, row.text),
    )


def values_changed(old: str, new: str) -> tuple[Change, ...]:
    """Return the values that differ between two policies' texts.

    They are compared as plain TOML: an old text may not be a policy of today's program any more.
    """
    before, after = (dict(_plain(tomllib.loads(text), "")) for text in (old, new))
    keys = sorted({*before, *after} - {"notice.version", "notice.published_on"})
    return tuple(
        Change(key, before.get(key), after.get(key))
        for key in keys
        if before.get(key) != after.get(key)
    )


def _words(before: PolicyVersion, notice: Compiled, language: str) -> tuple[Rewording, ...]:
    old = _text(before, language)
    return tuple(reworded(read_compiled(old.text, expected=old.checksum), notice))


def _text(row: PolicyVersion, language: str) -> NoticeText:
    texts = {each.language: each for each in row.texts.all()}
    return texts[nearest(language, texts)]


def _published(row: PolicyVersion, *, newest: bool) -> Published:
    return Published(row.version, row.published_at, row.digest, newest, text_digest(row.text))


def _plain(value: object, key: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, Mapping):
        for name, inner in value.items():
            yield from _plain(inner, f"{key}.{name}" if key else str(name))
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            name = inner.get("name", number) if isinstance(inner, Mapping) else inner
            yield from _plain(inner, f"{key}.{name}")
    else:
        yield key, str(value).lower() if isinstance(value, bool) else str(value)
