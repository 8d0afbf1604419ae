"""What circulation knows, as frozen values."""

from hylla.circulation.queries.back_dating import DropBoxDays, drop_box_days
from hylla.circulation.queries.families import WardFacts, wards_of
from hylla.circulation.queries.fetching import ToFetch, copies_to_fetch, waited_for
from hylla.circulation.queries.history import Remembered, history_of, whole_history_of
from hylla.circulation.queries.holds import (
    OnHoldShelf,
    PatronHold,
    Waiting,
    hold_shelf,
    holds_of,
    queue_of,
)
from hylla.circulation.queries.inventories import (
    InventoryFacts,
    Report,
    Seen,
    inventories,
    report_of,
)
from hylla.circulation.queries.items import (
    Availability,
    ItemPlace,
    ItemState,
    availability,
    item_state,
    items_of,
    standing_at,
    waited_for_at_all,
)
from hylla.circulation.queries.lendable import lendable
from hylla.circulation.queries.loan_rules import (
    PastChange,
    StoredRule,
    loan_rules,
    rule_changes,
    rule_gaps,
)
from hylla.circulation.queries.loans import (
    Charge,
    LastBorrower,
    OpenLoan,
    charges_of,
    last_borrower,
    loans_of,
    loans_on_top,
)
from hylla.circulation.queries.overdue import OverdueItem, overdue_at
from hylla.circulation.queries.people import (
    let_off_until,
    reasons_against,
    stopped_automatically,
)
from hylla.circulation.queries.put_away import Errand, PutAway, to_put_away
from hylla.circulation.queries.recalling import recallable
from hylla.circulation.queries.reviewing import ReviewCase, review_case, reviews_waiting
from hylla.circulation.queries.rule_effects import Effect, Touched, effect_of
from hylla.circulation.queries.searching import ToFind, copies_to_find
from hylla.circulation.queries.sets import GroupSet, may_gather, sets_of
from hylla.circulation.queries.small_debts import facets_of, small_debt_of
from hylla.circulation.queries.telling import is_still_true
from hylla.circulation.queries.waiting import expected_weeks
from hylla.circulation.queries.what_if import Supposed, WhatIf, what_if

__all__ = [
    "Availability",
    "DropBoxDays",
    "Effect",
    "GroupSet",
    "sets_of",
    "Errand",
    "PastChange",
    "StoredRule",
    "Supposed",
    "ToFetch",
    "ToFind",
    "Touched",
    "WhatIf",
    "drop_box_days",
    "effect_of",
    "expected_weeks",
    "facets_of",
    "small_debt_of",
    "lendable",
    "loan_rules",
    "rule_changes",
    "rule_gaps",
    "what_if",
    "Charge",
    "InventoryFacts",
    "ItemPlace",
    "ItemState",
    "LastBorrower",
    "OnHoldShelf",
    "OpenLoan",
    "OverdueItem",
    "PatronHold",
    "PutAway",
    "Remembered",
    "Report",
    "Seen",
    "Waiting",
    "availability",
    "charges_of",
    "copies_to_fetch",
    "copies_to_find",
    "history_of",
    "hold_shelf",
    "holds_of",
    "inventories",
    "is_still_true",
    "item_state",
    "items_of",
    "standing_at",
    "waited_for_at_all",
    "last_borrower",
    "loans_of",
    "loans_on_top",
    "overdue_at",
    "queue_of",
    "let_off_until",
    "reasons_against",
    "ReviewCase",
    "WardFacts",
    "may_gather",
    "wards_of",
    "review_case",
    "reviews_waiting",
    "stopped_automatically",
    "recallable",
    "report_of",
    "to_put_away",
    "waited_for",
    "whole_history_of",
]
