"""What a role at the desk may see: read from the declarations, so that none can forget a table."""

from dataclasses import dataclass

from django.apps import apps

from hylla.privacy.declarations import PersonalData
from hylla.privacy.registry import declaration_of
from hylla.privacy.vocabulary import Kind, Role


@dataclass(frozen=True)
class Sight:
    """What of an open patron is on the screen."""

    loans: bool
    holds: bool
    money: bool
    blocks: bool
    contact: bool
    family: bool
    national_id: bool

    def kinds(self, *, with_contact: bool) -> set[Kind]:
        """Return the classes of field that a rendering shows."""
        seen = {Kind.NAME, Kind.CARD, Kind.MEMBERSHIP, Kind.PROTECTION, Kind.REQUEST}
        seen |= {Kind.BORROWED, Kind.TIME_AND_PLACE} if self.loans else set()
        seen |= {Kind.REQUESTED, Kind.TIME_AND_PLACE} if self.holds else set()
        seen |= {Kind.MONEY} if self.money else set()
        seen |= {Kind.BLOCK} if self.blocks else set()
        seen |= {Kind.CONTACT, Kind.ADDRESS} if with_contact and self.contact else set()
        return seen | ({Kind.FAMILY} if self.family else set())

    def kinds_of_details(self) -> set[Kind]:
        """Return the classes of field that the form for changing them shows."""
        seen = {Kind.NAME, Kind.BIRTH_DATE, Kind.MEMBERSHIP, Kind.PREFERENCE, Kind.PROTECTION}
        seen |= {Kind.CONTACT, Kind.ADDRESS, Kind.SCHOOL_CLASS}
        return seen | ({Kind.NATIONAL_ID} if self.national_id else set())


def sees(role: Role, table: str) -> bool:
    """Say whether a table's declaration lets a role see it."""
    declared = declaration_of(apps.get_model(table))
    return isinstance(declared, PersonalData) and role in declared.seen_by


def sight_of(role: Role) -> Sight:
    """Return what a role may see of an open patron."""
    return Sight(
        loans=sees(role, "circulation.Loan"),
        holds=sees(role, "circulation.Hold"),
        money=sees(role, "fees.Claim"),
        blocks=sees(role, "patrons.Block"),
        contact=sees(role, "patrons.Phone") and sees(role, "patrons.Address"),
        family=sees(role, "patrons.Guardianship"),
        national_id=sees(role, "patrons.NationalId"),
    )


def opens(role: Role) -> bool:
    """Say whether a role sees who a patron is, without which no record is opened."""
    return sees(role, "patrons.Identity")


OPENERS = tuple(role for role in (Role.DESK, Role.CHILDREN, Role.OUTREACH) if opens(role))
"""The roles in which staff open patrons' records at a desk."""
