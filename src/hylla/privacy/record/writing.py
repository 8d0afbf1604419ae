"""Writes a report as a piece of HTML or as Markdown, and what it is made of as JSON."""

import json
from collections.abc import Iterator
from dataclasses import asdict
from html import escape

from django.utils.translation import override

from hylla.formats.paper import Report, Section, Table
from hylla.privacy.policy import Policy
from hylla.privacy.record.activities import record_of
from hylla.privacy.record.ending import endings
from hylla.privacy.record.report import Paper
from hylla.privacy.vocabulary import Language


def as_json(kind: Paper, policy: Policy, language: Language) -> str:
    """Write what the record, or the table, is made of."""
    with override(language):
        if kind is Paper.RECORD:
            told = asdict(record_of(policy, language))
        else:
            told = {
                "library": policy.name,
                "version": policy.notice.version,
                "endings": [asdict(each) for each in endings(policy, language)],
            }
    return json.dumps({"language": language, **told}, ensure_ascii=False, indent=2) + "\n"


def as_html(report: Report) -> str:
    """Write a report as a fragment, without a page around."""
    lines = [f'<article lang="{report.language}">', f"<h1>{escape(report.title)}</h1>"]
    lines.append(_facts_html([(each.name, each.value) for each in report.facts]))
    for section in report.sections:
        lines += ["<section>", f"<h2>{escape(section.heading)}</h2>"]
        lines += _section_html(section)
        lines.append("</section>")
    return "\n".join([*filter(None, lines), "</article>", ""])


def as_markdown(report: Report) -> str:
    """Write a report as plain text."""
    parts = [f"# {report.title}", f"{report.library}"]
    parts += [_facts_md([(each.name, each.value) for each in report.facts])]
    for section in report.sections:
        parts += [f"## {section.heading}", *_section_md(section)]
    return "\n\n".join(filter(None, parts)) + "\n"


def _section_html(section: Section) -> Iterator[str]:
    yield _facts_html([(each.name, each.value) for each in section.facts])
    for table in section.tables:
        yield _table_html(table)
    yield from (f"<p>{escape(each)}</p>" for each in section.paragraphs)
    if section.points:
        yield "<ul>" + "".join(f"<li>{escape(each)}</li>" for each in section.points) + "</ul>"


def _facts_html(facts: list[tuple[str, str]]) -> str:
    rows = "".join(f"<dt>{escape(name)}</dt><dd>{escape(value)}</dd>" for name, value in facts)
    return f"<dl>{rows}</dl>" if rows else ""


def _table_html(table: Table) -> str:
    head = "".join(f'<th scope="col">{escape(each)}</th>' for each in table.columns)
    rows = "".join(
        "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in table.rows
    )
    note = f"<p>{escape(table.note)}</p>" if table.note else ""
    return f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>{note}"


def _section_md(section: Section) -> Iterator[str]:
    yield _facts_md([(each.name, each.value) for each in section.facts])
    for table in section.tables:
        rows = [table.columns, tuple("---" for _ in table.columns), *table.rows]
        yield "\n".join(f"| {' | '.join(map(_cell, row))} |" for row in rows)
        yield table.note
    yield from section.paragraphs
    yield "\n".join(f"- {each}" for each in section.points)


def _facts_md(facts: list[tuple[str, str]]) -> str:
    return "\n".join(f"- {name}: {value}" for name, value in facts)


def _cell(text: str) -> str:
    """A bar would begin another column."""
    return text.replace("|", "\\|")
