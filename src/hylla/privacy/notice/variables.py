"""The names a sentence may use for what the policy says, and how each is written in a language."""

from collections.abc import Callable, Mapping
from functools import partial
from string import Formatter

from babel.dates import format_date

from hylla.privacy.policy import History, Party, Period, Policy
from hylla.privacy.policy.law import CITATIONS, LIMITS
from hylla.privacy.policy.outgoing import Outgoing
from hylla.privacy.vocabulary import Language, LegalBasis, Purpose

Variable = Callable[[Policy, Language], str]

_BASES: Mapping[Language, Mapping[LegalBasis, str]] = {
    Language.NB: {
        LegalBasis.CONSENT: "samtykket ditt",
        LegalBasis.CONTRACT: "avtalen med deg",
        LegalBasis.LEGAL_OBLIGATION: "en plikt i loven",
        LegalBasis.PUBLIC_TASK: "bibliotekets oppgave etter loven",
        LegalBasis.LEGITIMATE_INTEREST: "en interesse som veier tyngre enn ulempen for deg",
    },
    Language.NN: {
        LegalBasis.CONSENT: "samtykket ditt",
        LegalBasis.CONTRACT: "avtalen med deg",
        LegalBasis.LEGAL_OBLIGATION: "ei plikt i lova",
        LegalBasis.PUBLIC_TASK: "oppgåva biblioteket har etter lova",
        LegalBasis.LEGITIMATE_INTEREST: "ei interesse som veg tyngre enn ulempa for deg",
    },
    Language.SV: {
        LegalBasis.CONSENT: "ditt samtycke",
        LegalBasis.CONTRACT: "avtalet med dig",
        LegalBasis.LEGAL_OBLIGATION: "en skyldighet enligt lag",
        LegalBasis.PUBLIC_TASK: "bibliotekets uppgift enligt lag",
        LegalBasis.LEGITIMATE_INTEREST: "ett intresse som väger tyngre än olägenheten för dig",
    },
    Language.EN: {
        LegalBasis.CONSENT: "your consent",
        LegalBasis.CONTRACT: "the agreement with you",
        LegalBasis.LEGAL_OBLIGATION: "a duty under the law",
        LegalBasis.PUBLIC_TASK: "the library's task under the law",
        LegalBasis.LEGITIMATE_INTEREST: "an interest that outweighs the drawback for you",
    },
}

_HISTORY_DAY: Mapping[Language, Mapping[History, str]] = {
    Language.NB: {History.MONTH: "måneden", History.DATE: "datoen", History.OFF: "ikke noe om når"},
    Language.NN: {
        History.MONTH: "månaden",
        History.DATE: "datoen",
        History.OFF: "ikkje noko om når",
    },
    Language.SV: {
        History.MONTH: "månaden",
        History.DATE: "datumet",
        History.OFF: "inte något om när",
    },
    Language.EN: {
        History.MONTH: "the month",
        History.DATE: "the date",
        History.OFF: "not the time",
    },
}


def names_in(template: str) -> frozenset[str]:
    """Return the variables a template uses.

    :raises ValueError: its braces do not match.
    """
    return frozenset(name for _, name, _, _ in Formatter().parse(template) if name is not None)


def filled(template: str, *, policy: Policy, language: Language) -> str:
    """Put what the policy says into a template."""
    values = {name: VARIABLES[name](policy, language) for name in names_in(template)}
    return template.format_map(values)


def _basis(purpose: Purpose, policy: Policy, language: Language) -> str:
    article = policy.bases[purpose].article
    return f"{_BASES[language][article]} (GDPR art. 6(1)({article}))"


def _law(purpose: Purpose, policy: Policy, language: Language) -> str:
    return CITATIONS[policy.bases[purpose].law].text


def _period(key: str, policy: Policy, language: Language) -> str:
    return policy.period(key).in_words(language)


def _money(ore: int, language: Language) -> str:
    crowns, rest = divmod(ore, 100)
    if not rest:
        return f"{crowns} kr"
    return f"{crowns}{'.' if language is Language.EN else ','}{rest:02} kr"


def _contact(party: Party) -> str:
    return ", ".join(part for part in (party.address, party.email, party.phone, party.url) if part)


def _published(policy: Policy, language: Language) -> str:
    locale = "en_GB" if language is Language.EN else str(language)
    return format_date(policy.notice.published_on, "long", locale=locale)


VARIABLES: Mapping[str, Variable] = {
    "library": lambda policy, language: policy.name,
    "controller": lambda policy, language: policy.controller.name,
    "controller_contact": lambda policy, language: _contact(policy.controller),
    "dpo": lambda policy, language: policy.dpo.name,
    "dpo_contact": lambda policy, language: _contact(policy.dpo),
    "authority": lambda policy, language: policy.authority.name,
    "authority_url": lambda policy, language: _contact(policy.authority),
    "contact": lambda policy, language: policy.notice.contact,
    "version": lambda policy, language: policy.notice.version,
    "published_on": _published,
    "url": lambda policy, language: policy.notice.url,
    "parent_url": lambda policy, language: policy.notice.parent_url or "",
    "removal_decision": lambda policy, language: policy.decisions.removal,
    "processors": lambda policy, language: ", ".join(
        f"{processor.name} ({processor.country})" for processor in policy.processors
    ),
    "push_services": lambda policy, language: ", ".join(
        f"{service.name} ({service.country})" for service in policy.push_services
    ),
    "sms_carriers": lambda policy, language: (
        ", ".join(
            f"{each.name} ({each.country})"
            for each in policy.processors
            if Outgoing.SMS in each.carries
        )
        or policy.controller.name
    ),
    "sms_log_days": lambda policy, language: Period(days=policy.texting.log_days).in_words(
        language
    ),
    "quiet_from": lambda policy, language: f"{policy.quiet.from_hour:02}:00",
    "quiet_until": lambda policy, language: f"{policy.quiet.until_hour:02}:00",
    "eid_provider": lambda policy, language: policy.registration.eid_provider,
    "payment_provider": lambda policy, language: (
        f"{policy.payments.provider} ({policy.payments.country})"
    ),
    "adult": lambda policy, language: str(policy.ages.adult),
    "guardian_sees_loans_below": lambda policy, language: str(
        policy.ages.guardian_sees_loans_below
    ),
    "own_card": lambda policy, language: str(policy.ages.own_card),
    "own_history": lambda policy, language: str(policy.ages.own_history),
    "history_day": lambda policy, language: _HISTORY_DAY[language][policy.features.history],
    "inactivity_age": lambda policy, language: str(policy.ages.clock("inactive_patron")),
    "letter_days": lambda policy, language: Period(days=policy.inactivity.letter_days).in_words(
        language
    ),
    "backup_days": lambda policy, language: Period(days=policy.copies.backup_days).in_words(
        language
    ),
    "key_backup_days": lambda policy, language: Period(days=policy.copies.key_backup_days).in_words(
        language
    ),
    "holds_shelf_days": lambda policy, language: Period(
        days=policy.lending.holds_shelf_days
    ).in_words(language),
    "offline_days": lambda policy, language: Period(days=policy.lending.offline_days).in_words(
        language
    ),
    "reviews_age": lambda policy, language: str(policy.reviews.min_age),
    "ratings_shown_from": lambda policy, language: str(policy.reviews.shown_from),
    "invoice_after": lambda policy, language: Period(days=policy.invoices.after_days).in_words(
        language
    ),
    "collector": lambda policy, language: (
        f"{policy.invoices.collector} ({policy.invoices.collector_number})"
    ),
    "collector_name": lambda policy, language: policy.invoices.collector,
    "warning_days": lambda policy, language: Period(days=policy.invoices.warning_days).in_words(
        language
    ),
    "replacement_fee": lambda policy, language: _money(policy.cards.replacement_ore, language),
    "interlibrary_fee": lambda policy, language: _money(policy.interlibrary.fee_ore, language),
    "daily_fee": lambda policy, language: _money(policy.fees.daily_ore, language),
    "fee_cap": lambda policy, language: _money(policy.fees.cap_ore, language),
    "small_debt": lambda policy, language: _money(policy.fees.waive_leaving_below_ore, language),
    "block_at": lambda policy, language: _money(policy.fees.block_at_ore, language),
    **{key: partial(_period, key) for key in LIMITS},
    **{f"basis_{purpose}": partial(_basis, purpose) for purpose in Purpose},
    **{f"law_{purpose}": partial(_law, purpose) for purpose in Purpose},
}
"""Every period by its key, `basis_` and `law_` with every purpose, and the facts above."""
