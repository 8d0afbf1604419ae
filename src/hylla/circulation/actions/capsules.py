"""What a return forgets, held for ten minutes by the desk that took the thing back, and sealed.

The library keeps nothing of it: the page of the desk holds the bytes, and the key lies in memory
(`hylla.privacy.fleeting`). Another log-in cannot open them (conflict case 28).
"""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

from hylla.circulation.actions.return_item import Returned, return_item
from hylla.circulation.models import Loan
from hylla.circulation.queries.driver import TRANSACTION
from hylla.circulation.queries.loans import open_loans
from hylla.circulation.queries.return_facts import lock_item
from hylla.circulation.rules.codes import Refusal
from hylla.circulation.rules.dates import today
from hylla.fees.models import Claim
from hylla.library.refusals import Reason, Refused
from hylla.privacy.fleeting import Gone, opened_in_time, sealed_for_minutes
from hylla.privacy.policy import Policy


@dataclass(frozen=True)
class Ended:
    """A loan as it was before its return, and the claim for late days that the return opened."""

    loan: UUID
    item: int
    patron: UUID
    branch: int
    lent_at: datetime
    due_on: date
    renewals: int
    claim: UUID | None
    said_returned_on: date | None
    recalled_on: date | None
    returned_at: datetime
    returned_to: int
    fee: UUID | None


@dataclass(frozen=True)
class AtDesk:
    """A thing that is returned at a desk; `log_in` is by what only that desk can undo it.

    `returned_on` is the day for which it counts, as `return_item` has it.
    """

    barcode: str
    branch_id: int
    log_in: str
    returned_on: date | None = None


@dataclass(frozen=True)
class ReturnedHere:
    """A return, and the sealed bytes that undo it; empty where it cannot be undone."""

    back: Returned
    capsule: str = ""


def return_at_desk(at: AtDesk, *, now: datetime, policy: Policy) -> ReturnedHere:
    """Take an item back as `return_item` does, and seal for that desk what undoes it.

    What was counted as lost or missing is found by it, and its price may be waived: that is not
    undone.

    :raises Refused: as `return_item`.
    """
    with TRANSACTION:
        lock_item(at.barcode)
        loan = open_loans().filter(item__barcode=at.barcode).first()
        owed = set(_unsettled(loan)) if loan and loan.due_on < today(now, policy=policy) else set()
        back = return_item(
            barcode=at.barcode,
            branch_id=at.branch_id,
            now=now,
            policy=policy,
            returned_on=at.returned_on,
        )
        if loan is None or back.was_found:
            return ReturnedHere(back)
        new = set(_unsettled(loan)) - owed if back.fee_ore else set()
        fee = next(iter(new), None)
        ended = _ended(loan, returned_at=now, returned_to=at.branch_id, fee=fee)
    return ReturnedHere(back, _sealed(ended, at.log_in))


def ended_by(capsule: str, *, desk: str, now: datetime) -> Ended:
    """Return the loan that a return of this desk ended.

    :raises Refused: ten minutes are over, or it is another desk's.
    """
    try:
        content = opened_in_time(urlsafe_b64decode(capsule), about=_about(desk), now=now)
    except (Gone, Error, ValueError):
        raise Refused(Reason(Refusal.RETURN_STANDS)) from None
    return _read(content)


def _ended(loan: Loan, **more: Any) -> Ended:
    return Ended(
        loan=loan.pk,
        item=loan.item_id,
        patron=loan.patron_id,
        branch=loan.branch_id,
        lent_at=loan.lent_at,
        due_on=loan.due_on,
        renewals=loan.renewals,
        claim=loan.claim_id,
        said_returned_on=loan.said_returned_on,
        recalled_on=loan.recalled_on,
        **more,
    )


def _unsettled(loan: Loan) -> list[UUID]:
    unsettled = Claim.objects.filter(patron=loan.patron_id, settled_at=None)
    return list(unsettled.values_list("pk", flat=True))


def _sealed(ended: Ended, desk: str) -> str:
    content = json.dumps(list(vars(ended).values()), default=str).encode()
    sealed = sealed_for_minutes(content, about=_about(desk), now=ended.returned_at)
    return urlsafe_b64encode(sealed).decode()


def _about(desk: str) -> bytes:
    return sha256(b"return " + desk.encode()).digest()


def _read(content: bytes) -> Ended:
    loan, item, patron, branch, lent, due, renewals, claim, said, recalled, at, to, fee = (
        json.loads(content)
    )
    return Ended(
        UUID(loan),
        item,
        UUID(patron),
        branch,
        datetime.fromisoformat(lent),
        date.fromisoformat(due),
        renewals,
        UUID(claim) if claim else None,
        date.fromisoformat(said) if said else None,
        date.fromisoformat(recalled) if recalled else None,
        datetime.fromisoformat(at),
        to,
        UUID(fee) if fee else None,
    )
