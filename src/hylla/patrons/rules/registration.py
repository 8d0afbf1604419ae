"""Everything that can be said against a registration without looking anything up."""

from dataclasses import dataclass, replace
from datetime import date

from hylla.formats.national_id import InvalidNationalId, NationalId, parse
from hylla.patrons.rules.ages import age_on, is_possible_birth_date
from hylla.patrons.rules.card_numbers import CardKind, kind_of, tidied
from hylla.patrons.rules.codes import Code
from hylla.patrons.rules.contact import (
    Channel,
    NewAddress,
    address_faults,
    channel_faults,
    is_email,
    is_mobile,
    phone_number,
    tidied_address,
)
from hylla.patrons.rules.people import Changes, NewGuardian, NewPatron, name_faults, tidied_name
from hylla.patrons.rules.pins import pin_faults
from hylla.privacy.policy import NationalId as Asked
from hylla.privacy.policy import Policy


@dataclass(frozen=True, repr=False)
class Reach:
    """How someone is reached, in one spelling; what could not be read is None."""

    addresses: tuple[NewAddress, ...]
    phones: tuple[str | None, ...]
    emails: tuple[str, ...]

    def faults(self, *, on: date) -> list[Code]:
        """Return what is wrong with it."""
        faults = address_faults(self.addresses, on=on)
        if None in self.phones:
            faults.append(Code.PHONE_MALFORMED)
        if not all(is_email(each) for each in self.emails):
            faults.append(Code.EMAIL_MALFORMED)
        return faults

    def channel_faults(self, channel: Channel, *, protected: bool) -> list[Code]:
        """Return why someone cannot be told by that channel; a protected person's letters wait."""
        return channel_faults(
            channel,
            has_email=bool(self.emails),
            has_mobile=any(is_mobile(each or "") for each in self.phones),
            has_address=bool(self.addresses) or protected,
        )


@dataclass(frozen=True, repr=False)
class Registration:
    """A new patron in one spelling, with what the national id tells and all that is wrong."""

    new: NewPatron
    reach: Reach
    national_id: NationalId | None
    birth_date: date | None
    age: int | None
    card_kind: CardKind
    faults: tuple[Code, ...]


def reach_of(given: NewPatron | NewGuardian | Changes, *, country: str) -> Reach:
    """Return how someone is reached, in one spelling and without doubles."""
    return Reach(
        tuple(tidied_address(each, country=country) for each in given.addresses or ()),
        tuple(dict.fromkeys(phone_number(each, country=country) for each in given.phones or ())),
        tuple(dict.fromkeys(each.strip() for each in given.emails or ())),
    )


def examined(new: NewPatron, *, policy: Policy, on: date) -> Registration:
    """Look at a registration as far as its own values go."""
    new = replace(
        new,
        given_name=tidied_name(new.given_name),
        family_name=tidied_name(new.family_name),
        card_number=tidied(new.card_number),
    )
    national_id, faults = _national_id(new, policy, on)
    told = national_id.birth_date if national_id else None
    born = new.birth_date or told
    faults += name_faults(new.given_name, new.family_name)
    faults += _birth_faults(new.birth_date, told, on=on)
    age = age_on(born, on) if born and is_possible_birth_date(born, on=on) else None
    reach = reach_of(new, country=policy.country.value)
    faults += reach.faults(on=on)
    if age is not None and age >= policy.ages.own_card:
        faults += reach.channel_faults(new.channel, protected=new.address_protected)
    if new.address_protected and new.addresses:
        faults.append(Code.ADDRESS_PROTECTED)
    if new.pin:
        faults += pin_faults(new.pin, birth_date=born)
    kind, card_faults = _card(new, policy)
    faults += card_faults + _guardian_faults(new, age, policy, on)
    return Registration(new, reach, national_id, born, age, kind, tuple(dict.fromkeys(faults)))


def read_national_id(text: str, *, policy: Policy, on: date) -> NationalId | Code:
    """Return the national id in a text, or the code of the rule that it breaks."""
    if policy.cards.national_id is Asked.NONE:
        return Code.NATIONAL_ID_NOT_KEPT
    try:
        return parse(text, country=policy.country.value, today=on)
    except InvalidNationalId as invalid:
        return Code(f"national_id_{invalid.rule.value}")


def _national_id(new: NewPatron, policy: Policy, on: date) -> tuple[NationalId | None, list[Code]]:
    if not new.national_id.strip():
        return None, []
    read = read_national_id(new.national_id, policy=policy, on=on)
    return (None, [read]) if isinstance(read, Code) else (read, [])


def _birth_faults(given: date | None, told: date | None, *, on: date) -> list[Code]:
    born = given or told
    if born is None:
        return [Code.BIRTH_DATE_MISSING]
    if not is_possible_birth_date(born, on=on):
        return [Code.BIRTH_DATE_IMPOSSIBLE]
    if given and told and given != told:
        return [Code.BIRTH_DATE_DIFFERS]
    return []


def _card(new: NewPatron, policy: Policy) -> tuple[CardKind, list[Code]]:
    """Choose the kind of card: without a national id it is local (R28, R29)."""
    allowed = CardKind.LOCAL
    if new.national_id.strip() and policy.cards.national:
        allowed = CardKind.NATIONAL
    if not new.card_number:
        return allowed, []
    kind = kind_of(new.card_number)
    if kind is None:
        return allowed, [Code.CARD_NUMBER_MALFORMED]
    if kind is CardKind.NATIONAL and allowed is CardKind.LOCAL:
        return allowed, [Code.CARD_NEEDS_NATIONAL_ID]
    return kind, []


def _guardian_faults(new: NewPatron, age: int | None, policy: Policy, on: date) -> list[Code]:
    if new.guardian is None:
        young = age is not None and age < policy.ages.own_card
        return [Code.GUARDIAN_MISSING] if young and policy.features.guardians else []
    faults = []
    if not policy.features.guardians:
        faults.append(Code.GUARDIANS_NOT_KEPT)
    if age is not None and age >= policy.ages.adult:
        faults.append(Code.NOT_A_CHILD)
    if isinstance(new.guardian, NewGuardian):
        faults += guardian_faults(new.guardian, policy=policy, on=on)
    return faults


def guardian_faults(guardian: NewGuardian, *, policy: Policy, on: date) -> list[Code]:
    """Return what is wrong with a guardian who is not a patron."""
    faults = name_faults(tidied_name(guardian.given_name), tidied_name(guardian.family_name))
    reach = reach_of(guardian, country=policy.country.value)
    faults += reach.faults(on=on)
    if not (reach.addresses or reach.phones or reach.emails):
        faults.append(Code.GUARDIAN_UNREACHABLE)
    born = guardian.birth_date
    if born is not None and not is_possible_birth_date(born, on=on):
        faults.append(Code.BIRTH_DATE_IMPOSSIBLE)
    elif born is not None and age_on(born, on) < policy.ages.adult:
        faults.append(Code.GUARDIAN_NOT_ADULT)
    return faults
