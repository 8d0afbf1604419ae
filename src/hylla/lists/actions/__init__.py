"""What patrons do with their lists and interests, and what becomes of these by themselves."""

from hylla.lists.actions.entering import (
    drop_entry,
    move_entry,
    move_to_list,
    note_entry,
    put_on_list,
    put_on_new_list,
)
from hylla.lists.actions.following import conform_lists, follow_title, stop_all_sharing
from hylla.lists.actions.forgetting import delete_again
from hylla.lists.actions.interests import drop_interest, register_interest
from hylla.lists.actions.keeping import (
    delete_list,
    keep_list,
    make_list,
    rename_list,
    share_list,
    stop_sharing,
)
from hylla.lists.actions.publishing import (
    Wording,
    change_public_list,
    delete_public_list,
    make_public_list,
    move_recommended,
    recommend,
    recommend_no_longer,
    say_why,
)

__all__ = [
    "Wording",
    "change_public_list",
    "delete_public_list",
    "make_public_list",
    "move_recommended",
    "recommend",
    "recommend_no_longer",
    "say_why",
    "conform_lists",
    "delete_again",
    "delete_list",
    "drop_entry",
    "drop_interest",
    "follow_title",
    "keep_list",
    "make_list",
    "move_entry",
    "move_to_list",
    "note_entry",
    "put_on_list",
    "put_on_new_list",
    "register_interest",
    "rename_list",
    "share_list",
    "stop_all_sharing",
    "stop_sharing",
]
