"""What a merge has done to rows, step by step, so that the steps can be gone back.

What has happened since is not undone: a row that is gone stays away, a value that was changed again
stays as it is now, and what is new stays with the one who stayed. Only what protects, and came true
since, is true of both after: nobody knows whom of the two it was for.
"""

import json
from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.core import serializers
from django.db import IntegrityError, transaction
from django.db.models import CASCADE, SET_NULL, Model, QuerySet

from hylla.privacy.registry import personal_models

Step = dict[str, Any]


class Journal:
    """Changes rows, and writes down what they were."""

    def __init__(self, steps: list[Step] | None = None) -> None:
        self.steps = steps or []

    def move(self, rows: "QuerySet[Model]", key: str, to: Any) -> None:
        """Let rows point at someone else by one of their keys."""
        model, field = rows.model, rows.model._meta.get_field(key)
        pks = [str(pk) for pk in rows.values_list("pk", flat=True)]
        if not pks:
            return
        was = rows.values_list(key, flat=True)[0]
        rows.update(**{key: to})
        step = {"did": "moved", "table": model._meta.label, "key": key}
        # Where the key is the row's own, the row has another name now.
        pks = [str(to)] if getattr(field, "primary_key", False) else pks
        self.steps.append({**step, "rows": pks, "was": str(was), "now": str(to)})

    def change(self, row: Model, **values: Any) -> None:
        """Write other values into a row."""
        if all(getattr(row, name) == value for name, value in values.items()):
            return
        was = _dump(row)
        for name, value in values.items():
            setattr(row, name, value)
        row.save(update_fields=list(values))
        step = {"did": "changed", "table": row._meta.label, "row": str(row.pk)}
        self.steps.append({**step, "names": list(values), "was": was, "now": _dump(row)})

    def remove(self, row: Model, *, instead: Model | None = None) -> None:
        """Delete a row and what goes with it; `instead` is the one that says the same from now."""
        rows = [_dump(each) for each in _with_what_goes(row)]
        step: Step = {"did": "removed", "rows": rows}
        if instead is not None:
            step["instead"] = _dump(instead)
        for child, name in _let_go_by(row):
            self.change(child, **{name: None})
        self.steps.append(step)
        row.delete()

    def joined(self, into: Model, row: Model, names: list[str]) -> None:
        """Write down what two rows say together: what comes true since is true of both."""
        step = {"did": "joined", "table": into._meta.label, "row": str(into.pk)}
        said = {name: bool(getattr(into, name) or getattr(row, name)) for name in names}
        self.steps.append({**step, "other": str(row.pk), "said": said})

    def made(self, row: Model) -> None:
        """Write down that the merge has made a row."""
        self.steps.append({"did": "made", "table": row._meta.label, "row": str(row.pk)})

    def undo(self) -> int:
        """Go back all steps, the last first; return how many rows could not be brought back."""
        return sum(_BACK[step["did"]](step) for step in reversed(self.steps))


def _with_what_goes(row: Model) -> Iterator[Model]:
    yield row
    for relation in row._meta.related_objects:
        if relation.on_delete is CASCADE:
            rows = relation.related_model._base_manager.filter(**{relation.field.name: row})
            for each in rows:
                yield from _with_what_goes(each)


def _let_go_by(row: Model) -> Iterator[tuple[Model, str]]:
    for relation in row._meta.related_objects:
        if relation.on_delete is SET_NULL:
            for each in relation.related_model._base_manager.filter(**{relation.field.name: row}):
                yield each, relation.field.attname


def _undo_move(step: Step) -> int:
    model, key = apps.get_model(step["table"]), step["key"]
    rows = model._base_manager.filter(pk__in=step["rows"], **{key: step["now"]})
    if not rows:
        return 0
    if not _is_there(model._meta.get_field(key), step["was"]):
        return len(step["rows"])
    try:
        with transaction.atomic():
            rows.update(**{key: step["was"]})
    except IntegrityError:
        return len(step["rows"])
    return 0


def _undo_change(step: Step) -> int:
    row = apps.get_model(step["table"])._base_manager.filter(pk=step["row"]).first()
    if row is None:
        return 0
    was, now = _read(step["was"]), _read(step["now"])
    names = [
        each
        for each in step["names"]
        if getattr(row, each) == getattr(now, each)
        and _is_there(row._meta.get_field(each), getattr(was, each))
    ]
    for name in names:
        setattr(row, name, getattr(was, name))
    if names:
        row.save(update_fields=names)
    return 0


def _undo_removal(step: Step) -> int:
    if "instead" in step and not _is_as_open(_read(step["instead"])):
        return 0
    return sum(not _is_back(_read(text)) for text in step["rows"])


def _is_as_open(instead: Model) -> bool:
    """Say whether what stood for a row is there, and no clock of it has begun since."""
    row = type(instead)._base_manager.filter(pk=instead.pk).first()
    begins = [
        keep.since
        for model, declared in personal_models()
        if model is type(instead)
        for keep in declared.keep
    ]
    return row is not None and all(
        getattr(row, each) is None for each in begins if getattr(instead, each) is None
    )


def _is_back(row: Model) -> bool:
    fields = row._meta.concrete_fields
    if not all(_is_there(each, each.value_from_object(row)) for each in fields):
        return False
    try:
        with transaction.atomic():
            row.save_base(raw=True, force_insert=True)
    except IntegrityError:
        return False
    return True


def _is_there(field: Any, value: Any) -> bool:
    """Say whether a key leads somewhere: a database asks only when all is done, and refuses all."""
    if value is None or not (field.many_to_one or field.one_to_one):
        return True
    target = field.target_field.attname
    return bool(field.related_model._base_manager.filter(**{target: value}).exists())


def _undo_joining(step: Step) -> int:
    rows = apps.get_model(step["table"])._base_manager
    row = rows.filter(pk=step["row"]).first()
    since = {
        name: True for name, said in step["said"].items() if not said and getattr(row, name, False)
    }
    if since:
        rows.filter(pk=step["other"]).update(**since)
    return 0


def _undo_making(step: Step) -> int:
    apps.get_model(step["table"])._base_manager.filter(pk=step["row"]).delete()
    return 0


_BACK = {
    "moved": _undo_move,
    "changed": _undo_change,
    "removed": _undo_removal,
    "joined": _undo_joining,
    "made": _undo_making,
}


def _dump(row: Model) -> str:
    return str(serializers.serialize("json", [row]))


def _read(text: str) -> Model:
    (read,) = serializers.deserialize("json", text)
    row: Model = read.object
    return row


def written(journal: Journal) -> bytes:
    """Return a journal as bytes."""
    return json.dumps(journal.steps).encode()


def read_journal(content: bytes) -> Journal:
    """Return the journal that was written so."""
    return Journal(json.loads(content))
