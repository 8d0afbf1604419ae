"""What refusals of the outreach service say."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hylla.outreach.rules import Code

SENTENCES: Mapping[str, str | Promise] = {
    Code.NOT_OFFERED: _("This library has no outreach service."),
    Code.RUNS: _("There is an agreement already. End it first to make another."),
    Code.NO_ROUND: _("There is no such round. Choose one, or make it first."),
    Code.NOT_YOURS: _("This round is somebody else's, or the agreement has ended."),
    Code.END_PAST: _("The last day is past. Choose a day to come, or none."),
    Code.TAKEN: _("Somebody answers for this round. They let it go before you can take it."),
    Code.NAME_TAKEN: _("There is a round of this name. Choose another."),
    Code.HAS_STOPS: _("Somebody is on this round. End their agreements first."),
    Code.NO_CARD: _("The patron has no card that is valid. Replace the card first."),
    Code.WISH_EMPTY: _("Write what is wished for, in a few words."),
}
