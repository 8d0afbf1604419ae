"""The living catalogue of components: every one in every state, for those who build pages."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse

from hylla.doors.parts.forms import Form, day, line, secret
from hylla.doors.parts.look.tokens import by_day
from hylla.doors.parts.page import Said, bad, good, notice, page
from hylla.library.queries import policy_in_force
from hylla.privacy.policy.look import Look

ICONS = (
    "back bell bin book calendar card check chevron clock cross dot down download eye forward gear"
    " globe history info key leave letter lock message money people person phone place plus print"
    " renew search shelf shield stop tick warning"
)


class EveryField(Form):
    """One field of each kind."""

    name = line("Name", help_text="As it stands on the card.")
    pin = secret("PIN", purpose="off", help_text="Four to eight digits.")
    born = day("Birth date")
    email = forms.EmailField(label="E-mail", required=False)
    number = forms.IntegerField(label="How many", min_value=1, required=False)
    branch = forms.ChoiceField(label="Branch", choices=[("m", "Main library"), ("w", "West")])
    words = forms.CharField(label="Message", widget=forms.Textarea, required=False)
    channel = forms.ChoiceField(
        label="How we reach you",
        choices=[("email", "E-mail"), ("letter", "Letter")],
        widget=forms.RadioSelect,
    )
    ticks = forms.MultipleChoiceField(
        label="What you would like to hear about",
        choices=[("n", "New books"), ("e", "Events")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    agrees = forms.BooleanField(label="I have read the rules", help_text="They are one page.")


@dataclass(frozen=True)
class Pages:
    """A place among pages of results."""

    number: int
    count_of_pages: int


@dataclass(frozen=True)
class Swatch:
    """A colour by its name."""

    name: str
    value: str
    scale: str


def catalogue(request: HttpRequest) -> HttpResponse:
    """Show every component; in production there is no such page."""
    if not (settings.DEBUG or settings.HYLLA_DEMO):
        raise Http404
    wrong = EveryField({"email": "nowhere"})
    wrong.add_error(None, "The card has run out.")
    return page(request, "design.html", title="Components", **_samples(), wrong=wrong)


def _samples() -> Mapping[str, Any]:
    return {
        "form": EveryField(prefix="empty"),
        "icons": ICONS.split(),
        "tones": ["good", "notice", "bad", "info", "quiet"],
        "variants": ["primary", "secondary", "tertiary"],
        "swatches": swatches(policy_in_force().look),
        "spoken": [
            good("The loan is renewed."),
            notice("The item waits for someone else."),
            bad("Not lent.", "The card has run out."),
            Said("good", ("Returned.",), "Western branch"),
        ],
        "steps": ["Library", "Branch", "Staff", "First titles"],
        "pages": Pages(2, 9),
        "on": date(2027, 5, 3),
        "until": date(2027, 5, 10),
        "at": datetime(2027, 5, 3, 12, 30, tzinfo=UTC),
    }


def swatches(look: Look) -> list[Swatch]:
    """Return the colours by day, scale by scale."""
    return [
        Swatch(f"{name} {step}", str(colour), name)
        for name, scale in by_day(look).items()
        for step, colour in scale.items()
    ]
