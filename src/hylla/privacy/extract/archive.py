"""The extract as a file to take home: one zip with JSON for programs and HTML for people."""

import io
import json
import uuid
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from datetime import datetime
from html import escape

from django.utils import timezone
from django.utils.translation import gettext, override

from hylla.formats.language import moment_words
from hylla.privacy.extract.paper import printed
from hylla.privacy.extract.reading import Read, read
from hylla.privacy.extract.schema import NAME, VERSION, schema
from hylla.privacy.extract.sections import Section, Unseal, as_told, sections
from hylla.privacy.policy import Policy
from hylla.privacy.vocabulary import Kind, Language, LegalBasis

PORTABLE = frozenset({LegalBasis.CONSENT, LegalBasis.CONTRACT})
"""The bases on which what someone gave can be taken elsewhere."""


def archive(
    person_id: uuid.UUID,
    *,
    policy: Policy,
    now: datetime,
    language: Language,
    sealed: Mapping[str, Unseal] | None = None,
    only: frozenset[Kind] | None = None,
) -> bytes:
    """Return the zip: `extract.json` for programs, `.html` and `.pdf` in the reader's language.

    The schema of the JSON lies beside it. `only` leaves out all other kinds of field.
    """
    found = sections(person_id, policy=policy, sealed=sealed, only=only)
    kept = as_told(found, person_id, now=now)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as folder:
        folder.writestr("extract.json", _json(kept, policy, now))
        folder.writestr(NAME, json.dumps(schema(), ensure_ascii=False, indent=1))
        with override(language), timezone.override(policy.zone):
            words = tuple(read(section, policy) for section in kept)
            folder.writestr("extract.html", "".join(_html(words, policy, now, language)))
            printout = printed(words, policy=policy, now=now, language=language)
            folder.writestr("extract.pdf", printout)
    return packed.getvalue()


def extract_pdf(
    person_id: uuid.UUID,
    *,
    policy: Policy,
    now: datetime,
    language: Language,
    sealed: Mapping[str, Unseal] | None = None,
) -> bytes:
    """Return the part for people alone, as a PDF."""
    kept = as_told(sections(person_id, policy=policy, sealed=sealed), person_id, now=now)
    with override(language), timezone.override(policy.zone):
        words = tuple(read(section, policy) for section in kept)
        return printed(words, policy=policy, now=now, language=language)


def portable(
    person_id: uuid.UUID,
    *,
    policy: Policy,
    now: datetime,
    sealed: Mapping[str, Unseal] | None = None,
    only: frozenset[Kind] | None = None,
) -> str:
    """Return as JSON what rests on a consent or the contract, to take elsewhere (GDPR art. 20)."""
    found = sections(person_id, policy=policy, sealed=sealed, only=only)
    kept = as_told(found, person_id, now=now)
    return _json(tuple(each for each in kept if each.basis in PORTABLE), policy, now)


def portable_archive(
    person_id: uuid.UUID,
    *,
    policy: Policy,
    now: datetime,
    language: Language,
    sealed: Mapping[str, Unseal] | None = None,
    only: frozenset[Kind] | None = None,
) -> bytes:
    """Return the same as a zip; no language matters to a program."""
    made = portable(person_id, policy=policy, now=now, sealed=sealed, only=only)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as folder:
        folder.writestr("portable.json", made)
        folder.writestr(NAME, json.dumps(schema(), ensure_ascii=False, indent=1))
    return packed.getvalue()


def _json(kept: tuple[Section, ...], policy: Policy, now: datetime) -> str:
    document = {
        "schema": {"name": NAME, "version": VERSION},
        "library": policy.name,
        "controller": policy.controller.name,
        "notice_version": policy.notice.version,
        "made_at": now.isoformat(),
        "sections": [asdict(section) for section in kept],
    }
    return json.dumps(document, ensure_ascii=False, indent=1, default=str)


def _html(
    kept: tuple[Read, ...], policy: Policy, now: datetime, language: Language
) -> Iterator[str]:
    title = gettext("What we keep about you")
    made = moment_words(timezone.localtime(now), language)
    yield f'<!doctype html><html lang="{language}"><meta charset="utf-8"><title>{escape(title)}'
    yield f"</title><body><h1>{escape(title)}</h1><p>{escape(policy.controller.name)}, {made}</p>"
    for section in kept:
        yield from _html_section(section)
    yield "</body></html>"


def _html_section(kept: Read) -> Iterator[str]:
    yield f"<h2>{escape(kept.heading)}</h2>"
    yield f"<p>{escape(kept.text)}</p>"
    yield f"<p>{escape(gettext('Seen by'))}: {escape(kept.seen_by)}. "
    yield f"{escape(gettext('Needed for'))}: {escape(kept.needed_for)}.</p>"
    if not kept.rows:
        yield f"<p>{escape(gettext('Nothing now.'))}</p>"
    for row in kept.rows:
        yield "<dl>"
        for name, value in zip(kept.columns, row, strict=True):
            yield f"<dt>{escape(name)}</dt><dd>{escape(value)}</dd>"
        yield "</dl>"
