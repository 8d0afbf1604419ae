"""Lists for everybody: a cataloguer makes one, fills it, and shows it when it is ready."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hylla.catalogue.queries import search
from hylla.doors.cataloguing.door import cataloguing_page, for_cataloguers
from hylla.doors.parts.forms import Form, line
from hylla.doors.parts.page import Said, good, today_of
from hylla.doors.parts.refusals import why
from hylla.doors.parts.told import one_line, page_told, told
from hylla.doors.parts.wanted import title_numbered
from hylla.library.queries import StaffFacts
from hylla.library.refusals import Refused
from hylla.lists import actions
from hylla.lists.queries import PublicListFacts, public_list, public_lists, recommended
from hylla.lists.rules import ABOUT_LENGTH, NAME_LENGTH, NOTE_LENGTH, Code

FIELDS = dict.fromkeys(
    (str(Code.NAME_MISSING), str(Code.NAME_TOO_LONG), str(Code.NAME_TAKEN)), "name"
)
MOVES = {"up": -1, "down": 1}


class ListForm(Form):
    """What a list is called, what it says of itself, and whether readers see it."""

    name = line(gettext_lazy("Name of the list"), required=False, max_length=3 * NAME_LENGTH)
    about = forms.CharField(
        label=gettext_lazy("What it is about"),
        required=False,
        max_length=3 * ABOUT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "off"}),
    )
    is_shown = forms.BooleanField(label=gettext_lazy("Readers see it"), required=False)

    def wording(self) -> actions.Wording:
        """Return what was filled in."""
        filled = self.cleaned_data
        return actions.Wording(filled["name"], filled["about"], filled["is_shown"])


@for_cataloguers
def listed(request: HttpRequest, worker: StaffFacts) -> HttpResponse:
    """Show the lists, and make one."""
    form = ListForm(request.POST) if request.method == "POST" else ListForm()
    if request.method == "POST" and form.is_valid():
        try:
            number = actions.make_public_list(form.wording(), on=today_of(request))
        except Refused as refused:
            form.refuse(refused, FIELDS)
        else:
            return redirect("cataloguing:public_list", number=number)
    return _every(request, worker, form)


@for_cataloguers
def one(request: HttpRequest, worker: StaffFacts, *, number: int) -> HttpResponse:
    """Show a list with its titles, and change what it says."""
    facts = public_list(number, only_shown=False)
    if facts is None:
        return redirect("cataloguing:public_lists")
    if request.method != "POST":
        return _one(request, worker, facts)
    form = ListForm(request.POST)
    if form.is_valid():
        try:
            actions.change_public_list(number, form.wording(), on=today_of(request))
        except Refused as refused:
            form.refuse(refused, FIELDS)
    if form.errors:
        return _one(request, worker, facts, form=form)
    changed = public_list(number, only_shown=False) or facts
    return _one(request, worker, changed, said=good(_("Saved.")))


@for_cataloguers
def change(request: HttpRequest, worker: StaffFacts, *, number: int) -> HttpResponse:
    """Do with a title on a list what a button says."""
    facts = public_list(number, only_shown=False)
    title = title_numbered(told(request.POST, "title"))
    if request.method != "POST" or facts is None or title is None:
        return redirect("cataloguing:public_list", number=number)
    try:
        said = _changed(request, number, title.id)
    except Refused as refused:
        return _one(request, worker, facts, said=why(refused))
    return _one(request, worker, facts, said=said)


@for_cataloguers
def delete(request: HttpRequest, worker: StaffFacts, *, number: int) -> HttpResponse:
    """Delete a list."""
    if request.method != "POST":
        return redirect("cataloguing:public_list", number=number)
    try:
        actions.delete_public_list(number)
    except Refused as refused:
        return _every(request, worker, ListForm(), said=why(refused))
    return _every(request, worker, ListForm(), said=good(_("The list is deleted.")))


def _changed(request: HttpRequest, number: int, record_id: int) -> Said:
    step, on = told(request.POST, "step"), today_of(request)
    if step == "add":
        actions.recommend(number, record_id, on=on)
        return good(_("The title stands on the list."))
    if step in MOVES:
        actions.move_recommended(number, record_id, by=MOVES[step], on=on)
        return good(_("Moved."))
    if step == "note":
        note = one_line(request.POST.get("note", ""), most=2 * NOTE_LENGTH)
        actions.say_why(number, record_id, note=note, on=on)
        return good(_("The note is saved.") if note else _("The note is deleted."))
    actions.recommend_no_longer(number, record_id, on=on)
    return good(_("The title is off the list."))


def _every(
    request: HttpRequest, worker: StaffFacts, form: ListForm, *, said: Said | None = None
) -> HttpResponse:
    wrong = bool(form.errors) or bool(said and said.tone == "bad")
    return cataloguing_page(
        request,
        worker,
        "cataloguing/public_lists.html",
        title=_("Not made: check what you wrote") if form.errors else _("Lists for readers"),
        said=said,
        lists=public_lists(only_shown=False),
        form=form,
        status=422 if wrong else 200,
    )


def _one(
    request: HttpRequest,
    worker: StaffFacts,
    facts: PublicListFacts,
    *,
    form: ListForm | None = None,
    said: Said | None = None,
) -> HttpResponse:
    words = told(request.GET, "q")
    wrong = bool(form) or bool(said and said.tone == "bad")
    initial = {"name": facts.name, "about": facts.about, "is_shown": facts.is_shown}
    titles = recommended(facts.id)
    return cataloguing_page(
        request,
        worker,
        "cataloguing/public_list.html",
        title=_("Not saved: check what you wrote") if form else facts.name,
        said=said,
        facts=facts,
        form=form or ListForm(initial=initial),
        titles=titles,
        there={each.hit.id for each in titles},
        words=words,
        page=search(words, page=page_told(request.GET)) if words else None,
        status=422 if wrong else 200,
    )
