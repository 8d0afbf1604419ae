"""A change of many titles, and one that took another in, for the pages of cataloguers."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from hylla.catalogue.actions.batches import (
    add_rule,
    add_rule_set,
    prepare_changes,
    work_on_batches,
)
from hylla.catalogue.actions.merging import Merge
from hylla.catalogue.queries.choosing import Choosing
from hylla.catalogue.queries.duplicates import side_by_side
from hylla.catalogue.rules.change_rules import Do, Rule
from hylla.circulation.actions.merging_titles import merge_titles
from hylla.library.queries import policy_in_force
from tests.doors.town import Town


def made_one(town: Town, now: datetime) -> Mapping[str, Mapping[str, Any]]:
    """Let one title become part of another, which can be undone."""
    stays, goes = town.item("Havblikk").record, town.item("Havblikk ved fyret").record
    pair = side_by_side(stays.pk, goes.pk)
    assert pair is not None
    merge = Merge(stays.pk, goes.pk, pair.version)
    number = merge_titles(merge, now=now, policy=policy_in_force())
    return {
        "cataloguing:merged": {"number": number},
        "cataloguing:merged_row": {"number": number, "place": 2},
    }


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
