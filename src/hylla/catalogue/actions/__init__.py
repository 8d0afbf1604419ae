"""What changes the catalogue: titles and copies added, changed, withdrawn, and read from files."""

from hylla.catalogue.actions.adding import NewTitle, add_record, add_titles
from hylla.catalogue.actions.items import (
    add_item,
    add_item_type,
    add_usual_item_types,
    change_item,
    withdraw_item,
)

__all__ = [
    "NewTitle",
    "add_item",
    "add_item_type",
    "add_record",
    "add_titles",
    "add_usual_item_types",
    "change_item",
    "withdraw_item",
]
