"""The draft of a report to the supervisory authority: numbers and classes of field, no names."""

from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from hylla.doors.parts.words import kinds_text
from hylla.doors.parts.writing import moment_text
from hylla.formats.paper import Fact, Report, Section, Table
from hylla.privacy.incidents import Counted, IncidentFacts, InTable, counted
from hylla.privacy.models.incidents import Decided
from hylla.privacy.notice import contact_of
from hylla.privacy.policy import Policy
from hylla.privacy.record.words import called
from hylla.privacy.vocabulary import Language

DECIDED: dict[Decided, str | Promise] = {
    Decided.NO_RISK: gettext_lazy("No risk to anybody: nobody is told"),
    Decided.AUTHORITY: gettext_lazy("The supervisory authority is told"),
    Decided.EVERYONE: gettext_lazy("The authority is told, and everyone whom it touches"),
}


def report_of(facts: IncidentFacts, *, policy: Policy, language: Language, now: datetime) -> Report:
    """Return the draft, in a language, after article 33(3) of the GDPR."""
    with override(language):
        return Report(
            language=language,
            title=_("Notification of a personal data breach (draft)"),
            made_at=now.astimezone(policy.zone),
            library=policy.name,
            facts=_facts(facts, policy),
            page_words=(_("Page"), _("of")),
            sections=_sections(facts, policy, counted(facts.reach)),
        )


def kinds_told(table: InTable) -> str:
    """Say what classes of field a table has."""
    return kinds_text(" ".join(table.kinds))


def _facts(facts: IncidentFacts, policy: Policy) -> tuple[Fact, ...]:
    def told(at: datetime | None) -> str:
        return moment_text(at.astimezone(policy.zone)) if at else "–"

    return (
        Fact(_("Noticed"), told(facts.noticed_at)),
        Fact(_("To be told by"), told(facts.due_at)),
        Fact(_("Time in question"), f"{told(facts.reach.from_at)} – {told(facts.reach.until_at)}"),
        Fact(_("People"), str(facts.people)),
        Fact(_("What was decided"), str(DECIDED[facts.decided]) if facts.decided else "–"),
        Fact(_("The authority was told"), told(facts.told_at)),
    )


def _sections(facts: IncidentFacts, policy: Policy, found: Counted) -> tuple[Section, ...]:
    rows = tuple(
        (called(each.label), str(each.people), str(each.rows), kinds_told(each))
        for each in found.tables
    )
    columns = (_("What"), _("People"), _("Rows"), _("Kinds of data"))
    return (
        Section(_("What happened"), paragraphs=(facts.words or "–",)),
        Section(
            _("Whom and what it touches"),
            tables=(Table(columns, rows, _("Rows that were there when this was made.")),),
        ),
        Section(_("What was done"), paragraphs=(facts.measures or "–",)),
        Section(
            _("Whom to ask"),
            facts=(
                Fact(_("Controller"), contact_of(policy.controller)),
                Fact(_("Data protection officer"), contact_of(policy.dpo)),
            ),
        ),
    )
