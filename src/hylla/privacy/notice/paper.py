"""The notice as a PDF to keep."""

from datetime import datetime, time
from functools import lru_cache

from django.utils.translation import gettext, override

from hylla.formats.language import day_words
from hylla.formats.paper import Fact, Report, pdf
from hylla.formats.paper import Section as Part
from hylla.privacy.notice.rendering import sections, title
from hylla.privacy.policy import Party, Policy
from hylla.privacy.vocabulary import Language


@lru_cache(maxsize=16)
def printed(policy: Policy, language: Language) -> bytes:
    """Print the notice in one language; the same policy gives the same bytes."""
    facts = policy.notice
    with override(language):
        report = Report(
            language=language,
            title=title(policy, language),
            made_at=datetime.combine(facts.published_on, time(), policy.zone),
            library=policy.name,
            facts=(
                Fact(gettext("Notice version"), facts.version),
                Fact(gettext("Published"), day_words(facts.published_on, language)),
                Fact(gettext("Where it stands, with how it is kept"), facts.url),
            ),
            contents=gettext("Contents"),
            page_words=(gettext("Page"), gettext("of")),
            sections=(*_promises(policy, language), _whom_to_ask(policy)),
        )
    return pdf(report)


def _promises(policy: Policy, language: Language) -> tuple[Part, ...]:
    return tuple(
        Part(heading=each.heading, points=tuple(line.text for line in each.lines))
        for each in sections(policy, language)
    )


def _whom_to_ask(policy: Policy) -> Part:
    return Part(
        heading=gettext("Whom to ask"),
        facts=(
            Fact(gettext("Controller: who answers for your data"), contact_of(policy.controller)),
            Fact(gettext("Data protection officer"), contact_of(policy.dpo)),
            Fact(
                gettext("Supervisory authority, where you can complain"),
                contact_of(policy.authority),
            ),
            Fact(gettext("Questions about this notice"), policy.notice.contact),
        ),
    )


def contact_of(party: Party) -> str:
    """Return everything by which a party can be reached, on one line."""
    known = (party.name, party.address, party.email, party.phone, party.url)
    return ", ".join(filter(None, known))
