"""What a late day costs under a loan rule."""

from hylla.circulation.rules.terms import Terms
from hylla.fees.rules import Tariff
from hylla.privacy.policy import Fees

FREE = Tariff(0, 0)


def tariff_of(terms: Terms | None, *, promised: Fees) -> Tariff:
    """Return the rule's tariff, which never asks for more than the policy promises (R38)."""
    if terms is None:
        return FREE
    said = Tariff(terms.fee_per_day_ore, terms.fee_cap_ore, terms.grace_days)
    return said.at_most(Tariff(promised.daily_ore, promised.cap_ore))


def capped_after(tariff: Tariff) -> int | None:
    """Return the late days after which the fee grows no more, or None where nothing is charged."""
    if not tariff.per_day_ore or not tariff.cap_ore:
        return None
    return tariff.grace_days + -(-tariff.cap_ore // tariff.per_day_ore)
