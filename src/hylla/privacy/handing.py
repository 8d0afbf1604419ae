"""What could be handed over about a typical patron today, and how often others have asked."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Model, Sum

from hylla.privacy.declarations import PersonalData
from hylla.privacy.models import SUBJECT, Disclosure
from hylla.privacy.models.incidents import AskedBy
from hylla.privacy.registry import lookup, personal_models
from hylla.privacy.rights.facets import person_model
from hylla.privacy.vocabulary import Kind, Subject


@dataclass(frozen=True)
class Typical:
    """One table: rows of the patron in the middle, the share of patrons with any, what it tells."""

    label: str
    rows: int
    share: float
    kinds: tuple[Kind, ...]


@dataclass(frozen=True)
class Asked:
    """How often somebody of this kind has asked, about how many, and about how many they heard."""

    by: AskedBy
    times: int
    people_asked: int
    people_told: int


def typical_patron() -> tuple[Typical, ...]:
    """Return table by table what there is of the patron in the middle; nobody is looked at.

    What the middle patron has nothing of comes last.
    """
    everyone = person_model()._default_manager.count()
    found = [
        _typical(model, declared, everyone) for model, declared in personal_models(Subject.PATRON)
    ]
    return tuple(sorted(found, key=lambda each: (not each.rows, -each.share, each.label)))


def disclosures() -> tuple[Asked, ...]:
    """Return how often each kind of asker has asked: numbers only, for everybody to read."""
    rows = Disclosure.objects.order_by().values("asked_by")
    summed = rows.annotate(times=Count("pk"), asked=Sum("people_asked"), told=Sum("people_told"))
    told: dict[str, dict[str, Any]] = {each["asked_by"]: dict(each) for each in summed}
    none = {"times": 0, "asked": 0, "told": 0}
    found = ((each, told.get(each.value, none)) for each in AskedBy)
    return tuple(Asked(by, row["times"], row["asked"], row["told"]) for by, row in found)


def count_disclosure(by: AskedBy, *, people_asked: int, people_told: int, on: date) -> None:
    """Count one request from outside, whatever came of it."""
    Disclosure.objects.create(
        asked_by=by, people_asked=people_asked, people_told=people_told, asked_on=on
    )


def _typical(model: type[Model], declared: PersonalData, everyone: int) -> Typical:
    kinds = tuple(sorted(set(declared.columns.values()) - {Kind.LINK}))
    if model._meta.label == SUBJECT:
        return Typical(model._meta.label, min(everyone, 1), 1.0 if everyone else 0.0, kinds)
    path = lookup(declared.subject)
    rows = model._default_manager.filter(**{f"{path}__isnull": False}).order_by()
    each = rows.values(path).annotate(rows=Count("pk"))
    have = each.count()
    # In the row of all patrons by how much there is of them, this is where the middle one stands
    # among those who have anything.
    middle = everyone // 2 - (everyone - have)
    counts = each.order_by("rows").values_list("rows", flat=True)
    return Typical(
        model._meta.label,
        counts[middle] if everyone and middle >= 0 else 0,
        have / everyone if everyone else 0.0,
        kinds,
    )
