"""What to do with each of many things, in words: where it goes, and what to know of it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hylla.circulation.actions import Answer
from hylla.circulation.queries import Errand, PutAway
from hylla.circulation.sentences import say
from hylla.doors.desk.outcomes import hold_shelf_text, price_lines, send_to_text
from hylla.doors.parts.writing import money

WORDS: Mapping[Errand, str | Promise] = {
    Errand.STAFF: gettext_lazy("Lay it aside"),
    Errand.ON_LOAN: gettext_lazy("On loan again"),
    Errand.SHELF: gettext_lazy("Back on its shelf"),
    Errand.UNKNOWN: gettext_lazy("Unknown barcode"),
}
TONES: Mapping[Errand, str] = {
    Errand.HOLD_SHELF: "info",
    Errand.TRANSIT: "info",
    Errand.SHELF: "good",
    Errand.UNKNOWN: "bad",
}


@dataclass(frozen=True)
class Line:
    """One line of the list: what to do, with what, and what to know."""

    entry: str
    errand: Errand
    what: str
    tone: str
    title: str
    shelf_mark: str
    notes: tuple[str, ...] = ()
    is_refused: bool = False

    @property
    def is_known(self) -> bool:
        """Whether it is the library's."""
        return self.errand is not Errand.UNKNOWN

    @property
    def is_back(self) -> bool:
        """Whether it was taken back."""
        return self.is_known and not self.is_refused


def lines_of_answers(answers: Iterable[Answer]) -> list[Line]:
    """Return the list of what was taken back."""
    return [
        replace(line_of(each.put_away), notes=tuple(_notes(each)), is_refused=bool(each.reasons))
        for each in answers
    ]


def line_of(put_away: PutAway) -> Line:
    """Return one line of the list."""
    item, errand = put_away.item, put_away.errand
    return Line(
        item.barcode if item else put_away.entry,
        errand,
        _what(put_away),
        TONES.get(errand, "notice"),
        item.title if item else "",
        item.shelf_mark if item else "",
    )


def _what(put_away: PutAway) -> str:
    item = put_away.item
    if item is not None and put_away.errand is Errand.HOLD_SHELF:
        return hold_shelf_text(item.shelf_code)
    if item is not None and put_away.errand is Errand.TRANSIT:
        return send_to_text(item.transit_to_id)
    return str(WORDS[put_away.errand])


def _notes(answer: Answer) -> Iterator[str]:
    yield from (say(each) for each in answer.reasons)
    if answer.came_before:
        yield _("Taken back by this list before; it is done once.")
    if answer.was_found:
        yield _("It was counted as lost or missing, and is found now.")
        yield from price_lines(answer)
    if answer.nobody_had_it:
        yield _("Nobody had it.")
    if answer.fee_ore:
        yield _("It was late; the fee is %(amount)s.") % {"amount": money(answer.fee_ore)}
