"""The desk without network: a page that the browser keeps, and what it noted, taken in later."""

import json
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from hylla.circulation.actions import Replayed, replay
from hylla.circulation.queries import item_state
from hylla.circulation.rules.replaying import Became, Did, Record
from hylla.circulation.sentences import say
from hylla.doors.desk.outcomes import returned
from hylla.doors.desk.scanned import readings
from hylla.doors.desk.sight import OPENERS
from hylla.doors.desk.worker import for_staff
from hylla.doors.parts.page import page
from hylla.doors.parts.shells import as_script, shell_of
from hylla.doors.parts.staff import staff_of
from hylla.doors.parts.told import one_line
from hylla.doors.parts.who import now_of
from hylla.doors.parts.writing import day_text
from hylla.library.queries import StaffFacts, policy_in_force
from hylla.library.refusals import Refused
from hylla.patrons.queries import person_with_card

MOST = 100
"""Records that are sent at once."""
TONES: Mapping[Became, str] = {
    Became.NOT_LENT: "bad",
    Became.UNKNOWN_ITEM: "bad",
    Became.TOO_OLD: "bad",
    Became.LENT_SINCE: "notice",
}


ON_ITS_WAY = timedelta(minutes=1)
"""So far a clock may be out, or what it says be under way."""


class NotRecords(ValueError):
    """What was sent is not what a desk notes."""


def shown(request: HttpRequest) -> HttpResponse:
    """Show the page, which works without network; what it notes lies in the browser alone."""
    days = policy_in_force().lending.offline_days
    title = _("Desk without network")
    return page(request, "desk/offline.html", title=title, days=days, worker=None, switch=[])


def worker(request: HttpRequest) -> HttpResponse:
    """Send the service worker that keeps the page."""
    shell = shell_of(request, shown, at="desk:offline", kept_as="hylla-desk-")
    told = {"cache": shell.name, "kept": [*shell.pages.values(), *shell.files]}
    return as_script(render_to_string("desk/worker.js", {"told": json.dumps(told)}))


def send(request: HttpRequest) -> HttpResponse:
    """Take in what a desk noted; a desk that is not logged in is told so, and keeps it."""
    if staff_of(request) is None:
        told = {"why": _("You are logged out. Log in, and come back here: nothing is lost.")}
        return JsonResponse(told, status=401)
    return _taken_in(request)


@for_staff(OPENERS)
def _taken_in(request: HttpRequest, worker: StaffFacts) -> HttpResponse:
    try:
        clock, records = _read(request.body)
        answers = replay(
            records,
            clock=clock,
            branch_id=worker.branch.id,
            now=now_of(request),
            policy=policy_in_force(),
        )
    except NotRecords:
        why = _("This is not a file of a desk without network, or it was changed.")
        return JsonResponse({"why": why}, status=422)
    except Refused as refused:
        return JsonResponse({"why": " ".join(say(each) for each in refused.reasons)}, status=422)
    barcodes = {each.id: each.barcode for each in records}
    told = [_told(each, barcodes[each.id]) for each in answers]
    return JsonResponse({"answers": [*_clock_told(now_of(request) - clock), *told]})


def _clock_told(wrong_by: timedelta) -> Iterator[dict[str, str]]:
    """Say that the computer's clock is wrong, where it is."""
    if abs(wrong_by) > ON_ITS_WAY:
        hours, minutes = divmod(abs(wrong_by) // timedelta(minutes=1), 60)
        text = _("The clock of this computer is %(time)s wrong. Its times were put right; set it.")
        told = {"time": f"{hours}:{minutes:02}"}
        yield {"id": "", "tone": "notice", "text": text % told, "where": ""}


def _read(body: bytes) -> tuple[datetime, list[Record]]:
    """Return what the desk's clock says, and what it noted.

    :raises NotRecords: it is anything else.
    """
    try:
        told = json.loads(body)
        clock, rows = datetime.fromisoformat(told["clock"]), told["records"]
        records = [_record(each) for each in rows]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise NotRecords from error
    moments = [clock, *(each.at for each in records)]
    if len(records) > MOST or any(each.tzinfo is None for each in moments):
        raise NotRecords
    return clock, records


def _record(told: Mapping[str, Any]) -> Record:
    word, number = str(told["id"]), int(told["number"])
    if not 8 <= len(word) <= 64 or not word.isascii() or number < 0:
        raise NotRecords
    card, did = one_line(str(told.get("card", ""))), Did(told["did"])
    return Record(
        word,
        did,
        _item_read(one_line(str(told["barcode"]))),
        datetime.fromisoformat(told["at"]),
        number,
        _card_read(card) if did is Did.LEND else "",
    )


def _item_read(entry: str) -> str:
    """Return the barcode that an entry is, however the scanner wrote it."""
    known = (item_state(reading) for reading in readings(entry))
    return next((each.barcode for each in known if each is not None), entry)


def _card_read(entry: str) -> str:
    known = (person_with_card(reading) for reading in readings(entry))
    return next((each.number for each in known if each is not None), entry)


def _told(answer: Replayed, barcode: str) -> dict[str, str]:
    lines = [*_lines(answer, barcode)]
    if answer.is_again:
        lines.append(_("It was taken in before; nothing was done again."))
    where = returned(answer.back).where if answer.back else ""
    return {
        "id": answer.id,
        "tone": "notice" if _is_to_be_looked_at(answer) else TONES.get(answer.became, "good"),
        "text": " ".join(lines),
        "where": where,
    }


def _is_to_be_looked_at(answer: Replayed) -> bool:
    """Say whether a loan counts although something was against it."""
    is_lent = answer.became is Became.LENT
    was_overridden = bool(answer.lent and answer.lent.overridden)
    return is_lent and (answer.was_set_aside or answer.ended_loan or was_overridden)


def _lines(answer: Replayed, barcode: str) -> Iterator[str]:
    """Say what became of a record, and what is to be done; nobody's name."""
    yield from _became(answer, barcode)
    if answer.ended_loan:
        yield _("The books had it on loan. It was here, so that loan has ended.")
    if answer.was_set_aside:
        yield _("It was set aside for somebody else, who goes on waiting.")


def _became(answer: Replayed, barcode: str) -> Iterator[str]:
    what = answer.title or barcode
    match answer.became:
        case Became.LENT:
            yield _("Lent: %(title)s.") % {"title": what}
            if answer.lent is not None:
                yield _("Due %(day)s.") % {"day": day_text(answer.lent.due_on)}
                if answer.lent.overridden:
                    yield _("Something was against this loan, which counts. The card says what.")
        case Became.RETURNED:
            yield from (
                returned(answer.back).lines
                if answer.back
                else (_("Returned: %(title)s.") % {"title": what},)
            )
        case Became.LENT_SINCE:
            yield _("%(title)s was returned, and lent again since: that loan stands.") % {
                "title": what
            }
        case Became.OVER:
            yield _("%(title)s was lent, and has been returned or lent again since.") % {
                "title": what
            }
        case Became.NOT_LENT:
            yield _("%(title)s is out of the house, and is nobody's loan.") % {"title": what}
            yield from (say(each) for each in answer.reasons)
            yield _("Ask for it if you know who has it, or count it as missing.")
        case Became.UNKNOWN_ITEM:
            yield _("%(barcode)s is no barcode of a thing here. Nothing was done.") % {
                "barcode": barcode
            }
        case Became.TOO_OLD:
            yield _("%(title)s was noted too long ago, and nothing was done. Look for it.") % {
                "title": what
            }
