"""The page that says which key does what, lets the sounds be heard, and how to set a scanner."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hylla.doors.desk.sight import OPENERS
from hylla.doors.desk.worker import desk_page, for_staff
from hylla.library.queries import StaffFacts


@dataclass(frozen=True)
class Key:
    """A key, and what it does."""

    key: str
    does: str | Promise


KEYS = (
    Key("Enter", gettext_lazy("Does what is in the field. On an empty field: next person.")),
    Key("Esc", gettext_lazy("Next person: closes the open patron at once. Elsewhere: back.")),
    Key("F2", gettext_lazy("Back to the field, from anywhere.")),
    Key("F8", gettext_lazy("Sends what is kept after the connection was lost.")),
    Key("?", gettext_lazy("In the empty field: this page.")),
    Key("Alt+1", gettext_lazy("Items are always returned, or lent again to the open patron.")),
    Key("Alt+2", gettext_lazy("Renews all loans of the open patron.")),
    Key("Alt+3", gettext_lazy("Prints the receipt, or the slip for the hold shelf.")),
    Key("Alt+4", gettext_lazy("To the fees, to take a payment.")),
    Key("Alt+5", gettext_lazy("To the form for placing a hold.")),
    Key("Alt+6", gettext_lazy("Looks up an item.")),
    Key("Alt+7", gettext_lazy("Finds a patron without a card.")),
    Key("Alt+8", gettext_lazy("Registers a patron.")),
    Key("Alt+9", gettext_lazy("Sets the refusal aside, where staff may.")),
    Key("Alt+0", gettext_lazy("Undoes the last loan or return, or returns what is out.")),
)
"""What `docs/desk.md` explains; a test compares them."""


@for_staff(OPENERS)
def keys(request: HttpRequest, worker: StaffFacts) -> HttpResponse:
    """Show the keys, the sounds and the scanner's settings."""
    return desk_page(
        request, worker, "desk/help.html", title=_("Keys, sounds and scanners"), keys=KEYS
    )
