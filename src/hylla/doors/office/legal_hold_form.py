"""What is asked where data is to be held back by law."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from hylla.doors.parts.forms import Form, day, line
from hylla.library.queries import policy_in_force
from hylla.privacy.held import holdable_tables
from hylla.privacy.legal_holds import Ground
from hylla.privacy.models.holding import HeldFor
from hylla.privacy.record.words import called

REASONS: Mapping[HeldFor, str | Promise] = {
    HeldFor.LEGAL_CLAIM: gettext_lazy("A legal claim is to be made or met (GDPR article 17(3)(e))"),
    HeldFor.CRIME: gettext_lazy("A court or the police looks into a crime (GDPR article 17(3)(b))"),
    HeldFor.SUPERVISION: gettext_lazy(
        "A supervisory authority looks into a case (GDPR article 58)"
    ),
}
FIELDS = {
    "card_unknown": "card",
    "own_record": "card",
    "familys_record": "card",
    "hold_needs_law": "law",
    "hold_not_silent": "silence_law",
    "hold_not_that": "tables",
    "hold_end": "until_on",
}


class HoldForm(Form):
    """Whose data, which, why, on which law, and until when."""

    card = line(gettext_lazy("Card number"), max_length=30)
    tables = forms.MultipleChoiceField(
        label=gettext_lazy("Which data"),
        choices=lambda: sorted(
            ((each, called(each)) for each in holdable_tables()), key=lambda e: e[1]
        ),
        widget=forms.CheckboxSelectMultiple,
    )
    reason = forms.ChoiceField(label=gettext_lazy("Why"), choices=list(REASONS.items()))
    law = line(
        gettext_lazy("The law that lets us hold it back"),
        max_length=100,
        help_text=gettext_lazy("As one would look it up: GDPR art. 17(3)(e)."),
    )
    until_on = day(gettext_lazy("The last day, at most 90 days from now"))
    silence_law = line(
        gettext_lazy("The law that forbids to tell the person"),
        max_length=100,
        required=False,
        help_text=gettext_lazy(
            "Only where a court or the police demands it. Left empty, the person is told."
        ),
    )


class LongerForm(Form):
    """Until when it is to last now."""

    until_on = day(gettext_lazy("The new last day, at most 90 days from now"))


def ground_of(given: dict[str, Any]) -> Ground:
    """Return what a whole form asks for."""
    return Ground(
        reason=HeldFor(given["reason"]),
        law=given["law"],
        tables=tuple(given["tables"]),
        until_at=end_of(given["until_on"]),
        silence_law=given["silence_law"],
    )


def end_of(last: date) -> datetime:
    """Return the end of a day at the library."""
    return datetime.combine(last + timedelta(days=1), time(), tzinfo=policy_in_force().zone)
