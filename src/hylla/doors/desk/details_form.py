"""The form for what staff change of someone: names, dates, reach, protection, national id."""

from collections.abc import Mapping
from dataclasses import astuple
from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hylla.circulation.sentences import say
from hylla.doors.desk.record import OpenDetails
from hylla.doors.parts import contact
from hylla.doors.parts.contact import (
    WAY_NAMES,
    ContactFields,
    WayFields,
    contact_of,
    has_school_library,
    ways_of,
)
from hylla.doors.parts.forms import day, line
from hylla.doors.parts.words import AGES
from hylla.library.queries import policy_in_force
from hylla.library.refusals import Refused
from hylla.patrons.queries import AddressFacts, PatronDetails, categories
from hylla.patrons.rules import AddressKind, AgeGroup, Changes, Code, NewAddress
from hylla.patrons.rules.contact import address_faults, tidied_address
from hylla.privacy.policy import NationalId

FIELDS: Mapping[str, str] = {
    **contact.FIELDS,
    **{each: "national_id" for each in Code if each.startswith("national_id")},
    **{each: "birth_date" for each in Code if each.startswith("birth_date")},
    "name_missing": "family_name",
    "name_malformed": "family_name",
    "category_unknown": "category",
    "school_class_not_kept": "school_class",
    "address_needs_end": "until_on",
}
"""Beside which field each refusal stands; of addresses, without the prefix of the temporary one."""
TEMPORARY = "temporary_"
ADDRESS_FIELDS = (*contact.ADDRESS, "until_on")
NEVER_SHOWN = {"seen", "birth_date", "national_id"}


def category_choices() -> list[tuple[str, str]]:
    """Return the kinds of patron, for a form to choose from."""
    return [(each.code, each.name) for each in categories()]


class DetailsForm(WayFields, ContactFields):
    """Everything that staff change; what is left as it was is not sent on."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    # That it is missing is said with all the rest.
    family_name = line(gettext_lazy("Family name"), max_length=100, required=False)
    given_name = line(gettext_lazy("Given name"), max_length=100, required=False)
    birth_date = day(gettext_lazy("New birth date"), required=False)
    category = forms.ChoiceField(label=gettext_lazy("Kind of patron"), choices=category_choices)
    school_class = line(gettext_lazy("School class"), max_length=20, required=False)
    address_protected = forms.BooleanField(
        label=gettext_lazy("The address is protected: none is kept"),
        required=False,
        help_text=gettext_lazy("Addresses and school class are removed at once."),
    )
    national_id = line(gettext_lazy("New national id"), max_length=20, required=False)
    gives_up_national_id = forms.BooleanField(
        label=gettext_lazy("Give the national id up"),
        required=False,
        help_text=gettext_lazy("It is removed, and the card works in this library only."),
    )
    temporary_line_1 = line(gettext_lazy("Temporary street and number"), required=False)
    temporary_line_2 = line(gettext_lazy("Temporary second line"), required=False)
    temporary_postcode = line(gettext_lazy("Temporary postcode"), required=False, max_length=12)
    temporary_city = line(gettext_lazy("Temporary place"), required=False, max_length=100)
    temporary_country = line(
        gettext_lazy("Temporary country code (empty: ours)"), required=False, max_length=2
    )
    temporary_until_on = day(gettext_lazy("Last day there"), required=False)

    def __init__(self, shown: OpenDetails, told: QueryDict | None = None) -> None:
        self._known = known = shown.known
        self._seen = seen_of(shown)
        self.in_dispute = sorted(shown.in_dispute)
        super().__init__(told, initial={**details_of(known), "seen": self._seen})
        policy = policy_in_force()
        self.fields["birth_date"].help_text = _age_text(shown.age_group)
        if not shown.shows_address:
            for name in (*contact.ADDRESS, *(TEMPORARY + each for each in ADDRESS_FIELDS)):
                del self.fields[name]
        if not policy.features.school_classes or not has_school_library():
            del self.fields["school_class"]
        if shown.masked_national_id:
            has = _("Now %(number)s. Left empty, it stays.") % {"number": shown.masked_national_id}
            self.fields["national_id"].help_text = has
        else:
            del self.fields["gives_up_national_id"]
        if not shown.takes_national_id or policy.cards.national_id is NationalId.NONE:
            del self.fields["national_id"]

    def clean(self) -> None:
        """Say when a number is both given and given up."""
        told = self.cleaned_data
        if told.get("gives_up_national_id") and told.get("national_id"):
            text = _("Either a new number or none: leave the other empty.")
            self.add_error("national_id", text)

    def addresses(self) -> tuple[NewAddress, ...]:
        """Return both addresses, as far as they are filled in; one that is not shown stays."""
        if "line_1" not in self.fields:
            kept_now: tuple[NewAddress, ...] = kept(self._known)["addresses"]
            return kept_now
        told = {name: self.cleaned_data.get(TEMPORARY + name, "") for name in contact.ADDRESS}
        until_on = self.cleaned_data.get(f"{TEMPORARY}until_on")
        if not until_on and not any(told[name] for name in told if name != "country"):
            return super().addresses()
        kind = AddressKind.TEMPORARY
        return (*super().addresses(), NewAddress(**told, kind=kind, until_on=until_on))

    def is_stale(self) -> bool:
        """Tell whether someone else changed what is kept since this form was shown."""
        return bool(self.data.get("seen", self._seen) != self._seen)

    def show_both(self) -> None:
        """Put what is kept now beside what was typed, to be looked at before it is saved."""
        self.data = {**dict(self.data.items()), "seen": self._seen}
        for name, field in self.fields.items():
            now, typed = self.get_initial_for_field(field, name), self.data.get(name, "")
            if name not in NEVER_SHOWN and _written(field, now) != _written(field, typed):
                value = _written(field, now) or "–"
                field.help_text = _("Kept now: %(value)s") % {"value": value}

    def changes(self) -> Changes:
        """Return what differs from what is kept."""
        known, told = self._known, self.cleaned_data
        own = ("family_name", "given_name", "birth_date", "category", "address_protected")
        names = (*own, *WAY_NAMES)
        new = {**self.reach(), **{name: told[name] for name in names if name in told}}
        new["birth_date"] = new.get("birth_date") or known.birth_date
        new |= {"school_class": told["school_class"]} if "school_class" in told else {}
        if new.get("address_protected") and not known.protected:
            # What stands in these fields goes with the protection.
            new |= {"addresses": (), "school_class": ""}
        old = kept(known)
        differing = {name: value for name, value in new.items() if value != old[name]}
        return Changes(**differing, national_id=self._national_id())

    def _national_id(self) -> str | None:
        told = self.cleaned_data
        return "" if told.get("gives_up_national_id") else told.get("national_id") or None

    def refuse_changes(self, refused: Refused, *, on: date) -> None:
        """Put each reason beside its field: of two addresses, beside the one that is meant."""
        wrong_already = set(self.errors)
        country = policy_in_force().country.value
        faults = {
            TEMPORARY if each.kind is AddressKind.TEMPORARY else "": set(
                address_faults((tidied_address(each, country=country),), on=on)
            )
            for each in self.addresses()
        }
        for reason in refused.reasons:
            field = FIELDS.get(reason.code)
            places = {f"{prefix}{field}" for prefix in faults if reason.code in faults[prefix]}
            for name in places or {str(field)}:
                if name not in wrong_already:
                    self.add_error(name if name in self.fields else None, say(reason))


def seen_of(shown: OpenDetails) -> str:
    """Return a mark of what is kept, from which it cannot be read."""
    # An address does not tell its values in a repr.
    facts = {**kept(shown.known), "national_id": shown.masked_national_id}
    facts["addresses"] = tuple(astuple(each) for each in facts["addresses"])
    return salted_hmac("desk.details", repr(sorted(facts.items())), algorithm="sha256").hexdigest()


def _written(field: forms.Field, value: object) -> str:
    """Return a value as a person reads it in its field."""
    if isinstance(field, forms.BooleanField):
        return _("yes") if value in (True, "on") else _("no")
    choices = {str(key): str(name) for key, name in getattr(field, "choices", ())}
    text = "" if value is None else str(value)
    return choices.get(text, text).strip()


def kept(known: PatronDetails) -> dict[str, Any]:
    """Return what is kept, under the names of `Changes`."""
    ordered = sorted(known.addresses, key=lambda each: each.kind is AddressKind.TEMPORARY)
    return {
        "family_name": known.family_name,
        "given_name": known.given_name,
        "birth_date": known.birth_date,
        "language": known.language,
        "channel": known.channel,
        **ways_of(known),
        "home_branch_id": known.home_branch.id,
        "category": known.category,
        "addresses": tuple(_as_new(each) for each in ordered),
        "phones": known.phones,
        "emails": known.emails,
        "school_class": known.school_class,
        "address_protected": known.protected,
    }


def details_of(known: PatronDetails) -> dict[str, Any]:
    """Return what is kept, as the fields show it."""
    shown = {**kept(known), **contact_of(known)}
    away = [each for each in known.addresses if each.kind is AddressKind.TEMPORARY]
    for each in away:
        shown |= {TEMPORARY + name: getattr(each, name) for name in ADDRESS_FIELDS}
    # The desk sees an age group; a new date is typed from a proof.
    shown["birth_date"] = None
    return shown


def _age_text(group: AgeGroup | None) -> str:
    if group is None:
        return _("None is kept.")
    return _("Now: %(group)s. Left empty, it stays.") % {"group": AGES[group]}


def _as_new(each: AddressFacts) -> NewAddress:
    told = {name: getattr(each, name) for name in ADDRESS_FIELDS}
    return NewAddress(**told, kind=each.kind)
