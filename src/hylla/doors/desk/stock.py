"""The kinds of item and the collections of the stock, and which a copy belongs to."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hylla.catalogue.actions import add_collection, add_item_type, file_item
from hylla.catalogue.queries import collections
from hylla.doors.desk.rule_forms import collection_choices, item_type_choices
from hylla.doors.desk.worker import FILERS, RULERS, desk_page, for_staff
from hylla.doors.parts.forms import Form, line
from hylla.doors.parts.page import Said, good
from hylla.library.queries import StaffFacts
from hylla.library.refusals import Refused

KIND, COLLECTION = "kind", "collection"
REFUSALS = {
    "item_type_unfit": "code",
    "item_type_taken": "code",
    "collection_unfit": "code",
    "collection_taken": "code",
    "barcode_unknown": "barcode",
}
"""Beside which field each refusal stands."""


class PartForm(Form):
    """A new kind of item, or a new collection."""

    sort = forms.ChoiceField(
        label=gettext_lazy("What it is"),
        choices=[
            (KIND, gettext_lazy("Kind of item")),
            (COLLECTION, gettext_lazy("Collection")),
        ],
    )
    name = line(gettext_lazy("Name"), max_length=100)
    code = line(
        gettext_lazy("Code"),
        max_length=20,
        help_text=gettext_lazy("Small letters and digits, as local. It is not changed later."),
    )


class FilingForm(Form):
    """A copy that is to be of another kind, or to belong to a collection or to none."""

    barcode = line(gettext_lazy("Barcode of the item"), max_length=30)
    item_type = forms.TypedChoiceField(
        label=gettext_lazy("Kind of item"),
        choices=lambda: [("", gettext_lazy("As it is")), *item_type_choices()],
        required=False,
        empty_value=None,
    )
    collection = forms.TypedChoiceField(
        label=gettext_lazy("Collection"),
        choices=lambda: [("", gettext_lazy("None")), *collection_choices()],
        required=False,
        empty_value=None,
    )


@for_staff(FILERS)
def shown(request: HttpRequest, worker: StaffFacts) -> HttpResponse:
    """Show the kinds and the collections, and say which a copy belongs to."""
    if request.method != "POST":
        return _page(request, worker)
    form = FilingForm(request.POST)
    if not form.is_valid():
        return _page(request, worker, filing=form)
    told = dict(form.cleaned_data)
    barcode = told.pop("barcode").strip()
    try:
        file_item(barcode, **told)
    except Refused as refused:
        form.refuse(refused, REFUSALS)
        return _page(request, worker, filing=form)
    said = good(_("The copy %(barcode)s is filed. Scan the next.") % {"barcode": barcode})
    return _page(request, worker, filing=FilingForm(initial=told), said=said)


@for_staff(RULERS)
def add(request: HttpRequest, worker: StaffFacts) -> HttpResponse:
    """Add a kind of item or a collection."""
    if request.method != "POST":
        return redirect("desk:stock")
    form = PartForm(request.POST)
    if not form.is_valid():
        return _page(request, worker, adding=form)
    told = form.cleaned_data
    act = add_item_type if told["sort"] == KIND else add_collection
    try:
        act(told["code"], name=told["name"])
    except Refused as refused:
        form.refuse(refused, REFUSALS)
        return _page(request, worker, adding=form)
    said = good(_("Added: %(name)s. It can have loan rules now.") % {"name": told["name"]})
    return _page(request, worker, said=said)


def _page(
    request: HttpRequest,
    worker: StaffFacts,
    *,
    filing: FilingForm | None = None,
    adding: PartForm | None = None,
    said: Said | None = None,
) -> HttpResponse:
    wrong = any(form is not None and form.errors for form in (filing, adding))
    return desk_page(
        request,
        worker,
        "desk/stock.html",
        title=_("Not done: check what you wrote") if wrong else _("Kinds and collections"),
        said=[said] if said else [],
        kinds=item_type_choices(),
        collections=collections(),
        filing=filing or FilingForm(),
        adding=adding or PartForm(),
        may_add=bool(worker.roles & set(RULERS)),
        status=422 if wrong else 200,
    )
