"""What refusals about patrons say. None repeats a value, and none tells about anyone else."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hylla.patrons.rules import Code

SENTENCES: Mapping[str, str | Promise] = {
    Code.OWN_RECORD: _("This is your own record. Use My page, as everyone does."),
    Code.COLLEAGUES_RECORD: _("This is a colleague. The record opens with a reason only."),
    Code.FAMILYS_RECORD: _("This is somebody in your family. Let a colleague open the record."),
    Code.GLASS_NEEDS_WORDS: _("Say in a sentence why the record must be opened."),
    Code.GLASS_NOT_OPEN: _("Nothing waits here any more."),
    Code.GLASS_NEEDS_ANOTHER: _("Someone else must say yes to this: not who asked for it."),
    Code.DISCLOSURE_NOT_YOURS: _("Only a privacy officer may decide what is handed out."),
    Code.DISCLOSURE_NEEDS_LAW: _("Name the law on which you decide."),
    Code.DISCLOSURE_NOT_THAT: _("Choose from what was asked for and may be handed out."),
    Code.DISCLOSURE_IN_PART: _(
        "Something that was asked for is not handed out: decide that it is given in part."
    ),
    Code.DISCLOSURE_NOT_READY: _("It is not decided so, or a second person must say yes first."),
    Code.DISCLOSURE_NOT_SILENT: _(
        "Only where the police or a court asks about one person, and with the law that forbids it."
    ),
    Code.DISCLOSURE_OVER: _("This case is decided or closed already."),
    Code.HOLD_NOT_YOURS: _("Only a privacy officer may hold data back."),
    Code.HOLD_NEEDS_LAW: _("Name the law that lets you hold this back."),
    Code.HOLD_NOT_SILENT: _(
        "Only where a court or the police looks into a crime may it be kept from the person, and"
        " only with the law that forbids to tell."
    ),
    Code.HOLD_NOT_THAT: _("Choose data that may be held back."),
    Code.HOLD_END: _("Give a day that is to come, at most 90 days from now."),
    Code.HOLD_OVER: _("There is no such hold any more, or it is over."),
    Code.HOLD_NOT_ASKED: _("Nobody asks about this any more."),
    Code.RESTRICTED: _("Nothing may be done with this data now. Ask the privacy officer."),
    Code.MERGE_SAME: _("This is the same entry. Scan the card of the other one."),
    Code.MERGE_FAMILY: _("One of them is the other's guardian: they are two people."),
    Code.MERGE_BIRTH_DATES: _(
        "They have different birth dates. Correct the one that is wrong first, against a proof."
    ),
    Code.MERGE_NATIONAL_IDS: _(
        "They have different national identity numbers. Correct the one that is wrong first."
    ),
    Code.MERGE_STAFF: _(
        "Both are linked to accounts of staff. Let one of them be unlinked first, on the page for"
        " one's own record."
    ),
    Code.MERGE_OFFICER: _("The privacy officer must look at these two before they become one."),
    Code.MERGE_BOTH_LEAVE: _(
        "Both have asked to leave, and will. To make them one, let one of the requests be taken"
        " back first."
    ),
    Code.MERGE_CHANGED: _("Something has changed meanwhile. Look at both again."),
    Code.MERGE_OVER: _("This cannot be undone any more."),
    Code.NOT_IDENTIFIED: _("Ask for something that shows who it is, and say what was shown."),
    Code.CARD_UNKNOWN: _("Nobody here has this card."),
    Code.NOT_A_FIELD: _("Say what is to be corrected."),
    Code.NO_OBJECTION: _("Nobody can object to this: it rests on the agreement, or on a law."),
    Code.NO_SUCH_REQUEST: _("There is no such request any more, or it is answered."),
    Code.NOT_THEIR_GUARDIAN: _("Only a guardian can ask for a child, until it is of age."),
    Code.NO_SUCH_CONSENT: _("Say which consent is to be taken back."),
    Code.NAME_MISSING: _("A family name is missing."),
    Code.NAME_MALFORMED: _("A name has letters, and at most 100 characters."),
    Code.BIRTH_DATE_MISSING: _("The birth date is missing."),
    Code.BIRTH_DATE_IMPOSSIBLE: _("Nobody alive was born on this day."),
    Code.BIRTH_DATE_DIFFERS: _("The birth date is not that of the national identity number."),
    Code.EMAIL_MALFORMED: _("This is not an e-mail address."),
    Code.PHONE_MALFORMED: _("This is not a telephone number."),
    Code.ADDRESS_INCOMPLETE: _("An address has a street or box, a postcode and a place."),
    Code.POSTCODE_MALFORMED: _("This is not a postcode."),
    Code.COUNTRY_MALFORMED: _("A country is given as two letters, such as NO or SE."),
    Code.ADDRESS_TWICE: _("There is one address of each kind."),
    Code.ADDRESS_NEEDS_END: _("A temporary address has a last day that is not past."),
    Code.ADDRESS_PROTECTED: _("A protected address is not stored here."),
    Code.CHANNEL_NEEDS_EMAIL: _("Messages by e-mail need an e-mail address."),
    Code.CHANNEL_NEEDS_MOBILE: _("Text messages need a mobile telephone number."),
    Code.CHANNEL_NEEDS_ADDRESS: _("Letters need a postal address."),
    Code.CHANNEL_MUST_REACH: _("These messages must reach you: choose a way to send them."),
    Code.BRANCH_UNKNOWN: _("This branch does not exist."),
    Code.CATEGORY_UNKNOWN: _("This kind of patron does not exist."),
    Code.NO_CATEGORY_FOR_AGE: _("The library has no kind of patron for this age."),
    Code.SCHOOL_CLASS_NOT_KEPT: _("A school class is kept at school libraries only."),
    Code.CLASS_NAME_MALFORMED: _("A class has a short name, such as 7B: letters and digits."),
    Code.CLASS_END_WRONG: _("The last day of a class is between today and %(day)s."),
    Code.CLASS_LIST_EMPTY: _("Nobody is on the list. To have no list, end the class."),
    Code.CLASS_LIST_LONG: _("A class has at most %(number)s pupils. Send one class at a time."),
    Code.PUPIL_MALFORMED: _(
        "Line %(number)s: write a card number, or family name; given name; birth date."
    ),
    Code.PUPIL_UNKNOWN: _(
        "Line %(number)s: no patron of this school library has this card, or name and birth date."
    ),
    Code.PUPIL_TWICE: _("Line %(number)s: this pupil stands on the list already."),
    Code.PUPIL_NOT_ONE: _(
        "Line %(number)s: several have this name and birth date. Give the card number."
    ),
    Code.NOT_BY_PATRON: _("This is changed at the library, where you show who you are."),
    Code.NATIONAL_ID_NOT_KEPT: _("This library does not keep national identity numbers."),
    Code.NATIONAL_ID_TAKEN: _(
        "This national identity number is registered already. Please ask at the desk."
    ),
    Code.NATIONAL_ID_EMPTY: _("The national identity number is empty."),
    Code.NATIONAL_ID_NOT_DIGITS: _("A national identity number has digits only."),
    Code.NATIONAL_ID_LENGTH: _("The national identity number has too few or too many digits."),
    Code.NATIONAL_ID_SEPARATOR: _("The sign in the national identity number is out of place."),
    Code.NATIONAL_ID_DATE: _("The national identity number holds a date that does not exist."),
    Code.NATIONAL_ID_IN_FUTURE: _("The national identity number holds a date to come."),
    Code.NATIONAL_ID_SERIAL: _("The last four digits of the national identity number are wrong."),
    Code.NATIONAL_ID_FIRST_CHECK_DIGIT: _(
        "The first check digit of the national identity number is wrong."
    ),
    Code.NATIONAL_ID_SECOND_CHECK_DIGIT: _(
        "The second check digit of the national identity number is wrong."
    ),
    Code.NATIONAL_ID_LUHN: _("The check digit of the national identity number is wrong."),
    Code.GUARDIAN_MISSING: _("A child gets a card together with a guardian."),
    Code.GUARDIAN_UNKNOWN: _("This guardian is not known here."),
    Code.GUARDIAN_NOT_ADULT: _("A guardian is of age."),
    Code.GUARDIAN_UNREACHABLE: _("A guardian has an address, a telephone number or an e-mail."),
    Code.GUARDIAN_IS_CHILD_ITSELF: _("Nobody is their own guardian."),
    Code.GUARDIANS_NOT_KEPT: _("This library does not keep guardians."),
    Code.NOT_A_CHILD: _("An adult has no guardian here."),
    Code.CARD_NUMBER_MALFORMED: _("This is not the number of a library card."),
    Code.CARD_NUMBER_TAKEN: _("This card is in use already."),
    Code.CARD_NEEDS_NATIONAL_ID: _("A national card needs a national identity number."),
    Code.NO_ACTIVE_CARD: _("There is no card in use."),
    Code.CARD_LOST: _("This card has been reported lost."),
    Code.CARD_REPLACED: _("This card has been replaced by a new one."),
    Code.CARD_ENDED: _("This card is no longer in use."),
    Code.PIN_LENGTH: _("A PIN has 4 to 8 digits."),
    Code.PIN_TOO_PLAIN: _("This PIN is too easy to guess."),
    Code.PIN_IS_BIRTH_YEAR: _("A PIN is not the year of birth."),
    Code.PIN_LOCKED: _("Locked for 15 minutes after five wrong attempts."),
    Code.SIGN_IN_WRONG: _("The number or name, or the PIN or password, is wrong."),
    Code.USER_NAME_MALFORMED: _(
        "A user name has 3 to 30 letters, digits, dots or hyphens, begins with a letter, and does"
        " not look like a card number."
    ),
    Code.USER_NAME_UNAVAILABLE: _("This user name is not available. Choose another."),
    Code.PASSWORD_WEAK: _(
        "A password has at least 12 characters beside your user name, and five different ones."
    ),
    Code.NOTHING_LEFT: _("Without a password you need a PIN. Choose one first."),
    Code.SEARCH_TOO_WIDE: _(
        "Give a name and one thing more: birth date, postcode, telephone, e-mail or card number."
    ),
}
