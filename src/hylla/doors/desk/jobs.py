"""The work that staff do, in words for an administrator, and the forms that ask for it."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hylla.doors.parts.contact import branch_choices, language_choices
from hylla.doors.parts.forms import Form, day, line
from hylla.library.rules import STAFF_ROLES, Employment
from hylla.privacy.vocabulary import Language, Role

JOBS: Mapping[Role, str | Promise] = {
    Role.DESK: _("Desk"),
    Role.CATALOGUER: _("Cataloguing"),
    Role.CHILDREN: _("Children's library"),
    Role.SCHOOL: _("School"),
    Role.OUTREACH: _("Outreach"),
    Role.INVOICE: _("Invoices"),
    Role.PRIVACY_OFFICER: _("Privacy officer"),
    Role.ADMINISTRATOR: _("Administrator"),
}
ABOUT: Mapping[Role, str | Promise] = {
    Role.DESK: _("Desk: lends, and opens the records of patrons who stand there"),
    Role.CATALOGUER: _("Cataloguing: titles and copies, no patrons"),
    Role.CHILDREN: _("Children's library: as the desk, for children only"),
    Role.SCHOOL: _("School: the classes of a school library, no records"),
    Role.OUTREACH: _("Outreach: the home library's own round"),
    Role.INVOICE: _("Invoices: unpaid fees, case by case"),
    Role.PRIVACY_OFFICER: _("Privacy officer: whether promises are kept, and patrons' requests"),
    Role.ADMINISTRATOR: _("Administrator: staff, machines, branches and closed days, no patrons"),
}
REFUSALS = {
    "username_malformed": "username",
    "username_taken": "username",
    "branch_unknown": "branch",
    "role_missing": "roles",
    "last_administrator": "roles",
}
"""Beside which field each refusal stands."""


class EmploymentForm(Form):
    """Who someone is at work, where they work and what they do."""

    name = line(_("Name, as colleagues know it"), max_length=200)
    branch = forms.TypedChoiceField(label=_("Branch"), coerce=int, choices=branch_choices)
    roles = forms.MultipleChoiceField(
        label=_("What they do"),
        help_text=_("Each opens what it needs, and nothing else."),
        choices=[(role.value, ABOUT[role]) for role in STAFF_ROLES],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    language = forms.ChoiceField(label=_("Language"), choices=language_choices)

    def employment(self) -> Employment:
        """Return what was filled in."""
        told = self.cleaned_data
        return Employment(
            name=told["name"],
            branch_id=told["branch"],
            roles=frozenset(Role(each) for each in told["roles"]),
            language=Language(told["language"]),
        )


class NewColleague(EmploymentForm):
    """The same for someone who begins."""

    username = line(
        _("User name"),
        max_length=50,
        help_text=_("2 to 50 small letters, digits, dots or hyphens."),
        attrs={"autocapitalize": "none"},
    )
    undertaking_on = day(
        _("The duty of secrecy was signed on"),
        required=False,
        help_text=_("Empty: they cannot log in until it is entered here."),
    )

    field_order = ("name", "username", "branch", "roles", "language", "undertaking_on")


class Undertaking(Form):
    """When the undertaking of secrecy was signed."""

    on = day(_("The duty of secrecy was signed on"))


def jobs_text(roles: Any) -> str:
    """Return what someone does, in a few words."""
    return ", ".join(str(JOBS[role]) for role in roles)
