"""A new password, asked for twice."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hylla.doors.parts.forms import Form, secret


class NewPassword(Form):
    """A password, twice."""

    new = secret(gettext_lazy("New password, 12 characters or more"), purpose="new-password")
    again = secret(gettext_lazy("New password again"), purpose="new-password")

    def clean(self) -> None:
        """Say when the two differ."""
        given = self.cleaned_data
        if "new" in given and "again" in given and given["new"] != given["again"]:
            self.add_error("again", _("This is not the same as the new password above."))
