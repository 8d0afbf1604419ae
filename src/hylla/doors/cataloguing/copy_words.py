"""A change of many copies in plain words."""

from collections.abc import Iterator, Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hylla.catalogue.models import ItemStatus
from hylla.catalogue.queries import collections, item_types
from hylla.catalogue.queries.batches import BatchFacts, copy_change, copy_row
from hylla.catalogue.rules.comparing import Line
from hylla.catalogue.rules.copy_changes import NONE, Becomes, CopyChange, CopyState
from hylla.doors.parts.contact import branch_choices
from hylla.doors.parts.kinds import kind_text

STATUS: Mapping[str, str | Promise] = {
    ItemStatus.IN_SERVICE: gettext_lazy("In service"),
    ItemStatus.IN_PROCESS: gettext_lazy("Being made ready"),
    ItemStatus.LOST: gettext_lazy("Lost"),
    ItemStatus.MISSING: gettext_lazy("Missing"),
    ItemStatus.WITHDRAWN: gettext_lazy("Withdrawn"),
    ItemStatus.AWAY: gettext_lazy("Lent to another library"),
}
BECOMES: Mapping[Becomes, str | Promise] = {
    Becomes.MISSING: gettext_lazy("They become missing"),
    Becomes.WITHDRAWN: gettext_lazy("They are withdrawn"),
}


def copies_told(facts: BatchFacts) -> tuple[str, ...]:
    """Return what a batch does to copies, line by line."""
    return tuple(_told(copy_change(facts.id)))


def copy_lines(facts: BatchFacts, place: int) -> tuple[Line, ...]:
    """Return one copy before and after; of what stays as it is there is nothing to show."""
    row, change = copy_row(facts.id, place), copy_change(facts.id)
    if row is None or row.before is None:
        return ()
    return tuple(map(Line, _state(row.before), _state(_changed(row.before, change))))


def _changed(before: CopyState, change: CopyChange) -> CopyState:
    collection = "" if change.collection == NONE else change.collection or before.collection
    return CopyState(
        branch_id=change.branch_id or before.branch_id,
        item_type=change.item_type or before.item_type,
        collection=collection,
        shelf_mark=change.shelf_mark or before.shelf_mark,
        status=change.becomes or before.status,
    )


def _state(state: CopyState) -> Iterator[str]:
    yield _("Branch: %(branch)s") % {"branch": _branch(state.branch_id)}
    yield _("Kind: %(kind)s") % {"kind": _kind(state.item_type)}
    yield _("Collection: %(collection)s") % {"collection": _collection(state.collection)}
    yield _("Shelf mark: %(mark)s") % {"mark": state.shelf_mark or "–"}
    yield _("State: %(state)s") % {"state": STATUS.get(state.status, state.status)}


def _told(change: CopyChange) -> Iterator[str]:
    if change.branch_id is not None:
        yield _("Branch: %(branch)s") % {"branch": _branch(change.branch_id)}
    if change.item_type:
        yield _("Kind: %(kind)s") % {"kind": _kind(change.item_type)}
    if change.collection:
        yield _("Collection: %(collection)s") % {"collection": _collection(change.collection)}
    if change.shelf_mark:
        yield _("Shelf mark: %(mark)s") % {"mark": change.shelf_mark}
    if change.becomes:
        yield str(BECOMES[change.becomes])


def _branch(number: int) -> str:
    return str(dict(branch_choices()).get(number, number))


def _kind(code: str) -> str:
    return kind_text(code, {each.code: each.name for each in item_types()}.get(code, ""))


def _collection(code: str) -> str:
    if code in {"", NONE}:
        return str(_("None"))
    return {each.code: each.name for each in collections()}.get(code, code)
