"""The small forms beside an open patron."""

from django import forms
from django.utils.translation import gettext_lazy as _

from hylla.doors.parts.contact import branch_choices
from hylla.doors.parts.forms import Form, day, line, secret
from hylla.doors.parts.guardians import GuardianFields
from hylla.doors.parts.rights import FIELDS, KINDS, PROOFS
from hylla.doors.parts.words import BLOCKS
from hylla.privacy.rights.terms import SHOWN, RequestKind


class HoldForm(Form):
    """Which title, told by any copy of it, and where to fetch it."""

    barcode = line(_("Barcode of any copy of the title"), max_length=30)
    pickup = forms.TypedChoiceField(label=_("Pick-up branch"), coerce=int, choices=branch_choices)


class PinForm(Form):
    """A new PIN, typed by the patron."""

    pin = secret(_("New PIN, 4 to 8 digits"), purpose="new-password")


class CardForm(Form):
    """Whether the new card is charged for."""

    charge = forms.BooleanField(label=_("Charge for the new card"), required=False, initial=True)


class BlockForm(Form):
    """Why someone may not borrow, and until when."""

    reason = forms.ChoiceField(label=_("Reason"), choices=list(BLOCKS.items()))
    until_on = day(_("Until and including (empty: until lifted)"), required=False)


class GuardianForm(GuardianFields):
    """A guardian more for a child who has a card already."""


class LostForm(Form):
    """What a lost item costs."""

    item = forms.CharField(widget=forms.HiddenInput, max_length=30)
    price = forms.DecimalField(
        label=_("Price in kroner (empty: nothing is claimed)"),
        required=False,
        min_value=0,
        max_value=100_000,
        decimal_places=2,
    )


AT_THE_DESK = (
    RequestKind.EXTRACT,
    RequestKind.RECTIFICATION,
    RequestKind.RESTRICTION,
    RequestKind.ERASURE,
    RequestKind.TERMINATION,
)


class RightsForm(Form):
    """What is asked for, and what was shown: the kind of it, never its number."""

    kind = forms.ChoiceField(
        label=_("What the patron asks for"),
        choices=[(each.value, KINDS[each]) for each in AT_THE_DESK],
    )
    proof = forms.ChoiceField(
        label=_("What the patron has shown"),
        choices=[("", "–"), *((each.value, PROOFS[each]) for each in sorted(SHOWN))],
    )
    what = forms.ChoiceField(
        label=_("What is wrong, where something is to be corrected"),
        choices=[("", "–"), *sorted(FIELDS.items())],
        required=False,
    )
    words = forms.CharField(label=_("What it should be"), max_length=500, required=False)
