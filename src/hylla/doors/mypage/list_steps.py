"""What a button on the page of a list does: with the whole of it, or with one title."""

import uuid
from collections.abc import Callable, Mapping

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hylla.doors.parts.page import Said, good
from hylla.doors.parts.shelves import known_id
from hylla.doors.parts.told import one_line, told
from hylla.lists import actions
from hylla.lists.actions.owning import Owner
from hylla.lists.rules import NOTE_LENGTH

STEPS: Mapping[str, tuple[Callable[[uuid.UUID, Owner], object], object]] = {
    "keep": (
        lambda list_id, owner: actions.keep_list(list_id, owner=owner),
        gettext_lazy("The list stays."),
    ),
    "share": (
        lambda list_id, owner: actions.share_list(list_id, owner=owner),
        gettext_lazy(
            "Whoever has the link below sees the titles of this list, and not whose it is."
        ),
    ),
    "close": (
        lambda list_id, owner: actions.stop_sharing(list_id, person_id=owner.person_id),
        gettext_lazy("The link is closed and opens nothing any more."),
    ),
}
"""What is done with a whole list, and what is said then."""
MOVES = {"up": -1, "down": 1}


def changed(request: HttpRequest, entry_id: uuid.UUID, owner: Owner) -> Said:
    """Do with a title what a button says, and say so.

    :raises Refused: it is gone, or cannot be done.
    """
    step = told(request.POST, "step")
    if step in MOVES:
        actions.move_entry(entry_id, by=MOVES[step], owner=owner)
        return good(_("Moved."))
    if step == "note":
        note = one_line(request.POST.get("note", ""), most=2 * NOTE_LENGTH)
        actions.note_entry(entry_id, note, owner=owner)
        return good(_("The note is saved.") if note else _("The note is deleted."))
    if step == "move":
        actions.move_to_list(entry_id, known_id(told(request.POST, "into")), owner=owner)
        return good(_("The title stands on the other list now."))
    title = actions.drop_entry(entry_id, person_id=owner.person_id, now=owner.now)
    return good(_("%(title)s is off the list.") % {"title": title})
