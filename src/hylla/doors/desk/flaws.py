"""What is wrong with a copy, in words, and the form on which it is noted."""

from collections.abc import Mapping
from dataclasses import replace

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hylla.catalogue.rules.conditions import Flaw
from hylla.circulation.queries import ItemState
from hylla.doors.parts.forms import Form
from hylla.doors.parts.page import Said
from hylla.doors.parts.writing import day_text

WORDS: Mapping[Flaw, str | Promise] = {
    Flaw.PAGES_TORN: gettext_lazy("Torn pages"),
    Flaw.PAGES_LOOSE: gettext_lazy("Loose pages"),
    Flaw.PAGES_MISSING: gettext_lazy("Missing pages"),
    Flaw.WRITTEN_IN: gettext_lazy("Written or drawn in"),
    Flaw.STAINED: gettext_lazy("Stains"),
    Flaw.WET: gettext_lazy("Damaged by water"),
    Flaw.COVER_DAMAGED: gettext_lazy("Damaged cover"),
    Flaw.SCRATCHED: gettext_lazy("Scratches"),
    Flaw.PART_MISSING: gettext_lazy("A part is missing"),
    Flaw.CASE_BROKEN: gettext_lazy("Broken case"),
    Flaw.DOES_NOT_WORK: gettext_lazy("Does not work"),
}


class FlawsForm(Form):
    """Ticks only: nobody writes about whoever had it."""

    flaws = forms.MultipleChoiceField(
        label=gettext_lazy("What is wrong with it"),
        choices=list(WORDS.items()),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Take a tick away when it is mended."),
    )


def flaws_text(item: ItemState) -> str:
    """Return what is wrong with a copy and since when, or nothing."""
    said = _("%(flaw)s (since %(day)s)")
    return ", ".join(
        said % {"flaw": WORDS[each.flaw], "day": day_text(each.noted_on)} for each in item.flaws
    )


def with_flaws(said: Said, item: ItemState) -> Said:
    """Add what is known to be wrong with a copy, so that nobody is asked about it later."""
    if not item.flaws:
        return said
    line = _("Noted before: %(flaws)s.") % {"flaws": flaws_text(item)}
    return replace(said, lines=(*said.lines, line))
