"""A change of many titles, looked at, for the pages of cataloguers."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from hylla.catalogue.actions.batches import (
    add_rule,
    add_rule_set,
    prepare_changes,
    work_on_batches,
)
from hylla.catalogue.queries.choosing import Choosing
from hylla.catalogue.rules.change_rules import Do, Rule


def changed(now: datetime) -> Mapping[str, Mapping[str, Any]]:
    """Write rules, choose titles, and let the worker look."""
    rules = add_rule_set("Emner")
    add_rule(rules, Rule(Do.ADD_FIELD, "655", "#", "7", text="$a Bøker $2 ntsf"))
    add_rule(rules, Rule(Do.REPLACE_TEXT, "245", find="Fjell", text="Berg", language="nob"))
    number = prepare_changes(rules, Choosing(kind="book"), now=now)
    while work_on_batches(now=now, on=now.date()):
        pass
    return {
        "cataloguing:rule_set": {"number": rules},
        "cataloguing:add_rule": {"number": rules, "do": Do.SET_PART.value},
        "cataloguing:change": {"number": number},
        "cataloguing:change_row": {"number": number, "place": 1},
    }
