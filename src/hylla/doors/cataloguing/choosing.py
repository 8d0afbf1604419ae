"""What titles or copies are chosen by, on a form and in an address."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from hylla.catalogue.queries.batches import batches, rule_sets
from hylla.catalogue.queries.choosing import Choosing, ListedAs
from hylla.catalogue.rules.batches import BatchKind, Stage
from hylla.catalogue.rules.copies import ITEM_TYPES
from hylla.doors.parts.contact import branch_choices
from hylla.doors.parts.forms import Form, line
from hylla.doors.parts.groups import Group, grouped
from hylla.doors.parts.kinds import kind_text

MOST_LETTERS = 1_500_000
"""Of a list: fifty thousand barcodes."""
REFUSALS = {"rules_unknown": "rules", "rules_missing": "rules"}
_LISTED_AS = [
    (ListedAs.BARCODES.value, _("Barcodes")),
    (ListedAs.ISBNS.value, _("ISBNs")),
    (ListedAs.NUMBERS.value, _("Numbers of titles, or their addresses")),
]


def any_of(choices: Any) -> list[tuple[Any, Any]]:
    """Return choices behind one that leaves it open."""
    return [("", _("Any")), *choices]


def _imports() -> list[tuple[Any, Any]]:
    done = (each for each in batches(BatchKind.IMPORT) if each.stage is Stage.DONE)
    return any_of((each.id, each.name) for each in done)


def listed_field(label: Any, **options: Any) -> forms.CharField:
    """Return a field for a list, a number a line."""
    area = forms.Textarea(attrs={"rows": 6, "spellcheck": "false", "autocomplete": "off"})
    return forms.CharField(
        label=label, required=False, max_length=MOST_LETTERS, widget=area, **options
    )


def file_field() -> forms.FileField:
    """Return a field for a list as a file of text."""
    return forms.FileField(
        label=_("or a file with such a list"),
        required=False,
        help_text=_("Text, one a line."),
        allow_empty_file=True,
    )


def listed_in(form: forms.Form) -> str:
    """Return what was pasted and what stands in the file."""
    upload = form.cleaned_data.get("file")
    read = upload.read(MOST_LETTERS).decode("utf-8", "replace") if upload else ""
    told = f"{form.cleaned_data['listed']}\n{read}".replace("\ufeff", "").replace("\x00", "")
    return "\n".join(each.strip(' ,;\t"') for each in told.splitlines()).strip()


class TitlesForm(Form):
    """Which titles are changed, by which rules."""

    rules = forms.TypedChoiceField(
        label=_("Rules"), coerce=int, choices=lambda: [(each.id, each.name) for each in rule_sets()]
    )
    words = line(_("Words"), required=False, help_text=_("As on the page of titles: all of them."))
    kind = forms.ChoiceField(
        label=_("Kind"),
        required=False,
        choices=lambda: any_of((each, kind_text(each)) for each in ITEM_TYPES),
    )
    language = line(
        _("Language"),
        max_length=3,
        required=False,
        help_text=_("Three small letters, such as nob."),
    )
    first_year = forms.IntegerField(
        label=_("From the year"), required=False, min_value=1, max_value=2999
    )
    last_year = forms.IntegerField(
        label=_("Until the year"), required=False, min_value=1, max_value=2999
    )
    branch_id = forms.TypedChoiceField(
        label=_("With a copy in"),
        required=False,
        coerce=int,
        empty_value=None,
        choices=lambda: any_of(branch_choices()),
    )
    shelf_mark = line(_("With a shelf mark that begins"), required=False, max_length=100)
    batch = forms.TypedChoiceField(
        label=_("From a file that was taken in"),
        required=False,
        coerce=int,
        empty_value=None,
        choices=_imports,
    )
    listed = listed_field(_("Only those of a list, one a line"))
    file = file_field()
    listed_as = forms.ChoiceField(label=_("The list has"), choices=_LISTED_AS, required=False)

    def groups(self) -> list[Group]:
        """Return the fields under headings."""
        of_titles = "words kind language first_year last_year batch"
        return grouped(
            self,
            (
                (gettext("What is done"), ("rules",)),
                (gettext("Which titles"), tuple(of_titles.split())),
                (gettext("By their copies"), ("branch_id", "shelf_mark")),
                (gettext("By a list"), ("listed", "file", "listed_as")),
            ),
        )

    def chosen(self) -> Choosing:
        """Return what was filled in."""
        told = {**self.cleaned_data, "listed": listed_in(self)}
        told["listed_as"] = ListedAs(told["listed_as"] or ListedAs.BARCODES)
        return Choosing(**{name: told[name] for name in told if name not in {"rules", "file"}})
