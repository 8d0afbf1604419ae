"""Lets the books come to some in the made-up town, who cannot come themselves."""

from collections.abc import Sequence
from datetime import datetime

from hylla.library.models import Staff
from hylla.outreach.actions import Terms, add_round, begin, wish
from hylla.outreach.rules import Wanted
from hylla.patrons.actions import Shown
from hylla.privacy.clocks import today
from hylla.privacy.policy import Policy
from hylla.site.demo.residents import Resident

CHOOSER = "ewa.outreach"
WISHES = (
    (Wanted.SUBJECT, "sjøfart"),
    (Wanted.AUTHOR, "Undset"),
    (Wanted.FORM, "storskrift"),
    (Wanted.SUBJECT, "hagebruk"),
)


def bring_books(policy: Policy, residents: Sequence[Resident], *, now: datetime) -> int:
    """Let the eldest agree that the books come to them, and return how many there are."""
    if not policy.features.outreach:
        return 0
    chooser = Staff.objects.get(username=CHOOSER)
    way = add_round(
        "Fjordruten",
        branch_id=chooser.branch_id,
        first_on=today(policy, now),
        every_weeks=3,
        staff_id=chooser.pk,
    )
    eldest = sorted(residents, key=lambda each: each.birth_date)[: len(WISHES)]
    for resident, (wanted, words) in zip(eldest, WISHES, strict=False):
        shown = Shown(policy, policy.default_language)
        stop = begin(resident.person_id, Terms(way), shown=shown, now=now)
        wish(stop, wanted=wanted, words=words)
    return len(eldest)
