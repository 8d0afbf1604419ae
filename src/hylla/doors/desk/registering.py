"""Registering a patron: all that is wrong is said at once, and nothing typed is lost."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from django import forms
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hylla.circulation.sentences import say
from hylla.doors.desk.home import desk
from hylla.doors.desk.open_patron import open_patron
from hylla.doors.desk.sight import OPENERS
from hylla.doors.desk.worker import desk_page, for_staff
from hylla.doors.parts import contact, guardians
from hylla.doors.parts.contact import ContactFields, has_school_library
from hylla.doors.parts.forms import day, line, secret
from hylla.doors.parts.groups import grouped
from hylla.doors.parts.guardians import GuardianFields
from hylla.doors.parts.page import good, today_of
from hylla.doors.parts.tasks import Task
from hylla.doors.parts.who import now_of
from hylla.library.queries import StaffFacts, policy_in_force
from hylla.library.refusals import Refused
from hylla.patrons.actions import Registered
from hylla.patrons.actions import register as register_patron
from hylla.patrons.rules import Code, NewGuardian, NewPatron
from hylla.patrons.rules.registration import examined, guardian_faults
from hylla.privacy.policy import NationalId

FIELDS: Mapping[str, str] = {
    **guardians.FIELDS,
    **contact.FIELDS,
    **{each: "national_id" for each in Code if each.startswith("national_id")},
    **{each: "pin" for each in Code if each.startswith("pin_")},
    **{each: "birth_date" for each in Code if each.startswith("birth_date")},
    **{each: "card_number" for each in Code if each.startswith("card_n")},
    "name_missing": "family_name",
    "name_malformed": "family_name",
    "no_category_for_age": "birth_date",
    "school_class_not_kept": "school_class",
}
"""Beside which field each refusal stands."""


class NewPatronForm(ContactFields, GuardianFields):
    """Everything that is asked of someone who wants a card."""

    # That it is missing is said with all the rest.
    family_name = line(gettext_lazy("Family name"), max_length=100, required=False)
    given_name = line(gettext_lazy("Given name"), max_length=100, required=False)
    birth_date = day(gettext_lazy("Birth date"), required=False)
    national_id = line(
        gettext_lazy("National id"),
        max_length=20,
        required=False,
        help_text=gettext_lazy(
            "Voluntary. It is kept sealed. Without it the card works in this library only."
        ),
    )
    card_number = line(
        gettext_lazy("Card number"),
        max_length=30,
        required=False,
        help_text=gettext_lazy("Scan the card on the desk; left empty, a number is drawn."),
        attrs={"data-stray": ""},
    )
    pin = secret(
        gettext_lazy("PIN, 4 to 8 digits"),
        purpose="new-password",
        required=False,
        help_text=gettext_lazy("Typed by the patron. It can be set later."),
    )
    address_protected = forms.BooleanField(
        label=gettext_lazy("The address is protected: none is kept"), required=False
    )
    school_class = line(gettext_lazy("School class"), max_length=20, required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        policy = policy_in_force()
        if policy.cards.national_id is NationalId.NONE:
            del self.fields["national_id"]
        if not policy.features.school_classes or not has_school_library():
            del self.fields["school_class"]
        if not policy.features.guardians:
            for name in guardians.NAMES:
                del self.fields[name]

    def new_patron(self) -> NewPatron:
        """Return what was filled in."""
        told = self.cleaned_data
        reach = self.reach()
        return NewPatron(
            **{name: told.get(name, "") for name in TEXTS},
            birth_date=told.get("birth_date"),
            address_protected=told.get("address_protected", False),
            guardian=self.guardian(language=reach["language"]),
            **reach,
        )

    def refuse_patron(self, refused: Refused, new: NewPatron, *, on: date) -> None:
        """Put each reason beside its field: of a name or a telephone, beside whose it is."""
        policy = policy_in_force()
        of_guardian = []
        if isinstance(new.guardian, NewGuardian):
            of_guardian = guardian_faults(new.guardian, policy=policy, on=on)
        of_patron = examined(replace(new, guardian=None), policy=policy, on=on).faults
        wrong_already = set(self.errors)
        for reason in refused.reasons:
            places = []
            if reason.code in of_guardian:
                places.append(guardians.FIELDS.get(reason.code))
            if reason.code not in of_guardian or reason.code in of_patron:
                places.append(FIELDS.get(reason.code))
            for name in set(places) - wrong_already:
                self.add_error(name if name in self.fields else None, say(reason))


TEXTS = ("family_name", "given_name", "card_number", "pin", "national_id", "school_class")
GROUPS = (
    (
        gettext_lazy("Who it is"),
        ("family_name", "given_name", "birth_date", "national_id", "address_protected"),
    ),
    (gettext_lazy("How to reach them"), contact.NAMES),
    (gettext_lazy("The card"), ("card_number", "pin", "home_branch", "school_class")),
    (gettext_lazy("For a child: a guardian"), guardians.NAMES),
)


@for_staff(OPENERS)
def register(request: HttpRequest, worker: StaffFacts) -> HttpResponse:
    """Register someone, and open their record at this desk."""
    if request.method != "POST":
        return _page(request, worker, NewPatronForm(initial=_usual(worker)))
    form = NewPatronForm(request.POST)
    done = _registered(request, form)
    if done is None:
        return _page(request, worker, form)
    open_patron(request, done.person_id, Task.REGISTRATION)
    said = good(_("Registered. Card number: %(number)s.") % {"number": done.card_number})
    return desk(request, worker, title=_("Patron registered"), said=said)


def _registered(request: HttpRequest, form: NewPatronForm) -> Registered | None:
    """Register, or put beside each field what is wrong: a form that is not in order is tried too.

    So whoever types learns at once of a number that is taken and of a date that is none.
    """
    form.full_clean()
    new = form.new_patron()
    try:
        with transaction.atomic():
            done = register_patron(new, policy=policy_in_force(), now=now_of(request))
            transaction.set_rollback(bool(form.errors))
    except Refused as refused:
        form.refuse_patron(refused, new, on=today_of(request))
    return None if form.errors else done


def _usual(worker: StaffFacts) -> dict[str, Any]:
    return {"home_branch": worker.branch.id, "language": policy_in_force().default_language.value}


def _page(request: HttpRequest, worker: StaffFacts, form: NewPatronForm) -> HttpResponse:
    wrong = bool(form.errors)
    return desk_page(
        request,
        worker,
        "desk/register.html",
        title=_("Not registered: check what you wrote") if wrong else _("Register a patron"),
        form=form,
        groups=grouped(form, GROUPS),
        status=422 if wrong else 200,
    )
