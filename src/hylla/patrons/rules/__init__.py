"""What is decided about patrons from values alone."""

from hylla.patrons.rules.ages import (
    AgeGroup,
    AgeRange,
    age_group,
    age_on,
    birthday,
    category_for_age,
    end_of_school_year,
    last_birth_date,
    seen_by_guardian,
)
from hylla.patrons.rules.applicants import Seen
from hylla.patrons.rules.card_numbers import CardKind
from hylla.patrons.rules.codes import Code
from hylla.patrons.rules.contact import About, AddressKind, Channel, NewAddress
from hylla.patrons.rules.desks import IDLE
from hylla.patrons.rules.masks import masked_card, masked_email, masked_national_id, masked_phone
from hylla.patrons.rules.people import Changes, NewGuardian, NewPatron
from hylla.patrons.rules.pins import pin_faults

__all__ = [
    "About",
    "IDLE",
    "AddressKind",
    "AgeGroup",
    "AgeRange",
    "CardKind",
    "Changes",
    "Channel",
    "Code",
    "NewAddress",
    "NewGuardian",
    "NewPatron",
    "Seen",
    "age_group",
    "age_on",
    "birthday",
    "category_for_age",
    "end_of_school_year",
    "last_birth_date",
    "masked_card",
    "masked_email",
    "masked_national_id",
    "masked_phone",
    "pin_faults",
    "seen_by_guardian",
]
