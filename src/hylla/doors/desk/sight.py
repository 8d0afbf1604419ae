"""What a role at the desk may see: as the matrix has it, in tables that are declared for it."""

from dataclasses import dataclass

from django.apps import apps

from hylla.privacy.declarations import PersonalData
from hylla.privacy.matrix import Field, Right, When, rights, shown
from hylla.privacy.registry import declaration_of
from hylla.privacy.vocabulary import Kind, Role


@dataclass(frozen=True)
class Sight:
    """What of an open patron is on the screen."""

    loans: bool
    holds: bool
    money: bool
    settles: bool
    blocks: bool
    contact: bool
    address: bool
    family: bool
    national_id: bool
    consents: bool

    def kinds(self, *, with_contact: bool) -> set[Kind]:
        """Return the classes of field that a rendering shows."""
        seen = {Kind.NAME, Kind.CARD, Kind.MEMBERSHIP, Kind.PROTECTION, Kind.REQUEST}
        seen |= {Kind.BORROWED, Kind.TIME_AND_PLACE} if self.loans else set()
        seen |= {Kind.REQUESTED, Kind.TIME_AND_PLACE} if self.holds else set()
        seen |= {Kind.MONEY} if self.money else set()
        seen |= {Kind.BLOCK} if self.blocks else set()
        seen |= {Kind.CONTACT} if with_contact and self.contact else set()
        seen |= {Kind.ADDRESS} if with_contact and self.address else set()
        return seen | ({Kind.FAMILY} if self.family else set())

    def kinds_of_details(self) -> set[Kind]:
        """Return the classes of field that the form for changing them shows."""
        seen = {Kind.NAME, Kind.BIRTH_DATE, Kind.MEMBERSHIP, Kind.PREFERENCE, Kind.PROTECTION}
        seen |= {Kind.CONTACT, Kind.SCHOOL_CLASS, Kind.REQUEST}
        seen |= {Kind.ADDRESS} if self.address else set()
        return seen | ({Kind.NATIONAL_ID} if self.national_id else set())


OPEN = (When.PRESENT, When.CHILD)
"""What is the case when a record is open at a desk; whether it is a child is looked at there."""


def sees(role: Role, table: str) -> bool:
    """Say whether a table's declaration lets a role see it."""
    declared = declaration_of(apps.get_model(table))
    return isinstance(declared, PersonalData) and role in declared.seen_by


def reads(role: Role, field: Field, *tables: str) -> bool:
    """Say whether a role reads a class of field of an open patron, and may see these tables."""
    return shown(role, field, *OPEN) is Right.READ and all(sees(role, each) for each in tables)


def writes(role: Role, field: Field, table: str) -> bool:
    """Say whether a role changes a class of field of an open patron, in this table."""
    return Right.WRITE in rights(role, field, *OPEN) and sees(role, table)


def sight_of(role: Role) -> Sight:
    """Return what a role may see of an open patron."""
    return Sight(
        loans=reads(role, Field.LOANS, "circulation.Loan"),
        holds=reads(role, Field.HOLDS, "circulation.Hold"),
        money=reads(role, Field.CLAIMS, "fees.Claim"),
        settles=writes(role, Field.CLAIMS, "fees.Claim"),
        blocks=reads(role, Field.BLOCKS, "patrons.Block"),
        contact=reads(role, Field.CONTACT, "patrons.Phone", "patrons.Email"),
        address=reads(role, Field.ADDRESS, "patrons.Address"),
        family=reads(role, Field.GUARDIANS, "patrons.Guardianship"),
        national_id=writes(role, Field.NATIONAL_ID, "patrons.NationalId"),
        # Written unseen: who said yes to what is the patron's to read.
        consents=Right.WRITE in rights(role, Field.CONSENTS, *OPEN),
    )


def opens(role: Role) -> bool:
    """Say whether a role sees who a patron is, without which no record is opened."""
    return reads(role, Field.NAME, "patrons.Identity")


OPENERS = tuple(role for role in (Role.DESK, Role.CHILDREN, Role.OUTREACH) if opens(role))
"""The roles in which staff open patrons' records at a desk."""
