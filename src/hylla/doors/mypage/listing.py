"""A patron puts a title on a list: with one press on the ready one, or on the one they choose."""

import uuid
from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hylla.catalogue.queries import RecordFacts, other_editions, record
from hylla.doors.mypage.door import for_patron, my_page
from hylla.doors.parts.forms import Form, line
from hylla.doors.parts.listing import name_of_list
from hylla.doors.parts.shelves import known_id
from hylla.doors.parts.who import now_of, own_address
from hylla.library.queries import policy_in_force
from hylla.library.refusals import Refused
from hylla.lists import actions
from hylla.lists.actions.owning import Owner
from hylla.lists.queries import ListFacts, lists_of, lists_with
from hylla.lists.rules import NAME_LENGTH, Code

READY, NEW = "ready", "new"
FIELDS: Mapping[str, str] = {
    Code.NAME_MISSING: "name",
    Code.NAME_TOO_LONG: "name",
    Code.NAME_TAKEN: "name",
    Code.TOO_MANY_LISTS: "name",
    Code.LIST_GONE: "list",
    Code.LIST_FULL: "list",
}
"""Beside which field each refusal stands."""
LONGEST = 1000


class ListChoice(Form):
    """Which list a title goes on, or the name of a new one."""

    list = forms.ChoiceField(label=gettext_lazy("Which list"), widget=forms.RadioSelect)
    name = line(gettext_lazy("Name of a new list"), required=False, max_length=3 * NAME_LENGTH)
    work = forms.BooleanField(
        label=gettext_lazy("Any edition will do, also in other languages"), required=False
    )
    back = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, lists: tuple[ListFacts, ...], has_others: bool, **more: Any
    ) -> None:
        super().__init__(*args, **more)
        own = [(str(each.id), each.name) for each in lists if each.name]
        choices = [(READY, name_of_list("")), *own, (NEW, _("A new list"))]
        self.fields["list"].choices = choices  # type: ignore[attr-defined]  # it has choices
        if not has_others:
            del self.fields["work"]


@for_patron
def put_on_list(request: HttpRequest, person_id: uuid.UUID, record_id: int) -> HttpResponse:
    """Ask on which list a title goes, and put it there."""
    title = record(record_id)
    policy = policy_in_force()
    if title is None or not policy.lists.offered:
        raise Http404
    lists = lists_of(person_id, now=now_of(request), policy=policy)
    told: dict[str, Any] = {"lists": lists, "has_others": bool(other_editions(record_id))}
    if request.method != "POST":
        initial = {"list": READY, "work": request.GET.get("work") == "1"}
        return _asked(request, person_id, title, ListChoice(initial=initial, **told))
    form = ListChoice(request.POST, **told)
    if form.is_valid():
        try:
            _put(title, form, Owner(person_id, now_of(request), policy))
        except Refused as refused:
            form.refuse(refused, FIELDS)
    if form.errors:
        return _asked(request, person_id, title, form)
    return redirect(own_address(_back(request), reverse("opac:record", args=[record_id])))


def _put(title: RecordFacts, form: ListChoice, owner: Owner) -> None:
    chosen, is_work = form.cleaned_data["list"], bool(form.cleaned_data.get("work"))
    if chosen == NEW:
        name = form.cleaned_data["name"]
        actions.put_on_new_list(title.id, name=name, owner=owner, is_work=is_work)
    else:
        list_id = known_id(chosen)
        actions.put_on_list(title.id, list_id=list_id, owner=owner, is_work=is_work)


def _back(request: HttpRequest) -> str:
    """Return where the press came from, if that is told in full."""
    back = request.POST.get("back", "")
    return back if back.isprintable() and len(back) <= LONGEST else ""


def _asked(
    request: HttpRequest, person_id: uuid.UUID, title: RecordFacts, form: ListChoice
) -> HttpResponse:
    now, policy = now_of(request), policy_in_force()
    on_it = lists_with(title.id, person_id, now=now, policy=policy)
    lists = lists_of(person_id, now=now, policy=policy)
    wrong = bool(form.errors)
    return my_page(
        request,
        "mypage/put_on_list.html",
        title=_("Not put on a list: check what you wrote") if wrong else _("Put on a list"),
        tab="lists",
        record=title,
        form=form,
        there=[(each.id, name_of_list(each.name)) for each in lists if each.id in on_it],
        status=422 if wrong else 200,
    )
