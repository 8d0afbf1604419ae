"""Rows that registration, guardians and changes write alike; the caller holds the transaction."""

import uuid
from collections.abc import Iterable

from hylla.library.models import Branch
from hylla.patrons.models import Address, Category, Email, Phone
from hylla.patrons.rules import AgeRange, NewAddress, category_for_age
from hylla.patrons.rules.contact import is_mobile
from hylla.privacy.policy import Policy


def replace_addresses(person_id: uuid.UUID, addresses: Iterable[NewAddress]) -> None:
    """Store these addresses in place of those there are."""
    Address.objects.filter(person_id=person_id).delete()
    Address.objects.bulk_create(
        Address(
            person_id=person_id,
            kind=each.kind,
            line_1=each.line_1,
            line_2=each.line_2,
            postcode=each.postcode,
            city=each.city,
            country=each.country,
            until_on=each.until_on,
        )
        for each in addresses
    )


def replace_phones(person_id: uuid.UUID, numbers: Iterable[str | None]) -> None:
    """Store these telephone numbers, the first to be used first; one that fails goes on failing."""
    failed = dict(Phone.objects.filter(person_id=person_id).values_list("number", "failed_at"))
    Phone.objects.filter(person_id=person_id).delete()
    Phone.objects.bulk_create(
        Phone(
            person_id=person_id,
            number=number,
            is_mobile=is_mobile(number),
            rank=rank,
            failed_at=failed.get(number),
        )
        for rank, number in enumerate(filter(None, numbers))
    )


def replace_emails(person_id: uuid.UUID, addresses: Iterable[str]) -> None:
    """Store these e-mail addresses, the first to be used first; one that fails goes on failing."""
    failed = dict(Email.objects.filter(person_id=person_id).values_list("address", "failed_at"))
    Email.objects.filter(person_id=person_id).delete()
    Email.objects.bulk_create(
        Email(person_id=person_id, address=address, rank=rank, failed_at=failed.get(address))
        for rank, address in enumerate(addresses)
    )


def category_at(age: int) -> str | None:
    """Return the category of someone that old, or None where no category fits."""
    rows = Category.objects.values_list("code", "from_age", "until_age")
    return category_for_age((AgeRange(*row) for row in rows), age=age)


def keeps_school_class(branch: Branch | None, *, policy: Policy) -> bool:
    """Tell whether a pupil's class is kept there: only where the branch is a school's (R34)."""
    return branch is not None and branch.is_school_library and policy.features.school_classes
