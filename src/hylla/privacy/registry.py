"""Every table of the house with what it declares, and the way from its rows to a person."""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db.models import Field, ForeignKey, Model, Q, UniqueConstraint

from hylla.privacy.declarations import SELF, Keep, NotPersonal, PersonalData
from hylla.privacy.models.subject import SUBJECT
from hylla.privacy.third_party import THIRD_PARTY
from hylla.privacy.vocabulary import Subject

Declaration = PersonalData | NotPersonal
Clock = tuple[type[Model], Keep]


def declaration_of(model: type[Model]) -> Declaration | None:
    """Return what a table declares, or None where it says nothing."""
    declared = getattr(model, "personal_data", None) or THIRD_PARTY.get(model._meta.label)
    return declared if isinstance(declared, PersonalData | NotPersonal) else None


def personal_models(about: Subject | None = None) -> Iterator[tuple[type[Model], PersonalData]]:
    """Yield each table that keeps something about people, with its declaration."""
    for model in apps.get_models(include_auto_created=True):
        declared = declaration_of(model)
        if isinstance(declared, PersonalData) and about in {None, declared.about}:
            yield model, declared


def clocks() -> Iterator[Clock]:
    """Yield every clock of every table."""
    for model, declared in personal_models():
        for keep in declared.keep:
            yield model, keep


def name_of(model: type[Model], keep: Keep) -> str:
    """Return a clock's name as sentences of the notice cite it: `circulation.Loan:closed_loan`."""
    return f"{model._meta.label}:{keep.period}"


def lookup(path: str, last: str = "pk") -> str:
    """Return the query path for a declared path: `self` is the row's own key."""
    return last if path == SELF else path.replace(".", "__")


def model_at(model: type[Model], path: str) -> type[Model] | None:
    """Return the table that a path of foreign keys leads to, or None where it leads nowhere."""
    if path == SELF:
        return model
    here: type[Model] = model
    for step in path.split("."):
        field = column(here, step)
        if not isinstance(field, ForeignKey):
            return None
        here = field.related_model
    return here


def column(model: type[Model], name: str) -> "Field[Any, Any] | None":
    """Return a table's column of that name, or None."""
    try:
        field = model._meta.get_field(name)
    except FieldDoesNotExist:
        return None
    return field if isinstance(field, Field) else None


def person_keys(model: type[Model]) -> Iterator[str]:
    """Yield the names of a table's own keys to a patron."""
    for field in model._meta.concrete_fields:
        if isinstance(field, ForeignKey) and field.related_model._meta.label == SUBJECT:
            yield field.name


def unique_with(model: type[Model], name: str) -> Iterator[tuple[tuple[str, ...], Q]]:
    """Yield the other columns with which a column may be there once, and for which rows."""
    field = column(model, name)
    if field is not None and field.unique:
        yield (), Q()
    for constraint in model._meta.constraints:
        if isinstance(constraint, UniqueConstraint) and name in constraint.fields:
            others = tuple(each for each in constraint.fields if each != name)
            yield others, constraint.condition or Q()
