"""Registering a patron: all that is wrong is said at once, and nothing typed is lost."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hylla.doors.desk.home import desk
from hylla.doors.desk.open_patron import open_patron
from hylla.doors.desk.sight import OPENERS
from hylla.doors.desk.worker import desk_page, for_staff
from hylla.doors.parts import contact
from hylla.doors.parts.contact import ContactFields
from hylla.doors.parts.forms import day, line, secret
from hylla.doors.parts.page import good
from hylla.doors.parts.tasks import Task
from hylla.doors.parts.who import now_of
from hylla.library.queries import StaffFacts, policy_in_force
from hylla.library.refusals import Refused
from hylla.patrons.actions import register as register_patron
from hylla.patrons.queries import person_with_card
from hylla.patrons.rules import Code, NewGuardian, NewPatron
from hylla.privacy.policy import NationalId

FIELDS: Mapping[str, str] = {
    **contact.FIELDS,
    **{each: "national_id" for each in Code if each.startswith("national_id")},
    **{each: "guardian_name" for each in Code if each.startswith("guardian")},
    **{each: "pin" for each in Code if each.startswith("pin_")},
    **{each: "birth_date" for each in Code if each.startswith("birth_date")},
    **{each: "card_number" for each in Code if each.startswith("card_n")},
    "name_missing": "family_name",
    "name_malformed": "family_name",
    "guardians_not_kept": "guardian_name",
    "not_a_child": "guardian_name",
    "no_category_for_age": "birth_date",
    "school_class_not_kept": "school_class",
}
"""Beside which field each refusal stands."""


class NewPatronForm(ContactFields):
    """Everything that is asked of someone who wants a card."""

    family_name = line(gettext_lazy("Family name"), max_length=100)
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
    guardian_card = line(
        gettext_lazy("Guardian's card"),
        required=False,
        help_text=gettext_lazy("If the guardian is a patron. Otherwise name and telephone below."),
    )
    guardian_name = line(gettext_lazy("Guardian's family name"), required=False, max_length=100)
    guardian_given = line(gettext_lazy("Guardian's given name"), required=False, max_length=100)
    guardian_phone = line(gettext_lazy("Guardian's telephone"), required=False)
    guardian_email = line(gettext_lazy("Guardian's e-mail"), required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        policy = policy_in_force()
        if policy.cards.national_id is NationalId.NONE:
            del self.fields["national_id"]
        if not policy.features.school_classes:
            del self.fields["school_class"]
        if not policy.features.guardians:
            for name in [name for name in self.fields if name.startswith("guardian")]:
                del self.fields[name]

    def clean_guardian_card(self) -> str:
        """Say at once when nobody has the guardian's card."""
        number = str(self.cleaned_data["guardian_card"])
        if number and person_with_card(number) is None:
            raise forms.ValidationError(_("Nobody has this card."))
        return number

    def new_patron(self) -> NewPatron:
        """Return what was filled in."""
        told = self.cleaned_data
        plain = ("family_name", "given_name", "birth_date", "card_number", "pin")
        optional = ("national_id", "school_class")
        return NewPatron(
            **{name: told[name] for name in plain},
            **{name: told.get(name, "") for name in optional},
            address_protected=told["address_protected"],
            guardian=self._guardian(),
            **self.reach(),
        )

    def _guardian(self) -> Any:
        told = self.cleaned_data
        card = person_with_card(told.get("guardian_card", "")) if self._names("card") else None
        if card is not None:
            return card.person_id
        if not any(self._names(each) for each in ("name", "given", "phone", "email")):
            return None
        return NewGuardian(
            family_name=told["guardian_name"],
            given_name=told["guardian_given"],
            phones=(told["guardian_phone"],) if told["guardian_phone"] else (),
            emails=(told["guardian_email"],) if told["guardian_email"] else (),
        )

    def _names(self, what: str) -> str:
        return str(self.cleaned_data.get(f"guardian_{what}", ""))


ADDRESS = ("line_1", "line_2", "postcode", "city", "country")
GROUPS = (
    (
        gettext_lazy("Who it is"),
        ("family_name", "given_name", "birth_date", "national_id", "address_protected"),
    ),
    (
        gettext_lazy("How to reach them"),
        (
            "emails",
            "phones",
            "line_1",
            "line_2",
            "postcode",
            "city",
            "country",
            "channel",
            "language",
        ),
    ),
    (gettext_lazy("The card"), ("card_number", "pin", "home_branch", "school_class")),
    (
        gettext_lazy("For a child: a guardian"),
        (
            "guardian_card",
            "guardian_name",
            "guardian_given",
            "guardian_phone",
            "guardian_email",
        ),
    ),
)


@dataclass(frozen=True)
class Group:
    """Fields under one heading."""

    name: str
    fields: list[BoundField]


@for_staff(OPENERS)
def register(request: HttpRequest, worker: StaffFacts) -> HttpResponse:
    """Register someone, and open their record at this desk."""
    if request.method != "POST":
        return _page(request, worker, NewPatronForm(initial=_usual(worker)))
    form = NewPatronForm(request.POST)
    if form.is_valid():
        try:
            done = register_patron(form.new_patron(), policy=policy_in_force(), now=now_of(request))
        except Refused as refused:
            form.refuse(refused, FIELDS)
        else:
            open_patron(request, done.person_id, Task.REGISTRATION)
            said = good(_("Registered. Card number: %(number)s.") % {"number": done.card_number})
            return desk(request, worker, title=_("Patron registered"), said=said)
    return _page(request, worker, form)


def _usual(worker: StaffFacts) -> dict[str, Any]:
    return {"home_branch": worker.branch.id, "language": policy_in_force().default_language.value}


def _page(request: HttpRequest, worker: StaffFacts, form: NewPatronForm) -> HttpResponse:
    groups = [
        Group(str(name), [form[each] for each in names if each in form.fields])
        for name, names in GROUPS
    ]
    wrong = bool(form.errors)
    return desk_page(
        request,
        worker,
        "desk/register.html",
        title=_("Not registered: check what you wrote") if wrong else _("Register a patron"),
        form=form,
        groups=[group for group in groups if group.fields],
        status=422 if wrong else 200,
    )
