"""What somebody is told of themselves, and what is left of them in any table."""

import uuid
from collections.abc import Iterator

from django.db.models import Model, Q

from hylla.privacy.extract import sections
from hylla.privacy.registry import lookup, personal_models
from hylla.privacy.vocabulary import Subject
from hylla.site.probes.stage import Stage


def told_in_extract(stage: Stage, person_id: uuid.UUID, table: str) -> list[str]:
    """Return each row of a table in someone's extract, its values in one line."""
    return [
        " ".join(row.values.values())
        for section in sections(person_id, policy=stage.policy)
        if section.name == table
        for row in section.rows
    ]


def rows_about(person_id: uuid.UUID) -> Iterator[tuple[type[Model], int]]:
    """Yield each table with rows about someone, by its declared way to them."""
    for model, declared in personal_models(Subject.PATRON):
        mine = Q()
        for path in (declared.subject, *declared.also_about):
            mine |= Q(**{lookup(path): person_id})
        number = model._default_manager.filter(mine).count()
        if number:
            yield model, number
