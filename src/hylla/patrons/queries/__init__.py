"""Who someone is: by card, whole, by a search at the desk, with their family; kinds of patron."""

from hylla.patrons.queries.applicants import (
    ApplicantFacts,
    Waiting,
    applicant,
    has_pin,
    number_of_applicant,
    waiting,
)
from hylla.patrons.queries.cards import PersonCard, person_with_card
from hylla.patrons.queries.categories import CategoryFacts, categories
from hylla.patrons.queries.consents import Agreed, consent_of
from hylla.patrons.queries.desks import opening_at
from hylla.patrons.queries.entry import (
    LogIn,
    WaysIn,
    log_ins_of,
    person_with_user_name,
    ways_in,
)
from hylla.patrons.queries.failing import Failing, contacts_of, failing_of, has_ended
from hylla.patrons.queries.family import Family, Relative, family_of, is_hidden_from
from hylla.patrons.queries.glance import Glance, active_card_of, glance_at
from hylla.patrons.queries.glass import has_own_record
from hylla.patrons.queries.kept_cards import (
    KeptOn,
    hash_of,
    kept_cards_of,
    kept_until,
    may_keep,
)
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
    "Agreed",
    "ApplicantFacts",
    "BlockFacts",
    "CategoryFacts",
    "Failing",
    "Family",
    "Glance",
    "Hit",
    "KeptOn",
    "LogIn",
    "PatronDetails",
    "PersonCard",
    "Reachable",
    "Relative",
    "Waiting",
    "WaysIn",
    "active_card_of",
    "applicant",
    "categories",
    "consent_of",
    "contacts_of",
    "details",
    "failing_of",
    "family_of",
    "glance_at",
    "has_ended",
    "has_own_record",
    "has_pin",
    "hash_of",
    "is_hidden_from",
    "kept_cards_of",
    "kept_until",
    "log_ins_of",
    "matching",
    "may_keep",
    "national_id_of",
    "number_of_applicant",
    "opening_at",
    "person_with_card",
    "person_with_user_name",
    "reach_of",
    "waiting",
    "ways_in",
]
