"""Classes of a school library: their lists, for who answers for them; each look is written down."""

from typing import Any

from django import forms
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from hylla.circulation.queries.classes import PupilsLoans, class_list
from hylla.doors.desk.worker import TEACHERS, desk_page, for_staff
from hylla.doors.parts.forms import Form, day, line
from hylla.doors.parts.page import Said, bad, good, today_of
from hylla.doors.parts.tasks import Task
from hylla.doors.parts.told import told
from hylla.doors.parts.who import now_of
from hylla.library.queries import StaffFacts, policy_in_force
from hylla.library.refusals import Refused
from hylla.patrons.actions.classes import NewList, end_class, replace_class
from hylla.patrons.queries.classes import classes_at
from hylla.patrons.rules import end_of_school_year
from hylla.privacy.access import record
from hylla.privacy.rights.restriction import Restricted
from hylla.privacy.vocabulary import Kind, Role

LARGEST = 200_000
"""Bytes of a file; no class has as many names."""
FIELDS = {
    "class_name_malformed": "name",
    "class_end_wrong": "until_on",
    **dict.fromkeys(
        (
            *("class_list_empty", "class_list_long", "pupil_malformed"),
            *("pupil_unknown", "pupil_twice", "pupil_not_one"),
        ),
        "pupils",
    ),
}
"""Beside which field each refusal stands."""


class ClassForm(Form):
    """A new list, in the field or in a file; it takes the place of the class's old one."""

    name = line(gettext_lazy("Class"), max_length=20, required=False)
    until_on = day(gettext_lazy("Last day of the class"))
    pupils = forms.CharField(
        label=gettext_lazy("Pupils, one a line"),
        help_text=gettext_lazy(
            "A card number, or family name; given name; birth date. Copied from a spreadsheet, it"
            " is right as it is."
        ),
        required=False,
        max_length=LARGEST,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false", "autocomplete": "off"}),
    )
    file = forms.FileField(
        label=gettext_lazy("Or a file of such lines"), required=False, allow_empty_file=True
    )

    def clean_file(self) -> str:
        """Return what the file says: in UTF-8, or as spreadsheets on Windows write it."""
        file = self.cleaned_data["file"]
        if file is None:
            return ""
        if file.size > LARGEST:
            raise forms.ValidationError(_("This file is too large. Send one class at a time."))
        content = file.read()
        try:
            return str(content.decode("utf-8-sig"))
        except UnicodeDecodeError:
            return str(content.decode("cp1252", errors="replace"))

    def new_list(self) -> NewList:
        """Return what was filled in: the field's lines before the file's."""
        filled = self.cleaned_data
        pupils = "\n".join(filter(None, (filled["pupils"], filled["file"])))
        return NewList(filled["name"], filled["until_on"], pupils)


@for_staff(TEACHERS)
def listed(request: HttpRequest, worker: StaffFacts) -> HttpResponse:
    """Show the classes, on which nobody's name stands, or take a new list in."""
    if request.method != "POST":
        return _classes(request, worker)
    form = ClassForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            became = replace_class(
                form.new_list(),
                branch_id=worker.branch.id,
                policy=policy_in_force(),
                now=now_of(request),
            )
        except Refused as refused:
            form.refuse(refused, FIELDS)
        else:
            return _classes(request, worker, said=good(*_became(became.pupils, became.left)))
    return _classes(request, worker, form)


@for_staff(TEACHERS)
def one(request: HttpRequest, worker: StaffFacts, *, school_class: str) -> HttpResponse:
    """Show who is in a class, and how much each has; each of them can see that it was looked at."""
    if not _is_at_a_school(worker):
        return redirect("desk:classes")
    titled = policy_in_force().features.class_titles
    with transaction.atomic():
        every = class_list(
            school_class, branch_id=worker.branch.id, policy=policy_in_force(), now=now_of(request)
        )
        pupils = [each for each in every if _noted(request, worker, each)]
    return desk_page(
        request,
        worker,
        "desk/school_class.html",
        title=_("Class %(name)s") % {"name": school_class},
        school_class=school_class,
        pupils=pupils,
        left_out=len(every) - len(pupils),
        titled=titled,
    )


@for_staff(TEACHERS)
def end(request: HttpRequest, worker: StaffFacts) -> HttpResponse:
    """Let a class be over."""
    if request.method != "POST" or not _is_at_a_school(worker):
        return redirect("desk:classes")
    number = end_class(told(request.POST, "name"), branch_id=worker.branch.id)
    text = ngettext(
        "The class is over: %(number)d pupil has none here now.",
        "The class is over: %(number)d pupils have none here now.",
        number,
    )
    return _classes(request, worker, said=good(text % {"number": number}))


def _became(pupils: int, left: int) -> list[str]:
    now = ngettext(
        "%(number)d pupil is in the class now.", "%(number)d pupils are in the class now.", pupils
    )
    gone = ngettext(
        "%(number)d was in it, and is not any more.",
        "%(number)d were in it, and are not any more.",
        left,
    )
    return [now % {"number": pupils}, *([gone % {"number": left}] if left else [])]


def _is_at_a_school(worker: StaffFacts) -> bool:
    return policy_in_force().features.school_classes and worker.branch.is_school_library


def _noted(request: HttpRequest, worker: StaffFacts, each: PupilsLoans) -> bool:
    """Write that a pupil is looked at; where nobody may, leave them out."""
    kinds = {Kind.NAME, Kind.SCHOOL_CLASS} | ({Kind.BORROWED} if each.titles else set())
    try:
        record(
            each.person_id,
            at=now_of(request),
            role=Role.SCHOOL,
            unit=worker.branch.code,
            task=Task.CLASS_LIST,
            kinds=kinds,
            staff_id=worker.id,
        )
    except Restricted:
        return False
    return True


def _classes(
    request: HttpRequest,
    worker: StaffFacts,
    form: ClassForm | None = None,
    *,
    said: Said | None = None,
) -> HttpResponse:
    on = today_of(request)
    context: dict[str, Any] = {"form": None, "classes": ()}
    if _is_at_a_school(worker):
        context["form"] = form or ClassForm(initial={"until_on": end_of_school_year(on)})
        context["classes"] = classes_at(worker.branch.id, on=on)
    else:
        said = bad(_("Your branch is no school library. Ask whoever gives colleagues their work."))
    return desk_page(
        request,
        worker,
        "desk/classes.html",
        title=_("Not taken in: check what you wrote") if form else _("Classes"),
        said=[said] if said else [],
        status=422 if form else 200,
        **context,
    )
