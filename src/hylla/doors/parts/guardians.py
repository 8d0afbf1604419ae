"""Who a child's guardian is, as fields of a form: the card of a patron, or someone new."""

import uuid
from collections.abc import Mapping

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hylla.doors.parts.forms import Form, line
from hylla.patrons.queries import person_with_card
from hylla.patrons.rules import Code, NewGuardian
from hylla.privacy.vocabulary import Language

FIELDS: Mapping[str, str] = {
    Code.GUARDIAN_MISSING: "guardian_card",
    Code.GUARDIAN_UNKNOWN: "guardian_card",
    Code.GUARDIAN_NOT_ADULT: "guardian_card",
    Code.GUARDIAN_IS_CHILD_ITSELF: "guardian_card",
    Code.GUARDIANS_NOT_KEPT: "guardian_card",
    Code.NOT_A_CHILD: "guardian_card",
    Code.GUARDIAN_UNREACHABLE: "guardian_phone",
    Code.NAME_MISSING: "guardian_name",
    Code.NAME_MALFORMED: "guardian_name",
    Code.PHONE_MALFORMED: "guardian_phone",
    Code.EMAIL_MALFORMED: "guardian_email",
}
"""Beside which field each refusal about a guardian stands."""
NAMES = ("guardian_card", "guardian_name", "guardian_given", "guardian_phone", "guardian_email")


class GuardianFields(Form):
    """A guardian's card, or names and a way to reach them."""

    guardian_card = line(
        gettext_lazy("Guardian's card"),
        required=False,
        help_text=gettext_lazy("If the guardian is a patron. Otherwise name and telephone below."),
    )
    guardian_name = line(gettext_lazy("Guardian's family name"), required=False, max_length=100)
    guardian_given = line(gettext_lazy("Guardian's given name"), required=False, max_length=100)
    guardian_phone = line(gettext_lazy("Guardian's telephone"), required=False)
    guardian_email = line(gettext_lazy("Guardian's e-mail"), required=False)

    def clean_guardian_card(self) -> str:
        """Say at once when nobody has the guardian's card, or when it may be a found one."""
        number = str(self.cleaned_data["guardian_card"])
        card = person_with_card(number) if number else None
        if number and card is None:
            raise forms.ValidationError(_("Nobody has this card."))
        if card is not None and not card.is_active:
            raise forms.ValidationError(
                _("This card does not work any more: it was lost or replaced.")
            )
        return number

    def clean(self) -> None:
        """Say when both a card and someone new are given: which of them is it?"""
        if self._told("card") and self._is_new():
            text = _("Either the card of a patron or someone new: leave the other empty.")
            self.add_error("guardian_card", text)

    def guardian(self, *, language: str) -> uuid.UUID | NewGuardian | None:
        """Return who it is; someone new reads the language of the child's messages."""
        card = person_with_card(self._told("card")) if self._told("card") else None
        if card is not None:
            return card.person_id
        if not self._is_new():
            return None
        return NewGuardian(
            family_name=self._told("name"),
            given_name=self._told("given"),
            language=Language(language),
            phones=tuple(filter(None, [self._told("phone")])),
            emails=tuple(filter(None, [self._told("email")])),
        )

    def _is_new(self) -> bool:
        return any(self._told(each) for each in ("name", "given", "phone", "email"))

    def _told(self, what: str) -> str:
        return str(self.cleaned_data.get(f"guardian_{what}", ""))
