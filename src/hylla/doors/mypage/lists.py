"""A patron's lists and interests: made, read, ordered, shared and deleted."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hylla.doors.mypage.door import for_patron, my_page
from hylla.doors.mypage.list_file import FILES, file_of
from hylla.doors.mypage.list_steps import STEPS, changed
from hylla.doors.parts.forms import Form, line
from hylla.doors.parts.lasting import site_of
from hylla.doors.parts.listing import Line, lines_of, name_of_list
from hylla.doors.parts.page import Said, good, today_of
from hylla.doors.parts.refusals import why
from hylla.doors.parts.shelves import known_id
from hylla.doors.parts.titles_shown import editions_shown
from hylla.doors.parts.told import told
from hylla.doors.parts.who import now_of
from hylla.library.queries import branches, policy_in_force
from hylla.library.refusals import Refused
from hylla.lists import actions
from hylla.lists.actions.owning import Owner
from hylla.lists.queries import ListFacts, OnList, arrivals, interests_of, list_of, lists_of
from hylla.lists.rules import NAME_LENGTH, TOPIC_LENGTH, Code, Sorting

SOON = timedelta(days=60)
"""So long before a list goes, its page says so first of all."""
COVERS = 5
NAMES: Mapping[str, str] = dict.fromkeys(
    (Code.NAME_MISSING, Code.NAME_TOO_LONG, Code.NAME_TAKEN), "name"
)
TOPICS: Mapping[str, str] = dict.fromkeys((Code.TOPIC_MISSING, Code.TOPIC_TOO_LONG), "topic")
SORTINGS = {
    Sorting.OWN: gettext_lazy("My order"),
    Sorting.TITLE: gettext_lazy("By title"),
    Sorting.AUTHOR: gettext_lazy("By author"),
    Sorting.NEWEST: gettext_lazy("Newest first"),
}


class NameForm(Form):
    """What a list is called."""

    name = line(gettext_lazy("Name of the list"), required=False, max_length=3 * NAME_LENGTH)


class TopicForm(Form):
    """What somebody is interested in."""

    topic = line(
        gettext_lazy("A topic"),
        required=False,
        max_length=3 * TOPIC_LENGTH,
        help_text=gettext_lazy("As it stands among the subjects of a title, such as Horses."),
    )


@dataclass(frozen=True)
class Shown:
    """A list, what it is called, and the first of its titles."""

    facts: ListFacts
    name: str
    first: list[Line]
    goes_soon: bool


@for_patron
def lists(request: HttpRequest, person_id: uuid.UUID) -> HttpResponse:
    """Show all lists, the interests, and what is new about these."""
    return _every(request, person_id)


@for_patron
def make(request: HttpRequest, person_id: uuid.UUID) -> HttpResponse:
    """Make a list."""
    if request.method != "POST":
        return redirect("mypage:lists")
    form = NameForm(request.POST)
    if form.is_valid():
        try:
            made = actions.make_list(form.cleaned_data["name"], owner=_owner(request, person_id))
        except Refused as refused:
            form.refuse(refused, NAMES)
        else:
            return _one(request, person_id, made, said=good(_("The list is made.")))
    return _every(request, person_id, form=form)


@for_patron
def one(request: HttpRequest, person_id: uuid.UUID, list_id: uuid.UUID) -> HttpResponse:
    """Show a list with its titles."""
    return _one(request, person_id, list_id)


@for_patron
def change(request: HttpRequest, person_id: uuid.UUID, list_id: uuid.UUID) -> HttpResponse:
    """Do with a whole list what a button says."""
    step = told(request.POST, "step")
    if request.method != "POST" or step not in (*STEPS, "rename", "delete"):
        return redirect("mypage:list", list_id=list_id)
    owner = _owner(request, person_id)
    try:
        if step == "delete":
            actions.delete_list(list_id, person_id=person_id, now=now_of(request))
            said = good(_("The list is deleted for good, with all that stood on it."))
            return _every(request, person_id, said=said)
        if step == "rename":
            return _renamed(request, person_id, list_id)
        act, text = STEPS[step]
        act(list_id, owner)
    except Refused as refused:
        return _refused(request, person_id, list_id, refused)
    return _one(request, person_id, list_id, said=good(str(text)))


@for_patron
def change_entry(request: HttpRequest, person_id: uuid.UUID, list_id: uuid.UUID) -> HttpResponse:
    """Do with a title on a list what a button says."""
    entry_id = known_id(told(request.POST, "entry"))
    if request.method != "POST" or entry_id is None:
        return redirect("mypage:list", list_id=list_id)
    try:
        said = changed(request, entry_id, _owner(request, person_id))
    except Refused as refused:
        return _refused(request, person_id, list_id, refused)
    return _one(request, person_id, list_id, said=said)


@for_patron
def download(
    request: HttpRequest, person_id: uuid.UUID, list_id: uuid.UUID, form: str
) -> HttpResponse:
    """Give a list as a file: for a spreadsheet, or to cite its titles."""
    found = _found(request, person_id, list_id)
    if found is None or form not in FILES:
        raise Http404
    return file_of(request, found[1], form)


@for_patron
def register(request: HttpRequest, person_id: uuid.UUID) -> HttpResponse:
    """Register an interest."""
    if request.method != "POST":
        return redirect("mypage:lists")
    form = TopicForm(request.POST)
    if form.is_valid():
        try:
            actions.register_interest(form.cleaned_data["topic"], owner=_owner(request, person_id))
        except Refused as refused:
            form.refuse(refused, TOPICS)
    if form.errors:
        return _every(request, person_id, topic_form=form)
    said = good(_("Saved. What is new about it stands here when you look."))
    return _every(request, person_id, said=said)


@for_patron
def forget(request: HttpRequest, person_id: uuid.UUID) -> HttpResponse:
    """Forget an interest."""
    interest_id = known_id(told(request.POST, "interest"))
    if request.method != "POST" or interest_id is None:
        return redirect("mypage:lists")
    actions.drop_interest(interest_id, person_id=person_id, now=now_of(request))
    return _every(request, person_id, said=good(_("The topic is deleted for good.")))


def _renamed(request: HttpRequest, person_id: uuid.UUID, list_id: uuid.UUID) -> HttpResponse:
    form = NameForm(request.POST)
    if form.is_valid():
        try:
            name = form.cleaned_data["name"]
            actions.rename_list(list_id, name, owner=_owner(request, person_id))
        except Refused as refused:
            form.refuse(refused, NAMES)
    if form.errors:
        return _one(request, person_id, list_id, form=form)
    return _one(request, person_id, list_id, said=good(_("The list has its new name.")))


def _refused(
    request: HttpRequest, person_id: uuid.UUID, list_id: uuid.UUID, refused: Refused
) -> HttpResponse:
    """Show the list with why not, or all of them where it is gone."""
    if _found(request, person_id, list_id) is None:
        return _every(request, person_id, said=why(refused))
    return _one(request, person_id, list_id, said=why(refused))


def _owner(request: HttpRequest, person_id: uuid.UUID) -> Owner:
    return Owner(person_id, now_of(request), policy_in_force())


def _found(
    request: HttpRequest, person_id: uuid.UUID, list_id: uuid.UUID
) -> tuple[ListFacts, tuple[OnList, ...]] | None:
    wanted = told(request.GET, "sort")
    sorting = Sorting(wanted) if wanted in set(Sorting) else Sorting.OWN
    now, policy = now_of(request), policy_in_force()
    return list_of(list_id, person_id, now=now, policy=policy, sorting=sorting)


def _one(
    request: HttpRequest,
    person_id: uuid.UUID,
    list_id: uuid.UUID,
    *,
    said: Said | None = None,
    form: NameForm | None = None,
) -> HttpResponse:
    found = _found(request, person_id, list_id)
    if found is None:
        raise Http404
    facts, titles = found
    policy, now = policy_in_force(), now_of(request)
    others = [each for each in lists_of(person_id, now=now, policy=policy) if each.id != list_id]
    sorting = told(request.GET, "sort")
    wrong = bool(form and form.errors) or bool(said and said.tone == "bad")
    return my_page(
        request,
        "mypage/list.html",
        title=name_of_list(facts.name),
        tab="lists",
        said=[said] if said else [],
        facts=facts,
        lines=lines_of(titles),
        others=[(each.id, name_of_list(each.name)) for each in others],
        has_ready=not facts.name or any(not each.name for each in others),
        form=form or NameForm(initial={"name": facts.name}),
        sortings=[
            (each.value, name, each.value == (sorting or "own")) for each, name in SORTINGS.items()
        ],
        is_own_order=sorting in {"", Sorting.OWN.value},
        link=f"{site_of(request)}{reverse('opac:shared_list', args=[facts.shared_as])}"
        if facts.shared_as
        else "",
        files=FILES.items(),
        goes_soon=facts.goes_on - today_of(request) < SOON,
        status=422 if wrong else 200,
    )


def _every(
    request: HttpRequest,
    person_id: uuid.UUID,
    *,
    said: Said | None = None,
    form: NameForm | None = None,
    topic_form: TopicForm | None = None,
) -> HttpResponse:
    policy, now = policy_in_force(), now_of(request)
    if not policy.lists.offered:
        raise Http404
    mine = lists_of(person_id, now=now, policy=policy)
    topics = interests_of(person_id, policy=policy)
    names = {each.id: each.name for each in branches()}
    wrong = bool(form) or bool(topic_form) or bool(said and said.tone == "bad")
    return my_page(
        request,
        "mypage/lists.html",
        title=_("Your lists"),
        tab="lists",
        said=[said] if said else [],
        lists=[_shown(request, person_id, each) for each in mine],
        form=form or NameForm(),
        topics=topics,
        topic_form=topic_form or TopicForm(auto_id="topic_%s"),
        arrivals=list(editions_shown(arrivals(topics), names)),
        status=422 if wrong else 200,
    )


def _shown(request: HttpRequest, person_id: uuid.UUID, facts: ListFacts) -> Shown:
    now, policy = now_of(request), policy_in_force()
    found = list_of(facts.id, person_id, now=now, policy=policy)
    titles = found[1] if found else ()
    goes_soon = facts.goes_on - today_of(request) < SOON
    return Shown(facts, name_of_list(facts.name), lines_of(titles[:COVERS]), goes_soon)
