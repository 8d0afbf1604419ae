"""The closed vocabulary in which tables declare what they keep about people.

Values are stored and published: a word that is no longer right gets a successor, it is not renamed.
"""

from enum import StrEnum

from hylla.formats.language.tongues import tongues


class Language(StrEnum):
    """The languages every sentence for a patron exists in.

    A library may add others: `Language("se")` is one too, though no member, where
    `formats/language` knows how it is written.
    """

    NB = "nb"
    NN = "nn"
    SV = "sv"
    EN = "en"

    @classmethod
    def _missing_(cls, value: object) -> "Language | None":
        """Make one object for each further language, at the first question."""
        if not isinstance(value, str) or value not in tongues():
            return None
        further = str.__new__(cls, value)
        further._name_, further._value_ = value.upper(), value
        known: dict[object, Language] = cls._value2member_map_  # type: ignore[assignment] # enum's
        return known.setdefault(value, further)


class Subject(StrEnum):
    """Whom a row is about."""

    PATRON = "patron"
    STAFF = "staff"
    APPLICANT = "applicant"
    """Someone who asked for a card and is nobody's patron until it is known who they are."""


class Kind(StrEnum):
    """What a column tells about a person: the classes of field that access is decided by."""

    LINK = "link"
    """Points at the person by their random id, and says nothing else."""
    NAME = "name"
    BIRTH_DATE = "birth_date"
    NATIONAL_ID = "national_id"
    ADDRESS = "address"
    CONTACT = "contact"
    PROTECTION = "protection"
    """That the address is protected."""
    CREDENTIAL = "credential"
    CARD = "card"
    FAMILY = "family"
    SCHOOL_CLASS = "school_class"
    MEMBERSHIP = "membership"
    """Category, home branch and the dates of the membership."""
    PREFERENCE = "preference"
    BORROWED = "borrowed"
    """Which thing someone has or had."""
    REQUESTED = "requested"
    """Which thing someone waits for."""
    TIME_AND_PLACE = "time_and_place"
    MONEY = "money"
    BLOCK = "block"
    MESSAGE = "message"
    READ_LOG = "read_log"
    REQUEST = "request"
    """That someone used a right: extract, erasure."""
    CONSENT = "consent"
    """What someone has agreed to, and when."""
    REVIEW = "review"
    """What someone thinks of a title, and the user name under which they say so."""
    LIST = "list"
    """A title that someone put on a list, what they note beside it, what they are interested in."""
    EMPLOYMENT = "employment"
    """A member of staff's role, branch and undertakings."""


class Purpose(StrEnum):
    """What the library needs a row for. Each needs a legal basis in the policy."""

    MEMBERSHIP = "membership"
    IDENTIFICATION = "identification"
    GUARDIANSHIP = "guardianship"
    PUPILS = "pupils"
    LENDING = "lending"
    HOLDS = "holds"
    HISTORY = "history"
    """A patron's own record of what they have borrowed, and nothing else."""
    REVIEWS = "reviews"
    """Ratings and reviews that a patron publishes under a user name made for them."""
    LISTS = "lists"
    """Lists of titles and interests that a patron keeps for themselves."""
    FEES = "fees"
    MESSAGES = "messages"
    PHONE = "phone"
    """What a patron has asked to have on a phone of their own: the card, and messages."""
    SECURITY = "security"
    ACCOUNTABILITY = "accountability"
    RIGHTS = "rights"
    CONSENTS = "consents"
    """Being able to show what someone agreed to."""
    STATISTICS = "statistics"
    STAFF = "staff"


class Role(StrEnum):
    """Who looks, as the access rules know them."""

    DESK = "desk"
    CATALOGUER = "cataloguer"
    CHILDREN = "children"
    SCHOOL = "school"
    """A teacher, or whoever else of a school answers for its classes."""
    OUTREACH = "outreach"
    INVOICE = "invoice"
    PRIVACY_OFFICER = "privacy_officer"
    ADMINISTRATOR = "administrator"
    MACHINE = "machine"
    PATRON = "patron"
    GUARDIAN = "guardian"


class AtEnd(StrEnum):
    """What happens to a row when its period is over."""

    DELETE = "delete"
    CLEAR = "clear"
    """The named columns are emptied, the row stays."""


class LegalBasis(StrEnum):
    """GDPR article 6(1), by letter."""

    CONSENT = "a"
    CONTRACT = "b"
    LEGAL_OBLIGATION = "c"
    PUBLIC_TASK = "e"
    LEGITIMATE_INTEREST = "f"


class Ground(StrEnum):
    """Why a sentence of the notice may be believed."""

    ENFORCED = "enforced"
    """A declaration acts on it."""
    PROBED = "probed"
    """Something outside the code path looks."""
    ATTESTED = "attested"
    """A named role confirmed it, until a date."""


class State(StrEnum):
    """How a sentence of the notice stands."""

    KEPT = "kept"
    LATE = "late"
    UNCHECKED = "unchecked"
    CONTRADICTED = "contradicted"
