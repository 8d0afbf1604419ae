"""The outbox: putting messages in, sending them, printing the rest."""

from hylla.messages.actions.answers import tell_answers
from hylla.messages.actions.applicants import write_to_applicants
from hylla.messages.actions.bounces import note_bounce
from hylla.messages.actions.cards import warn_of_cards
from hylla.messages.actions.delivery import (
    Delivered,
    deliver_due,
    letter_printed,
    post_instead,
    silent_until,
)
from hylla.messages.actions.inactivity import warn_inactive
from hylla.messages.actions.lifting import LiftedAs, announce_lift, lift_when_told
from hylla.messages.actions.outbox import enqueue, take_back_message
from hylla.messages.actions.phones import (
    heard_of,
    turn_off,
    turn_off_all,
    turn_off_at,
    turn_off_unoffered,
    turn_on,
)
from hylla.messages.actions.push import shown_on_phone
from hylla.messages.actions.receipts import take_receipt
from hylla.messages.actions.texts import sms_of

__all__ = [
    "Delivered",
    "LiftedAs",
    "announce_lift",
    "deliver_due",
    "enqueue",
    "heard_of",
    "letter_printed",
    "lift_when_told",
    "note_bounce",
    "post_instead",
    "shown_on_phone",
    "silent_until",
    "sms_of",
    "take_back_message",
    "take_receipt",
    "tell_answers",
    "turn_off",
    "turn_off_all",
    "turn_off_at",
    "turn_off_unoffered",
    "turn_on",
    "warn_inactive",
    "warn_of_cards",
    "write_to_applicants",
]
