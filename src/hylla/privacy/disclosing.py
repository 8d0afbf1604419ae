"""Cases of disclosure: what may be handed out at all, what was decided, and who else said yes.

Loans, holds, reading and the use of computers are refused whatever anybody decides (OSL 40:3;
forvaltningsloven § 13): they stand outside `OPEN`, and nothing else can be given.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet

from hylla.privacy.approving import Sort, asked_of, forget, propose
from hylla.privacy.clocks import kept
from hylla.privacy.handing import count_disclosure
from hylla.privacy.held import spaced
from hylla.privacy.models import AccessEntry, DisclosureCase
from hylla.privacy.models.disclosing import About, Ruling
from hylla.privacy.models.incidents import AskedBy
from hylla.privacy.policy import Policy
from hylla.privacy.rights.facets import person_model

OPEN = ("patrons.Identity", "patrons.Address", "patrons.Phone", "patrons.Email")
"""The tables that may be handed out: who is a patron, and how to reach them."""
FEW = 5
"""For more people than these, a second person must say yes."""
ORDERED_BY = frozenset({AskedBy.POLICE, AskedBy.COURT})
"""Who may have to be answered in silence."""
EVIDENCE = "evidence"
"""The task under which somebody reads that one of these was told of them."""
ASKED_FOR = timedelta(days=7)
"""So long a second person can say yes."""


@dataclass(frozen=True, kw_only=True)
class Question:
    """Who asks, on what ground, and for what about how many."""

    asked_by: AskedBy
    ground: str
    wanted: tuple[str, ...]
    about: About
    recipient: str = ""
    reference: str = ""
    words: str = ""


@dataclass(frozen=True)
class Decision:
    """What was decided, on which law, and which tables are handed out.

    A `silence_law` forbids to tell whom it is about.
    """

    ruling: Ruling
    law: str
    given: tuple[str, ...] = ()
    silence_law: str = ""


@dataclass(frozen=True, kw_only=True)
class CaseFacts:
    """One case as it stands, and who has said yes to it (staff)."""

    id: int
    asked_on: date
    question: Question
    people_asked: int
    ruling: Ruling | None
    law: str
    silence_law: str
    is_untold: bool
    given: tuple[str, ...]
    decided_at: datetime | None
    agreed_at: datetime | None
    people_told: int
    left_out: int
    handed_at: datetime | None
    closed_at: datetime | None
    said_yes: tuple[int, ...]

    @property
    def needs_two(self) -> bool:
        """Whether one person alone may not hand it out: many, to the police, or in silence."""
        is_grave = self.question.asked_by is AskedBy.POLICE or bool(self.silence_law)
        return self.people_asked > FEW or is_grave

    @property
    def is_ready(self) -> bool:
        """Whether it may be handed out now."""
        decided = self.ruling in {Ruling.GIVEN, Ruling.PARTLY} and self.closed_at is None
        return decided and (not self.needs_two or self.agreed_at is not None)

    @property
    def refused_always(self) -> tuple[str, ...]:
        """What was asked for that nobody may decide to hand out."""
        return tuple(each for each in self.question.wanted if each not in OPEN)


class NoCase(LookupError):  # noqa: N818 - reads as the sentence it is
    """There is no such case, or this cannot be done with it any more."""


def write_case(question: Question, *, on: date) -> int:
    """Write down what is asked, and return the number of the case."""
    people = 1 if question.about is About.ONE else person_model()._default_manager.count()
    made = DisclosureCase.objects.create(
        asked_on=on,
        asked_by=question.asked_by,
        recipient=question.recipient,
        reference=question.reference,
        ground=question.ground,
        words=question.words,
        about=question.about,
        wanted="".join(map(spaced, question.wanted)),
        people_asked=people,
    )
    return made.pk


def decide(case_id: int, decision: Decision, *, staff_id: int, now: datetime) -> None:
    """Decide a case, once. A refusal ends it, and is counted for everybody to read.

    :raises NoCase: it is decided already.
    """
    with transaction.atomic():
        rows = DisclosureCase.objects.select_for_update(of=("self",))
        case = rows.filter(pk=case_id, decided_at=None).first()
        if case is None:
            raise NoCase(case_id)
        case.ruling, case.law = decision.ruling, decision.law
        case.silence_law = decision.silence_law
        case.decided_by_id, case.decided_at = staff_id, now
        if decision.ruling is Ruling.REFUSED:
            _count(case, on=now.date())
            case.closed_at = now
        else:
            case.given = "".join(spaced(each) for each in sorted(decision.given))
        case.save()
        if case.closed_at is None and _facts(case).needs_two:
            until = now + ASKED_FOR
            propose(Sort.DISCLOSURE, str(case_id), staff_id=staff_id, now=now, until=until)


def ask_again(case_id: int, *, staff_id: int, now: datetime) -> int:
    """Say yes to handing a decided case out, also when the week to do so is over."""
    until = now + ASKED_FOR
    return propose(Sort.DISCLOSURE, str(case_id), staff_id=staff_id, now=now, until=until)


def note_agreed(case_id: int, *, staff_id: int, now: datetime) -> None:
    """Note that a second person has said yes."""
    forget(Sort.DISCLOSURE, str(case_id))
    DisclosureCase.objects.filter(pk=case_id).update(agreed_by_id=staff_id, agreed_at=now)


def note_handed(case_id: int, *, people_told: int, left_out: int, now: datetime) -> None:
    """Note that it was handed out, and count it for everybody to read; it is done once.

    :raises NoCase: it was handed out already, or is not decided so.
    """
    case = DisclosureCase.objects.select_for_update(of=("self",)).filter(pk=case_id).first()
    if case is None or case.handed_at is not None or not case.given:
        raise NoCase(case_id)
    case.people_told, case.left_out = people_told, left_out
    case.handed_at = case.closed_at = now
    _count(case, on=now.date())
    case.save()


def tell_of_case(case: CaseFacts) -> None:
    """Let whoever was told of in silence read it at once: the law no longer forbids it."""
    if case.handed_at is not None:
        _untold(case.handed_at).update(deferred_at=None)


def _untold(handed_at: datetime) -> QuerySet[AccessEntry]:
    """Return the looks that a case left and that nobody reads yet: they were written with it."""
    return AccessEntry.objects.filter(task=EVIDENCE, at=handed_at, deferred_at__isnull=False)


def drop_case(case_id: int) -> None:
    """Forget a case that nobody has decided: whoever asked has taken it back."""
    DisclosureCase.objects.filter(pk=case_id, decided_at=None).delete()


def disclosure_cases(*, policy: Policy, now: datetime) -> tuple[CaseFacts, ...]:
    """Return the register: what is open first, then the latest."""
    rows = kept(DisclosureCase, policy=policy, now=now)
    found = map(_facts, rows)
    return tuple(sorted(found, key=lambda each: each.closed_at is not None))


def disclosure_case(case_id: int, *, policy: Policy, now: datetime) -> CaseFacts | None:
    """Return one case, or None where there is none any more."""
    row = kept(DisclosureCase, policy=policy, now=now).filter(pk=case_id).first()
    return _facts(row) if row else None


def _count(case: DisclosureCase, *, on: date) -> None:
    count_disclosure(
        AskedBy(case.asked_by),
        people_asked=max(case.people_asked, case.people_told),
        people_told=case.people_told,
        on=on,
    )


def _facts(row: DisclosureCase) -> CaseFacts:
    asked = asked_of(Sort.DISCLOSURE, str(row.pk))
    return CaseFacts(
        id=row.pk,
        asked_on=row.asked_on,
        question=Question(
            asked_by=AskedBy(row.asked_by),
            ground=row.ground,
            wanted=tuple(row.wanted.split()),
            about=About(row.about),
            recipient=row.recipient,
            reference=row.reference,
            words=row.words,
        ),
        people_asked=row.people_asked,
        ruling=Ruling(row.ruling) if row.ruling else None,
        law=row.law,
        silence_law=row.silence_law,
        is_untold=bool(row.silence_law and row.handed_at and _untold(row.handed_at).exists()),
        given=tuple(row.given.split()),
        decided_at=row.decided_at,
        agreed_at=row.agreed_at,
        people_told=row.people_told,
        left_out=row.left_out,
        handed_at=row.handed_at,
        closed_at=row.closed_at,
        said_yes=asked.by if asked else (),
    )
