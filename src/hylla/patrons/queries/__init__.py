"""Who someone is: by card, as a whole, by a search at the desk, with their family."""

from hylla.patrons.queries.cards import PersonCard, person_with_card
from hylla.patrons.queries.family import Family, Relative, family_of
from hylla.patrons.queries.people import (
    AddressFacts,
    BlockFacts,
    PatronDetails,
    details,
    national_id_of,
)
from hylla.patrons.queries.reach import Reachable, reach_of
from hylla.patrons.queries.search import Hit, matching

__all__ = [
    "AddressFacts",
    "BlockFacts",
    "Family",
    "Hit",
    "PatronDetails",
    "PersonCard",
    "Reachable",
    "Relative",
    "details",
    "family_of",
    "matching",
    "national_id_of",
    "person_with_card",
    "reach_of",
]
