"""Asking for a card from a distance, and what becomes of it: confirmed, withdrawn or refused."""

import secrets
import uuid
from dataclasses import dataclass, field, replace
from datetime import datetime

from django.db import IntegrityError, transaction

from hylla.library.models import Branch
from hylla.library.refusals import Reason, Refused
from hylla.patrons.actions.registration import Registered, register
from hylla.patrons.models import Applicant, ApplicantReading
from hylla.patrons.models.applicants import Way
from hylla.patrons.queries.applicants import number_of
from hylla.patrons.rules import Code, NewAddress, NewGuardian, NewPatron, Seen
from hylla.patrons.rules.applicants import (
    LETTERS,
    REFERENCE_LETTERS,
    channel_for,
    examined_applicant,
)
from hylla.patrons.rules.registration import Registration, read_national_id
from hylla.patrons.seal import fingerprint, new_key, sealed
from hylla.privacy.access import record
from hylla.privacy.clocks import today
from hylla.privacy.policy import Policy
from hylla.privacy.vocabulary import Kind, Language, Role

TRIES = 5


@dataclass(frozen=True)
class Applied:
    """A registration that waits. Who has its id may withdraw it; the reference is for the desk."""

    applicant_id: uuid.UUID = field(repr=False)
    reference: str = field(repr=False)


def apply_for_card(new: NewPatron, *, way: Way, policy: Policy, now: datetime) -> Applied:
    """Let someone wait for a card. Whether they are registered already is not looked at here.

    What is done, and how long it takes, is the same for everyone; the worker that writes the
    e-mail looks.

    :raises Refused: with every reason; nothing is stored.
    """
    asked = way is not Way.DESK
    seen = examined_applicant(new, policy=policy, on=today(policy, now), number_is_asked=asked)
    faults = list(seen.faults)
    if not faults and not Branch.objects.filter(pk=new.home_branch_id).exists():
        faults.append(Code.BRANCH_UNKNOWN)
    if faults:
        raise Refused(*(Reason(fault) for fault in faults))
    for attempt in range(TRIES):
        try:
            with transaction.atomic():
                return _stored(seen, way, policy, now)
        except IntegrityError:
            # Two drew one reference. The database's own message would hold values.
            if attempt == TRIES - 1:
                raise
    raise AssertionError("a loop that ends")


def _stored(seen: Registration, way: Way, policy: Policy, now: datetime) -> Applied:
    row = Applicant(
        reference=drawn(REFERENCE_LETTERS), way=way, terms=policy.notice.version, started_at=now
    )
    _describe(row, seen)
    if seen.national_id is not None:
        row.wrapped = new_key(row.pk)
        row.sealed = sealed(seen.national_id.number, wrapped=row.wrapped, person_id=row.pk)
        row.fingerprint = fingerprint(seen.national_id)
    row.save(force_insert=True)
    return Applied(row.pk, row.reference)


def _describe(row: Applicant, seen: Registration) -> None:
    new, reach = seen.new, seen.reach
    row.given_name, row.family_name = new.given_name, new.family_name
    assert seen.birth_date is not None, "without one there is a fault"  # noqa: S101 - for mypy
    row.birth_date = seen.birth_date
    row.language, row.home_branch_id = new.language, new.home_branch_id
    row.email = reach.emails[0] if reach.emails else ""
    row.write_at = row.started_at if row.email else None
    row.phone = (reach.phones[0] if reach.phones else "") or ""
    if reach.addresses:
        address = reach.addresses[0]
        row.line_1, row.postcode, row.city = address.line_1, address.postcode, address.city
    if isinstance(new.guardian, NewGuardian):
        row.guardian_given_name = new.guardian.given_name
        row.guardian_family_name = new.guardian.family_name
        row.guardian_email = "".join(new.guardian.emails[:1])
        row.guardian_phone = "".join(new.guardian.phones[:1])


def drawn(letters: int) -> str:
    """Return so many letters that nobody can guess."""
    return "".join(secrets.choice(LETTERS) for _ in range(letters))


@transaction.atomic
def remove_applicant(applicant_id: uuid.UUID) -> bool:
    """Remove a registration that waits, whoever asks for it; tell whether there was one."""
    return Applicant.objects.filter(pk=applicant_id).delete()[0] > 0


@transaction.atomic
def confirm_applicant(
    applicant_id: uuid.UUID, *, seen: Seen, policy: Policy, now: datetime
) -> Registered:
    """Make someone a patron who showed who they are. Others who used their number are removed.

    :raises Refused: the details are wrong, or the number is another patron's; nothing changes.
    :raises Applicant.DoesNotExist: withdrawn, refused, or too old.
    """
    row = Applicant.objects.select_for_update().get(pk=applicant_id)
    done = register(_as_patron(row, seen, policy), policy=policy, now=now)
    _carry_readings(row, done.person_id)
    if row.fingerprint:
        Applicant.objects.filter(fingerprint=row.fingerprint).delete()
    row.delete()
    return done


def confirm_applicant_by_eid(
    applicant_id: uuid.UUID, *, seen: Seen, policy: Policy, now: datetime
) -> Registered | None:
    """Confirm someone whose e-ID has the number they typed; None where it has another."""
    read = read_national_id(seen.national_id, policy=policy, on=today(policy, now))
    row = Applicant.objects.filter(pk=applicant_id).first()
    if row is None or isinstance(read, Code) or fingerprint(read) != row.fingerprint:
        return None
    return confirm_applicant(applicant_id, seen=seen, policy=policy, now=now)


@dataclass(frozen=True)
class LookedAt:
    """One rendering of an applicant's data: when, in which role, where, for what, which classes."""

    at: datetime
    role: Role
    unit: str
    task: str
    kinds: frozenset[Kind]


def read_applicant(applicant_id: uuid.UUID, *, look: LookedAt) -> None:
    """Write that an applicant's data was shown; call it in the transaction that reads it."""
    ApplicantReading.objects.create(
        applicant_id=applicant_id,
        at=look.at,
        role=look.role,
        unit=look.unit,
        task=look.task,
        kinds=" ".join(sorted(look.kinds)),
    )


def _as_patron(row: Applicant, seen: Seen, policy: Policy) -> NewPatron:
    address = NewAddress(line_1=row.line_1, postcode=row.postcode, city=row.city)
    guardian = NewGuardian(
        family_name=row.guardian_family_name,
        given_name=row.guardian_given_name,
        language=Language(row.language),
        phones=tuple(filter(None, [row.guardian_phone])),
        emails=tuple(filter(None, [row.guardian_email])),
    )
    new = NewPatron(
        family_name=seen.family_name or row.family_name,
        given_name=seen.given_name or row.given_name,
        birth_date=seen.birth_date or row.birth_date,
        national_id=seen.national_id or number_of(row) or "",
        home_branch_id=row.home_branch_id,
        language=Language(row.language),
        channel=channel_for(email=row.email, phone=row.phone, country=policy.country.value),
        emails=tuple(filter(None, [row.email])),
        phones=tuple(filter(None, [row.phone])),
        addresses=(address,) if row.line_1 else (),
    )
    return replace(new, guardian=guardian) if row.guardian_family_name else new


def _carry_readings(row: Applicant, person_id: uuid.UUID) -> None:
    for reading in row.readings.order_by("at", "pk"):
        record(
            person_id,
            at=reading.at,
            role=Role(reading.role),
            unit=reading.unit,
            task=reading.task,
            kinds=[Kind(each) for each in reading.kinds.split()],
        )
