"""What circulation does: each in one transaction, or not at all."""

from hylla.circulation.actions.agreeing import (
    agree,
    conform_consents,
    disagree,
    note_talking_books,
    offered,
)
from hylla.circulation.actions.auto_renew import auto_renew
from hylla.circulation.actions.bank import Banked, BankReport, Became, book_bank_credits
from hylla.circulation.actions.capsules import AtDesk, ReturnedHere, return_at_desk
from hylla.circulation.actions.check_out import CheckedOut, check_out
from hylla.circulation.actions.claims import Paid, declare_lost, settle_claim, settle_for_household
from hylla.circulation.actions.damages import Damage, claim_damage
from hylla.circulation.actions.first_rules import FirstRules, set_first_rules
from hylla.circulation.actions.history import (
    conform_history,
    forget_entry,
    forget_history,
    start_history,
    stop_history,
)
from hylla.circulation.actions.holds import (
    Cancelled,
    Placed,
    Sought,
    cancel_hold,
    expire_shelf,
    move_hold,
    place_hold,
    restore_hold,
    wait_for,
)
from hylla.circulation.actions.inventories import (
    Read,
    begin_inventory,
    end_inventory,
    note_seen,
)
from hylla.circulation.actions.invoices import (
    PartPaid,
    cancel_invoice,
    invoice_patron,
    send_invoices,
    settle_collected,
    settle_invoice,
    settle_part_of,
)
from hylla.circulation.actions.leaving import besides_of, leave
from hylla.circulation.actions.loan_rules import change_loan_rule, set_loan_rule
from hylla.circulation.actions.merging import Merged, merge, merge_again, unmerge
from hylla.circulation.actions.parting_titles import forget_parting
from hylla.circulation.actions.payments import (
    ask_about_payments,
    book,
    call_off,
    conclude,
    decide_by_receipt,
    look,
)
from hylla.circulation.actions.recall import Recalled, recall
from hylla.circulation.actions.receipts import send_receipt
from hylla.circulation.actions.remind import remind, remind_of_shelf
from hylla.circulation.actions.renew import (
    RenewalAnswer,
    Renewed,
    RenewedFor,
    renew,
    renew_all,
    renew_for_household,
)
from hylla.circulation.actions.replaying import Replayed, forget_replays, replay
from hylla.circulation.actions.return_item import Returned, return_item
from hylla.circulation.actions.return_many import Answer, Batch, return_many
from hylla.circulation.actions.reviewing import LiftUntil, ask_review, keep_block, let_borrow
from hylla.circulation.actions.routing import Destination, Route
from hylla.circulation.actions.said_returned import (
    end_search,
    find_on_shelf,
    say_returned,
    unsay_returned,
)
from hylla.circulation.actions.sets import (
    LentOfSet,
    SetWish,
    cancel_set,
    gather_oneself,
    lend_set,
    place_set,
    settle_for,
    tell_of_sets,
)
from hylla.circulation.actions.small_debts import let_small_debts_go
from hylla.circulation.actions.suspend import forget_pauses, resume_hold, suspend_hold
from hylla.circulation.actions.taking_in import take_in
from hylla.circulation.actions.taking_up import TakenUp, agree_as_child, decline_as_child, take_up
from hylla.circulation.actions.told_late import return_told_late
from hylla.circulation.actions.undoing import Undone, undo_return
from hylla.circulation.actions.withdraw import withdraw
from hylla.circulation.rules.editions import Editions

__all__ = [
    "Editions",
    "Answer",
    "AtDesk",
    "BankReport",
    "Banked",
    "Batch",
    "Became",
    "Cancelled",
    "Sought",
    "LentOfSet",
    "LiftUntil",
    "SetWish",
    "ask_review",
    "gather_oneself",
    "cancel_set",
    "keep_block",
    "let_borrow",
    "lend_set",
    "place_set",
    "settle_for",
    "tell_of_sets",
    "wait_for",
    "CheckedOut",
    "Damage",
    "ReturnedHere",
    "Undone",
    "claim_damage",
    "return_at_desk",
    "undo_return",
    "Destination",
    "FirstRules",
    "Merged",
    "Placed",
    "Read",
    "Recalled",
    "RenewalAnswer",
    "Renewed",
    "Replayed",
    "Returned",
    "Route",
    "TakenUp",
    "agree",
    "agree_as_child",
    "ask_about_payments",
    "auto_renew",
    "begin_inventory",
    "besides_of",
    "book",
    "book_bank_credits",
    "cancel_invoice",
    "cancel_hold",
    "call_off",
    "change_loan_rule",
    "decide_by_receipt",
    "check_out",
    "conclude",
    "conform_consents",
    "conform_history",
    "declare_lost",
    "decline_as_child",
    "disagree",
    "end_search",
    "end_inventory",
    "expire_shelf",
    "find_on_shelf",
    "forget_entry",
    "forget_history",
    "forget_parting",
    "forget_pauses",
    "invoice_patron",
    "leave",
    "let_small_debts_go",
    "look",
    "merge",
    "merge_again",
    "move_hold",
    "note_seen",
    "note_talking_books",
    "offered",
    "place_hold",
    "forget_replays",
    "recall",
    "replay",
    "remind",
    "send_receipt",
    "remind_of_shelf",
    "renew",
    "renew_all",
    "restore_hold",
    "resume_hold",
    "return_item",
    "return_told_late",
    "return_many",
    "say_returned",
    "send_invoices",
    "set_first_rules",
    "set_loan_rule",
    "settle_claim",
    "Paid",
    "PartPaid",
    "RenewedFor",
    "renew_for_household",
    "settle_collected",
    "settle_for_household",
    "settle_invoice",
    "settle_part_of",
    "start_history",
    "stop_history",
    "suspend_hold",
    "take_in",
    "take_up",
    "unsay_returned",
    "unmerge",
    "withdraw",
]
