"""Why the library says no to a loan, a renewal or a hold."""

from enum import StrEnum


class Refusal(StrEnum):
    """One reason. `docs/domains/circulation.md` tells when each applies."""

    UNKNOWN_CARD = "unknown_card"
    CARD_LOST = "card_lost"
    CARD_REPLACED = "card_replaced"
    CARD_ENDED = "card_ended"
    CARD_EXPIRED = "card_expired"
    BLOCKED_FEES = "blocked_fees"
    BLOCKED_INVOICE = "blocked_invoice"
    BLOCKED_LOST_ITEMS = "blocked_lost_items"
    BLOCKED_CONDUCT = "blocked_conduct"
    BLOCKED_ADDRESS_UNKNOWN = "blocked_address_unknown"
    FEES_OVER_LIMIT = "fees_over_limit"
    TOO_MANY_LOANS = "too_many_loans"
    TOO_MANY_OF_TYPE = "too_many_of_type"
    TOO_YOUNG = "too_young"
    TALKING_BOOKS_ONLY = "talking_books_only"
    ERASURE_ASKED = "erasure_asked"

    UNKNOWN_ITEM = "unknown_item"
    ITEM_NOT_LENT = "item_not_lent"
    ITEM_ON_LOAN_TO_OTHER = "item_on_loan_to_other"
    ITEM_ON_LOAN_TO_SAME = "item_on_loan_to_same"
    ITEM_HELD_FOR_OTHER = "item_held_for_other"
    ITEM_LOST = "item_lost"
    ITEM_MISSING = "item_missing"
    ITEM_WITHDRAWN = "item_withdrawn"
    ITEM_IN_PROCESS = "item_in_process"
    ITEM_AWAY = "item_away"
    NO_RULE = "no_rule"

    NOT_ON_LOAN = "not_on_loan"
    TOO_MANY_RENEWALS = "too_many_renewals"
    HELD_BY_OTHER = "held_by_other"
    RENEWAL_GAINS_NOTHING = "renewal_gains_nothing"
    CLAIMED_AS_LOST = "claimed_as_lost"
    SAID_RETURNED = "said_returned"
    NOT_SEARCHED_FOR = "not_searched_for"
    NOBODY_WAITS = "nobody_waits"
    NOT_RECALLED = "not_recalled"
    RECALL_GAINS_NOTHING = "recall_gains_nothing"

    RETURN_DAY_AHEAD = "return_day_ahead"
    RETURN_DAY_TOO_FAR = "return_day_too_far"

    INVENTORY_BACKWARDS = "inventory_backwards"
    INVENTORY_UNDER_WAY = "inventory_under_way"
    INVENTORY_ENDED = "inventory_ended"
    INVENTORY_CHANGED = "inventory_changed"

    UNKNOWN_PATRON = "unknown_patron"
    UNKNOWN_HOLD = "unknown_hold"
    ALREADY_HELD = "already_held"
    HAS_IT_ON_LOAN = "has_it_on_loan"
    TOO_MANY_HOLDS = "too_many_holds"
    NOTHING_TO_HOLD = "nothing_to_hold"
    HOLD_ON_ITS_WAY = "hold_on_its_way"
    HOLD_TOO_LATE = "hold_too_late"
    PAUSE_WITHOUT_DAY = "pause_without_day"
    PAUSE_PAST = "pause_past"
    PAUSE_BACKWARDS = "pause_backwards"
    PAUSE_TOO_LONG = "pause_too_long"
    SET_TOO_LARGE = "set_too_large"
    SET_DAY_PAST = "set_day_past"
    SET_TOO_EARLY = "set_too_early"

    RULE_UNKNOWN = "rule_unknown"
    RULE_TAKEN = "rule_taken"
    RULE_CHANGED_MEANWHILE = "rule_changed_meanwhile"
    RULE_LEAVES_GAP = "rule_leaves_gap"
    RULE_FEE_OVER_POLICY = "rule_fee_over_policy"
    RULE_CAP_OVER_POLICY = "rule_cap_over_policy"
    RULE_CAP_UNDER_FEE = "rule_cap_under_fee"
    RULE_DAY_PAST = "rule_day_past"
    RULE_RECALLS_WITHOUT_DAYS = "rule_recalls_without_days"

    HISTORY_NOT_OFFERED = "history_not_offered"
    HISTORY_TOO_YOUNG = "history_too_young"
    HISTORY_AGE_UNKNOWN = "history_age_unknown"
    CONSENT_NOT_ASKED = "consent_not_asked"
    NOTHING_TO_SHARE = "nothing_to_share"
    CONSENT_AT_DESK = "consent_at_desk"


IN_ORE = frozenset(
    {Refusal.FEES_OVER_LIMIT, Refusal.RULE_FEE_OVER_POLICY, Refusal.RULE_CAP_OVER_POLICY}
)
"""The codes whose `number` is a sum of money."""
