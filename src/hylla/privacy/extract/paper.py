"""The extract as a report to read and to print."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext

from hylla.formats.language import moment_words
from hylla.formats.paper import Fact, Report, Table, pdf
from hylla.formats.paper import Section as Part
from hylla.privacy.extract.reading import Read
from hylla.privacy.policy import Policy
from hylla.privacy.vocabulary import Language

WIDEST = 7
"""How many columns a page takes; a wider table is turned: a name and a value in each line."""


def printed(kept: Iterable[Read], *, policy: Policy, now: datetime, language: Language) -> bytes:
    """Print everything that is kept; the language and the time zone are active already."""
    report = Report(
        language=language,
        title=gettext("What we keep about you"),
        made_at=now,
        library=policy.name,
        facts=(
            Fact(gettext("Controller"), policy.controller.name),
            Fact(gettext("Made"), moment_words(timezone.localtime(now), language)),
            Fact(gettext("Notice version"), policy.notice.version),
        ),
        contents=gettext("Contents"),
        page_words=(gettext("Page"), gettext("of")),
        sections=tuple(_part(each) for each in kept),
    )
    return pdf(report)


def _part(kept: Read) -> Part:
    return Part(
        heading=kept.heading,
        paragraphs=(kept.text,) if kept.rows else (kept.text, gettext("Nothing now.")),
        facts=(
            Fact(gettext("Needed for"), f"{kept.needed_for} ({kept.law})"),
            Fact(gettext("Seen by"), kept.seen_by),
        ),
        tables=tuple(_tables(kept)) if kept.rows else (),
    )


def _tables(kept: Read) -> Iterator[Table]:
    """Yield one table where it fits the page, else one for each row; name the empty columns."""
    used = [at for at in range(len(kept.columns)) if any(row[at] for row in kept.rows)]
    unused = [name for at, name in enumerate(kept.columns) if at not in used]
    note = gettext("Empty: %(columns)s.") % {"columns": ", ".join(unused)} if unused else ""
    if len(used) <= WIDEST and len(kept.rows) > 1:
        columns = tuple(kept.columns[at] for at in used)
        yield Table(columns, tuple(tuple(row[at] for at in used) for row in kept.rows), note)
        return
    for number, row in enumerate(kept.rows, 1):
        lines = tuple((kept.columns[at], row[at]) for at in used if row[at])
        last = number == len(kept.rows)
        yield Table((gettext("What"), gettext("Value")), lines, note if last else "")
