"""What changes patrons: registration, their facts, cards, PINs, blocks and family."""

from hylla.patrons.actions.blocks import block, unblock
from hylla.patrons.actions.cards import Replaced, replace_card, report_card_lost
from hylla.patrons.actions.categories import add_category, move_categories
from hylla.patrons.actions.desks import (
    Opened,
    close_at_desk,
    close_idle_desks,
    list_at_desk,
    open_at_desk,
    open_listed,
    still_open,
)
from hylla.patrons.actions.details import change_details, set_protected_address
from hylla.patrons.actions.family import add_guardian, end_guardian
from hylla.patrons.actions.national_ids import remove_national_id, set_national_id
from hylla.patrons.actions.pins import change_pin, set_pin, sign_in, verify_pin
from hylla.patrons.actions.registration import Registered, register
from hylla.patrons.actions.use import remember_use

__all__ = [
    "Opened",
    "Registered",
    "Replaced",
    "add_category",
    "add_guardian",
    "block",
    "change_details",
    "change_pin",
    "close_at_desk",
    "close_idle_desks",
    "end_guardian",
    "list_at_desk",
    "move_categories",
    "open_at_desk",
    "open_listed",
    "register",
    "remember_use",
    "remove_national_id",
    "replace_card",
    "report_card_lost",
    "set_national_id",
    "set_pin",
    "set_protected_address",
    "sign_in",
    "still_open",
    "unblock",
    "verify_pin",
]
