"""What was found is kept for the notice page: each state, since when, and each change of state."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Max, Model

from hylla.privacy.models import LookedAt, SentenceCheck, StateChange
from hylla.privacy.policy import Period
from hylla.privacy.verify.standing import Standing

CHANGES_KEPT = Period(years=2)
"""How long a change of state is told of. It is about sentences, so that no policy decides it."""


@transaction.atomic
def remember(standings: tuple[Standing, ...], *, now: datetime) -> None:
    """Store how each sentence stands and what it rests on; a change of state gets a row."""
    before = {each.sentence: each for each in SentenceCheck.objects.select_for_update()}
    checks = [_check(each, before.get(each.sentence.id), now) for each in standings]
    StateChange.objects.bulk_create(
        StateChange(sentence=each.sentence, state=each.state, rows=each.rows, at=now)
        for each in checks
        if each.sentence not in before or before[each.sentence].state != each.state
    )
    _replace(SentenceCheck, checks, key="sentence")
    _replace(LookedAt, _looked_at(standings, now), key="name")
    _prune(now)


def _replace(model: type[Model], rows: Sequence[Model], *, key: str) -> None:
    """Store these rows instead of those that were, also where another run is at it too."""
    model._default_manager.exclude(pk__in=[row.pk for row in rows]).delete()
    others = [each.name for each in model._meta.concrete_fields if each.name != key]
    model._default_manager.bulk_create(
        rows, update_conflicts=True, unique_fields=[key], update_fields=others
    )


def _check(standing: Standing, before: SentenceCheck | None, now: datetime) -> SentenceCheck:
    """Carry over since when it stands like this, where it did the last time."""
    same = before is not None and before.state == standing.state
    return SentenceCheck(
        sentence=standing.sentence.id,
        state=standing.state,
        rows=standing.rows,
        detail=standing.detail[:300],
        late_by=standing.late_by,
        owner=standing.owner or "",
        stood_at=(before.stood_at or before.checked_at) if before and same else now,
        checked_at=now,
    )


def _looked_at(standings: Iterable[Standing], now: datetime) -> list[LookedAt]:
    looks = {look.name: look for each in standings for look in each.looks}
    return [
        LookedAt(
            name=look.name,
            state=look.state,
            rows=look.looked_at,
            wrong=look.wrong,
            late_by=look.late_by,
            why=look.why or "",
            until_on=look.until_on,
            checked_at=now,
        )
        for look in looks.values()
    ]


def _prune(now: datetime) -> None:
    """Forget old changes, but never the last one: it says since when a sentence is kept."""
    last = StateChange.objects.values("sentence").annotate(last=Max("pk")).values("last")
    over = StateChange.objects.filter(at__lte=CHANGES_KEPT.before(now))
    over.exclude(pk__in=list(last.values_list("last", flat=True))).delete()
