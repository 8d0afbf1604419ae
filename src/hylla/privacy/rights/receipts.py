"""The receipt of a request: facet by facet, open to whoever holds its code, also without a card."""

import hashlib
import secrets
import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from hylla.privacy.clocks import kept
from hylla.privacy.models import OnwardNotice, Receipt, ReceiptLine, Request
from hylla.privacy.policy import Policy
from hylla.privacy.rights.deletions import deletions_of, finish_unless_owed
from hylla.privacy.rights.facets import Facet
from hylla.privacy.rights.onward import Onward
from hylla.privacy.rights.terms import Outcome, RequestKind

LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Digits and letters that nobody takes for one another."""
GOES_AT_LAST = (Outcome.WAITS, Outcome.UNTIL)
GROUPS, GROUP = 5, 4
"""Twenty letters of thirty: 98 bits, which nobody guesses."""


@dataclass(frozen=True)
class Followed:
    """A receipt as its holder reads it; it is not done before every processor has deleted."""

    kind: RequestKind
    made_at: datetime
    completed_at: datetime | None
    copies_until_on: date | None
    lines: tuple[Facet, ...]
    processors: tuple[Onward, ...]


def give_receipt(
    request: Request, facets: tuple[Facet, ...], *, policy: Policy, now: datetime
) -> str:
    """Write a receipt, and return the code it is read by; a second one replaces the first."""
    code = "-".join("".join(secrets.choice(LETTERS) for _ in range(GROUP)) for _ in range(GROUPS))
    noted = list(OnwardNotice.objects.filter(receipt__request=request).values_list("pk", flat=True))
    Receipt.objects.filter(request=request).delete()
    receipt = Receipt.objects.create(
        request=request,
        code_hash=_hash(code),
        kind=request.kind,
        made_at=now,
        completed_at=request.closed_at,
        copy_days=policy.copies.backup_days,
    )
    ReceiptLine.objects.bulk_create(
        ReceiptLine(
            receipt=receipt,
            facet=each.name,
            outcome=each.outcome,
            until_on=each.until_on,
            law=each.law,
        )
        for each in facets
        if each.is_told
    )
    OnwardNotice.objects.filter(pk__in=noted).update(receipt=receipt)
    return code


def finish_receipts(keys: Collection[uuid.UUID], *, now: datetime) -> None:
    """Write into the receipts of these requests that what waited here is gone."""
    receipts = list(Receipt.objects.filter(request__in=keys))
    for receipt in receipts:
        receipt.copies_until_on = (now + timedelta(days=receipt.copy_days)).date()
        receipt.save(update_fields=["copies_until_on"])
        receipt.lines.filter(outcome__in=GOES_AT_LAST).update(outcome=Outcome.NOW, until_on=None)
    finish_unless_owed([each.pk for each in receipts], now=now)


def say_gone(person_id: uuid.UUID, names: Collection[str]) -> None:
    """Write into someone's receipts that these tables' rows wait no longer."""
    mine = ReceiptLine.objects.filter(receipt__request__person=person_id, facet__in=names)
    mine.filter(outcome=Outcome.WAITS).update(outcome=Outcome.NOW)


def receipt_with(code: str, *, policy: Policy, now: datetime) -> Followed | None:
    """Return the receipt with that code, however it was typed, or None."""
    row = kept(Receipt, policy=policy, now=now).filter(code_hash=_hash(code)).first()
    if row is None:
        return None
    lines = tuple(
        Facet(each.facet, 0, Outcome(each.outcome), each.until_on, each.law)
        for each in row.lines.all()
    )
    return Followed(
        kind=RequestKind(row.kind),
        made_at=row.made_at,
        completed_at=row.completed_at,
        copies_until_on=row.copies_until_on,
        lines=lines,
        processors=deletions_of(row.pk, policy=policy, now=now),
    )


def tear_up(code: str) -> None:
    """Remove the receipt of somebody who never was, and what processors were to delete of them."""
    OnwardNotice.objects.filter(receipt__code_hash=_hash(code)).delete()
    Receipt.objects.filter(code_hash=_hash(code)).delete()


def _hash(code: str) -> str:
    plain = "".join(letter for letter in code.upper() if letter in LETTERS)
    return hashlib.sha256(plain.encode()).hexdigest()
