"""What the catalogue's no says to a person."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hylla.catalogue.rules.change_rules import Fault
from hylla.catalogue.rules.codes import Code

SENTENCES: Mapping[str, str | Promise] = {
    Code.TITLE_MISSING: _("A record needs a title."),
    Code.RECORD_NUMBER_TAKEN: _("There is a record with this number already."),
    Code.RECORD_UNKNOWN: _("This title is not in the catalogue."),
    Code.COVER_TOO_LARGE: _(
        "This picture is too large. Send one of up to 10 MB and 50 megapixels."
    ),
    Code.COVER_TOO_SMALL: _("This picture is too small. It needs 60 pixels each way, or more."),
    Code.COVER_NOT_A_PICTURE: _("This is no picture that can be read. Send a JPEG, PNG or WebP."),
    Code.BARCODE_UNFIT: _("A barcode has up to 30 letters and digits, without spaces."),
    Code.BARCODE_TAKEN: _("Another copy has this barcode."),
    Code.BARCODE_UNKNOWN: _("No copy has this barcode."),
    Code.ITEM_TYPE_UNFIT: _("A kind of item needs a name, and a code of small letters."),
    Code.ITEM_TYPE_TAKEN: _("There is a kind of item with this code already."),
    Code.ITEM_TYPE_UNKNOWN: _("This kind of item is not known here."),
    Code.COLLECTION_UNFIT: _("A collection needs a name, and a code of small letters."),
    Code.COLLECTION_TAKEN: _("There is a collection with this code already."),
    Code.COLLECTION_UNKNOWN: _("This collection is not known here."),
    Code.BRANCH_UNKNOWN: _("This branch does not exist."),
    Code.PROFILE_UNKNOWN: _("This import profile does not exist. Choose another."),
    Code.PROFILE_NAME_TAKEN: _("Another import profile has this name."),
    Code.PROFILE_IN_USE: _("A file waits for this profile. Run it, or throw it away, first."),
    Code.KEEP_RULE_UNFIT: _(
        "Line %(number)s is no rule. Write a tag such as 9XX, 650$9 or 650$2=own, if need be"
        " with a plus behind it."
    ),
    Code.FILE_EMPTY: _("This file is empty. Choose another."),
    Code.FILE_TOO_LARGE: _(
        "This file has more than %(number)s million bytes. Send it in parts, or let whoever runs"
        " the library's machine read it with ./hylla import."
    ),
    Code.SAME_TITLE: _("Choose two titles."),
    Code.FIELD_TWICE: _("A record has field %(number)s only once. Keep the one or take the other."),
    Code.MAIN_ENTRY_TWICE: _(
        "A record has only one main entry (100, 110, 111 or 130). Keep the one or take the other."
    ),
    Code.TITLES_CHANGED: _("One of the titles has changed meanwhile. Compare them again."),
    Code.TITLE_HELD: _("Something else still needs the title that goes. It stays for now."),
    Code.WORK_OTHER_KIND: _(
        "A work is in books and audiobooks, or in one kind of material. Choose titles of these."
    ),
    Code.EDITION_ALONE: _("This title stands alone already."),
    Code.BATCH_UNKNOWN: _("This is no longer here."),
    Code.BATCH_ELSEWHERE: _("Something else was done with this meanwhile. Look at it again."),
    Code.CHANGE_MISSING: _("Say what is to change."),
    Code.NOTHING_CHOSEN: _("Say which are meant: fill in at least one line."),
    Code.NOTHING_FOUND: _("Nothing in the catalogue is like this. Look at what you filled in."),
    Code.TOO_MANY_CHOSEN: _(
        "More than %(number)s are meant. Choose fewer, for example a branch at a time."
    ),
    Code.RULES_MISSING: _("These rules are empty. Add a rule to them first."),
    Code.RULES_UNKNOWN: _("These rules do not exist any more. Choose others."),
    Code.RULES_NAME_TAKEN: _("Other rules have this name."),
    Code.RULES_CHANGED: _("The rules were changed meanwhile. Look at them again."),
    Code.TOO_MANY_RULES: _("There can be %(number)s rules under one name."),
    Fault.TAG: _("A field is three digits from 010, such as 650; X is any digit, as in 6XX."),
    Fault.CODE: _("A part is a small letter or a digit, without $."),
    Fault.INDICATOR: _("An indicator is a digit, a small letter, or # for a blank."),
    Fault.FIELD: _("Write the field with its parts, such as: $a Roman $2 ntsf"),
    Fault.FIND: _("Write the text that is looked for."),
    Fault.TEXT: _("Write the text, without control characters."),
    Fault.TO_TAG: _("The other field is three digits from 010, such as 650."),
    Fault.TO_CODE: _("Say which part it becomes: a small letter or a digit."),
    Fault.SAME_PLACE: _("It stands there already. Choose another field or part."),
    Fault.FIXED: _("This place of 008 cannot say this."),
    Fault.LANGUAGE: _("A language is three small letters, such as nob."),
    Fault.WHERE: _("Say which part, a small letter or a digit, and what it says."),
    Fault.ONLY: _("Say which field, three digits with X for any, and if need be which part."),
    Code.BATCH_TOO_OLD: _("This can no longer be undone: it is more than %(number)s days ago."),
    Code.RECORD_CHANGED_MEANWHILE: _(
        "Somebody else changed this record after you opened it. Nothing of yours is lost: see what"
        " they changed, and save yours over it if it is right."
    ),
    Code.RECORD_HAS_COPIES: _(
        "This title has copies, if only withdrawn ones. It cannot be deleted."
    ),
    Code.RECORD_IN_USE: _("Somebody waits for this title, or has borrowed it. It stays."),
    Code.VERSION_UNKNOWN: _("This version is no longer kept."),
    Code.SAME_AUTHORITY: _("Choose two authorities."),
    Code.AUTHORITY_UNKNOWN: _("This authority is no longer here."),
    Code.AUTHORITY_CHANGED_MEANWHILE: _(
        "Somebody else changed this authority after you opened it. Look at it again, and write"
        " yours over it if it is right."
    ),
    Code.AUTHORITY_HAS_TITLES: _(
        "%(number)s titles are under this authority. Put them under another first, or let it stay."
    ),
    Code.AUTHORITY_OTHER_KIND: _(
        "An authority with titles stays what it is: a person, a body or a subject. Write a new one"
        " for the other, and put the titles under it."
    ),
    Code.HEADING_MISSING: _("An authority needs a heading: a field between 100 and 155."),
    Code.HEADING_TAKEN: _(
        "There is an authority with this heading already: number %(number)s. Add a year or"
        " something else that tells them apart, or use that one."
    ),
}
