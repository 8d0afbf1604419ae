"""What the no about lists and interests says to a person."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hylla.lists.rules import Code

SENTENCES: Mapping[str, str | Promise] = {
    Code.NOT_OFFERED: _("This library keeps no lists for patrons."),
    Code.LEAVING: _(
        "You have asked to leave, or that nothing is done with your data: nothing is put on a list."
    ),
    Code.UNKNOWN_TITLE: _("This title is not in the catalogue any more."),
    Code.LIST_GONE: _("This list is gone. Look at your lists again."),
    Code.ENTRY_GONE: _("This title is not on the list any more. Look at the list again."),
    Code.NAME_MISSING: _("Give the list a name."),
    Code.NAME_TOO_LONG: _("The name of a list has no more than %(number)s characters."),
    Code.NAME_TAKEN: _("There is a list of this name. Choose another name."),
    Code.READY_LIST: _("The reading list keeps its name. Make a list of your own for another."),
    Code.TOO_MANY_LISTS: _("You have %(number)s lists, which is as many as there can be."),
    Code.LIST_FULL: _("The list has %(number)s titles and is full. Put it on another list."),
    Code.ABOUT_TOO_LONG: _("What the list says of itself has no more than %(number)s characters."),
    Code.NOTE_TOO_LONG: _("A note has no more than %(number)s characters. Make it shorter."),
    Code.NO_INTERESTS: _("This library keeps no interests of patrons."),
    Code.TOPIC_MISSING: _("Write what you are interested in."),
    Code.TOPIC_TOO_LONG: _("A topic has no more than %(number)s characters."),
    Code.TOO_MANY_INTERESTS: _(
        "You have %(number)s interests, which is as many as there can be. Remove one first."
    ),
}
