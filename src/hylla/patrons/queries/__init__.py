"""Who someone is: by card, whole, by a search at the desk, with their family; kinds of patron."""

from hylla.patrons.queries.cards import PersonCard, person_with_card
from hylla.patrons.queries.categories import CategoryFacts, categories
from hylla.patrons.queries.desks import opening_at
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
    "CategoryFacts",
    "Family",
    "Hit",
    "PatronDetails",
    "PersonCard",
    "Reachable",
    "Relative",
    "categories",
    "details",
    "family_of",
    "matching",
    "national_id_of",
    "opening_at",
    "person_with_card",
    "reach_of",
]
