"""Breaches of what the outreach service promises."""

from hylla.circulation.models import OutreachHistory
from hylla.privacy.models import AccessEntry
from tests.builders import a_record
from tests.site.breaches import NOW, RED, Breach, Field, consent, someone


def _without_agreement(_: Field) -> None:
    given = consent(someone(), what="outreach", given_in="desk")
    OutreachHistory.objects.create(
        consent=given, record=a_record(), returned_on=NOW.date().replace(day=1)
    )


def _another_role_looked(_: Field) -> None:
    # Another breach keeps the log from being written one by one.
    told = {"role": "desk", "unit": "main", "task": "outreach", "kinds": "borrowed"}
    AccessEntry.objects.bulk_create([AccessEntry(person=someone(), at=NOW, **told)])


# The first sees the consent that cannot be shown, too.
OUTREACH = (
    Breach(
        "R46", _without_agreement, "outreach-agreement", RED, 2, "1 entries without an agreement"
    ),
    Breach("R46", _another_role_looked, "outreach-history", RED, 1, "1 looks by another role"),
)
