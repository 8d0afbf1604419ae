"""Take back many items of one form: each by itself, and each once however often it is sent."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from hylla.circulation.actions.return_item import Returned, return_item
from hylla.circulation.queries.put_away import PutAway, Readings, barcodes_in, to_put_away
from hylla.library.refusals import Reason, Refused
from hylla.patrons.actions.scans import once
from hylla.patrons.rules.scans import Taken, mark_of
from hylla.privacy.policy import Policy


@dataclass(frozen=True, slots=True)
class Batch:
    """The log-in and the word under which each item of a form is taken back once, and where.

    `returned_on` is the day for which the returns count, where they lay in a drop box.
    """

    session: str
    word: str
    branch_id: int
    returned_on: date | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of one line: what to do with the item, and what to know; nobody's name.

    `came_before` says that it was taken back by the same form already. `reasons` are the library's
    no to this line alone.
    """

    put_away: PutAway
    nobody_had_it: bool = False
    was_found: bool = False
    came_before: bool = False
    fee_ore: int = 0
    waived_ore: int = 0
    was_perhaps_paid: bool = False
    reasons: tuple[Reason, ...] = ()


def return_many(
    lines: Iterable[Readings], *, batch: Batch, now: datetime, policy: Policy
) -> tuple[Answer, ...]:
    """Take every item back, and say what to do with each, sorted by that; no line stops another."""
    lines = list(lines)
    # An item that was scanned twice is one return.
    backs = {
        barcode: _taken_back(barcode, batch=batch, now=now, policy=policy)
        for barcode in dict.fromkeys(barcodes_in(lines).values())
    }
    return tuple(
        _answer(each, backs.get(each.item.barcode) if each.item else None)
        for each in to_put_away(lines)
    )


def _taken_back(
    barcode: str, *, batch: Batch, now: datetime, policy: Policy
) -> Returned | Taken | Refused:
    def act() -> Returned:
        return return_item(
            barcode=barcode,
            branch_id=batch.branch_id,
            now=now,
            policy=policy,
            returned_on=batch.returned_on,
        )

    mark = mark_of(batch.word, barcode)
    try:
        return once(batch.session, mark, act=act, as_taken=_as_taken, now=now)
    except Refused as refused:
        return refused


def _as_taken(back: Returned) -> Taken:
    return Taken(back.destination.route, back.fee_ore)


def _answer(put_away: PutAway, back: Returned | Taken | Refused | None) -> Answer:
    if isinstance(back, Refused):
        return Answer(put_away, reasons=tuple(back.reasons))
    if isinstance(back, Taken):
        return Answer(put_away, came_before=True, fee_ore=back.fee_ore)
    if back is None:
        return Answer(put_away)
    return Answer(
        put_away,
        nobody_had_it=not back.was_on_loan and not back.was_found,
        was_found=back.was_found,
        fee_ore=back.fee_ore,
        waived_ore=back.waived_ore,
        was_perhaps_paid=back.was_perhaps_paid,
    )
