"""What changes the catalogue: titles and copies added, changed, withdrawn, and read from files."""

from hylla.catalogue.actions.adding import NewTitle, add_record, add_titles
from hylla.catalogue.actions.conditions import note_flaws
from hylla.catalogue.actions.covers import remove_cover, set_cover
from hylla.catalogue.actions.import_marc import import_marc, importing
from hylla.catalogue.actions.items import (
    add_collection,
    add_item,
    add_item_type,
    add_usual_item_types,
    change_item,
    file_item,
    withdraw_item,
)
from hylla.catalogue.actions.report import ImportReport, Skipped
from hylla.catalogue.actions.stamping import stamp_gone

__all__ = [
    "remove_cover",
    "set_cover",
    "ImportReport",
    "NewTitle",
    "Skipped",
    "add_collection",
    "add_item",
    "add_item_type",
    "add_record",
    "add_titles",
    "add_usual_item_types",
    "change_item",
    "file_item",
    "import_marc",
    "importing",
    "note_flaws",
    "stamp_gone",
    "withdraw_item",
]
