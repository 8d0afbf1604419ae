"""What ratings and reviews look like, wherever they stand: in words, and as forms."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy, ngettext

from hylla.doors.parts.forms import Form
from hylla.doors.parts.writing import number_text
from hylla.privacy.extract.coded import code_text
from hylla.reviews.queries import Rated
from hylla.reviews.rules import Why


def why_choices() -> list[tuple[str, str]]:
    """Return what may be wrong with a review, for a form to choose from."""
    return [(each.value, code_text(each, "reason")) for each in Why]


class WhyForm(Form):
    """What is wrong with a review; there is no field for a note."""

    why = forms.ChoiceField(
        label=gettext_lazy("What is wrong with it"),
        choices=why_choices,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, with_name: bool = True, **more: Any) -> None:
        super().__init__(*args, **more)
        if not with_name:
            kept = [each for each in why_choices() if each[0] != Why.NAME]
            self.fields["why"].choices = kept  # type: ignore[attr-defined]  # it has choices

    def reason(self) -> Why:
        """Return what was chosen."""
        return Why(self.cleaned_data["why"])


def rated_text(rated: Rated) -> str:
    """Say what a work is rated, or nothing where too few have."""
    if rated.average is None:
        return ""
    text = ngettext(
        "%(average)s of 5 stars, by %(count)s reader",
        "%(average)s of 5 stars, by %(count)s readers",
        rated.count,
    )
    return text % {"average": number_text(rated.average), "count": number_text(rated.count)}
