"""What is wrong or odd in a record, and what to do about it."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hylla.catalogue.rules.versions import Why
from hylla.formats.marc.checking import Found, Problem

_PROBLEMS: Mapping[str, str | Promise] = {
    Problem.TITLE_MISSING: _("A record needs a title: write it in 245 a."),
    Problem.HEADING_MISSING: _("An authority needs a heading: a field between 100 and 155."),
    Problem.HEADING_AGAIN: _(
        "%(tag)s: an authority has one heading. Write other forms in 4XX, what is related in 5XX."
    ),
    Problem.TAG_UNFIT: _("%(tag)s is no field: its number has three digits."),
    Problem.CODE_UNFIT: _(
        "%(tag)s: a part is marked with a small letter or a digit, not %(said)s."
    ),
    Problem.CODE_UNKNOWN: _("%(tag)s: the format has no part %(said)s there."),
    Problem.FIRST_UNKNOWN: _("%(tag)s: the format has no first indicator %(said)s there."),
    Problem.SECOND_UNKNOWN: _("%(tag)s: the format has no second indicator %(said)s there."),
    Problem.NOT_REPEATED: _("%(tag)s may stand once only."),
    Problem.ISBN_WRONG: _(
        "%(tag)s: %(said)s is no right ISBN. Look again; if it is printed like that, write it in z."
    ),
    Problem.ISSN_WRONG: _(
        "%(tag)s: %(said)s is no right ISSN. Look again; if it is printed like that, write it in y."
    ),
    Problem.LANGUAGE_WRONG: _(
        "%(tag)s: a language is three small letters such as nob, nno or swe, not %(said)s."
    ),
}
WHY: Mapping[str, str | Promise] = {
    Why.EDITED: _("Changed here"),
    Why.IMPORTED: _("Import"),
    Why.UNDONE: _("Undone"),
    Why.RESTORED: _("Earlier version brought back"),
    Why.DELETED: _("Deleted"),
    Why.BATCH: _("Changed with many others"),
    Why.MERGED: _("Merged with another"),
    Why.HEADING: _("Heading of its authority changed"),
}


def problem_text(found: Found) -> str:
    """Return a problem with the field it is in and what to do."""
    said = found.said if found.said.strip() else "#"
    return _PROBLEMS[found.problem] % {"tag": found.tag, "said": said}
