"""What the library's own refusals say."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hylla.library.rules import Code

SENTENCES: Mapping[str, str | Promise] = {
    Code.BRANCH_CODE_TAKEN: _("There is a branch with this code already."),
    Code.DISTANCE_WRONG: _("A way takes from 1 to %(number)s minutes. Leave it empty if unsure."),
    Code.BRANCH_UNKNOWN: _("This branch does not exist."),
    Code.HOURS_ORDER: _("A branch opens before it closes."),
    Code.HOURS_OVERLAP: _("Two of the opening hours overlap."),
    Code.HOURS_WEEKDAY: _("A week has seven days."),
    Code.USERNAME_MALFORMED: _(
        "A user name has 2 to 50 small letters, digits, dots or hyphens, and no spaces."
    ),
    Code.USERNAME_TAKEN: _("This user name is taken."),
    Code.PASSWORD_WEAK: _(
        "A password has at least 12 characters beside the user name, and five different ones."
    ),
    Code.ROLE_MISSING: _("A member of staff has at least one role."),
    Code.LAST_ADMINISTRATOR: _(
        "Nobody else is administrator. Make a colleague administrator first."
    ),
    Code.NOT_STAFF: _("Nobody of that name works here."),
    Code.CHARSET_UNKNOWN: _("This character set is not known."),
    Code.FIRST_RUN_UNFINISHED: _("A step of the guide is not done yet."),
    Code.STAFF_WRONG: _("The user name or the password is wrong."),
    Code.STAFF_LOCKED: _("Locked for 15 minutes after five wrong attempts."),
    Code.SECOND_WRONG: _("This code is wrong, or was used already. Wait for the next one."),
    Code.SECOND_LOCKED: _("Locked for 15 minutes after five wrong codes."),
    Code.NOT_TO_CONFIRM: _("Nobody confirms this sentence: the program looks for itself."),
    Code.CONFIRMED_BY_ANOTHER: _("Another role confirms this sentence."),
    Code.CONFIRMED_WITHOUT_LOOKING: _("Say in a few words what you looked at."),
    Code.DRAFT_CHANGED: _("The draft was changed or dropped since. Look at it again."),
    Code.POLICY_NOT_YOURS: _(
        "Only a privacy officer or an administrator may say yes to another policy."
    ),
    Code.INCIDENT_OVER: _("There is no such incident any more, or it is closed."),
    Code.INCIDENT_NOT_YOURS: _("Only a privacy officer or an administrator may do this."),
    Code.AFFECTED_NEEDS_TWO: _("Two people must say yes before the list is shown."),
    Code.REMOVAL_NOT_HELD: _("No removal of that name waits."),
    Code.REMOVAL_NOT_YOURS: _(
        "Only a privacy officer or an administrator may say that a removal is right."
    ),
    Code.LAST_FACTOR: _("This is your last second factor. Add another before you remove it."),
    Code.PASSKEY_WRONG: _("This passkey does not work here, or took too long. Try again."),
    Code.PASSKEY_TOO_MANY: _("There are ten passkeys already. Remove one first."),
    Code.STAFF_BACK_WRONG: _("The PIN or the password is wrong."),
    Code.STAFF_CARD_WRONG: _("The card or the PIN is wrong."),
    Code.STAFF_CARD_LOCKED: _("Locked for 15 minutes after five wrong attempts."),
    Code.STAFF_CARD_UNFIT: _("This card cannot be used. Take another."),
    Code.STAFF_PIN_WEAK: _("A PIN has 6 to 8 digits, not all alike and not in a row."),
    Code.UNDERTAKING_MISSING: _("Nobody logs in before they have signed the duty of secrecy."),
}
