"""The collections of the stock, and which a copy belongs to."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hylla.catalogue.actions import add_collection, put_into_collection
from hylla.catalogue.queries import collections
from hylla.doors.desk.rule_forms import collection_choices
from hylla.doors.desk.worker import FILERS, RULERS, desk_page, for_staff
from hylla.doors.parts.forms import Form, line
from hylla.doors.parts.page import Said, good
from hylla.library.queries import StaffFacts
from hylla.library.refusals import Refused

REFUSALS = {
    "collection_unfit": "code",
    "collection_taken": "code",
    "barcode_unknown": "barcode",
    "collection_unknown": "collection",
}
"""Beside which field each refusal stands."""


class CollectionForm(Form):
    """A new part of the stock."""

    name = line(gettext_lazy("Name"), max_length=100)
    code = line(
        gettext_lazy("Code"),
        max_length=20,
        help_text=gettext_lazy("Small letters and digits, as local. It is not changed later."),
    )


class FilingForm(Form):
    """A copy that is to belong to a collection, or to none."""

    barcode = line(gettext_lazy("Barcode of the item"), max_length=30)
    collection = forms.TypedChoiceField(
        label=gettext_lazy("Collection"),
        choices=lambda: [("", gettext_lazy("None")), *collection_choices()],
        required=False,
        empty_value=None,
    )


@for_staff(FILERS)
def shown(request: HttpRequest, worker: StaffFacts) -> HttpResponse:
    """Show the collections, and put a copy into one."""
    if request.method != "POST":
        return _page(request, worker)
    form = FilingForm(request.POST)
    if form.is_valid():
        barcode, code = form.cleaned_data["barcode"].strip(), form.cleaned_data["collection"]
        try:
            put_into_collection(barcode, code)
        except Refused as refused:
            form.refuse(refused, REFUSALS)
        else:
            said = good(_("The copy %(barcode)s is filed. Scan the next.") % {"barcode": barcode})
            return _page(
                request, worker, filing=FilingForm(initial={"collection": code}), said=said
            )
    return _page(request, worker, filing=form)


@for_staff(RULERS)
def add(request: HttpRequest, worker: StaffFacts) -> HttpResponse:
    """Add a collection."""
    if request.method != "POST":
        return redirect("desk:stock")
    form = CollectionForm(request.POST)
    if form.is_valid():
        told = form.cleaned_data
        try:
            add_collection(told["code"], name=told["name"])
        except Refused as refused:
            form.refuse(refused, REFUSALS)
        else:
            said = good(_("There is a collection %(name)s now.") % {"name": told["name"]})
            return _page(request, worker, said=said)
    return _page(request, worker, adding=form)


def _page(
    request: HttpRequest,
    worker: StaffFacts,
    *,
    filing: FilingForm | None = None,
    adding: CollectionForm | None = None,
    said: Said | None = None,
) -> HttpResponse:
    wrong = any(form is not None and form.errors for form in (filing, adding))
    return desk_page(
        request,
        worker,
        "desk/stock.html",
        title=_("Not done: check what you wrote") if wrong else _("Collections"),
        said=[said] if said else [],
        collections=collections(),
        filing=filing or FilingForm(),
        adding=adding or CollectionForm(),
        may_add=bool(worker.roles & set(RULERS)),
        status=422 if wrong else 200,
    )
