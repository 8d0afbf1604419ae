"""What the no about ratings and reviews says to a person."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hylla.reviews.rules import Code

SENTENCES: Mapping[str, str | Promise] = {
    Code.NOT_OFFERED: _("This library has no ratings and reviews."),
    Code.TOO_YOUNG: _("You can rate and review from the age of %(number)s."),
    Code.AGE_UNKNOWN: _(
        "We do not know your birth date, and reviews have an age limit of %(number)s. Ask in the"
        " library."
    ),
    Code.LEAVING: _(
        "You have asked to leave, or that nothing is done with your data: nothing is published."
    ),
    Code.UNKNOWN_TITLE: _("This title is not in the catalogue any more."),
    Code.NOTHING_SAID: _("Choose how many stars you give it, or write a review."),
    Code.STARS_WRONG: _("Give one to five stars."),
    Code.TOO_SHORT: _("A review has at least %(number)s characters. Write a little more."),
    Code.TOO_LONG: _("A review has no more than %(number)s characters. Make it shorter."),
    Code.NAMES_SOMEBODY: _(
        "There is an e-mail address or a long number in it, by which somebody could be reached."
        " Leave it out: everybody reads a review."
    ),
    Code.LANGUAGE_UNKNOWN: _("Say in which language it is written."),
    Code.NAME_MISSING: _("Choose a user name: your ratings and reviews stand under it."),
    Code.NAME_MALFORMED: _(
        "A user name has 3 to 30 letters and digits; spaces, dots and hyphens may stand between."
    ),
    Code.NAME_MIXED: _("Use letters of one alphabet only."),
    Code.NAME_LIKE_A_NUMBER: _(
        "This looks like a card, a telephone number or a birth date. Use no more than four digits."
    ),
    Code.NAME_RESERVED: _("This could be taken for somebody who works here. Choose another."),
    Code.NAME_IS_YOURS: _(
        "This tells who you are: it has your name, or something you log in with. Everybody reads"
        " it, so choose another."
    ),
    Code.NAME_TAKEN: _("Somebody else has this user name. Choose another."),
    Code.GONE: _("This review is gone, or was written anew. Look at the list again."),
    Code.OWN: _("You have written this yourself. A colleague reads it."),
}
