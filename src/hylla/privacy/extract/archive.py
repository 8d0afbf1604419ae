"""The extract as a file to take home: one zip with JSON for programs and HTML for people."""

import io
import json
import uuid
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from datetime import date, datetime
from html import escape

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext, override

from hylla.privacy.extract.sections import Section, Unseal, sections
from hylla.privacy.extract.words import heading, label, purpose_text, role_text, section_text
from hylla.privacy.policy import Policy
from hylla.privacy.vocabulary import Language


def archive(
    person_id: uuid.UUID,
    *,
    policy: Policy,
    now: datetime,
    language: Language,
    sealed: Mapping[str, Unseal] | None = None,
) -> bytes:
    """Return the zip: `extract.json` for programs, `extract.html` in the reader's language."""
    kept = sections(person_id, policy=policy, sealed=sealed)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as folder:
        folder.writestr("extract.json", _json(kept, policy, now))
        with override(language):
            folder.writestr("extract.html", "".join(_html(kept, policy, now, language)))
    return packed.getvalue()


def _json(kept: tuple[Section, ...], policy: Policy, now: datetime) -> str:
    document = {
        "library": policy.name,
        "controller": policy.controller.name,
        "notice_version": policy.notice.version,
        "made_at": now.isoformat(),
        "sections": [asdict(section) for section in kept],
    }
    return json.dumps(document, ensure_ascii=False, indent=1, default=str)


def _html(
    kept: tuple[Section, ...], policy: Policy, now: datetime, language: Language
) -> Iterator[str]:
    title = gettext("What we keep about you")
    made = date_format(timezone.localtime(now), "DATETIME_FORMAT")
    yield f'<!doctype html><html lang="{language}"><meta charset="utf-8"><title>{escape(title)}'
    yield f"</title><body><h1>{escape(title)}</h1><p>{escape(policy.controller.name)}, {made}</p>"
    for section in kept:
        yield from _html_section(section, policy)
    yield "</body></html>"


def _html_section(section: Section, policy: Policy) -> Iterator[str]:
    yield f"<h2>{escape(heading(section.name))}</h2>"
    yield f"<p>{escape(section_text(section, policy))}</p>"
    seen = ", ".join(role_text(role) for role in section.seen_by)
    yield f"<p>{escape(gettext('Seen by'))}: {escape(seen or gettext('nobody'))}. "
    yield f"{escape(gettext('Needed for'))}: {escape(purpose_text(section.purpose))}.</p>"
    if not section.rows:
        yield f"<p>{escape(gettext('Nothing now.'))}</p>"
    for row in section.rows:
        yield "<dl>"
        for name, value in row.values.items():
            yield f"<dt>{escape(label(name))}</dt><dd>{escape(value)}</dd>"
        yield f"<dt>{escape(gettext('Goes'))}</dt><dd>{escape(_when(row.goes))}</dd></dl>"


def _when(goes: date | None) -> str:
    if goes is None:
        return gettext("When you leave the library")
    if isinstance(goes, datetime):
        return date_format(timezone.localtime(goes), "DATETIME_FORMAT")
    return date_format(goes, "DATE_FORMAT")
