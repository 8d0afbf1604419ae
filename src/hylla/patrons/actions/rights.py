"""What people ask for by right, as a door does it: each an action, and its no a refusal."""

import uuid
from datetime import datetime

from django.db import transaction

from hylla.library.refusals import Reason, Refused
from hylla.patrons.models import Guardianship, Identity
from hylla.patrons.models.consents import ConsentTo
from hylla.patrons.queries.family import is_hidden_from
from hylla.patrons.queries.people import national_id_of
from hylla.patrons.rules import Code
from hylla.patrons.rules.ages import age_on, extract_for_guardian
from hylla.patrons.rules.guarding import LOCATING
from hylla.privacy.access import record
from hylla.privacy.clocks import today
from hylla.privacy.erasure import complete
from hylla.privacy.extract import archive, portable_archive
from hylla.privacy.models import Request
from hylla.privacy.policy import Policy
from hylla.privacy.rights import answering
from hylla.privacy.rights.answering import NotOpen, answer_request
from hylla.privacy.rights.asking import take_request
from hylla.privacy.rights.onward import owe_notice
from hylla.privacy.rights.prepared import prepare
from hylla.privacy.rights.terms import (
    Asked,
    NotIdentified,
    RequestKind,
)
from hylla.privacy.vocabulary import Kind, Language, LegalBasis, Purpose, Role

SEALED = {"patrons.NationalId.sealed": national_id_of}
"""What opens the sealed columns of an extract that is the person's own."""

CHILDS_EXTRACT = "childs_extract"
"""The task under which the child reads that a guardian had its extract."""
WRITTEN_OUT = "written_out"
"""The task under which somebody reads that an operator wrote their extract into a file."""
UNSEEN = {Kind.LINK, Kind.CREDENTIAL, Kind.EMPLOYMENT}

BY_STAFF = frozenset(
    {"given_name", "family_name", "birth_date", "national_id", "address", "school_class", "other"}
)
"""What a person cannot change alone: each is corrected by a decision (R23)."""

CAN_BE_OBJECTED = frozenset({LegalBasis.PUBLIC_TASK, LegalBasis.LEGITIMATE_INTEREST})
"""The bases that somebody can object to (GDPR article 21(1))."""


def restrict(
    person_id: uuid.UUID, *, policy: Policy, now: datetime, asked: Asked | None = None
) -> uuid.UUID:
    """Do nothing with someone's data from now on but store it; return the request.

    `asked.what` narrows it to one purpose: a fee that is contested (conflict case 56).

    :raises Refused: nothing was shown at the desk (R45).
    """
    with transaction.atomic():
        request = ask(
            RequestKind.RESTRICTION, person_id=person_id, policy=policy, now=now, asked=asked
        )
        if request.answered_at is None and not request.needs_child:
            owe_notice(request, _purposes(request.what), policy=policy, now=now)
            answer_request(request.pk, now=now)
        return request.pk


def _purposes(what: str) -> frozenset[Purpose]:
    """Return what a restriction stops: one purpose, or everything."""
    return frozenset({Purpose(what)} if what else Purpose)


def ask(
    kind: RequestKind,
    *,
    person_id: uuid.UUID | None,
    policy: Policy,
    now: datetime,
    asked: Asked | None = None,
) -> Request:
    """Take any request; what it asks for is done by who answers it.

    :raises Refused: nothing was shown at the desk (R45), what is to be corrected is changed by
        the person alone, there is no such consent, or nobody can object to that purpose.
    """
    asked = asked or Asked()
    if kind is RequestKind.RECTIFICATION and asked.what not in BY_STAFF:
        raise Refused(Reason(Code.NOT_A_FIELD))
    if kind is RequestKind.WITHDRAWAL and asked.what not in set(ConsentTo):
        raise Refused(Reason(Code.NO_SUCH_CONSENT))
    if kind is RequestKind.OBJECTION and asked.what not in objectionable(policy):
        raise Refused(Reason(Code.NO_OBJECTION))
    try:
        return take_request(kind, person_id=person_id, policy=policy, now=now, asked=asked)
    except NotIdentified as unknown:
        raise Refused(Reason(Code.NOT_IDENTIFIED)) from unknown


def objectionable(policy: Policy) -> frozenset[Purpose]:
    """Return the purposes that the library pursues on a basis one can object to."""
    return frozenset(
        purpose for purpose, basis in policy.bases.items() if basis.article in CAN_BE_OBJECTED
    )


def lift_own(request_id: uuid.UUID, *, person_id: uuid.UUID, policy: Policy, now: datetime) -> None:
    """Take one's own request back, or end one's own restriction.

    Who asked to be erased as well, and waits for nothing else, goes now (conflict case 57).

    :raises Refused: there is no such request of theirs.
    """
    mine = Request.objects.filter(pk=request_id, person=person_id, closed_at=None).first()
    if mine is None:
        raise Refused(Reason(Code.NO_SUCH_REQUEST))
    with transaction.atomic():
        answering.take_back_one(mine, now=now)
        complete(person_id, policy=policy, now=now)


def prepare_extract(
    request_id: uuid.UUID, *, policy: Policy, now: datetime, language: Language
) -> str:
    """Make what a request asks for, behind a link that opens once; return the link's word.

    A guardian is given of a child what its age allows.

    :raises Refused: there is no such request, or it is answered.
    """
    with transaction.atomic():
        request = Request.objects.select_for_update().filter(pk=request_id).first()
        if request is None or request.person_id is None:
            raise Refused(Reason(Code.NO_SUCH_REQUEST))
        only = None
        if request.asked_by_id is not None:
            only = kinds_for_guardian(
                request.asked_by_id, child_id=request.person_id, policy=policy, now=now
            )
        make = archive if request.kind != RequestKind.PORTABILITY else portable_archive
        packed = make(
            request.person_id,
            policy=policy,
            now=now,
            language=language,
            sealed=SEALED,
            only=only,
        )
        try:
            answered = answer_request(request.pk, now=now)
        except NotOpen as over:
            raise Refused(Reason(Code.NO_SUCH_REQUEST)) from over
        return prepare(answered, packed, now=now)


def extract_by_operator(person_id: uuid.UUID, *, policy: Policy, now: datetime) -> bytes:
    """Return everything kept about somebody, in their language; they read that it was written out.

    :raises Restricted: only they and the privacy officer may read it now.
    """
    with transaction.atomic():
        record(
            person_id,
            at=now,
            role=Role.ADMINISTRATOR,
            unit="",
            task=WRITTEN_OUT,
            kinds=set(Kind) - UNSEEN,
        )
        language = Language(Identity.objects.get(pk=person_id).language)
        return archive(person_id, policy=policy, now=now, language=language, sealed=SEALED)


def kinds_for_guardian(
    guardian_id: uuid.UUID, *, child_id: uuid.UUID, policy: Policy, now: datetime
) -> frozenset[Kind] | None:
    """Return the kinds of field a guardian is given of a child; None is all of them.

    Nothing by which somebody could be found who must not be (conflict case 9).

    :raises Refused: they are not the child's guardian.
    """
    age = age_of_ward(guardian_id, child_id=child_id, policy=policy, now=now)
    given = extract_for_guardian(age, ages=policy.ages)
    if is_hidden_from(guardian_id, child_id=child_id):
        return (frozenset(Kind) if given is None else given) - LOCATING
    return given


def age_of_ward(
    guardian_id: uuid.UUID, *, child_id: uuid.UUID, policy: Policy, now: datetime
) -> int:
    """Return how old a child is whose guardian somebody is.

    Without a birth date nobody knows: then it is old enough for the least to be given.

    :raises Refused: they are not the child's guardian, or it is of age.
    """
    on = today(policy, now)
    guards = Guardianship.objects.filter(child=child_id, guardian=guardian_id)
    if not guards.filter(since_on__lte=on, ends_on__gt=on).exists():
        raise Refused(Reason(Code.NOT_THEIR_GUARDIAN))
    born = Identity.objects.values_list("birth_date", flat=True).get(person=child_id)
    age = age_on(born, on) if born else policy.ages.adult - 1
    if age >= policy.ages.adult:
        raise Refused(Reason(Code.NOT_THEIR_GUARDIAN))
    return age


def extract_of_child(
    child_id: uuid.UUID,
    *,
    guardian_id: uuid.UUID,
    policy: Policy,
    now: datetime,
    language: Language,
) -> bytes:
    """Return what a guardian is given of a child's data, as an archive.

    :raises Refused: they are not the child's guardian.
    """
    only = kinds_for_guardian(guardian_id, child_id=child_id, policy=policy, now=now)
    with transaction.atomic():
        record(
            child_id,
            at=now,
            role=Role.GUARDIAN,
            unit="",
            task=CHILDS_EXTRACT,
            kinds=set(Kind) - UNSEEN if only is None else only,
        )
    return archive(child_id, policy=policy, now=now, language=language, sealed=SEALED, only=only)
