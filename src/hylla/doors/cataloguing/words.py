"""What is said of records on their way in: what becomes of them, and why."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hylla.catalogue.rules.batches import Fate, Part, RowState, Stage
from hylla.catalogue.rules.codes import Code, CoverWent, LeftOut, NotUndone
from hylla.doors.parts.saying import say
from hylla.formats.marc import Doubt, Reason
from hylla.formats.marc.checking import Problem
from hylla.formats.marc.faults import Fault
from hylla.library.refusals import Reason as Refusal

Words = Mapping[str, str | Promise]

STAGES: Words = {
    Stage.READING: _("is being read"),
    Stage.READY: _("waits for your yes"),
    Stage.RUNNING: _("is being done"),
    Stage.DONE: _("done"),
    Stage.UNDOING: _("is being undone"),
    Stage.UNDONE: _("undone"),
    Stage.FAILED: _("could not be read"),
}
TONES: Mapping[str, str] = {
    Stage.READY: "notice",
    Stage.DONE: "good",
    Stage.FAILED: "bad",
}
TO_COME: Words = {
    Fate.ADD: _("New titles"),
    Fate.CHANGE: _("Titles that change"),
    Fate.SAME: _("Nothing new in them"),
    Fate.SKIP: _("Left out by the rules"),
    Fate.REFUSE: _("Refused"),
}
OF_TWO: Mapping[int, str | Promise] = {
    Part.STAYS: _("has stayed"),
    Part.GOES: _("has become part of the other"),
}
OF_ONE: Words = {
    Fate.ADD: _("is added"),
    Fate.CHANGE: _("changes"),
    Fate.SAME: _("has nothing new"),
    Fate.SKIP: _("is left out"),
    Fate.REFUSE: _("is refused"),
}
WHY: Words = {
    Reason.UNREADABLE_FILE: _("The file cannot be read to its end."),
    Reason.EMPTY_FILE: _("The file is empty."),
    Reason.NOT_MARC: _("This is not MARC."),
    Reason.UNSAFE_XML: _("It has entities, which are never expanded."),
    Reason.MALFORMED_XML: _("It is not well-formed XML."),
    Reason.TRUNCATED: _("It is cut off."),
    Reason.TOO_LONG: _("It is too long."),
    Reason.BAD_LEADER: _("It has no right leader."),
    Reason.BAD_DIRECTORY: _("It has no right directory."),
    Reason.NO_FIELDS: _("It has no fields."),
    LeftOut.NOT_BIBLIOGRAPHIC: _(
        "It describes no title, but an authority or a copy. Authorities come in by"
        " ./hylla import marc."
    ),
    LeftOut.NO_TITLE: _("It has no title."),
    LeftOut.MERGED_AUTHORITY: _("It is of an authority that became part of another."),
    LeftOut.NO_HEADING: _("It is an authority without a heading (1XX)."),
    LeftOut.REPEATED_NUMBER: _("An earlier record of the file has the same number."),
    LeftOut.OLDER: _("It is older than the one that is here."),
    LeftOut.HERE_ALREADY: _("The title is here already."),
    LeftOut.NOT_HERE: _("The title is not here."),
    LeftOut.NUMBER_TAKEN: _("A title with its number is here, and the profile adds only."),
    LeftOut.SEVERAL: _("It may be of several titles that are here. Merge them first."),
    Code.AUTHORITY_CHANGED_MEANWHILE: _("The authority was changed after this was shown."),
    NotUndone.CHANGED_SINCE: _("It was changed since."),
    NotUndone.GONE_SINCE: _("It was deleted since."),
    NotUndone.IN_USE: _("It has copies or holds by now."),
    NotUndone.MERGED_SINCE: _("It has become part of another since. Undo that first."),
    NotUndone.BACK_SINCE: _("The title that went is here again already."),
    Problem.TITLE_MISSING: _("It would be without a title."),
    Problem.TAG_UNFIT: _("It would have a field whose number is none."),
    Problem.CODE_UNFIT: _("It would have a part whose code is none."),
    Code.FIELD_TWICE: _("It would have a field twice that stands once only."),
    Code.MAIN_ENTRY_TWICE: _("It would have two main entries."),
}
REMARKS: Words = {
    Doubt.SAID_UTF8_WAS_MARC8: _("called UTF-8, read as MARC-8"),
    Doubt.SAID_UTF8_WAS_LATIN1: _("called UTF-8, read as ISO 8859-1"),
    Doubt.SAID_UTF8_WAS_CP850: _("called UTF-8, read as code page 850"),
    Doubt.SAID_MARC8_WAS_UTF8: _("called MARC-8, read as UTF-8"),
    Doubt.SAID_MARC8_WAS_LATIN1: _("called MARC-8, read as ISO 8859-1"),
    Doubt.SAID_MARC8_WAS_CP850: _("called MARC-8, read as code page 850"),
    Doubt.CHARACTERS_REPLACED: _("some characters could not be read"),
    Doubt.WRONG_LEADER: _("the leader was mended"),
    Doubt.WRONG_LENGTH: _("the length told was wrong"),
    Doubt.WRONG_BASE_ADDRESS: _("the address of the fields was wrong"),
    Doubt.WRONG_DIRECTORY: _("the directory was mended"),
    Doubt.WRONG_INDICATORS: _("indicators were mended"),
    Doubt.NO_TERMINATOR: _("the end of the record was missing"),
    Fault.ODD_TAG: _("a tag was cut to three characters"),
    Fault.ODD_CODE: _("a subfield code was cut to one character"),
    Fault.ODD_LEADER: _("letters that cannot stand in the leader were left out"),
    Fault.NO_SUBFIELDS: _("indicators of a field without subfields were left out"),
    Problem.CODE_UNKNOWN: _("a part that the format does not have there"),
    Problem.FIRST_UNKNOWN: _("a first indicator that the format does not have there"),
    Problem.SECOND_UNKNOWN: _("a second indicator that the format does not have there"),
    Problem.NOT_REPEATED: _("a field that should stand once only"),
    Problem.ISBN_WRONG: _("a wrong ISBN"),
    Problem.ISSN_WRONG: _("a wrong ISSN"),
    Problem.LANGUAGE_WRONG: _("a language that is no code of three letters"),
    CoverWent.ALONG: _("its cover came along"),
    CoverWent.LOST: _("its own cover was deleted"),
}
STATES: Words = {
    RowState.WAITS: _("waits"),
    RowState.DONE: _("done"),
    RowState.UNDONE: _("undone"),
    RowState.LEFT: _("left as it is"),
}


def why_text(code: str) -> str:
    """Return why a record is not taken, or not undone."""
    if not code or code in WHY:
        return str(WHY.get(code, ""))
    return say(Refusal(code))


def remark_text(code: str) -> str:
    """Return what was guessed, mended or cut."""
    return str(REMARKS.get(code, code))
