"""Ask for things elsewhere, follow them until they are back, and lend ours to other libraries."""

from hylla.interlibrary.actions.arriving import confirm, give_time, receive, send_back, tidy
from hylla.interlibrary.actions.buying import arrive, buy
from hylla.interlibrary.actions.lending import (
    add_partner,
    change_partner,
    consign,
    end_consignment,
    remind_partners,
    remove_partner,
    send_out,
)
from hylla.interlibrary.actions.mailing import write_to_partners
from hylla.interlibrary.actions.ordering import announce, note_name, order, refused_there
from hylla.interlibrary.actions.tasks import note_done
from hylla.interlibrary.actions.unheard import ask_again, close_unheard, settle_closed
from hylla.interlibrary.actions.wishing import approve, decline, take_back_wish, wish

__all__ = [
    "add_partner",
    "announce",
    "ask_again",
    "change_partner",
    "close_unheard",
    "remove_partner",
    "settle_closed",
    "approve",
    "arrive",
    "buy",
    "confirm",
    "consign",
    "decline",
    "end_consignment",
    "give_time",
    "note_done",
    "note_name",
    "order",
    "receive",
    "refused_there",
    "remind_partners",
    "send_back",
    "send_out",
    "take_back_wish",
    "tidy",
    "wish",
    "write_to_partners",
]
