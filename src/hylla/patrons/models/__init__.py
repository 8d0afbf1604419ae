"""Who someone is and what they do are kept apart: all else points at `Person`, by a random id."""

from hylla.patrons.models.applicants import Applicant, ApplicantReading
from hylla.patrons.models.cards import Block, Card, Credential, Reprieve
from hylla.patrons.models.consents import Consent, OtherCategory
from hylla.patrons.models.contact import Address, Email, Phone
from hylla.patrons.models.entry import Passkey, UserName
from hylla.patrons.models.family import Guardianship
from hylla.patrons.models.glass import GlassBroken, OwnRecord
from hylla.patrons.models.kept_cards import KeptCard
from hylla.patrons.models.kiosks import AtKiosk
from hylla.patrons.models.people import Category, Identity, NationalId, Person, SubjectKey
from hylla.patrons.models.scans import TakenScan
from hylla.patrons.models.sessions import AtDesk, Session

__all__ = [
    "Address",
    "Applicant",
    "ApplicantReading",
    "AtDesk",
    "AtKiosk",
    "Block",
    "Card",
    "Category",
    "Consent",
    "Credential",
    "Email",
    "GlassBroken",
    "Guardianship",
    "Identity",
    "KeptCard",
    "NationalId",
    "OtherCategory",
    "OwnRecord",
    "Passkey",
    "Person",
    "Phone",
    "Reprieve",
    "Session",
    "SubjectKey",
    "TakenScan",
    "UserName",
]
