"""Who someone is and what they do are kept apart: all else points at `Person`, by a random id."""

from hylla.patrons.models.cards import Block, Card, Credential
from hylla.patrons.models.contact import Address, Email, Phone
from hylla.patrons.models.family import Guardianship
from hylla.patrons.models.people import Category, Identity, NationalId, Person, SubjectKey
from hylla.patrons.models.sessions import AtDesk, Session

__all__ = [
    "Address",
    "AtDesk",
    "Block",
    "Card",
    "Category",
    "Credential",
    "Email",
    "Guardianship",
    "Identity",
    "NationalId",
    "Person",
    "Phone",
    "Session",
    "SubjectKey",
]
