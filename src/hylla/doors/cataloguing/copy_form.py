"""The form of a change of many copies: which, and what becomes of them."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from hylla.catalogue.models import ItemStatus
from hylla.catalogue.queries import collections
from hylla.catalogue.queries.choosing import ChoosingCopies
from hylla.catalogue.rules.copy_changes import NONE, Becomes, CopyChange
from hylla.doors.cataloguing.choosing import any_of, file_field, listed_field, listed_in
from hylla.doors.cataloguing.copies import kind_choices
from hylla.doors.cataloguing.copy_words import BECOMES, STATUS
from hylla.doors.parts.contact import branch_choices
from hylla.doors.parts.forms import Form, line
from hylla.doors.parts.groups import Group, grouped

_CHOSEN_BY = (ItemStatus.MISSING, ItemStatus.LOST, ItemStatus.IN_PROCESS, ItemStatus.IN_SERVICE)


def _as_it_is(choices: Any) -> list[tuple[Any, Any]]:
    return [("", _("As it is")), *choices]


def _collections() -> list[tuple[str, str]]:
    return [(each.code, each.name) for each in collections()]


class CopiesForm(Form):
    """Many copies, and what is the same about them afterwards."""

    to_branch = forms.TypedChoiceField(
        label=_("Branch"),
        required=False,
        coerce=int,
        empty_value=None,
        choices=lambda: _as_it_is(branch_choices()),
    )
    to_type = forms.ChoiceField(
        label=_("Kind of item"), required=False, choices=lambda: _as_it_is(kind_choices())
    )
    to_collection = forms.ChoiceField(
        label=_("Collection"),
        required=False,
        choices=lambda: _as_it_is([(NONE, _("None")), *_collections()]),
    )
    to_mark = line(
        _("Shelf mark"), max_length=100, required=False, help_text=_("Left empty: as it is.")
    )
    becomes = forms.ChoiceField(
        label=_("What they count as"),
        required=False,
        choices=_as_it_is((each.value, words) for each, words in BECOMES.items()),
        help_text=_("What is on loan, set aside or on its way is refused, as it is for one copy."),
    )
    listed = listed_field(_("Barcodes, one a line"))
    file = file_field()
    branch_id = forms.TypedChoiceField(
        label=_("Of the branch"),
        required=False,
        coerce=int,
        empty_value=None,
        choices=lambda: any_of(branch_choices()),
    )
    shelf_mark = line(_("With a shelf mark that begins"), required=False, max_length=100)
    collection = forms.ChoiceField(
        label=_("Of the collection"), required=False, choices=lambda: any_of(_collections())
    )
    item_type = forms.ChoiceField(
        label=_("Of the kind"), required=False, choices=lambda: any_of(kind_choices())
    )
    status = forms.ChoiceField(
        label=_("That count as"),
        required=False,
        choices=any_of((each.value, STATUS[each]) for each in _CHOSEN_BY),
        help_text=_("An inventory marks what it did not see as missing."),
    )
    words = line(
        _("Of titles with the words"),
        required=False,
        help_text=_("As on the page of titles: all of them."),
    )

    def groups(self) -> list[Group]:
        """Return the fields under headings."""
        chosen = "listed file branch_id shelf_mark collection item_type status words"
        return grouped(
            self,
            (
                (gettext("Which copies"), tuple(chosen.split())),
                (
                    gettext("What is done"),
                    ("to_branch", "to_type", "to_collection", "to_mark", "becomes"),
                ),
            ),
        )

    def chosen(self) -> ChoosingCopies:
        """Return which copies are meant."""
        told = self.cleaned_data
        return ChoosingCopies(
            words=told["words"],
            branch_id=told["branch_id"],
            shelf_mark=told["shelf_mark"],
            collection=told["collection"],
            item_type=told["item_type"],
            status=told["status"],
            listed=listed_in(self),
        )

    def change(self) -> CopyChange:
        """Return what is done."""
        told = self.cleaned_data
        return CopyChange(
            branch_id=told["to_branch"],
            item_type=told["to_type"],
            collection=told["to_collection"],
            shelf_mark=told["to_mark"],
            becomes=Becomes(told["becomes"]) if told["becomes"] else None,
        )
