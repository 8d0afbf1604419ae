"""The small forms beside an open patron."""

from django import forms
from django.utils.translation import gettext_lazy as _

from hylla.doors.parts.contact import branch_choices
from hylla.doors.parts.forms import Form, day, line, secret
from hylla.doors.parts.guardians import GuardianFields
from hylla.doors.parts.words import BLOCKS


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
