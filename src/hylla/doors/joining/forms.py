"""What is asked of someone who wants a card, and in which step."""

from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from hylla.circulation.sentences import say
from hylla.clients.eid import Identity
from hylla.doors.parts.contact import branch_choices
from hylla.doors.parts.eid import opened_identity
from hylla.doors.parts.forms import Form, day, line
from hylla.library.refusals import Reason
from hylla.patrons.models.applicants import Way
from hylla.patrons.rules import Code, NewAddress, NewGuardian, NewPatron
from hylla.patrons.rules.applicants import (
    UNREACHABLE,
    channel_for,
    examined_applicant,
    needs_guardian,
)
from hylla.patrons.rules.registration import Registration, guardian_faults
from hylla.privacy.policy import Policy
from hylla.privacy.vocabulary import Language


class Step(StrEnum):
    """One page of the way to a card."""

    WHO = "who"
    GUARDIAN = "guardian"
    CONTACT = "contact"
    CHECK = "check"


NAMES: Mapping[Step, str | Promise] = {
    Step.WHO: gettext_lazy("Who you are"),
    Step.GUARDIAN: gettext_lazy("Guardian"),
    Step.CONTACT: gettext_lazy("How to reach you"),
    Step.CHECK: gettext_lazy("Check and send"),
}
FIELDS: Mapping[Step, tuple[str, ...]] = {
    Step.WHO: ("given_name", "family_name", "birth_date", "national_id"),
    Step.GUARDIAN: ("guardian_given", "guardian_name", "guardian_phone", "guardian_email"),
    Step.CONTACT: ("email", "phone", "line_1", "postcode", "city", "home_branch"),
    Step.CHECK: ("accept",),
}
BESIDE: Mapping[str, str] = {
    **{each: "national_id" for each in Code if each.startswith("national_id")},
    **{each: "birth_date" for each in Code if each.startswith("birth_date")},
    Code.NO_CATEGORY_FOR_AGE: "birth_date",
    Code.NAME_MISSING: "family_name",
    Code.NAME_MALFORMED: "family_name",
    Code.EMAIL_MALFORMED: "email",
    Code.PHONE_MALFORMED: "phone",
    Code.ADDRESS_INCOMPLETE: "line_1",
    Code.POSTCODE_MALFORMED: "postcode",
    Code.BRANCH_UNKNOWN: "home_branch",
    Code.GUARDIAN_MISSING: "guardian_name",
    **dict.fromkeys(UNREACHABLE, "email"),
}
"""Beside which field each refusal stands."""
BESIDE_GUARDIAN: Mapping[str, str] = {
    Code.NAME_MISSING: "guardian_name",
    Code.NAME_MALFORMED: "guardian_name",
    Code.EMAIL_MALFORMED: "guardian_email",
    Code.PHONE_MALFORMED: "guardian_phone",
    Code.GUARDIAN_UNREACHABLE: "guardian_phone",
}


class RegistrationForm(Form):
    """Everything that is asked, over all steps; what one step does not show goes along hidden."""

    way = forms.ChoiceField(
        choices=[(each.value, each.value) for each in Way], widget=forms.HiddenInput
    )
    identity = forms.CharField(required=False, widget=forms.HiddenInput)
    title = forms.CharField(required=False, widget=forms.HiddenInput)
    given_name = line(
        gettext_lazy("Given name"), purpose="given-name", max_length=100, required=False
    )
    family_name = line(
        gettext_lazy("Family name"), purpose="family-name", max_length=100, required=False
    )
    birth_date = day(gettext_lazy("Birth date"), required=False)
    national_id = line(
        gettext_lazy("National identity number"),
        max_length=20,
        required=False,
        help_text=gettext_lazy("It is kept sealed, and tells you from others of your name."),
        attrs={"inputmode": "numeric"},
    )
    guardian_given = line(
        gettext_lazy("Guardian's given name"), purpose="off", max_length=100, required=False
    )
    guardian_name = line(
        gettext_lazy("Guardian's family name"), purpose="off", max_length=100, required=False
    )
    guardian_phone = line(gettext_lazy("Guardian's telephone"), required=False)
    guardian_email = line(gettext_lazy("Guardian's e-mail"), required=False)
    email = line(gettext_lazy("E-mail"), purpose="email", required=False)
    phone = line(gettext_lazy("Mobile telephone"), purpose="tel", required=False)
    line_1 = line(
        gettext_lazy("Street and number"),
        purpose="address-line1",
        required=False,
        help_text=gettext_lazy(
            "Only if you want letters. Is your address protected? Leave it out, and tell us at"
            " the desk."
        ),
    )
    postcode = line(gettext_lazy("Postcode"), purpose="postal-code", max_length=12, required=False)
    city = line(gettext_lazy("Place"), purpose="address-level2", max_length=100, required=False)
    home_branch = forms.TypedChoiceField(
        label=gettext_lazy("Home library"), coerce=int, choices=branch_choices, required=False
    )
    accept = forms.BooleanField(
        label=gettext_lazy("I have read the notice, and will follow the rules for loans."),
        required=False,
    )

    def __init__(self, *args: Any, now: datetime, **options: Any) -> None:
        super().__init__(*args, **options)
        self.way_taken = Way(str(self["way"].value() or Way.DESK))
        self.known: Identity | None = None
        if self.way_taken is Way.EID:
            self.known = opened_identity(str(self["identity"].value() or ""), now=now)
        for name in self._not_asked():
            del self.fields[name]

    def _not_asked(self) -> tuple[str, ...]:
        if self.way_taken is Way.DESK:
            return ("national_id",)
        if self.way_taken is Way.NUMBER:
            return ("birth_date",)
        named = self.known is not None and self.known.family_name
        names = ("given_name", "family_name") if named else ()
        return (*names, "birth_date", "national_id")

    def new_patron(self, *, policy: Policy) -> NewPatron:
        """Return what was written, and what an e-ID says."""
        told, known = self.cleaned_data, self.known
        email, phone = told.get("email", ""), told.get("phone", "")
        return NewPatron(
            given_name=told.get("given_name", "") or (known.given_name if known else ""),
            family_name=told.get("family_name", "") or (known.family_name if known else ""),
            birth_date=told.get("birth_date"),
            national_id=known.national_id if known else told.get("national_id", ""),
            home_branch_id=told.get("home_branch") or 0,
            language=Language((get_language() or "nb")[:2]),
            channel=channel_for(email=email, phone=phone, country=policy.country.value),
            emails=(email,) if email else (),
            phones=(phone,) if phone else (),
            addresses=self._addresses(),
            guardian=self._guardian(),
        )

    def _addresses(self) -> tuple[NewAddress, ...]:
        told = {name: self.cleaned_data.get(name, "") for name in ("line_1", "postcode", "city")}
        return (NewAddress(**told),) if any(told.values()) else ()

    def _guardian(self) -> NewGuardian | None:
        told = self.cleaned_data
        names = ("guardian_given", "guardian_name", "guardian_phone", "guardian_email")
        if not any(told.get(name) for name in names):
            return None
        return NewGuardian(
            given_name=told.get("guardian_given", ""),
            family_name=told.get("guardian_name", ""),
            phones=tuple(filter(None, [told.get("guardian_phone")])),
            emails=tuple(filter(None, [told.get("guardian_email")])),
        )

    def examine(self, *, policy: Policy, on: date) -> Registration:
        """Look at all of it, and put what is wrong beside its field."""
        self.full_clean()
        new = self.new_patron(policy=policy)
        is_number_asked = self.way_taken is Way.NUMBER
        seen = examined_applicant(new, policy=policy, on=on, number_is_asked=is_number_asked)
        if not needs_guardian(seen.age, policy=policy):
            self.drop_guardian()
            new = self.new_patron(policy=policy)
            seen = examined_applicant(new, policy=policy, on=on, number_is_asked=is_number_asked)
        of_guardian: list[Code] = []
        if isinstance(new.guardian, NewGuardian):
            of_guardian = guardian_faults(new.guardian, policy=policy, on=on)
        self._tell(seen.faults, of_guardian)
        return seen

    def drop_guardian(self) -> None:
        """Forget a guardian whom someone of that age has not."""
        for name in FIELDS[Step.GUARDIAN]:
            self.cleaned_data.pop(name, None)

    def _tell(self, faults: tuple[Code, ...], of_guardian: list[Code]) -> None:
        wrong_already = set(self.errors)
        for code in of_guardian:
            self._put(BESIDE_GUARDIAN.get(code), code, wrong_already)
        for code in faults:
            if code not in of_guardian:
                self._put(BESIDE.get(code), code, wrong_already)

    def _put(self, name: str | None, code: Code, wrong_already: set[str]) -> None:
        text = say(Reason(code))
        if code in UNREACHABLE:
            text = _("Give an e-mail address, a mobile telephone or a postal address.")
        if name not in self.fields and self.way_taken is Way.NUMBER and name == "birth_date":
            name = "national_id"
        if name not in wrong_already:
            self.add_error(name if name in self.fields else None, text)

    def keep_errors_of(self, steps: list[Step]) -> None:
        """Say nothing yet of what is asked later."""
        asked = {name for step in steps for name in FIELDS[step]}
        if steps:
            asked.add("__all__")
        for name in set(self.errors) - asked:
            del self.errors[name]


def steps_for(age: int | None, *, policy: Policy) -> list[Step]:
    """Return the way for someone that old: a child's goes by a guardian (R33)."""
    return [
        step for step in Step if step is not Step.GUARDIAN or needs_guardian(age, policy=policy)
    ]
