"""Asking for a card from a distance: who may, and what makes a registration wait."""

from dataclasses import dataclass
from datetime import date, timedelta

from hylla.patrons.rules.codes import Code
from hylla.patrons.rules.contact import Channel, is_mobile, phone_number
from hylla.patrons.rules.people import NewPatron
from hylla.patrons.rules.registration import Registration, examined
from hylla.privacy.policy import NationalId, Policy

LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
"""Nothing that is taken for something else when it is read out: no I, O, 0 or 1."""
REFERENCE_LETTERS, CODE_LETTERS = 6, 8
MOST_ATTEMPTS = 5
"""So often a code is compared; after that the desk confirms."""
MOST_LETTERS_A_DAY = 3
"""So many e-mails one address gets in a day, whoever writes it into the form."""
A_DAY = timedelta(days=1)

UNREACHABLE = (Code.CHANNEL_NEEDS_EMAIL, Code.CHANNEL_NEEDS_MOBILE, Code.CHANNEL_NEEDS_ADDRESS)


@dataclass(frozen=True, kw_only=True, repr=False)
class Seen:
    """Who someone is by the proof they showed; what is empty stays as they wrote it."""

    given_name: str = ""
    family_name: str = ""
    birth_date: date | None = None
    national_id: str = ""


def channel_for(*, email: str, phone: str, country: str) -> Channel:
    """Choose how to tell someone who did not choose: the quickest that they gave."""
    if email:
        return Channel.EMAIL
    number = phone_number(phone, country=country) if phone else None
    return Channel.SMS if number and is_mobile(number) else Channel.LETTER


def examined_applicant(
    new: NewPatron, *, policy: Policy, on: date, number_is_asked: bool
) -> Registration:
    """Look at a registration as far as its own values go, and at nothing the library knows.

    So that what is said to a stranger is the same whoever is registered already.
    """
    seen = examined(new, policy=policy, on=on)
    faults = list(seen.faults)
    if number_is_asked and not new.national_id.strip():
        faults.append(Code.NATIONAL_ID_EMPTY)
    if number_is_asked and seen.national_id is None:
        # It would have told the birth date, once it is right.
        faults = [each for each in faults if each is not Code.BIRTH_DATE_MISSING]
    if not new.home_branch_id:
        faults.append(Code.BRANCH_UNKNOWN)
    return Registration(**{**vars(seen), "faults": tuple(dict.fromkeys(faults))})


def needs_guardian(age: int | None, *, policy: Policy) -> bool:
    """Tell whether someone that old gets a card together with a guardian (R33)."""
    return policy.features.guardians and age is not None and age < policy.ages.own_card


def eid_is_enough(age: int | None, *, policy: Policy) -> bool:
    """Tell whether an e-ID confirms at once: of adults in the library's sense, never of a child.

    That someone is a child's guardian no e-ID tells.
    """
    return policy.registration.eid_confirms and age is not None and age >= policy.ages.own_card


def takes_numbers(policy: Policy) -> bool:
    """Tell whether the library keeps national ids."""
    return policy.cards.national_id is not NationalId.NONE


def tidied_code(text: str) -> str:
    """Return a reference or a code in one spelling."""
    return "".join(each for each in text.upper() if each.isalnum())
