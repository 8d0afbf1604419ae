"""Many records at once: files taken in by the rules of a profile, looked at first, and undone."""

from hylla.catalogue.actions.batches.changing import prepare_changes
from hylla.catalogue.actions.batches.profiles import (
    NewProfile,
    add_profile,
    change_profile,
    drop_profile,
)
from hylla.catalogue.actions.batches.receiving import (
    drop_batch,
    forget_old_batches,
    receive_file,
    run_batch,
    undo_batch,
)
from hylla.catalogue.actions.batches.rule_sets import (
    add_rule,
    add_rule_set,
    drop_rule,
    drop_rule_set,
    raise_rule,
)
from hylla.catalogue.actions.batches.working import work_on_batches

__all__ = [
    "NewProfile",
    "add_profile",
    "add_rule",
    "add_rule_set",
    "change_profile",
    "drop_batch",
    "drop_profile",
    "drop_rule",
    "drop_rule_set",
    "forget_old_batches",
    "prepare_changes",
    "raise_rule",
    "receive_file",
    "run_batch",
    "undo_batch",
    "work_on_batches",
]
