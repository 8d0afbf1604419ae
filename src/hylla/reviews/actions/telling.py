"""A patron rates and reviews under a user name, changes what they said, and takes it back."""

from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from hylla.catalogue.models import BORROWED, Record
from hylla.formats.language import tongues
from hylla.library.refusals import Reason, Refused
from hylla.patrons.actions import remember_use
from hylla.patrons.actions.locking import lock_person
from hylla.patrons.models import Card, Email, Identity, Phone, UserName
from hylla.privacy import ledger
from hylla.privacy.clocks import today
from hylla.privacy.policy import Moderated, Policy
from hylla.privacy.vocabulary import Purpose
from hylla.reviews.models import Rating, Review, Reviewer
from hylla.reviews.queries import against_publishing, of_work
from hylla.reviews.queries.published import Row
from hylla.reviews.rules import (
    Code,
    Known,
    State,
    Told,
    faults_of,
    folded,
    name_faults,
)


@transaction.atomic
def tell(told: Told, *, person_id: UUID, record_id: int, now: datetime, policy: Policy) -> None:
    """Rate a title, review it, or both; whoever has no user name yet gets the one told with it.

    What they said of any edition of its work before is replaced, or taken back. A new text is read
    by somebody who works here, before or after it is published, as the policy says.

    :raises Refused: with every reason at once; nothing is changed, and no name is kept.
    """
    told, on = told.tidied(), today(policy, now)
    is_there = _locked_title(record_id)
    lock_person(person_id)
    reasons = _against(told, person_id, record_id, on=on, policy=policy)
    if not is_there:
        reasons.append(Reason(Code.UNKNOWN_TITLE))
    if reasons:
        raise Refused(*reasons)
    if told.says_something and not Reviewer.objects.filter(pk=person_id).exists():
        _write_name(told.name, person_id)
    if told.stars == 0:
        _take_back(_mine(Rating, person_id, record_id), person_id, now=now)
    elif told.stars:
        _mine(Rating, person_id, record_id).delete()
        Rating.objects.create(
            patron_id=person_id, record_id=record_id, stars=told.stars, rated_on=on
        )
    if told.text == "":
        _take_back(_mine(Review, person_id, record_id), person_id, now=now)
    elif told.text:
        _write(told.text, told.language, person_id, record_id, policy=policy, on=on)
    remember_use(person_id, on=on)


@transaction.atomic
def choose_name(name: str, *, person_id: UUID, now: datetime, policy: Policy) -> None:
    """Rate and review under another user name from now on; what was said stands under it, too.

    :raises Refused: there is none yet, for which something must be said first; or the name will
        not do.
    """
    name = Told(name=name).tidied().name
    lock_person(person_id)
    reasons = [*against_publishing(person_id, on=today(policy, now), policy=policy)]
    if not Reviewer.objects.filter(pk=person_id).exists():
        reasons.append(Reason(Code.NOTHING_SAID))
    reasons += _against_name(name, person_id, policy)
    if reasons:
        raise Refused(*reasons)
    _write_name(name, person_id)


@transaction.atomic
def drop_name(person_id: UUID, *, now: datetime) -> None:
    """Forget someone's user name, and with it all that they rated and wrote."""
    lock_person(person_id)
    gone = [
        each.objects.filter(**{key: person_id}).delete()[0]
        for each, key in ((Rating, "patron"), (Review, "patron"), (Reviewer, "person"))
    ]
    if any(gone):
        note_gone(person_id, str(Purpose.REVIEWS), now=now)


@transaction.atomic
def drop_rating(record_id: int, *, person_id: UUID, now: datetime) -> None:
    """Take back the stars somebody gave a work, told by any of its editions."""
    lock_person(person_id)
    _take_back(_mine(Rating, person_id, record_id), person_id, now=now)


@transaction.atomic
def drop_review(review_id: UUID, *, person_id: UUID, now: datetime) -> None:
    """Take back what somebody wrote.

    :raises Refused: it is gone, or not theirs.
    """
    lock_person(person_id)
    rows = Review.objects.filter(pk=review_id, patron=person_id)
    if not _take_back(rows, person_id, now=now):
        raise Refused(Reason(Code.GONE))


def note_gone(person_id: UUID, facet: str, *, now: datetime) -> None:
    """Let no restored backup publish again what was deleted or taken down.

    Of one rating or review nothing is written that would tell which: all of theirs go in it.
    """
    ledger.note([person_id], facets=[facet], rule="withdrawn", at=now)


def _take_back(rows: "QuerySet[Row]", person_id: UUID, *, now: datetime) -> bool:
    gone = bool(rows.delete()[0])
    if gone:
        note_gone(person_id, rows.model._meta.label, now=now)
    return gone


def _locked_title(record_id: int) -> bool:
    """Say whether there is such a title, and let it stay until the transaction ends.

    Titles are locked before people, as by whoever makes two of them one: what is said of the one
    that goes follows it, or is refused.
    """
    rows = Record.objects.select_for_update(no_key=True).filter(pk=record_id)
    return rows.exclude(source=BORROWED).values_list("pk").first() is not None


def _against(
    told: Told, person_id: UUID, record_id: int, *, on: date, policy: Policy
) -> list[Reason]:
    """Return every reason against what somebody says."""
    reasons = against_publishing(person_id, on=on, policy=policy)
    before = (
        _mine(Rating, person_id, record_id).exists() or _mine(Review, person_id, record_id).exists()
    )
    if not told.says_something and not before:
        reasons.append(Reason(Code.NOTHING_SAID))
    elif told.says_something and not Reviewer.objects.filter(pk=person_id).exists():
        reasons += _against_name(told.name, person_id, policy)
    return [*reasons, *faults_of(told, languages=tongues())]


def _against_name(name: str, person_id: UUID, policy: Policy) -> list[Reason]:
    faults = name_faults(name, known=_known(person_id), library=policy.name)
    others = Reviewer.objects.filter(folded=folded(name)).exclude(pk=person_id)
    if not faults and others.exists():
        faults.append(Code.NAME_TAKEN)
    return [Reason(each) for each in faults]


def _known(person_id: UUID) -> Known:
    """Return what a user name must not tell; a national id has more digits than any name may."""
    who = Identity.objects.filter(person=person_id).first()
    log_in = UserName.objects.filter(person=person_id).values_list("name", flat=True).first()
    return Known(
        given_name=who.given_name if who else "",
        family_name=who.family_name if who else "",
        log_in_name=log_in or "",
        numbers=(
            *Card.objects.filter(person=person_id).values_list("number", flat=True),
            *Phone.objects.filter(person=person_id).values_list("number", flat=True),
            *Email.objects.filter(person=person_id).values_list("address", flat=True),
        ),
    )


def _write_name(name: str, person_id: UUID) -> None:
    """Write a name; of two who choose the same at once, one is told so by the table."""
    values = {"name": name, "folded": folded(name), "refused_on": None}
    try:
        with transaction.atomic():
            Reviewer.objects.update_or_create(person_id=person_id, defaults=values)
    except IntegrityError:
        raise Refused(Reason(Code.NAME_TAKEN)) from None


def _write(
    text: str, language: str, person_id: UUID, record_id: int, *, policy: Policy, on: date
) -> None:
    before = _mine(Review, person_id, record_id)
    stands = before.exclude(state=State.REFUSED).filter(text=text, language=language)
    if stands.exists():
        return
    before.delete()
    is_at_once = policy.reviews.moderated is Moderated.AFTER
    Review.objects.create(
        patron_id=person_id,
        record_id=record_id,
        text=text,
        language=language,
        written_on=on,
        state=State.PUBLISHED if is_at_once else State.WAITING,
        published_on=on if is_at_once else None,
    )


def _mine(model: type[Row], person_id: UUID, record_id: int) -> "QuerySet[Row]":
    return of_work(model, record_id).filter(patron=person_id)
