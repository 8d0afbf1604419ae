"""The receipt of a request: facet by facet, open to whoever holds its code, also without a card."""

import hashlib
import secrets
import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from hylla.privacy.clocks import kept
from hylla.privacy.models import Receipt, ReceiptLine, Request
from hylla.privacy.policy import Policy
from hylla.privacy.rights.facets import Facet
from hylla.privacy.rights.terms import Outcome, RequestKind

LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Digits and letters that nobody takes for one another."""
GROUPS, GROUP = 5, 4
"""Twenty letters of thirty: 98 bits, which nobody guesses."""


@dataclass(frozen=True)
class Followed:
    """A receipt as its holder reads it."""

    kind: RequestKind
    made_at: datetime
    completed_at: datetime | None
    copies_until_on: date | None
    lines: tuple[Facet, ...]


def give_receipt(
    request: Request, facets: tuple[Facet, ...], *, policy: Policy, now: datetime
) -> str:
    """Write a receipt, and return the code it is read by; a second one replaces the first."""
    code = "-".join("".join(secrets.choice(LETTERS) for _ in range(GROUP)) for _ in range(GROUPS))
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
    )
    return code


def finish_receipts(keys: Collection[uuid.UUID], *, now: datetime) -> None:
    """Write into the receipts of these requests that what waited is gone."""
    for receipt in Receipt.objects.filter(request__in=keys):
        receipt.completed_at = now
        receipt.copies_until_on = (now + timedelta(days=receipt.copy_days)).date()
        receipt.save(update_fields=["completed_at", "copies_until_on"])
        receipt.lines.filter(outcome=Outcome.WAITS).update(outcome=Outcome.NOW)


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
    kind = RequestKind(row.kind)
    return Followed(kind, row.made_at, row.completed_at, row.copies_until_on, lines)


def tear_up(code: str) -> None:
    """Remove the receipt of somebody who never was."""
    Receipt.objects.filter(code_hash=_hash(code)).delete()


def _hash(code: str) -> str:
    plain = "".join(letter for letter in code.upper() if letter in LETTERS)
    return hashlib.sha256(plain.encode()).hexdigest()
