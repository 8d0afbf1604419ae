"""Addresses, telephone numbers and e-mail addresses: what they must be, in one spelling."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from hylla.patrons.rules.codes import Code

_EMAIL = re.compile(r"[^@\s<>()\[\]\\,;:\"]{1,64}@(?:[^\W_](?:[\w-]*[^\W_])?\.)+[^\W\d_]{2,}")
_E164 = re.compile(r"\+[1-9][0-9]{6,14}")
_MOBILE = re.compile(r"\+47[49][0-9]{7}|\+467[02369][0-9]{7}")
_POSTCODES = {"NO": re.compile(r"[0-9]{4}"), "SE": re.compile(r"[0-9]{5}")}
LONGEST_EMAIL = 254


class Channel(StrEnum):
    """How someone wants to be told; on My page alone, only of what no law or money needs."""

    EMAIL = "email"
    SMS = "sms"
    LETTER = "letter"
    PAGE = "page"


class About(StrEnum):
    """The kinds of message for which someone may want another way than for the rest."""

    SOON = "soon"
    HOLDS = "holds"
    OVERDUE = "overdue"
    INVOICES = "invoices"

    @property
    def column(self) -> str:
        """Where the way is kept that was chosen; empty is as the rest."""
        return f"{self}_by"


CAN_STAY_ON_PAGE = frozenset({About.SOON, About.HOLDS})
"""Whoever does not look in time loses no right, and owes nothing yet."""


class AddressKind(StrEnum):
    """Where someone lives, or where they are for a while."""

    REGISTERED = "registered"
    TEMPORARY = "temporary"


@dataclass(frozen=True, kw_only=True, repr=False)
class NewAddress:
    """A postal address; a temporary one has a last day. Without a country: the library's own."""

    line_1: str
    postcode: str
    city: str
    line_2: str = ""
    country: str = ""
    kind: AddressKind = AddressKind.REGISTERED
    until_on: date | None = None


def is_email(text: str) -> bool:
    """Tell whether a text has the form of an e-mail address."""
    return len(text) <= LONGEST_EMAIL and _EMAIL.fullmatch(text) is not None


def phone_number(text: str, *, country: str) -> str | None:
    """Return a telephone number in E.164 form, or None where it is none; a national one is ours."""
    digits = re.sub(r"[\s().\u00a0/-]", "", text)
    if digits.startswith("00"):
        digits = "+" + digits[2:]
    elif country == "NO" and re.fullmatch(r"[2-9][0-9]{7}", digits):
        digits = "+47" + digits
    elif country == "SE" and re.fullmatch(r"0[1-9][0-9]{6,9}", digits):
        digits = "+46" + digits[1:]
    return digits if _E164.fullmatch(digits) else None


def is_mobile(number: str) -> bool:
    """Tell whether a Norwegian or Swedish number is a mobile telephone's."""
    return _MOBILE.fullmatch(number) is not None


def tidied_address(given: NewAddress, *, country: str) -> NewAddress:
    """Return the address in one spelling, with its country."""
    country = (given.country.strip() or country).upper()
    postcode = given.postcode.strip()
    if country in _POSTCODES:
        postcode = postcode.replace(" ", "")
    return replace(
        given,
        line_1=given.line_1.strip(),
        line_2=given.line_2.strip(),
        postcode=postcode,
        city=given.city.strip(),
        country=country,
    )


def address_faults(addresses: tuple[NewAddress, ...], *, on: date) -> list[Code]:
    """Return what is wrong with tidied addresses."""
    faults = [fault for each in addresses for fault in _faults(each, on)]
    if len({each.kind for each in addresses}) < len(addresses):
        faults.append(Code.ADDRESS_TWICE)
    return faults


def _faults(address: NewAddress, on: date) -> list[Code]:
    faults = []
    if not (address.line_1 and address.postcode and address.city):
        faults.append(Code.ADDRESS_INCOMPLETE)
    if not re.fullmatch(r"[A-Z]{2}", address.country):
        faults.append(Code.COUNTRY_MALFORMED)
    form = _POSTCODES.get(address.country)
    if address.postcode and form and not form.fullmatch(address.postcode):
        faults.append(Code.POSTCODE_MALFORMED)
    if address.kind is AddressKind.TEMPORARY and (
        address.until_on is None or address.until_on < on
    ):
        faults.append(Code.ADDRESS_NEEDS_END)
    return faults


def page_faults(channel: Channel | None, ways: Mapping[About, str]) -> list[Code]:
    """Return why some messages cannot stand on My page alone."""
    on_page = {about for about, way in ways.items() if way == Channel.PAGE}
    if channel is Channel.PAGE or on_page - CAN_STAY_ON_PAGE:
        return [Code.CHANNEL_MUST_REACH]
    return []


def channel_faults(
    channel: Channel, *, has_email: bool, has_mobile: bool, has_address: bool
) -> list[Code]:
    """Return why someone cannot be told by that channel."""
    if channel is Channel.EMAIL and not has_email:
        return [Code.CHANNEL_NEEDS_EMAIL]
    if channel is Channel.SMS and not has_mobile:
        return [Code.CHANNEL_NEEDS_MOBILE]
    if channel is Channel.LETTER and not has_address:
        return [Code.CHANNEL_NEEDS_ADDRESS]
    return []
