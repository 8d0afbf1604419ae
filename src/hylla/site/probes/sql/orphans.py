"""Rows about a person of whom there is no person any more."""

from datetime import datetime

from django.db.models import Exists, ForeignKey, Model, OuterRef

from hylla.privacy.declarations import SELF
from hylla.privacy.policy import Policy
from hylla.privacy.registry import personal_models
from hylla.privacy.verify import Finding


def no_orphans(policy: Policy, now: datetime) -> Finding:
    """Every row of every personal table leads to somebody, whatever the database's keys promise."""
    looked_at, problems = 0, []
    for model, declared in personal_models():
        looked_at += model._default_manager.count()
        for path in (declared.subject, *declared.also_about):
            wrong = 0 if path == SELF else _orphans(model, path.split(".", maxsplit=1)[0])
            problems += [f"{wrong} rows of {model._meta.label} lead to nobody"] if wrong else []
    return Finding(looked_at, tuple(problems))


def _orphans(model: type[Model], name: str) -> int:
    key = model._meta.get_field(name)
    if not isinstance(key, ForeignKey):
        return 0
    there = key.related_model._default_manager.filter(pk=OuterRef(key.attname))
    led = model._default_manager.filter(**{f"{key.attname}__isnull": False})
    return led.filter(~Exists(there)).count()
