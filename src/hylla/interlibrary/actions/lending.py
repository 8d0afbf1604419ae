"""What we lend to other libraries: to an office and a number, never to a person."""

from datetime import date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import Q

from hylla.catalogue.models import Item, ItemStatus
from hylla.circulation.actions import Returned, return_item
from hylla.circulation.models import Hold, Loan
from hylla.circulation.rules.codes import Refusal as Circulation
from hylla.circulation.rules.dates import today
from hylla.interlibrary.models import Consignment, NameTask, Order, Partner, Unconfirmed
from hylla.interlibrary.rules import REMIND_AGAIN_DAYS, Refusal
from hylla.library.refusals import Reason, Refused
from hylla.privacy.policy import Policy


@transaction.atomic
def add_partner(name: str, *, email: str) -> int:
    """Add another library with the address of its office; return its number.

    :raises Refused: the name is missing or taken, or the address is none.
    """
    name, email = _tidied(name, email)
    row, is_new = Partner.objects.get_or_create(name=name, defaults={"email": email})
    if not is_new:
        raise Refused(Reason(Refusal.PARTNER_TAKEN))
    return row.pk


@transaction.atomic
def change_partner(partner_id: int, *, name: str, email: str) -> None:
    """Give another library another name, or its office another address.

    :raises Refused: the name is missing or another's, the address is none, or it is gone.
    """
    name, email = _tidied(name, email)
    row = _locked_partner(partner_id)
    if Partner.objects.filter(name=name).exclude(pk=partner_id).exists():
        raise Refused(Reason(Refusal.PARTNER_TAKEN))
    row.name, row.email = name, email
    row.save(update_fields=["name", "email"])


@transaction.atomic
def remove_partner(partner_id: int) -> None:
    """Forget another library with which nothing is open, and what it has said long ago.

    :raises Refused: something is there or on its way, it is to delete a name, or it is gone.
    """
    row = _locked_partner(partner_id)
    open_there = (
        Order.objects.filter(partner=row),
        Consignment.objects.filter(partner=row),
        NameTask.objects.filter(partner=row, done_on=None),
        Unconfirmed.objects.filter(partner=row),
    )
    if any(each.exists() for each in open_there):
        raise Refused(Reason(Refusal.PARTNER_IN_USE))
    NameTask.objects.filter(partner=row).delete()
    row.delete()


def _tidied(name: str, email: str) -> tuple[str, str]:
    name, email = " ".join(name.split())[:100], email.strip()
    if not name or not _is_email(email):
        raise Refused(Reason(Refusal.PARTNER_NAMELESS))
    return name, email


def _locked_partner(partner_id: int) -> Partner:
    """Return another library, locked: whoever adds something of it waits until the end."""
    row = Partner.objects.select_for_update().filter(pk=partner_id).first()
    if row is None:
        raise Refused(Reason(Refusal.UNKNOWN_PARTNER))
    return row


def _is_email(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return True


@transaction.atomic
def consign(barcode: str, *, partner_id: int, number: str, now: datetime, policy: Policy) -> int:
    """Promise a copy to another library: from now on nobody else gets it.

    :raises Refused: with every reason at once; nothing is changed.
    """
    number = number.strip()[:40]
    item = Item.objects.select_for_update().filter(barcode=barcode.strip()).first()
    reasons = [] if number else [Reason(Refusal.NUMBER_MISSING)]
    # Nobody removes it meanwhile.
    if Partner.objects.select_for_update(no_key=True).filter(pk=partner_id).first() is None:
        reasons.append(Reason(Refusal.UNKNOWN_PARTNER))
    if Consignment.objects.filter(partner=partner_id, number=number).exists():
        reasons.append(Reason(Refusal.NUMBER_TAKEN))
    reasons += _against_item(item)
    if reasons or item is None:
        raise Refused(*reasons)
    Item.objects.filter(pk=item.pk).update(status=ItemStatus.AWAY)
    row = Consignment.objects.create(
        partner_id=partner_id, number=number, item=item, asked_on=today(now, policy=policy)
    )
    return row.pk


def _against_item(item: Item | None) -> list[Reason]:
    if item is None:
        return [Reason(Circulation.UNKNOWN_ITEM)]
    if item.lent_until_on is not None:
        return [Reason(Refusal.NOT_OURS)]
    is_free = item.status == ItemStatus.IN_SERVICE and item.transit_to_id is None
    lent = Loan.objects.filter(item=item, returned_at=None, closed_at=None)
    held = Hold.objects.filter(Q(item=item) | Q(only_item=item))
    if not is_free or lent.exists() or held.exists():
        return [Reason(Refusal.ITEM_NOT_FREE)]
    return []


@transaction.atomic
def send_out(consignment_id: int, *, due_on: date, now: datetime, policy: Policy) -> None:
    """Note that it is on its way, and when it is to be back; or that it has more time.

    :raises Refused: it is back already, or the day is past.
    """
    on = today(now, policy=policy)
    if due_on <= on:
        raise Refused(Reason(Refusal.DUE_PAST))
    row = _locked(consignment_id)
    row.sent_on, row.due_on = row.sent_on or on, due_on
    row.reminded_on = row.write_at = None
    row.save(update_fields=["sent_on", "due_on", "reminded_on", "write_at"])


@transaction.atomic
def end_consignment(
    consignment_id: int, *, branch_id: int, now: datetime, policy: Policy
) -> Returned:
    """Take a copy back, or keep it after all, and say where it goes: someone may wait for it.

    :raises Refused: it is back already.
    """
    row = _locked(consignment_id)
    barcode = row.item.barcode
    row.delete()
    Item.objects.filter(barcode=barcode).update(status=ItemStatus.IN_SERVICE)
    return return_item(barcode=barcode, branch_id=branch_id, now=now, policy=policy)


@transaction.atomic
def remind_partners(*, now: datetime, policy: Policy) -> int:
    """Have the offices written to that keep something too long; return how many times."""
    on = today(now, policy=policy)
    again = Q(reminded_on=None) | Q(reminded_on__lte=on - timedelta(days=REMIND_AGAIN_DAYS))
    late = Consignment.objects.filter(again, due_on__lt=on)
    return late.update(reminded_on=on, write_at=now)


def _locked(consignment_id: int) -> Consignment:
    rows = Consignment.objects.select_for_update(of=("self",)).select_related("item")
    row = rows.filter(pk=consignment_id).first()
    if row is None:
        raise Refused(Reason(Refusal.UNKNOWN_CONSIGNMENT))
    return row
