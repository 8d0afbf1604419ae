"""The sets that somebody gathers for a group: how many copies, and how many are there."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, Max, Q

from hylla.circulation.models import Hold
from hylla.patrons.models import Person
from hylla.privacy.policy import Policy


@dataclass(frozen=True, slots=True)
class GroupSet:
    """What is left of a set: copies that are lent, or not waited for any more, are not in it.

    `there` stand on the hold shelf under `shelf_code` until `shelf_until_on`; `coming` are on
    their way there.
    """

    set_key: UUID
    record_id: int
    title: str
    pickup_branch_id: int
    pickup_branch: str
    needed_on: date
    copies: int
    there: int
    coming: int
    shelf_code: str
    shelf_until_on: date | None

    @property
    def is_complete(self) -> bool:
        """Whether every copy stands on the hold shelf."""
        return self.there == self.copies

    @property
    def can_settle(self) -> bool:
        """Whether some of it is there or coming, and some is not."""
        return 0 < self.there + self.coming < self.copies


def sets_of(person_id: UUID) -> tuple[GroupSet, ...]:
    """Return the sets that somebody gathers, by the day for which they are."""
    rows = (
        Hold.objects.filter(patron=person_id, set_key__isnull=False)
        .order_by("needed_on", "set_key")
        .values_list(
            "set_key",
            "record_id",
            "record__title",
            "pickup_branch_id",
            "pickup_branch__name",
            "needed_on",
        )
        .annotate(
            copies=Count("pk"),
            there=Count("pk", filter=Q(shelf_until_on__isnull=False)),
            coming=Count("pk", filter=Q(item__isnull=False, shelf_until_on=None)),
            code=Max("shelf_code"),
            until=Max("shelf_until_on"),
        )
    )
    return tuple(GroupSet(*row) for row in rows)


def may_gather(person_id: UUID, *, policy: Policy) -> bool:
    """Say whether somebody gathers sets on My page: teachers, and others the library has named."""
    mine = Person.objects.filter(pk=person_id, category__in=policy.lending.sets_for)
    return bool(policy.lending.sets_for) and mine.exists()
