"""How someone is reached, as fields of a form; several telephone numbers or addresses by commas."""

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from hylla.doors.parts.forms import Form, line
from hylla.doors.parts.words import CHANNELS, WAYS, Word
from hylla.doors.parts.writing import in_alphabet
from hylla.library.queries import branches, policy_in_force
from hylla.patrons.queries import PatronDetails
from hylla.patrons.rules import About, AddressKind, Changes, Channel, NewAddress
from hylla.patrons.rules.contact import CAN_STAY_ON_PAGE
from hylla.privacy.vocabulary import Language

FIELDS: Mapping[str, str] = {
    "email_malformed": "emails",
    "phone_malformed": "phones",
    "address_incomplete": "line_1",
    "postcode_malformed": "postcode",
    "country_malformed": "country",
    "address_protected": "line_1",
    "channel_needs_email": "emails",
    "channel_needs_mobile": "phones",
    "channel_needs_address": "line_1",
    "branch_unknown": "home_branch",
    "channel_must_reach": "overdue_by",
}
"""Beside which field each refusal stands."""

ADDRESS = ("line_1", "line_2", "postcode", "city", "country")
NAMES = ("emails", "phones", *ADDRESS, "channel", "language")
"""The fields in the order in which they are asked for, without the home library."""


def has_school_library() -> bool:
    """Say whether a pupil's class can be kept at any branch."""
    return any(each.is_school_library for each in branches())


def branch_choices() -> list[tuple[int, str]]:
    """Return the branches, for a form to choose from."""
    named = in_alphabet(branches(), by=lambda each: each.name)
    return [(each.id, each.name) for each in named]


def language_choices() -> list[tuple[str, str]]:
    """Return the languages of the library, for a form to choose from."""
    names = dict(settings.LANGUAGES)
    return [(each.value, names[each.value]) for each in policy_in_force().languages]


def channel_choices() -> list[tuple[str, Word]]:
    """Return how messages can go, for a form to choose from: by SMS where the library offers it."""
    has_sms = policy_in_force().texting.offered
    return [(code, name) for code, name in CHANNELS.items() if code != Channel.SMS or has_sms]


class ContactFields(Form):
    """Language, channel, home library, telephone, e-mail and address."""

    emails = line(_("E-mail"), purpose="email", required=False)
    phones = line(_("Telephone"), purpose="tel", required=False)
    line_1 = line(_("Street and number"), purpose="address-line1", required=False)
    line_2 = line(_("Second line"), purpose="address-line2", required=False)
    postcode = line(_("Postcode"), purpose="postal-code", required=False, max_length=12)
    city = line(_("Place"), purpose="address-level2", required=False, max_length=100)
    country = line(_("Country code (empty: ours)"), purpose="country", required=False, max_length=2)
    channel = forms.ChoiceField(label=_("Messages go by"), choices=channel_choices)
    language = forms.ChoiceField(label=_("Language of messages"), choices=language_choices)
    home_branch = forms.TypedChoiceField(
        label=_("Home library"), coerce=int, choices=branch_choices
    )

    def reach(self) -> dict[str, Any]:
        """Return what was filled in, under the names that registering and changing know.

        Of a form that is not in order yet, what is: so that all that is wrong is said at once.
        """
        told = self.cleaned_data
        return {
            "emails": _parts(told.get("emails", "")),
            "phones": _parts(told.get("phones", "")),
            "addresses": self.addresses(),
            "channel": Channel(told.get("channel", Channel.EMAIL)),
            "language": Language(told.get("language", Language.NB)),
            "home_branch_id": told.get("home_branch", 0),
        }

    def addresses(self) -> tuple[NewAddress, ...]:
        """Return the address that was filled in, if any."""
        told = {name: self.cleaned_data.get(name, "") for name in ADDRESS}
        if not any(told[name] for name in ADDRESS if name != "country"):
            return ()
        return (NewAddress(**told),)


def _ways(about: About) -> Callable[[], list[tuple[str, Word]]]:
    """Return what asks for the ways that messages of one kind may go."""

    def choices() -> list[tuple[str, Word]]:
        on_page = [(Channel.PAGE.value, WAYS["page"])] if about in CAN_STAY_ON_PAGE else []
        return [("", _("as the rest")), *channel_choices(), *on_page]

    return choices


def _way_field(about: About, label: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=_ways(about), required=False)


class WayFields(Form):
    """By which way each kind of message goes, where it is another than for the rest."""

    soon_by = _way_field(About.SOON, _("Due soon, or renewed for you"))
    holds_by = _way_field(About.HOLDS, _("Holds: ready, or about to end"))
    overdue_by = _way_field(About.OVERDUE, _("Overdue, or called back"))
    invoices_by = _way_field(About.INVOICES, _("Invoices"))


WAY_NAMES = tuple(each.column for each in About)


def ways_of(known: PatronDetails) -> dict[str, str]:
    """Return the ways that were chosen, as the fields show them."""
    return {each.column: known.ways.get(each, "") for each in About}


def contact_of(known: PatronDetails) -> dict[str, Any]:
    """Return what the library has, as the fields show it."""
    registered = [each for each in known.addresses if each.kind is AddressKind.REGISTERED]
    address = registered[0] if registered else None
    return {
        "emails": ", ".join(known.emails),
        "phones": ", ".join(known.phones),
        "line_1": address.line_1 if address else "",
        "line_2": address.line_2 if address else "",
        "postcode": address.postcode if address else "",
        "city": address.city if address else "",
        "country": address.country if address else "",
        "channel": known.channel.value,
        "language": known.language.value,
        "home_branch": known.home_branch.id,
    }


def changes_of(form: ContactFields, known: PatronDetails) -> Changes:
    """Return what a form changes; a temporary address, which no field shows, stays."""
    told = form.reach()
    return Changes(**{**told, "addresses": told["addresses"] + temporary_of(known)})


def temporary_of(known: PatronDetails) -> tuple[NewAddress, ...]:
    """Return the temporary address somebody has, to stay where the other one changes."""
    return tuple(
        NewAddress(
            line_1=each.line_1,
            line_2=each.line_2,
            postcode=each.postcode,
            city=each.city,
            country=each.country,
            kind=each.kind,
            until_on=each.until_on,
        )
        for each in known.addresses
        if each.kind is AddressKind.TEMPORARY
    )


def _parts(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())
