"""What the library keeps about a patron, why, who may see it, and when it goes."""

import uuid
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from hylla.doors.mypage.door import for_patron, my_page
from hylla.doors.parts.told import told
from hylla.doors.parts.who import now_of
from hylla.library.queries import policy_in_force
from hylla.patrons.queries import national_id_of
from hylla.patrons.rules import masked_national_id
from hylla.privacy.extract import Row, Section, archive, as_told, extract_pdf, sections
from hylla.privacy.extract.reading import goes_text, value_text
from hylla.privacy.extract.words import heading, label, purpose_text, role_text, section_text
from hylla.privacy.policy import Policy
from hylla.privacy.policy.law import CITATIONS
from hylla.privacy.vocabulary import Language

SEALED = "patrons.NationalId.sealed"


@dataclass(frozen=True)
class Fact:
    """One column, in words."""

    name: str
    value: str


@dataclass(frozen=True)
class KeptRow:
    """One row, and when it goes."""

    facts: list[Fact]
    goes: str


@dataclass(frozen=True)
class Kept:
    """One table's rows about the patron, in words."""

    heading: str
    text: str
    purpose: str
    law: str
    seen_by: str
    rows: list[KeptRow]


@for_patron
def kept(request: HttpRequest, person_id: uuid.UUID) -> HttpResponse:
    """Show everything; the patron's own reading is not logged."""
    policy = policy_in_force()
    found = sections(person_id, policy=policy, sealed={SEALED: _masked_national_id})
    everything = as_told(found, person_id, now=now_of(request))
    with timezone.override(policy.zone):
        tables = [_in_words(each, policy) for each in everything]
    return my_page(
        request,
        "mypage/kept.html",
        title=_("What we keep about you, and when it goes"),
        tab="kept",
        kept=tables,
    )


@for_patron
def extract(request: HttpRequest, person_id: uuid.UUID) -> HttpResponse:
    """Give the patron everything as a file to keep, or to print: GDPR articles 15 and 20."""
    if request.method != "POST":
        return redirect("mypage:kept")
    on_paper = told(request.POST, "form") == "pdf"
    made = (extract_pdf if on_paper else archive)(
        person_id,
        policy=policy_in_force(),
        now=now_of(request),
        language=Language(get_language() or Language.EN),
        sealed={SEALED: national_id_of},
    )
    kind, name = ("application/pdf", "hylla.pdf") if on_paper else ("application/zip", "hylla.zip")
    file = HttpResponse(made, content_type=kind)
    file.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return file


def _masked_national_id(person_id: uuid.UUID) -> str | None:
    number = national_id_of(person_id)
    return masked_national_id(number) if number else None


def _in_words(section: Section, policy: Policy) -> Kept:
    return Kept(
        heading=heading(section.name),
        text=section_text(section, policy),
        purpose=purpose_text(section.purpose),
        law=CITATIONS[section.law].text,
        seen_by=", ".join(role_text(role) for role in section.seen_by) or _("nobody"),
        rows=[_row(row) for row in section.rows],
    )


def _row(row: Row) -> KeptRow:
    facts = [Fact(label(name), value_text(value, name)) for name, value in row.values.items()]
    return KeptRow(facts, goes_text(row.goes))
