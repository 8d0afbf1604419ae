"""The small forms beside an open patron."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from hylla.circulation.actions import offered
from hylla.doors.parts.contact import branch_choices
from hylla.doors.parts.editions import (
    ANY,
    LANGUAGE,
    THIS,
    chosen_editions,
    other_form_field,
)
from hylla.doors.parts.forms import Form, day, line, secret
from hylla.doors.parts.guardians import GuardianFields
from hylla.doors.parts.rights import CONSENTS, FIELDS, KINDS, PROOFS, purposes_to_object_to
from hylla.doors.parts.sets import copies_field, day_field, half_a_set
from hylla.doors.parts.words import BLOCKS
from hylla.library.queries import policy_in_force
from hylla.outreach.queries import round_choices
from hylla.privacy.rights.terms import SHOWN, RequestKind


class HoldForm(Form):
    """Which title, told by any copy of it, or which copy alone, and where to fetch it."""

    barcode = line(_("Barcode of any copy of the title"), max_length=30)
    alone = forms.BooleanField(label=_("Wait for this copy alone"), required=False)
    editions = forms.ChoiceField(
        label=_("Which edition"),
        choices=[
            (THIS, _("Only this edition")),
            (LANGUAGE, _("Any edition in the same language")),
            (ANY, _("Any edition, in any language")),
        ],
        required=False,
    )
    any_form = other_form_field()
    pickup = forms.TypedChoiceField(label=_("Pick-up branch"), coerce=int, choices=branch_choices)
    copies = copies_field()
    needed_on = day_field()

    def clean(self) -> dict[str, Any]:
        """Ask for both of what makes a set, or neither, and for no copy alone."""
        told: dict[str, Any] = super().clean() or {}
        if missing := half_a_set(told):
            self.add_error("needed_on", missing)
        if told.get("copies") and told.get("alone"):
            self.add_error("alone", _("A set is of any copies."))
        editions = chosen_editions(told)
        if editions and (told.get("copies") or told.get("alone")):
            self.add_error("editions", _("One copy, or a set, is of this edition."))
        if told.get("any_form") and not editions:
            self.add_error("any_form", _("Say that any edition will do."))
        return told


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


class OutreachForm(Form):
    """On which round somebody is, and until when."""

    round = forms.TypedChoiceField(label=_("Round"), coerce=int, choices=round_choices)
    until_on = day(_("Last day (empty: until somebody ends it)"), required=False)


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
    RequestKind.PORTABILITY,
    RequestKind.RECTIFICATION,
    RequestKind.RESTRICTION,
    RequestKind.OBJECTION,
    RequestKind.WITHDRAWAL,
    RequestKind.ERASURE,
    RequestKind.TERMINATION,
    RequestKind.REVIEW,
)
BY_STRANGERS = (
    RequestKind.EXTRACT,
    RequestKind.RECTIFICATION,
    RequestKind.RESTRICTION,
    RequestKind.ERASURE,
)
HAVE_WORDS = frozenset({RequestKind.RECTIFICATION, RequestKind.OBJECTION, RequestKind.REVIEW})
ABOUT_SOMETHING = frozenset(
    {RequestKind.RECTIFICATION, RequestKind.OBJECTION, RequestKind.WITHDRAWAL}
)


def about_choices() -> list[tuple[str, object]]:
    """Return what a correction, an objection or the end of a consent can be about."""
    policy = policy_in_force()
    return [
        ("", "–"),
        (gettext("To be corrected"), sorted(FIELDS.items())),
        (gettext("Objected to"), purposes_to_object_to(policy)),
        (gettext("Taken back"), [(each.value, str(CONSENTS[each])) for each in offered(policy)]),
    ]


class RightsForm(Form):
    """What is asked for, and what was shown: the kind of it, never its number."""

    kind = forms.ChoiceField(
        label=_("What the patron asks for"),
        choices=[(each.value, KINDS[each]) for each in AT_THE_DESK],
    )
    guardian = forms.ChoiceField(label=_("Who asks"), required=False)
    proof = forms.ChoiceField(
        label=_("What the patron has shown"),
        choices=[("", "–"), *((each.value, PROOFS[each]) for each in sorted(SHOWN))],
    )
    what = forms.ChoiceField(
        label=_("What it is about: a correction, an objection or a consent"),
        choices=about_choices,
        required=False,
    )
    words = forms.CharField(
        label=_("What it should be, or why they object"), max_length=500, required=False
    )

    def offer(self, guardians: Iterable[tuple[int, str]]) -> None:
        """Let a child's guardian ask in its place; an adult asks alone."""
        rows = [(str(key), name) for key, name in guardians]
        if rows:
            choices = [("", gettext("The patron")), *rows]
            self.fields["guardian"] = forms.ChoiceField(
                label=gettext("Who asks"), required=False, choices=choices
            )
        else:
            self.fields.pop("guardian", None)


class StrangerForm(Form):
    """Somebody without a card asks what is kept, or has something to say about it."""

    name = line(_("Name"), max_length=200)
    reply_to = line(_("Where the answer is to go"), max_length=300)
    kind = forms.ChoiceField(
        label=_("What they ask for"), choices=[(each.value, KINDS[each]) for each in BY_STRANGERS]
    )
    proof = forms.ChoiceField(
        label=_("What they have shown"),
        choices=[("", "–"), *((each.value, PROOFS[each]) for each in sorted(SHOWN))],
    )
    words = forms.CharField(
        label=_("In their own words"), max_length=1000, required=False, widget=forms.Textarea
    )
