"""The canary before the law: its loan is held back, its name handed out, and both are over."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from hylla.circulation.models import Loan
from hylla.library.models import Branch, Staff, StaffRole
from hylla.patrons.actions import disclosing as handing
from hylla.patrons.actions import legal_holds as holding
from hylla.patrons.models import Identity
from hylla.privacy.disclosing import Decision, Question, disclosure_case, write_case
from hylla.privacy.legal_holds import Ground
from hylla.privacy.models import Disclosure, DisclosureCase, LegalHold
from hylla.privacy.models.disclosing import About, Ruling
from hylla.privacy.models.holding import HeldFor
from hylla.privacy.models.incidents import AskedBy
from hylla.privacy.policy import Policy
from hylla.privacy.vocabulary import Role

NAMES = "patrons.Identity"
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class At:
    """Where and when, and the word that its name is."""

    unit: str
    mark: str
    policy: Policy
    now: datetime


def stand_before_the_law(
    card: str, lend: Callable[[], uuid.UUID], *, branch: Branch, policy: Policy, now: datetime
) -> tuple[tuple[str, ...], list[str]]:
    """Have a loan held back and a name handed out; return what to look for, and what was wrong."""
    two = _employ_two(branch, policy)
    mark = Identity.objects.get(person__cards__number=card).family_name
    at = At(branch.code, mark, policy, now)
    held, wrong = _hold_back(card, lend, two, at)
    return held, wrong + _hand_out(card, two[0], at)


def dismiss(place: str) -> None:
    """Let them go again, and first what they answer for."""
    LegalHold.objects.filter(owner__branch__code=place).delete()
    Staff.objects.filter(branch__code=place).delete()


def _employ_two(branch: Branch, policy: Policy) -> tuple[int, int]:
    """Return two who say yes, and who can log in nowhere: they have signed nothing."""
    made = []
    for role in (Role.PRIVACY_OFFICER, Role.ADMINISTRATOR):
        staff = Staff.objects.create(
            username=f"{branch.code}-{role}",
            name="Canary",
            branch=branch,
            language=policy.default_language,
        )
        StaffRole.objects.create(staff=staff, role=role)
        made.append(staff.pk)
    return made[0], made[1]


def _hold_back(
    card: str, lend: Callable[[], uuid.UUID], two: tuple[int, int], at: At
) -> tuple[tuple[str, ...], list[str]]:
    """Have a loan held that would go with its return: in silence, then told, then ended."""
    until_at, (first, second) = at.now + ONE_DAY, two
    ground = Ground(
        reason=HeldFor.CRIME,
        law=f"law of {at.mark}",
        tables=(Loan._meta.label,),
        until_at=until_at,
        silence_law=f"silence of {at.mark}",
    )
    hold = holding.ask_to_hold(card=card, ground=ground, staff_id=first, now=at.now)
    holding.agree_to_hold(hold, until_at=until_at, staff_id=second, policy=at.policy, now=at.now)
    loan = lend()
    is_there = Loan.objects.filter(pk=loan, closed_at__isnull=False).exists()
    holding.tell_of_hold(hold, staff_id=first, now=at.now)
    holding.let_go(hold, staff_id=first, now=at.now)
    return (str(hold), str(loan)), [] if is_there else ["what a law held back is gone"]


def _hand_out(card: str, by: int, at: At) -> list[str]:
    """Have its name handed out in a case that nobody else ever sees."""
    question = Question(
        asked_by=AskedBy.COURT, ground=at.mark, wanted=(NAMES,), about=About.ONE, words=at.mark
    )
    with transaction.atomic():
        number = write_case(question, on=at.now.date())
        case = disclosure_case(number, policy=at.policy, now=at.now)
        if case is None:
            return ["a case that was written down is not there"]
        given = Decision(Ruling.GIVEN, question.ground, question.wanted)
        handing.decide_disclosure(case, given, by=by, now=at.now)
        decided = disclosure_case(number, policy=at.policy, now=at.now) or case
        rows = handing.hand_out(decided, card=card, by=handing.Clerk(by, at.unit), now=at.now)
        DisclosureCase.objects.filter(pk=number).delete()
        _uncount(at.now)
    return [] if [each.family_name for each in rows] == [at.mark] else ["another was handed out"]


def _uncount(now: datetime) -> None:
    """Take the case out of the public numbers again: nobody has asked."""
    counted = Disclosure.objects.filter(
        asked_by=AskedBy.COURT, asked_on=now.date(), people_asked=1, people_told=1
    )
    Disclosure.objects.filter(pk__in=counted.order_by("-pk").values("pk")[:1]).delete()
