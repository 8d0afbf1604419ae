"""Many records at once: files taken in by the rules of a profile, looked at first, and undone."""

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
from hylla.catalogue.actions.batches.working import work_on_batches

__all__ = [
    "NewProfile",
    "add_profile",
    "change_profile",
    "drop_batch",
    "drop_profile",
    "forget_old_batches",
    "receive_file",
    "run_batch",
    "undo_batch",
    "work_on_batches",
]
