"""The closed set of conditions under which a sentence is part of a library's notice."""

from collections.abc import Callable, Mapping

from hylla.privacy.policy import History, Moderated, NationalId, Policy, Stops
from hylla.privacy.vocabulary import LegalBasis, Purpose


def _stops(policy: Policy, when: Stops) -> bool:
    return policy.invoices.after_days > 0 and policy.invoices.stops is when


def _reads(policy: Policy, when: Moderated) -> bool:
    return policy.reviews.offered and policy.reviews.moderated is when


def _is_heard(policy: Policy) -> bool:
    """Say whether the library sends anything that can be heard."""
    return policy.texting.offered or policy.features.push


CONDITIONS: Mapping[str, Callable[[Policy], bool]] = {
    "": lambda policy: True,
    "ages.inactivity_for_all": lambda policy: policy.ages.clock("inactive_patron") == 0,
    "ages.inactivity_from_an_age": lambda policy: policy.ages.clock("inactive_patron") > 0,
    "bases.membership_by_consent": lambda policy: (
        policy.bases[Purpose.MEMBERSHIP].article is LegalBasis.CONSENT
    ),
    "cards.first_is_free": lambda policy: policy.cards.first_card_free,
    "cards.national": lambda policy: policy.cards.national,
    "cards.replacement_costs": lambda policy: policy.cards.replacement_ore > 0,
    "cards.take_national_id": lambda policy: policy.cards.national_id is NationalId.OPTIONAL,
    "cards.take_no_national_id": lambda policy: policy.cards.national_id is NationalId.NONE,
    "decisions.removal": lambda policy: bool(policy.decisions.removal),
    "features.guardians": lambda policy: policy.features.guardians,
    "features.history": lambda policy: policy.features.history is not History.OFF,
    "features.no_history": lambda policy: policy.features.history is History.OFF,
    "features.profile": lambda policy: policy.features.profile,
    "features.recommendations": lambda policy: policy.features.recommendations,
    "features.push": lambda policy: policy.features.push,
    "features.school_classes": lambda policy: policy.features.school_classes,
    "features.class_titles": lambda policy: (
        policy.features.school_classes and policy.features.class_titles
    ),
    "features.no_class_titles": lambda policy: (
        policy.features.school_classes and not policy.features.class_titles
    ),
    "features.outreach": lambda policy: bool(policy.features.outreach),
    "features.talking_books": lambda policy: policy.features.talking_books,
    "fees.small_debts": lambda policy: policy.fees.waive_leaving_below_ore > 0,
    "fees.daily": lambda policy: policy.fees.daily_ore > 0,
    "inactivity.letter": lambda policy: policy.inactivity.letter_days > 0,
    "interlibrary.costs": lambda policy: (
        policy.interlibrary.offered and policy.interlibrary.fee_ore > 0
    ),
    "interlibrary.offered": lambda policy: policy.interlibrary.offered,
    "interlibrary.buys": lambda policy: policy.interlibrary.buys,
    "interlibrary.takes_wishes": lambda policy: policy.interlibrary.takes_wishes,
    "quiet.nights": lambda policy: policy.quiet.has_nights and _is_heard(policy),
    "quiet.sundays": lambda policy: policy.quiet.sundays and _is_heard(policy),
    "texting.offered": lambda policy: policy.texting.offered,
    "reminders.shelf": lambda policy: policy.reminders.shelf_days > 0,
    "reminders.cards": lambda policy: policy.reminders.card_days > 0,
    "invoices.sent": lambda policy: policy.invoices.after_days > 0,
    "invoices.collected": lambda policy: bool(policy.invoices.collector),
    "invoices.collected_by_birth_date": lambda policy: (
        bool(policy.invoices.collector) and policy.invoices.collector_gets_birth_date
    ),
    "invoices.stop_when_made": lambda policy: _stops(policy, Stops.MADE),
    "invoices.stop_when_overdue": lambda policy: _stops(policy, Stops.OVERDUE),
    "lending.closes_when_compensated": lambda policy: policy.lending.closes_when_compensated,
    "lending.loan_goes_despite_fee": lambda policy: not policy.lending.loan_waits_for_fee,
    "lending.loan_waits_for_fee": lambda policy: policy.lending.loan_waits_for_fee,
    "lending.offline": lambda policy: policy.lending.offline_days > 0,
    "library.is_sample": lambda policy: policy.sample,
    "notice.has_parent": lambda policy: policy.notice.parent_url is not None,
    "payments.online": lambda policy: policy.payments.online,
    "payments.terminals": lambda policy: policy.payments.terminals,
    "payments.under_way": lambda policy: policy.payments.online or policy.payments.terminals,
    "periods.closed_loan_at_once": lambda policy: policy.period("closed_loan").is_zero,
    "periods.closed_loan_later": lambda policy: not policy.period("closed_loan").is_zero,
    "reviews.offered": lambda policy: policy.reviews.offered,
    "reviews.read_before": lambda policy: _reads(policy, Moderated.BEFORE),
    "reviews.read_after": lambda policy: _reads(policy, Moderated.AFTER),
    "lists.offered": lambda policy: policy.lists.offered,
    "lists.interests": lambda policy: policy.lists.interests,
    "registration.eid": lambda policy: policy.registration.eid,
    "registration.online": lambda policy: policy.registration.online,
    "processors.none": lambda policy: not policy.processors,
    "processors.some": lambda policy: bool(policy.processors),
}
