"""Who has asked for a card and waits, and whether they are someone the library knows."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime

from hylla.library.queries import BranchFacts
from hylla.patrons.models import Applicant, Credential, Email, Identity, NationalId
from hylla.patrons.models.applicants import Way
from hylla.patrons.seal import unsealed
from hylla.privacy.clocks import is_over
from hylla.privacy.policy import Policy


@dataclass(frozen=True, repr=False)
class Waiting:
    """Someone who waits, as a list shows them: the reference, the name and the year of birth."""

    applicant_id: uuid.UUID
    reference: str
    name: str
    born: int
    started_at: datetime
    branch: str


@dataclass(frozen=True, repr=False, kw_only=True)
class ApplicantFacts:
    """Everything that someone who waits has written."""

    applicant_id: uuid.UUID
    reference: str
    way: Way
    given_name: str
    family_name: str
    birth_date: date
    home_branch: BranchFacts
    email: str
    email_is_confirmed: bool
    phone: str
    line_1: str
    postcode: str
    city: str
    national_id: str
    guardian: str
    guardian_contact: str
    started_at: datetime
    is_known: bool
    """Whether a patron has the number, or the name and the birth date."""

    @property
    def name(self) -> str:
        """The whole name."""
        return f"{self.given_name} {self.family_name}".strip()


def waiting(*, policy: Policy, now: datetime) -> tuple[Waiting, ...]:
    """Return who waits to be confirmed, the latest first; whose time is over is left out."""
    rows = Applicant.objects.select_related("home_branch").order_by("-started_at", "reference")
    return tuple(
        Waiting(
            row.pk,
            row.reference,
            f"{row.given_name} {row.family_name}".strip(),
            row.birth_date.year,
            row.started_at,
            row.home_branch.name,
        )
        for row in rows
        if not _is_over(row, policy, now)
    )


def applicant(applicant_id: uuid.UUID, *, policy: Policy, now: datetime) -> ApplicantFacts | None:
    """Return someone who waits, or None: confirmed, withdrawn, refused, or too old."""
    row = Applicant.objects.select_related("home_branch").filter(pk=applicant_id).first()
    if row is None or _is_over(row, policy, now):
        return None
    branch = row.home_branch
    return ApplicantFacts(
        applicant_id=row.pk,
        reference=row.reference,
        way=Way(row.way),
        given_name=row.given_name,
        family_name=row.family_name,
        birth_date=row.birth_date,
        home_branch=BranchFacts(branch.pk, branch.code, branch.name, branch.is_school_library),
        email=row.email,
        email_is_confirmed=row.email_confirmed_at is not None,
        phone=row.phone,
        line_1=row.line_1,
        postcode=row.postcode,
        city=row.city,
        national_id=number_of(row) or "",
        guardian=f"{row.guardian_given_name} {row.guardian_family_name}".strip(),
        guardian_contact=", ".join(filter(None, [row.guardian_phone, row.guardian_email])),
        started_at=row.started_at,
        is_known=known_as(row) is not None,
    )


def number_of(row: Applicant) -> str | None:
    """Return an applicant's national id in the clear, or None."""
    if row.sealed is None or row.wrapped is None:
        return None
    return unsealed(bytes(row.sealed), wrapped=bytes(row.wrapped), person_id=row.pk)


def number_of_applicant(applicant_id: uuid.UUID) -> str | None:
    """Return the number of someone who waits, for their own extract."""
    row = Applicant.objects.filter(pk=applicant_id).first()
    return number_of(row) if row else None


def known_as(row: Applicant) -> uuid.UUID | None:
    """Return the patron an applicant already is: by the number, or by name and birth date."""
    if row.fingerprint:
        rows = NationalId.objects.filter(fingerprint=row.fingerprint)
        found = rows.values_list("person_id", flat=True).first()
        if found:
            return found
    written = (row.given_name.casefold(), row.family_name.casefold())
    # Compared here: SQLite folds the case of A to Z only.
    born_then = Identity.objects.filter(birth_date=row.birth_date).order_by("person_id")
    return next(
        (
            each.person_id
            for each in born_then
            if (each.given_name.casefold(), each.family_name.casefold()) == written
        ),
        None,
    )


def has_email(person_id: uuid.UUID, address: str) -> bool:
    """Tell whether an e-mail address is someone's own."""
    return Email.objects.filter(person_id=person_id, address__iexact=address).exists()


def has_pin(person_id: uuid.UUID) -> bool:
    """Tell whether a patron has chosen a PIN."""
    return Credential.objects.filter(person_id=person_id).exclude(pin_hash="").exists()


def _is_over(row: Applicant, policy: Policy, now: datetime) -> bool:
    (keep,) = Applicant.personal_data.keep
    return is_over(keep, policy=policy, since=row.started_at, now=now)
