"""Whether a clock's rows have gone in time: how many have not, by how much, and why."""

from datetime import date, datetime, timedelta
from functools import cache

from django.db.models import Count, DateTimeField, Min, Model

from hylla.privacy.clocks import due, ends, past, today
from hylla.privacy.declarations import Keep
from hylla.privacy.held import in_force, is_held, is_holdable
from hylla.privacy.models import LegalHold, NightRun
from hylla.privacy.policy import Policy
from hylla.privacy.registry import clocks, column, name_of
from hylla.privacy.verify.looks import GRACE, Look, Why
from hylla.privacy.vocabulary import AtEnd, State


class Clocks:
    """The clocks of every table, each looked at once in a run."""

    def __init__(self, policy: Policy, now: datetime) -> None:
        self._policy, self._now = policy, now
        self._running = {name_of(model, keep): (model, keep) for model, keep in clocks()}
        self._rows = cache(lambda model: model._default_manager.count())
        self._holds = LegalHold.objects.filter(in_force(now)).exists()
        self._looks: dict[str, Look] = {}

    def look(self, act: str) -> Look:
        """Look at one clock, by the name under which sentences cite it."""
        if act not in self._looks:
            self._looks[act] = self._look(act)
        return self._looks[act]

    def _look(self, act: str) -> Look:
        if act not in self._running:
            return Look(act, State.CONTRADICTED, wrong=1, why=Why.NO_PROBE, detail="no such clock")
        model, keep = self._running[act]
        moment = self._now if keep.at_once else self._now - GRACE
        late = due(model, keep, policy=self._policy, now=moment)
        if keep.then is AtEnd.DELETE:
            # What a law has held until yesterday goes in the first night after it.
            late = late.exclude(is_held(model, self._now - GRACE))
        found = late.aggregate(rows=Count("pk"), oldest=Min(keep.since))
        if not found["rows"]:
            return Look(act, State.KEPT, self._rows(model), detail=self._held(model, keep))
        by = self._late_by(model, keep, found["oldest"])
        why = self._why(keep)
        detail = f"{found['rows']} past their date: {act}, the oldest by {by}, {why}"
        return Look(act, State.LATE, self._rows(model), found["rows"], by, why, detail)

    def _held(self, model: type[Model], keep: Keep) -> str:
        """Say how many rows are past their date and there because a law holds them."""
        if not self._holds or keep.then is not AtEnd.DELETE or not is_holdable(model):
            return ""
        rows = past(model, keep, policy=self._policy, now=self._now)
        held = rows.filter(is_held(model, self._now)).count()
        return f"{held} past their date are held by law: {name_of(model, keep)}" if held else ""

    def _late_by(self, model: type[Model], keep: Keep, oldest: date) -> timedelta:
        end = ends(keep, policy=self._policy, since=oldest)
        if isinstance(column(model, keep.since), DateTimeField) and isinstance(end, datetime):
            return self._now - end
        return today(self._policy, self._now) - end

    def _why(self, keep: Keep) -> Why:
        if keep.at_once:
            return Why.NOT_AT_ONCE
        yesterday = today(self._policy, self._now) - timedelta(days=1)
        ran = NightRun.objects.filter(day__gte=yesterday).exists()
        return Why.NIGHT_LEFT if ran else Why.NIGHT_MISSED
