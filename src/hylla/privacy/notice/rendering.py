"""Writes a library's notice as HTML, Markdown, JSON or JSON-LD."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from html import escape

from hylla.formats.language import spoken
from hylla.privacy.notice.linked_data import linked_data
from hylla.privacy.notice.loading import area_files, sentences_for, text_of
from hylla.privacy.notice.sentence import Area, Sentence
from hylla.privacy.policy import Policy
from hylla.privacy.vocabulary import Language


class Format(StrEnum):
    """The forms a notice can be written in."""

    HTML = "html"
    MARKDOWN = "md"
    JSON = "json"
    JSON_LD = "jsonld"


@dataclass(frozen=True)
class Line:
    """One sentence as it stands in a library's notice."""

    sentence: Sentence
    text: str


@dataclass(frozen=True)
class Section:
    """The sentences of one area under their heading."""

    area: Area
    heading: str
    lines: tuple[Line, ...]


_TITLE: Mapping[Language, str] = {
    Language.NB: "Personvern ved {library}",
    Language.NN: "Personvern ved {library}",
    Language.SV: "Dina uppgifter hos {library}",
    Language.EN: "Privacy at {library}",
}


def title(policy: Policy, language: Language) -> str:
    """Return the heading of the whole notice."""
    return spoken(_TITLE, language).format(library=policy.name)


def sections(policy: Policy, language: Language) -> tuple[Section, ...]:
    """Return the notice by area; an area without a sentence is left out."""
    chosen = sentences_for(policy)
    found = (
        Section(
            area,
            spoken(file.heading, language),
            tuple(
                Line(sentence, text_of(sentence, policy, language))
                for sentence in chosen
                if sentence.area is area
            ),
        )
        for area, file in area_files().items()
    )
    return tuple(section for section in found if section.lines)


def render(policy: Policy, language: Language, form: Format | str) -> str:
    """Write the notice in one language and form. The HTML is a fragment, without a page around."""
    write = {
        Format.HTML: _html,
        Format.MARKDOWN: _markdown,
        Format.JSON: _json,
        Format.JSON_LD: _json_ld,
    }[Format(form)]
    return write(policy, language)


def _html(policy: Policy, language: Language) -> str:
    lines = [f'<article lang="{language}">', f"<h1>{escape(title(policy, language))}</h1>"]
    for section in sections(policy, language):
        lines.append(f'<section id="{section.area}">')
        lines.append(f"<h2>{escape(section.heading)}</h2>")
        lines += [
            f'<p id="{line.sentence.id}" data-ground="{line.sentence.ground}">'
            f"{_with_links(line.text)}</p>"
            for line in section.lines
        ]
        lines.append("</section>")
    return "\n".join([*lines, "</article>", ""])


def _with_links(text: str) -> str:
    """Escape the text and make its addresses links."""
    marked = re.sub(
        r"https://[^\s<>&\"']*[^\s<>&\"'.,:;]",
        lambda address: f'<a href="{address[0]}">{address[0]}</a>',
        escape(text),
    )
    return re.sub(
        r"(?<![\w/.@])[\w.+-]+@[\w-]+(?:\.[\w-]+)+",
        lambda address: f'<a href="mailto:{address[0]}">{address[0]}</a>',
        marked,
    )


def _markdown(policy: Policy, language: Language) -> str:
    parts = [f"# {title(policy, language)}"]
    for section in sections(policy, language):
        parts.append(f"## {section.heading}")
        parts += [line.text for line in section.lines]
    return "\n\n".join(parts) + "\n"


def _json(policy: Policy, language: Language) -> str:
    notice = {
        "library": policy.code,
        "title": title(policy, language),
        "language": language,
        "version": policy.notice.version,
        "published_on": policy.notice.published_on.isoformat(),
        "policy": policy.digest,
        "sections": [_section(section) for section in sections(policy, language)],
    }
    return json.dumps(notice, ensure_ascii=False, indent=2) + "\n"


def _section(section: Section) -> Mapping[str, object]:
    sentences = [
        {
            "id": line.sentence.id,
            "rules": line.sentence.rules,
            "ground": line.sentence.ground,
            "acts": line.sentence.acts,
            "probes": line.sentence.probes,
            "attested_by": line.sentence.attested_by,
            "text": line.text,
        }
        for line in section.lines
    ]
    return {"area": section.area, "heading": section.heading, "sentences": sentences}


def _json_ld(policy: Policy, language: Language) -> str:
    notice = linked_data(
        policy,
        title=title(policy, language),
        language=language,
        sentences=sentences_for(policy),
    )
    return json.dumps(notice, ensure_ascii=False, indent=2) + "\n"
